"""The light of a ticket as lists show it. Its clock stops when the unit has finished or the ticket is closed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.time.deadline import Light, TimeRules, light_of, light_text, short_light
from hotline_desktop.domain.time.workdays import WorkCalendar


class TicketLights(NamedTuple):
    """The lights of all rows at one moment."""

    now: datetime
    calendar: WorkCalendar
    rules: TimeRules

    def of(self, row: TicketSummary) -> Light:
        """The light itself."""
        return light_of(row.level, row.due, self.now, self.calendar, self.rules, _stopped(row))

    def text(self, row: TicketSummary) -> str:
        """The light in words: how much time is left, or by how much the deadline was missed."""
        return light_text(row.level, row.due, self.now, self.calendar, self.rules, _stopped(row), row.provisional)

    def short(self, row: TicketSummary) -> str:
        """The same in the fewest words."""
        return short_light(row.level, row.due, self.now, self.calendar, self.rules, _stopped(row), row.provisional)


def _stopped(row: TicketSummary) -> datetime | None:
    return row.finished_at or row.closed_at
