"""Tickets for registers: found by the step that opened a line, or by the day they came in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import histories, registers, tickets
from hotline_desktop.storage.tables import schema
from tests.storage.making import CLERK, MORNING, registered

FIRST, LAST = date(2022, 9, 5), date(2022, 9, 6)


def added(c: Connection, number: str, **values: datetime | None) -> int:
    return tickets.add(c, *registered(number, **values))


def asked(c: Connection, ticket_id: int, step: str, at: datetime) -> None:
    histories.append_many(c, schema.ticket_entries, [ticket_id], [(Entry(step, at, CLERK, {}, recorded_at=at), {}, {})])


def test_tickets_are_found_by_the_request_and_its_day(c: Connection) -> None:
    early, late, other = (added(c, f"2022090500000{n}") for n in range(3))
    asked(c, early, "return_request", MORNING - timedelta(days=3))
    asked(c, late, "return_request", MORNING)
    asked(c, late, "return_request", MORNING + timedelta(hours=1))
    asked(c, other, "extension_request", MORNING)
    assert registers.ids_with_step(c, "return_request", FIRST) == (late,)
    assert registers.ids_with_step(c, "return_request", date(2022, 9, 1)) == (early, late)


def test_requests_are_found_by_their_own_index(db: SqliteDatabase, c: Connection) -> None:
    message = c.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT DISTINCT ticket_id FROM ticket_entries"
            f" WHERE {schema.REQUESTED.text} AND step = 'return_request' AND at >= '2022-09-05'"
        )
    )
    assert "ix_ticket_entries_requested" in " ".join(str(row[-1]) for row in message)


def test_tickets_of_a_period_come_in_order_of_receipt_or_call(c: Connection) -> None:
    added(c, "20220905000001", received_at=datetime(2022, 9, 6, 23, 59))
    added(c, "20220905000002", received_at=None, called_at=datetime(2022, 9, 5, 0, 0))
    added(c, "20220905000003", received_at=datetime(2022, 9, 7, 0, 0))
    added(c, "20220905000004", received_at=datetime(2022, 9, 4, 23, 59))
    added(c, "20220905000005", received_at=None, called_at=None)  # written down on the morning of the 5th
    found = [row.number for row in registers.received(c, FIRST, LAST)]
    assert found == ["20220905000002", "20220905000005", "20220905000001"]
    assert registers.count_received(c, FIRST, LAST) == 3
    assert [row.number for row in registers.received(c, FIRST, LAST, limit=1)] == ["20220905000002"]


def test_a_list_that_is_let_go_of_after_its_transaction_leaves_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    db = SqliteDatabase.open(tmp_path / "hotline.db")
    with db.write() as c:
        added(c, "20220905000001", received_at=MORNING)
        added(c, "20220905000002", received_at=MORNING)
    with db.aside() as c:
        rows = registers.received(c, FIRST, LAST)
        assert next(rows).number == "20220905000001"
    del rows
    db.close()
    assert caplog.records == []
