"""A window over a real office in a temporary folder, its clock standing still, its prompts answering."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, SignalInstance
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.services.office import Office, open_office
from tests.unit_register import stock

SomePage = TypeVar("SomePage", bound=Page)
PROJECT = Path(__file__).resolve().parents[2]
RESOURCES = PROJECT / "resources"
NOW = datetime(2022, 9, 8, 10, 20)
CLERK = "王芳"


class Answers(Prompts):
    """Prompts that need no one at the screen: they answer what the test says and keep what was told."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.name = CLERK
        self.text = "测试原因"
        self.agrees = True
        self.path: Path | None = None
        self.paths: list[Path] = []
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.message: list[str] = []
        self.shown: list[tuple[str, QWidget]] = []
        self.said.connect(lambda text, *_offers: self.message.append(text))

    def error(self, problem: Exception | str, title: str = "", of_office: bool = False) -> None:
        self.errors.append(str(problem))

    def confirm(self, question: str, detail: str, action: str, danger: bool = False) -> bool:
        self.asked.append(detail)
        return self.agrees

    def ask_name(self, known: str = "") -> str:
        return self.name

    def ask_text(self, title: str, text: str, value: str = "", label: str = "", limit: int = 200) -> str:
        return self.text

    def fill(self, title: str, text: str, form: QWidget, action: str, ready: SignalInstance | None = None) -> bool:
        self.asked.append(text)
        return self.agrees

    def show(self, title: str, content: QWidget) -> None:
        self.shown.append((title, content))

    def open_file(self, title: str, kinds: str = "", folder: str = "") -> Path | None:
        return self.path

    def open_files(self, title: str, kinds: str = "", folder: str = "") -> list[Path]:
        return self.paths

    def save_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        return self.path

    def choose_folder(self, title: str, folder: str = "") -> Path | None:
        return self.path


@dataclass
class Clock:
    """Office time that moves only when a test says so."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Desk:
    """A started window with everything a test wants to reach."""

    window: MainWindow
    office: Office
    jobs: Jobs
    prompts: Answers
    clock: Clock
    data_dir: Path
    pages: dict[Place, QWidget] = field(default_factory=dict)

    def settle(self) -> None:
        """Waits until nothing is under way."""
        settle(self.jobs)

    def go(self, place: Place, target: object = None) -> QWidget:
        """Shows a page and waits for it."""
        self.window.navigator.go(place, target)
        self.settle()
        assert self.window.stack.page is not None
        return self.window.stack.page

    def open(self, page: type[SomePage], target: object = None) -> SomePage:
        """Goes to the page of that class, which is called after its place, and waits for it."""
        self.go(Place[page.__name__.removesuffix("Page").upper()], target)
        return self.shown(page)

    def open_fresh(self, page: type[SomePage]) -> SomePage:
        """As ``open``; shows also what the test wrote through the services, past the window."""
        opened = self.open(page)
        opened.refresh(Changes(everything=True))
        self.settle()
        return opened

    def shown(self, page: type[SomePage]) -> SomePage:
        """The page that is in front, which must be of that class."""
        front = self.window.stack.page
        assert isinstance(front, page), front
        return front


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Iterator[Theme]:
    """One look for all tests: giving it to the application restyles every widget that is still there."""
    made = Theme(RESOURCES)
    made.apply(qapp)
    yield made
    qapp.clipboard().clear()  # without a screen Qt would let go of it after Python has ended, and crash


@cache
def _stocked() -> Path:
    """The data of an office with units in its register and nothing else, closed, to be copied."""
    folder = Path(mkdtemp(prefix="stocked-"))
    stock(open_office(folder, Clock(), PROJECT / "forms", RESOURCES)).close()
    return folder


@pytest.fixture
def office(tmp_path: Path, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Office]:
    """With units in its register, but for a module that says NO_UNITS."""
    if not getattr(request.module, "NO_UNITS", False):
        shutil.copytree(_stocked(), tmp_path / "data")
    opened = open_office(tmp_path / "data", clock, PROJECT / "forms", RESOURCES)
    yield opened
    opened.close()


@pytest.fixture
def desk(theme: Theme, office: Office, clock: Clock, tmp_path: Path) -> Iterator[Desk]:
    """The window on the ticket page, 1366 × 768."""
    jobs, prompts = Jobs(), Answers(theme)
    window = MainWindow(theme, jobs, prompts, tmp_path / "data", clock)
    window.keeps_office_open = True
    window.resize(1366, 768)
    window.show()
    window.start(lambda _progress: office, Place.TICKETS)
    settle(jobs)
    yield Desk(window, office, jobs, prompts, clock, tmp_path / "data")
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_text(widget: QWidget, text: str) -> None:
    """Types as an input method does: uncommitted letters first, then the words."""
    QApplication.sendEvent(widget, QInputMethodEvent("pin", []))
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


@pytest.fixture
def register(office: Office) -> Callable[..., int]:
    """Registers a ticket with made-up people and returns its id."""

    def make(number: str = "20220908100001", **values: object) -> int:
        raw = {
            "number": number,
            "level": "一般",
            "content": "新海路夜间施工扰民，要求停工",
            "caller": "赵文静",
            "phones": "13800010001",
            "address": "新海路120弄",
            "called_at": "2022-09-08 08:50",
            "received_at": "2022-09-08 09:10",
            **values,
        }
        return office.tickets.register(raw, CLERK).id

    return make
