"""今日 stands there before the office is open; what is asked meanwhile waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.today.today_page import TodayPage
from hotline_desktop.services.first_look import first_look
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.engines.sqlite.connection.errors import damaged
from tests.gui.desk import PROJECT, RESOURCES, Answers, Clock
from tests.gui.example_desk import NOW


class Opening:
    """A window over the example office, which opens only when ``gate`` does."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        self.folder, self.clock = folder, Clock(NOW)
        self.gate = threading.Event()
        self.opened = 0
        self.jobs, self.prompts = Jobs(), Answers(theme)
        self.window = MainWindow(theme, self.jobs, self.prompts, folder, self.clock)
        self.window.resize(1366, 768)
        self.window.show()

    def start(self, open_office: Callable[[object], Office] | None = None) -> TodayPage:
        """Starts, and waits for the first look."""
        self.window.start(open_office or self.open, look=lambda: first_look(self.folder, self.clock(), RESOURCES))
        while self.window.stack.page is None:
            QCoreApplication.processEvents()
        page = self.window.stack.page
        assert isinstance(page, TodayPage)
        return page

    def open(self, _progress: object = None) -> Office:
        assert self.gate.wait(10)
        self.opened += 1
        return open_office(self.folder, self.clock, PROJECT / "forms", RESOURCES)


@pytest.fixture
def opening(theme: Theme, example_folder: Path, tmp_path: Path) -> Iterator[Opening]:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("hotline.db", "hotline.head"):
        (folder / name).write_bytes((example_folder / name).read_bytes())
    made = Opening(theme, folder)
    yield made
    made.gate.set()
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cards(page: TodayPage) -> dict[str, int]:
    return {card.face.key: card.face.count for card in page.view.cards if card.isVisibleTo(page)}


def test_the_day_is_shown_before_the_office_is_open_and_is_the_same_afterwards(opening: Opening) -> None:
    page = opening.start()
    first, rows = cards(page), [row.number for row in page.model.rows]
    assert opening.opened == 0 and first["overdue"] and rows
    assert all("*" in row.caller or "保密" in row.caller for row in page.model.rows if row.caller)
    opening.gate.set()
    settle(opening.jobs)
    assert opening.opened == 1
    assert opening.window.session is not None and not opening.window.session.opening
    assert cards(page) == first
    assert [row.number for row in page.model.rows][: len(rows)] == rows


def test_a_card_that_is_clicked_at_once_opens_its_list_when_the_office_is_there(opening: Opening, qtbot: QtBot) -> None:
    page = opening.start()
    page.open_card("overdue")
    assert isinstance(opening.window.stack.page, TicketsPage)
    opening.gate.set()
    settle(opening.jobs)
    shown = opening.window.stack.page
    assert isinstance(shown, TicketsPage)
    assert shown.model.rowCount() == next(card.count for card in page.cards if card.key == "overdue")
    opening.window.show_place(Place.TODAY)
    settle(opening.jobs)
    assert cards(page)["overdue"] == shown.model.rowCount()


def test_an_office_that_cannot_be_opened_takes_the_first_look_away(opening: Opening) -> None:
    def fails(_progress: object) -> Office:
        raise damaged(opening.folder / "hotline.db")

    opening.start(fails)
    settle(opening.jobs)
    window = opening.window
    assert window.session is None and window.stack.page is None
    assert window.stack.currentWidget() is window._waiting
    assert window._waiting.title.text() == "打不开工单数据" and "已损坏" in window._waiting.text.text()


def test_a_window_that_is_closed_before_the_office_is_open_closes(opening: Opening) -> None:
    opening.start()
    opening.window.close()
    assert not opening.window.isVisible() and opening.opened == 0
