"""Every order ends in a key: whatever keeps the records, the same list comes out in the same order. Texts compare by
code point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import SortKey, TicketFilter
from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE
from tests.services.desk import CLERK, Clock, Walk
from tests.services.test_statements import counted

Start = Callable[..., Walk]
_INNERMOST = re.compile(r"\(([^()]*)\)")
# What tells one row from every other of its list.
_KEYS = ("id", "sequence", "place", "edition", "ticket_id", "case_id", "rowid")
_KEY = re.compile(rf"(?:^|[.\s\"])(?:{'|'.join(_KEYS)})\"?(?: DESC)?$")
NUMBER = "20220908100001"


def orders(statement: str) -> Iterator[str]:
    """What the statement and every statement inside it is ordered by."""
    text = " ".join(statement.split())
    while found := _INNERMOST.search(text):
        yield from _order(found[1])
        text = f"{text[: found.start()]}…{text[found.end() :]}"
    yield from _order(text)


def _order(text: str) -> Iterator[str]:
    _before, ordered, after = text.partition("ORDER BY ")
    if ordered:
        yield after.split(" LIMIT")[0]


def test_every_list_is_in_an_order_that_leaves_no_choice(office: Office, walk: Start, clock: Clock) -> None:
    ticket = walk(NUMBER).to_closed()
    walk("20220908100002").to_unit()
    office.supervision.start("open_case", {**ABOVE, "tickets": NUMBER, "method": "电话督办"}, CLERK)
    office.talks.propose({"unit": "新海村", "ground": "推诿敷衍或不作为", "evidence": "两次"}, CLERK)
    period = Period(clock.now.date().replace(month=1), clock.now.date())
    with counted(office) as sent:
        for sort in SortKey:
            for descending in (False, True):
                page = office.tickets.page(TicketFilter(), sort, descending, limit=1)
                office.tickets.page(TicketFilter(search="夜间"), sort, descending, page.next, limit=1)
        office.tickets.detail(ticket.id)
        office.candidates.undecided()
        office.supervision.cases()
        office.supervision.detail(1)
        office.talks.all()
        office.units.all()
        office.papers.awaited()
        office.papers.of_ticket(ticket.id)
        office.repeats.group(ticket.id)
        for kind in RegisterKind:
            office.registers.preview(kind, period)
        office.today.cards(clock.now)
    found = [each for one in sent for each in orders(one)]
    assert len(found) > 20
    assert [each for each in found if not _KEY.search(each.split(", ")[-1])] == []


def test_texts_stand_in_the_order_of_their_code_points(office: Office) -> None:
    for name in ("乙村", "b村", "C村", "甲村", "ａ组"):
        office.units.add(name, by=CLERK)
    names = [unit.name for unit in office.units.all() if unit.name in {"乙村", "b村", "C村", "甲村", "ａ组"}]
    assert names == sorted(names)
