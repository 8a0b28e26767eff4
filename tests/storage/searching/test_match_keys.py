"""Tickets are found by what they share with another one, also after they changed and after an import was undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.storage.records import batches, tickets
from hotline_desktop.storage.records.projection import project
from hotline_desktop.storage.searching import match_keys
from tests.storage.making import CLERK, MORNING, amended, registered

LAMP: dict[str, Any] = {"content": "小区门口路灯不亮已一周", "phones": ("13800010009",), "address": "北沿公路88号"}


def _found(c: Connection, number: str = "", **row: str) -> set[int]:
    return set(match_keys.sharing(c, {"phones": "", "address": "", "title": "", "content": "", **row}, number, 50))


def _number_of_match_keys(c: Connection) -> int:
    return int(c.exec_driver_sql("SELECT count(*) FROM ticket_marks").scalar_one())


def test_a_phone_a_place_or_a_quoted_number_leads_to_a_ticket(c: Connection) -> None:
    first = tickets.add(c, *registered("20220905000001", phones=("13800010001", "021-59210001")))
    second = tickets.add(c, *registered("20220905000002", **LAMP))
    third = tickets.add(c, *registered("20220905000003", **{**LAMP, "content": "上次的20220905000001没有解决"}))
    assert _found(c, phones="13500000000、021-59210001") == {first}
    assert _found(c, address="崇明区新海镇新海路120弄3号201室") == {first}
    assert _found(c, number="20220905000001") == {third}
    assert _found(c, phones="13800010009") == {second, third}
    assert _found(c) == set()
    assert match_keys.quoting(c, ["20220905000001", "20220905000002", ""]) == {third}


def test_those_that_share_most_come_first(c: Connection) -> None:
    one = tickets.add(c, *registered("1000000001", phones=("13800010001",), address="北沿公路1号"))
    both = tickets.add(c, *registered("1000000002", phones=("13800010001",), address="新海路120弄"))
    newer = tickets.add(c, *registered("1000000003", phones=("13800010001",), address="北沿公路2号"))
    row = {"phones": "13800010001", "address": "新海路120弄", "title": "", "content": ""}
    assert match_keys.sharing(c, row, "", 50) == (both, newer, one)
    assert match_keys.sharing(c, row, "", 1) == (both,)


def test_marks_follow_what_a_ticket_says(c: Connection) -> None:
    ticket, entry = registered()
    ticket_id = tickets.add(c, ticket, entry)
    after, change = amended(ticket, phones=("13800010007",), content="另见20220801000009")
    tickets.record(c, ticket_id, after, change)
    assert _found(c, phones="13800010001") == set()
    assert _found(c, phones="13800010007") == {ticket_id}
    assert _found(c, number="20220801000009") == {ticket_id}
    assert _found(c, address="新海路120弄3号") == {ticket_id}


def test_many_at_once_are_marked_as_one_by_one_are(c: Connection) -> None:
    new = [registered(f"2022090500010{digit}", phones=(f"1380001000{digit}",)) for digit in range(5)]
    ids = tickets.add_many(c, [(*one, {}) for one in new], None)
    rows = sorted(map(tuple, c.exec_driver_sql("SELECT mark, ticket_id FROM ticket_marks")))
    assert rows == sorted(
        (mark, id_)
        for id_, (ticket, _entry) in zip(ids, new, strict=True)
        for mark in match_keys.match_keys_of(project(ticket))
    )


def test_an_undone_import_leaves_no_marks(c: Connection) -> None:
    tickets.add(c, *registered("20220905000001"))
    before = _number_of_match_keys(c)
    batch = BatchSummary(0, "导出.xlsx", MORNING, CLERK, 1, 0, 0, 0, False, BatchState.DONE)
    batch_id = batches.add(c, batch)
    history: dict[str, Any] = {"origin": Origin.HISTORY.value, "closed_at": MORNING}
    old, new = registered("20220905000002", **history), registered("20220905000003", **LAMP)
    ids = tickets.add_many(c, [(*old, {}), (*new, {})], batch_id)
    assert _number_of_match_keys(c) > before
    assert tickets.of_batch(c, batch_id) == ids
    assert tickets.of_batch(c, batch_id, history=False) == ids[1:]
    batches.change(c, replace(batch, id=batch_id, state=BatchState.UNDONE))
    tickets.remove_batch(c, batch_id)
    assert _number_of_match_keys(c) == before


def test_a_cell_that_holds_no_text_says_nothing(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered(**LAMP))
    (known,) = match_keys.compared(c, [ticket_id, ticket_id + 1]).values()
    c.exec_driver_sql("UPDATE tickets SET title = x'ff', phones = x'07' WHERE id = ?", (ticket_id,))
    (spoiled,) = match_keys.compared(c, [ticket_id]).values()
    assert (spoiled.phones, spoiled.text) == ((), LAMP["content"]) and spoiled.address == known.address != ""
