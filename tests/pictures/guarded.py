"""What only some offices see: accounts with log-in and lock, names shown in full, and scans that came back."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.gui.shell.keeping.restoring import offer_backups
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.sections import SECTIONS
from tests.gui.desk import CLERK
from tests.pictures.hard import HARDEST
from tests.pictures.walk import Walk

_SECRET = "松鼠过河四十九次"
_LONG_NAME = "阿依努尔·买买提艾力·吐尔逊古丽"


def section(walk: Walk, title: str) -> object:
    """The settings, turned to one of their sections."""
    page = walk.page(Place.SETTINGS)
    page.view.sections.setCurrentRow([each.title for each in SECTIONS].index(title))
    walk.rest()
    return page


def scans(walk: Walk) -> None:
    """扫描件: nothing read yet is shown elsewhere; here a survey that came back, upside down, and a stray letter."""
    assert walk.window.session is not None
    office, folder = walk.window.session.office, walk.folder
    kind = PaperKind.SATISFACTION
    ticket = walk.ticket(HARDEST)
    state = office.papers.states(kind)[0]
    printed, scan, letter = folder / "测评表.pdf", folder / "扫描件_2026年11月26日上午收回_第1页.png", folder / "信.png"
    office.papers.render_pdf([ticket], kind, state, printed)
    office.papers.remember_printed([ticket], kind, state, CLERK)
    pypdfium2.PdfDocument(printed.read_bytes())[0].render(scale=150 / 72).to_pil().rotate(180).save(scan)
    _stray(letter)
    page = walk.page(Place.REGISTERS, "scans")
    page.scans.read([scan, letter])
    walk.rest()
    for row, word in enumerate(("认得出", "认不出")):
        page.scans.view.table.select_row(row)
        walk.at(f"扫描件-{word}")
    walk.rest()


def _stray(path: Path) -> None:
    letter = Image.new("L", (800, 1100), 255)
    letter.paste(0, (100, 200, 700, 240))
    letter.save(path)


def privacy(walk: Walk) -> None:
    """Names in full, who saw them, what has been kept long enough, and the backups to go back to."""
    page = walk.page(Place.TICKETS)
    page.view.full.click()
    walk.at("工单-完整姓名")
    page.view.full.click()
    settings = section(walk, "安全")
    part = settings.privacy  # type: ignore[attr-defined]
    walk.dialog("谁看过", lambda: _pressed(walk, part.looked))
    walk.dialog("到期的记录", lambda: _pressed(walk, part.due))
    assert walk.window.session is not None
    walk.window.session.office.backups.make()
    walk.dialog("从备份恢复", lambda: offer_backups(walk.prompts, walk.folder, lambda *_chosen: None))


def _pressed(walk: Walk, button: object) -> None:
    button.click()  # type: ignore[attr-defined]
    walk.rest()


def accounts(walk: Walk) -> None:
    """Accounts in the settings with their questions, the lock, a wrong password, and what a leader sees."""
    assert walk.window.session is not None
    office = walk.window.session.office
    settings = section(walk, "人员")
    people = settings.people  # type: ignore[attr-defined]
    walk.dialog("启用账户", people.begin.click)
    office.people.add(CLERK, Role.ADMINISTRATOR, _SECRET, CLERK)
    office.people.add(_LONG_NAME, Role.LEADER, _SECRET, CLERK)
    walk.window.gate.watch(office)
    people.load()
    walk.rest()
    people.table.select_row(1)
    walk.at("人员-有账户")
    walk.dialog("改角色", people.change.click)
    walk.dialog("改我的密码", people.own.click)
    walk.window.gate.lock()
    walk.at("锁定")
    _enter(walk, CLERK, "不是这个密码")
    walk.at("锁定-密码不对")
    _enter(walk, _LONG_NAME, _SECRET)
    walk.at("领导登录后的今日")
    walk.page(Place.TICKETS, walk.ticket(HARDEST))
    walk.at("领导看工单")


def _enter(walk: Walk, name: str, password: str) -> None:
    sheet: QWidget = walk.window.gate.sheet
    sheet.name.setCurrentText(name)  # type: ignore[attr-defined]
    sheet.password.setText(password)  # type: ignore[attr-defined]
    sheet.enter.click()  # type: ignore[attr-defined]
    walk.rest()
