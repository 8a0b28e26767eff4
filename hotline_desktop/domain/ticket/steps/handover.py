"""Handing a ticket to its unit (派单): the deadlines that start with it, and the round it opens. 规范一（一）1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, OnPaper, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import (
    Level,
    Stage,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import (
    ASKED_BY,
    HANDED_ON,
    LEVEL,
    REDO_REASON,
    SUGGESTED_UNIT,
    TRANSFER_NUMBER,
    UNIT,
)
from hotline_desktop.domain.ticket.steps.intake import UPPER_LIMIT, contacted, limit_after_receipt
from hotline_desktop.domain.ticket.steps.limits import limit_facts, limits_from, limits_of
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket


def _to_dispatch(ticket: Ticket) -> bool:
    return ticket.stage is Stage.TO_DISPATCH and contacted(ticket)


def _dispatch_defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {
        UNIT.key: _suggested(ticket),
        LEVEL.key: ticket.level.value,
        HANDED_ON.key: context.now,
        UPPER_LIMIT.key: ticket.facts.upper_limit,
        NO_CONTACT_REASON.key: ticket.no_contact_reason,
        **({TRANSFER_NUMBER.key: ticket.transfer_number} if ticket.transfer_number else {}),
    }


def _check_dispatch(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    found: list[Blocker] = []
    if not contacted(ticket) and not NO_CONTACT_REASON.of(values):
        found.append(
            Blocker(
                Clause.RECEIVE_CENTER,
                "派单前没有先行联系，也没有登记免联，须填“未先行联系的原因”",
                NO_CONTACT_REASON.key,
            )
        )
    return (*found, *limit_after_receipt(ticket, values, context), *_check_returned(ticket, values, context))


def _check_returned(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """After a granted 退单 another unit gets the ticket; an earlier one only for a reason. 规范一（三）."""
    given_back = [request for request in ticket.returns if request.granted]
    unit = UNIT.of(values)
    if not given_back:
        return ()
    by_it = [context.same_unit(unit, ASKED_BY.of(request.asked)) for request in given_back]
    if by_it[-1]:
        return (Blocker(Clause.RETURN, f"“{unit}”的退单刚获同意，须转交别的单位", UNIT.key),)
    if any(by_it) and not DISPATCH_NOTE.of(values):
        message = f"“{unit}”曾获准退单，再转给它须在派单备注里写明原因"
        return (Blocker(Clause.RETURN, message, DISPATCH_NOTE.key),)
    return ()


def _suggested(ticket: Ticket) -> str:
    """The unit that a granted 退单 names, or the one the platform proposed."""
    if ticket.rounds and not ticket.dispatched:
        return SUGGESTED_UNIT.of(ticket.rounds[-1].returns[-1].asked)
    return ticket.facts.proposed_unit


# Hand-overs whose form asks for 上级时限: the first one, and that of a ticket that 市、区 sent back.
_WITH_LIMIT = frozenset((Stage.TO_DISPATCH, Stage.CLOSED, Stage.ARCHIVED))


def decide_handover(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    """The deadlines that start with the hand-over (转交)."""
    handed = HANDED_ON.needed(values)
    first = ticket.stage in _WITH_LIMIT  # its form holds the superior's limit, and leaving it empty clears it
    upper = UPPER_LIMIT.of(values) if first else ticket.facts.upper_limit
    return limit_facts(limits_from(Level(LEVEL.of(values) or ticket.level), handed, upper, context))


ENDED_BY_REDO = "因再处置终止"


def apply_handover(ticket: Ticket, entry: Entry) -> Ticket:
    """A new round at the unit named in ``entry``: 再处置 raises its number, dispatch after a 退单 does not."""
    unit = UNIT.of(entry)
    again = ticket.dispatched
    opened = Round(
        number=ticket.round.number + again,
        unit=unit,
        handed_on=HANDED_ON.of(entry),
        reason=REDO_REASON.of(entry) or ("" if again else ticket.round.reason),
        limits=limits_of(entry),
        closed_with=ticket.secrecy if ticket.closed_at else None,
    )
    upper = UPPER_LIMIT.of(entry) if ticket.stage in _WITH_LIMIT else ticket.facts.upper_limit
    return replace(
        ticket,
        facts=replace(ticket.facts, upper_limit=upper),
        level=Level(LEVEL.of(entry) or ticket.level),
        stage=Stage.TO_ACCEPT,
        transfer_number=TRANSFER_NUMBER.of(entry) or ticket.transfer_number,
        first_unit=ticket.first_unit or unit,
        no_contact_reason=ticket.no_contact_reason or NO_CONTACT_REASON.of(entry),
        rounds=(*(turn.ended(entry, ENDED_BY_REDO) for turn in ticket.rounds), opened),
        closed_at=None,
    )


DISPATCH_NOTE = Field("note", "派单备注", Kind.LONG_TEXT)
NO_CONTACT_REASON = Field("no_contact_reason", "未先行联系的原因", limit=200, hint="已先行联系或免联的不填")
DISPATCH = TicketStep(
    id="dispatch",
    label="派单",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset((Stage.TO_DISPATCH,)),
    fields=(
        UNIT,
        LEVEL.called(LEVEL.label, clause=Clause.TIME_LIMIT),
        HANDED_ON,
        TRANSFER_NUMBER,
        UPPER_LIMIT,
        NO_CONTACT_REASON,
        DISPATCH_NOTE,
    ),
    checks=_check_dispatch,
    defaults=_dispatch_defaults,
    decide=decide_handover,
    apply=apply_handover,
    happened="handed_on",
    builds_on=("register", "return_decision"),
    advances=True,
    leads_to=(Stage.TO_ACCEPT,),
    follows=(
        After("first_contact"),
        After("exempt", "免联"),
        After("return_decision", "同意退单", Clause.RETURN),
    ),
    paper=OnPaper(PaperKind.DISPOSAL),
    awaited=_to_dispatch,
    task=Task.DISPATCH,
    station="派单",
)
