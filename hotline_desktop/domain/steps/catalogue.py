"""Every step of a ticket in the order of its way; a new step is one more line here."""

from hotline_desktop.domain.steps.closing import (
    ARCHIVE,
    CALLBACK,
    CLOSE,
    PLATFORM_CLOSE,
    REDO,
    REVIEW,
    SHEET_BACK,
)
from hotline_desktop.domain.steps.corrections import AMEND, CHANGE_LEVEL, URGE
from hotline_desktop.domain.steps.extensions import EXTENSION_DECISION, EXTENSION_REQUEST
from hotline_desktop.domain.steps.handling import (
    ACCEPT,
    ANSWER,
    EXPLAIN,
    RESULT,
    SATISFACTION,
    UNIT_CONTACT,
)
from hotline_desktop.domain.steps.intake import DISPATCH, EXEMPT, FIRST_CONTACT, REGISTER
from hotline_desktop.domain.steps.model import TicketStep
from hotline_desktop.domain.steps.records import RECORDS
from hotline_desktop.domain.steps.returns import RETURN_DECISION, RETURN_REQUEST
from hotline_desktop.domain.steps.statements import (
    UNFOUNDED_FILING,
    UNFOUNDED_STATEMENT,
    UNSATISFIED_FILING,
    UNSATISFIED_STATEMENT,
    UPPER_CALLBACK,
)

STEPS: tuple[TicketStep, ...] = (
    REGISTER,
    FIRST_CONTACT,
    EXEMPT,
    DISPATCH,
    ACCEPT,
    RETURN_REQUEST,
    RETURN_DECISION,
    UNIT_CONTACT,
    EXTENSION_REQUEST,
    EXTENSION_DECISION,
    UNFOUNDED_STATEMENT,
    UNFOUNDED_FILING,
    ANSWER,
    EXPLAIN,
    SATISFACTION,
    RESULT,
    REVIEW,
    CALLBACK,
    REDO,
    CLOSE,
    PLATFORM_CLOSE,
    SHEET_BACK,
    UPPER_CALLBACK,
    UNSATISFIED_STATEMENT,
    UNSATISFIED_FILING,
    ARCHIVE,
    URGE,
    CHANGE_LEVEL,
    AMEND,
)
STEPS_BY_ID = {step.id: step for step in (*STEPS, *RECORDS)}
