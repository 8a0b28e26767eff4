"""One line for each kind of file that offices send: what is read of it, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.importing.repeated_rows import without_repeats
from hotline_desktop.exchange.rows.ticket_rows import read_rows
from hotline_desktop.exchange.sheets.sheet import ReadError
from tests.exchange import case_files as made
from tests.exchange.case_files import MOMENT, PHONE, UNIT, Recipe, number
from tests.exchange.tables import ALIASES, opened


@dataclass(frozen=True)
class Case:
    """``numbers`` of the tickets in order; ``cells`` of some of them by place and fact; what is said of rows that are
    refused, of cells that are warned of, and of lines that are none."""

    recipe: Recipe
    name: str
    numbers: tuple[str, ...]
    cells: Mapping[tuple[int, str], object] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def numbers(*places: int) -> tuple[str, ...]:
    return tuple(map(number, places))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


ONE = {(0, "caller"): "张三", (0, "phones"): (PHONE,), (0, "called_at"): at(MOMENT)}
CASES = (
    Case(
        made.long_numbers, "a.xlsx", numbers(1, 3), {**ONE, (1, "phones"): (PHONE,)},
        ("超过15位",), ("超过15位", "超过15位"),
    ),
    Case(made.counted_from_1904, "a.xlsx", numbers(1, 2), {**ONE, (1, "called_at"): at(MOMENT)}),
    Case(made.wrong_range, "a.xlsx", numbers(1, 2), ONE),
    Case(made.hidden_row, "a.xlsx", numbers(1, 2, 3), ONE),
    Case(
        made.formulas, "a.xlsx", numbers(1, 3, 4, 5),
        {(0, "content"): "", (1, "content"): "", (2, "content"): "路灯不亮"},
        ("公式",), ("公式还没有算出结果", "#N/A"),
    ),
    Case(made.number_formats, "a.xlsx", numbers(*range(1, 9)), {(7, "phones"): (PHONE,), **ONE}),
    Case(made.date_formats, "a.xlsx", numbers(*range(1, 6)), {(place, "called_at"): at(MOMENT) for place in range(5)}),
    Case(made.like_formulas, "a.xlsx", numbers(1, 2), {(0, "caller"): "+SUM(1)", (1, "content"): "-1+2 元没退"}),
    Case(
        made.rare_characters, "a.xlsx", numbers(1),
        {(0, "caller"): "𫚭玃", (0, "content"): "㮾梨街道塘㙍镇䢺江镇：“路灯不亮。”（𬭎）"},
    ),
    Case(made.stray_last_row, "a.xlsx", numbers(1), ONE),
    Case(made.stray_last_column, "a.xlsx", numbers(1, 2), ONE),
    Case(made.two_people, "a.xlsx", numbers(1, 2), {**ONE, (1, "caller"): "", (1, "phones"): ()}),
    Case(made.invisible, "a.xlsx", numbers(*range(1, 8)), {(place, "caller"): "张三" for place in range(7)}),
    Case(made.wrapped_cells, "a.csv", numbers(1, 2, 3, 4), {**ONE, (3, "phones"): (PHONE,)}, ("科学计数",)),
    Case(made.without_references, "a.xlsx", numbers(1, 2), ONE),
    Case(made.absolute_parts, "a.xlsx", numbers(1), ONE),
    Case(made.open_quote, "a.csv", numbers(1, 2, 3, 4), {(0, "content"): '"他说路灯不亮'}),
    Case(
        made.inner_quotes, "a.csv", numbers(1, 2, 3),
        {(0, "content"): '他说"路灯"不亮', (2, "content"): '写明"原话",后面'},
    ),
    Case(made.comma_in_text, "a.csv", numbers(2), ONE, ("7 格，表头只有 6 格",), ()),
    Case(made.returns_only, "a.csv", numbers(1, 2), ONE),
    Case(made.many_lines_in_a_cell, "a.csv", numbers(1, 2), {(0, "content"): "第一行\r\n第二行\n第三行"}),
    Case(made.stated_separator, "a.csv", numbers(1), ONE),
    Case(made.html, "a.xls", numbers(1, 2), {**ONE, (0, "content"): "第一行\n第二行", (1, "caller"): "李四"}),
    Case(made.xml_2003, "a.xls", numbers(1), ONE),
    Case(
        made.times_with_a_dot, "a.xlsx", numbers(1, 2, 3, 4),
        {(i, "received_at"): at(f"2026-11-02 {clock}") for i, clock in enumerate(("17:30", "09:05", "09:05", "11:45"))},
    ),
    Case(
        made.row_for_each_unit, "a.xlsx", numbers(1, 2),
        {(0, "unit"): UNIT, (0, "co_units"): ("李家村",)}, dropped=("协办",),
    ),
    Case(made.below_titles, "a.xlsx", numbers(1, 2, 3), ONE, dropped=("合计行", "合计行", "合计行", "说明")),
    Case(made.named_like_sums, "a.xlsx", numbers(1, 2), {(0, "title"): "合计多收停车费", (1, "title"): "共管账户"}),
    Case(
        made.number_shapes, "a.xlsx",
        (number(1), "00012345", "SH-2026-000123", number(6), number(7), number(8), number(10)),
        refused=("沪〔〕号", "31 个字符", "“/”", "“.”"), warned=("没有采用",),
    ),
    Case(
        made.district_headers, "a.xlsx", numbers(1),
        {(0, "unit"): UNIT, (0, "category"): "公用设施/路灯", (0, "received_at"): at(MOMENT), (0, "address"): "东路1号",
         (0, "source"): "12345上海市民热线", (0, "platform_state"): "处置中", (0, "content"): "路灯不亮"},
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.recipe.__name__)
def test_what_is_read_of_each_kind_of_file(tmp_path: Path, case: Case) -> None:
    path = tmp_path / case.name
    case.recipe(path)
    file = opened(path)
    read, dropped = read_rows(file, file.mapping, ALIASES, "新海镇")
    rows, joined = without_repeats(read, "工单编号", ("承办单位",))
    taken = [row for row in rows if not row.faults]
    assert tuple(row.number for row in taken) == case.numbers
    for (place, fact), value in case.cells.items():
        assert getattr(taken[place], fact) == value, (place, fact)
    _same(["；".join(fault.reason for fault in row.faults) for row in rows if row.faults], case.refused)
    _same([warning.reason for row in taken for warning in row.warnings], case.warned)
    _same([each.reason for each in (*dropped, *joined)], case.dropped)
    # No row is lost without a word.
    filled = [line for line in file.rows if any(str(cell).strip() for cell in line)]
    assert len(filled) == len(rows) + len(dropped) + len(joined)


def _same(said: list[str], expected: tuple[str, ...]) -> None:
    assert len(said) == len(expected), said
    assert all(part in reason for part, reason in zip(expected, said, strict=True)), said


@pytest.mark.parametrize(
    ("recipe", "reason"),
    [(made.cut_utf8, "第 3 行"), (made.cut_gbk, "第 3 行"), (made.mixed_encodings, "第 3 行的文字编码与其他行不同")],
)
def test_damaged_text_is_refused_with_its_line(tmp_path: Path, recipe: Recipe, reason: str) -> None:
    recipe(tmp_path / "a.csv")
    with pytest.raises(ReadError, match=reason):
        opened(tmp_path / "a.csv")


def test_hidden_row_is_known_as_one(tmp_path: Path) -> None:
    made.hidden_row(tmp_path / "a.xlsx")
    assert [row for row in range(2, 5) if opened(tmp_path / "a.xlsx").is_hidden("", row)] == [3]


def test_hidden_column_is_known_as_one(tmp_path: Path) -> None:
    made.hidden_column(tmp_path / "a.xlsx")
    assert opened(tmp_path / "a.xlsx").hidden_columns == {2}
