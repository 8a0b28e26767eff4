"""Columns are as wide as the face asks for: numbers stay whole in another one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme

MOMENT = "2022-09-05 10:20"
COLUMNS = (
    RecordColumn("单位", 0, lambda _row: "海虹居委"),
    RecordColumn("提请时间", 136, lambda _row: MOMENT),
    RecordColumn("名称长于内容的一列", 52, lambda _row: "1", right=True),
)


@pytest.mark.parametrize(("size", "stretch"), [(14, 100), (14, 130), (20, 100), (28, 115)])
def test_numbers_and_captions_stay_whole_in_any_face(size: int, stretch: int, qtbot: QtBot, theme: Theme) -> None:
    table = RecordTable(theme, COLUMNS, "约谈")
    qtbot.addWidget(table)
    table.resize(1200, 400)
    table.show()
    font = table.font()
    font.setPixelSize(size)
    font.setStretch(stretch)
    table.setFont(font)
    table.setStyleSheet(f"font-size: {size}px;")
    metrics = table.fontMetrics()
    assert table.columnWidth(1) >= metrics.horizontalAdvance(MOMENT) + 8
    assert table.columnWidth(2) >= metrics.horizontalAdvance(COLUMNS[2].caption)


def test_in_the_bundled_face_a_column_is_as_wide_as_it_says(qtbot: QtBot, theme: Theme) -> None:
    table = RecordTable(theme, COLUMNS, "约谈")
    qtbot.addWidget(table)
    table.show()
    assert abs(table.columnWidth(1) - 136) <= 6


def test_the_column_that_takes_what_is_left_never_becomes_too_narrow_to_be_read(qtbot: QtBot, theme: Theme) -> None:
    columns = (RecordColumn("单位", 0, lambda _row: "海虹居委"), *(RecordColumn(f"列{n}", 90, str) for n in range(8)))
    table = RecordTable(theme, columns, "各单位")
    qtbot.addWidget(table)
    table.resize(460, 300)
    table.show()
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("海虹居委") + 16
    assert table.horizontalScrollBar().maximum() > 0, "the rest is come to sideways"
    table.resize(1400, 300)
    assert table.columnWidth(0) > 300 and table.horizontalScrollBar().maximum() == 0


def test_columns_that_are_given_up_leave_no_gap(qtbot: QtBot, theme: Theme) -> None:
    extra = [RecordColumn(f"列{n}", 120, str, extra=True) for n in range(3)]
    columns = (RecordColumn("督办事由", 176, str), *extra, RecordColumn("诉求", 0, str), *extra)
    table = RecordTable(theme, columns, "案源库")
    qtbot.addWidget(table)
    table.resize(1300, 300)
    table.show()
    for width in (420, 300, 1300, 360):
        table.resize(width, 300)
        shown = [at for at in range(len(columns)) if not table.isColumnHidden(at)]
        places = [table.columnViewportPosition(at) for at in shown]
        assert places == [sum(table.columnWidth(before) for before in shown[:at]) for at in range(len(shown))], width
