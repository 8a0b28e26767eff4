"""Tickets that say much the same are found by a few rare pieces, drawn by the same lot from every text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from sqlalchemy import Connection

from hotline_desktop.domain.repeats.similarity import pieces, rarity
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.searching import rare_pieces
from hotline_desktop.storage.searching.rare_pieces import RarePieces, Search
from tests.storage.making import registered

_MATTER = "小区门口路灯不亮已一周，物业推诿不修，老人夜里摔倒，楼道堆放杂物，消防通道被占"
_OTHER_WORDS = (
    "邻居深夜弹琴，宠物随地便溺无人清扫，电梯频繁停运困住孩子，水管爆裂淹没地下车库，快递柜挡住盲道，"
    "广场舞音量过大影响复习，花坛灌木枯萎，围墙裂缝渗漏"
)
_NOISE = ("夜间施工噪音扰民", "窨井盖破损污水外溢", "占道停车收费不合理", "垃圾堆放无人清运")


def add(c: Connection, *contents: str, numbered: str = "40000") -> list[int]:
    made = [registered(f"{numbered}{n:05}", content=text, title="", address="") for n, text in enumerate(contents)]
    return list(tickets.add_many(c, [(*one, {}) for one in made], None))


def alike(c: Connection, text: str, own: int = 0) -> rare_pieces.Alike:
    (found,) = RarePieces().alike(c, [Search(pieces(text), own)], 60)
    return found


def test_the_same_in_other_words_is_found_though_most_of_it_stands_nowhere_else(c: Connection) -> None:
    again = f"{_OTHER_WORDS}，{_MATTER}"
    first, *_noise, own = add(c, _MATTER, *_NOISE * 5, again)
    assert alike(c, again, own).likeliest[0] == first
    assert alike(c, _MATTER, first).likeliest == (own,)
    assert set(alike(c, _MATTER).likeliest) == {first, own}


def test_one_that_says_much_the_same_is_found_though_few_of_the_pieces_drawn_stand_in_it(c: Connection) -> None:
    newest = add(c, *_NOISE * 5)[-1]
    said = [chr(0x4E00 + 7 * place) + chr(0x4E01 + 7 * place) for place in range(24)]
    drawn = _drawn(c, newest, said)
    others = ["，".join(drawn[place : place + 4]) for place in range(2, 9)]
    again, *_others = add(c, "，".join([*drawn[:2], *drawn[14:]]), *others, numbered="50000")
    assert again in alike(c, "，".join(said)).likeliest


def test_all_that_hold_any_of_the_pieces_looked_for_are_told(c: Connection) -> None:
    first, lamp, *noise = add(c, _MATTER, "小区门口路灯不亮，物业推诿，老人夜里摔倒", *_NOISE * 5)
    assert alike(c, _MATTER, first).holding == {first, lamp, *noise[3::4]}  # 堆放 is in both


def test_a_few_of_very_many_that_say_the_same_are_held_against_a_text(c: Connection) -> None:
    add(c, *[_MATTER] * 5, *[f"{_MATTER}{n}" for n in range(80)], *_NOISE * 5)
    assert len(alike(c, _MATTER).likeliest) == 60


def test_where_a_text_says_only_what_many_say_the_newest_of_them_are_found(
    c: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rare_pieces, "_ENOUGH", 8)
    common = add(c, *[f"停车收费不合理，第{digit}次" for digit in range(12)])
    rare = tickets.add(c, *registered("1000000020", content="停车场旁雨水窨井盖破损", title="", address=""))
    likeliest, holding = alike(c, "停车场门口窨井盖破了，停车收费也不合理")
    assert likeliest == (rare, *reversed(common)) and holding is None
    likeliest, holding = alike(c, "停车收费不合理", common[0])
    assert set(likeliest) >= set(common[1:]) and holding is None


def test_of_a_long_text_more_pieces_are_asked_for(c: Connection) -> None:
    letters = "".join(chr(0x4E00 + 7 * place) for place in range(1_200))
    first, *_noise = add(c, letters[500:560], *_NOISE * 5)
    assert first in alike(c, letters).likeliest


def test_the_lot_is_another_one_for_every_two_characters_and_the_same_every_time() -> None:
    two = [first + second for first in "路灯不亮小区门口\ud800𠮷" for second in "路灯不亮小区门口\ud800𠮷"]
    drawn = list(rare_pieces._lots(two))
    assert len(set(drawn)) == len(two) and drawn != sorted(drawn)
    assert drawn[::-1] == list(rare_pieces._lots(two[::-1]))


def test_pieces_of_common_characters_are_drawn_last(c: Connection) -> None:
    newest = add(c, *["路灯路灯路灯路灯"] * 400, "窨井盖破损")[-1]
    assert _drawn(c, newest, {*pieces("窨井盖破损"), "路灯"})[-1] == "路灯"


def test_what_stands_in_many_texts_is_drawn_last_however_seldom_its_characters_are(c: Connection) -> None:
    filling = "".join(chr(0x4E00 + place) for place in range(3_000))
    newest = add(c, *[f"骉驫{filling[place : place + 9]}" for place in range(0, 3_000, 10)])[-1]
    assert _drawn(c, newest, {"骉驫", "一丁", "甲乙"})[-1] == "骉驫"


def _drawn(c: Connection, newest: int, said: Iterable[str]) -> list[str]:
    return list(rare_pieces._in_order(list(said), rare_pieces._Sample(c, newest)))


def test_a_short_text_that_stands_whole_in_a_long_one_is_found_from_the_long_one(c: Connection) -> None:
    whole = "".join(chr(0x4E00 + 7 * place) for place in range(170))
    others = [f"{whole[place : place + 2]}{chr(0x5E00 + place)}{whole[place + 9 : place + 11]}" for place in range(150)]
    short, *_others = add(c, whole[60:80], *others, *_NOISE * 5)
    assert short in alike(c, whole).likeliest


def test_in_an_empty_office_nothing_is_found(c: Connection) -> None:
    assert alike(c, _MATTER) == ((), None) and RarePieces().weights(c, {"路灯"}) == {}


def test_rarity_is_counted_for_what_the_index_holds_only(c: Connection) -> None:
    add(c, "小区门口路灯不亮")
    assert RarePieces().weights(c, {"路灯", "没有", "12", "灯"}) == rarity({"路灯": 1, "没有": 0}, 1)


def test_a_common_piece_is_told_from_how_soon_it_came(c: Connection) -> None:
    add(c, *["路灯" if n % 2 else "井盖" for n in range(900)])
    weight = RarePieces().weights(c, {"路灯"})
    assert rarity({"": 460}, 900)[""] <= weight["路灯"] <= rarity({"": 440}, 900)[""]


def test_what_was_learned_by_looking_for_tickets_is_what_counting_tells(c: Connection) -> None:
    add(c, *[_MATTER] * 3, *_NOISE * 5)
    known = RarePieces()
    known.alike(c, [Search(pieces(_MATTER))], 60)
    assert known.weights(c, pieces(_MATTER)) == RarePieces().weights(c, pieces(_MATTER))


@pytest.mark.parametrize("most", [1, 3, 50])
def test_of_every_piece_the_index_tells_its_first_and_last_tickets_and_how_many(c: Connection, most: int) -> None:
    add(c, *_NOISE * 5, _MATTER, '𠮷野家"油烟"%s \'ab\\c', "")
    index = statements_of(c).index
    expected: dict[str, list[int]] = {"没有": []}
    for piece, ticket_id in index.every(c):
        expected.setdefault(piece, []).append(ticket_id)
    oldest = {piece: sorted(ids)[:most] for piece, ids in expected.items()}
    asked = sorted(expected, reverse=True)  # told in the order in which they were asked for
    assert index.held(c, asked, most) == [oldest[piece] for piece in asked]
    assert index.held(c, asked, most, newest=True) == [sorted(expected[piece], reverse=True)[:most] for piece in asked]
    assert index.frequencies(c, asked, most) == [(len(oldest[piece]), max(oldest[piece], default=0)) for piece in asked]
    assert not index.held(c, [], most) and not index.frequencies(c, [], most)
