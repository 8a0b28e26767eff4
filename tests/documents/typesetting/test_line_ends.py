"""Where lines end: no punctuation begins one, whatever stands before it."""

from __future__ import annotations

import pytest

from hotline_desktop.documents.typesetting.linebreak import NEVER_FIRST, break_line
from hotline_desktop.documents.typesetting.model import Span


@pytest.mark.parametrize("word", ["https://xinhai.example.cn/a?b=" + "x" * 90, "9" * 80, "A" * 33])
@pytest.mark.parametrize("sign", ["。", "，", "）", "”", "。”"])
@pytest.mark.parametrize("hanging", [True, False])
def test_no_punctuation_begins_a_line_behind_a_word_longer_than_the_line(word: str, sign: str, hanging: bool) -> None:
    for length in range(20, len(word)):
        text = f"网址{word[:length]}{sign}请处理"
        lines = break_line(Span(text, "fang", 10.0), 100.0, 100.0, hanging=hanging)
        assert "".join(line[0].text for line in lines) == text
        assert not [line for line in lines if line[0].text[0] in NEVER_FIRST - {"?", ":", "."}], text


def test_a_long_address_of_the_net_parts_behind_its_strokes_and_a_unit_of_measure_does_not() -> None:
    address = "https://xinhai.example.cn/service/index.html?ticket=20220905091012"
    lines = [line[0].text for line in break_line(Span(f"详见{address}。", "fang", 10.0), 160.0, 160.0)]
    assert lines == ["详见https://xinhai.example.cn/", "service/index.html?", "ticket=20220905091012。"]
    lines = [line[0].text for line in break_line(Span("限速为每小时四十km/h以内", "fang", 10.0), 100.0, 100.0)]
    assert lines == ["限速为每小时四十", "km/h以内"]


def test_a_line_of_nothing_but_punctuation_is_full_before_it_parts() -> None:
    lines = [line[0].text for line in break_line(Span("，。；：！？" * 10, "fang", 10.0), 100.0, 100.0)]
    assert [len(line) for line in lines] == [10] * 6


# What Word holds at the line before or behind: degrees and minutes, per mille, brackets and prices among them.
@pytest.mark.parametrize("sign", "°′″‰～∶〗］｝．＂＇′")
def test_no_sign_begins_a_line_that_begins_none_in_word(sign: str) -> None:
    for length in range(8, 14):
        text = "字" * length + sign + "字" * 5
        lines = [line[0].text for line in break_line(Span(text, "fang", 10.0), 100.0, 100.0)]
        assert not any(line[0] == sign for line in lines), lines


@pytest.mark.parametrize("sign", "〖［｛￡＄")
def test_no_sign_ends_a_line_that_ends_none_in_word(sign: str) -> None:
    for length in range(8, 14):
        text = "字" * length + sign + "字" * 5
        lines = [line[0].text for line in break_line(Span(text, "fang", 10.0), 100.0, 100.0)]
        assert not any(line[-1] == sign for line in lines), lines


def test_a_place_by_its_degrees_stays_whole() -> None:
    lines = [line[0].text for line in break_line(Span("该处位于N31°44′以北", "fang", 10.0), 65.0, 65.0)]
    assert lines == ["该处位于", "N31°44′以北"]
