"""What window and command line show first, before the database library is loaded and the office is opened.

It is read by the engine alone, with the program's own statements as text. Whatever is unusual about the file is left to
the opening, which follows at once and shows everything again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from hotline_desktop.domain.records.summaries import PageKey, TicketSummary
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.letters import read_by
from hotline_desktop.domain.terms.phones import dial_from
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.domain.time.deadline.lights import LightBounds, light_bounds
from hotline_desktop.domain.time.deadline.rules import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.services.foundation.files import ACCOUNTS, DATABASE
from hotline_desktop.services.foundation.official_days import calendar_of
from hotline_desktop.services.foundation.pinyin import readings
from hotline_desktop.services.foundation.settings_codec import read_defaults, read_settings
from hotline_desktop.storage.looking import Look, look_into
from hotline_desktop.storage.tables import row_values

if TYPE_CHECKING:
    from hotline_desktop.services.figures.day_cards import Card

ROWS = 30  # more than the table of 今日 shows at once
Found = TypeVar("Found")


class FirstLook(NamedTuple):
    """The day at ``now``: its cards, whether there is any ticket, and the open ones whose deadline comes first."""

    cards: tuple[Card, ...]
    filled: bool
    rows: tuple[TicketSummary, ...]
    calendar: WorkCalendar
    rules: TimeRules


class FirstRows(NamedTuple):
    """The tickets whose deadline comes first, where the list goes on, and what their lights are worked out with."""

    rows: tuple[TicketSummary, ...]
    next: PageKey | None
    calendar: WorkCalendar
    rules: TimeRules


class FirstTicket(NamedTuple):
    """One ticket as a line of the list, its 转办编号, and what its light is worked out with."""

    row: TicketSummary
    transfer_number: str
    calendar: WorkCalendar
    rules: TimeRules


def first_look(data_dir: Path, now: datetime, resources_dir: Path, key: bytes | None = None) -> FirstLook | None:
    """A look at the day in the office in ``data_dir``, which ``key`` opens where it is encrypted.

    None where it has to be opened to say anything.
    """
    from hotline_desktop.services.figures import day_cards  # a command that lists tickets needs none

    def looked(look: Look, settings: Settings, calendar: WorkCalendar) -> FirstLook:
        rules = settings.rules
        then = look.at(rows=ROWS, **_as_texts(light_bounds(now, calendar, rules)))
        numbers = day_cards.Numbers(*_counted(then, settings))
        cards = day_cards.cards(numbers, now.date(), calendar)
        rows = (hide_confidential(_in_one_line(row)) for row in row_values.summaries(then.rows("first_open")))
        return FirstLook(cards, bool(look.rows("any")), tuple(rows), calendar, rules)

    return _look(data_dir, resources_dir, looked, key)


def first_rows(data_dir: Path, limit: int, resources_dir: Path) -> FirstRows | None:
    """The first ``limit`` tickets of the list; None as with :func:`first_look`."""

    def looked(look: Look, settings: Settings, calendar: WorkCalendar) -> FirstRows:
        rows, following = row_values.page_of(look.at(rows=limit + 1).rows("first"), limit)
        return FirstRows(tuple(map(hide_confidential, rows)), following, calendar, settings.rules)

    return _look(data_dir, resources_dir, looked)


def first_ticket(data_dir: Path, number: str, resources_dir: Path) -> FirstTicket | None:
    """The ticket of that 工单编号; None where there is none, and as with :func:`first_look`."""

    def looked(look: Look, settings: Settings, calendar: WorkCalendar) -> FirstTicket | None:
        found = look.at(number=number).rows("numbered")
        if not found:
            return None
        (row,) = row_values.summaries(found)
        return FirstTicket(hide_confidential(row), found[0][-1], calendar, settings.rules)

    return _look(data_dir, resources_dir, looked)


def _in_one_line(row: TicketSummary) -> TicketSummary:
    """The row without its content where there is a title: long texts take long to be searched for names and numbers."""
    return row._replace(content="") if row.title else row


def _look(
    data_dir: Path,
    resources_dir: Path,
    looked: Callable[[Look, Settings, WorkCalendar], Found | None],
    key: bytes | None = None,
) -> Found | None:
    try:
        with look_into(data_dir / DATABASE, key) as look:
            if look is None:
                return None
            texts: dict[str, str] = dict(look.rows("settings"))
            if texts.get(ACCOUNTS) == "1":  # nobody is logged in yet
                return None
            settings, _faulty = read_settings(texts, read_defaults(resources_dir))
            read_by(readings)
            dial_from(settings.home_numbers)
            calendar, _unreadable = calendar_of(row_values.notices(look.rows("notices")), resources_dir)
            return looked(look, settings, calendar)
    except (HotlineError, OSError):
        return None


def _counted(look: Look, settings: Settings) -> tuple[list[int], int, int, int]:
    """What the cards of the day are made of (see ``day_cards.Numbers``)."""
    repeats = row_values.groups_of_repeats(look.rows("repeats"), settings.repeat_count)
    candidates = look.number("candidates") + repeats + look.number("pool")
    return look.rows("day")[0], look.number("awaited"), candidates, look.number("cases")


def _as_texts(bounds: LightBounds) -> dict[str, object]:
    moments = {name: getattr(bounds, name) for name in LightBounds._fields}
    moments["minute"] = bounds.now.replace(second=0, microsecond=0)
    return {name: row_values.bound_text(moment) for name, moment in moments.items()}
