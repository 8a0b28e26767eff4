"""A leader looks: nothing is offered that would be refused afterwards, and everything says who does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.records.sheets.palette import Palette
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.imports.imports_page import ImportsPage
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.units.units_page import UnitsPage
from hotline_desktop.services.office import Office, open_office
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Answers, Clock, Desk, settle

LEADER, SECRET = "陈书记", "松鼠过河四十九次"


def desk_of(who: str, theme: Theme, office: Office, clock: Clock, data: Path) -> Iterator[Desk]:
    people = office.people
    people.add("陈管", Role.ADMINISTRATOR, SECRET, CLERK)
    people.add(LEADER, Role.LEADER, SECRET, "陈管")
    people.add(CLERK, Role.CLERK, SECRET, "陈管")
    people.log_in(who, SECRET)
    jobs, prompts = Jobs(), Answers(theme)
    window = MainWindow(theme, jobs, prompts, data, clock)
    window.keeps_office_open = True
    window.resize(1366, 768)
    window.show()
    window.start(lambda _progress: office, Place.TICKETS)
    settle(jobs)
    yield Desk(window, office, jobs, prompts, clock, data)
    window.close()
    window.deleteLater()


@pytest.fixture
def leader(theme: Theme, office: Office, clock: Clock, register: Callable[..., int], tmp_path: Path) -> Iterator[Desk]:
    register()
    yield from desk_of(LEADER, theme, office, clock, tmp_path / "data")


@pytest.fixture
def clerk(theme: Theme, office: Office, clock: Clock, register: Callable[..., int], tmp_path: Path) -> Iterator[Desk]:
    register()
    yield from desk_of(CLERK, theme, office, clock, tmp_path / "data")


def writing(desk: Desk) -> list[QWidget]:
    """What changes something, on every page."""
    tickets, units = desk.go(Place.TICKETS), desk.go(Place.UNITS)
    cases, registers = desk.go(Place.SUPERVISION), desk.go(Place.REGISTERS)
    imports = desk.go(Place.IMPORTS)
    assert isinstance(tickets, TicketsPage) and isinstance(units, UnitsPage) and isinstance(imports, ImportsPage)
    assert isinstance(cases, SupervisionPage) and isinstance(registers, RegistersPage)
    return [
        *(tickets.view.register, tickets.view.importing, tickets.view.paste),
        *(units.view.add, units.view.toggle),
        *(cases.view.propose, cases.view.candidate_panel.decline),
        imports.view.start.choose,
    ]


def test_what_would_be_refused_is_not_offered_and_says_who_does_it(leader: Desk) -> None:
    for widget in writing(leader):
        assert not widget.isEnabled(), widget.objectName()
        assert "您的账户是领导" in widget.toolTip().replace("\n", "")
        assert isinstance(widget, QPushButton) and "经办人" in widget.accessibleDescription()


def test_whatever_is_selected_afterwards_stays_withheld(leader: Desk) -> None:
    page = leader.open(UnitsPage)
    page.view.table.select_row(1)
    leader.settle()
    page.view.toggle.setEnabled(True)
    page.view.save.setEnabled(True)
    page.view.save.setToolTip("保存这个单位（Ctrl+S）")
    assert not page.view.toggle.isEnabled() and not page.view.save.isEnabled()
    assert "领导" in page.view.save.toolTip()


@pytest.mark.parametrize("action", ["register", "paste", "import", "remind"])
def test_a_key_says_who_does_it_and_opens_nothing(leader: Desk, action: str) -> None:
    page = leader.open(TicketsPage)
    leader.window.navigator.ask(action)
    leader.settle()
    assert leader.window.stack.page is page and page.editor.form is None
    assert "您的账户是领导" in leader.window.toast.accessibleName()


def test_the_palette_offers_nothing_that_a_leader_may_not(leader: Desk) -> None:
    assert leader.window.session is not None
    palette = Palette(leader.window.session, leader.window, ())
    assert not [word for word in palette.texts if "登记" in word or "粘贴" in word or "导入工单" in word]
    palette.deleteLater()


def test_the_steps_of_others_take_one_line_instead_of_one_each(leader: Desk) -> None:
    page = leader.open(TicketsPage)
    steps = page.panel.next_steps
    assert steps.blocked == {} and steps.buttons == {}
    assert [line.text() for line in steps.others if "先行联系" in line.text()] != []
    assert len(steps.others) <= 3
    assert leader.window.status.texts[0] == f"{LEADER}（只看）"


def test_a_clerk_handles_as_before_but_changes_no_settings(clerk: Desk) -> None:
    assert all(widget.isEnabled() for widget in writing(clerk)[:4])
    assert clerk.window.status.texts[0] == CLERK
    page = clerk.open(SettingsPage)
    assert not page.data.restore.isEnabled() and "管理员" in page.data.restore.toolTip()
    assert page.data.backup.isEnabled()


def test_another_role_that_was_given_meanwhile_shows_at_once(clerk: Desk) -> None:
    tickets = clerk.open(TicketsPage)
    assert tickets.view.register.isEnabled()
    given = open_office(clerk.data_dir, clerk.clock, PROJECT / "forms", RESOURCES)
    given.people.log_in("陈管", SECRET)
    for role, message in ((Role.LEADER, "由经办人改成了领导"), (Role.CLERK, "由领导改成了经办人")):
        given.people.change_role(CLERK, role, "陈管")
        clerk.window.standing.look()
        clerk.settle()
        page = clerk.shown(TicketsPage)
        assert page.view.register.isEnabled() == (role is Role.CLERK)
        assert message in clerk.prompts.errors[-1]
    assert clerk.window.stack.page is tickets, "the former pages with what was typed there"
    given.people.disable(CLERK, "陈管")
    clerk.window.standing.look()
    clerk.settle()
    assert clerk.window.gate.shut and "账户已停用" in clerk.window.gate.sheet.title.text()
    assert CLERK not in clerk.window.gate.sheet.names
    given.close()
