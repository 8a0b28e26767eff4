"""Text tables whose columns, quotation marks or separators are not what they seem."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.sheet import ReadError
from tests.exchange.tables import tickets_and_dropped, tickets_in

HEADERS = ("工单编号", "来电时间", "来电人", "联系电话", "来电内容", "承办单位")
FIRST = ("20220905091001", "2022-09-05 09:10", "张三丰", "13800010001", "长江路路灯三天不亮", "城建中心")
SECOND = ("20220905091002", "2022-09-05 09:20", "李四", "13800010002", "积水，请派人", "水务站")


def saved(path: Path, *lines: str, encoding: str = "gbk") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def aligned(*rows: tuple[str, ...], gap: int = 1) -> list[str]:
    """Rows as a printed list has them; a Chinese character takes two columns of the screen."""

    def width(text: str) -> int:
        return sum(2 if char > "\u2e7f" else 1 for char in text)

    widths = [max(map(width, column)) + gap for column in zip(*rows, strict=True)]
    padded = [[cell + " " * (full - width(cell)) for cell, full in zip(row, widths, strict=True)] for row in rows]
    return ["".join(row).rstrip() for row in padded]


WITHOUT_PHONE = (*FIRST[:3], "", *FIRST[4:])


@pytest.mark.parametrize(
    "lines",
    [
        ["  ".join(row) for row in (HEADERS, FIRST, SECOND)],
        [" ".join(row) for row in (HEADERS, FIRST, SECOND)],
        ["　".join(row) for row in (HEADERS, FIRST, SECOND)],
        ["新海镇工单清单", *aligned(HEADERS, ("--------",) * 6, FIRST, SECOND, gap=2), "合计：2件"],
    ],
)
def test_columns_kept_apart_by_spaces_are_columns(tmp_path: Path, lines: list[str]) -> None:
    first, second = tickets_in(saved(tmp_path / "a.txt", *lines))
    assert (first.number, first.caller, first.phones, first.content, first.unit) == (
        FIRST[0], "张三丰", ("13800010001",), FIRST[4], "城建中心",
    )  # fmt: skip
    assert (second.called_at is not None and second.called_at.minute, second.unit) == (20, "水务站")


def test_a_blank_among_aligned_columns_is_known_by_its_place(tmp_path: Path) -> None:
    first, second = tickets_in(saved(tmp_path / "a.txt", *aligned(HEADERS, WITHOUT_PHONE, SECOND)))
    assert (first.phones, first.content, first.unit) == ((), FIRST[4], "城建中心")
    assert second.phones == ("13800010002",)


def test_a_blank_that_could_be_any_column_is_asked_about(tmp_path: Path) -> None:
    lines = ("  ".join(filter(None, row)) for row in (HEADERS, WITHOUT_PHONE, SECOND))
    with pytest.raises(ReadError, match=r"第 2 行只有 5 格，表头有 6 格.*分列"):
        read_sheets(saved(tmp_path / "a.txt", *lines))


def test_quotation_marks_that_nobody_closed_swallow_no_row(tmp_path: Path) -> None:
    lines = [",".join(row).replace("，", "") for row in (HEADERS, FIRST, SECOND)]
    opened = [lines[0], *(f'{line.rpartition(",")[0]},"{line.rpartition(",")[2]}' for line in lines[1:])]
    assert [row.number for row in tickets_in(saved(tmp_path / "a.csv", *opened))] == [FIRST[0], SECOND[0]]
    long = [lines[0], lines[1].replace("长江路", '"长江路'), *(lines[2].replace("积水", "积水，") for _row in range(3))]
    assert len(tickets_in(saved(tmp_path / "b.csv", *long))) == 4


def test_a_row_inside_a_cell_is_told_where_a_later_mark_closed_it(tmp_path: Path) -> None:
    lines = [
        ",".join(HEADERS),
        ",".join(FIRST).replace("长江路", '"长江路'),
        ",".join(SECOND),
        ",".join(SECOND).replace("积水，请派人", '积水"'),
        ",".join(SECOND).replace(SECOND[0], "20220905091009").replace("积水，请派人", '"第一行\r\n第二行"'),
    ]
    rows, _dropped = tickets_and_dropped(saved(tmp_path / "a.csv", *lines))
    assert [bool(row.faults) for row in rows] == [True, False]
    assert "夹着别的行" in rows[0].faults[0].reason


def test_tabs_that_only_keep_numbers_texts_separate_nothing(tmp_path: Path) -> None:
    lines = ["\t,".join(row) + "\t" for row in (HEADERS, FIRST)]
    (row,) = tickets_in(saved(tmp_path / "a.csv", *lines))
    assert (row.number, row.caller, row.unit) == (FIRST[0], "张三丰", "城建中心")


def test_apostrophes_around_every_cell_are_no_part_of_it(tmp_path: Path) -> None:
    lines = [",".join(f"'{cell}'" for cell in row) for row in (HEADERS, FIRST)]
    (row,) = tickets_in(saved(tmp_path / "a.csv", *lines))
    assert (row.content, row.caller, row.unit) == (FIRST[4], "张三丰", "城建中心")
