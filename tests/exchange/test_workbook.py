"""Tables that are written read back as they were, in three programs' eyes: openpyxl, calamine, and the XML rules."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from hotline_desktop.exchange.writing.workbook import column_name
from hotline_desktop.exchange.writing.writer import Layout, WriteError, write_table

HEADERS = ("工单编号", "来电内容", "电话")
HOSTILE = [
    ("20220908100001", "=1+1", "013800010001"),
    ("<工单>&'\"", "第一行\n第二行\t末", "  前后有空格  "),
    ("\x0b竖表\x00空", "_x000B_", ""),
    ("回车\r换行", "𬍛龘😀", "]]>"),
]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    assert write_table(path, HEADERS, HOSTILE, Layout("工单'台账&", (18, 90))) == len(HOSTILE)
    return path


def test_every_text_comes_back_as_a_text(written: Path) -> None:
    sheet = load_workbook(written)["工单'台账&"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == list(HOSTILE[0])
    assert rows[1] == list(HOSTILE[1])
    assert rows[2][0] == "_x000B_竖表_x0000_空"
    assert rows[2][1] == "_x005F_x000B_"
    assert rows[3] == list(HOSTILE[3])
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_row=2) for cell in row} <= {"s", "inlineStr"}


def test_another_reader_finds_the_same(written: Path) -> None:
    header, *rows = CalamineWorkbook.from_path(str(written)).get_sheet_by_index(0).to_python()
    assert header == list(HEADERS)
    assert rows[0] == list(HOSTILE[0])
    assert rows[1] == list(HOSTILE[1])
    assert rows[3][1:] == list(HOSTILE[3][1:])


def test_the_head_stands_out_and_stays_in_sight_over_a_filter(written: Path) -> None:
    sheet = load_workbook(written).worksheets[0]
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fgColor.rgb == "FFE8EEF4"
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:C{len(HOSTILE) + 1}"
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [18, 60, 14]


def test_every_part_is_well_formed(written: Path) -> None:
    with zipfile.ZipFile(written) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))


def test_a_table_without_lines_has_its_head(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    assert write_table(path, HEADERS, [], Layout("空")) == 0
    assert [cell.value for cell in load_workbook(path).worksheets[0][1]] == list(HEADERS)


def test_columns_are_named_as_elsewhere() -> None:
    assert [column_name(place) for place in range(1000)] == [get_column_letter(place + 1) for place in range(1000)]


def test_what_cannot_be_placed_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.mkdir()
    with pytest.raises(WriteError, match="没有改动"):
        write_table(path, HEADERS, HOSTILE, Layout("台账"))
    assert [each.name for each in tmp_path.iterdir()] == ["台账.xlsx"]
