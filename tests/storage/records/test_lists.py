"""Pages by key are what OFFSET would give, and filters are what they say, for random tickets under every order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from hotline_desktop.domain.records.summaries import PageKey, SortKey, TicketFilter, TicketSummary
from hotline_desktop.domain.terms.options import Level, Origin, Pending, Stage
from hotline_desktop.domain.ticket.ticket import Entry, Facts, Limits, Round, Ticket
from hotline_desktop.domain.time.deadline import Light, LightBounds
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import registers, ticket_queries, tickets
from hotline_desktop.storage.records.projection import due_order, project
from hotline_desktop.storage.tables.codes import LEVEL_CODES, STAGE_CODES

NOW = datetime(2022, 9, 8, 10, 0)
BOUNDS = LightBounds(NOW, datetime(2022, 9, 9), datetime(2022, 9, 10), NOW + timedelta(hours=4))
UNITS = ("城管中队", "新海村委会", "水务站")
WORDS = ("噪音扰民", "路灯不亮", "垃圾清运")
NUMBER = 300
HOURS = st.integers(-80, 80).map(lambda hours: NOW + timedelta(hours=hours))


class Stored(NamedTuple):
    """A ticket with the id under which it is stored."""

    id: int
    ticket: Ticket


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[SqliteDatabase, list[Stored]]]:
    """Tickets of every sort, many of them equal in what they are ordered by."""
    db = SqliteDatabase.in_memory()
    with db.write() as c:
        stored = [Stored(tickets.add(c, ticket, _entry()), ticket) for ticket in _some_tickets()]
    yield db, stored
    db.close()


def _entry() -> Entry:
    return Entry("register", NOW, "王芳")


def _some_tickets() -> Iterator[Ticket]:
    chance = random.Random(12345)
    for n in range(NUMBER):
        stage = chance.choice(tuple(Stage))
        due = NOW + timedelta(hours=chance.randrange(-60, 60)) if chance.random() < 0.8 else None
        done = Entry("result", NOW, "王芳", {"done_at": NOW}) if chance.random() < 0.3 else None
        limits = Limits(due=due, provisional=chance.random() < 0.2)
        handled = Round(unit=chance.choice(UNITS), handed_on=NOW, limits=limits, result=done)
        facts = Facts(
            number=f"{chance.randrange(10**6):06}-{n}",
            content=chance.choice(WORDS),
            called_at=NOW - timedelta(days=chance.randrange(5)) if chance.random() < 0.9 else None,
        )
        yield Ticket(
            facts=facts,
            origin=chance.choice(tuple(Origin)),
            level=chance.choice(tuple(Level)),
            stage=stage,
            rounds=() if stage is Stage.TO_DISPATCH else (handled,),
            planned=limits,
            closed_at=None if stage.is_open else NOW,
        )


def _light(ticket: Ticket) -> Light:
    """What the list shows: history tickets were finished elsewhere."""
    if ticket.finished_at or ticket.closed_at or ticket.origin is Origin.HISTORY:
        return Light.DONE
    return BOUNDS.light(ticket.level, ticket.limits.due) if ticket.limits.due else Light.NO_CLOCK


def _matches(ticket: Ticket, filter: TicketFilter) -> bool:
    history, row = ticket.origin is Origin.HISTORY, project(ticket)
    return all(
        (
            not filter.search or filter.search in ticket.facts.content,
            not filter.stages or ticket.stage in filter.stages,
            not filter.levels or ticket.level in filter.levels,
            not filter.units or row["unit"] in filter.units,
            not filter.lights or _light(ticket) in filter.lights,
            filter.provisional in (None, ticket.limits.provisional),
            filter.history in (None, history),
            not filter.open_only or (ticket.stage.is_open and not history),
            not filter.task or row["task"] == filter.task,
            not filter.pending or filter.pending in ticket.pending,
        )
    )


def _order(sort: SortKey, stored: Stored) -> tuple[Any, ...]:
    ticket, row = stored.ticket, project(stored.ticket)
    keys: dict[SortKey, tuple[Any, ...]] = {
        SortKey.DUE: (due_order(ticket),),
        SortKey.NEWEST: (),
        SortKey.NUMBER: (ticket.facts.number,),
        SortKey.CALLED: (row["called_at"],),
        SortKey.LEVEL: (LEVEL_CODES[ticket.level], due_order(ticket)),
        SortKey.STAGE: (STAGE_CODES[ticket.stage], due_order(ticket)),
        SortKey.UNIT: (row["unit"], due_order(ticket)),
    }
    return (*keys[sort], stored.id)


def _some(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.just(()) | st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


FILTERS = st.builds(
    TicketFilter,
    search=st.sampled_from(("", "", "路灯", "噪音扰民", "没有的词")),
    stages=_some(tuple(Stage)),
    levels=_some(tuple(Level)),
    units=_some(UNITS),
    lights=_some(tuple(light.value for light in Light)),
    provisional=st.sampled_from((None, None, True, False)),
    open_only=st.booleans(),
    history=st.sampled_from((None, None, True, False)),
    task=st.sampled_from(("", "", "待派单", "待审核", "待归档")),
)


def _pages(db: SqliteDatabase, filter: TicketFilter, sort: SortKey, descending: bool, size: int) -> list[TicketSummary]:
    found: list[TicketSummary] = []
    key: PageKey | None = None
    with db.read() as c:
        while True:
            rows, key = ticket_queries.page(c, filter, sort, descending, key, size, BOUNDS)
            found += rows
            if key is None:
                return found
            assert len(rows) == size


@settings(max_examples=150, deadline=None)
@given(FILTERS, st.sampled_from(SortKey), st.booleans(), st.integers(1, 120))
def test_pages_by_key_are_the_whole_in_order(
    office: tuple[SqliteDatabase, list[Stored]], filter: TicketFilter, sort: SortKey, descending: bool, size: int
) -> None:
    db, stored = office
    matching = [one for one in stored if _matches(one.ticket, filter)]
    expected = [one.id for one in sorted(matching, key=lambda one: _order(sort, one), reverse=descending)]
    assert [row.id for row in _pages(db, filter, sort, descending, size)] == expected
    with db.read() as c:
        assert ticket_queries.count(c, filter, BOUNDS) == len(expected)
        assert ticket_queries.count(c, filter, BOUNDS, 2) == min(2, len(expected))
        assert [row.id for row in ticket_queries.each(c, filter, sort, descending, BOUNDS)] == expected


@pytest.mark.parametrize("few", [0, 10**9])
@pytest.mark.parametrize("sort", SortKey)
@pytest.mark.parametrize(
    "filter",
    [
        TicketFilter(search="路灯"),
        TicketFilter(search="路灯", levels=(Level.HARD,)),
        TicketFilter(units=UNITS[:1]),
        TicketFilter(units=UNITS[:2], levels=(Level.ORDINARY,)),
        TicketFilter(open_only=True),
    ],
)
def test_both_ways_to_a_page_lead_to_the_same_rows(
    office: tuple[SqliteDatabase, list[Stored]],
    monkeypatch: pytest.MonkeyPatch,
    filter: TicketFilter,
    sort: SortKey,
    few: int,
) -> None:
    db, stored = office
    monkeypatch.setattr(ticket_queries, "_FEW", few)
    matching = [one for one in stored if _matches(one.ticket, filter)]
    expected = [one.id for one in sorted(matching, key=lambda one: _order(sort, one))]
    assert [row.id for row in _pages(db, filter, sort, False, 7)] == expected
    with db.read() as c:
        assert ticket_queries.count(c, filter, BOUNDS) == len(expected)


def test_a_row_of_the_list_says_what_the_ticket_says(office: tuple[SqliteDatabase, list[Stored]]) -> None:
    db, stored = office
    with db.read() as c:
        rows = {row.id: row for row in ticket_queries.each(c, TicketFilter(), SortKey.NEWEST, False, BOUNDS)}
    for one in stored:
        ticket, row = one.ticket, rows[one.id]
        assert (row.number, row.content, row.level, row.stage) == (
            ticket.facts.number,
            ticket.facts.content,
            ticket.level,
            ticket.stage,
        )
        assert (row.due, row.provisional, row.finished_at) == (
            ticket.limits.due,
            ticket.limits.provisional,
            ticket.finished_at,
        )
        assert (row.called_at, row.closed_at, row.origin) == (ticket.facts.called_at, ticket.closed_at, ticket.origin)


def test_a_deadline_is_missed_within_the_minute_after_it(c: Connection) -> None:
    tickets.add(c, Ticket(facts=Facts(number="A-1"), planned=Limits(due=NOW)), _entry())
    overdue = TicketFilter(lights=(Light.OVERDUE.value,))
    assert ticket_queries.count(c, overdue, BOUNDS) == 0
    assert ticket_queries.count(c, overdue, BOUNDS._replace(now=NOW + timedelta(seconds=1))) == 1


def test_what_pends_beside_a_stage_is_found_by_its_word(c: Connection) -> None:
    supervised = replace(Ticket(facts=Facts(number="A-1")), supervised=("新城运督〔2022〕1号",))
    ids = [tickets.add(c, ticket, _entry()) for ticket in (supervised, Ticket(facts=Facts(number="A-2")))]
    for word, expected in ((Pending.SUPERVISED, ids[:1]), (Pending.RETURN, [])):
        filter = TicketFilter(pending=word.value)
        rows, _next = ticket_queries.page(c, filter, SortKey.DUE, False, None, 5, BOUNDS)
        assert [row.id for row in rows] == expected
        assert ticket_queries.count(c, filter, BOUNDS) == len(expected)


def test_a_streamed_list_changes_nothing_for_the_statements_after_it(
    office: tuple[SqliteDatabase, list[Stored]],
) -> None:
    with office[0].read() as c:
        before = dict(c.get_execution_options())
        next(iter(ticket_queries.each(c, TicketFilter(), SortKey.NEWEST, False, BOUNDS)))
        next(registers.received(c, NOW.date() - timedelta(days=30), NOW.date()), None)
        assert dict(c.get_execution_options()) == before
