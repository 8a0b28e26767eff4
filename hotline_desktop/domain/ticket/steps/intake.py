"""Receiving (接单): register, first contact, exemption. 规范一（一）1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hotline_desktop.domain.records.fields import Field, Kind, Tense, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence, RuleContext, Within
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import (
    ContactResult,
    Exemption,
    Level,
    NoContactReason,
    Origin,
    RequestType,
    Stage,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import (
    CLOSED_AT,
    CONTACT_RESULT,
    LEVEL,
    ORIGIN,
    PLATFORM_STATE,
    STAGE,
)
from hotline_desktop.domain.ticket.gates import waived_too_late
from hotline_desktop.domain.ticket.steps.limits import limit_facts, limits_from, limits_of
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Entry, Facts, Ticket

OPEN_STAGES = frozenset(stage for stage in Stage if stage.is_open)
_NUMBER_MARKS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")

UPPER_LIMIT = Field("upper_limit", "上级时限", Kind.MOMENT, hint="市、区给的时限，比规范早的从早", tense=Tense.GIVEN)

TITLE = Field("title", "标题", limit=200)
CONTENT = Field("content", "来电内容", Kind.LONG_TEXT)
CALLER = Field("caller", "来电人", limit=60)
PHONES = Field("phones", "联系电话", Kind.PHONES, hint="多个号码用顿号隔开")
CALLED_AT = Field("called_at", "来电日期", Kind.MOMENT, day_enough=True)
RECEIVED_AT = Field("received_at", "收单时间", Kind.MOMENT, day_enough=True)
ADDRESS = Field("address", "诉求地址", limit=300)
PLACE = Field("place", "村居网格", limit=120, hint="片区、村居、网格")
SOURCE = Field("source", "来源", limit=60)
CATEGORY = Field("category", "诉求类别", limit=120)
CONFIDENTIAL = Field("confidential", "信息保密", Kind.YES_NO, hint="保密的姓名、电话不印在发出的纸上")
PROPOSED_UNIT = Field("proposed_unit", "拟派单位", Kind.UNIT, limit=60)
CAME = (CALLED_AT.key, RECEIVED_AT.key)
REQUEST_TYPE = Field("request_type", "诉求类型", Kind.CHOICE, options=RequestType)
FACT_FIELDS = (
    TITLE,
    CONTENT,
    CALLER,
    PHONES,
    ADDRESS,
    PLACE,
    CALLED_AT,
    RECEIVED_AT,
    SOURCE,
    REQUEST_TYPE,
    CATEGORY,
    CONFIDENTIAL,
    PROPOSED_UNIT,
    UPPER_LIMIT,
    Field("illegal_building", "违法建筑类", Kind.YES_NO, hint="是的，结案前须说明户主等五项内容"),
)
FACT_KEYS = tuple(field.key for field in FACT_FIELDS)
_FACTS = frozenset(FACT_KEYS)


DIALLED = Field("number", "拨打号码", limit=40)
CONTACTED_BY = Field("contacted_by", "联系人员", limit=40)
CONTACT_NOTE = Field("note", "了解到的情况", Kind.LONG_TEXT)
NOT_CONTACTED = Field(
    "reason",
    "未联原因",
    Kind.CHOICE,
    required=True,
    options=NoContactReason,
    shown_when=("result", frozenset((ContactResult.NOT_REACHED,))),
)
CONTACT_FIELDS = (
    Field("at", "联系时间", Kind.MOMENT, required=True),
    DIALLED,
    CONTACTED_BY,
    CONTACT_RESULT,
    NOT_CONTACTED,
    CONTACT_NOTE,
)


def _check_register(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    number = NUMBER.of(values)
    found: list[Blocker] = []
    if not set(number) <= _NUMBER_MARKS:
        found.append(Blocker(Clause.RECEIVE_CENTER, "工单编号只能用数字、字母和“-”", "number"))
    if not CONTENT.of(values) and not TITLE.of(values):
        found.append(Blocker(Clause.RECEIVE_CENTER, "标题和来电内容至少填一项", CONTENT.key))
    return (*found, *limit_after_receipt(ticket, values, context))


def limit_after_receipt(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """上级时限 is given with the ticket or later: one before its receipt is a slip of the pen. 规范一（二）."""
    limit = UPPER_LIMIT.of(values)
    came = ticket.began.moment if ticket.began else None
    received = RECEIVED_AT.of(values) or CALLED_AT.of(values) or came
    if limit == ticket.facts.upper_limit and received == came:
        return ()
    if limit and isinstance(received, datetime) and limit < received:
        message = f"“上级时限”早于收单时间（{chinese_datetime(received)}）"
        return (Blocker(Clause.TIME_LIMIT, message, UPPER_LIMIT.key),)
    return ()


def _register_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {
        CALLED_AT.key: context.now,
        RECEIVED_AT.key: context.now,
        LEVEL.key: Level.ORDINARY.value,
        WAIVED_BY.key: context.by,
    }


def _decide_planned(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    start = RECEIVED_AT.of(values) or CALLED_AT.of(values) or context.now
    upper = UPPER_LIMIT.of(values)
    return limit_facts(limits_from(Level(LEVEL.of(values) or ticket.level), start, upper, context))


def facts_from(facts: Facts, values: Values) -> Facts:
    """The head of a ticket as entered: every fact is in ``values`` or was left empty."""
    empty = Facts()
    changes = {key: values.get(key, getattr(empty, key)) for key in FACT_KEYS}
    return replace(facts, **changes)


def _apply_register(_ticket: Ticket, entry: Entry) -> Ticket:
    # Made directly, not from a blank ticket: an import makes ten thousand of them in one go.
    known: dict[str, Any] = {key: value for key, value in entry.values.items() if key in _FACTS}
    exemption = EXEMPTION.of(entry)
    return Ticket(
        facts=Facts(number=NUMBER.of(entry), platform_state=PLATFORM_STATE.of(entry), **known),
        level=Level(LEVEL.of(entry) or Level.ORDINARY),
        origin=Origin(ORIGIN.of(entry) or Origin.ENTERED),
        exemption=Exemption(exemption) if exemption else None,
        waiver=entry if exemption else None,
        stage=Stage(STAGE.of(entry) or Stage.TO_DISPATCH),
        planned=limits_of(entry),
        closed_at=CLOSED_AT.of(entry),
    )


NUMBER = Field("number", "工单编号", Kind.TICKET_NUMBER, required=True, limit=30, hint="通常为14位数字")
EXEMPTION = Field("exemption", "免联原因", Kind.CHOICE, options=Exemption)
REGISTER = TicketStep(
    id="register",
    label="登记工单",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset(),
    leads_to=(Stage.TO_DISPATCH,),
    fields=(
        NUMBER,
        LEVEL,
        *FACT_FIELDS,
        EXEMPTION,
        Field(
            "decided_by",
            "免联决定人",
            required=True,
            limit=40,
            shown_when=("exemption", frozenset(word.value for word in Exemption)),
        ),
    ),
    checks=_check_register,
    defaults=_register_defaults,
    decide=_decide_planned,
    apply=_apply_register,
    in_turn=CAME,
    starts=True,
    paper=OnPaper(PaperKind.DISPOSAL),
    station="接单",
)


def _contact_defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {
        "at": context.now,
        "number": ticket.facts.phones[0] if ticket.facts.phones else "",
        CONTACTED_BY.key: context.by,
        CONTACT_RESULT.key: ContactResult.REACHED.value,
    }


def contacted(ticket: Ticket) -> bool:
    """Whether the citizen was called, or need not be. 规范一（一）1."""
    return bool(ticket.center_contacts or ticket.exemption)


def _to_contact(ticket: Ticket) -> bool:
    return ticket.stage is Stage.TO_DISPATCH and not contacted(ticket)


def _apply_first_contact(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket, center_contacts=(*ticket.center_contacts, entry))


FIRST_CONTACT = TicketStep(
    id="first_contact",
    label="先行联系",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=CONTACT_FIELDS,
    defaults=_contact_defaults,
    apply=_apply_first_contact,
    happened="at",
    builds_on=("register",),
    within=Within.CONTACT,
    follows=(After("register"),),
    group=Group.CONTACT,
    paper=OnPaper(PaperKind.CONTACTS),
    awaited=_to_contact,
    task=Task.CONTACT,
    station="先行联系",
)


def _apply_exempt(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket, exemption=Exemption(EXEMPTION.of(entry)), waiver=entry)


def _check_exempt(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    late = waived_too_late(ticket, replace(ticket, exemption=Exemption(EXEMPTION.of(values))))
    return (late,) if late else ()


def _not_exempt(ticket: Ticket) -> Blocker | None:
    if not ticket.exemption:
        return None
    return Blocker(Clause.RECEIVE_CENTER, f"已经登记免联（{ticket.exemption}），有变化的先取消免联")


WAIVED_BY = Field("decided_by", "决定人", required=True, limit=40)
WAIVER_NOTE = Field("note", "说明", Kind.LONG_TEXT, required=True)
EXEMPT = TicketStep(
    id="exempt",
    label="登记免联",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=(
        Field("exemption", "免联原因", Kind.CHOICE, required=True, options=Exemption),
        WAIVED_BY,
        WAIVER_NOTE,
    ),
    gates=(_not_exempt,),
    checks=_check_exempt,
    apply=_apply_exempt,
    builds_on=("register",),
    follows=(After("register", "信息保密、无需联系"),),
    group=Group.CONTACT,
    prominence=Prominence.ASIDE,
    paper=OnPaper(PaperKind.DISPOSAL),
)


def _is_exempt(ticket: Ticket) -> Blocker | None:
    return None if ticket.exemption else Blocker(Clause.RECEIVE_CENTER, "没有登记免联")


LIFT_EXEMPTION = TicketStep(
    id="lift_exemption",
    label="取消免联",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=(
        Field("decided_by", "决定人", required=True, limit=40),
        Field("why", "取消的原因", required=True, limit=200),
    ),
    occasion=_is_exempt,
    defaults=lambda _ticket, context: {WAIVED_BY.key: context.by},
    apply=lambda ticket, _entry: replace(ticket, exemption=None, waiver=None),
    builds_on=("exempt",),
    group=Group.CONTACT,
    prominence=Prominence.ASIDE,
)
