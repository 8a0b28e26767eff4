"""Rows of the database as what services and lists take: knows how values stand there, and no database library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from hotline_desktop.domain.records.summaries import PageKey, TicketSummary
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.storage.codes import LEVELS, ORIGINS, STAGES

FAULTY = "〔这一行的数据有误，请在“设置 · 数据”里检查修复〕"
_COLUMNS = len(TicketSummary._fields)
ORDERED_BY = _COLUMNS + 1  # behind the summary and the 转办编号
_UNREADABLE = (KeyError, ValueError, TypeError)


class StoredNotice(NamedTuple):
    """A notice about ``year``; ``text`` is TOML."""

    id: int
    year: int
    text: str
    added_at: datetime
    added_by: str


def notices(rows: Iterable[Sequence[Any]]) -> tuple[StoredNotice, ...]:
    """Notices of working days from their rows."""
    return tuple(StoredNotice(id_, year, text, datetime.fromisoformat(at), by) for id_, year, text, at, by in rows)


def bound_text(moment: datetime) -> str:
    """Compares with moments to the minute as the moment itself would: later than its minute where it has seconds."""
    exact = moment.replace(second=0, microsecond=0) == moment
    return moment.isoformat(timespec="minutes") if exact else moment.isoformat()


def groups_of_repeats(rows: Iterable[Sequence[Any]], repeated: int) -> int:
    """How many matters tickets of ``rows`` (number, the others as JSON) are about, the oldest first.

    ``repeated`` is how many tickets about one matter make a repeat.
    """
    seen: set[str] = set()
    groups = 0
    for number, others in rows:
        together = json.loads(others or "[]")
        if len(together) + 1 >= repeated and number not in seen:
            seen.update((number, *together))
            groups += 1
    return groups


def page_of(found: Sequence[Sequence[Any]], limit: int) -> tuple[list[TicketSummary], PageKey | None]:
    """The first ``limit`` rows, each with its 转办编号 and what it is ordered by, and where the next page goes on."""
    rows = found[:limit]
    if len(found) <= limit:
        return summaries(rows), None
    last = rows[-1]
    return summaries(rows), PageKey(json.dumps(list(last[ORDERED_BY:])), last[0])


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def summaries(rows: Iterable[Sequence[Any]]) -> list[TicketSummary]:
    """Rows that begin with the columns of a summary as what lists show.

    A row that holds what no program writes is shown as far as it can be read, and says so: it must not close the list.
    """
    listed = list(rows)
    try:
        return [_summary(row) for row in listed]
    except _UNREADABLE:
        return [_as_far_as_readable(row) for row in listed]


def _summary(row: Sequence[Any]) -> TicketSummary:
    return TicketSummary._make(
        (
            *row[:7],
            bool(row[7]),
            LEVELS[row[8]],
            STAGES[row[9]],
            row[10],
            row[11],
            _moment(row[12]),
            _moment(row[13]),
            _moment(row[14]),
            _moment(row[15]),
            bool(row[16]),
            bool(row[17]),
            _moment(row[18]),
            _moment(row[19]),
            row[20],
            ORIGINS[row[21]],
            *row[22:_COLUMNS],
        )
    )


def _as_far_as_readable(row: Sequence[Any]) -> TicketSummary:
    try:
        return _summary(row)
    except _UNREADABLE:
        texts = [cell if isinstance(cell, str) else "" for cell in row[1:7]]
        texts[1] = FAULTY + texts[1]
        options = (next(iter(LEVELS.values())), next(iter(STAGES.values())), 1, "")
        nothing = (*[None] * 4, False, False, None, None, 0)
        return TicketSummary._make((row[0], *texts, True, *options, *nothing, Origin.ENTERED, *[""] * (_COLUMNS - 22)))
