"""How long records are kept and who looked at them. Years count from 1 January after the year of the end."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class KeptKind(StrEnum):
    """What has a time of keeping of its own."""

    TICKETS = "工单"
    CASES = "督办案卷"
    LOOKS = "查看记录"


class DueRecord(NamedTuple):
    """One record whose time is over; no word of any citizen."""

    number: str
    unit: str
    ended_on: date


class DueRecords(NamedTuple):
    """Those of a kind whose ``years`` are over; ``before`` is the day before which they ended.

    ``amount`` also counts what has no number of its own (查看记录).
    """

    kind: KeptKind
    years: int
    before: date
    amount: int
    records: tuple[DueRecord, ...]


class Look(NamedTuple):
    """``person`` had the record of that ``kind`` (ticket, case) and ``number`` in full on the screen."""

    at: datetime
    person: str
    kind: str
    number: str


def ended_before(today: date, years: int) -> date:
    """What ended before this day has been kept for ``years`` whole years."""
    return date(max(today.year - years, 1), 1, 1)


def kept_until(ended_on: date, years: int) -> date:
    """The last day of its time."""
    return date(ended_on.year + years, 12, 31)
