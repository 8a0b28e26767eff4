"""The day's page over a real office: cards, the next deadlines, papers that are out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.gui.records.lists.ticket_columns import COLUMN_KEYS
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.today.day_card import CardFace, DayCard
from hotline_desktop.gui.views.today.today_page import TodayPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]

_HOW_TO_BEGIN = {"一步步设好(&Y)", "导入", "登记工单", "从旧电脑搬来(&B)…", "看示例(&S)"}


def card(page: TodayPage, key: str) -> DayCard:
    return next(button for button in page.view.cards if button.face.key == key and not button.isHidden())


def dispatch(desk: Desk, ticket: int) -> None:
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)


def test_an_empty_office_is_told_how_to_begin(desk: Desk) -> None:
    page = desk.open(TodayPage)
    text = {button.text() for button in page.view.start.findChildren(QPushButton)}
    assert page.view.start.isVisible() and text == _HOW_TO_BEGIN


def test_every_card_counts_what_its_list_shows(desk: Desk, register: Register) -> None:
    register("20220908100001")
    register("20220905100002", received_at="2022-09-01 09:10", called_at="2022-09-01 09:00")
    dispatch(desk, register("20220908100003"))
    page = desk.open(TodayPage)
    assert page.view.head.text() == "9月8日 星期四 · 工作日"
    shown = {button.face.key: button.face.count for button in page.view.cards if not button.isHidden()}
    assert (shown["to_contact"], shown["overdue"]) == (2, 1) and "to_dispatch" not in shown
    assert "待派单" in page.view.calm_line.text()
    assert page.view.line.text() == "逾期 1 件"
    for found in page.cards:
        if found.filter is None or not found.count:
            continue
        page.open_card(found.key)
        desk.settle()
        listed = desk.shown(TicketsPage)
        assert listed.model.rowCount() == found.count
        desk.open(TodayPage)


def test_a_click_on_a_card_opens_its_list_under_its_word(desk: Desk, register: Register) -> None:
    register()
    page = desk.open(TodayPage)
    card(page, "to_contact").click()
    desk.settle()
    listed = desk.shown(TicketsPage)
    assert listed.view.task.text() == Task.CONTACT.value


def test_cards_come_and_go_with_the_work(desk: Desk, register: Register) -> None:
    ticket = register()
    dispatch(desk, ticket)
    page = desk.open(TodayPage)
    before = [button.face.key for button in page.view.cards if not button.isHidden()]
    asked = {
        "reason": "非本单位职能",
        "detail": "不属本村管理",
        "duty": "本村职责清单",
        "suggested_unit": "城管中队",
        "leader": "陆梅",
        "approved_on": "2022-09-08",
    }
    done = desk.office.tickets.do(ticket, "return_request", asked, CLERK)
    desk.window.navigator.publish(done.changes)
    desk.settle()
    after = [button.face.key for button in page.view.cards if not button.isHidden()]
    assert "returns" not in before and "returns" in after
    assert card(page, "returns").face.label == "退单待审"


def test_the_next_deadlines_open_their_tickets(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register("20220908100001")
    register("20220908100002", level="紧急")
    page = desk.open(TodayPage)
    numbers = [page.model.index(row, COLUMN_KEYS.index("number")).data() for row in range(page.model.rowCount())]
    assert numbers == ["20220908100002", "20220908100001"]
    page.view.first.selectRow(0)
    qtbot.keyClick(page.view.first, Qt.Key.Key_Return)
    desk.settle()
    shown = desk.shown(TicketsPage)
    assert shown.panel.head.number.text() == "20220908100002"


def test_a_missing_notice_leads_to_the_working_days(desk: Desk, register: Register) -> None:
    register()
    desk.clock.now = desk.clock.now.replace(year=2031)
    page = desk.open(TodayPage)
    assert card(page, "notice").face == CardFace("notice", "缺工作日安排", 1, "amber", "待整理")
    card(page, "notice").click()
    desk.settle()
    shown = desk.shown(SettingsPage)
    assert shown.workdays.isVisibleTo(shown)
    assert shown.workdays.view.calendar.title.text() == "2031年"


def test_the_day_moves_on_by_itself(desk: Desk, register: Register) -> None:
    register()
    page = desk.open(TodayPage)
    assert "逾期" in page.view.calm_line.text()
    desk.clock.now += timedelta(days=7)
    page.tick()
    desk.settle()
    assert card(page, "overdue").face.count == 1


def test_ctrl_f_leads_to_the_search_of_the_list(desk: Desk) -> None:
    desk.open(TodayPage)
    desk.window.navigator.ask("find")
    desk.settle()
    assert isinstance(desk.window.stack.page, TicketsPage)


def test_ctrl_p_asks_for_a_ticket_first(desk: Desk, register: Register) -> None:
    register()
    page = desk.open(TodayPage)
    page.view.first.clearSelection()
    page.view.first.setCurrentIndex(page.model.index(-1, -1))
    desk.window.navigator.ask("print")
    assert "先在" in desk.prompts.message[-1]


def test_papers_that_are_out_are_dealt_with_in_the_archive(desk: Desk, register: Register) -> None:
    desk.office.papers.remember_printed([register()], PaperKind.DISPOSAL, "转办", CLERK)
    page = desk.open(TodayPage)
    assert card(page, "papers").face.count == 1
    card(page, "papers").click()
    desk.settle()
    shown = desk.shown(RegistersPage)
    assert shown.parts.currentWidget() is shown.papers
    assert shown.papers.view.table.records.rowCount() == 1
