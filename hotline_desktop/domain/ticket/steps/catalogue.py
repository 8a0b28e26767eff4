"""Every step of a ticket in the order of its way; a new step is one more line here."""

from hotline_desktop.domain.records.entries import DECISION
from hotline_desktop.domain.records.steps import by_id
from hotline_desktop.domain.ticket.steps.amendments import AMEND, CHANGE_LEVEL, URGE
from hotline_desktop.domain.ticket.steps.building import ILLEGAL_BUILDING
from hotline_desktop.domain.ticket.steps.closing import ARCHIVE, CLOSE, PLATFORM_CLOSE, SHEET_BACK
from hotline_desktop.domain.ticket.steps.corrections import CORRECTIONS
from hotline_desktop.domain.ticket.steps.extensions import EXTENSION_DECISION, EXTENSION_REQUEST
from hotline_desktop.domain.ticket.steps.handling import ACCEPT, ANSWER, EXPLAIN, RESULT, SATISFACTION, UNIT_CONTACT
from hotline_desktop.domain.ticket.steps.handover import DISPATCH
from hotline_desktop.domain.ticket.steps.intake import EXEMPT, FIRST_CONTACT, LIFT_EXEMPTION, REGISTER
from hotline_desktop.domain.ticket.steps.joint import JOINT_UNITS, JOINT_VERIFICATION
from hotline_desktop.domain.ticket.steps.links import MERGE, REPEAT_CONFIRM, REPEAT_RULE_OUT, SPLIT
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.one_day_answer import SETTLE_ANSWER
from hotline_desktop.domain.ticket.steps.records import RECORDS
from hotline_desktop.domain.ticket.steps.reopening import UPPER_RETURN
from hotline_desktop.domain.ticket.steps.returns import RETURN_DECISION, RETURN_REQUEST
from hotline_desktop.domain.ticket.steps.reviewing import CALLBACK, REDO, REVIEW
from hotline_desktop.domain.ticket.steps.unfounded import UNFOUNDED_FILING, UNFOUNDED_STATEMENT
from hotline_desktop.domain.ticket.steps.unsatisfied import UNSATISFIED_FILING, UNSATISFIED_STATEMENT, UPPER_CALLBACK

STEPS: tuple[TicketStep, ...] = (
    REGISTER,
    FIRST_CONTACT,
    EXEMPT,
    LIFT_EXEMPTION,
    DISPATCH,
    ACCEPT,
    RETURN_REQUEST,
    RETURN_DECISION,
    UNIT_CONTACT,
    JOINT_VERIFICATION,
    JOINT_UNITS,
    EXTENSION_REQUEST,
    EXTENSION_DECISION,
    UNFOUNDED_STATEMENT,
    UNFOUNDED_FILING,
    ANSWER,
    EXPLAIN,
    SATISFACTION,
    ILLEGAL_BUILDING,
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
    UPPER_RETURN,
    ARCHIVE,
    URGE,
    SETTLE_ANSWER,
    CHANGE_LEVEL,
    AMEND,
    REPEAT_CONFIRM,
    REPEAT_RULE_OUT,
    MERGE,
    SPLIT,
    *CORRECTIONS,
)
STEPS_BY_ID = by_id((*STEPS, *RECORDS))
# What units ask the centre for in writing and it decides on: what the registers (备案登记簿) are made of.
ASKED = tuple(
    after.step for step in STEPS for after in step.follows if DECISION.key in {field.key for field in step.fields}
)
