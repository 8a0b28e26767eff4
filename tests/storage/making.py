"""Invented tickets, quickly: as the rules would leave them, without walking every step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.engines.sqlite.dialect.statements import SqliteStatements
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.records import known_tickets, platform_cells, tickets

CLERK = "王芳"
MORNING = datetime(2022, 9, 5, 9, 10)


def registered(number: str = "20220905000001", **values: Value) -> tuple[Ticket, Entry]:
    """A new ticket and the entry that registers it; ``origin``, ``stage`` and deadlines go where the rules put them."""
    decided: dict[str, Value] = {
        key: values.pop(key) for key in ("origin", "stage", "due", "closed_at", "provisional") if key in values
    }
    entered: dict[str, Value] = {
        "number": number,
        "level": "一般",
        "content": "新海路夜间施工扰民，要求停工",
        "caller": "赵文静",
        "phones": ("13800010001",),
        "address": "新海路120弄3号",
        "called_at": MORNING,
        "received_at": MORNING,
        **values,
    }
    entry = Entry("register", MORNING, CLERK, entered, decided, recorded_at=MORNING)
    return STEPS_BY_ID["register"].apply(Ticket(), entry), entry


def urged(ticket: Ticket, at: datetime = MORNING) -> tuple[Ticket, Entry]:
    """The same ticket after a 催单, and its entry."""
    entry = Entry("urge", at, CLERK, {"content": "市民来电催办"}, recorded_at=at)
    return STEPS_BY_ID["urge"].apply(ticket, entry), entry


def amended(ticket: Ticket, **values: Value) -> tuple[Ticket, Entry]:
    """The same ticket with other facts, as an import's update brings them, and its entry."""
    entry = Entry("import_update", MORNING, CLERK, values, recorded_at=MORNING)
    return STEPS_BY_ID["import_update"].apply(ticket, entry), entry


def says_now(c: Connection, ticket_id: int, said: Mapping[str, str]) -> None:
    """What the platform says of a known ticket, as an import keeps it."""
    before = known_tickets.by_number(c, [tickets.load(c, ticket_id).facts.number])
    (known,) = before.values()
    first = tickets.entries(c, ticket_id)[0].values
    platform_cells.change_many(c, [platform_cells.Change(ticket_id, known.cells, said, first)])


def index_is_whole(c: Connection) -> None:
    """Where the engine can tell by itself, asks it whether its index of words holds together."""
    if isinstance(statements_of(c), SqliteStatements):
        c.exec_driver_sql("INSERT INTO ticket_search (ticket_search) VALUES ('integrity-check')")
