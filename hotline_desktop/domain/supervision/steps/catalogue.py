"""Every step of a case in the order of its way; a new step is one more line here."""

from __future__ import annotations

from collections.abc import Iterable

from hotline_desktop.domain.records.engine import replay
from hotline_desktop.domain.records.steps import by_id
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import CASE_EXTENSION, CASE_EXTENSION_DECISION, REMIND, REPORT
from hotline_desktop.domain.supervision.steps.gatherings import CONVENE, INSTRUCT, MEETING, REQUEST, SITE_VISIT
from hotline_desktop.domain.supervision.steps.ladder import ESCALATE, SEND_BACK
from hotline_desktop.domain.supervision.steps.model import CaseStep
from hotline_desktop.domain.supervision.steps.pool import (
    ADD_TICKETS,
    AMEND_CASE,
    DECLINE,
    DISMISS,
    OPEN_CASE,
    PROPOSE,
    TAKE_UP,
)
from hotline_desktop.domain.supervision.steps.records import CASE_RECORDS
from hotline_desktop.domain.supervision.steps.telling import DELIVER, ISSUE, PHONE_CALL
from hotline_desktop.domain.supervision.steps.verifying import CASE_ARCHIVE, CASE_CALLBACK, CASE_CLOSE, SITE_CHECK
from hotline_desktop.domain.ticket.ticket import Entry

CASE_STEPS: tuple[CaseStep, ...] = (
    PROPOSE,
    OPEN_CASE,
    DISMISS,
    TAKE_UP,
    DECLINE,
    PHONE_CALL,
    REQUEST,
    INSTRUCT,
    ISSUE,
    DELIVER,
    SITE_VISIT,
    CONVENE,
    MEETING,
    REMIND,
    CASE_EXTENSION,
    CASE_EXTENSION_DECISION,
    REPORT,
    CASE_CALLBACK,
    SITE_CHECK,
    SEND_BACK,
    ESCALATE,
    CASE_CLOSE,
    CASE_ARCHIVE,
    ADD_TICKETS,
    AMEND_CASE,
)
CASE_STEPS_BY_ID = by_id((*CASE_STEPS, *CASE_RECORDS))


def replay_case(entries: Iterable[Entry]) -> SupervisionCase:
    """The case that a history leads to."""
    return replay(SupervisionCase(), entries, CASE_STEPS_BY_ID)
