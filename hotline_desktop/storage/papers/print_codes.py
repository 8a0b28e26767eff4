"""The QR codes given to prints, by which a scanned sheet finds its ticket or case."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from hotline_desktop.domain.papers.print_codes import is_office_mark
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text

_t = schema.print_codes
_printed = schema.printed_papers
_settings = schema.settings
_OFFICE = "office_mark"
# Ids are drawn by lot: of data put back from a backup, or copied, a count would go on with ids that sheets bear which
# were printed meanwhile or by the other copy, and their scans would be filed with other tickets. Earlier ids counted.
_FIRST, _LAST = 100_000_000, 2_000_000_000


class CodedPrint(NamedTuple):
    """What a code was given to. ``ticket_id`` and ``case_id`` are 0 where there is none.

    ``nth`` counts the prints of one paper, ``version`` says which paper of its kind it is, 0 where that is not noted.
    """

    id: int
    ticket_id: int
    case_id: int
    number: str
    kind: str
    state: str
    nth: int
    made_at: datetime
    version: int = 0


def give(
    c: Connection, *, ticket_id: int, case_id: int, number: str, kind: str, state: str, at: datetime, version: int = 0
) -> CodedPrint:
    """The code for the next print of this paper: a new one, or the one that was given and not printed yet."""
    owner = _printed.c.case_id == case_id if case_id else _printed.c.ticket_id == ticket_id
    printed = select(func.count()).select_from(_printed).where(owner, _printed.c.kind == kind)
    printed = printed.where(_printed.c.state == state, _printed.c.version.in_((0, version)))
    nth = int(c.execute(printed).scalar_one()) + 1
    own = (_t.c.ticket_id == ticket_id, _t.c.case_id == case_id, _t.c.kind == kind)
    same = (_t.c.state == state, _t.c.nth == nth, _t.c.version == version)
    known = c.execute(select(_t.c.id).where(*own, *same).order_by(_t.c.id)).scalar()
    if known is None:
        row = {
            "id": _new_id(c),
            "ticket_id": ticket_id,
            "case_id": case_id,
            "number": number,
            "kind": kind,
            "state": state,
            "nth": nth,
            "made_at": moment_text(at),
            "version": version,
        }
        known = c.execute(insert(_t).returning(_t.c.id), row).scalar_one()
        row_digests.touch(c, _t, [int(known)])
    return CodedPrint(int(known), ticket_id, case_id, number, kind, state, nth, at, version)


def _new_id(c: Connection) -> int:
    while True:
        drawn = _FIRST + secrets.randbelow(_LAST - _FIRST)
        if find(c, drawn) is None:
            return drawn


def find(c: Connection, print_id: int) -> CodedPrint | None:
    """What the code with that number was given to."""
    row = c.execute(select(_t).where(_t.c.id == print_id)).first()
    if row is None:
        return None
    made = datetime.fromisoformat(row.made_at)
    return CodedPrint(row.id, row.ticket_id, row.case_id, row.number, row.kind, row.state, row.nth, made, row.version)


def office_mark(c: Connection) -> str:
    """The office's own mark; empty while it has none that a code can bear."""
    mark = c.execute(select(_settings.c.value).where(_settings.c.key == _OFFICE)).scalar()
    return mark if isinstance(mark, str) and is_office_mark(mark) else ""


def set_office_mark(c: Connection, mark: str) -> None:
    """Gives the office its mark, in place of one that nobody can read."""
    row_digests.touch(c, _settings, [_OFFICE])
    c.execute(delete(_settings).where(_settings.c.key == _OFFICE))
    c.execute(insert(_settings), {"key": _OFFICE, "value": mark})
