"""When the day reminds of itself: as the office opens, before noon and before it closes, each once a working day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from hotline_desktop.domain.time.office_hours import OfficeHours

_OPEN_FOR = timedelta(hours=1)  # a program that is started later in the morning does not say good morning


class ReminderTime(StrEnum):
    """The three moments, in the words of the notice."""

    OPENING = "开班"
    NOON = "午前"
    CLOSING = "下班前"


def reminder_due(
    now: datetime, hours: OfficeHours, minutes: int, shown: frozenset[ReminderTime] = frozenset()
) -> ReminderTime | None:
    """The notice of a working day that is due at ``now`` and not among ``shown``; ``minutes`` 0 means none at all.

    ``minutes`` is how long before noon and before closing it comes; an office with one span has no notice before noon.
    """
    if minutes <= 0:
        return None
    before = timedelta(minutes=minutes)
    windows = [(ReminderTime.OPENING, *_window(now, hours.spans[0][0], timedelta(), _OPEN_FOR))]
    if len(hours.spans) > 1:
        windows.append((ReminderTime.NOON, *_window(now, hours.spans[0][1], before, timedelta())))
    windows.append((ReminderTime.CLOSING, *_window(now, hours.closing, before, timedelta())))
    return next((word for word, start, end in windows if start <= now < end and word not in shown), None)


def _window(now: datetime, at: time, before: timedelta, after: timedelta) -> tuple[datetime, datetime]:
    moment = datetime.combine(now.date(), at)
    return moment - before, moment + after
