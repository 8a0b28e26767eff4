"""The deadline of a supervised unit's answer: worked out again after the calendar changed, and explained day by day.

督办二（三）1, 4.
"""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import granted_days
from hotline_desktop.domain.supervision.steps.model import answer_deadline, deadline_facts
from hotline_desktop.domain.supervision.steps.records import CASE_RECOUNT
from hotline_desktop.domain.ticket.steps.records import RECOUNT_WHY
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.domain.time.deadline import DayNote, Deadline, explain_ruling, explain_working_days
from hotline_desktop.domain.time.workdays import WorkCalendar


def case_deadline_again(case: SupervisionCase, context: RuleContext) -> Deadline | None:
    """The deadline from the unit's receipt, with what was granted since; None while there is none or none any more.

    The unit's report stops the clock of its measure: what was reported is not judged again.
    """
    measure = case.measure
    if not case.stage.is_open or measure.due is None or measure.received_at is None or measure.report is not None:
        return None
    return answer_deadline(measure.received_at, measure.limit_days, context, case, granted_days(measure))


def case_recount_entry(case: SupervisionCase, deadline: Deadline, why: str, context: RuleContext) -> Entry:
    """What the case's history keeps of a recount."""
    values: dict[str, Value] = {RECOUNT_WHY.key: why}
    return Entry(
        CASE_RECOUNT.id,
        context.now,
        context.by,
        values,
        deadline_facts(deadline),
        round=case.round_number,
        recorded_at=context.now,
    )


def why_case_due(case: SupervisionCase, calendar: WorkCalendar) -> tuple[DayNote, ...]:
    """Every calendar day from the unit's receipt to the deadline of its answer; empty where no clock runs."""
    measure = case.measure
    if measure.received_at is None or measure.due is None:
        return ()
    upper = case.upper_limit if case.upper_limit == measure.due else None
    own = explain_working_days(measure.received_at, measure.limit_days, calendar)
    return explain_ruling(own, granted_days(measure), upper, measure.due, calendar)
