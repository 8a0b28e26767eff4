"""Whatever a citizen wrote comes through every kind of file, and through our own, as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.cells import cell_text, without_nothing
from hotline_desktop.exchange.writing.writer import LONGEST_CELL, Layout, WriteError, escaped, write_table
from tests.exchange.tables import HEADERS, save_text, ticket, tickets_in

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
# Without what no text file can carry: half characters, NUL, and a lone carriage return.
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60)
COMMON = "热线12345：㛃𬭎䶮“引号”,；\t|路灯‘不亮’\n=1+1 -2 @3 #4 😀"


@FEW
@given(
    text=LINES | st.text(COMMON, max_size=80),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    separator=st.sampled_from([",", "\t"]),
)
def test_text_comes_through_text_tables(tmp_path: Path, text: str, encoding: str, separator: str) -> None:
    rows = [HEADERS, *(ticket(f"2022090509100{place}") for place in range(3)), ticket(来电内容=text, 标题="标题")]
    path = save_text(tmp_path / "a.csv", rows, encoding, separator)
    assert without_nothing([tickets_in(path)[-1].content]) == without_nothing([cell_text(text).replace("\r\n", "\n")])


@FEW
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80) | st.text(COMMON, min_size=1))
def test_text_comes_through_our_own_excel_files(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out.xlsx"
    assert write_table(out, ("甲", "乙"), [(text, "x"), ("_x000D_", "=1+1")], Layout("表")) == 2
    (sheet,) = read_sheets(out)
    assert cell_text(sheet.rows[1][0]) == cell_text(text)
    assert list(sheet.rows[2]) == ["_x000D_", "=1+1"]


def test_what_looks_like_a_formula_or_a_number_stays_a_text_in_excel(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    cells = ['=HYPERLINK("x")', "20220905091001", "+86", "0012", "2022-09-05"]
    write_table(out, tuple("甲乙丙丁戊"), [cells], Layout("表", (10, 30)))
    book = load_workbook(out)
    assert [(cell.value, cell.data_type) for cell in book["表"][2]] == [(text, "s") for text in cells]
    assert book["表"].freeze_panes == "A2"
    assert book["表"].auto_filter.ref == "A1:E2"
    assert book["表"].column_dimensions["B"].width == 30


def test_text_longer_than_excel_allows_is_cut_with_a_remark() -> None:
    shown = escaped("灯😀" * 20_000)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert shown.endswith("全文请在程序中查看）")


def test_file_that_cannot_be_written_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    blocked = tmp_path / "out.xlsx"
    blocked.mkdir()
    with pytest.raises(WriteError, match="无法保存“out"):
        write_table(blocked, ("甲",), [("乙",)], Layout("表"))
    with pytest.raises(WriteError, match="没有改动"):
        write_table(tmp_path / "no" / "out.xlsx", ("甲",), [("乙",)], Layout("表"))
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_writing_that_is_stopped_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_table(out, ("甲",), [("旧",)], Layout("表"))

    def rows() -> object:
        yield ("新",)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(out, ("甲",), rows(), Layout("表"))  # type: ignore[arg-type]
    assert read_sheets(out)[0].rows[1][0] == "旧"
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
