"""Pages, made on their first visit and refreshed when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStackedWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session

EVERYTHING = Changes(everything=True)


class PageStack(QStackedWidget):
    """Shows one page at a time and remembers for the hidden ones what they have missed."""

    def __init__(self, makers: Mapping[Place, Callable[[Session], Page]]) -> None:
        super().__init__()
        self._makers = makers
        self._pages: dict[Place, Page] = {}
        self._missed: dict[Place, Changes] = {}
        self._late: set[Place] = set()
        self._front: Place | None = None
        self._aside: dict[str, tuple[dict[Place, Page], Place | None]] = {}

    def show_place(self, session: Session, place: Place, target: object = None) -> Page:
        """The page of ``place``, made if need be, up to date, opened at ``target`` and in front."""
        page = self._pages.get(place)
        if page is None:
            page = self._makers[place](session)
            self._pages[place] = page
            self._missed[place] = EVERYTHING
            self.addWidget(page)
        if self.page is not None and self.page is not page:
            self.page.go_out()
        self.setCurrentWidget(page)
        self._front = place
        page.come_in()
        if target is not None:
            page.open_at(target)
        if not session.opening:
            self.catch_up()
        return page

    def catch_up(self) -> None:
        """Refreshes the page in front with what it has missed, minutes among it."""
        for place, page in self._pages.items():
            if page is not self.currentWidget():
                continue
            if place in self._missed:
                page.refresh(self._missed.pop(place))
            if place in self._late:
                self._late.discard(place)
                page.tick()

    def tick(self) -> None:
        """A minute has passed: for the page in front now, for the others when they are shown."""
        self._late = set(self._pages)
        if self.page is not None:
            self.catch_up()

    def spread(self, changes: Changes) -> None:
        """Refreshes the page in front now and the others when they are shown."""
        for place, page in self._pages.items():
            if page is self.currentWidget():
                page.refresh(changes)
            else:
                missed = self._missed.get(place)
                self._missed[place] = merged(missed, changes) if missed else changes

    def begin_anew(self) -> None:
        """Gives up every page: another office is opened in the place of this one."""
        for page in self.everybodys():
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._missed.clear()
        self._aside.clear()

    def change_hands(self, before: str, after: str) -> Place | None:
        """Puts the pages of one person aside, as they stand, and brings back those of another.

        The place that the other had in front; None where he begins anew.
        """
        self._aside[before] = (self._pages, self._front)
        self._pages, self._front = self._aside.pop(after, ({}, None))
        self._missed = dict.fromkeys(self._pages, EVERYTHING)
        return self._front

    def everybodys(self) -> tuple[Page, ...]:
        """Every page that was made so far, of whoever is away too."""
        return (*self._pages.values(), *(page for pages, _place in self._aside.values() for page in pages.values()))

    @property
    def front(self) -> Place:
        """The place in front."""
        return self._front or Place.TODAY

    @property
    def page(self) -> Page | None:
        """The page in front; None while the office is being opened."""
        current = self.currentWidget()
        return current if isinstance(current, Page) else None

    def pages(self) -> tuple[Page, ...]:
        """Every page that was made so far."""
        return tuple(self._pages.values())


def merged(first: Changes, second: Changes) -> Changes:
    """What both touched together."""
    return Changes(
        tickets=first.tickets | second.tickets,
        units=first.units or second.units,
        cases=first.cases or second.cases,
        settings=first.settings or second.settings,
        papers=first.papers or second.papers,
        everything=first.everything or second.everything,
    )
