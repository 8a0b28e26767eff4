"""Deadlines: worked out, explained day by day, shown as a light. 规范一（二）, （三）, （四）."""

from hotline_desktop.domain.time.deadline.explanation import (
    DayNote,
    explain,
    explain_extension,
    explain_ruling,
    explain_working_days,
)
from hotline_desktop.domain.time.deadline.lights import (
    Light,
    LightBounds,
    light_bounds,
    light_of,
    light_text,
    overdue_days,
    short_light,
)
from hotline_desktop.domain.time.deadline.limits import (
    answer_due,
    due_of,
    earlier_of,
    extended,
    return_due,
    return_due_in_round,
    statement_due,
    supervision_due,
    ticket_due,
)
from hotline_desktop.domain.time.deadline.rules import Deadline, DeadlineKind, TimeRules, UrgentReading
from hotline_desktop.domain.time.office_hours import OfficeHours

__all__ = [
    "DayNote",
    "Deadline",
    "DeadlineKind",
    "Light",
    "LightBounds",
    "OfficeHours",
    "TimeRules",
    "UrgentReading",
    "answer_due",
    "due_of",
    "earlier_of",
    "explain",
    "explain_extension",
    "explain_ruling",
    "explain_working_days",
    "extended",
    "light_bounds",
    "light_of",
    "light_text",
    "overdue_days",
    "return_due",
    "return_due_in_round",
    "short_light",
    "statement_due",
    "supervision_due",
    "ticket_due",
]
