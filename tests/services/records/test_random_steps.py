"""Whatever steps are tried in whatever order: the stored row and figures are what the history adds up to, a refusal
changes nothing, and no ticket gets anywhere without what its clause asks for."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_desktop.domain.records.fields import AnyField, Kind
from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure, counts
from hotline_desktop.domain.statistics.handling import handlings, lapses
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.figures import period_counts, statistics
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.records.projection import project
from tests.services.desk import CLERK, FORMS, NOW, RESOURCES, Clock, Walk
from tests.walks.counted_by_hand import left_over

_TAKEN = tuple(step for step in STEPS if not step.starts)
_ALWAYS = (date(2000, 1, 1), date(2099, 12, 31))
_WORDS = st.sampled_from(("已核实", "第三条", "新海村", "海虹村", ""))


def _value(field: AnyField) -> st.SearchStrategy[Any]:
    if field.kind is Kind.CHOICE:
        return st.sampled_from(field.choices())
    if field.kind is Kind.YES_NO:
        return st.sampled_from(("是", "否"))
    if field.kind in (Kind.MOMENT, Kind.DAY):
        return st.integers(-20, 2).map(lambda quarters: NOW + timedelta(hours=6 * quarters))
    if field.kind is Kind.NUMBER:
        return st.integers(0, 3)
    return _WORDS


@st.composite
def _tries(draw: st.DrawFn) -> list[tuple[str, dict[str, Any], int]]:
    tries = []
    for _ in range(draw(st.integers(1, 14))):
        step = draw(st.sampled_from(_TAKEN))
        named = [field for field in step.fields if field.required or draw(st.booleans())]
        values = {field.key: draw(_value(field)) for field in named if field.kind not in (Kind.MOMENT, Kind.DAY)}
        tries.append((step.id, values, draw(st.integers(1, 2000))))
    return tries


def _check(core: OfficeContext, office: Office, ticket_id: int) -> Ticket:
    """The stored row is the projection of the replayed history, and the ticket is whole."""
    with core.db.read() as c:
        ticket, summary = tickets.load(c, ticket_id), tickets.summary(c, ticket_id)
    _check_statistics(core, ticket, core.now())
    assert summary is not None
    projected = project(ticket)
    assert (summary.stage, summary.level, summary.due) == (ticket.stage, ticket.level, ticket.limits.due)
    assert (summary.unit, summary.urges, summary.round) == (projected["unit"], ticket.urges, ticket.round.number)
    if ticket.stage in (Stage.CLOSED, Stage.ARCHIVED):
        assert ticket.round.result is not None and ticket.round.review is not None
        assert ticket.waived or ticket.round.callback is not None
    due = ticket.limits.due
    if due and ticket.level is not Level.URGENT and not ticket.facts.upper_limit:
        assert office.time.calendar().is_working(due.date())
    return ticket


def _check_statistics(core: OfficeContext, ticket: Ticket, now: datetime) -> None:
    """Rates, volumes and reconciliation in SQL are what the rules say, for every day and for all of them together, and
    every number finds as many tickets as it counts.
    """
    first = NOW.date()
    for span in (CountedSpan(*_ALWAYS, now), *(CountedSpan(day, day, now) for day in (first, now.date()))):
        meant = counts(handlings(ticket), lapses(ticket), span)
        with core.db.read() as c:
            found = period_counts.counts(c, [span])[span]
            behind = {
                (unit, measure): c.execute(statistics.tickets_behind(measure, unit, span)).scalars().all()
                for unit in found
                for measure in Measure
            }
        assert {unit: _plain(count) for unit, count in found.items()} == {
            unit: _plain(count) for unit, count in meant.items() if count.had_tickets
        }
        for (unit, measure), ids in behind.items():
            assert bool(ids) is bool(meant[unit].of(measure)), (unit, measure)
            assert left_over(meant[unit]) == 0


def _plain(count: Count) -> Any:
    numbers = {measure: number for measure, number in count.numbers.items() if not measure.value.endswith("率")}
    return numbers, sorted(count.outcomes, key=repr), count.in_time


@settings(max_examples=60, deadline=None)
@given(_tries())
def test_random_steps_keep_row_and_history_together(tries: list[tuple[str, dict[str, Any], int]]) -> None:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        core = OfficeContext(SqliteDatabase.in_memory(), clock, Path(folder), FORMS, RESOURCES)
        office = Office(core)
        walked = Walk(office, clock, "20220908100001")
        earlier: tuple[Any, ...] = ()
        for step, values, minutes in tries:
            clock.pass_minutes(minutes)
            before = office.tickets.detail(walked.id)
            try:
                office.tickets.do(walked.id, step, values, CLERK)
            except StepRefused:
                assert office.tickets.detail(walked.id) == before
                continue
            assert office.tickets.detail(walked.id).history[:-1] == before.history
            ticket = _check(core, office, walked.id)
            assert ticket.rounds[: len(earlier)] == earlier
            earlier = ticket.rounds[:-1]
        office.close()
