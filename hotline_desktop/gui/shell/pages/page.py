"""What the window expects of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.kit.pressing import confirms
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session


class Command(NamedTuple):
    """Something that the page can do now, for Ctrl+K: its word, its key where it has one, and how to do it."""

    word: str
    key: str
    run: Callable[[], None]


class Page(QWidget):
    """One page of the window: made on its first visit, kept, and told what changed.

    A page makes its widgets in ``__init__`` (its layout may live in a ``…_view.py`` beside it) and fetches nothing
    there. The window calls :meth:`refresh` with ``Changes(everything=True)`` before it is first seen, and afterwards
    with what was written elsewhere, as soon as the page is visible. Data is fetched through ``session.jobs.run``.
    """

    help_chapter = "10_first_day.md"
    """The chapter of the manual that F1 opens here."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def refresh(self, changes: Changes) -> None:
        """Fetches again whatever ``changes`` touches. Cheap when nothing of this page is touched."""
        raise NotImplementedError

    def come_in(self) -> None:
        """The page is turned to: puts the cursor where the clerk goes on, so that the keyboard is enough."""

    def go_out(self) -> None:
        """The page is left for another one."""

    def open_at(self, target: object) -> None:
        """Shows the part of the page that ``target`` names; unknown targets are ignored."""

    def tick(self) -> None:
        """A minute has passed: lights may have changed."""

    def focus_search(self) -> None:
        """Ctrl+F: puts the cursor into the page's search box; a page without one leads to that over all tickets."""
        self.session.navigator.go(Place.TICKETS)
        self.session.navigator.ask("find")

    def print_out(self) -> None:
        """Ctrl+P: prints what is selected, where the page has something to print."""

    def export(self) -> bool:
        """Ctrl+E: writes the page's own list to a file; False where it has none, and the ticket list is meant."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves as Ctrl+S does, wherever nothing in the page takes it."""
        if confirms(event):
            self.save()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Ctrl+S: confirms the open form, where there is one."""

    def take_back(self) -> bool:
        """Ctrl+Z: takes back what the page has just done; False where it has done no such thing."""
        return False

    def commands(self) -> tuple[Command, ...]:
        """What can be done here now besides the window's own actions."""
        return ()

    def may_close(self) -> bool:
        """Whether the window may close now; a page that would lose something asks first."""
        return True
