"""Periods are added up from figures kept beside the tickets: alike ones together, gone with an import taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.statistics.indicators import Deduction, DeductionKind, Handled
from hotline_desktop.domain.terms.options import Grade, Resolution
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Round, Ticket
from hotline_desktop.storage import batches, statistics, tickets
from tests.storage.making import CLERK, MORNING, registered, urged

SEPTEMBER = (date(2022, 9, 1), date(2022, 9, 30))
OCTOBER = (date(2022, 10, 1), date(2022, 10, 31))
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
    )
    return replace(ticket, rounds=(turn,), closed_at=done), entry


def test_alike_tickets_stand_in_one_line_and_others_in_their_own(c: Connection) -> None:
    for place in range(3):
        tickets.add(c, *_closed(f"20220905{place:06}", datetime(2022, 9, 7, 9, 0)))
    tickets.add(c, *_closed("20220905000009", datetime(2022, 9, 7, 9, 0), grade="一般"))
    received, *closed = statistics.counted(c, *SEPTEMBER)
    assert received == Handled("", "新海村", SEPTEMBER[0], None, count=4)
    assert sorted((line.grade, line.resolution, line.count) for line in closed) == [
        (Grade.FAIR, Resolution.SOLVED, 1),
        (Grade.SATISFIED, Resolution.SOLVED, 3),
    ]
    assert statistics.counted(c, *OCTOBER) == ()


def test_a_period_holds_its_first_and_its_last_day(c: Connection) -> None:
    tickets.add(c, *_closed("20220905000001", datetime(2022, 9, 30, 23, 59)))
    assert len(statistics.counted(c, date(2022, 9, 30), date(2022, 9, 30))) == 1
    assert statistics.counted(c, date(2022, 10, 1), date(2022, 10, 1)) == ()
    assert len(statistics.counted(c, MORNING.date(), MORNING.date())) == 1


def test_a_late_result_is_a_lapse_of_its_unit_on_its_day(c: Connection) -> None:
    ticket_id = tickets.add(c, *_closed("20220905000001", datetime(2022, 9, 9, 9, 0)))
    tickets.add(c, *_closed("20220905000002", datetime(2022, 9, 30, 9, 0)))
    assert statistics.lapses(c, *SEPTEMBER) == (Deduction("新海村", DeductionKind.OVERDUE, SEPTEMBER[0], "", 2),)
    assert statistics.lapses(c, date(2022, 9, 10), date(2022, 9, 29)) == ()
    assert ticket_id in statistics.ids_of_lapses(c, "新海村", date(2022, 9, 9))
    assert ticket_id not in statistics.ids_of_lapses(c, "新海村", date(2022, 9, 10))
    assert statistics.ids_of_lapses(c, "老坝村", date(2022, 9, 1)) == ()


def test_figures_follow_a_ticket_and_go_when_it_counts_for_nobody(c: Connection) -> None:
    ticket, entry = _closed("20220905000001", datetime(2022, 9, 9, 9, 0))
    ticket_id = tickets.add(c, ticket, entry)
    tickets.record(c, ticket_id, *urged(replace(ticket, closed_at=datetime(2022, 10, 8, 9, 0))))
    assert [line.closed_on for line in statistics.counted(c, *OCTOBER)] == [OCTOBER[0]]
    tickets.record(c, ticket_id, *urged(replace(ticket, merged_into="20220905000002")))
    assert statistics.counted(c, *SEPTEMBER) == statistics.counted(c, *OCTOBER) == ()
    assert statistics.lapses(c, *SEPTEMBER) == ()


def test_an_import_that_is_taken_back_takes_its_figures_along(c: Connection) -> None:
    batch = BatchSummary(0, "工单.xlsx", MORNING, CLERK, 1, 0, 0, 0, False, BatchState.DONE)
    batch_id = batches.add(c, batch)
    ticket, entry = _closed("20220905000001", datetime(2022, 9, 9, 9, 0))
    tickets.add_many(c, [(ticket, entry, {})], batch_id)
    assert statistics.counted(c, *SEPTEMBER) and statistics.lapses(c, *SEPTEMBER)
    batches.change(c, replace(batch, id=batch_id, state=BatchState.UNDONE))
    tickets.remove_batch(c, batch_id)
    assert statistics.counted(c, *SEPTEMBER) == statistics.lapses(c, *SEPTEMBER) == ()
