"""The ticket page over a real office: list, filters, one ticket, forms with drafts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import Changes, SortKey, TicketFilter
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.records.lists import ticket_list
from hotline_desktop.gui.records.lists.brief_rows import BriefDelegate
from hotline_desktop.gui.records.lists.ticket_columns import COLUMN_KEYS, COLUMNS, is_shown_first
from hotline_desktop.gui.records.lists.ticket_list import LIGHT_ROLE, UNKNOWN, Order
from hotline_desktop.gui.records.panel.record_panel import HISTORY
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.caller_card import phone_in_groups
from hotline_desktop.gui.views.tickets.tickets_page import EDITOR, LIST, TicketsPage
from tests.gui.desk import CLERK, Desk, type_text

Register = Callable[..., int]


def text_at(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    assert item is not None
    return item.text()


def shown(page: TicketsPage, key: str) -> list[str]:
    column = COLUMN_KEYS.index(key)
    return [str(page.model.index(row, column).data()) for row in range(page.model.rowCount())]


def take(page: TicketsPage, step_id: str) -> None:
    page.panel.next_steps.take(step_id)


def test_an_empty_office_says_what_to_do(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    assert page.view.lists.currentWidget() is page.view.start
    text = {button.text() for button in page.view.start.findChildren(QPushButton)}
    assert text == {"导入", "登记工单", "看示例(&S)"}
    assert page.view.count.text() == "共 0 件"


def test_the_list_shows_lights_in_words_and_the_first_ticket_in_detail(desk: Desk, register: Register) -> None:
    register("20220905100001", level="紧急", received_at="2022-09-05 09:10", called_at="2022-09-05 09:00")
    register("20220908100002")
    page = desk.open_fresh(TicketsPage)
    assert shown(page, "number") == ["20220905100001", "20220908100002"]
    lights = [page.model.index(row, 0).data(LIGHT_ROLE) for row in range(2)]
    assert lights == [Light.OVERDUE, Light.NOT_DUE]
    assert shown(page, "light")[0] == "逾2天"
    assert page.view.count.text() == "共 2 件"
    assert page.panel.head.number.text() == "20220905100001"
    assert page.panel.head.light.text().startswith("逾期 2 天")


def test_chinese_typing_narrows_the_list_only_once_it_is_committed(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register("20220908100001", content="小区路灯不亮已一周")
    register("20220908100002", content="新海路夜间施工扰民")
    page = desk.open_fresh(TicketsPage)
    asked: list[int] = []
    page.filters.changed.connect(lambda: asked.append(1))
    QApplication.sendEvent(page.view.search, QInputMethodEvent("ludeng", []))
    qtbot.wait(400)
    assert asked == []
    type_text(page.view.search, "路灯")
    qtbot.waitUntil(lambda: asked == [1], timeout=2000)
    desk.settle()
    assert shown(page, "number") == ["20220908100001"]


def test_a_newer_search_stops_the_one_under_way(desk: Desk, register: Register) -> None:
    register(content="新海路噪音")
    register("20220908100002", content="井盖松动")
    page = desk.open_fresh(TicketsPage)
    page.model.load(Order(TicketFilter(search="噪")))
    stale = desk.jobs.findChildren(Job)
    page.model.load(Order(TicketFilter(search="井盖")))
    assert stale and all(job.progress.stopped for job in stale)
    desk.settle()
    assert shown(page, "number") == ["20220908100002"] and page.view.count.text() == "共 1 件"


def test_a_count_that_the_clerk_stopped_is_not_taken_for_a_number(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    page.model.counted.emit(UNKNOWN)
    assert page.view.count.text() == "件数没有数完，按 F5 再数"
    assert not page.view.export.isEnabled()
    page.refresh(Changes(everything=True))
    desk.settle()
    assert page.view.count.text() == "共 0 件"


def test_more_hits_than_are_told_at_once_are_said_so_and_counted_aside(
    desk: Desk, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        register(f"2022090810000{number}", content="路灯不亮" if number else "井盖松动")
    monkeypatch.setattr(ticket_list, "TOLD_AT_ONCE", 3)
    monkeypatch.setattr(ticket_list, "PAGE_ROWS", 2)
    page = desk.open_fresh(TicketsPage)
    answer: list[str] = []
    page.list.counted.connect(lambda: answer.append(page.view.count.text()))
    page.filters.show(TicketFilter(search="路灯"))
    desk.settle()
    assert answer == ["共 3+ 件", "共 6 件"]
    assert page.view.export.isEnabled()
    page.filters.show(TicketFilter(search="井盖"))
    desk.settle()
    assert answer[2:] == ["共 1 件"]


@pytest.mark.parametrize(("number", "told"), [(0, "0"), (20_000, "20,000"), (20_001, "20,000+")])
def test_as_many_as_are_counted_are_told_and_not_one_more(number: int, told: str) -> None:
    assert ticket_list.number_words(ticket_list.at_once(number)) == told


def test_a_search_without_hits_says_what_to_change_and_can_be_cleared(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    page.filters.show(TicketFilter(search="没有这样的事"))
    desk.settle()
    assert page.view.lists.currentWidget() is page.view.no_hit
    assert "没有这样的事" in page.view.no_hit.text.text()
    page.view.widen.click()
    desk.settle()
    assert page.model.rowCount() == 1


def test_chips_narrow_in_the_database_and_stand_for_filters_from_elsewhere(desk: Desk, register: Register) -> None:
    register("20220908100001", level="紧急")
    register("20220908100002", level="疑难")
    page = desk.open_fresh(TicketsPage)
    page.view.level.toggle_word("疑难")
    desk.settle()
    assert shown(page, "number") == ["20220908100002"]
    desk.go(Place.TICKETS, TicketFilter(levels=(Level.URGENT,), stages=(Stage.TO_DISPATCH,), open_only=True))
    assert shown(page, "number") == ["20220908100001"]
    assert page.view.level.chosen == ("紧急",) and page.view.stage.chosen == ("待派单",)
    assert page.view.task.isVisible() and page.view.task.text() == "在办工单"
    page.view.clear.click()
    desk.settle()
    assert page.model.rowCount() == 2 and not page.view.task.isVisible()


def test_a_click_on_a_header_sorts_in_the_database(desk: Desk, register: Register) -> None:
    for number in ("20220908100002", "20220908100003", "20220908100001"):
        register(number)
    page = desk.open_fresh(TicketsPage)
    header = page.view.table.horizontalHeader()
    header.setSortIndicator(COLUMN_KEYS.index("number"), Qt.SortOrder.DescendingOrder)
    desk.settle()
    assert page.model.order.sort is SortKey.NUMBER and page.model.order.descending
    assert shown(page, "number") == ["20220908100003", "20220908100002", "20220908100001"]


def test_pages_are_fetched_by_key_as_the_list_is_scrolled(desk: Desk, register: Register) -> None:
    numbers = [f"202209081{number:05d}" for number in range(430)]
    for number in numbers:
        register(number)
    page = desk.open_fresh(TicketsPage)
    header = page.view.table.horizontalHeader()
    header.setSortIndicator(COLUMN_KEYS.index("number"), Qt.SortOrder.AscendingOrder)
    desk.settle()
    first = page.model.rowCount()
    assert first < 430
    while page.model.canFetchMore(page.model.index(-1, -1)):
        page.model.fetchMore(page.model.index(-1, -1))
        desk.settle()
    assert shown(page, "number") == numbers
    assert page.view.count.text() == "共 430 件"


def test_the_choice_of_columns_is_remembered(desk: Desk, register: Register) -> None:
    register()
    desk.window.resize(1920, 1000)
    page = desk.open_fresh(TicketsPage)
    phones = COLUMN_KEYS.index("phones")
    assert page.view.table.isColumnHidden(phones)
    page.memory._toggle(phones, True)
    again = TicketsPage(page.session)
    again.resize(1800, 900)
    assert not again.view.table.isColumnHidden(phones)
    again.memory._reset()
    assert [again.view.table.isColumnHidden(i) for i in range(len(COLUMNS))] == [not is_shown_first(c) for c in COLUMNS]


def test_a_confidential_caller_is_hidden_in_the_list(desk: Desk, register: Register) -> None:
    register(confidential="是", caller="钱文", phones="13800010009")
    page = desk.open_fresh(TicketsPage)
    assert shown(page, "caller") == ["（保密）"]


def test_the_number_can_be_copied(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    page.panel.head.copy.click()
    assert QGuiApplication.clipboard().text() == "20220908100001"


def test_why_this_day_lists_every_day(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    page.panel.head.explain_asked.emit()
    desk.settle()
    title, table = desk.prompts.shown[-1]
    assert title == "为什么是这一天？" and isinstance(table, QTableWidget)
    days = [text_at(table, row, 0) for row in range(table.rowCount())]
    assert days[0] == "2022-09-08 周四" and days[-1] == "2022-09-14 周三"
    reasons = [text_at(table, row, 2) for row in range(table.rowCount())]
    assert "中秋节" in reasons[4] and reasons[0] == "当日不计"


def test_steps_that_may_not_be_taken_say_what_is_missing_and_where_it_is_written(
    desk: Desk, register: Register
) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    assert "dispatch" in page.panel.next_steps.buttons
    assert page.panel.next_steps.leading == "first_contact"
    assert page.panel.next_steps.fold is not None
    page.panel.next_steps.fold.click()
    message = page.panel.next_steps.blocked["close"].accessibleName()
    assert "承办单位尚未办结反馈" in message and "规范一（六）1" in message


def test_a_step_is_filled_in_confirmed_and_stands_in_the_history(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    take(page, "first_contact")
    desk.settle()
    assert page._stack.currentIndex() == EDITOR and page.editor.form is not None
    note = page.editor.form.editor("note").findChild(QPlainTextEdit)
    assert note is not None
    type_text(note, "已问清具体位置")
    page.editor.confirm()
    desk.settle()
    assert page._stack.currentIndex() == LIST
    assert desk.prompts.message[-1] == "已记录：先行联系（工单 20220908100001）"
    assert page.panel.detail is not None
    last = page.panel.detail.history[-1]
    assert (last.step, last.by, last.values["note"]) == ("first_contact", CLERK, "已问清具体位置")


def test_what_is_missing_keeps_the_form_open_and_changes_nothing(desk: Desk, register: Register) -> None:
    ticket_id = register()
    page = desk.open_fresh(TicketsPage)
    take(page, "dispatch")
    desk.settle()
    page.editor.confirm()
    desk.settle()
    assert page.editor.form is not None and page.editor.form._rows["unit"].fault.startswith("缺少“转交承办单位”")
    page.editor.form.editor("unit").set_value("新海村")
    page.editor.confirm()
    desk.settle()
    assert page.editor.form is not None
    assert "未先行联系的原因" in page.editor.form._rows["no_contact_reason"].fault
    assert desk.office.tickets.summary(ticket_id).stage is Stage.TO_DISPATCH


def test_drafts_outlive_the_window(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    take(page, "urge")
    desk.settle()
    assert page.editor.form is not None
    note = page.editor.form.editor("note").findChild(QPlainTextEdit)
    assert note is not None
    said = lambda _step, values: values["note"] == "市民第二次来电催办"  # noqa: E731
    with qtbot.waitSignal(page.editor.form.draft_changed, timeout=4000, check_params_cb=said):
        type_text(note, "市民第二次来电催办")
    qtbot.wait(2_200)  # drafts are written at least every two seconds
    fresh = TicketsPage(page.session)  # as after a crash: nothing was confirmed or left
    fresh.resize(1200, 700)
    fresh.open_at(page.panel.ticket_id)
    desk.settle()
    take(fresh, "urge")
    desk.settle()
    assert fresh.editor.form is not None
    assert fresh.editor.form.values()["note"] == "市民第二次来电催办"
    assert fresh.editor.view.restored.isVisibleTo(fresh)
    fresh.editor.view.restored.action.click()
    assert fresh.editor.form.values()["note"] is None
    fresh.deleteLater()


def test_a_form_proposes_the_time_at_which_it_is_opened(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    desk.clock.now += timedelta(hours=3)  # the ticket has been on screen since
    take(page, "dispatch")
    desk.settle()
    assert page.editor.form is not None
    assert page.editor.form.values()["handed_on"] == f"{desk.clock.now:%Y-%m-%d %H:%M}"
    with qtbot.waitSignal(page.editor.form.draft_changed, timeout=2000):
        type_text(page.editor.form.editor("note").findChild(QPlainTextEdit), "请尽快")  # type: ignore[arg-type]
    page.editor.leave()
    desk.clock.now += timedelta(days=1)
    take(page, "dispatch")
    desk.settle()
    values = page.editor.form.values()
    assert (values["note"], values["handed_on"]) == ("请尽快", f"{desk.clock.now:%Y-%m-%d %H:%M}")


def test_the_draft_is_gone_once_the_step_is_recorded(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    take(page, "urge")
    desk.settle()
    assert page.editor.form is not None
    with qtbot.waitSignal(page.editor.form.draft_changed, timeout=2000):
        type_text(page.editor.form.editor("note").findChild(QPlainTextEdit), "又催")  # type: ignore[arg-type]
    folder = desk.data_dir / "drafts"
    qtbot.waitUntil(lambda: len(list(folder.glob("*.json"))) == 1, timeout=2000)
    page.editor.confirm()
    desk.settle()
    assert list(folder.glob("*.json")) == []


def test_without_a_name_nothing_is_recorded_and_nothing_lost(desk: Desk, register: Register) -> None:
    ticket_id = register()
    page = desk.open_fresh(TicketsPage)
    desk.prompts.name = ""
    take(page, "urge")
    desk.settle()
    assert page.editor.form is not None
    type_text(page.editor.form.editor("note").findChild(QPlainTextEdit), "又催")  # type: ignore[arg-type]
    page.editor.confirm()
    desk.settle()
    assert page.editor.form.values()["note"] == "又催"
    assert desk.office.tickets.summary(ticket_id).urges == 0


def test_registering_warns_of_secrets_and_opens_the_new_ticket(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    desk.window.navigator.ask("register")
    desk.settle()
    form = page.editor.form
    assert form is not None and "涉密事项不得录入" in page.editor.view.notice.text()
    form.set_values({"number": "20220908100077"})
    type_text(form.editor("content").findChild(QPlainTextEdit), "河道有异味")  # type: ignore[arg-type]
    type_text(form.editor("caller").findChild(QLineEdit), "孙立平")  # type: ignore[arg-type]
    page.editor.confirm()
    desk.settle()
    assert page.panel.head.number.text() == "20220908100077"
    assert shown(page, "caller") == ["孙**"]


def test_lights_move_on_while_the_window_stands_open(desk: Desk, register: Register) -> None:
    register(received_at="2022-09-08 09:10")
    page = desk.open_fresh(TicketsPage)
    assert page.model.index(0, 0).data(LIGHT_ROLE) == Light.NOT_DUE
    desk.clock.now += timedelta(days=7)
    page.tick()
    assert page.model.index(0, 0).data(LIGHT_ROLE) == Light.OVERDUE


def test_several_tickets_are_counted_when_selected(desk: Desk, register: Register) -> None:
    for number in range(3):
        register(f"2022090810000{number}")
    page = desk.open_fresh(TicketsPage)
    page.view.table.selectAll()
    assert len(page.selected()) == 3 and page.view.count.text() == "共 3 件 · 已选 3 件"


@pytest.mark.parametrize("width", [880, 911, 1366])
def test_nothing_is_cut_off_at_the_smallest_window(desk: Desk, register: Register, width: int) -> None:
    register()
    desk.window.resize(width, 512)
    page = desk.open_fresh(TicketsPage)
    assert desk.window.width() == width
    row = (page.view.search, *page.view.chips, page.view.light)
    assert all(widget.geometry().right() <= page.width() for widget in row)
    page._open_detail()
    desk.settle()
    assert page.panel.isVisible() and page.panel.width() >= 420


def test_files_are_kept_with_the_ticket_and_removed_with_a_reason(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    scan = desk.data_dir.parent / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4 made up")
    page.panel.attachments.add([scan])
    desk.settle()
    assert page.panel.detail is not None and desk.prompts.errors == []
    assert [file.name for file in page.panel.detail.attachments] == ["扫描件.pdf"]
    page.panel.attachments._detach()
    desk.settle()
    assert page.panel.detail.attachments == ()
    assert desk.prompts.text in str(page.panel.detail.history[-1])


def test_a_file_that_came_after_archiving_is_marked(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    assert page.panel.detail is not None
    (desk.data_dir.parent / "回函.txt").write_text("补交", "utf-8")
    ticket, clerk = page.panel.detail.id, "王芳"
    desk.office.tickets.attach(ticket, desk.data_dir.parent / "回函.txt", "附件", clerk)
    files = desk.office.tickets.detail(ticket).attachments
    page.panel.attachments.show_attachments(ticket, files, frozenset((files[0].id,)))
    assert "归档以后添加" in page.panel.attachments.list.item(0).text()
    page.panel.attachments.show_attachments(ticket, files)
    assert "归档以后添加" not in page.panel.attachments.list.item(0).text()


def test_a_remembered_layout_survives_columns_that_come_and_go(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    header, store = page.view.table.horizontalHeader(), page.session.preferences
    places = [
        {"key": "gone_long_ago", "width": 99, "shown": True},
        {"key": "number", "width": 177, "shown": True},
        {"key": "light", "width": 88, "shown": True},
        {"key": "phones", "width": 133, "shown": True},
        {"key": "level", "width": 60, "shown": False},
    ]
    store.setValue("tickets/list_columns", json.dumps(places))
    page.memory.restore()
    order = [COLUMN_KEYS[header.logicalIndex(place)] for place in range(len(COLUMN_KEYS))]
    assert [key for key in order if key in ("number", "light", "phones", "level")] == [
        "number",
        "light",
        "phones",
        "level",
    ]
    assert order.index("demand") == order.index("level") + 1  # one that came later stands where it belongs
    assert header.sectionSize(COLUMN_KEYS.index("number")) == 177
    assert page.view.table.isColumnHidden(COLUMN_KEYS.index("level"))
    assert not page.view.table.isColumnHidden(COLUMN_KEYS.index("demand"))
    store.setValue("tickets/list_columns", "{not what was written")
    page.memory.restore()  # and nothing breaks


def test_a_layout_of_earlier_versions_is_taken_over(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    header, store = page.view.table.horizontalHeader(), page.session.preferences
    old = QHeaderView(Qt.Orientation.Horizontal)
    old.setModel(QStandardItemModel(0, 3))
    old.moveSection(2, 0)
    old.resizeSection(2, 201)
    old.hideSection(1)
    store.remove("tickets/list_columns")
    store.setValue("tickets/column_keys", "light,level,number")
    store.setValue("tickets/columns", old.saveState())
    page.memory.restore()
    number = COLUMN_KEYS.index("number")
    assert header.visualIndex(number) == 0 and header.sectionSize(number) == 201
    assert page.view.table.isColumnHidden(COLUMN_KEYS.index("level"))


def test_a_search_that_is_emptied_by_another_way_has_no_button_to_clear_it(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    buttons = page.view.search.findChildren(QToolButton)
    (clear,) = [each for each in buttons if each.actions()[0].objectName() == "_q_qlineeditclearaction"]
    page.filters.show(TicketFilter(search="施工"))
    desk.settle()
    qtbot.waitUntil(lambda: clear.property("opacity") == 1.0)
    page.filters.clear()
    desk.settle()
    assert page.view.search.text() == ""
    qtbot.waitUntil(lambda: clear.property("opacity") == 0.0)


def test_a_ticket_in_a_narrow_window_has_all_the_room_and_the_keyboard_on_its_leading_step(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    ticket = register()
    desk.window.resize(911, 512)
    desk.window.activateWindow()
    page = desk.open(TicketsPage, ticket)
    leading = page.panel.next_steps.buttons[page.panel.next_steps.leading]
    assert page.panel.isVisible() and not page.view.search.isVisible() and leading.hasFocus()
    qtbot.keyClick(leading, Qt.Key.Key_Escape)
    assert page.view.search.isVisible() and page.view.table.hasFocus() and not page.panel.isVisible()
    desk.window.resize(1366, 768)
    assert page.view.search.isVisible() and page.view.table.isVisible() and page.panel.isVisible()


def test_the_next_ticket_begins_at_its_caller_wherever_the_one_before_was_scrolled_to(
    desk: Desk, register: Register
) -> None:
    first = register(content="很长的诉求。" * 120)
    second = register("20220908100002", content="很长的诉求。" * 120)
    page = desk.open(TicketsPage, first)
    desk.window.resize(1366, 560)
    desk.settle()
    bar = page.panel._scroll_bar
    assert bar is not None and bar.maximum() > 0
    bar.setValue(bar.maximum())
    page.list.focus()
    page.list.go_to(second)
    desk.settle()
    assert page.panel.ticket_id == second and bar.value() == 0
    bar.setValue(40)
    page.panel.reload()
    desk.settle()
    assert bar.value() == 40, "the same ticket stays where it was read"


def test_who_called_is_in_view_beside_the_leading_step_on_the_smallest_screen(desk: Desk, register: Register) -> None:
    ticket = register(content="很长的诉求。" * 120)
    desk.window.resize(911, 485)  # 1366x768 at 150 %, less what the system keeps for itself
    desk.window.activateWindow()
    page = desk.open(TicketsPage, ticket)
    panel = page.panel
    leading, who = panel.next_steps.buttons[panel.next_steps.leading], (panel.caller.person, *panel.caller.phones)
    assert leading.hasFocus()
    for part in (leading, panel.head.number, panel.head.light, *who):
        assert part.visibleRegion().boundingRect() == part.rect(), part
    panel.show_tab(HISTORY)
    desk.settle()
    assert all(part.visibleRegion().boundingRect() == part.rect() for part in who)


def test_the_window_around_a_ticket_is_not_laid_out_anew_for_the_next_one(desk: Desk, register: Register) -> None:
    first = register(content="很长的诉求。" * 120)
    second = register("20220908100002", content="路灯不亮")
    page = desk.open(TicketsPage, first)
    asked: list[QEvent] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.LayoutRequest:
                asked.append(event)
            return False

    watch = Watch()
    page.view.splitter.installEventFilter(watch)
    page.panel.show_ticket(second)
    desk.settle()
    assert page.panel.head.number.text() == "20220908100002" and not asked
    page.panel.hide()
    desk.settle()
    assert asked, "what changes the room of the panel still does"


def test_rows_taken_from_where_they_were_painted_look_as_if_painted_anew(desk: Desk, register: Register) -> None:
    ids = [register(f"2022090810000{number}", content=f"第{number}盏路灯不亮") for number in range(6)]
    page = desk.open_fresh(TicketsPage)
    desk.window.resize(1000, 760)
    desk.settle()
    table = page.view.table
    (delegate,) = (each for each in table.children() if isinstance(each, BriefDelegate))

    def seen(anew: bool) -> QImage:
        if anew:
            delegate._painted.clear()
        return table.viewport().grab().toImage()

    for row in (2, 3, 1):
        table.selectRow(row)
        desk.settle()
        assert seen(anew=False) == seen(anew=True), row
    assert delegate._painted
    before = seen(anew=False)
    desk.office.tickets.do(ids[1], "urge", {"note": "再次来电。"}, CLERK)
    desk.office.tickets.do(ids[1], "first_contact", {"note": "已联系"}, CLERK)
    page.refresh(Changes(everything=True))
    desk.settle()
    assert seen(anew=False) == seen(anew=True)
    assert before.size() == seen(anew=False).size()


def test_home_and_end_lead_to_the_first_and_the_last_ticket(desk: Desk, register: Register, qtbot: QtBot) -> None:
    tickets = [register(f"2022090810000{number}") for number in range(3)]
    page = desk.open_fresh(TicketsPage)
    desk.window.activateWindow()
    page.list.focus()
    for key, ticket in ((Qt.Key.Key_End, tickets[-1]), (Qt.Key.Key_Home, tickets[0])):
        qtbot.keyClick(page.view.table, key)
        desk.settle()
        assert page.selected() == [ticket] and page.panel.ticket_id == ticket


def test_a_deed_that_rests_for_a_selection_says_why(desk: Desk, register: Register) -> None:
    register("20220908100001")
    register("20220908100002")
    page = desk.open_fresh(TicketsPage)
    page.view.table.selectAll()
    desk.settle()
    review, dispatch = page.view.bar.buttons["review"], page.view.bar.buttons["dispatch"]
    assert not review.isEnabled() and review.toolTip() == "选中的里没有待审核的"
    assert dispatch.isEnabled() and "一起派给" in dispatch.toolTip()


def test_a_ticket_still_on_its_way_is_not_shown_once_the_list_is_empty(desk: Desk, register: Register) -> None:
    ticket = register()
    page = desk.open_fresh(TicketsPage)
    page.panel.show_ticket(ticket)
    page.panel.show_ticket(0)
    desk.settle()
    assert page.panel.ticket_id == 0 and not page.panel.tabs.isVisible()


@pytest.mark.parametrize(
    ("phone", "read"),
    [("13800018537", "138 0001 8537"), ("02159210001", "021 5921 0001"), ("59210001", "59210001"), ("转8", "转8")],
)
def test_a_number_of_eleven_digits_is_shown_as_it_is_read_out(phone: str, read: str) -> None:
    assert phone_in_groups(phone) == read


def test_a_long_caller_cuts_neither_the_name_nor_the_phones(desk: Desk, register: Register) -> None:
    caller = "新海镇海虹新苑第三期业主委员会（代三十二户居民）第二联系人赵文静"
    ticket = register(caller=caller, phones="13800010001、13800010002、59210001")
    page = desk.go(Place.TICKETS, ticket)
    assert isinstance(page, TicketsPage)
    card = page.panel.caller
    assert card.person.heightForWidth(card.person.width()) <= card.person.height() <= card.who.height()
    assert card.person.width() <= card.who.width()
    for box in (label.parentWidget() for label in card.phones):
        assert box is not None and card.who.rect().contains(box.geometry())
        assert box.sizeHint().height() <= box.height()
    assert page.panel.head.rect().contains(card.who.geometry())
