"""Tickets that belong together: one entered twice (合并、拆分), and the same matter called in again (重复工单).

A merge is a link: the ticket that was entered twice refers to the main one and rests until it is split off again.
A repeat group is what a person confirmed; its size feeds the supervision rule. 督办二（一）4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.entries import ended_by
from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, Group, Prominence, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.gates import statement_gate
from hotline_desktop.domain.ticket.steps.intake import OPEN_STAGES
from hotline_desktop.domain.ticket.steps.limits import (
    DUE,
    RESUMED_AT,
    limit_facts,
    limits_after_rest,
    limits_of,
    with_limits,
)
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

_EVERY_STAGE = frozenset(Stage)
_REPEATED = Clause.SUPERVISE_REPEATED
ENDED_BY_MERGE = "因并单终止"


def _check_main(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    if MAIN_NUMBER.of(values) == ticket.facts.number:
        return (Blocker(Clause.RECEIVE_CENTER, "不能并入自己", MAIN_NUMBER.key),)
    return ()


def _apply_merge(ticket: Ticket, entry: Entry) -> Ticket:
    """What was asked for on the ticket that rests now is void; the unit asks again on the main one."""
    rounds = tuple(turn.ended(entry, ENDED_BY_MERGE) for turn in ticket.rounds)
    statements = (
        replace(callback, statements=ended_by(callback.statements, entry, ENDED_BY_MERGE))
        for callback in ticket.upper_callbacks
    )
    merged = replace(ticket, rounds=rounds, upper_callbacks=tuple(statements))
    return replace(merged, merged_into=MAIN_NUMBER.of(entry), merged_at=entry.at)


MAIN_NUMBER = Field("main_number", "主工单编号", Kind.TICKET_NUMBER, required=True, limit=30, names_tickets=True)
MERGE = TicketStep(
    id="merge",
    label="并入另一工单",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=(
        MAIN_NUMBER,
        Field("why", "合并原因", required=True, limit=200, hint="同一件事登记了两次的才合并"),
    ),
    builds_on=(
        *("register", "dispatch", "accept", "return_request", "return_decision", "redo", "upper_return"),
        *("extension_request", "unfounded_statement", "result", "review", "callback", "split"),
    ),
    gates=(statement_gate,),  # what the unit owes 市、区 is not owed by the main ticket
    checks=_check_main,
    apply=_apply_merge,
    group=Group.LINK,
    prominence=Prominence.ASIDE,
)


def _is_merged(ticket: Ticket) -> Blocker | None:
    return None if ticket.merged_into else Blocker(Clause.RECEIVE_CENTER, "没有并入别的工单")


def _alone(ticket: Ticket) -> Ticket:
    return replace(ticket, merged_into="", merged_at=None)


def _decide_split(ticket: Ticket, _values: Values, context: RuleContext) -> Values:
    limits, again = limits_after_rest(_alone(ticket), ticket.merged_at or context.now, context)
    return {**limit_facts(limits), **({RESUMED_AT.key: context.now} if again else {})}


def _apply_split(ticket: Ticket, entry: Entry) -> Ticket:
    alone, resumed = _alone(ticket), RESUMED_AT.of(entry)
    if resumed is not None:
        alone = alone.with_round(resumed_at=resumed, counted_from=None)
    return with_limits(alone, limits_of(entry)) if DUE.key in entry.facts else alone


SPLIT = TicketStep(
    id="split",
    label="拆分为单独工单",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=_EVERY_STAGE,
    fields=(Field("why", "拆分原因", required=True, limit=200),),
    occasion=_is_merged,
    builds_on=("merge",),
    decide=_decide_split,
    apply=_apply_split,
    thaws=True,
    group=Group.LINK,
    prominence=Prominence.ASIDE,
)


def _apply_confirmed(ticket: Ticket, entry: Entry) -> Ticket:
    found = REPEATED.of(entry)
    confirmed = dict.fromkeys(found, entry.at) | dict(zip(ticket.repeats, ticket.repeats_at, strict=True))
    ordered = {number: confirmed[number] for number in (*ticket.repeats, *found)}
    return replace(_with_repeats(ticket, ordered), not_repeats=tuple(n for n in ticket.not_repeats if n not in found))


def _apply_ruled_out(ticket: Ticket, entry: Entry) -> Ticket:
    found = REPEATED.of(entry)
    ruled_out = tuple(dict.fromkeys((*ticket.not_repeats, *found)))
    confirmed = zip(ticket.repeats, ticket.repeats_at, strict=True)
    left = {number: at for number, at in confirmed if number not in found}
    return replace(_with_repeats(ticket, left), not_repeats=ruled_out)


def _with_repeats(ticket: Ticket, confirmed: Mapping[str, datetime]) -> Ticket:
    return replace(ticket, repeats=tuple(confirmed), repeats_at=tuple(confirmed.values()))


def _check_numbers(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    if ticket.facts.number in REPEATED.of(values):
        return (Blocker(_REPEATED, "不要填本工单自己的编号", REPEATED.key),)
    return ()


REPEATED = Field(
    "numbers", "与之重复的工单编号", Kind.NAMES, required=True, limit=30, hint="多个编号用顿号隔开", names_tickets=True
)
REPEAT_EVIDENCE = Field("evidence", "判断依据", Kind.LONG_TEXT, required=True, hint="同一电话、同一地址、内容相近等")
WHY_NO_REPEAT = Field("why", "理由", required=True, limit=200)
REPEAT_CONFIRM = TicketStep(
    id="repeat_confirm",
    label="确认重复工单",
    clause=_REPEATED,
    actor=Actor.CENTER,
    stages=_EVERY_STAGE,
    fields=(
        REPEATED,
        REPEAT_EVIDENCE,
    ),
    checks=_check_numbers,
    apply=_apply_confirmed,
    thaws=True,
    withdrawable=False,
    group=Group.LINK,
    prominence=Prominence.ASIDE,
)

REPEAT_RULE_OUT = TicketStep(
    id="repeat_rule_out",
    label="认定不是重复工单",
    clause=_REPEATED,
    actor=Actor.CENTER,
    stages=_EVERY_STAGE,
    fields=(
        REPEATED.called("不是重复的工单编号"),
        WHY_NO_REPEAT,
    ),
    checks=_check_numbers,
    apply=_apply_ruled_out,
    thaws=True,
    withdrawable=False,
    group=Group.LINK,
    prominence=Prominence.ASIDE,
)
