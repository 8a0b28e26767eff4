"""The cards of 今日 as data, each counting exactly what its filter lists, and how numbers become cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Pending
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.domain.time.workdays import WorkCalendar

RED, ORANGE, AMBER, ACCENT = "red", "orange", "amber", "accent"
NOTICE_MONTH = 10  # the State Council publishes next year's days between October and December
PROVISIONAL = TicketFilter(provisional=True, open_only=True)


class Weight(StrEnum):
    """How pressing a card is: what burns, what waits for the centre, what only wants tidying."""

    BURNS = "紧要"
    WAITS = "等中心办"
    TIDY = "待整理"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that the day asks for. ``filter`` lists what is counted, None where that is no list of tickets.

    ``years`` are those whose working days are missing, for the card that counts them.
    """

    key: str
    label: str
    count: int
    tone: str
    filter: TicketFilter | None = None
    weight: Weight = Weight.WAITS
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A card before it is counted; ``kept`` shows it also when there is nothing to do."""

    key: str
    label: str
    tone: str
    filter: TicketFilter
    kept: bool = True
    weight: Weight = Weight.WAITS


def _task(task: Task) -> TicketFilter:
    return TicketFilter(task=task.value, open_only=True)


def _light(light: Light) -> TicketFilter:
    return TicketFilter(lights=(light.value,), open_only=True)


def _waiting(word: Pending, key: str) -> _Asked:
    return _Asked(key, word.value, AMBER, TicketFilter(pending=word.value), kept=False)


_ASKED = (
    _Asked("overdue", Light.OVERDUE.value, RED, _light(Light.OVERDUE), weight=Weight.BURNS),
    _Asked("due_today", Light.TODAY.value, ORANGE, _light(Light.TODAY), weight=Weight.BURNS),
    _Asked("unaccepted", "待接单超时", ORANGE, TicketFilter(unaccepted=True, open_only=True), weight=Weight.BURNS),
    _Asked("near", Light.NEAR.value, AMBER, _light(Light.NEAR), weight=Weight.BURNS),
    _Asked("to_contact", Task.CONTACT.value, ACCENT, _task(Task.CONTACT)),
    _Asked("to_dispatch", Task.DISPATCH.value, ACCENT, _task(Task.DISPATCH)),
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


class Numbers(NamedTuple):
    """What was counted: ``tickets`` for each of ``filters``, papers out for a signature, candidates and open cases."""

    tickets: Sequence[int]
    awaited: int
    candidates: int
    cases: int


def filters(by: str = "") -> tuple[TicketFilter, ...]:
    """What the day counts, in the order of the cards; ``by`` only for one clerk's tickets."""
    return (*(replace(asked.filter, taken_by=by) for asked in _ASKED), PROVISIONAL)


def cards(numbers: Numbers, today: date, calendar: WorkCalendar, by: str = "") -> tuple[Card, ...]:
    """The cards of these numbers in order of urgency of the work."""
    *counted, provisional = numbers.tickets
    years = missing_years(today, calendar, provisional)
    return (
        *(
            Card(asked.key, asked.label, number, asked.tone, filter, asked.weight)
            for asked, filter, number in zip(_ASKED, filters(by), counted, strict=False)
            if number or asked.kept
        ),
        Card("pool", "待定案源", numbers.candidates, RED),
        Card("cases", "督办件在办", numbers.cases, ACCENT),
        Card("papers", "待签字回收", numbers.awaited, AMBER, weight=Weight.TIDY),
        Card("notice", "缺工作日安排", len(years), AMBER, weight=Weight.TIDY, years=years),
    )


def missing_years(today: date, calendar: WorkCalendar, provisional: int) -> tuple[int, ...]:
    """The years whose notice should be entered: this one, and the next from October on or once deadlines rest on it.

    ``provisional`` is the number of open tickets with a 暂定 deadline.
    """
    asked = [today.year]
    if today.month >= NOTICE_MONTH or provisional:
        asked.append(today.year + 1)
    return tuple(year for year in asked if not calendar.is_published(year))
