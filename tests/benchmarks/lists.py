"""Pages and counts of the list, searches, 今日, one ticket opened, a step saved."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

from hotline_desktop.domain.records.summaries import PAGE_ROWS, PageKey, SortKey, TicketFilter
from hotline_desktop.storage.engines.sqlite.texts.packing import unpacked
from tests.benchmarks.ground import COLUMNS, Ground, by_hand
from tests.benchmarks.measuring import Line
from tests.benchmarks.offices import CLERK, NOW, opened

_ORDER = f"ORDER BY due_order, id LIMIT {PAGE_ROWS}"
_COMMON, _SELDOM = "新海", "蝴蝶"
_NOW = NOW.isoformat(timespec="minutes")


def lines(ground: Ground) -> Iterator[Line]:
    """Everything that is asked of lists."""
    yield from _pages(ground)
    yield from _searches(ground)
    yield from _today(ground)
    yield from _one_ticket(ground)


def _rows(raw: sqlite3.Connection, statement: str, values: Sequence[object]) -> list[Any]:
    return raw.execute(statement, tuple(values)).fetchall()


def _pages(ground: Ground) -> Iterator[Line]:
    office, raw = ground.office, ground.raw
    due, ticket_id = raw.execute(
        f"SELECT due_order, id FROM tickets ORDER BY due_order, id LIMIT 1 OFFSET {ground.number // 2}"
    ).fetchone()
    deep = PageKey(json.dumps([due]), ticket_id)
    unit = raw.execute("SELECT name FROM units LIMIT 1").fetchone()[0]
    oldest = raw.execute("SELECT called_at, id FROM tickets ORDER BY called_at DESC, id DESC LIMIT 1").fetchone()
    assert oldest is not None
    in_range = (
        f"SELECT * FROM (SELECT {COLUMNS}, due_order FROM tickets WHERE due_order = ? AND id > ? {_ORDER}) UNION ALL "
        f"SELECT * FROM (SELECT {COLUMNS}, due_order FROM tickets WHERE due_order > ? {_ORDER}) LIMIT {PAGE_ROWS}"
    )
    asked: tuple[tuple[str, TicketFilter, SortKey, PageKey | None, str, tuple[Any, ...]], ...] = (
        ("first page", TicketFilter(), SortKey.DUE, None, f"SELECT {COLUMNS} FROM tickets {_ORDER}", ()),
        ("page far down", TicketFilter(), SortKey.DUE, deep, in_range, (due, ticket_id, due)),
        (
            "page, provisional deadlines",
            TicketFilter(provisional=True, open_only=True),
            SortKey.DUE,
            None,
            f"SELECT {COLUMNS} FROM tickets INDEXED BY ix_tickets_walk "
            f"WHERE due_order < '9' AND provisional = 1 {_ORDER}",
            (),
        ),
        (
            "page of one unit",
            TicketFilter(units=(unit,)),
            SortKey.DUE,
            None,
            f"SELECT {COLUMNS} FROM tickets WHERE unit = ? {_ORDER}",
            (unit,),
        ),
        (
            "page, by the call",
            TicketFilter(),
            SortKey.CALLED,
            None,
            f"SELECT {COLUMNS} FROM tickets ORDER BY called_at, id LIMIT {PAGE_ROWS}",
            (),
        ),
    )
    for label, filter, sort, after, statement, values in asked:
        yield Line(
            "lists",
            label,
            partial(office.tickets.page, filter, sort, False, after, PAGE_ROWS),
            partial(_rows, raw, statement, values),
            ratio=3,
            small=1.5,
        )
    yield Line(
        "lists",
        "count of everything open",
        lambda: office.tickets.count(TicketFilter(open_only=True)),
        lambda: raw.execute("SELECT count(*) FROM tickets WHERE due_order < '9'").fetchall(),
        ratio=3,
        small=2,
    )


def _searches(ground: Ground) -> Iterator[Line]:
    office, raw = ground.office, ground.raw
    (phone,) = raw.execute("SELECT phones FROM tickets WHERE phones != '' ORDER BY id DESC LIMIT 1").fetchone()
    tested = " OR ".join(f"instr({field}, ?) > 0" for field in ("content", "title", "address"))
    found = (
        f"SELECT {COLUMNS} FROM tickets WHERE id IN "
        f"(SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?) AND ({tested} OR instr(phones, ?) > 0) {_ORDER}"
    )
    walked = f"SELECT {COLUMNS} FROM tickets WHERE {tested} {_ORDER}"
    asked = (
        ("search, a word in every ticket", _COMMON, walked, (_COMMON,) * 3),
        ("search, a very common character", "人", walked, ("人",) * 3),
        ("search, a common word", "我们", walked, ("我们",) * 3),
        ("search, a seldom word", _SELDOM, found, (_SELDOM,) * 5),
        ("search, a phone's end", phone[-6:], found, (_quads(phone[-6:]), *[phone[-6:]] * 4)),
    )
    for label, word, statement, values in asked:
        filter = TicketFilter(search=word)
        yield Line(
            "search",
            label,
            partial(office.tickets.page, filter, SortKey.DUE, False, None, PAGE_ROWS),
            partial(_rows, raw, statement, values),
            ratio=3,
            small=5,
        )
        yield Line("search", f"{label}: its count", partial(office.tickets.count, filter))


def _quads(digits: str) -> str:
    return " AND ".join(f'"{digits[i : i + 4]}"' for i in range(len(digits) - 3))


_TASKS = "SELECT task, count(*) FROM tickets INDEXED BY ix_tickets_walk WHERE due_order < '9' GROUP BY task"
_LIGHTS = "SELECT level, due_order FROM tickets INDEXED BY ix_tickets_walk WHERE due_order < '7'"
_PENDING = "SELECT pending, count(*) FROM tickets WHERE pending != '' GROUP BY pending"
_AWAITED = "SELECT count(*) FROM printed_papers WHERE awaited = 1 AND returned_on = ''"
_PROVISIONAL = "SELECT count(*) FROM tickets INDEXED BY ix_tickets_walk WHERE due_order < '9' AND provisional = 1"
_ALERTS = "SELECT count(*) FROM tickets WHERE alerts != ''"
_CASES = "SELECT stage, count(*) FROM cases GROUP BY stage"


def _today(ground: Ground) -> Iterator[Line]:
    office, raw = ground.office, ground.raw

    def counted() -> None:
        for statement in (_TASKS, _LIGHTS, _PENDING, _AWAITED, _PROVISIONAL, _ALERTS, _CASES):
            raw.execute(statement).fetchall()

    (undecided,) = raw.execute(_ALERTS).fetchone()
    label = f"今日, {undecided:,} tickets with candidates"
    yield Line("today", label, lambda: office.today.cards(NOW), counted, ratio=3, small=10)


def _one_ticket(ground: Ground) -> Iterator[Line]:
    raw = ground.raw
    ids = [row[0] for row in raw.execute("SELECT id FROM tickets WHERE stage = 30 ORDER BY id LIMIT 400")]
    places = count()

    def fetched(ticket_id: int) -> None:
        raw.execute(f"SELECT {COLUMNS} FROM tickets WHERE id = ?", (ticket_id,)).fetchone()
        statement = "SELECT * FROM ticket_entries WHERE ticket_id = ? ORDER BY sequence"
        for row in raw.execute(statement, (ticket_id,)).fetchall():
            json.loads(unpacked(row[7])), json.loads(unpacked(row[8]))
        raw.execute("SELECT cells FROM platform_rows WHERE ticket_id = ?", (ticket_id,)).fetchone()
        raw.execute("SELECT * FROM attachments WHERE ticket_id = ?", (ticket_id,)).fetchall()

    yield Line(
        "one ticket",
        "opened",
        lambda: ground.office.tickets.detail(ids[next(places) % len(ids)], CLERK),
        lambda: fetched(ids[next(places) % len(ids)]),
        small=4,
    )
    with ground.copied() as folder:
        office, hand = opened(folder), by_hand(folder)
        hand.execute("PRAGMA busy_timeout = 5000")
        yield Line(
            "one ticket",
            "a step saved (催单)",
            lambda: office.tickets.do(ids[next(places) % len(ids)], "urge", {"note": "再次来电。"}, CLERK),
            lambda: _saved(hand, ids[next(places) % len(ids)]),
            small=6,
        )
        office.close()
        hand.close()


def _saved(raw: Any, ticket_id: int) -> None:
    """The history as it was and the two writes, in one transaction."""
    raw.execute("BEGIN IMMEDIATE")
    found = raw.execute("SELECT * FROM ticket_entries WHERE ticket_id = ? ORDER BY sequence", (ticket_id,)).fetchall()
    values = (ticket_id, found[-1][1] + 1, "urge", 1, _NOW, _NOW, CLERK, '{"note":"再次来电。"}', "{}", "{}", "{}")
    raw.execute(f"INSERT INTO ticket_entries VALUES ({', '.join('?' * 11)})", values)
    raw.execute("UPDATE tickets SET urges = urges + 1 WHERE id = ?", (ticket_id,))
    raw.execute("COMMIT")
