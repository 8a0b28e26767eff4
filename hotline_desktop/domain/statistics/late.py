"""补计: what was entered after its quarter had been settled counts on the day of its entry. 督办二（四）.

A settled quarter stays as it was settled. A hand-over, an end or a lapse that lies in it and was not known then counts
in the quarter in which it is entered, and is named there: never in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import accumulate
from typing import NamedTuple

from hotline_desktop.domain.statistics.handling import TOWN, Handling, Lapse, handlings, lapses
from hotline_desktop.domain.terms.dates import day_of
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.ticket import Ticket


class FrozenQuarter(NamedTuple):
    """A quarter whose figures were settled: what is entered later with a day in it counts on the day it is entered."""

    first: date
    last: date
    frozen_at: datetime

    def holds(self, moment: date | None) -> bool:
        """Whether ``moment`` is one of its days."""
        return moment is not None and self.first <= day_of(moment) <= self.last


class CountedTicket(NamedTuple):
    """What a ticket counts for, each part and lapse with the day on which it counts."""

    parts: tuple[Handling, ...]
    lapses: tuple[Lapse, ...]


_Mark = tuple[object, ...]


def as_counted(ticket: Ticket, frozen: Iterable[FrozenQuarter]) -> CountedTicket:
    """What ``ticket`` counts for when these quarters are settled."""
    found = CountedTicket(handlings(ticket), tuple(lapses(ticket)))
    for quarter in frozen:
        if _later(ticket, quarter) and any(_traces(found, quarter)):
            found = _moved(ticket, found, quarter)
    return found


def late_text(one: Handling, lapsed: Iterable[Lapse]) -> str:
    """What of a part was entered late, with the days that are its own: ``结案 2022-09-29，逾期 2022-09-08``."""
    days = [("转入", one.began_on, one.counted_from), (one.ending or "", one.ended_at, one.counted_on)]
    days += [(lapse.kind.value, lapse.at, lapse.counted_at) for lapse in lapsed if lapse.round in one.rounds]
    return "，".join(f"{word} {own:%Y-%m-%d}" for word, own, counted in days if own is not None and counted is not None)


def _later(ticket: Ticket, quarter: FrozenQuarter) -> bool:
    """Whether anything was written down after the quarter had been settled."""
    return bool(ticket.log) and _written(ticket, len(ticket.log) - 1) > quarter.frozen_at


def _written(ticket: Ticket, place: int) -> datetime:
    entry = ticket.log[place].entry
    return entry.recorded_at or entry.at


def _traces(found: CountedTicket, quarter: FrozenQuarter) -> Iterator[_Mark]:
    """What of the ticket lies in the quarter; the same thing has the same mark before and after an entry."""
    for place, one in _placed(found.parts):
        if not one.history:
            yield from (mark for mark, moment in _of_part(place, one) if quarter.holds(moment))
    yield from (_of_lapse(lapse) for lapse in found.lapses if quarter.holds(lapse.at))


def _of_part(place: _Mark, one: Handling) -> tuple[tuple[_Mark, date | None], ...]:
    ended = (*place, one.ending)
    return ((*place, "from"), one.began_on), (ended, one.ended_at), ((*place, "missed"), one.lapsed_at)


def _of_lapse(lapse: Lapse) -> _Mark:
    return lapse.kind, lapse.round


def _placed(parts: Sequence[Handling]) -> Iterator[tuple[_Mark, Handling]]:
    """Each part with its place among those of the town, or of units, which later entries only add to."""
    seen = {True: 0, False: 0}
    for one in parts:
        town = one.unit == TOWN
        seen[town] += 1
        yield (town, seen[town]), one


def _moved(ticket: Ticket, found: CountedTicket, quarter: FrozenQuarter) -> CountedTicket:
    """The same, with what was not known when the quarter was settled on the day on which it came to be known."""
    came = _came(ticket, quarter)
    lapsed = tuple(replace(each, counted_at=came.get(_of_lapse(each), each.counted_at)) for each in found.lapses)
    parts = tuple(_later_part(one, place, came, lapsed) for place, one in _placed(found.parts))
    return CountedTicket(parts, lapsed)


def _later_part(one: Handling, place: _Mark, came: Mapping[_Mark, datetime], lapsed: Iterable[Lapse]) -> Handling:
    began, ended, missed = (came.get(mark) for mark, _moment in _of_part(place, one))
    own = (lapse.counted_at for lapse in lapsed if lapse.round in one.rounds)
    late = [moment.date() for moment in (began, ended, missed, *own) if moment is not None]
    return replace(
        one,
        counted_from=began.date() if began else one.counted_from,
        counted_on=ended.date() if ended else one.counted_on,
        missed_on=missed or one.missed_on,
        late_on=max((*late, *([one.late_on] if one.late_on else [])), default=None),
    )


def _came(ticket: Ticket, quarter: FrozenQuarter) -> dict[_Mark, datetime]:
    """When each mark that was not there when the quarter was settled came, to stay."""
    known = next(n for n in range(len(ticket.log)) if _written(ticket, n) > quarter.frozen_at)
    entries = [taken.entry for taken in ticket.log]
    first = replay(entries[:known])
    states = accumulate(entries[known:], lambda so_far, entry: replay((entry,), so_far), initial=first)
    traces = [set(_traces(CountedTicket(handlings(state), tuple(lapses(state))), quarter)) for state in states]
    found: dict[_Mark, datetime] = {}
    for mark in traces[-1] - traces[0]:  # those of other days have none
        place = max(n for n in range(len(traces)) if mark not in traces[n])
        found[mark] = _written(ticket, known + place)
    return found
