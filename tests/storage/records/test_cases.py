"""Supervision cases: row, history and the tickets they concern change together."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.storage.records import case_links, cases, tickets
from tests.domain.case_walk import COMPLETE, NUMBER, Walk
from tests.storage.making import registered

FIRST, SECOND = "20220905100001", "20220906100002"


@pytest.fixture
def walk(c: Connection) -> Walk:
    """A case about the first of two tickets, opened for a call."""
    for number in (FIRST, SECOND):
        tickets.add(c, *registered(number))
    walk = Walk()
    walk.do("open_case")
    return walk


def stored(c: Connection, walk: Walk) -> int:
    """Stores the case as it stands, entry by entry."""
    case, case_id = SupervisionCase(), 0
    for entry in walk.entries:
        case = CASE_STEPS_BY_ID[entry.step].apply(case, entry)
        if case_id:
            cases.record(c, case_id, case, entry, {}, {"步骤": entry.step})
        else:
            case_id = cases.add(c, case, entry)
    return case_id


def test_a_case_comes_back_as_its_history_says(c: Connection, walk: Walk) -> None:
    walk.do("phone_call")
    case_id = stored(c, walk)
    assert cases.load(c, case_id) == walk.case
    assert cases.entries(c, case_id) == tuple(walk.entries)
    lines = cases.history(c, case_id)
    assert [line.step for line in lines] == ["open_case", "phone_call"]
    assert all(line.label and line.clause for line in lines)
    assert dict(lines[1].after) == {"步骤": "phone_call"}


def test_its_line_says_what_the_case_says(c: Connection, walk: Walk) -> None:
    walk.do("phone_call")
    line = cases.summary(c, stored(c, walk))
    assert line is not None
    case = walk.case
    assert (line.number, line.ticket_numbers, line.title, line.unit) == (
        case.number,
        (FIRST,),
        case.title,
        case.unit,
    )
    assert (line.stage, line.method, line.trigger) == (CaseStage.TO_REPORT, SupervisionMethod.PHONE, case.trigger)
    assert (line.due, line.opened_at, line.reported_at) == (case.due, case.opened_at, None)
    assert cases.summary(c, 99) is None


def test_a_case_leads_to_its_tickets_and_back(c: Connection, walk: Walk) -> None:
    case_id = stored(c, walk)
    first, second = tickets.known(c, (FIRST, SECOND)).values()
    assert case_links.ticket_ids(c, case_id) == (first,)
    assert (len(cases.of_ticket(c, first)), cases.of_ticket(c, second)) == (1, ())
    case = walk.do("add_tickets", tickets=SECOND)
    cases.record(c, case_id, case, walk.entries[-1])
    assert case_links.ticket_ids(c, case_id) == (first, second)
    assert {ticket: [line.id for line in lines] for ticket, lines in cases.of_tickets(c, (first, second)).items()} == {
        first: [case_id],
        second: [case_id],
    }


def test_cases_are_found_by_stage_unit_method_and_words(c: Connection, walk: Walk) -> None:
    called = stored(c, walk)
    written = Walk()
    written.do("open_case", **{**COMPLETE["open_case"], "tickets": SECOND, "unit": "水务站", "title": "河道发臭"})
    written.do("phone_call")
    waiting = stored(c, written)
    ids = {called, waiting}
    assert (
        {line.id for line in cases.all(c, CaseFilter())}
        == {line.id for line in cases.all(c, CaseFilter(open_only=True))}
        == ids
    )
    assert cases.count(c, CaseFilter()) == 2
    for filter, expected in (
        (CaseFilter(stages=(CaseStage.TO_REPORT,)), waiting),
        (CaseFilter(stages=(CaseStage.TO_CALL,)), called),
        (CaseFilter(units=("水务站",)), waiting),
        (CaseFilter(search="施工 城管"), called),
        (CaseFilter(search=SECOND), waiting),
    ):
        assert [line.id for line in cases.all(c, filter)] == [expected]
        assert cases.count(c, filter) == 1
    assert cases.all(c, CaseFilter(methods=(SupervisionMethod.MEETING,))) == ()
    assert cases.all(c, CaseFilter(search="%")) == ()
    assert len(cases.all(c, CaseFilter(), limit=1)) == 1


def test_a_number_leads_to_its_case(c: Connection, walk: Walk) -> None:
    case_id = stored(c, walk)
    assert cases.find(c, walk.case.number) == (case_id if walk.case.number else None)
    assert cases.find(c, "") is None
    assert cases.find(c, NUMBER.replace("1号", "2号")) is None
