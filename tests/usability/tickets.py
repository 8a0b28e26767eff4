"""A ticket from the call to its closing: each job done the straight way, by mouse, and as now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.records.panel.record_panel import PAPER
from hotline_desktop.gui.views.tickets.paste_sheet import TITLE as PASTE
from tests.gui.desk import CLERK, Desk
from tests.usability.doing import (
    NUMBER,
    PASTED,
    REQUEST,
    UNIT,
    UNIT_LETTERS,
    WORDS,
    choose_by_mouse,
    click_tab,
    confirm_by_mouse,
    contacted,
    opened,
    take_by_key,
    take_by_mouse,
    ticket_of,
    tickets,
)
from tests.usability.meter import ALT, CTRL, SHIFT, Clerk, Count

# -- 1: a ticket from pasted text ------------------------------------------------------------------------------


def register_straight(clerk: Clerk, _made: Any) -> Count:
    page = tickets(clerk)
    clerk.decide()
    clerk.click(page.view.register)
    clerk.fill(page.editor.form, **WORDS)
    confirm_by_mouse(clerk, page)
    return clerk.count


def register_now(clerk: Clerk, _made: Any) -> Count:
    tickets(clerk)
    QGuiApplication.clipboard().setText(PASTED)
    clerk.decide()
    clerk.press(Qt.Key.Key_V, CTRL | SHIFT)
    sheet: Any = clerk.desk.prompts.opened(PASTE)
    while not sheet.found:
        QTest.qWait(20)
    clerk.decide()
    clerk.press(Qt.Key.Key_T, ALT)
    clerk.decide()
    clerk.press(Qt.Key.Key_Return, CTRL)
    return clerk.count


def is_registered(desk: Desk, _made: Any) -> bool:
    return bool(desk.office.tickets.find(NUMBER))


# -- 2: dispatch -----------------------------------------------------------------------------------------------


def dispatch_straight(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    take_by_mouse(clerk, page, "dispatch")
    clerk.fill_by_mouse(page.editor.form, unit=UNIT)
    confirm_by_mouse(clerk, page)
    return clerk.count


def dispatch_now(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    take_by_key(clerk, page, "dispatch")
    clerk.tab_to(page.editor.form.editor("unit"))
    clerk.decide()
    for letter in UNIT_LETTERS.upper():
        clerk.press(Qt.Key(ord(letter)))
    clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return, CTRL)
    return clerk.count


def is_dispatched(desk: Desk, ticket: int) -> bool:
    return desk.office.tickets.detail(ticket).ticket.unit == UNIT


# -- 3: a caller -----------------------------------------------------------------------------------------------


def find_straight(clerk: Clerk, _ticket: int) -> Count:
    page = tickets(clerk)
    clerk.decide()
    clerk.click(page.view.search)
    clerk.lead(WORDS["phones"])
    QTest.qWait(400)
    clerk.desk.settle()
    clerk.click(page.view.table, page.model.index(0, page.view.table.horizontalHeader().logicalIndexAt(0)))
    return clerk.count


def find_now(clerk: Clerk, _ticket: int) -> Count:
    tickets(clerk)
    clerk.decide()
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.lead(WORDS["phones"][-4:])
    clerk.press(Qt.Key.Key_Return)
    return clerk.count


def is_found(desk: Desk, ticket: int) -> bool:
    page: Any = desk.window.stack.page
    return bool(page.panel.ticket_id == ticket)


# -- 4: callback and closing -----------------------------------------------------------------------------------

_GRADES = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
_CALLED_BACK = {**_GRADES, "matches": "是", "verdict": "通过"}


def close_straight(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    take_by_mouse(clerk, page, "callback")
    clerk.fill_by_mouse(page.editor.form, **_CALLED_BACK)
    confirm_by_mouse(clerk, page)
    take_by_mouse(clerk, page, "close")
    confirm_by_mouse(clerk, page)
    return clerk.count


def close_now(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    take_by_key(clerk, page, "callback")
    clerk.fill(page.editor.form, **_CALLED_BACK)
    clerk.press(Qt.Key.Key_Return, CTRL)
    take_by_key(clerk, page, "close")
    clerk.press(Qt.Key.Key_Return, CTRL)
    return clerk.count


def is_closed(desk: Desk, ticket: int) -> bool:
    return desk.office.tickets.detail(ticket).ticket.stage is Stage.CLOSED


# -- 5: print --------------------------------------------------------------------------------------------------


def to_print(desk: Desk, folder: Path) -> int:
    desk.prompts.path = folder / "处置单.pdf"
    return ticket_of(desk, Stage.IN_PROGRESS)


def print_straight(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    clerk.decide()
    click_tab(clerk, page.panel, PAPER)
    paper = page.panel._paper
    choose_by_mouse(clerk, paper.kind, PaperKind.DISPOSAL.value)
    clerk.click(paper.print)
    clerk.elsewhere(2)  # no printer here: a question and where to save it
    return clerk.count


def print_now(clerk: Clerk, ticket: int) -> Count:
    opened(clerk, ticket)
    clerk.decide()
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.elsewhere(2)
    return clerk.count


# -- 6: extension ----------------------------------------------------------------------------------------------


def extend_straight(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    take_by_mouse(clerk, page, "extension_request")
    clerk.fill_by_mouse(page.editor.form, **REQUEST)
    confirm_by_mouse(clerk, page)
    return clerk.count


def extend_now(clerk: Clerk, ticket: int) -> Count:
    page = opened(clerk, ticket)
    take_by_key(clerk, page, "extension_request")
    clerk.fill(page.editor.form, **REQUEST)
    clerk.press(Qt.Key.Key_Return, CTRL)
    return clerk.count


def in_hand(desk: Desk, folder: Path) -> int:
    ticket = contacted(desk, folder)
    desk.office.tickets.do(ticket, "dispatch", {"unit": UNIT}, CLERK)
    desk.office.tickets.do(ticket, "accept", {}, CLERK)
    return ticket


def is_requested(desk: Desk, ticket: int) -> bool:
    return "延期待批" in desk.office.tickets.detail(ticket).ticket.pending
