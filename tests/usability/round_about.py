"""Supervision, scans, units that owe, ledgers: each job done the straight way, by mouse, and as now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.records.panel.record_panel import FILES, PAPER
from hotline_desktop.gui.records.sheets.reminders import TITLE as REMINDERS
from hotline_desktop.gui.shell.session.navigation import Place
from tests.gui.desk import CLERK, Desk
from tests.usability.doing import (
    NUMBER,
    SCANS,
    UNIT,
    WORDS,
    choose_by_mouse,
    click_tab,
    confirm_by_mouse,
    is_written,
    take_by_mouse,
    tickets,
)
from tests.usability.meter import ALT, CTRL, SHIFT, Clerk, Count


@dataclass(frozen=True, slots=True)
class Owed:
    """How many units owe how many tickets; the first of them, and how often it was urged before."""

    units: int
    tickets: int
    first: int
    urges: int


# -- 7: candidate, case, notice --------------------------------------------------------------------------------


_WRITTEN = {
    "method": SupervisionMethod.WRITTEN.value,
    "unsatisfied": "是",
    "lawful": "是",
    "direct_reason": "媒体已报道，须限时办结答复",
}


def pool(desk: Desk, folder: Path) -> int:
    desk.prompts.path = folder / "督办通知单.pdf"
    return taken_up(desk)


def taken_up(desk: Desk) -> int:
    return sum(case.stage is not CaseStage.POOL for case in desk.office.supervision.cases())


def case_straight(clerk: Clerk, _before: int) -> Count:
    page: Any = clerk.desk.go(Place.TODAY)
    clerk.decide()
    clerk.click(clerk.desk.window.rail._buttons[Place.SUPERVISION])
    page = clerk.desk.window.stack.page
    clerk.click(page.view.pool, page.view.pool.records.index(0, 0))
    clerk.click(page.view.candidate_panel.take_up)
    clerk.fill_by_mouse(page.editor.form, **_WRITTEN)
    confirm_by_mouse(clerk, page)
    clerk.decide()
    click_tab(clerk, page.panel, PAPER)
    clerk.click(page.panel._paper.print)
    clerk.elsewhere(2)
    return clerk.count


def case_now(clerk: Clerk, _before: int) -> Count:
    page: Any = clerk.desk.go(Place.TODAY)
    clerk.decide()
    clerk.press(Qt.Key.Key_3, CTRL)
    page = clerk.desk.window.stack.page
    clerk.decide()
    clerk.press(Qt.Key.Key_Return)
    clerk.fill(page.editor.form, **_WRITTEN)
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.decide()
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.elsewhere(2)
    return clerk.count


def is_case(desk: Desk, before: int) -> bool:
    return taken_up(desk) > before and is_written(desk, None)


# -- 8: twenty scans -------------------------------------------------------------------------------------------


def scanned(desk: Desk, folder: Path) -> list[tuple[str, Path]]:
    """Twenty surveys that went out with their tickets and came back signed."""
    office, kind = desk.office, PaperKind.SATISFACTION
    state = office.papers.states(kind)[0]
    made = []
    for place in range(SCANS):
        number = f"{int(NUMBER) + place}"
        times = {"called_at": "2026-11-26 09:00", "received_at": "2026-11-26 09:10", "level": "一般"}
        ticket = office.tickets.register({**WORDS, **times, "number": number}, CLERK).id
        office.tickets.do(ticket, "dispatch", {"unit": UNIT, "no_contact_reason": "市民要求不联系"}, CLERK)
        pdf, scan = folder / f"{number}.pdf", folder / f"扫描{place + 1:02}.png"
        office.papers.render_pdf([ticket], kind, state, pdf)
        office.papers.remember_printed([ticket], kind, state, CLERK)
        pypdfium2.PdfDocument(pdf.read_bytes())[0].render(scale=150 / 72).to_pil().save(scan)
        made.append((number, scan))
    desk.clock.now = datetime(2026, 11, 27, 9, 0)
    return made


def intake_straight(clerk: Clerk, scans: list[tuple[str, Path]]) -> Count:
    """One by one: the ticket is found by its number, the scan attached to it, its paper crossed off."""
    page = tickets(clerk)
    number, scan = scans[0]
    clerk.desk.prompts.paths = [scan]
    clerk.decide()
    clerk.click(page.view.search)
    clerk.lead(number)
    clerk.press(Qt.Key.Key_Return)
    click_tab(clerk, page.panel, FILES)
    choose_by_mouse(clerk, page.panel.attachments._kind, "签字测评表")
    clerk.click(next(each for each in page.panel.attachments.findChildren(QPushButton) if "添加" in each.text()))
    clerk.elsewhere(6)  # the name of the file
    clerk.click(clerk.desk.window.rail._buttons[Place.REGISTERS])
    registers: Any = clerk.desk.window.stack.page
    table = registers.papers.view.table
    row = next(at for at, each in enumerate(table.records.rows) if each.paper.ticket_number == number)
    clerk.click(table, table.records.index(row, 0))
    clerk.click(registers.papers.view.came_back)
    return clerk.count.times(SCANS)


def intake_now(clerk: Clerk, scans: list[tuple[str, Path]]) -> Count:
    clerk.desk.go(Place.TODAY)
    clerk.desk.prompts.paths = [scan for _number, scan in scans]
    clerk.decide()
    clerk.press(Qt.Key.Key_4, CTRL)
    clerk.press(Qt.Key.Key_Right)
    clerk.press(Qt.Key.Key_S, ALT)
    clerk.elsewhere(3)  # all files of the folder
    clerk.decide()
    clerk.press(Qt.Key.Key_S, CTRL)
    return clerk.count


def left(desk: Desk, scans: list[tuple[str, Path]]) -> list[str]:
    numbers = {number for number, _scan in scans}
    kind = PaperKind.SATISFACTION
    return [
        each.ticket_number
        for each in desk.office.papers.awaited()
        if each.ticket_number in numbers and each.kind is kind
    ]


def is_taken_in(desk: Desk, scans: list[tuple[str, Path]]) -> bool:
    return len(left(desk, scans)) in (0, SCANS - 1)


# -- 9: urge every unit that owes ------------------------------------------------------------------------------


def owed(desk: Desk, _folder: Path) -> Owed:
    owed = desk.office.reminding.owed(desk.clock.now)
    first = desk.office.tickets.find(owed[0].tickets[0].number)
    return Owed(len(owed), sum(len(each.tickets) for each in owed), first, urges(desk, first))


def urges(desk: Desk, ticket: int) -> int:
    return desk.office.tickets.detail(ticket).ticket.urges


def urge_straight(clerk: Clerk, owed: Owed) -> Count:
    """For each unit a message written by hand, for each ticket 登记催单; one of each is done and counted so often."""
    reminder = clerk.desk.office.reminding.owed(clerk.desk.clock.now)[0]
    page = tickets(clerk)
    clerk.decide()
    clerk.click(page.view.search)
    clerk.lead(reminder.tickets[0].number)
    clerk.press(Qt.Key.Key_Return)
    take_by_mouse(clerk, page, "urge")
    confirm_by_mouse(clerk, page)
    each_ticket = clerk.count.times(owed.tickets)
    message = Count(decisions=1, hands=2, clicks=2)  # into the messenger, to the unit
    message.letters = sum(1 if letter.isascii() else 2.5 for letter in f"{UNIT}：以下工单请抓紧办理，并反馈。")
    per_ticket = Count(letters=sum(1 if letter.isascii() else 2.5 for letter in f"{NUMBER} 路灯不亮 11月12日17:00前"))
    return each_ticket.plus(message.times(owed.units)).plus(per_ticket.times(owed.tickets))


def urge_now(clerk: Clerk, owed: Owed) -> Count:
    tickets(clerk)
    clerk.decide()
    clerk.press(Qt.Key.Key_B, CTRL)
    sheet: Any = clerk.desk.prompts.opened(REMINDERS)
    clerk.decide()
    clerk.tab_to(sheet.units)
    clerk.press(Qt.Key.Key_End)
    clerk.press(Qt.Key.Key_F, ALT)
    return clerk.count


def is_urged(desk: Desk, owed: Owed) -> bool:
    return urges(desk, owed.first) == owed.urges + 1


# -- 10: the week's report and ledger --------------------------------------------------------------------------


def for_week(desk: Desk, folder: Path) -> Path:
    desk.prompts.path = folder / "台账.xlsx"
    return desk.prompts.path


def ledger_straight(clerk: Clerk, _out: Path) -> Count:
    clerk.desk.go(Place.TODAY)
    clerk.decide()
    clerk.click(clerk.desk.window.rail._buttons[Place.REGISTERS])
    page: Any = clerk.desk.window.stack.page
    clerk.click(page.places["ledgers"])
    view = page.ledgers.view
    clerk.decide()
    for editor, day in ((view.first, "2026-11-23"), (view.last, "2026-11-29")):
        clerk.click(editor.focusProxy() or editor)
        clerk.press(Qt.Key.Key_A, CTRL)
        clerk.lead(day)
    clerk.click(view.excel)
    clerk.elsewhere()
    return clerk.count


def ledger_now(clerk: Clerk, _out: Path) -> Count:
    clerk.desk.go(Place.TODAY)
    clerk.decide()
    clerk.press(Qt.Key.Key_4, CTRL)
    page: Any = clerk.desk.window.stack.page
    clerk.press(Qt.Key.Key_Backtab, SHIFT)  # from the list of the part in front to the parts
    clerk.press(Qt.Key.Key_Right, times=3)
    clerk.decide()
    clerk.tab_to(page.ledgers.view.period_choice)
    clerk.press(Qt.Key.Key_Home)
    clerk.press(Qt.Key.Key_E, CTRL)
    clerk.elsewhere()
    return clerk.count
