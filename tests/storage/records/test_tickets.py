"""A ticket's row, history and search index change together, and history only grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import LightBounds
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import batches, platform_cells, ticket_queries, tickets
from hotline_desktop.storage.records.projection import project
from hotline_desktop.storage.records.records import Recorded
from hotline_desktop.storage.tables import schema
from tests.storage.making import CLERK, MORNING, amended, index_is_whole, registered, says_now, urged

BOUNDS = LightBounds(MORNING, datetime(2022, 9, 6), datetime(2022, 9, 7), datetime(2022, 9, 5, 13, 10))
BATCH = BatchSummary(0, "导出.xlsx", MORNING, CLERK, 2, 0, 0, 0, False, BatchState.DONE)
CELLS = {"工单编号": "20220905000001", "平台状态": "处理中"}


def hits(c: Connection, words: str) -> int:
    return ticket_queries.count(c, TicketFilter(search=words), BOUNDS)


def row(c: Connection, ticket_id: int) -> dict[str, object]:
    found = c.execute(select(schema.tickets).where(schema.tickets.c.id == ticket_id)).one()._asdict()
    return {key: value for key, value in found.items() if key not in ("id", "batch_id")}


def test_a_ticket_comes_back_as_it_was_registered(c: Connection) -> None:
    ticket, entry = registered()
    ticket_id = tickets.add(c, ticket, entry, cells=CELLS)
    assert tickets.load(c, ticket_id) == ticket
    assert tickets.entries(c, ticket_id) == (entry,)
    assert platform_cells.of(c, ticket_id) == CELLS
    assert tickets.find(c, "20220905000001") == ticket_id
    assert row(c, ticket_id) == project(ticket)


def test_a_step_leaves_its_entry_behind_the_others_and_a_row_that_says_the_same(c: Connection) -> None:
    ticket, entry = registered()
    ticket_id = tickets.add(c, ticket, entry)
    for sequence in (2, 3):
        ticket, entry = urged(ticket)
        assert tickets.record(c, ticket_id, ticket, entry, {"催单": "0"}, {"催单": str(sequence - 1)}) == sequence
    assert tickets.load(c, ticket_id) == ticket
    assert row(c, ticket_id) == project(ticket)
    lines = tickets.history(c, ticket_id)
    assert [(line.sequence, line.label) for line in lines] == [(1, "登记工单"), (2, "登记催单"), (3, "登记催单")]
    assert (dict(lines[2].before), dict(lines[2].after)) == ({"催单": "0"}, {"催单": "2"})
    assert lines[0].clause and lines[0].by == CLERK


def test_search_follows_what_a_step_changed(c: Connection) -> None:
    ticket, entry = registered(content="路灯不亮")
    ticket_id = tickets.add(c, ticket, entry)
    assert (hits(c, "路灯"), hits(c, "井盖")) == (1, 0)
    after, update = amended(ticket, content="井盖松动")
    tickets.record(c, ticket_id, after, update)
    assert (hits(c, "路灯"), hits(c, "井盖"), hits(c, "赵文静")) == (0, 1, 1)


def test_many_changes_at_once_are_the_same_as_one_by_one(c: Connection) -> None:
    items = [(*registered(f"2022090500{n:04}", content=f"路灯{n}不亮"), CELLS) for n in range(1_040)]
    ids = tickets.add_many(c, items, None)
    changes = [
        Recorded(id_, *(amended(ticket, content=f"井盖{n}松动") if n % 2 else urged(ticket)), {}, {"第": str(n)})
        for n, (id_, (ticket, _entry, _said)) in enumerate(zip(ids, items, strict=True))
        if n < 1_020
    ]
    again = [changes[7]._replace(after=urged(changes[7].after)[0], entry=urged(changes[7].after)[1])]
    assert tickets.record_many(c, changes) == dict.fromkeys(ids[:1_020], 2)
    assert tickets.record_many(c, again) == {ids[7]: 3}
    platform_cells.change_many(
        c,
        (
            platform_cells.Change(id_, CELLS, {"状态": str(id_)}, item[1].values)
            for id_, item in zip(ids[:1_020], items, strict=False)
        ),
    )
    for change in (*changes[:7], *again, *changes[8:]):
        assert row(c, change.id) == project(change.after)
        assert tickets.load(c, change.id) == change.after
        assert platform_cells.of(c, change.id) == {**CELLS, "状态": str(change.id)}
    assert dict(tickets.history(c, ids[1_019])[-1].after) == {"第": "1019"}
    assert row(c, ids[1_030]) == project(items[1_030][0]) and platform_cells.of(c, ids[1_030]) == CELLS
    assert (hits(c, "路灯"), hits(c, "井盖"), hits(c, "井盖7松动")) == (530, 510, 1)
    index_is_whole(c)


def test_long_letters_fill_the_pages_of_the_history(db: SqliteDatabase, c: Connection) -> None:
    pages = "PRAGMA page_count"
    before = c.exec_driver_sql(pages).scalar_one()
    ids = [tickets.add(c, *registered(f"A-{n}", content="")) for n in range(200)]
    short = c.exec_driver_sql(pages).scalar_one()
    long = "的" * 400  # 1,200 bytes: more than a quarter of a page of 4,096
    for ticket_id in ids:
        tickets.record(c, ticket_id, *urged(tickets.load(c, ticket_id)), {}, {"说明": long})
    assert short > before
    assert c.exec_driver_sql(pages).scalar_one() - short < 200


def test_many_tickets_at_once_are_the_same_as_one_by_one(c: Connection) -> None:
    items = [(*registered(f"2022090500{n:04}", content=f"第{n}件事"), {"序号": str(n)}) for n in range(30)]
    ids = tickets.add_many(c, items, None)
    assert tickets.known(c, [ticket.facts.number for ticket, _entry, _said in items]) == {
        ticket.facts.number: ticket_id for ticket_id, (ticket, _entry, _said) in zip(ids, items, strict=True)
    }
    for ticket_id, (ticket, entry, said) in zip(ids, items, strict=True):
        assert row(c, ticket_id) == project(ticket)
        assert tickets.entries(c, ticket_id) == (entry,)
        assert platform_cells.of(c, ticket_id) == said
    assert hits(c, "第7件") == 1
    assert tickets.add_many(c, [], None) == ()


def test_what_the_platform_said_last_is_kept(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered())
    assert platform_cells.of(c, ticket_id) == {}
    says_now(c, ticket_id, CELLS)
    says_now(c, ticket_id, {"平台状态": "已办结"})
    assert platform_cells.of(c, ticket_id) == {**CELLS, "平台状态": "已办结"}


def test_lines_of_several_tickets_come_in_the_order_asked_for(c: Connection) -> None:
    first, second = (tickets.add(c, *registered(f"A-{n}")) for n in (1, 2))
    assert [line.number for line in tickets.summaries_of(c, (second, 99, first))] == ["A-2", "A-1"]
    assert tickets.summary(c, 99) is None


def test_a_transfer_number_leads_to_its_ticket(c: Connection) -> None:
    ticket, entry = registered()
    ticket_id = tickets.add(c, replace(ticket, transfer_number="新热转〔2022〕12号"), entry)
    assert tickets.with_transfer_number(c, "新热转〔2022〕12号") == ticket_id
    assert tickets.with_transfer_number(c, "新热转〔2022〕13号") is None
    assert hits(c, "新热转〔2022〕12号") == 1


def test_a_number_is_given_once(db: SqliteDatabase) -> None:
    with db.write() as c:
        tickets.add(c, *registered())
    with pytest.raises(IntegrityError), db.write() as c:
        tickets.add(c, *registered())
    with db.read() as c:
        assert hits(c, "施工") == 1


@pytest.mark.parametrize("table", ["ticket_entries", "case_entries", "talk_entries", "office_entries"])
@pytest.mark.parametrize("change", ["UPDATE {} SET step = 'x'", "DELETE FROM {}"])
def test_nobody_changes_or_removes_what_history_says(db: SqliteDatabase, table: str, change: str) -> None:
    columns = {"office_entries": "id"}.get(table, f"{table.removesuffix('_entries')}_id, sequence")
    keys = "1" if columns == "id" else "1, 1"
    rest = 'step, at, "by", before, after' + ("" if columns == "id" else ', recorded_at, "values", facts')
    with db.write() as c:
        c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        ticket_id = tickets.add(c, *registered())
        c.exec_driver_sql("INSERT INTO cases (id) VALUES (1)")
        c.exec_driver_sql("INSERT INTO talks (id) VALUES (1)")
        if table != "ticket_entries":
            given = ", ".join("''" for _ in rest.split(","))
            c.exec_driver_sql(f"INSERT INTO {table} ({columns}, {rest}) VALUES ({keys}, {given})")
        before = c.exec_driver_sql(f"SELECT * FROM {table}").all()
    with db.write() as c, pytest.raises(IntegrityError, match="append-only"):
        c.exec_driver_sql(change.format(table))
    with db.read() as c:
        assert c.exec_driver_sql(f"SELECT * FROM {table}").all() == before
        assert tickets.load(c, ticket_id) == registered()[0]


def test_an_import_is_taken_back_with_everything_it_brought(db: SqliteDatabase) -> None:
    with db.write() as c:
        kept = tickets.add(c, *registered("A-1", content="路灯不亮"))
        batch_id = batches.add(c, BATCH)
        added = tickets.add_many(c, [(*registered(f"B-{n}"), CELLS) for n in (1, 2)], batch_id)
        assert tickets.of_batch(c, batch_id) == added
        assert batches.moved_on(c, batch_id) == ()
    with db.write() as c:
        batches.change(c, replace(BATCH, id=batch_id, state=BatchState.UNDONE))
        assert tickets.remove_batch(c, batch_id)[0] == added
        assert (hits(c, "扰民"), hits(c, "路灯")) == (0, 1)
        assert tickets.known(c, ("A-1", "B-1", "B-2")) == {"A-1": kept}
        assert [tickets.entries(c, ticket_id) for ticket_id in added] == [(), ()]


def test_a_ticket_that_went_on_is_not_taken_back(db: SqliteDatabase) -> None:
    with db.write() as c:
        batch_id = batches.add(c, BATCH)
        ids = tickets.add_many(c, [(*registered(f"B-{n}"), CELLS) for n in (1, 2)], batch_id)
        tickets.record(c, ids[1], *urged(registered("B-2")[0]))
        assert batches.moved_on(c, batch_id) == ("B-2",)
    with pytest.raises(IntegrityError, match="append-only"), db.write() as c:
        batches.change(c, replace(BATCH, id=batch_id, state=BatchState.UNDONE))
        tickets.remove_batch(c, batch_id)
    with db.read() as c:
        assert [len(tickets.entries(c, ticket_id)) for ticket_id in ids] == [1, 2]
        assert hits(c, "扰民") == 2


def test_tickets_are_not_taken_back_while_their_import_stands(db: SqliteDatabase) -> None:
    with db.write() as c:
        batch_id = batches.add(c, BATCH)
        tickets.add_many(c, [(*registered("B-1"), CELLS)], batch_id)
    with pytest.raises(IntegrityError, match="append-only"), db.write() as c:
        tickets.remove_batch(c, batch_id)


def test_an_unknown_ticket_has_no_history(c: Connection) -> None:
    assert tickets.entries(c, 99) == ()
    assert tickets.load(c, 99) == Ticket()


def test_the_case_of_letters_makes_no_difference_wherever_they_stand_in_a_number(c: Connection) -> None:
    there = ("AB-1", "20260302X9", "xy9", "20260302Y9", "20260302", "第A号")
    ids = {number.lower(): tickets.add(c, *registered(number)) for number in there}
    asked = ("ab-1", "20260302x9", "XY9", "20260302Y9", "20260302", "第a号", "20260302z9", "Ab-2")
    alone = {number: found for one in asked for number, found in tickets.known(c, (one,)).items()}
    assert alone == {number: ids[number.lower()] for number in asked if number.lower() in ids}
    many = [f"zz-{place}" for place in range(30)]  # too many to be looked for one by one
    assert tickets.known(c, asked) == tickets.known(c, (*asked, *many)) == alone
