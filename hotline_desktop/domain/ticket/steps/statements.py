"""What both written statements ask for that the centre files (备案): 不属实, 不满意情况说明. 规范一（五）, （七）."""

from __future__ import annotations

from collections.abc import Mapping

from hotline_desktop.domain.records.entries import (
    DECISION,
    REQUEST_NUMBER,
)
from hotline_desktop.domain.records.fields import AnyField, Field, Kind
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Filing
from hotline_desktop.domain.ticket.fields import (
    ANSWER_NOTE,
    FILED_ON,
    PROBLEM,
    REVIEWER,
)
from hotline_desktop.domain.ticket.ticket import Ticket

SIGNED_IN_TURN = ("signed_on", "submitted_on")

LEADER = Field("leader", "签字确认的条线分管领导", required=True, limit=40)
SUBMITTED_ON = Field("submitted_on", "交镇城运中心日期", Kind.DAY, required=True)


def signed_fields() -> tuple[AnyField, ...]:
    """Who signed a statement and when it came to the centre."""
    return (
        LEADER,
        Field("signed_on", "领导签字日期", Kind.DAY, required=True),
        SUBMITTED_ON,
        Field("handler", "经办人", limit=40),
    )


def signed_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    """Both days are today until somebody says otherwise."""
    return {"signed_on": context.now, SUBMITTED_ON.key: context.now}


def filing_fields(sequence: str) -> tuple[AnyField, ...]:
    """What the centre says of a statement: filed under a number of ``sequence``, or sent back with the reason."""
    filed = ("decision", frozenset((Filing.FILED.value,)))
    sent_back = ("decision", frozenset((Filing.SENT_BACK.value,)))
    return (
        DECISION.called(DECISION.label, options=Filing),
        REQUEST_NUMBER.called("备案编号", required=True, shown_when=filed, sequence=sequence),
        FILED_ON,
        REVIEWER,
        PROBLEM.called("退回补正的原因", shown_when=sent_back),
        ANSWER_NOTE,
    )


def filing_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    """The centre's own clerk, today."""
    return {FILED_ON.key: context.now, REVIEWER.key: context.by}
