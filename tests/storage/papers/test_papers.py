"""Printed papers wait for their signed original, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from hotline_desktop.domain.records.summaries import PrintedPaper
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.storage.papers import papers
from hotline_desktop.storage.records import tickets
from tests.storage.making import CLERK, MORNING, registered

SHEET = PrintedPaper(0, "A-1", "处置单", "转办", MORNING, CLERK, "城管中队", None)


def test_a_print_is_awaited_until_it_is_back(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered("A-1"))
    paper_id = papers.remember(c, SHEET, ticket_id=ticket_id)
    assert papers.awaited(c) == (SHEET._replace(id=paper_id),)
    assert papers.count_awaited(c) == 1
    papers.returned(c, paper_id, date(2022, 9, 8))
    assert (papers.awaited(c), papers.count_awaited(c)) == ((), 0)
    assert papers.of_ticket(c, ticket_id) == (SHEET._replace(id=paper_id, returned_on=date(2022, 9, 8)),)
    assert papers.known(c, paper_id) == (ticket_id, None, papers.of_ticket(c, ticket_id)[0])


def test_of_several_prints_of_one_paper_one_is_awaited(c: Connection) -> None:
    first, second = (tickets.add(c, *registered(number)) for number in ("A-1", "A-2"))
    papers.remember(c, SHEET, ticket_id=first)
    papers.remember(c, SHEET._replace(state="办结"), ticket_id=first)
    papers.remember(c, SHEET._replace(ticket_number="A-2"), ticket_id=second)
    papers.remember(c, SHEET._replace(kind="督办通知单", ticket_number=""))
    again = papers.remember(c, SHEET._replace(printed_at=MORNING + timedelta(days=1)), ticket_id=first)
    assert len(papers.of_ticket(c, first)) == 3
    waiting = papers.awaited(c)
    assert len(waiting) == papers.count_awaited(c) == 4
    assert waiting[-1].id == again


def test_a_paper_nobody_signs_is_not_awaited(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered("A-1"))
    out = papers.remember(c, SHEET, ticket_id=ticket_id)
    papers.remember(c, SHEET, ticket_id=ticket_id, awaited=False)
    assert papers.count_awaited(c) == 1
    papers.give_up(c, out)
    assert papers.count_awaited(c) == 0
    assert len(papers.of_ticket(c, ticket_id)) == 2


def test_an_unknown_paper_has_no_owner(c: Connection) -> None:
    with pytest.raises(NotFound):
        papers.known(c, 99)
