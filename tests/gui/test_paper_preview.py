"""The paper beside the fields: chosen, drawn, redrawn while one types, zoomed, refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.records.panel.paper_preview import BLANK_STATE, PaperPreview, alone_title
from hotline_desktop.gui.shell.session.session import Session
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


@pytest.fixture
def session(desk: Desk) -> Session:
    assert desk.window.session is not None
    return desk.window.session


@pytest.fixture
def preview(desk: Desk, session: Session, qtbot: QtBot) -> PaperPreview:
    made = PaperPreview(session)
    qtbot.addWidget(made)
    made.resize(600, 800)
    made.show()
    return made


@pytest.fixture
def ticket(desk: Desk, register: Register) -> int:
    ticket = register()
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    return ticket


def test_the_sheet_of_a_ticket_is_drawn_in_the_state_it_is_in(desk: Desk, preview: PaperPreview, ticket: int) -> None:
    preview.show_ticket(ticket)
    desk.settle()
    assert (preview.choice.kind, preview.choice.state_word) == (PaperKind.DISPOSAL, "转办")
    assert preview.page_count == 1 and preview.count.text() == "共 1 页"
    assert preview.print.isEnabled() and preview.warning.isHidden()


def test_typing_redraws_the_page_and_writes_nothing(
    desk: Desk, preview: PaperPreview, ticket: int, qtbot: QtBot
) -> None:
    preview.show_ticket(ticket)
    desk.settle()
    before = preview.canvas.pages[0].image.copy()
    preview.show_draft("result", {"handling": "更换路灯灯泡三盏", "resolution": "实际解决"})
    assert preview.choice.state_word == "办结"
    qtbot.waitUntil(lambda: preview.canvas.pages[0].image != before, timeout=5000)
    desk.settle()
    assert [line.step for line in desk.office.tickets.detail(ticket).history] == ["register", "dispatch"]


def test_a_paper_that_lacks_something_is_drawn_but_not_printed(desk: Desk, preview: PaperPreview, ticket: int) -> None:
    preview.show_ticket(ticket)
    desk.settle()
    preview.choose(PaperKind.RETURN)
    desk.settle()
    assert preview.choice.state == "待填" and preview.print.isEnabled()
    preview.choose(PaperKind.RETURN, "审批中")
    desk.settle()
    assert preview.page_count >= 1 and not preview.print.isEnabled()
    assert preview.warning.text().startswith("还不能打印：") and "规范一（三）" in preview.warning.text()
    preview.state.setCurrentText(BLANK_STATE)
    desk.settle()
    assert preview.choice.blank and preview.print.isEnabled() and preview.warning.isHidden()


def test_ctrl_and_the_wheel_zoom(desk: Desk, preview: PaperPreview, ticket: int) -> None:
    preview.show_ticket(ticket)
    desk.settle()
    preview.canvas.zoom_out()
    fitted = preview.canvas.percent
    event = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(preview.canvas.viewport(), event)
    assert preview.canvas.percent > fitted and preview.zoom.percent.text() == f"{preview.canvas.percent}%"


def test_a_narrow_pane_shows_the_text_and_the_whole_page_once_it_is_asked_for(
    desk: Desk, preview: PaperPreview, ticket: int
) -> None:
    preview.resize(500, 700)
    preview.show_ticket(ticket)
    desk.settle()
    canvas = preview.canvas
    page = canvas.pages[0].width * canvas.percent / 75
    assert canvas.percent == 72 and page > canvas.viewport().width()
    left = (page - canvas.viewport().width()) / 2
    assert canvas.horizontalScrollBar().value() == pytest.approx(left + 12, abs=3)
    assert left < page * 25 / 210  # only its margin is cut off
    canvas.fit_width()
    assert canvas.pages[0].width * canvas.percent / 75 < canvas.viewport().width()
    preview.resize(460, 700)
    assert canvas.pages[0].width * canvas.percent / 75 < canvas.viewport().width()


def test_a_ticket_that_is_gone_is_told_in_words(desk: Desk, preview: PaperPreview) -> None:
    preview.show_ticket(4711)
    desk.settle()
    assert "没有" in preview.problem.text.text() and not preview.print.isEnabled()
    assert desk.prompts.errors == []


def test_a_paper_is_looked_at_in_a_window_of_its_own_which_turns_to_what_is_chosen(
    desk: Desk, preview: PaperPreview, ticket: int
) -> None:
    preview.show_ticket(ticket)
    desk.settle()
    preview.alone.click()
    desk.settle()
    number = desk.office.tickets.summary(ticket).number
    beside = desk.prompts.opened(alone_title(number))
    assert isinstance(beside, PaperPreview) and beside.isVisible() and beside.alone.isHidden()
    assert beside.choice == preview.choice and beside.page_count == 1
    preview.choose(PaperKind.SATISFACTION)
    preview.alone.click()
    desk.settle()
    assert desk.prompts.opened(alone_title(number)) is beside
    assert beside.choice == preview.choice and beside.choice.kind is PaperKind.SATISFACTION
    desk.prompts.close_all()


def test_what_is_being_typed_is_not_opened_elsewhere(desk: Desk, preview: PaperPreview, ticket: int) -> None:
    preview.show_ticket(ticket)
    preview.show_draft("result", {"handling": "更换路灯灯泡三盏"})
    desk.settle()
    assert preview.alone.isHidden()


def test_an_earlier_round_is_chosen_and_drawn_as_it_was(desk: Desk, preview: PaperPreview, ticket: int) -> None:
    preview.show_ticket(ticket)
    desk.settle()
    assert preview.nth.isHidden()
    asked = {"reason": "非本单位职能", "detail": "不归我们管", "duty": "镇三定方案", "leader": "李伟"}
    desk.office.tickets.do(ticket, "accept", {}, CLERK)
    for _time in range(2):
        desk.office.tickets.do(ticket, "return_request", {**asked, "suggested_unit": "城管中队"}, CLERK)
        desk.office.tickets.do(ticket, "return_decision", {"decision": "不同意", "refusal": "属你村职责"}, CLERK)
    preview.choose(PaperKind.RETURN)
    desk.settle()
    assert [preview.nth.itemText(row)[:3] for row in range(preview.nth.count())] == ["最新", "第1次", "第2次"]
    preview.nth.setCurrentIndex(1)
    desk.settle()
    assert (preview.choice.nth, preview.choice.state_word) == (1, "不予批准") and preview.print.isEnabled()
    assert preview.state.width() >= preview.state.sizeHint().width(), "the words of this form's states are whole"
    preview.choose(PaperKind.DISPOSAL)
    desk.settle()
    assert preview.choice.nth == 0 and preview.nth.isHidden()
