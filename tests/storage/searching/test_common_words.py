"""Words that many tickets hold are found by walking the list, others first by the index: all give the same pages."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from hotline_desktop.domain.records.summaries import PageKey, SortKey, TicketFilter
from hotline_desktop.storage.records import ticket_queries, tickets
from hotline_desktop.storage.searching import search
from tests.storage.making import registered
from tests.storage.records.test_lists import BOUNDS

CONTENTS = [
    "新海路夜间施工",
    "ＡＢＣ小区积水",
    "abc 小区",
    "新 海分开",
    "021-5921 0001 来电",
    "㈠号楼漏水",
    "新海路路灯不亮",
]


@pytest.fixture
def many(c: Connection, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setattr(search, "_SAMPLED", 7)
    made = [registered(f"T{place:05}", content=CONTENTS[place % len(CONTENTS)], address="") for place in range(140)]
    tickets.add_many(c, [(*one, {}) for one in made], None)
    return c


def numbers(
    c: Connection, word: str, sort: SortKey = SortKey.DUE, descending: bool = False, size: int = 9
) -> list[str]:
    """The whole list, page by page."""
    found: list[str] = []
    after: PageKey | None = None
    while True:
        filter = TicketFilter(search=word)
        rows, after = ticket_queries.page(c, filter, sort, descending, after, size, BOUNDS)
        found += [row.number for row in rows]
        if after is None:
            return found


WORDS = ["新海", "海", "abc", "ABC小区", "小区", "02159210001", "新海 施工", "一号楼", "没有"]


@pytest.mark.parametrize("parts", [(250,), (6, 10, 1000), (5,)])
@pytest.mark.parametrize("word", WORDS)
def test_every_way_gives_the_same_list(
    many: Connection, monkeypatch: pytest.MonkeyPatch, word: str, parts: tuple[int, ...]
) -> None:
    monkeypatch.setattr(search, "many_of", lambda _tickets: 2)
    monkeypatch.setattr(search, "_WIDE_GAP", 3)
    monkeypatch.setattr(ticket_queries, "_PARTS", parts)
    walked = numbers(many, word)
    monkeypatch.setattr(search, "is_common", lambda *_asked: False)
    monkeypatch.setattr(search, "is_in_many", lambda *_asked: False)
    assert walked == numbers(many, word)
    assert word != "新海" or len(walked) == 40


@pytest.mark.parametrize("filter", [TicketFilter(open_only=True), TicketFilter(units=("城管中队",)), TicketFilter()])
def test_filters_hold_while_the_list_is_walked(
    many: Connection, monkeypatch: pytest.MonkeyPatch, filter: TicketFilter
) -> None:
    narrowed = replace(filter, search="新海")
    plain, _more = ticket_queries.page(many, narrowed, SortKey.CALLED, True, None, 500, BOUNDS)
    monkeypatch.setattr(search, "many_of", lambda _tickets: 2)
    assert ticket_queries.page(many, narrowed, SortKey.CALLED, True, None, 500, BOUNDS)[0] == plain


def test_ids_far_apart_are_asked_for_by_ranges(many: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_WIDE_GAP", 10)
    ids = [1, 2, 3, 15, 16, 120]
    assert list(search._ranges(ids)) == [(1, 3), (15, 16), (120, 120)]
    assert search.holding(many, "新海", ids).intersection(ids) == {1, 15, 120}
    assert search.holding(many, "新海", []) == set()


def test_common_words_are_known_as_such(many: Connection) -> None:
    assert search.is_common(many, "新海")
    assert not search.is_common(many, "没有")
    assert not search.is_common(many, "5")


@pytest.mark.parametrize("sort", list(SortKey))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_follow_one_another_in_every_order(many: Connection, sort: SortKey, descending: bool) -> None:
    assert numbers(many, "", sort, descending, 9) == numbers(many, "", sort, descending, 500)
    assert len(set(numbers(many, "新海", sort, descending, 6))) == 40
