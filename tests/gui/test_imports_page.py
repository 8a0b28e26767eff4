"""The import page over a real office: from a file to tickets and back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.importing.model import ImportResult
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.imports.imports_page import ImportsPage
from hotline_desktop.gui.views.imports.imports_view import MAPPING, PREVIEW, RESULT, START
from hotline_desktop.gui.views.imports.taken_as import CHOICES
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.exchange import tables
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]

TABLE = tables.HEADERS
HEADERS = "工单编号,来电人,联系电话,诉求地址,来电内容,来电时间,承办单位,标签"
ROWS = (
    "20220905100001,赵文静,13800010001,新海路120弄,新海路夜间施工扰民,2022-09-05 09:10,城管中队,夜间",
    "20220905100002,孙立平,13500010006,海虹小区12号,小区路灯不亮已一周,2022-09-05 10:00,海虹物业,",
    ",吴敏,13600010007,新海路8号,沿街商铺占道经营,2022-09-05 11:00,城管中队,",
)

NO_UNITS = True


@pytest.fixture
def page(desk: Desk) -> ImportsPage:
    return desk.open(ImportsPage)


def write(folder: Path, *rows: str, headers: str = HEADERS, name: str = "导出.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((headers, *rows)) + "\n", "utf-8")
    return path


def preview(desk: Desk, page: ImportsPage, path: Path) -> None:
    """Goes from the file to its preview as the clerk does."""
    desk.prompts.path = path
    page.view.start.choose.click()
    desk.settle()
    assert page.view.stage == MAPPING, desk.prompts.errors
    page.view.mapping.next.click()
    desk.settle()
    assert page.view.stage == PREVIEW, desk.prompts.errors


def take(desk: Desk, page: ImportsPage, path: Path) -> None:
    preview(desk, page, path)
    page.view.preview.take.click()
    desk.settle()
    assert page.view.stage == RESULT, desk.prompts.errors


def cells(page: ImportsPage, tab: str, column: int) -> list[str]:
    records = page.view.preview.tables[tab].records
    return [str(records.index(row, column).data()) for row in range(records.rowCount())]


def count(desk: Desk, filter: TicketFilter | None = None) -> int:
    return desk.office.tickets.count(filter or TicketFilter())


def test_a_new_office_is_told_what_can_be_imported(page: ImportsPage) -> None:
    assert page.view.stage == START
    assert page.view.start.none.isVisible() and not page.view.start.batches.isVisible()


def test_what_was_found_in_the_file_is_shown_with_samples(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    page.open_file(write(tmp_path, "新海镇热线工单,,,,,,,", HEADERS, *ROWS, headers="导出时间 2022-09-08,,,,,,,"))
    desk.settle()
    mapping = page.view.mapping
    assert mapping.name.text() == "导出.csv" and "3 行数据" in mapping.found.text()
    assert mapping.header_row.value() == 3
    assert mapping.source.text() == "按表头自动对应"
    text = [combo.currentText() for combo in mapping._combos]
    assert text[:5] == ["工单编号", "来电人", "联系电话", "诉求地址", "来电内容"]
    assert text[7] == "（只随工单保留原话）"
    sample = mapping.table.item(1, 1)
    assert sample is not None and "赵文静" in sample.text()


def test_without_the_number_nothing_can_be_previewed_until_it_is_pointed_out(
    desk: Desk, page: ImportsPage, tmp_path: Path
) -> None:
    page.open_file(write(tmp_path, *ROWS, headers=HEADERS.replace("工单编号", "流水")))
    desk.settle()
    mapping = page.view.mapping
    assert "工单编号" in mapping.problem.text() and not mapping.next.isEnabled()
    page.save()
    assert page.view.stage == MAPPING
    mapping.numbered.click()
    assert mapping.next.isEnabled()
    mapping._combos[0].setCurrentText("工单编号")
    assert page.mapping is not None and page.mapping.columns[Column.NUMBER] == (0,)
    assert mapping.problem.isHidden() and mapping.numbered.isHidden() and not page.mapping.numbered


def test_the_preview_names_row_column_and_reason_and_writes_nothing(
    desk: Desk, page: ImportsPage, tmp_path: Path
) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    view = page.view.preview
    assert [view.tabs.tabText(place) for place in range(4)] == ["新增 2", "有变化 0", "无变化 0", "有问题 1"]
    assert cells(page, "new", 1) == ["20220905100001", "20220905100002"]
    assert (cells(page, "faulty", 0), cells(page, "faulty", 1)) == (["4"], ["工单编号"])
    assert "编号" in cells(page, "faulty", 2)[0]
    assert "城管中队" in view.units.text() and "海虹物业" in view.units.text()
    assert view.take.text() == "导入 2 件" and count(desk) == 0


def test_a_row_with_several_problems_counts_once(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    preview(desk, page, write(tmp_path, *ROWS[:2], ROWS[2].replace("2022-09-05 11:00", "2022-13-05")))
    assert page.view.preview.tabs.tabText(3) == "有问题 1" and len(cells(page, "faulty", 0)) == 2


def test_tickets_come_in_with_their_units_and_can_be_taken_back(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    take(desk, page, write(tmp_path, *ROWS))
    assert page.view.result.title.text() == "已导入：新增 2 件工单，更新 0 件"
    assert "有问题未导入 1 行" in page.view.result.text.text()
    assert set(desk.office.units.names()) == {"城管中队", "海虹物业"}
    page.view.result.tickets.click()
    desk.settle()
    shown = desk.shown(TicketsPage)
    assert shown.model.rowCount() == 2
    desk.go(Place.IMPORTS)
    page.view.result.undo.click()
    desk.settle()
    assert count(desk) == 0 and page.view.stage == START
    assert "新建的单位还在单位名册里" in desk.prompts.message[-1]
    assert set(desk.office.units.names()) == {"城管中队", "海虹物业"}
    (batch,) = page.view.start.batches.records.rows
    assert (batch.by, batch.new, batch.state.value) == (CLERK, 2, "已撤销")
    assert not page.view.start.undo.isEnabled()


def test_ctrl_z_takes_back_the_import_whose_result_is_in_front_and_no_earlier_one(
    desk: Desk, page: ImportsPage, tmp_path: Path
) -> None:
    take(desk, page, write(tmp_path, *ROWS))
    desk.window.navigator.ask("undo")
    desk.settle()
    assert count(desk) == 0 and page.view.stage == START
    take(desk, page, write(tmp_path, *ROWS))
    page.view.result.again.click()
    desk.settle()
    assert page.view.stage == START and page.view.start.undo.isEnabled()
    desk.window.navigator.ask("undo")
    desk.settle()
    assert count(desk) == 2 and desk.window.toast.text == "这里没有可以撤销的。"


def test_units_are_not_created_against_the_clerks_will(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    page.view.preview.create_units.setChecked(False)
    page.save()
    desk.settle()
    assert page.view.stage == RESULT and count(desk) == 2
    assert desk.office.units.names() == ()


def test_a_second_file_of_the_kind_shows_what_changed_and_remembers_the_columns(
    desk: Desk, page: ImportsPage, tmp_path: Path
) -> None:
    headers = HEADERS.replace("来电内容", "反映事项详述")
    page.open_file(write(tmp_path, ROWS[0], headers=headers))
    desk.settle()
    page.view.mapping._combos[4].setCurrentText("来电内容")
    page.save()
    desk.settle()
    page.save()
    desk.settle()
    assert page.view.stage == RESULT, desk.prompts.errors
    page.view.result.again.click()
    page.open_file(
        write(tmp_path, ROWS[0].replace("夜间\n", "").replace("新海路120弄", "新海路122弄"), headers=headers)
    )
    desk.settle()
    assert page.view.mapping.source.text() == "沿用上次的对应"
    assert page.view.mapping._combos[4].currentText() == "来电内容"
    page.view.mapping.next.click()
    desk.settle()
    assert page.view.preview.tabs.currentIndex() == 1
    assert "新海路120弄 → 新海路122弄" in cells(page, "changed", 2)[0]
    assert page.view.preview.take.text() == "导入 1 件"


def test_tickets_finished_elsewhere_come_in_as_history(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    page.view.preview.taken_as.setCurrentText("已在别处办结，只作历史")
    desk.settle()
    assert page.preview is not None and page.preview.history
    page.view.preview.take.click()
    desk.settle()
    assert count(desk, TicketFilter(history=True)) == 2 and count(desk, TicketFilter(open_only=True)) == 0
    summary = desk.office.tickets.summary(desk.office.tickets.find("20220905100001"))
    assert summary is not None and summary.origin is Origin.HISTORY
    assert page.view.mapping.taken_as.choice is CHOICES[2]


def test_rows_with_faults_are_saved_with_their_reasons(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    desk.prompts.path = tmp_path / "有问题的行.xlsx"
    page.view.preview.rejects.click()
    desk.settle()
    assert desk.prompts.errors == []
    sheet = load_workbook(desk.prompts.path).worksheets[0]
    text = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "吴敏" in text and any("编号" in word for word in text) and "赵文静" not in text


def test_a_word_narrows_every_tab_of_the_preview(desk: Desk, page: ImportsPage, tmp_path: Path, qtbot: QtBot) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    desk.window.navigator.ask("find")
    page.view.preview.search.setText("路灯")
    qtbot.waitUntil(lambda: cells(page, "new", 1) == ["20220905100002"], timeout=2000)
    assert cells(page, "faulty", 0) == []
    page.view.preview.search.clear()
    qtbot.waitUntil(lambda: len(cells(page, "new", 1)) == 2, timeout=2000)


def test_an_import_that_is_stopped_leaves_nothing_behind(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    gate = threading.Event()
    desk.jobs.run(gate.wait)
    page.view.preview.take.click()
    assert page.view.stack.currentWidget() is page.view.busy
    page.view.busy.stop.click()
    gate.set()
    desk.settle()
    assert page.view.stage == PREVIEW and page.view.stack.currentIndex() == PREVIEW
    assert count(desk) == 0 and len(desk.prompts.errors) == 1 and "已取消" in desk.prompts.errors[0]
    page.view.preview.take.click()
    desk.settle()
    assert count(desk) == 2


def test_reading_a_file_keeps_nobody_from_the_records(
    desk: Desk, page: ImportsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    gate = threading.Event()
    desk.jobs.run(gate.wait)  # the records are busy: the file is read all the same
    page.open_file(write(tmp_path, *ROWS))
    try:
        qtbot.waitUntil(lambda: page.view.stage == MAPPING, timeout=10_000)
    finally:
        gate.set()
    desk.settle()


def test_an_import_whose_tickets_moved_on_is_not_taken_back(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    take(desk, page, write(tmp_path, *ROWS))
    ticket = desk.office.tickets.find("20220905100001")
    desk.office.tickets.do(ticket, "urge", {"note": "又催"}, CLERK)
    page.view.result.again.click()
    page.view.start.batches.select_row(0)
    page.view.start.undo.click()
    desk.settle()
    assert "20220905100001" in desk.prompts.errors[-1] and count(desk) == 2
    assert page.view.stage == START


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 made up", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_table_is_refused_in_words(
    desk: Desk, page: ImportsPage, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "坏文件.xlsx"
    path.write_bytes(content)
    page.open_at(path)
    desk.settle()
    assert page.view.stage == START and page.view.stack.currentIndex() == START
    assert len(desk.prompts.errors) == 1 and "坏文件.xlsx" in desk.prompts.errors[0]


def test_one_file_is_dropped_and_several_are_refused(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    path = write(tmp_path, *ROWS)
    _drop(page, [path, path])
    assert "逐个" in desk.prompts.errors[-1] and page.view.stage == START
    _drop(page, [path])
    desk.settle()
    assert page.view.stage == MAPPING and page.view.mapping.name.text() == "导出.csv"


def _drop(page: ImportsPage, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    zone, button, no_key = page.view.start.drop, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(10, 10).toPoint(), Qt.DropAction.CopyAction, data, button, no_key)
    QApplication.sendEvent(zone, enter)
    assert enter.isAccepted() and zone.property("over") == "true"
    QApplication.sendEvent(zone, QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, button, no_key))
    assert zone.property("over") == "false"


def test_scrolling_over_a_choice_does_not_change_it(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    page.open_file(write(tmp_path, *ROWS))
    desk.settle()
    combo = page.view.mapping._combos[0]
    assert combo.focusPolicy() is Qt.FocusPolicy.StrongFocus and not combo.hasFocus()
    _wheel(combo)
    assert combo.currentText() == "工单编号"


def _wheel(widget: object) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent

    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)  # type: ignore[arg-type]


def test_ctrl_i_leads_here_and_a_half_done_import_waits(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    desk.go(Place.TICKETS)
    desk.window.navigator.ask("import")
    desk.settle()
    assert desk.window.stack.page is page and page.view.stage == PREVIEW and page.may_close()


def test_closing_amid_an_import_stops_it_or_tells_that_it_was_done_meanwhile(
    desk: Desk, page: ImportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview(desk, page, write(tmp_path, *ROWS))
    others = threading.Event()  # what the database does before
    desk.jobs.run(others.wait)
    page.view.preview.take.click()
    assert page.may_close(), "stopped before anything was written"
    others.set()
    desk.settle()
    assert count(desk) == 0 and page.view.stage == PREVIEW

    def while_it_is_asked(*_question: object, **_danger: object) -> bool:
        desk.settle()
        return True

    page.view.preview.take.click()
    monkeypatch.setattr(desk.prompts, "confirm", while_it_is_asked)
    assert not page.may_close() and count(desk) == 2
    assert "已经导入完了" in desk.prompts.message[-1] and page.view.result.undo.isVisible()


def test_sheets_by_month_are_taken_together_or_one_by_one(desk: Desk, page: ImportsPage, tmp_path: Path) -> None:
    months = {"10月": [TABLE, tables.ticket("20221005091001")], "说明": [["填表说明"]]}
    september = [TABLE, tables.ticket(), tables.ticket("20220905091002")]
    path = tables.save_xlsx(tmp_path / "按月.xlsx", september, "9月", months)
    desk.prompts.path = path
    page.view.start.choose.click()
    desk.settle()
    sheets = page.view.mapping.sheet
    assert [sheets.itemText(place) for place in range(sheets.count())] == [
        "9月", "10月", "说明", "全部工单表（9月、10月）",
    ]  # fmt: skip
    sheets.setCurrentIndex(3)
    desk.settle()
    assert "3 行数据" in page.view.mapping.found.text()
    sheets.setCurrentIndex(1)
    desk.settle()
    assert "1 行数据" in page.view.mapping.found.text()
    sheets.setCurrentIndex(3)
    desk.settle()
    page.view.mapping.next.click()
    desk.settle()
    page.view.preview.take.click()
    desk.settle()
    assert count(desk) == 3


def test_new_units_of_which_only_the_first_are_named_end_in_and_so_on(desk: Desk, page: ImportsPage) -> None:
    units = ("甲村", "乙村", "丙村", "丁村", "戊村", "己村", "庚村")
    for count, said in ((7, "新建承办单位 7 个：甲村、乙村、丙村、丁村、戊村、己村等。"), (2, "2 个：甲村、乙村。")):
        page.view.result.show_result(ImportResult(1, 9, 0, 0, 0, Changes(), units[:count]), history=False)
        assert said in " ".join(label.text() for label in page.view.result.findChildren(QLabel))
