"""设置: what the office set, and the one way to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.settings import Settings, SettingsRefused, setting_keys, settings_labels
from hotline_desktop.domain.settings_form import FIELDS_BY_KEY, NUMBER_PATTERNS, TIME_KEYS
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.deadline import Moved
from hotline_desktop.services.deadlines.recount import recount_open
from hotline_desktop.services.deadlines.time import OfficeTime
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.settings_codec import settings_texts
from hotline_desktop.storage.office import numbers, office_history
from hotline_desktop.storage.office import settings as settings_table

_RECOUNT_LABELS = tuple(FIELDS_BY_KEY[key].label for key in sorted(TIME_KEYS))


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One line of the office's own history: settings, units, notices, imports, exports."""

    step: str
    at: datetime
    by: str
    before: Mapping[str, str]
    after: Mapping[str, str]


class OfficeSettings:
    """Reads and changes settings; a change of time limits recounts the open tickets."""

    def __init__(self, office: OfficeContext, time: OfficeTime) -> None:
        self._office, self._time = office, time

    @property
    def defaults(self) -> Settings:
        """What a new office starts with."""
        return self._office.default_settings

    def get(self) -> Settings:
        """The settings as they stand."""
        with self._office.db.read() as c:
            return self._office.settings(c)

    def next_numbers(self) -> dict[str, int]:
        """The number that is given next this year, by the key of the setting that holds its format."""
        with self._office.db.read() as c:
            year = self._office.now().year
            return {pattern: numbers.peek(c, name, year) for name, pattern in NUMBER_PATTERNS.items()}

    def preview(self, settings: Settings, progress: Progress | None = None) -> tuple[Moved, ...]:
        """The open tickets whose deadline would move; nothing is changed."""
        return self._time.preview_settings(settings, progress)

    def change(
        self, settings: Settings, by: str, progress: Progress | None = None, seen: Settings | None = None
    ) -> Changes:
        """Takes settings over and writes what differs into the office's history.

        With ``seen``, the settings as they stood when the clerk began, only what she changed is taken over; raises
        SettingsRefused where somebody else has changed the same meanwhile. Other office hours, limits or readings
        recount the deadlines of open tickets, never of closed ones.
        """
        with self._office.write(Right.ADMINISTER, by) as c:
            old = self._office.settings(c)
            if seen is not None:
                settings = _merged(settings, seen, old)
            was, now = settings_labels(old), settings_labels(settings)
            labels = [label for label in now if now[label] != was[label]]
            if not labels:
                return Changes()
            if settings.intake_folder != old.intake_folder:
                self._refuse_own_folder(settings)
            settings_table.save(c, settings_texts(settings))
            before, after = {label: was[label] for label in labels}, {label: now[label] for label in labels}
            self._office.remember(c, "修改设置", by, before, after)
            moving = [label for label in labels if label in _RECOUNT_LABELS]
            if not moving:
                return Changes(settings=True)
            why = f"修改设置：{'、'.join(moving)}"
            return recount_open(self._office, c, self._office.context(c, by), why, progress).changes

    def _refuse_own_folder(self, settings: Settings) -> None:
        # Here, for it loads all that draws and reads papers.
        from hotline_desktop.services.returned.intake_folder import folder_fault

        fault = folder_fault(settings.intake_folder, self._office.data_dir)
        if fault:
            raise SettingsRefused((Blocker(Clause.RECORD, fault, "intake_folder"),))

    def history(self, limit: int = 200) -> tuple[OfficeEntry, ...]:
        """The office's own history, the latest first."""
        with self._office.db.read() as c:
            rows = office_history.latest(c, limit)
        return tuple(OfficeEntry(row.step, row.at, row.by, row.before, row.after) for row in rows)


def _merged(changed: Settings, seen: Settings, stored: Settings) -> Settings:
    """``stored`` with what ``changed`` changes of ``seen``.

    Raises SettingsRefused where ``stored`` has another value than both: somebody else was quicker.
    """
    touched = {key: getattr(changed, key) for key in setting_keys() if getattr(changed, key) != getattr(seen, key)}
    faults = tuple(
        Blocker(
            Clause.RECORD,
            f"别人刚把“{FIELDS_BY_KEY[key].label}”改成“{settings_labels(stored)[FIELDS_BY_KEY[key].label]}”，请核对后再改",
            key,
        )
        for key, value in touched.items()
        if getattr(stored, key) not in (getattr(seen, key), value)
    )
    if faults:
        raise SettingsRefused(faults)
    return replace(stored, **touched)
