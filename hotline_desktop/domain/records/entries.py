"""Entries of a history, and requests: pairs of entries of which the second answers the first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from hotline_desktop.domain.records.fields import NO_VALUES, Field, Kind, Value, Values
from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.terms.options import Decision, Filing

# What the centre answers to a request, and the number that either of the two gives it.
DECISION = Field("decision", "审核结论", Kind.CHOICE, required=True, options=Decision)
REQUEST_NUMBER = Field("number", "登记编号", limit=40)

_AGREED = frozenset((Decision.GRANTED.value, Filing.FILED.value))


def _nothing() -> Values:
    return NO_VALUES


@quick_record(frozen=True, slots=True)
class Entry:
    """One step that was taken (append-only history).

    ``at`` is when it happened, ``recorded_at`` when the program wrote it down, both local office time. ``values``
    are what the clerk entered, ``facts`` what the rules worked out from it then (deadlines, numbers given), so that a
    later calendar cannot change the past. ``round`` is the round of handling (再处置) that the step belongs to.
    """

    step: str
    at: datetime
    by: str
    values: Values = field(default_factory=_nothing)
    facts: Values = field(default_factory=_nothing)
    round: int = 1
    recorded_at: datetime | None = None

    def get(self, key: str) -> Value:
        """The raw value under ``key``: what the rules worked out wins over what was entered."""
        facts = self.facts
        return facts[key] if key in facts else self.values.get(key)


class Ended(NamedTuple):
    """When a request became void without an answer, and why: ``因退单终止``."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a unit asked the centre for in writing (退单, 延期, 不属实备案), and the centre's answer to it.

    ``ended`` tells of one that nobody has to answer any more, because the round that it belonged to is over.
    """

    asked: Entry
    decided: Entry | None = None
    ended: Ended | None = None

    @property
    def pending(self) -> bool:
        """Whether the centre still has to answer."""
        return self.decided is None and self.ended is None

    @property
    def granted(self) -> bool:
        """Whether the centre agreed: 同意 or 准予备案."""
        return DECISION.of(self.decided) in _AGREED

    @property
    def number(self) -> str:
        """The number in the office's register (备案登记簿); empty while there is none."""
        return REQUEST_NUMBER.of(self.decided) or REQUEST_NUMBER.of(self.asked)


Requests = tuple[Request, ...]
Entries = tuple[Entry, ...]


def pending_of(requests: Requests) -> Request | None:
    """The request that still waits for the centre's answer."""
    return requests[-1] if requests and requests[-1].pending else None


def ended_by(requests: Requests, entry: Entry, why: str) -> Requests:
    """The same requests, where those that waited for an answer are ended by ``entry``: their round is over."""
    if pending_of(requests) is None:
        return requests
    return tuple(replace(each, ended=Ended(entry.at, why)) if each.pending else each for each in requests)


def instead(entries: Entries, old: Entry | None, new: Entry) -> Entries:
    """The same entries with ``new`` in the place of ``old``, which it corrects; at the end without ``old``."""
    if old is None:
        return (*entries, new)
    return tuple(new if entry is old else entry for entry in entries)


def alone(entry: Entry | None) -> Entries:
    """A tuple of that entry; empty for None."""
    return (entry,) if entry is not None else ()


def newest(entries: Entries) -> Entry | None:
    """The entry that was written down last."""
    return entries[-1] if entries else None


def last_happened(entries: Entries, on: Field[date] | None = None) -> Entry | None:
    """The entry of what happened last, whenever it was written down; of one time the one that was written down last.

    ``on`` is the day that says when, where the moment of an entry does not.
    """
    if len(entries) < 2:
        return newest(entries)

    def when(entry: Entry) -> date | datetime:
        return entry.at if on is None else on.of(entry) or entry.at.date()

    return max(reversed(entries), key=when)


def answered_with(requests: Requests, entry: Entry) -> Requests:
    """The same requests, the last one decided by ``entry``."""
    return (*requests[:-1], replace(requests[-1], decided=entry))
