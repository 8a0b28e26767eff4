"""A closed ticket that 市、区 send back: it goes out once more, beside the statement of 规范一（七）. 规范一（六）2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, OnPaper, Prominence, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import HANDED_ON, REDO_REASON, UNIT, UPPER_OFFICE
from hotline_desktop.domain.ticket.steps.handover import apply_handover, decide_handover
from hotline_desktop.domain.ticket.steps.intake import UPPER_LIMIT
from hotline_desktop.domain.ticket.steps.model import TicketStep, together
from hotline_desktop.domain.ticket.steps.reviewing import check_same_unit
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

SENT_BACK_AT = Field("sent_back_at", "市、区退回时间", Kind.MOMENT, required=True)


def _check_limit(_ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    limit, since = UPPER_LIMIT.of(values), SENT_BACK_AT.of(values)
    if limit is None or since is None or limit > since:
        return ()
    return (Blocker(Clause.TIME_LIMIT, f"“{UPPER_LIMIT.label}”早于市、区退回的时间", UPPER_LIMIT.key),)


def _defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {UNIT.key: context.unit_now(ticket.unit), SENT_BACK_AT.key: context.now, HANDED_ON.key: context.now}


def _apply(ticket: Ticket, entry: Entry) -> Ticket:
    """A new round at the same unit; the closed one stays as it was closed, and counts as it counted."""
    opened = replace(apply_handover(ticket, entry), archived_at=None)
    return opened.with_round(reason=f"{UPPER_OFFICE.of(entry)}退回重办：{REDO_REASON.of(entry)}")


UPPER_RETURN = TicketStep(
    id="upper_return",
    label="市、区退回重办",
    clause=Clause.CLOSE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset((Stage.CLOSED, Stage.ARCHIVED)),
    fields=(
        UPPER_OFFICE.called("退回单位"),
        SENT_BACK_AT,
        Field("document", "退回的文号或流转记录", limit=80),
        REDO_REASON.called("退回重办的原因"),
        UNIT.called("再次转交单位"),
        HANDED_ON,
        UPPER_LIMIT,
    ),
    checks=together(check_same_unit, _check_limit),
    defaults=_defaults,
    decide=decide_handover,
    apply=_apply,
    happened="handed_on",
    builds_on=("close", "upper_callback"),
    in_turn=(SENT_BACK_AT.key, HANDED_ON.key),
    leads_to=(Stage.TO_ACCEPT,),
    follows=(After("upper_callback", "退回重办"),),
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.DISPOSAL),
)
