"""Closing a ticket, here and in the city platform, and filing its papers (结案、归档). 规范一（六）."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.steps import Actor, After, OnPaper, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import (
    CLOSED_AT,
    CLOSED_ON,
    RECEIVED_ON,
)
from hotline_desktop.domain.ticket.gates import (
    UNIT_CLOSING,
    callback_gate,
    explanation_gate,
    heard_above_gate,
    platform_gate,
    result_gate,
    review_gate,
    sheet_gate,
    statement_gate,
    supervision_gate,
    unfounded_gate,
)
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.reviewing import to_call_back
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Entry, Ticket


def _to_close(ticket: Ticket) -> bool:
    return ticket.stage is Stage.TO_CALL_BACK and not (ticket.round.failed or to_call_back(ticket))


def _to_archive(ticket: Ticket) -> bool:
    done = ticket.platform_closing is not None and ticket.sheet_return is not None
    return ticket.stage is Stage.CLOSED and done


def _apply_close(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket.with_round(closing=entry), stage=Stage.CLOSED, closed_at=CLOSED_AT.of(entry))


def _close_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {CLOSED_AT.key: context.now}


CLOSE = TicketStep(
    id="close",
    label="结案",
    clause=Clause.CLOSE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset((Stage.TO_CALL_BACK,)),
    fields=(
        CLOSED_AT,
        Field("note", "结案说明", Kind.LONG_TEXT),
    ),
    gates=(
        result_gate,
        *UNIT_CLOSING,
        explanation_gate,
        unfounded_gate,
        review_gate,
        callback_gate,
        heard_above_gate,
    ),
    defaults=_close_defaults,
    apply=_apply_close,
    happened="closed_at",
    builds_on=("result", "review", "callback"),
    advances=True,
    leads_to=(Stage.CLOSED,),
    follows=(After("callback", "通过", ordinary=True),),
    awaited=_to_close,
    task=Task.CLOSE,
    station="结案",
)

_AFTER_RESULT = frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK, Stage.CLOSED))

PLATFORM_CLOSE = TicketStep(
    id="platform_close",
    label="登记城运系统结案",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.UNIT,
    stages=_AFTER_RESULT,
    fields=(
        CLOSED_ON,
        Field("operator", "操作人", required=True, limit=40),
    ),
    defaults=lambda ticket, context: {CLOSED_ON.key: context.now},
    apply=lambda ticket, entry: ticket.with_round(platform_closings=(*ticket.round.platform_closings, entry)),
    happened="closed_on",
    builds_on=("result",),
    follows=(After("close"),),
    awaited=lambda ticket: ticket.stage is Stage.CLOSED and ticket.platform_closing is None,
    task=Task.FILE,
    station="归档",
)

SHEET_SIGNED_ON = Field("signed_on", "领导签字日期", Kind.DAY, required=True)
SHEET_BACK = TicketStep(
    id="sheet_back",
    label="处置单签字交回",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.CENTER,
    stages=_AFTER_RESULT,
    fields=(
        SHEET_SIGNED_ON,
        RECEIVED_ON,
        Field("note", "备注", limit=200),
    ),
    defaults=lambda ticket, context: {SHEET_SIGNED_ON.key: context.now, RECEIVED_ON.key: context.now},
    apply=lambda ticket, entry: ticket.with_round(sheet_returns=(*ticket.round.sheet_returns, entry)),
    happened="received_on",
    builds_on=("result",),
    in_turn=("signed_on", "received_on"),
    follows=(After("close"),),
    paper=OnPaper(PaperKind.DISPOSAL, answered=True),
    awaited=lambda ticket: ticket.stage is Stage.CLOSED and ticket.sheet_return is None,
    task=Task.FILE,
    station="归档",
)

ARCHIVE = TicketStep(
    id="archive",
    label="归档",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.CENTER,
    stages=frozenset((Stage.CLOSED,)),
    fields=(Field("note", "归档说明", limit=200),),
    gates=(review_gate, callback_gate, sheet_gate, platform_gate, statement_gate, supervision_gate),
    apply=lambda ticket, entry: replace(ticket, stage=Stage.ARCHIVED, archived_at=entry.at),
    builds_on=("close",),
    advances=True,
    leads_to=(Stage.ARCHIVED,),
    follows=(
        After("platform_close"),
        After("sheet_back"),
        After("unsatisfied_filing", "准予备案", Clause.UNSATISFIED),
    ),
    awaited=_to_archive,
    task=Task.FILE,
    station="归档",
)
