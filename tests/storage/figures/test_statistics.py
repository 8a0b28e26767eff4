"""Periods are added up from figures kept beside the tickets: alike ones together, gone with an import taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure
from hotline_desktop.domain.statistics.handling import TOWN
from hotline_desktop.domain.terms.options import Grade, Resolution
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Round, Ticket
from hotline_desktop.storage.figures import period_counts, statistics
from hotline_desktop.storage.records import batches, tickets
from tests.storage.making import CLERK, MORNING, registered, urged
from tests.walks.counted_by_hand import left_over

NOW = datetime(2022, 11, 20, 9, 0)
SEPTEMBER = CountedSpan(date(2022, 9, 1), date(2022, 9, 30), NOW)
OCTOBER = CountedSpan(date(2022, 10, 1), date(2022, 10, 31), NOW)
DUE = datetime(2022, 9, 8, 17, 0)


def _entry(step: str, at: datetime, **values: object) -> Entry:
    return Entry(step, at, CLERK, values, recorded_at=at)  # type: ignore[arg-type]


def _closed(number: str, done: datetime, grade: str = "满意") -> tuple[Ticket, Entry]:
    """A ticket that the unit finished at ``done`` and the centre closed the same day."""
    ticket, entry = registered(number)
    turn = Round(
        unit="新海村",
        handed_on=MORNING,
        limits=Limits(due=DUE, answer_due=DUE),
        contacts=(_entry("contact", MORNING, result="已联系上"),),
        surveys=(_entry("satisfaction", done, grade=grade),),
        result=_entry("result", done, done_at=done, resolution="实际解决"),
        closing=_entry("close", done, closed_at=done),
    )
    return replace(ticket, rounds=(turn,), closed_at=done), entry


def _of(c: Connection, span: CountedSpan, unit: str = "新海村") -> Count:
    return period_counts.counts(c, [span])[span].get(unit, Count(unit))


def test_alike_tickets_stand_in_one_line_and_others_in_their_own(c: Connection) -> None:
    for place in range(3):
        tickets.add(c, *_closed(f"20220905{place:06}", datetime(2022, 9, 7, 9, 0)))
    tickets.add(c, *_closed("20220905000009", datetime(2022, 9, 7, 9, 0), grade="一般"))
    for unit in (TOWN, "新海村"):
        found = _of(c, SEPTEMBER, unit)
        assert found.of(Measure.RECEIVED) == 4
        assert sorted((line.grade, line.resolution, line.count) for line in found.outcomes) == [
            (Grade.FAIR, Resolution.SOLVED, 1),
            (Grade.SATISFIED, Resolution.SOLVED, 3),
        ]
    assert period_counts.counts(c, [OCTOBER])[OCTOBER] == {}


def test_a_period_holds_its_first_and_its_last_day(c: Connection) -> None:
    tickets.add(c, *_closed("20220905000001", datetime(2022, 9, 30, 23, 59)))
    day = date(2022, 9, 30)
    assert _of(c, CountedSpan(day, day, NOW)).of(Measure.CLOSED) == 1
    assert _of(c, OCTOBER).of(Measure.CLOSED) == 0
    assert _of(c, CountedSpan(MORNING.date(), MORNING.date(), NOW)).of(Measure.RECEIVED) == 1


def test_a_missed_deadline_counts_on_its_day_and_finds_its_tickets(c: Connection) -> None:
    ticket_id = tickets.add(c, *_closed("20220905000001", datetime(2022, 9, 9, 9, 0)))
    tickets.add(c, *_closed("20220905000002", datetime(2022, 10, 20, 9, 0)))
    assert _of(c, SEPTEMBER).of(Measure.OVERDUE) == 2
    assert _of(c, SEPTEMBER).of(Measure.OPEN_OVERDUE) == 1
    assert _of(c, OCTOBER).of(Measure.OVERDUE) == _of(c, OCTOBER).of(Measure.OPEN_OVERDUE) == 0
    behind = statistics.tickets_behind(Measure.OPEN_OVERDUE, "新海村", SEPTEMBER)
    assert ticket_id not in c.execute(behind).scalars().all()
    assert ticket_id in statistics.ids_of_lapses(c, "新海村", date(2022, 9, 8))
    assert statistics.ids_of_lapses(c, "新海村", date(2022, 9, 9)) == ()
    assert statistics.ids_of_lapses(c, "老坝村", date(2022, 9, 1)) == ()


def test_figures_follow_a_ticket_and_a_merge_takes_it_out_of_every_rate(c: Connection) -> None:
    ticket, entry = _closed("20220905000001", datetime(2022, 9, 9, 9, 0))
    turn = ticket.rounds[0]
    running = replace(ticket, rounds=(replace(turn, closing=None, result=None),), closed_at=None)
    ticket_id = tickets.add(c, running, entry)
    assert (_of(c, SEPTEMBER).of(Measure.REMAINING), _of(c, SEPTEMBER).of(Measure.OVERDUE)) == (1, 1)
    tickets.record(c, ticket_id, *urged(ticket))
    assert (_of(c, SEPTEMBER).of(Measure.REMAINING), _of(c, SEPTEMBER).of(Measure.CLOSED)) == (0, 1)
    merged = replace(running, merged_into="20220905000002", merged_at=datetime(2022, 9, 20, 9, 0))
    tickets.record(c, ticket_id, *urged(merged))
    found = _of(c, SEPTEMBER)
    assert (found.of(Measure.MERGED), found.of(Measure.OVERDUE), left_over(found)) == (1, 0, 0)


def test_an_import_that_is_taken_back_takes_its_figures_along(c: Connection) -> None:
    batch = BatchSummary(0, "工单.xlsx", MORNING, CLERK, 1, 0, 0, 0, False, BatchState.DONE)
    batch_id = batches.add(c, batch)
    ticket, entry = _closed("20220905000001", datetime(2022, 9, 9, 9, 0))
    tickets.add_many(c, [(ticket, entry, {})], batch_id)
    assert _of(c, SEPTEMBER).of(Measure.CLOSED) and _of(c, SEPTEMBER).of(Measure.OVERDUE)
    batches.change(c, replace(batch, id=batch_id, state=BatchState.UNDONE))
    tickets.remove_batch(c, batch_id)
    assert period_counts.counts(c, [SEPTEMBER])[SEPTEMBER] == {}
