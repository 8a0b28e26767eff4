"""Tickets about the same matter are found by phone, address, content and quoted numbers, and grouped by a person."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.repeats.candidates import Known, Sign, find_repeats, groups, joined, quoted_numbers
from hotline_desktop.domain.repeats.similarity import (
    Place,
    Said,
    Weighed,
    overlap,
    pieces,
    place,
    place_keys,
    place_pieces,
    plain,
    rarity,
    same_place,
    shared_texts,
)

LAMP = Known(
    "20220905100001",
    ("13800010001", "021-59210001"),
    "新海路120弄",
    "市民反映新海路120弄小区门口路灯不亮已一周，物业不处理，希望尽快修复",
)


def signs(other: Known, **ruled_out: Any) -> list[Sign]:
    found = find_repeats(LAMP, [other], **ruled_out)
    return [evidence.sign for repeat in found for evidence in repeat.evidence]


def test_the_same_phone_is_a_sign_also_among_several() -> None:
    assert signs(Known("2", ("13500010002", "021-59210001"), "北沿公路1号", "夜间施工噪音扰民")) == [Sign.PHONE]


def test_the_same_address_is_a_sign_however_long_it_is_told() -> None:
    assert signs(Known("2", (), "上海市崇明区新海镇新海路120弄6号", "宠物无人看管")) == [Sign.ADDRESS]


def test_similar_content_is_a_sign_with_the_words_that_both_say() -> None:
    other = Known("2", (), "", "来电人说120弄门口的路灯坏了一周不亮，要求修复")
    (found,) = find_repeats(LAMP, [other])
    assert found.reason == "内容相似 47%"
    (evidence,) = found.evidence
    assert (evidence.here, evidence.there) == (LAMP.text, other.text)
    assert {"120弄", "门口", "不亮"} <= set(evidence.shared)


def test_a_quoted_number_is_a_sign_in_both_directions() -> None:
    assert signs(Known("2", (), "", "此前工单20220905100001没有解决")) == [Sign.QUOTED]
    quoting = LAMP._replace(text="上次反映的20220801100001仍未处理")
    (found,) = find_repeats(quoting, [Known("20220801100001")])
    assert found.reason == "文中提到工单号"


def test_what_every_ticket_says_makes_no_two_alike() -> None:
    here, there = "市民来电反映路灯，希望相关部门尽快处理", "市民来电反映井盖，希望相关部门尽快处理"
    assert overlap(pieces(here), pieces(there)) == 0.0
    assert signs(Known("2", ("13500010002",), "北沿公路1号", "夜间施工噪音扰民，希望相关部门尽快处理")) == []


def test_candidates_come_strongest_first_and_leave_out_what_was_ruled_out() -> None:
    phone_only = Known("11", ("13800010001",), "", "夜间施工噪音扰民")
    same = Known("12", ("13800010001",), "新海路120弄", "小区门口路灯不亮一周，物业不处理")
    quoted = Known("13", (), "新海路120弄", "20220905100001 一直没解决，小区门口路灯不亮")
    assert [found.number for found in find_repeats(LAMP, [phone_only, same, quoted, LAMP])] == ["13", "12", "11"]
    assert [f.number for f in find_repeats(LAMP, [phone_only, same, quoted], ruled_out=("12",))] == ["13", "11"]
    assert len(find_repeats(LAMP, [phone_only, same, quoted], most=1)) == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("工单20220905100001、SH-20220801-07都未办结", ("20220905100001", "SH-20220801-07")),
        ("回电13800010001或59210001号", ("59210001",)),
        ("编号２０２２０９０５１００００１", ("20220905100001",)),
        ("2022年9月5日反映过", ()),
    ],
)
def test_numbers_in_a_text_are_found_and_mobile_phones_are_none(text: str, numbers: tuple[str, ...]) -> None:
    assert quoted_numbers(text) == numbers


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("新海路120弄", "新海路 120 弄", True),
        ("新海路120弄", "崇明区新海镇新海路120弄6号201室", True),
        ("新海路120弄", "新海路12弄", False),
        ("新海路12", "新海路120弄", False),
        ("新海路", "新海路120弄", False),
        ("海虹小区", "海虹小区", True),
        ("", "新海路120弄", False),
        ("新海镇", "新海路120弄", False),
    ],
)
def test_places_are_the_same_when_their_numbers_are(here: str, there: str, same: bool) -> None:
    assert same_place(here, there) is same
    assert same_place(there, here) is same
    assert Place(here).is_one_with(place(there)) is same
    assert Place(there).is_one_with(place(here)) is same
    if same:
        assert set(place_keys(here)) & set(place_keys(there))


def test_the_same_sort_of_matter_at_another_place_is_no_repeat() -> None:
    elsewhere = Known("2", (), "北沿公路88号", "北沿公路88号小区门口路灯不亮，物业不处理，商户夜间经营扰民，噪音很大")
    assert 0.3 <= overlap(pieces(LAMP.text), pieces(elsewhere.text)) < 0.6
    assert signs(elsewhere) == []
    assert signs(elsewhere._replace(address="")) == [Sign.CONTENT]
    word_for_word = Known("3", (), "北沿公路88号", LAMP.text)
    assert signs(word_for_word) == []
    assert signs(word_for_word._replace(address="新海路东侧路灯杆")) == [Sign.CONTENT]


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("上海市崇明区新海镇新海路 120 弄 6 号", ("新海路120",)),
        ("光明小区3号楼，北沿公路88号", ("明小区3", "沿公路88")),
        ("海虹小区", ("海虹小区",)),
        ("120弄6号", ("120弄6号",)),
        ("新海镇", ()),
        ("", ()),
    ],
)
def test_places_are_looked_up_by_their_numbered_roads(address: str, keys: tuple[str, ...]) -> None:
    assert place_keys(address) == keys


@pytest.mark.parametrize(
    ("address", "spoken"),
    [
        ("江苏省苏州市昆山市周庄镇全福路1号", "全福路1号"),
        ("浦东新区川沙镇新德路", "新德路"),
        ("上海市崇明区新海镇海虹小区", "海虹小区"),
        ("海虹小区12号", "海虹小区12号"),
        ("新海菜市场东侧", "新海菜市场东侧"),
        ("古镇路12号", "古镇路12号"),
        ("新城社区3号", "新城社区3号"),
    ],
)
def test_the_town_before_an_address_is_no_part_of_the_place_whatever_it_is_called(address: str, spoken: str) -> None:
    assert place(address) == spoken


def test_what_the_whole_office_says_counts_little_where_that_is_known() -> None:
    said = {"夜间": 1_900, "施工": 1_900, "扰民": 1_800, "间施": 1_700, "工扰": 1_700}
    here, there = Known("1", (), "", "北沿公路夜间施工扰民"), Known("2", (), "", "场部大街夜间施工扰民")
    assert find_repeats(here, [there])
    weight = rarity({piece: said.get(piece, 3) for piece in pieces(here.text)}, 2_000)
    assert find_repeats(here, [there], weight=weight) == ()


def test_two_alike_among_three_are_found_though_little_is_known_of_the_office() -> None:
    other = Known("2", (), "", "来电人说120弄门口的路灯坏了一周不亮，要求修复")
    weight = rarity({piece: 2 if piece in other.text else 1 for piece in pieces(LAMP.text)}, 3)
    (found,) = find_repeats(LAMP, [other], weight=weight)
    assert 0.3 <= found.evidence[0].share <= 0.5


def test_shared_words_are_whole_runs() -> None:
    assert shared_texts("小区门口路灯不亮", "门口路灯又不亮了") == ("门口路灯", "不亮")


def test_confirmed_links_join_into_groups() -> None:
    assert set(groups({"1": ["2"], "3": ["2", "4"], "5": ["6"], "7": []})) == {
        frozenset("1234"),
        frozenset("56"),
    }


def test_every_mark_says_the_same_in_whatever_width() -> None:
    for mark in map(chr, (*range(0xD800), *range(0xE000, 0x10000))):
        assert plain(f"路{mark}灯") == "".join(re.findall(r"[^\W_]+", normalize("NFKC", f"路{mark}灯").lower()))


# Few different words, so that texts share some: phrases whole and cut, marks, wide digits, odd spellings, a surrogate.
_WORDS = [
    *("路灯", "路灯不亮", "井盖", "窨井盖破损", "噪音", "夜间施工", "市民", "希望", "市", "民来", "反映", "诉求", "人"),
    *("，", "。", " ", "_", "120弄", "１２０", "ABc", "ａｂ", "㎡", "①", "⑤", "\U00020bb7", "\ud842", "路", "盖"),
]
texts = st.lists(st.sampled_from(_WORDS), max_size=40).map("".join)
shares = st.sampled_from([0.05, 0.3, 0.6, 1.0])


@given(texts, texts, st.integers(1, 3_000), shares)
def test_only_what_cannot_be_much_the_same_is_passed_over(here: str, there: str, number: int, share: float) -> None:
    said = pieces(here)
    weight = rarity({piece: ord(piece[0]) % 7 * 40 + 1 for piece in said if len(piece) == 2}, number)
    for weighed in (Weighed(said, weight), Weighed(said, {}), Weighed(said, {**weight, "别处": 2.0})):
        assert weighed.may_reach(share, there) or weighed.overlap(pieces(there)) < share
    assert Said(said).may_reach(share, there) or overlap(said, pieces(there)) < share


def test_two_long_texts_about_other_matters_are_passed_over() -> None:
    said = pieces("新海路一百二十弄小区门口路灯不亮已一周，物业不处理")
    other = "某某花园地下车库积水严重，业主车辆被淹，排水泵长期损坏无人维修，业委会与开发商互相推诿；门口"
    weighed = Weighed(said, rarity(dict.fromkeys(said, 3), 10_000))
    assert weighed.overlap(pieces(other)) > 0 and not weighed.may_reach(0.3, other)
    assert overlap(said, pieces(other)) > 0 and not Said(said).may_reach(0.15, other)


@pytest.mark.parametrize(
    ("title", "content", "text"),
    [("路灯", "路灯不亮", "路灯不亮"), ("路灯", "井盖破损", "路灯\n井盖破损"), ("", "井盖破损", "井盖破损")],
)
def test_a_title_that_the_content_says_again_is_compared_once(title: str, content: str, text: str) -> None:
    assert joined(title, content) == text


_ADDRESSES = st.lists(
    st.sampled_from(
        [*_WORDS, "新海路", "120弄", "6号", "新海镇", "崇明区", "上海市", "有关单位", "海", "\u1112", "\u1161"]
    ),
    max_size=6,
).map("".join)


def _plainly(here: Known, there: Known, weight: dict[str, float]) -> list[tuple[Sign, float]]:
    """The signs as the rule says them, everything looked at."""
    phones = any(phone in there.phones for phone in here.phones)
    quoted = there.number in quoted_numbers(here.text) or here.number in quoted_numbers(there.text)
    plainly = overlap(pieces(here.text), pieces(there.text))
    share = plainly and Weighed(pieces(here.text), weight).overlap(pieces(there.text))
    marks = [(Sign.QUOTED, 0.0)] * quoted + [(Sign.PHONE, 0.0)] * phones
    marks += [(Sign.ADDRESS, 0.0)] * same_place(here.address, there.address)
    first, second = place_pieces(here.address), place_pieces(there.address)
    least = 0.3 if marks or not (first and second) else 0.6 if first & second else 2.0
    return marks + [(Sign.CONTENT, share)] * (share >= least and plainly >= least / 2)


@given(texts, texts, _ADDRESSES, _ADDRESSES, st.sampled_from(["", "1", "20220908100001"]), st.integers(1, 3_000))
def test_what_is_passed_over_sooner_is_what_the_rule_passes_over(
    here: str, there: str, first: str, second: str, phone: str, number: int
) -> None:
    asked = Known("20220908100001", ("1",), first, here)
    other = Known("20220908100002", (phone,) if phone else (), second, f"{there}{phone}")
    weight = rarity({piece: ord(piece[0]) % 7 * 40 + 1 for piece in pieces(here) if len(piece) == 2}, number)
    found = find_repeats(asked, [other], weight=weight)
    assert [(each.sign, each.share) for repeat in found for each in repeat.evidence] == _plainly(asked, other, weight)
