"""The window backs up by itself, and offers the backups where the data cannot be opened."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.keeping import keeping
from hotline_desktop.gui.shell.keeping.keeping import BackupKeeper
from hotline_desktop.gui.shell.keeping.restore_sheet import RestoreSheet
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.services.keeping.restoring import found_backups
from hotline_desktop.services.office import Office, open_office
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Answers, Clock, Desk, settle
from tests.offices.shown import unpack


@pytest.fixture
def keeper(desk: Desk, qtbot: QtBot) -> BackupKeeper:
    """The keeper of an office that is on the disk."""
    made = BackupKeeper(desk.jobs, desk.prompts, desk.window)
    made.watch(desk.office)
    return made


def test_a_day_has_its_backup_and_the_end_has_one_after_every_change(
    desk: Desk, keeper: BackupKeeper, register: object
) -> None:
    keeper.back_up_when_due()
    desk.settle()
    keeper.back_up_when_due()
    desk.settle()
    assert len(found_backups(desk.data_dir)) == 1
    desk.office.units.add("新设单位", by=CLERK)
    keeper.back_up_when_due()  # today has one already
    desk.settle()
    assert len(found_backups(desk.data_dir)) == 1
    keeper.at_the_end(desk.window)
    assert len(found_backups(desk.data_dir)) == 2


def test_a_second_place_without_a_backup_for_long_is_told_once_after_the_days_that_the_office_set(
    desk: Desk, keeper: BackupKeeper, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.office.backups.places.choose_second(stick, CLERK)
    desk.office.backups.run()
    stick.rename(tmp_path / "away")
    desk.clock.now += timedelta(days=6)
    keeper.watch(desk.office)
    keeper.back_up_when_due()
    desk.settle()
    assert desk.prompts.errors == []
    desk.clock.now += timedelta(days=1)
    keeper.watch(desk.office)
    for _look in range(2):
        keeper.back_up_when_due()
        desk.settle()
    (told,) = desk.prompts.errors
    assert "已经是 7 天前的" in told
    settings = desk.office.settings
    settings.change(replace(settings.get(), backup_remind_days=0), CLERK)
    keeper.watch(desk.office)
    keeper.back_up_when_due()
    desk.settle()
    assert desk.prompts.errors == [told]


def test_the_end_waits_no_longer_than_the_clerk_wants(
    desk: Desk, keeper: BackupKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_office: object, progress: object, daily: bool) -> None:
        while True:
            progress(0, 0)  # type: ignore[operator]

    monkeypatch.setattr(keeping, "_backed_up", slow)

    def give_up() -> None:
        dialog = next(widget for widget in desk.window.findChildren(QWidget) if hasattr(widget, "given_up"))
        dialog.given_up.click()

    QTimer.singleShot(200, give_up)
    keeper.at_the_end(desk.window)
    assert desk.prompts.errors == []
    assert found_backups(desk.data_dir) == ()


def test_the_sheet_lists_the_backups_and_hands_over_the_chosen_one(desk: Desk, qtbot: QtBot) -> None:
    desk.office.backups.run()
    chosen: list[tuple[Path, str]] = []
    backups = found_backups(desk.data_dir)
    sheet = RestoreSheet(backups, lambda folder, secret: chosen.append((folder, secret)), lambda: None)
    qtbot.addWidget(sheet)
    assert sheet.list.count() == 1 and sheet.restore.isEnabled() and sheet.secret.isHidden()
    sheet.restore.click()
    assert chosen == [(found_backups(desk.data_dir)[0].folder, "")]
    empty = RestoreSheet((), lambda _folder, _secret: None, lambda: None)
    qtbot.addWidget(empty)
    assert not empty.restore.isEnabled()


def test_a_restore_from_the_settings_reopens_the_office_as_it_was_then(
    theme: Theme, clock: Clock, tmp_path: Path
) -> None:
    def opened(_progress: object = None) -> Office:
        return open_office(tmp_path / "data", clock, PROJECT / "forms", RESOURCES)

    office = opened()
    made = office.backups.run()
    office.units.add("备份以后的单位", by=CLERK)
    office.close()
    jobs = Jobs()
    window = MainWindow(theme, jobs, Answers(theme), tmp_path / "data", clock)
    window.start(opened, Place.TICKETS)
    settle(jobs)
    assert window.session is not None and window.session.restore_from is not None
    window.session.restore_from(made.path, "")
    settle(jobs)
    assert window.session is not None
    assert "备份以后的单位" not in window.session.office.units.names()
    window.close()


def test_the_window_that_finds_damage_offers_the_backups(theme: Theme, clock: Clock, tmp_path: Path) -> None:
    def opened(_progress: object = None) -> Office:
        return open_office(tmp_path / "data", clock, PROJECT / "forms", RESOURCES)

    office = opened()
    office.units.add("备份里的单位", by=CLERK)
    office.backups.run()
    office.close()
    (tmp_path / "data" / "hotline.db").write_bytes(b"x" * 8192)
    jobs, prompts = Jobs(), Answers(theme)
    window = MainWindow(theme, jobs, prompts, tmp_path / "data", clock)
    window.start(opened, Place.TICKETS)
    settle(jobs)
    (button,) = [each for each in window.findChildren(QPushButton) if each.text() == "从备份恢复…"]
    button.click()
    _title, sheet = prompts.shown[-1]
    assert isinstance(sheet, RestoreSheet)
    sheet.restore.click()
    settle(jobs)
    assert window.session is not None
    assert "备份里的单位" in window.session.office.units.names()
    window.close()


def test_an_upgrade_is_told_in_the_window_and_can_be_stopped_there(
    theme: Theme, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, told = unpack("0011", tmp_path / "data"), threading.Event()
    before = (folder / "hotline.db").read_bytes()

    def opened(progress: Progress | None) -> Office:
        assert progress is not None
        while not told.wait(0.05):
            progress(1, 100)
        return open_office(folder, clock, PROJECT / "forms", RESOURCES, progress=progress)

    jobs = Jobs()
    window = MainWindow(theme, jobs, Answers(theme), folder, clock)
    window.start(opened)
    window.show()
    (stop,) = [button for button in window.status.findChildren(QPushButton) if button.text() == "取消"]
    qtbot.waitUntil(stop.isVisible)
    qtbot.waitUntil(lambda: "正在升级数据" in texts_of(window))
    stop.click()
    told.set()
    settle(jobs)
    assert any("升级已取消" in text for text in texts_of(window))
    assert "打不开工单数据" not in texts_of(window), "she wanted it so"
    assert (folder / "hotline.db").read_bytes() == before
    (again,) = [button for button in window.findChildren(QPushButton) if button.text() == "再试一次"]
    again.click()
    settle(jobs)
    assert window.session is not None
    window.close()


def texts_of(window: QWidget) -> list[str]:
    """What stands on the labels of a window."""
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
