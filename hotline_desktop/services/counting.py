"""What the tickets and cases of some days count for: the one source of ranking and statistics. 督办二（五）2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hotline_desktop.domain.statistics.indicators import Deduction, DeductionKind, Handled
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.storage import cases, statistics
from hotline_desktop.storage.database import Connection

_NOT_TAKEN_UP = (CaseStage.POOL, CaseStage.DECLINED)


def counted_between(c: Connection, first: date, last: date) -> tuple[tuple[Handled, ...], tuple[Deduction, ...]]:
    """Everything counted from ``first`` to ``last``, alike lines together, and what takes points off in these days."""
    return statistics.counted(c, first, last), (*statistics.lapses(c, first, last), *_supervised(c, first, last))


def _supervised(c: Connection, first: date, last: date) -> Iterator[Deduction]:
    for case in cases.all(c, CaseFilter()):
        if case.stage in _NOT_TAKEN_UP or case.opened_at is None or not first <= case.opened_at.date() <= last:
            continue
        yield Deduction(case.unit, DeductionKind.SUPERVISED, case.opened_at.date(), case.number)
