"""A clerk's way with one ticket through the real window, from the citizen's call to the archive."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.gui.views.tickets.tickets_page import LIST, TicketsPage
from tests.gui.desk import CLERK, Desk, type_text

NUMBER = "20220908100088"


class Clerk:
    """Does what a clerk does: clicks a step, fills in its form, confirms."""

    def __init__(self, desk: Desk) -> None:
        self.editor = desk
        page = desk.open(TicketsPage)
        self.page = page

    def take(self, step: str, **values: str) -> None:
        """Opens the form of ``step`` by its button, fills it in and confirms with Ctrl+Enter."""
        self.page.panel.next_steps.take(step)
        self.editor.settle()
        self.fill(**values)

    def fill(self, **values: str) -> None:
        form = self.page.editor.form
        assert form is not None
        for key, value in values.items():
            self._enter(key, value)
        self.page.editor.view.confirm.click()
        self.editor.settle()
        faults = [row.fault for row in form._rows.values() if row.fault] if self.page.editor.form else []
        message = self.page.editor.view.problem.text()
        assert self.page._stack.currentIndex() == LIST, (faults, message, self.editor.prompts.errors)
        self.editor.clock.now += timedelta(minutes=20)

    def _enter(self, key: str, value: str) -> None:
        form = self.page.editor.form
        assert form is not None
        editor = form.editor(key)
        buttons = [button for button in editor.findChildren(QPushButton) if button.text() == value]
        if buttons:
            buttons[0].click()
            return
        box = editor.findChild(QPlainTextEdit) or editor.findChild(QLineEdit)
        assert box is not None, key
        box.selectAll()
        type_text(box, value)

    @property
    def stage(self) -> Stage:
        detail = self.page.panel.detail
        assert detail is not None
        return detail.ticket.stage


def test_a_ticket_goes_from_the_call_to_the_archive(desk: Desk) -> None:
    clerk = Clerk(desk)
    desk.window.navigator.ask("register")
    desk.settle()
    clerk.fill(
        number=NUMBER,
        content="海虹小区12号楼前路灯不亮已一周，物业不处理",
        caller="赵文静",
        phones="13800010001",
        address="海虹小区12号",
    )
    assert clerk.stage is Stage.TO_DISPATCH
    clerk.take("first_contact", note="路灯共三盏，晚间出行不便")
    clerk.take("dispatch", unit="新海村")
    assert clerk.stage is Stage.TO_ACCEPT
    clerk.take("accept", handler="沈强")
    clerk.take("answer", way="电话（全程录音）", recording="LY20220908-01", content="已更换灯泡，诉求人认可")
    clerk.take("satisfaction", grade="满意")
    clerk.take(
        "result",
        handling="更换三盏路灯灯泡，当晚恢复照明",
        fact="属实",
        demand="符合政策法规",
        resolution="实际解决",
    )
    assert clerk.stage is Stage.TO_REVIEW
    clerk.take("review", answered="是", handled="是", verdict="通过")
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
    clerk.take("callback", **grades, matches="是", verdict="通过")
    clerk.take("close")
    assert clerk.stage is Stage.CLOSED
    assert "archive" not in clerk.page.panel.next_steps.buttons
    clerk.take("sheet_back")
    clerk.take("platform_close", operator="沈强")
    clerk.take("archive")
    assert clerk.stage is Stage.ARCHIVED
    detail = desk.office.tickets.detail(desk.office.tickets.find(NUMBER))
    assert [line.step for line in detail.history] == [
        "register", "first_contact", "dispatch", "accept", "answer", "satisfaction", "result",
        "review", "callback", "close", "sheet_back", "platform_close", "archive",
    ]  # fmt: skip
    assert {line.by for line in detail.history} == {CLERK}
    assert desk.prompts.errors == []


def test_an_unsatisfied_citizen_sends_the_ticket_out_again_to_the_same_unit(desk: Desk) -> None:
    clerk = Clerk(desk)
    desk.window.navigator.ask("register")
    desk.settle()
    clerk.fill(number=NUMBER, content="沿街商铺占道经营", caller="孙立平", phones="13500010006")
    clerk.take("exempt", exemption="无需联系", decided_by="李伟", note="诉求人要求不再来电")
    clerk.take("dispatch", unit="城管中队")
    clerk.take("accept")
    clerk.take("result", handling="已劝离", fact="属实", demand="符合政策法规", resolution="实际解决")
    clerk.take("review", answered="是", handled="否", verdict="退回再处置", problem="现场仍有占道")
    clerk.take("redo")
    detail = clerk.page.panel.detail
    assert detail is not None
    assert (detail.ticket.round.number, detail.ticket.unit, detail.ticket.stage) == (
        2,
        "城管中队",
        Stage.TO_ACCEPT,
    )
    assert detail.ticket.round.reason == "现场仍有占道"
    assert detail.ticket.rounds[0].result is not None


def test_the_keyboard_alone_reaches_search_list_and_form(desk: Desk, qtbot: QtBot) -> None:
    clerk = Clerk(desk)
    desk.window.navigator.ask("register")
    desk.settle()
    clerk.fill(number=NUMBER, content="高压线下垂", caller="吴敏")
    page, window = clerk.page, desk.window
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.view.search.hasFocus)
    type_text(page.view.search, "高压线")
    qtbot.wait(300)
    desk.settle()
    assert page.model.rowCount() == 1
    page.view.table.setFocus()
    page.view.table.selectRow(0)
    desk.settle()
    qtbot.keyClick(page.view.table, Qt.Key.Key_Return)
    assert page.panel.isAncestorOf(window.focusWidget())
    page.panel.next_steps.take("urge")
    desk.settle()
    assert page.editor.form is not None
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page._stack.currentIndex() == LIST
    detail = page.panel.detail
    assert detail is not None and detail.ticket.urges == 1


def test_the_window_answers_while_the_database_works(desk: Desk, qtbot: QtBot) -> None:
    clerk = Clerk(desk)
    longest, beats = 0, 0
    timer = QElapsedTimer()
    timer.start()

    def beat() -> None:
        nonlocal longest, beats
        longest, beats = max(longest, timer.restart()), beats + 1

    pulse = QTimer(interval=10)
    pulse.timeout.connect(beat)
    pulse.start()
    desk.jobs.run(lambda: time.sleep(1.0), label="正在导入")
    type_text(clerk.page.view.search, "路灯")
    qtbot.wait(1300)
    pulse.stop()
    desk.settle()
    assert beats > 50 and longest < 200


def test_times_given_by_hand_are_kept_as_when_it_happened(desk: Desk) -> None:
    clerk = Clerk(desk)
    desk.window.navigator.ask("register")
    desk.settle()
    clerk.fill(
        number=NUMBER,
        content="新海路夜间施工",
        caller="张桂芳",
        called_at="2022-9-7 21:30",
        received_at="2022年9月8日 8:40",
    )
    clerk.take("first_contact", at="2022-09-08 09:05", note="已致电")
    detail = clerk.page.panel.detail
    assert detail is not None
    assert detail.ticket.facts.received_at == datetime(2022, 9, 8, 8, 40)
    assert detail.history[-1].at == datetime(2022, 9, 8, 9, 5)
