"""A cache of what every form needs to know of the office, read again when it changes: no form waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.services.setup.unit_names import UnitNames

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office
    from hotline_desktop.services.setup.office_lists import Phrase

    Found = tuple[UnitNames, WorkCalendar, TimeRules, tuple[Phrase, ...], tuple[str, ...]]


class Known(QObject):
    """Units, working days, time rules and the office's lists as they stood at the last look; ``changed`` after each."""

    changed = Signal()

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._office, self._jobs = office, jobs
        self.units = UnitNames()
        self.calendar = WorkCalendar()
        self.rules = TimeRules()
        self.phrases: tuple[Phrase, ...] = ()
        self.categories: tuple[str, ...] = ()
        self._warm = False

    def load(self) -> None:
        """Looks again."""
        office = self._office
        self._jobs.run(
            lambda: (
                office.units.index(),
                office.time.calendar(),
                office.time.rules(),
                office.lists.phrases(),
                office.lists.categories(),
            ),
            self._take,
            owner=self,
        )

    def follow(self, changes: Changes) -> None:
        """Looks again where ``changes`` touch it."""
        if changes.everything or changes.units or changes.settings:
            self.load()

    def warm_up(self) -> None:
        """Loads the readings of names, which takes a moment, off the window's thread."""
        if not self._warm:
            self._warm = True
            self._jobs.draw(self.units.warm, owner=self)

    def _take(self, found: Found) -> None:
        self.units, self.calendar, self.rules, self.phrases, self.categories = found
        self.changed.emit()
