"""Years that nobody in an office means are refused in a plain word, wherever they are typed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Terminal


@pytest.mark.parametrize(
    "arguments",
    [
        ("ranking", "0", "1"),
        ("ranking", "9999", "4"),
        ("ranking", "99999", "1"),
        ("statistics", "9999-12"),
        ("statistics", "0001-01-01..9999-12-31"),
        ("workdays", "0001-01-01", "9999-12-31"),
        ("deadline", "一般", "9999-12-31"),
        ("do", "20220905100001", "register", "content=路灯", "level=一般", "called_at=1900-01-01 09:00"),
        ("do", "20220905100001", "register", "content=路灯", "level=一般", "upper_limit=9999-12-31 09:00"),
        ("do", "20220905100001", "register", "content=路灯", "level=一般", "--at", "9999-12-31"),
    ],
    ids=" ".join,
)
def test_a_year_out_of_range_is_refused_in_a_plain_word(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    answer = terminal(*arguments)
    said = answer.out + answer.err
    assert answer.code in (2, 3) and "没有预料到" not in said
    assert "年份" in said or "不是能识别的期间" in said or "不是大于0" in said


@pytest.mark.parametrize(
    "arguments",
    [("statistics", "2026-13"), ("print", "热线工作统计表", "--period", "2026-Q5", "--out", "x")],
    ids=" ".join,
)
def test_a_period_that_nobody_can_read_is_wrong_usage(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    answer = terminal(*arguments)
    assert answer.code == 2 and "不是能识别的期间" in answer.err and answer.err.endswith("没有执行。\n")
