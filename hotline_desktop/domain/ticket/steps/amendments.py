"""What may change on the way: registered facts, urges (催单), the level. 规范一（一）1, 规范一（二）."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.order import before, first_happened
from hotline_desktop.domain.records.steps import Actor, Group, OnPaper, Prominence, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import LEVEL
from hotline_desktop.domain.ticket.gates import waived_too_late
from hotline_desktop.domain.ticket.steps.intake import (
    CALLED_AT,
    CAME,
    FACT_FIELDS,
    FACT_KEYS,
    OPEN_STAGES,
    RECEIVED_AT,
    facts_from,
    limit_after_receipt,
)
from hotline_desktop.domain.ticket.steps.limits import (
    COUNTED_FROM,
    DUE,
    limit_facts,
    limits_again,
    limits_of,
    with_limits,
    with_missed,
)
from hotline_desktop.domain.ticket.steps.model import TicketStep, together
from hotline_desktop.domain.ticket.ticket import Entry, Ticket


def _start(ticket: Ticket) -> datetime | None:
    return ticket.facts.received_at or ticket.facts.called_at


def _amend_defaults(ticket: Ticket, _context: RuleContext) -> Mapping[str, object]:
    return {key: getattr(ticket.facts, key) for key in FACT_KEYS}


def _check_came(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """When the matter came in is not emptied, and not moved behind what was done about it since."""
    found = []
    earliest = first_happened(ticket)
    for field in (CALLED_AT, RECEIVED_AT):
        moment, was = field.of(values), getattr(ticket.facts, field.key)
        if was is not None and moment is None:
            found.append(Blocker(Clause.RECEIVE_CENTER, f"“{field.label}”不能清空，有错的改成正确的时间", field.key))
        elif moment is not None and moment != was and earliest and before(earliest.moment, moment):
            found.append(Blocker(Clause.RECEIVE_CENTER, f"“{field.label}”晚于{earliest.as_text}", field.key))
    return tuple(found)


def _check_reachable(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """Emptying the phone does not make a citizen who was reached one who need not be. 规范一（一）1."""
    late = waived_too_late(ticket, replace(ticket, facts=facts_from(ticket.facts, values)))
    return (late._replace(field="phones"),) if late else ()


def _decide_amended(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    changed = replace(ticket, facts=facts_from(ticket.facts, values))
    same = changed.facts.upper_limit == ticket.facts.upper_limit
    if same and (ticket.dispatched or _start(changed) == _start(ticket)):
        return {}
    return limit_facts(limits_again(changed, context))


def _apply_amend(ticket: Ticket, entry: Entry) -> Ticket:
    changed = replace(ticket, facts=facts_from(ticket.facts, entry.values))
    return with_limits(changed, limits_of(entry)) if DUE.key in entry.facts else changed


AMEND = TicketStep(
    id="amend",
    label="更正登记内容",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=(*FACT_FIELDS, Field("why", "更正原因", required=True, limit=200)),
    amends=True,
    in_turn=CAME,
    checks=together(_check_came, limit_after_receipt, _check_reachable),
    defaults=_amend_defaults,
    decide=_decide_amended,
    apply=_apply_amend,
    group=Group.CHANGE,
    prominence=Prominence.ASIDE,
    paper=OnPaper(PaperKind.DISPOSAL),
)


def _apply_urge(ticket: Ticket, _entry: Entry) -> Ticket:
    return replace(ticket, urges=ticket.urges + 1)


URGE_NOTE = Field("note", "催单内容", Kind.LONG_TEXT)
URGE = TicketStep(
    id="urge",
    label="登记催单",
    clause=Clause.RECORD,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=(
        Field("at", "催单时间", Kind.MOMENT, required=True),
        URGE_NOTE,
    ),
    defaults=lambda _ticket, context: {"at": context.now},
    apply=_apply_urge,
    happened="at",
    builds_on=("register",),
    group=Group.CONTACT,
    prominence=Prominence.ASIDE,
)


def _check_level(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    if LEVEL.needed(values) == ticket.level:
        return (Blocker(Clause.TIME_LIMIT, f"工单级别已是“{ticket.level}”", LEVEL.key),)
    return ()


def _decide_level(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    start = (CHANGED_AT.of(values) or context.now) if FROM_CHANGE.of(values) else None
    changed = _counted_from(replace(ticket, level=Level(LEVEL.needed(values))), start)
    limits = with_missed(limits_again(changed, context, start), ticket.limits, context.now)
    return {**limit_facts(limits), **({COUNTED_FROM.key: start} if start else {})}


def _counted_from(ticket: Ticket, start: datetime | None) -> Ticket:
    """The ticket, its clock running from ``start``, or from the hand-over again."""
    return ticket.with_round(counted_from=start) if ticket.dispatched else ticket


def _apply_level(ticket: Ticket, entry: Entry) -> Ticket:
    changed = replace(ticket, level=Level(LEVEL.of(entry)))
    return with_limits(_counted_from(changed, COUNTED_FROM.of(entry)), limits_of(entry))


FROM_CHANGE = Field(
    "from_change", "从变更时起算", Kind.YES_NO, hint="一般仍从转交时间起算；从现在起算的，在变更原因里写明理由"
)
CHANGED_AT = Field("changed_at", "变更时间", Kind.MOMENT, hint="补登的写决定变更的时间，不填就是现在")
CHANGE_LEVEL = TicketStep(
    id="change_level",
    label="变更工单级别",
    clause=Clause.TIME_LIMIT,
    actor=Actor.CENTER,
    stages=frozenset((Stage.TO_DISPATCH, Stage.TO_ACCEPT, Stage.IN_PROGRESS)),
    fields=(
        LEVEL.called("改为"),
        FROM_CHANGE,
        Field("why", "变更原因", required=True, limit=200),
        CHANGED_AT,
    ),
    happened=CHANGED_AT.key,
    builds_on=("register", "dispatch", "redo", "upper_return", "return_decision", "change_level"),
    checks=_check_level,
    decide=_decide_level,
    apply=_apply_level,
    group=Group.CHANGE,
    prominence=Prominence.ASIDE,
    paper=OnPaper(PaperKind.DISPOSAL),
)
