"""What the tickets and cases of some days count for: the one source of ranking and statistics. 督办二（五）2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.statistics.counting import Count, CountedSpan, under_one_name, with_supervised
from hotline_desktop.domain.statistics.coverage import Coverage
from hotline_desktop.domain.statistics.late import CountedTicket, as_counted, late_text
from hotline_desktop.domain.statistics.periods import StatPeriod
from hotline_desktop.domain.supervision.case import CaseFilter, CaseSummary
from hotline_desktop.domain.terms.office_options import SupervisedCount
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.figures import period_counts, quarters, statistics
from hotline_desktop.storage.office import units
from hotline_desktop.storage.records import cases, tickets
from hotline_desktop.storage.tables.codec import day_from

_LAPSED = frozenset((SupervisionTrigger.OVERDUE, SupervisionTrigger.CONTRADICTION, SupervisionTrigger.UNSATISFIED))


def counted(c: Connection, spans: Sequence[CountedSpan], settings: Settings) -> list[dict[str, Count]]:
    """The counts of each of these spans by unit; TOWN is the town. What they have in common is read once."""
    names, summed, taken_up = unit_of_aliases(c), period_counts.counts(c, spans), tuple(_points_off(c, settings))
    found = []
    for span in spans:
        supervised: dict[str, int] = {}
        for case, day in taken_up:
            if span.holds(day):
                unit = names.get(case.unit, case.unit)
                supervised[unit] = supervised.get(unit, 0) + 1
        found.append(with_supervised(under_one_name(summed[span], names), supervised))
    return found


def unit_of_aliases(c: Connection) -> dict[str, str]:
    """The unit of the register that each other word for one means: by which it was called when it had a ticket."""
    return {alias: unit.name for unit in units.all(c) for alias in unit.aliases if alias != unit.name}


def _points_off(c: Connection, settings: Settings) -> Iterator[tuple[CaseSummary, date]]:
    """The cases that take points off, each with its day: taken up for a lapse or 不满意, or all of them.

    One that was entered after its quarter was settled counts on the day of its entry.
    """
    late, every = _late_cases(c), settings.supervised_count == SupervisedCount.ALL
    for case in cases.all(c, CaseFilter()):
        if case.stage.taken_up and case.opened_at is not None and (every or case.trigger in _LAPSED):
            yield case, late.get(case.id, case.opened_at.date())


def late_lines(c: Connection, span: CountedSpan, settings: Settings) -> tuple[str, ...]:
    """补计, ticket by ticket: what was entered after its quarter was settled and counts in these days. 督办二（四）."""
    settled, names = quarters.settled(c), unit_of_aliases(c)
    if not settled:
        return ()
    each = tickets.load_each(c, statistics.late_tickets(c, span))
    found = [line for _id, ticket in each for line in _lines_of(as_counted(ticket, settled), span, names)]
    late = _late_cases(c)
    taken_up = [case for case, day in _points_off(c, settings) if case.id in late and span.holds(day)]
    return (*found, *(_line_of_case(case, names.get(case.unit, case.unit)) for case in taken_up))


def _line_of_case(case: CaseSummary, unit: str) -> str:
    return f"{unit}：督办 {case.number}（立案 {case.opened_at:%Y-%m-%d}）"


def _lines_of(own: CountedTicket, span: CountedSpan, names: Mapping[str, str]) -> Iterator[str]:
    """A line for each unit that had the ticket, under the name that it has now, or one for the town where none had."""
    late = [one for one in own.parts if span.holds(one.late_on)]
    for one in [one for one in late if one.unit] or late:
        unit = names.get(one.unit, one.unit) or "未派出"
        yield f"{unit}：工单 {one.number}（{late_text(one, own.lapses)}）"


def _late_cases(c: Connection) -> dict[int, date]:
    """The cases that were taken up in a settled quarter and entered later, each with the day of its entry."""
    settled = quarters.settled(c)
    entered = cases.taken_up_on(c) if settled else {}
    return {
        case_id: recorded.date()
        for case_id, (taken_up, recorded) in entered.items()
        if any(quarter.holds(taken_up) and recorded > quarter.frozen_at for quarter in settled)
    }


def coverage(c: Connection, periods: tuple[StatPeriod, ...]) -> Coverage:
    """What the records reach back to, with the months of ``periods`` in which nothing came in."""
    volumes, rates = (day_from(text) for text in statistics.first_days(c))
    if volumes is None:
        return Coverage()
    months = {month for period in periods for month in _months(max(period.first, volumes), period.last)}
    empty = months - statistics.months_with_tickets(c, min(months), max(months)) if months else set()
    return Coverage(volumes, rates, frozenset(empty))


def _months(first: date, last: date) -> tuple[date, ...]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = _last_day(month) + timedelta(days=1)
    return tuple(found)


def _last_day(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
