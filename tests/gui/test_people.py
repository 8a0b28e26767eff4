"""People at one PC: accounts begun in 设置, log-in, lock after idle minutes, and the change from one to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.account_forms import AccountForm
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.services.office import Office, open_office
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Answers, Clock, Desk, settle, type_text

ADMIN, SECRET = "陈管", "松鼠过河四十九次"


def fill_with(prompts: Answers, monkeypatch: pytest.MonkeyPatch, **texts: str) -> None:
    """The next forms are filled in with these texts."""

    def fill(_title: str, _text: str, form: QWidget, _action: str) -> bool:
        assert isinstance(form, AccountForm)
        for part, text in texts.items():
            line = getattr(form, part)
            if isinstance(line, QLineEdit):
                line.setText(text)
            elif line is not None:
                line.setCurrentText(text)
        return True

    monkeypatch.setattr(prompts, "fill", fill)


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Where an administrator is logged in, and a clerk has an account."""
    people = desk.office.people
    people.add(ADMIN, Role.ADMINISTRATOR, SECRET, CLERK)
    people.add(CLERK, Role.CLERK, SECRET, ADMIN)
    desk.window.gate.watch(desk.office)
    desk.settle()
    return desk


def come_in(desk: Desk, name: str, password: str = SECRET) -> None:
    desk.settle()
    sheet = desk.window.gate.asking
    sheet.name.setCurrentText(name)
    sheet.password.setText(password)
    sheet.enter.click()
    desk.settle()


def test_accounts_are_begun_and_added_in_the_settings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.window.show_place(Place.SETTINGS, "people")
    desk.settle()
    page = desk.shown(SettingsPage)
    assert page.people.without.isVisibleTo(page.people)
    fill_with(desk.prompts, monkeypatch, name=ADMIN, password=SECRET, again=SECRET)
    desk.window.activateWindow()
    page.people.begin.setFocus()
    page.people.begin.click()
    desk.settle()
    assert desk.prompts.errors == []
    assert desk.window.focusWidget() is page.people.table, "the button that had the focus is gone"
    assert desk.office.people.current is not None and desk.window.session is not None
    assert desk.window.session.clerk == ADMIN
    assert page.people.with_accounts.isVisibleTo(page.people)
    fill_with(desk.prompts, monkeypatch, name=CLERK, role=Role.REVIEWER.value, password=SECRET, again=SECRET)
    page.people.add.click()
    desk.settle()
    assert [(one.name, one.role) for one in page.people.table.records.rows] == [
        (ADMIN, Role.ADMINISTRATOR),
        (CLERK, Role.REVIEWER),
    ]
    for row in (1, 0):
        page.people.table.select_row(row)
        page.people.switch.setFocus()
        page.people.switch.click()
        desk.settle()
    told = ["最后一个在用的账户" in question for question in desk.prompts.asked[-2:]]
    assert told == [False, True] and desk.prompts.errors == []
    assert desk.window.focusWidget() is page.people.name


