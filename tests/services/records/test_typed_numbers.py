"""A ticket number and a name typed or pasted by hand are read as an import reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.services.office import Office
from tests.services.desk import Clock, Walk

Start = Callable[..., Walk]
NUMBER = "20220908100001"


@pytest.mark.parametrize(
    "typed",
    [
        "２０２２０９０８１００００１",
        " 20220908 100001 ",
        "工单编号：20220908100001",
        "\u202d20220908100001\u202c",
        "20220908_100001",
    ],
)
def test_number_typed_by_hand_is_the_ticket_it_means(office: Office, walk: Start, typed: str) -> None:
    walked = walk(typed)
    assert office.tickets.detail(walked.id).ticket.facts.number == NUMBER
    assert office.tickets.find(typed) == walked.id


@pytest.mark.parametrize(
    ("typed", "reason"), [("2.02209E+13", "科学计数"), ("沪〔2022〕1号", "沪〔〕号"), ("1" * 31, "最多 30")]
)
def test_what_cannot_be_a_number_is_refused_with_the_reason(walk: Start, typed: str, reason: str) -> None:
    with pytest.raises(StepRefused, match=reason):
        walk(typed)


def test_odd_number_is_taken_and_reminded_of(office: Office, walk: Start, clock: Clock) -> None:
    odd, usual = walk("SH-2022-7"), walk(NUMBER)
    tickets = [office.tickets.detail(one.id).ticket for one in (odd, usual)]
    now, calendar, rules = clock.now, office.time.calendar(), office.time.rules()
    messages = [[each.message for each in reminders(ticket, now, calendar, rules)] for ticket in tickets]
    assert ["14位编号" in "".join(each) for each in messages] == [True, False]


def test_invisible_characters_do_not_hide_a_name_from_search(office: Office, walk: Start) -> None:
    walk(NUMBER, caller="张\u200b三\u2060丰")
    assert office.tickets.count(TicketFilter(search="张三丰")) == 1
    assert office.tickets.count(TicketFilter(search="张\u200e三丰")) == 1
