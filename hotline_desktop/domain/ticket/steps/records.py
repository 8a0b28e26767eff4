"""What the program itself writes into a ticket's history: never offered to a clerk as a step."""

from __future__ import annotations

from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Value
from hotline_desktop.domain.records.file_steps import file_steps
from hotline_desktop.domain.records.steps import recorded
from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.fields import DEMAND, FACT, LEVEL, PLATFORM_STATE, RESOLUTION
from hotline_desktop.domain.ticket.steps.intake import FACT_FIELDS, FACT_KEYS
from hotline_desktop.domain.ticket.steps.limits import DUE, limits_of, with_limits
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Facts, Round, Ticket

BROUGHT_KEYS = (*FACT_KEYS, "platform_state")
_BROUGHT, _EMPTY = frozenset(BROUGHT_KEYS), Facts()
EMPTIED = Field("emptied", "清空的内容", Kind.NAMES)


def _apply_import(ticket: Ticket, entry: Entry) -> Ticket:
    """The ticket with the facts that ``entry`` names; those listed under EMPTIED become empty again."""
    changes: dict[str, Value] = {key: getattr(_EMPTY, key) for key in EMPTIED.of(entry) if key in _BROUGHT}
    changes.update({key: value for key, value in entry.values.items() if key in _BROUGHT})
    changed = ticket.with_facts(**changes)
    level = LEVEL.of(entry)
    if level:
        changed = replace(changed, level=Level(level))
    return with_limits(changed, limits_of(entry)) if DUE.key in entry.facts else changed


def _apply_recount(ticket: Ticket, entry: Entry) -> Ticket:
    return with_limits(ticket, limits_of(entry))


KEPT_EDITS = Field("kept", "保留的人工更正", Kind.LONG_TEXT)
_BROUGHT_FIELDS = (
    *FACT_FIELDS,
    LEVEL.called(LEVEL.label, required=False),
    PLATFORM_STATE,
    KEPT_EDITS,
)

IMPORT_UPDATE: TicketStep = recorded(
    "import_update",
    "导入更新",
    Clause.RECEIVE_CENTER,
    _BROUGHT_FIELDS,
    _apply_import,
)

IMPORT_UNDO: TicketStep = recorded(
    "import_undo",
    "撤销导入更新",
    Clause.RECEIVE_CENTER,
    _BROUGHT_FIELDS,
    _apply_import,
)

RECOUNT_WHY = Field("why", "原因")
RECOUNTED_PLACE = Field("callback", "第几次市、区回访", Kind.NUMBER)  # from 0

RECOUNT: TicketStep = recorded(
    "recount",
    "重算期限",
    Clause.TIME_LIMIT,
    (RECOUNT_WHY,),
    _apply_recount,
)


def _apply_statement_recount(ticket: Ticket, entry: Entry) -> Ticket:
    place = RECOUNTED_PLACE.needed(entry)
    callbacks = list(ticket.upper_callbacks)
    callbacks[place] = replace(callbacks[place], recounted=entry)
    return replace(ticket, upper_callbacks=tuple(callbacks))


STATEMENT_RECOUNT: TicketStep = recorded(
    "statement_recount",
    "重算情况说明期限",
    Clause.UNSATISFIED,
    (RECOUNT_WHY,),
    _apply_statement_recount,
)

_FILE_STEPS: tuple[TicketStep, TicketStep] = file_steps("attach", "detach", Clause.RECORD)
ATTACH, DETACH = _FILE_STEPS


def _apply_taken_up(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket, supervised=tuple(dict.fromkeys((*ticket.supervised, CASE.of(entry)))))


def _apply_let_go(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket, supervised=tuple(case for case in ticket.supervised if case != CASE.of(entry)))


CASE = Field("case", "督办编号", required=True, limit=40)
WHY_SUPERVISED, HOW_ENDED = Field("why", "督办原因", limit=200), Field("note", "说明", limit=200)
SUPERVISION_OPENED: TicketStep = recorded(
    "supervision_opened",
    "列入督办",
    Clause.CASE_POOL,
    (CASE, WHY_SUPERVISED),
    _apply_taken_up,
)

SUPERVISION_ENDED: TicketStep = recorded(
    "supervision_ended",
    "督办结束",
    Clause.CASE_POOL,
    (CASE, HOW_ENDED),
    _apply_let_go,
)


def _apply_result(ticket: Ticket, entry: Entry) -> Ticket:
    """What one case says of a round replaces what it said of it; without 是否解决 it says nothing any more (撤回)."""

    def revised(turn: Round) -> Round:
        others = tuple(each for each in turn.revisions if CASE.of(each) != CASE.of(entry))
        return replace(turn, revisions=(*others, entry) if RESOLUTION.of(entry) else others)

    rounds = tuple(revised(turn) if turn.number == entry.round else turn for turn in ticket.rounds)
    return replace(ticket, rounds=rounds)


# R12: after supervision the ticket says what holds now, and the figures follow; its own result stays readable.
SUPERVISION_RESULT: TicketStep = recorded(
    "supervision_result",
    "督办改变办理结果",
    Clause.NOTICE_ANSWERED,
    (
        CASE,
        RESOLUTION,
        FACT,
        DEMAND,
        Field("reanswered_at", "重新回复市民的时间", Kind.MOMENT),
        Field("reanswer", "重新回复的方式和内容", Kind.LONG_TEXT),
    ),
    _apply_result,
)

RECORDS: tuple[TicketStep, ...] = (
    IMPORT_UPDATE,
    IMPORT_UNDO,
    RECOUNT,
    STATEMENT_RECOUNT,
    ATTACH,
    DETACH,
    SUPERVISION_OPENED,
    SUPERVISION_ENDED,
    SUPERVISION_RESULT,
    WITHDRAW,
)
