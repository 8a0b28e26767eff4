"""How often the database is asked for what a clerk does all day: settings, working days and numbers once each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Walk

Start = Callable[..., Walk]


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """What is asked of the database inside the block."""
    sent: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    with office._office.db.read() as c:
        engine = c.engine
    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


def test_a_step_asks_at_most_eighteen_times(office: Office, walk: Start) -> None:
    ticket = walk().to_unit()
    with statements(office) as sent:
        office.tickets.do(ticket.id, "urge", {"note": "再次来电"}, CLERK)
    assert len(sent) <= 18, "\n".join(" ".join(one.split())[:130] for one in sent)
    assert sum("settings" in one for one in sent) == 1
    assert sum("number_sequences" in one for one in sent) == 1


@pytest.mark.parametrize(
    ("most", "work"),
    [
        (9, lambda office, ticket_id: office.tickets.detail(ticket_id, CLERK)),
        (4, lambda office, _id: office.tickets.page(TicketFilter())),
        (15, lambda office, _id: office.today.cards(office._office.now())),
    ],
    ids=["opening a ticket", "a page", "今日"],
)
def test_looking_asks_few_times(office: Office, walk: Start, most: int, work: Callable[[Office, int], object]) -> None:
    ticket = walk().to_unit()
    with statements(office) as sent:
        work(office, ticket.id)
    assert len(sent) <= most, "\n".join(" ".join(one.split())[:130] for one in sent)


def test_what_a_transaction_read_once_is_read_again_after_it_was_written(office: Office) -> None:
    from dataclasses import replace

    db, changed = office._office.db, replace(office.settings.get(), town="另一镇")
    with db.write() as c:
        assert office._office.settings(c).town != "另一镇"
        office.settings.change(changed, CLERK)
        assert office._office.settings(c).town == "另一镇"
