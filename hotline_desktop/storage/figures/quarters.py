"""The rankings of quarters, as they were frozen."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, insert, select

from hotline_desktop.domain.statistics.late import FrozenQuarter
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text

_q = schema.quarters


class Frozen(NamedTuple):
    """A ranking as it was settled: its figures, when, by whom; ``why`` an ``edition`` after the first came."""

    table: str
    at: datetime
    by: str
    edition: int = 1
    why: str = ""


def frozen(c: Connection, quarter: Quarter) -> Frozen | None:
    """The newest edition of the ranking of ``quarter``; None where it was not settled."""
    return next(reversed(editions(c, quarter)), None)


def editions(c: Connection, quarter: Quarter) -> tuple[Frozen, ...]:
    """Every edition of the ranking of ``quarter``, the first one first."""
    rows = c.execute(select(_q).where(*_key(quarter)).order_by(_q.c.edition))
    return tuple(
        Frozen(row.figures, datetime.fromisoformat(row.frozen_at), row.frozen_by, row.edition, row.why) for row in rows
    )


def settled(c: Connection) -> tuple[FrozenQuarter, ...]:
    """The quarters that are settled, each since its first edition. One that cannot be read is a check's to tell."""
    rows = c.execute(select(_q.c.year, _q.c.number, _q.c.first_month, _q.c.frozen_at).where(_q.c.edition == 1))
    found = []
    for row in rows:
        with suppress(ValueError, TypeError, ArithmeticError):
            quarter = Quarter(row.year, row.number, row.first_month)
            found.append(FrozenQuarter(quarter.first, quarter.last, datetime.fromisoformat(row.frozen_at)))
    return tuple(found)


def freeze(c: Connection, quarter: Quarter, table: str, at: datetime, by: str, edition: int = 1, why: str = "") -> None:
    """Keeps an edition of the ranking of ``quarter`` beside those before it; ``why`` says what a later one corrects."""
    row = {**quarter._asdict(), "edition": edition, "figures": table, "why": why}
    row_digests.touch(c, _q, [(*quarter, edition)])
    c.execute(insert(_q), {**row, "frozen_at": moment_text(at), "frozen_by": by})


def _key(quarter: Quarter) -> tuple[ColumnElement[bool], ...]:
    return (
        _q.c.year == quarter.year,
        _q.c.number == quarter.number,
        _q.c.first_month == quarter.first_month,
    )
