"""Columns that spaces keep apart are read where they are plain, and nothing else is taken for them."""

from __future__ import annotations

import pytest

from hotline_desktop.exchange.formats.spaced_columns import UnclearColumns, read_spaced_columns

HEADERS = ["工单编号", "标题", "来电人", "电话"]


def test_wide_spaces_count_as_two_columns_of_the_screen() -> None:
    lines = (
        "工单编号　　标题　　　来电人　　电话",
        "1　　　　　　　路灯　　　张三　　　139",
        "2　　　　　　　噪声　　　　　　　　138",
    )
    assert read_spaced_columns("\n".join(lines)) == [HEADERS, ["1", "路灯", "张三", "139"], ["2", "噪声", "", "138"]]


@pytest.mark.parametrize(
    "text",
    [
        "工单编号 标题 来电人\n1 路灯 张三\n2 噪声 李四",  # three words in a line are as often a sentence
        "各位 同事 领导 大家好\n今天 下午开会\n请 准时\n地点三楼\n甲 乙 丙 丁",
    ],
)
def test_a_letter_with_spaces_in_it_is_no_table(text: str) -> None:
    assert read_spaced_columns(text) == []


def test_what_is_unclear_is_told_of_the_wide_gaps_first() -> None:
    text = "工单编号  标题  来电 人  电话\n1  路灯 不亮  张三  139\n2  噪声  李四"
    with pytest.raises(UnclearColumns, match="第 3 行只有 3 格，表头有 4 格"):
        read_spaced_columns(text)
