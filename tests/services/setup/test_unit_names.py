"""Units are found by a part of their name, by pinyin and by first letters; half a name means the only fit."""

from __future__ import annotations

import pytest

from hotline_desktop.services.foundation.pinyin import spells
from hotline_desktop.services.setup.unit_names import UnitNames

NAMES = UnitNames(
    ("城管中队", "城建中心", "新海村", "新海水务有限公司", "单家村", "重固居委"), {"城管中队": ("综合执法队",)}
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("城管", ("城管中队",)),
        ("cgzd", ("城管中队",)),
        ("chengguan", ("城管中队",)),
        ("chengguanzh", ("城管中队",)),
        ("cguanzd", ("城管中队",)),
        ("城gzd", ("城管中队",)),
        ("ＣＧＺＤ", ("城管中队",)),
        ("cj", ("城建中心", "单家村")),
        ("xinhai", ("新海村", "新海水务有限公司")),
        ("shuiwu", ("新海水务有限公司",)),
        ("shanjia", ("单家村",)),
        ("danjia", ("单家村",)),
        ("chonggu", ("重固居委",)),
        ("zhonggu", ("重固居委",)),
        ("执法", ("城管中队",)),
        ("zhzf", ("城管中队",)),
        ("不存在", ()),
        ("zzz", ()),
    ],
)
def test_part_pinyin_and_first_letters_find_a_unit(typed: str, found: tuple[str, ...]) -> None:
    assert NAMES.fits(typed) == found


def test_a_whole_name_or_the_only_fit_is_meant_and_half_of_two_is_not() -> None:
    assert NAMES.meant("新海村") == "新海村"
    assert NAMES.meant("水务") == "新海水务有限公司"
    assert NAMES.meant("综合执法队") == "城管中队"
    assert NAMES.meant("新海") == "" and NAMES.meant("") == "" and NAMES.meant("别的单位") == ""


def test_nothing_typed_offers_all_in_the_order_of_the_register() -> None:
    assert NAMES.fits("") == NAMES.names


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄信", "sxx"),
        ("仇英", "qiuying"),
        ("万俟卨", "moqi"),
        ("尉迟恭", "yuchi"),
        ("区永年", "ouyn"),
        ("朴顺", "piaos"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, typed: str) -> None:
    assert spells(typed, name)
