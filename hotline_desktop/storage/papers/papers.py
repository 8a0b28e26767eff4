"""Papers that were printed, and which of them are still out for a signature (待签字回收)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, or_, select, update

from hotline_desktop.domain.records.summaries import PrintedPaper
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import day_from, day_text, moment_text

_t = schema.printed_papers
# What ``awaited`` holds: nothing is waited for, the signed original is, or its step was withdrawn.
_WITHDRAWN = 2
_OUT = (_t.c.awaited == 1) & (_t.c.returned_on == "")


def remember(
    c: Connection,
    paper: PrintedPaper,
    *,
    ticket_id: int | None = None,
    case_id: int | None = None,
    awaited: bool = True,
) -> int:
    """Writes down a print; its id, whatever ``paper.id`` says.

    Of several prints of one paper a single signed one comes back: the earlier ones are not awaited any more.
    """
    owner = (_t.c.ticket_id.is_not_distinct_from(ticket_id), _t.c.case_id.is_not_distinct_from(case_id))
    same = (_t.c.number == paper.ticket_number, _t.c.kind == paper.kind, _t.c.state == paper.state)
    where = (*owner, *same, _t.c.version.in_((0, paper.nth)), _OUT)
    if awaited:
        _change(c, where, {"awaited": 0})
    row = {
        "ticket_id": ticket_id,
        "case_id": case_id,
        "number": paper.ticket_number,
        "kind": paper.kind,
        "state": paper.state,
        "unit": paper.unit,
        "printed_at": moment_text(paper.printed_at),
        "printed_by": paper.printed_by,
        "awaited": int(awaited),
        "returned_on": day_text(paper.returned_on),
        "version": paper.nth,
    }
    paper_id = int(c.execute(insert(_t).returning(_t.c.id), row).scalar_one())
    row_digests.touch(c, _t, [paper_id])
    return paper_id


def awaited(c: Connection) -> tuple[PrintedPaper, ...]:
    """What is out for a signature, the longest first."""
    return _listed(c, _OUT)


def settled(c: Connection, most: int) -> tuple[PrintedPaper, ...]:
    """What is back or given up and could be waited for again, the last printed first, ``most`` of them."""
    where = (or_(_t.c.awaited == 0, _t.c.returned_on != ""), _t.c.awaited != _WITHDRAWN, ~_printed_again())
    return tuple(_paper(row) for row in c.execute(select(_t).where(*where).order_by(_t.c.id.desc()).limit(most)))


def is_printed_again(c: Connection, paper_id: int) -> bool:
    """Whether the same paper went out once more later: that print is the one that counts."""
    return c.execute(select(_t.c.id).where(_t.c.id == paper_id, _printed_again())).first() is not None


def _printed_again() -> ColumnElement[bool]:
    later = _t.alias("later")
    owner = (later.c[key].is_not_distinct_from(_t.c[key]) for key in ("ticket_id", "case_id"))
    same = (later.c.number == _t.c.number, later.c.kind == _t.c.kind)
    version = or_(later.c.version == _t.c.version, later.c.version == 0, _t.c.version == 0)
    return exists().where(later.c.id > _t.c.id, *owner, *same, version)


def count_awaited(c: Connection) -> int:
    """How many papers are out for a signature."""
    return int(c.execute(counting_awaited()).scalar_one())


def counting_awaited() -> Select[Any]:
    """The number of papers that are out for a signature."""
    return select(func.count()).select_from(_t).where(_OUT)


def of_ticket(c: Connection, ticket_id: int) -> tuple[PrintedPaper, ...]:
    """Every print for a ticket, the first one first."""
    return _listed(c, _t.c.ticket_id == ticket_id)


def of_case(c: Connection, case_id: int) -> tuple[PrintedPaper, ...]:
    """Every print for a case, the first one first."""
    return _listed(c, _t.c.case_id == case_id)


def awaited_of(
    c: Connection, kind: str, *, ticket_id: int | None = None, case_id: int | None = None, nth: int = 0
) -> int | None:
    """The newest print of that kind, of a case where one is given, that is out for a signature.

    ``nth`` says which paper of its kind, any where it is 0.
    """
    owner = _t.c.case_id == case_id if case_id is not None else _t.c.ticket_id == ticket_id
    where = (owner, _t.c.kind == kind, _OUT, *((_t.c.version.in_((0, nth)),) if nth else ()))
    return c.execute(select(_t.c.id).where(*where).order_by(_t.c.id.desc())).scalars().first()


def known(c: Connection, paper_id: int) -> tuple[int | None, int | None, PrintedPaper]:
    """A print with the id of its ticket and of its case, either of which may be None. Raises NotFound."""
    row = c.execute(select(_t).where(_t.c.id == paper_id)).first()
    if row is None:
        raise NotFound("没有这份打印记录。可能已撤回或移除，请重新列出来再选。")
    return row.ticket_id, row.case_id, _paper(row)


def returned(c: Connection, paper_id: int, day: date) -> None:
    """The signed paper is back."""
    _change(c, (_t.c.id == paper_id,), {"returned_on": day_text(day)})


def give_up(c: Connection, paper_id: int) -> None:
    """The signed paper is not waited for any more, for example because nothing was handed out."""
    _change(c, (_t.c.id == paper_id,), {"awaited": 0})


def wait_again(c: Connection, paper_id: int) -> None:
    """The signed paper is waited for after all."""
    _change(c, (_t.c.id == paper_id,), {"awaited": 1, "returned_on": ""})


def withdraw(c: Connection, since: datetime, kind: str, record_id: int) -> bool:
    """Takes what was printed of a record since a moment off the list as 已撤回; True when there was something.

    ``kind`` is that of the record (ticket, case, talk). Papers of a case also name the ticket they were asked for.
    """
    same = {"ticket": (_t.c.ticket_id == record_id, _t.c.case_id.is_(None)), "case": (_t.c.case_id == record_id,)}
    if kind not in same:
        return False
    where = (*same[kind], _OUT, _t.c.printed_at >= moment_text(since))
    return _change(c, where, {"awaited": _WITHDRAWN})


def not_returned(c: Connection, ticket_id: int, kind: str, day: date) -> bool:
    """Waits again for what was wrongly noted to be back on ``day``; True when there was something."""
    where = (_t.c.ticket_id == ticket_id, _t.c.kind == kind, _t.c.returned_on == day_text(day))
    return _change(c, where, {"returned_on": ""})


def _change(c: Connection, where: Sequence[ColumnElement[bool]], values: Mapping[str, object]) -> bool:
    """Whether there was something to change."""
    changed = list(c.execute(select(_t.c.id).where(*where)).scalars())
    if changed:
        row_digests.touch(c, _t, changed)
        c.execute(update(_t).where(_t.c.id.in_(changed)), dict(values))
    return bool(changed)


def _listed(c: Connection, where: ColumnElement[bool]) -> tuple[PrintedPaper, ...]:
    return tuple(_paper(row) for row in c.execute(select(_t).where(where).order_by(_t.c.printed_at, _t.c.id)))


def _paper(row: Row[Any]) -> PrintedPaper:
    return PrintedPaper(
        id=row.id,
        ticket_number=row.number,
        kind=row.kind,
        state=row.state,
        printed_at=datetime.fromisoformat(row.printed_at),
        printed_by=row.printed_by,
        unit=row.unit,
        returned_on=day_from(row.returned_on),
        withdrawn=row.awaited == _WITHDRAWN,
        nth=row.version,
        given_up=row.awaited == 0,
    )
