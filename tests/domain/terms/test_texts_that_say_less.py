"""A masked text, or one cut short, is known again as the whole one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.text import CUT_SHORT, says_less


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("张**", "张三丰"),
        ("张*", "张三"),
        ("138****0001", "13800010001"),
        ("电话138****0001，住东路**号", "电话13800010001，住东路12号"),
        ("路灯不亮" + CUT_SHORT, "路灯不亮三天"),
    ],
)
def test_what_says_less_is_known(text: str, whole: str) -> None:
    assert says_less(text, whole)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("张**", "李四"),
        ("张**", "张"),
        ("138****0002", "13800010001"),
        ("张三", "张三丰"),
        ("路灯亮了" + CUT_SHORT, "路灯不亮三天"),
        ("", "张三"),
        ("a*a", "a"),
    ],
)
def test_what_says_something_else_is_news(text: str, whole: str) -> None:
    assert not says_less(text, whole)


@given(st.text("ab", min_size=1), st.text("ab", min_size=1), st.text("ab", min_size=1))
def test_stars_stand_for_whatever_they_cover(first: str, covered: str, last: str) -> None:
    assert says_less(f"{first}**{last}", first + covered + last)
