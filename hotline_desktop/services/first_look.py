"""What the window shows first and the command line writes first, before the office is opened and all of it is loaded.

It is read by the engine alone, with the program's own statements. What is not as usual with the file is left to the
opening, which follows at once and shows everything again.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.phones import dial_from
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.domain.time.deadline.lights import LightBounds, light_bounds
from hotline_desktop.domain.time.deadline.rules import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.services import day_cards
from hotline_desktop.services.day_cards import Card, Numbers
from hotline_desktop.services.files import DATABASE
from hotline_desktop.services.official_days import calendar_of
from hotline_desktop.services.settings_codec import read_defaults, read_settings
from hotline_desktop.storage import row_values
from hotline_desktop.storage.engines.sqlite.first_look import Look, look_into

ROWS = 30  # more than the table of 今日 shows at once


class FirstLook(NamedTuple):
    """The day at ``now``: its cards, whether there is any ticket, and the open ones whose deadline comes first."""

    cards: tuple[Card, ...]
    filled: bool
    rows: tuple[TicketSummary, ...]
    calendar: WorkCalendar
    rules: TimeRules
    center: str


def first_look(data_dir: Path, now: datetime, resources_dir: Path) -> FirstLook | None:
    """A look into the office in ``data_dir``; None where it has to be opened to say anything."""
    try:
        with look_into(data_dir / DATABASE) as look:
            return _looked(look, now, resources_dir) if look is not None else None
    except (HotlineError, OSError):
        return None


def _looked(look: Look, now: datetime, resources_dir: Path) -> FirstLook:
    texts: dict[str, str] = dict(look.rows("settings"))
    settings, _faulty = read_settings(texts, read_defaults(resources_dir))
    dial_from(settings.home_numbers)
    rules = settings.rules
    calendar, _unreadable = calendar_of(row_values.notices(look.rows("notices")), resources_dir)
    then = look.at(rows=ROWS, **_as_texts(light_bounds(now, calendar, rules)))
    cards = day_cards.cards(_counted(then, settings), now.date(), calendar)
    rows = (hide_confidential(row) for row in row_values.summaries(then.rows("first_open")))
    return FirstLook(cards, bool(look.rows("any")), tuple(rows), calendar, rules, settings.center)


def _counted(look: Look, settings: Settings) -> Numbers:
    repeats = row_values.groups_of_repeats(look.rows("repeats"), settings.repeat_count)
    candidates = look.number("candidates") + repeats + look.number("pool")
    return Numbers(look.rows("day")[0], look.number("awaited"), candidates, look.number("cases"))


def _as_texts(bounds: LightBounds) -> dict[str, object]:
    moments = {name: getattr(bounds, name) for name in LightBounds.__slots__}
    moments["minute"] = bounds.now.replace(second=0, microsecond=0)
    return {name: row_values.bound_text(moment) for name, moment in moments.items()}
