"""今日: what the day asks for, each card counting exactly what its filter lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Pending
from hotline_desktop.domain.ticket.progress import Task
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.storage import papers, ticket_queries

RED, ORANGE, AMBER, ACCENT = "red", "orange", "amber", "accent"
NOTICE_MONTH = 10  # the State Council publishes next year's days between October and December
PROVISIONAL = TicketFilter(provisional=True, open_only=True)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that the day asks for. ``filter`` lists what is counted, None where that is no list of tickets."""

    key: str
    label: str
    count: int
    tone: str
    filter: TicketFilter | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A card before it is counted; ``kept`` shows it also when there is nothing to do."""

    key: str
    label: str
    tone: str
    filter: TicketFilter
    kept: bool = True


def _task(task: Task) -> TicketFilter:
    return TicketFilter(task=task.value, open_only=True)


def _light(light: Light) -> TicketFilter:
    return TicketFilter(lights=(light.value,), open_only=True)


def _waiting(word: Pending, key: str) -> _Asked:
    return _Asked(key, word.value, AMBER, TicketFilter(pending=word.value), kept=False)


_ASKED = (
    _Asked("to_contact", Task.CONTACT.value, ACCENT, _task(Task.CONTACT)),
    _Asked("to_dispatch", Task.DISPATCH.value, ACCENT, _task(Task.DISPATCH)),
    _Asked("due_today", Light.TODAY.value, ORANGE, _light(Light.TODAY)),
    _Asked("near", Light.NEAR.value, AMBER, _light(Light.NEAR)),
    _Asked("overdue", Light.OVERDUE.value, RED, _light(Light.OVERDUE)),
    _Asked("to_review", Task.REVIEW.value, ACCENT, _task(Task.REVIEW)),
    _Asked("to_call_back", Task.CALL_BACK.value, ACCENT, _task(Task.CALL_BACK)),
    _Asked("to_redo", Task.REDO.value, ACCENT, _task(Task.REDO), kept=False),
    _Asked("to_close", Task.CLOSE.value, ACCENT, _task(Task.CLOSE), kept=False),
    _waiting(Pending.RETURN, "returns"),
    _waiting(Pending.EXTENSION, "extensions"),
    _waiting(Pending.UNFOUNDED, "unfounded"),
    _waiting(Pending.STATEMENT, "statements"),
    _waiting(Pending.STATEMENT_FILING, "statement_filings"),
)


class Today:
    """Counts the day's work. ``matters`` counts the supervision candidates and open cases."""

    def __init__(self, office: OfficeContext, matters: Callable[[], int]) -> None:
        self._office, self._matters = office, matters

    def cards(self, now: datetime) -> tuple[Card, ...]:
        """What the day asks for at ``now``, in order of urgency of the work."""
        with self._office.db.read() as c:
            bounds, calendar = self._office.bounds(c, now), self._office.calendar(c)
            filters = (*(asked.filter for asked in _ASKED), PROVISIONAL)
            *numbers, provisional = ticket_queries.counts(c, filters, bounds)
            counted = [
                Card(asked.key, asked.label, number, asked.tone, asked.filter)
                for asked, number in zip(_ASKED, numbers, strict=True)
            ]
            awaited = papers.count_awaited(c)
        kept = {asked.key for asked in _ASKED if asked.kept}
        return (
            *(card for card in counted if card.count or card.key in kept),
            Card("papers", "待签字回收", awaited, AMBER),
            Card("supervision", "督办", self._matters(), RED),
            Card("notice", "缺工作日安排", len(missing_years(now.date(), calendar, provisional)), AMBER),
        )


def missing_years(today: date, calendar: WorkCalendar, provisional: int) -> tuple[int, ...]:
    """The years whose notice should be entered: this one, and the next from October on or once deadlines rest on it.

    ``provisional`` is the number of open tickets with a 暂定 deadline.
    """
    filter = [today.year]
    if today.month >= NOTICE_MONTH or provisional:
        filter.append(today.year + 1)
    return tuple(year for year in filter if not calendar.is_published(year))
