"""The index of texts: which pieces stand in which ticket, each once, and filled again where an upgrade emptied it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar, cast

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.time.deadline import LightBounds
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.records import ticket_queries, tickets
from hotline_desktop.storage.searching import search
from hotline_desktop.storage.searching.pieces import FIELDS, pieces
from hotline_desktop.storage.tables import schema
from tests.storage.making import registered

_MANY = 30
_NEVER = datetime(2022, 9, 5, 10)


def _row(c: Connection, ticket_id: int) -> dict[str, str]:
    return dict(c.execute(select(schema.tickets).where(schema.tickets.c.id == ticket_id)).one()._asdict())


def test_pieces_that_stand_apart_are_no_word(c: Connection) -> None:
    apart = tickets.add(c, *registered("20220905000001", content="路灯坏了，灯不亮吗，不亮灯"))
    whole = tickets.add(c, *registered("20220905000002", content="路灯不亮"))
    bounds = LightBounds(_NEVER, _NEVER, _NEVER, _NEVER)
    assert search.query("路灯不亮") == '"路灯" AND "灯不" AND "不亮"'
    assert search.count(c, "路灯不亮") == ticket_queries.count(c, TicketFilter(search="路灯不亮"), bounds) == 1
    assert search.holding(c, "路灯不亮", [apart, whole]) == {whole}
    assert search.holding(c, "灯不", [apart, whole]) == {apart, whole}
    assert search.holding(c, "灯不", [whole]) == {whole}


def test_a_ticket_changed_many_times_leaves_nothing_behind(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered("20220905000001", content="路灯"))
    row = first = _row(c, ticket_id)
    for number in range(_MANY):
        changed = {**row, "content": f"路灯{'井盖' * (number % 3)}{number}", "title": "噪音噪音" if number % 2 else ""}
        search.change(c, ticket_id, row, changed)
        row = changed
    search.change(c, ticket_id, row, first)
    assert [search.count(c, word) for word in ("路灯", "井盖", "噪音", "灯井")] == [1, 0, 0, 0]
    search.remove(c, ticket_id, first)
    assert search.count(c, "路灯") == 0
    c.exec_driver_sql("INSERT INTO ticket_search (ticket_search) VALUES ('integrity-check')")


_WORDS = st.text(alphabet="路灯井盖噪音不亮甲乙12345aB①ⅣΣ -，\n", max_size=14)
_TEXTS = st.fixed_dictionaries(dict.fromkeys(FIELDS, _WORDS))


@given(_TEXTS, _TEXTS, st.integers(0, len(FIELDS)))
def test_a_change_tells_the_pieces_that_differ_and_no_others(
    old: dict[str, str], other: dict[str, str], same: int
) -> None:
    new = {**other, **{field: old[field] for field in FIELDS[:same]}}
    answer: list[tuple[int, str, str]] = []

    class Index:
        def change(self, _c: object, rows: list[tuple[int, str, str]]) -> None:
            answer.extend(rows)

    class Connected:
        info: ClassVar = {"statements": type("Said", (), {"index": Index()})}

    search.change_many(cast(Connection, Connected()), [(1, old, new)])
    before, after = set(pieces(old).split()), set(pieces(new).split())
    assert all((set(gone.split()), set(come.split())) == (before - after, after - before) for _id, gone, come in answer)
    assert bool(answer) == (old != new)


def test_an_index_that_an_upgrade_left_empty_is_filled_at_the_opening(tmp_path: Path) -> None:
    path = tmp_path / "hotline.db"
    db = SqliteDatabase.open(path)
    with db.write() as c:
        assert search.is_empty(c)
        for number in range(_MANY):
            tickets.add(c, *registered(f"202209050000{number:02}", content="路灯不亮"))
        assert not search.is_empty(c)
        for statement in statements_of(c).full_text_again():
            c.exec_driver_sql(statement)
        assert search.is_empty(c)
    db.close()
    db = SqliteDatabase.open(path)
    with db.read() as c:
        assert search.count(c, "路灯不亮") == search.count(c, "路灯") == _MANY
    db.close()
