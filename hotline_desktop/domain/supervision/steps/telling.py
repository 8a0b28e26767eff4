"""Telling the unit: by phone, by a notice that is signed before it goes out. 督办二（二）1-2, （三）1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, OnPaper, RuleContext
from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.fields import LIMIT_DAYS, RECEIVED_AT
from hotline_desktop.domain.supervision.steps.model import (
    OPENING,
    CaseStep,
    at_least_one_day,
    clock_facts,
    days_of,
    entry_days,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import SupervisionChannel
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.ticket import Entry


def _decide_call(case: SupervisionCase, values: Values, context: RuleContext) -> Values:
    moment = CALLED_AT.needed(values)
    return clock_facts(moment, days_of(values, case), context, case)


CALLED_AT = Field("at", "通话时间", Kind.MOMENT, required=True)
DEMANDS = Field("demands", "督办要求", Kind.LONG_TEXT, required=True)


CALLER = Field("caller", "督办人", required=True, limit=40)
CALLED = Field("called", "承办单位接听人", required=True, limit=40)
DIALLED = Field("phone", "拨打号码", limit=40)
REPLY = Field("reply", "对方答复", Kind.LONG_TEXT)
RECORDING = Field("recording", "录音编号", limit=80)
PHONE_CALL = CaseStep(
    id="phone_call",
    label="电话督办",
    clause=Clause.BY_PHONE,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_CALL,)),
    fields=(
        CALLED_AT,
        CALLER,
        CALLED,
        DIALLED,
        DEMANDS,
        REPLY,
        RECORDING,
        LIMIT_DAYS,
    ),
    checks=lambda _case, values, _context: at_least_one_day(values, Clause.BY_PHONE),
    defaults=lambda case, context: {
        CALLED_AT.key: context.now,
        CALLER.key: context.by,
        LIMIT_DAYS.key: case.limit_days,
    },
    decide=_decide_call,
    apply=lambda case, entry: case.with_unit_notified(entry, call=entry, limit_days=entry_days(entry, case)),
    happened="at",
    builds_on=OPENING,
    advances=True,
    paper=OnPaper(PaperKind.PHONE_RECORD),
    awaited=lambda case: case.stage is CaseStage.TO_CALL,
)


def _issue_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    return {ISSUED_ON.key: context.now, LIMIT_DAYS.key: case.limit_days}


def _apply_issue(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    issued = case.with_measure(
        issuer=ISSUER.of(entry), issued_on=ISSUED_ON.of(entry), limit_days=entry_days(entry, case)
    )
    return replace(issued, stage=CaseStage.TO_DELIVER)


ISSUER = Field("issuer", "签发人", required=True, limit=40, hint="纸上由签发人亲笔签字，这里只作记录")
ISSUED_ON = Field("issued_on", "签发日期", Kind.DAY, required=True)
ISSUE = CaseStep(
    id="issue",
    label="签发督办通知单",
    clause=Clause.NOTICE_SENT,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_ISSUE,)),
    fields=(
        ISSUER,
        ISSUED_ON,
        LIMIT_DAYS,
        Field("note", "备注", limit=200),
    ),
    checks=lambda _case, values, _context: at_least_one_day(values, Clause.NOTICE_SENT),
    defaults=_issue_defaults,
    apply=_apply_issue,
    happened="issued_on",
    builds_on=(*OPENING, "instruct"),
    advances=True,
    paper=OnPaper(PaperKind.SUPERVISION_NOTICE),
    awaited=lambda case: case.stage is CaseStage.TO_ISSUE,
)


def issued_gate(case: SupervisionCase) -> Blocker | None:
    """R11: nothing goes out before its issuer and date are recorded. 督办二（三）1."""
    if case.number and case.measure.issuer and case.measure.issued_on:
        return None
    return Blocker(Clause.NOTICE_SENT, "督办通知单尚未签发：签发人和日期登记后才能发出")


def _deliver_defaults(_case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    return {CHANNEL.key: SupervisionChannel.PLATFORM.value, SENT_AT.key: context.now, RECEIVED_AT.key: context.now}


def _decide_deliver(case: SupervisionCase, values: Values, context: RuleContext) -> Values:
    received = RECEIVED_AT.needed(values)
    return clock_facts(received, case.limit_days, context, case)


def _apply_deliver(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return case.with_unit_notified(
        entry, channel=CHANNEL.of(entry), receiver=RECEIVER.of(entry), sent_at=SENT_AT.of(entry)
    )


CHANNEL = Field("channel", "发送方式", Kind.CHOICE, required=True, options=SupervisionChannel)
SENT_AT = Field("sent_at", "发出时间", Kind.MOMENT, required=True)
RECEIVER = Field("receiver", "承办单位签收人", required=True, limit=40)
DELIVER = CaseStep(
    id="deliver",
    label="送达督办通知单",
    clause=Clause.NOTICE_SENT,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_DELIVER,)),
    fields=(
        CHANNEL,
        SENT_AT,
        RECEIVER,
        RECEIVED_AT,
    ),
    gates=(issued_gate,),
    defaults=_deliver_defaults,
    decide=_decide_deliver,
    apply=_apply_deliver,
    happened="received_at",
    builds_on=("issue",),
    in_turn=("sent_at", "received_at"),
    advances=True,
    paper=OnPaper(PaperKind.SUPERVISION_NOTICE),
    awaited=lambda case: case.stage is CaseStage.TO_DELIVER,
)
