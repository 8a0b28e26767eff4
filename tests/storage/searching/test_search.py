"""Search finds what stands in a ticket, Chinese or not, and nothing else."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from hotline_desktop.domain.ticket.ticket import Entry, Facts, Ticket
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.searching import search
from hotline_desktop.storage.searching.pieces import FIELDS, pieces
from hotline_desktop.storage.tables import schema
from tests.storage.making import CLERK, MORNING, index_is_whole, registered

_table = schema.tickets


def hits(c: Connection, words: str) -> list[int]:
    """The ids that ``words`` finds, in both ways of asking."""
    found = {}
    for walked in (True, False):
        where = search.matching(words, walked=walked)
        found[walked] = list(c.execute(select(_table.c.id).where(where).order_by(_table.c.id)).scalars())
    assert found[True] == found[False]
    assert search.count(c, words) == len(found[True])
    return found[True]


@pytest.fixture
def one(c: Connection) -> int:
    """A ticket with something of everything."""
    ticket, entry = registered(
        "20220905000123",
        title="关于新海路噪音的诉求",
        content="市民反映：新海路120弄ＫＴＶ每晚营业至2:30，噪音扰民（共5户）。车牌沪A·12345。",
        caller="欧阳文静",
        phones=("13812345678", "021-59210002-801"),
        address="新海镇新海路１２０弄3号",
    )
    tickets.add(c, *registered("20211111999999", content="井盖松动", caller="李明", phones=(), address="前进街"))
    return tickets.add(c, ticket, entry)


@pytest.mark.parametrize(
    "words",
    [
        "弄",  # one character
        "噪音",  # two
        "噪音扰民",  # many
        "静",  # the last character of a text
        "欧阳文静",
        "阳文",
        "20220905000123",  # the number, its beginning, end and middle
        "20220905",
        "0123",
        "5000",
        "12",
        "8",  # one digit, alone and beside others, full width or not
        "８",
        "噪音 8",
        "13812345678",  # a phone, and its tail
        "5678",
        "5921",
        "021-59210002",
        "02159210002",
        "59210002-801",
        "120弄",  # digits beside characters, full width or not
        "１２０弄",
        "路120",
        "ktv",  # capital or not, full width or not
        "KTV",
        "ＫＴＶ每晚",
        "沪a",
        "噪音 欧阳文静 5678",  # several words
        "噪音　扰民",
        "新海路、噪音！",
        "120弄ktv每晚营业至2",
    ],
)
def test_words_in_any_part_of_a_ticket_find_it(c: Connection, one: int, words: str) -> None:
    assert hits(c, words) == [one]


@pytest.mark.parametrize(
    "words",
    [
        "音噪",  # both characters, but not in this order
        "扰民市民",  # across a mark
        "文静欧阳",
        "0905000124",
        "138123456789",
        "121弄",
        "ktvv",
        "噪音 张伟",  # one of two words
        "井盖 噪音",  # words of different tickets
        "，。",  # only marks
        "井盖 7",  # a digit that another ticket has
        "-",
        '" OR pieces : a *',
        "NEAR(噪音 扰民)",
    ],
)
def test_it_does_not_find(c: Connection, one: int, words: str) -> None:
    assert one > 0
    assert hits(c, words) == []


def test_what_is_taken_out_is_not_found(c: Connection, one: int) -> None:
    row = c.execute(select(_table).where(_table.c.id == one)).one()._asdict()
    search.remove(c, one, row)
    assert hits(c, "噪音") == hits(c, "20220905000123") == hits(c, "静") == []
    search.add(c, one, row)
    assert hits(c, "噪音") == [one]


def test_every_character_begins_a_piece_up_to_the_end_of_its_run() -> None:
    row = dict.fromkeys(FIELDS, "")
    assert pieces(row).split() == []
    row |= {"content": "噪音A座，12层𠮷野", "number": "12345", "phones": "021-5921"}
    words = ["噪音", "音a", "a座", "座", "12", "2层", "层𠮷", "𠮷野", "野"]
    numbers = ["12", "2", "1234", "2345", "345", "45", "5", "0215", "2159", "1592", "5921", "921", "21", "1"]
    assert set(pieces(row).split()) == {*words, *numbers}


def test_a_piece_that_is_said_twice_stands_in_the_index_once(c: Connection, one: int) -> None:
    row = c.execute(select(_table).where(_table.c.id == one)).one()._asdict()
    told = {**row, "id": one + 1, "content": "噪音，噪音，夜里噪音"}
    assert pieces(told).split().count("噪音") > 1
    search.add(c, one + 1, told)
    assert search.count(c, "噪音") == 2
    assert search.indexed(c)[one + 1] == search.summed(told)
    search.remove(c, one + 1, told)
    assert search.count(c, "噪音") == 1
    index_is_whole(c)


def test_the_index_is_whole_after_many_changes(c: Connection) -> None:
    chance = random.Random(7)
    rows: dict[int, dict[str, str]] = {}
    for ticket_id in range(1, 60):
        rows[ticket_id] = _random_row(chance)
        search.add(c, ticket_id, rows[ticket_id])
    for _ in range(300):
        ticket_id = chance.choice(list(rows))
        changed = _random_row(chance)
        search.change(c, ticket_id, rows[ticket_id], changed)
        rows[ticket_id] = changed
    index_is_whole(c)
    for word in ("路灯", "井盖", "12", "1234"):
        expected = [ticket_id for ticket_id, row in rows.items() if any(word in text for text in row.values())]
        assert search.count(c, word) == len(expected)


def _random_row(chance: random.Random) -> dict[str, str]:
    texts = ("路灯不亮", "井盖松动", "路灯和井盖", "1234567", "12号", "")
    return {field: chance.choice(texts) for field in FIELDS}


# Few different characters, so that texts share pieces in every possible way.
LETTERS = "新海路12３a Ａ-，。"
TEXTS = st.text(LETTERS, max_size=12)


def _runs(text: str) -> list[str]:
    """Written apart from the index: what is between marks and spaces, dashes aside, in one spelling."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("-", "")
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()


def _stands_in(words: str, texts: list[str]) -> bool:
    expected, runs = _runs(words), [run for text in texts for run in _runs(text)]
    return bool(expected) and all(any(word in run for run in runs) for word in expected)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6), TEXTS)
def test_it_finds_exactly_the_tickets_in_which_every_word_stands(
    empty: SqliteDatabase, written: list[list[str]], words: str
) -> None:
    with _taken_back(empty) as c:
        for n, (content, title, address) in enumerate(written, start=1):
            facts = Facts(number=f"x{n}", content=content, title=title, address=address)
            tickets.add(c, Ticket(facts=facts), Entry("register", MORNING, CLERK))
        numbered = [[*texts, f"x{n}"] for n, texts in enumerate(written, start=1)]
        expected = [n for n, texts in enumerate(numbered, start=1) if _stands_in(words, texts)]
        assert hits(c, words) == expected


@pytest.fixture(scope="module")
def empty() -> Iterator[SqliteDatabase]:
    db = SqliteDatabase.in_memory()
    yield db
    db.close()


class _Enough(Exception):
    pass


@contextmanager
def _taken_back(db: SqliteDatabase) -> Iterator[Connection]:
    """A transaction of which nothing stays."""
    with suppress(_Enough), db.write() as c:
        yield c
        raise _Enough
