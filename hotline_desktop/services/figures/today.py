"""今日: what the day asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hotline_desktop.services.figures import day_cards
from hotline_desktop.services.figures.day_cards import Card, Numbers
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.papers import papers
from hotline_desktop.storage.records import ticket_queries


class Today:
    """Counts the day's work. ``matters`` counts the supervision candidates, and the open cases."""

    def __init__(self, office: OfficeContext, matters: Callable[[], tuple[int, int]]) -> None:
        self._office, self._matters = office, matters

    def cards(self, now: datetime, by: str = "") -> tuple[Card, ...]:
        """What the day asks for at ``now``, in order of urgency of the work; ``by`` only for one clerk's tickets."""
        with self._office.db.read() as c:
            calendar = self._office.calendar(c)
            counted = ticket_queries.counts(c, day_cards.filters(by), self._office.bounds(c, now))
            numbers = Numbers(counted, papers.count_awaited(c), *self._matters())
        return day_cards.cards(numbers, now.date(), calendar, by)
