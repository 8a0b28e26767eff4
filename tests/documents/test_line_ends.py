"""Where lines end: no punctuation begins one, whatever stands before it."""

from __future__ import annotations

import pytest

from hotline_desktop.documents.linebreak import NEVER_FIRST, break_line
from hotline_desktop.documents.model import Span


@pytest.mark.parametrize("word", ["https://xinhai.example.cn/a?b=" + "x" * 90, "9" * 80, "A" * 33])
@pytest.mark.parametrize("sign", ["。", "，", "）", "”", "。”"])
@pytest.mark.parametrize("hanging", [True, False])
def test_no_punctuation_begins_a_line_behind_a_word_longer_than_the_line(word: str, sign: str, hanging: bool) -> None:
    for length in range(20, len(word)):
        text = f"网址{word[:length]}{sign}请处理"
        lines = break_line(Span(text, "fang", 10.0), 100.0, 100.0, hanging=hanging)
        assert "".join(line[0].text for line in lines) == text
        assert not [line for line in lines if line[0].text[0] in NEVER_FIRST - {"?", ":", "."}], text