def test_a_name_that_is_too_long_is_told_and_not_cut(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    too_long = "新海镇城市运行管理中心热线工作组王芳同志二"
    page = desk.open(SettingsPage, "people")
    people, before = page.people, desk.window.session.clerk if desk.window.session else ""
    type_text(people.name, too_long)
    assert people.name.text().endswith("同志二") and people.fault.text() == "最多 20 字，现为 21 字"
    assert not people.save.isEnabled()
    people.record()
    assert desk.window.session is not None and desk.window.session.clerk == before
    people.name.setText(too_long[:-1])
    assert people.fault.isHidden() and people.save.isEnabled()
    answers = iter((True, False))
    monkeypatch.setattr(desk.prompts, "fill", lambda _title, _text, form, _action: fill_name(form, too_long, answers))
    people.begin.click()
    desk.settle()
    assert desk.prompts.errors == ["姓名最多 20 字，现为 21 字，没有变动。"]


def fill_name(form: QWidget, name: str, answers: Iterator[bool]) -> bool:
    assert isinstance(form, AccountForm) and form.name is not None
    form.name.clear()
    form.name.insert(name)
    return next(answers)


def test_a_lock_shows_nothing_until_the_password_is_given(staffed: Desk, register: Callable[..., int]) -> None:
    staffed.window.show_place(Place.TICKETS)
    staffed.settle()
    shown = staffed.window.stack.currentWidget()
    staffed.window.navigator.ask("switch")
    staffed.settle()
    assert staffed.window.gate.shut and staffed.office.people.current is None
    staffed.window.navigator.go(Place.TODAY)
    staffed.window.navigator.ask("register")
    assert staffed.window.gate.shut
    come_in(staffed, ADMIN, "不是这个密码")
    assert staffed.window.gate.shut and "密码不对" in staffed.window.gate.sheet.problem.text()
    come_in(staffed, ADMIN)
    assert staffed.window.stack.currentWidget() is shown


def test_another_person_begins_with_pages_of_his_own(staffed: Desk) -> None:
    staffed.window.show_place(Place.TICKETS)
    staffed.settle()
    before = staffed.window.stack.currentWidget()
    staffed.window.navigator.ask("switch")
    come_in(staffed, CLERK)
    assert not staffed.window.gate.shut
    assert staffed.window.stack.currentWidget() is not before
    assert staffed.window.status.texts[0] == CLERK
    assert staffed.window.session is not None and staffed.window.session.sign() == CLERK


def test_the_window_locks_by_itself_after_idle_minutes(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = staffed.window.gate
    assert gate.idle_minutes == 10
    gate.lock_when_idle()
    assert not gate.shut
    monkeypatch.setattr(gate, "idle_ms", lambda: 10 * 60_000)
    gate.lock_when_idle()
    assert gate.shut


def test_an_account_changes_its_role_and_password_and_is_switched_off_and_on(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.window.show_place(Place.SETTINGS, "people")
    staffed.settle()
    page = staffed.shown(SettingsPage)
    people = page.people
    assert people.change.isEnabled(), "the first account is selected, and can be changed"
    row = next(at for at, one in enumerate(people.table.records.rows) if one.name == CLERK)
    people.table.select_row(row)
    fill_with(staffed.prompts, monkeypatch, role=Role.REVIEWER.value)
    people.change.click()
    staffed.settle()
    fill_with(staffed.prompts, monkeypatch, password="另一个很长的密码", again="另一个很长的密码")
    people.table.select_row(row)
    people.renew.click()
    staffed.settle()
    people.table.select_row(row)
    people.switch.click()
    staffed.settle()
    (found,) = [one for one in staffed.office.people.accounts() if one.name == CLERK]
    assert staffed.prompts.errors == [] and found.role is Role.REVIEWER and not found.active
    people.table.select_row(row)
    assert people.switch.text().startswith("启用")
    people.switch.click()
    staffed.settle()
    (found,) = [one for one in staffed.office.people.accounts() if one.name == CLERK]
    assert found.active and staffed.prompts.errors == []


def test_without_accounts_the_key_asks_for_a_name_as_before(desk: Desk) -> None:
    desk.prompts.name = "李姐"
    desk.window.navigator.ask("switch")
    desk.settle()
    assert not desk.window.gate.shut
    assert desk.window.session is not None and desk.window.session.clerk == "李姐"


def test_a_window_over_an_office_with_accounts_begins_with_the_log_in(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    clock = Clock()

    def opened(_progress: object = None) -> Office:
        return open_office(tmp_path, clock, PROJECT / "forms", RESOURCES)

    office = opened()
    office.people.add(ADMIN, Role.ADMINISTRATOR, SECRET, "安装")
    office.close()
    jobs, prompts = Jobs(), Answers(theme)
    window = MainWindow(theme, jobs, prompts, tmp_path, clock)
    qtbot.addWidget(window)
    window.show()
    window.start(opened)
    settle(jobs)
    assert window.gate.shut and window.session is None
    assert window.gate.sheet.name.currentText() == ADMIN
    window.gate.sheet.password.setText(SECRET)
    window.gate.sheet.enter.click()
    settle(jobs)
    assert window.session is not None and window.session.clerk == ADMIN and not window.gate.shut
    window.close()
