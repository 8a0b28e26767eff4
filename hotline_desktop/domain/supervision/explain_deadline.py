"""“为什么是这一天？” of one case: from the unit's receipt, with what was granted, or the limit from above.

督办二（三）1, 4.
"""

from __future__ import annotations

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import granted_days
from hotline_desktop.domain.time.deadline import DayNote, explain_ruling, explain_working_days
from hotline_desktop.domain.time.workdays import WorkCalendar


def why_case_due(case: SupervisionCase, calendar: WorkCalendar) -> tuple[DayNote, ...]:
    """Every calendar day from the unit's receipt to the deadline of its answer; empty where no clock runs."""
    measure = case.measure
    if measure.received_at is None or measure.due is None:
        return ()
    upper = case.upper_limit if case.upper_limit == measure.due else None
    own = explain_working_days(measure.received_at, measure.limit_days, calendar)
    return explain_ruling(own, granted_days(measure), upper, measure.due, calendar)
