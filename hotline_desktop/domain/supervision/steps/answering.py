"""While the unit handles the matter: reminders, extensions, and its report with the eight items. 督办二（三）2, 4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.entries import DECISION, Request, answered_with
from hotline_desktop.domain.records.fields import Field, Kind, Value, Values
from hotline_desktop.domain.records.steps import Actor, Group, OnPaper, Prominence, RuleContext
from hotline_desktop.domain.supervision.about import changes_result, tickets_of
from hotline_desktop.domain.supervision.case import CaseStage, Measure, SupervisionCase
from hotline_desktop.domain.supervision.contradictions import contradict
from hotline_desktop.domain.supervision.fields import OUTCOME, REPORTED_AT
from hotline_desktop.domain.supervision.options import ENCLOSURES
from hotline_desktop.domain.supervision.steps.model import TELLING, CaseStep, answer_deadline, deadline_facts
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import (
    Decision,
    Resolution,
    SupervisionAnswerWay,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import (
    DEMAND,
    FACT,
    GRADE,
    OLD_DUE,
    PROVISIONAL,
    REFUSAL,
    RESOLUTION,
    REVIEWER,
)
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.domain.time.deadline import Deadline
from hotline_desktop.domain.time.deadline.rules import BASIS_UPPER

_REPORTING = frozenset((CaseStage.TO_REPORT,))


REMIND = CaseStep(
    id="remind",
    label="催办",
    clause=Clause.RECORD,
    actor=Actor.CENTER,
    stages=_REPORTING,
    fields=(
        Field("at", "催办时间", Kind.MOMENT, required=True),
        Field("told", "催办对象", required=True, limit=40),
        Field("note", "催办内容和对方答复", Kind.LONG_TEXT, required=True),
    ),
    defaults=lambda _case, context: {"at": context.now},
    apply=lambda case, entry: case.with_measure(reminders=(*case.measure.reminders, entry)),
    happened="at",
    builds_on=TELLING,
    group=Group.CONTACT,
    prominence=Prominence.ON_DEMAND,
)


def no_pending_extension(case: SupervisionCase) -> Blocker | None:
    """R14: a request for more time is decided before anything else. 督办二（三）4."""
    return Blocker(Clause.NOTICE_EXTENSION, "延期申请待批，须先批复") if case.measure.asked else None


def _check_extension(case: SupervisionCase, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    clause = Clause.NOTICE_EXTENSION
    found = []
    asked = ASKED_AT.of(values)
    if asked and case.due and asked > case.due:
        message = f"督办时限是 {chinese_datetime(case.due)}，延期须在时限内以书面形式申请；补登的写申请上的时间"
        found.append(Blocker(clause, message, ASKED_AT.key))
    if DAYS.of(values) == 0:
        found.append(Blocker(clause, "“延期天数”至少为1个工作日", DAYS.key))
    return tuple(found)


ASKED_AT = Field("asked_at", "申请时间", Kind.MOMENT, required=True)
DAYS = Field("days", "延期天数（工作日）", Kind.NUMBER, required=True, limit=365)
EXTENSION_REASON = Field("reason", "延期原因", Kind.LONG_TEXT, required=True)
EXTENSION_BASIS = Field("basis", "有关法律法规依据", Kind.LONG_TEXT, required=True)
CASE_EXTENSION = CaseStep(
    id="case_extension",
    label="督办延期申请",
    clause=Clause.NOTICE_EXTENSION,
    actor=Actor.UNIT,
    stages=_REPORTING,
    fields=(
        ASKED_AT,
        Field("document", "书面申请名称或文号", required=True, limit=80),
        DAYS,
        EXTENSION_REASON,
        EXTENSION_BASIS,
        Field("leader", "同意的条线分管领导", required=True, limit=40),
        Field("agreed_on", "领导同意日期", Kind.DAY, required=True),
        Field("number", "登记编号", limit=40, sequence="extension"),
    ),
    gates=(no_pending_extension,),
    checks=_check_extension,
    defaults=lambda _case, context: {ASKED_AT.key: context.now, "agreed_on": context.now},
    apply=lambda case, entry: case.with_measure(extensions=(*case.measure.extensions, Request(entry))),
    happened="asked_at",
    builds_on=TELLING,
    in_turn=("agreed_on", "asked_at"),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.CASE_EXTENSION),
)


def _pending_gate(case: SupervisionCase) -> Blocker | None:
    return None if case.measure.asked else Blocker(Clause.NOTICE_EXTENSION, "没有待批的延期申请")


def _decide_decision(case: SupervisionCase, values: Values, context: RuleContext) -> Values:
    days, new = DAYS.of(case.measure.asked), _granted(case, context)
    if DECISION.of(values) != Decision.GRANTED or new is None or days is None:
        return {}
    return {DAYS.key: days, OLD_DUE.key: case.due, **deadline_facts(new)}


def granted_days(measure: Measure) -> tuple[int, ...]:
    """The working days of every extension that was granted, in order. 督办二（三）4."""
    days = (DAYS.of(request.decided) for request in measure.extensions if request.granted)
    return tuple(each for each in days if each is not None)


def _granted(case: SupervisionCase, context: RuleContext) -> Deadline | None:
    """The deadline once the days that were asked for are granted; an earlier limit from above still rules."""
    measure, days = case.measure, DAYS.of(case.measure.asked)
    if measure.received_at is None or days is None:
        return None
    granted = (*granted_days(measure), days)
    return answer_deadline(measure.received_at, measure.limit_days, context, case, granted)


def _check_decision(case: SupervisionCase, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    new, upper = _granted(case, context), case.upper_limit
    granted = DECISION.of(values) == Decision.GRANTED
    if not granted or new is None or new.basis != BASIS_UPPER or upper is None or UPPER_NOTE.of(values):
        return ()
    message = f"延期后仍以上级、领导的时限 {chinese_datetime(upper)} 为准，须写明他们的意见"
    return (Blocker(Clause.NOTICE_EXTENSION, message, UPPER_NOTE.key),)


def _apply_decision(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    decided = case.with_measure(extensions=answered_with(case.measure.extensions, entry))
    if DUE.of(entry) is None:
        return decided
    return decided.with_measure(due=DUE.of(entry), provisional=bool(PROVISIONAL.of(entry)))


DECIDED_ON = Field("decided_on", "批复日期", Kind.DAY, required=True)
DECISION_NOTE = Field("note", "批复意见", Kind.LONG_TEXT)
UPPER_NOTE = Field("upper_note", "上级、领导的意见", limit=200, hint="延期后超过上级、领导给的时限的必须填写")
CASE_EXTENSION_DECISION = CaseStep(
    id="case_extension_decision",
    label="批复延期",
    clause=Clause.NOTICE_EXTENSION,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=_REPORTING,
    fields=(
        DECISION.called("是否同意"),
        DECIDED_ON,
        REFUSAL,
        UPPER_NOTE,
        REVIEWER,
        DECISION_NOTE,
    ),
    occasion=_pending_gate,
    checks=_check_decision,
    defaults=lambda _case, context: {DECIDED_ON.key: context.now, REVIEWER.key: context.by},
    decide=_decide_decision,
    apply=_apply_decision,
    happened="decided_on",
    builds_on=("case_extension",),
    awaited=lambda case: case.measure.asked is not None,
)


def enclosures_gate(case: SupervisionCase) -> Blocker | None:
    """R12 (8): what the method must leave as files is there. 督办二（三）2（8）."""
    missing = [kind.value for kind in ENCLOSURES.get(case.method, ()) if kind.value not in case.files]
    if not missing:
        return None
    return Blocker(Clause.NOTICE_ANSWERED, f"{case.method}的附件还缺：{'、'.join(missing)}（在“附件”页添加）")


_CHANGED = ("changed", frozenset(("是",)))


CHANGED = Field("changed", "办理结果较原答复有变更", Kind.YES_NO, required=True)
REANSWERED_AT = Field("reanswered_at", "重新回复市民的时间", Kind.MOMENT, required=True, shown_when=_CHANGED)
REANSWER = Field("reanswer", "重新回复的方式和内容", Kind.LONG_TEXT, required=True, shown_when=_CHANGED)
NEW_RESOLUTION = RESOLUTION.called(
    "处置单“是否解决”改为", required=False, shown_when=_CHANGED, hint="工单已经办结的必填，工单和统计随之更正"
)
HANDLER = Field("handler", "承办单位经办人", required=True, limit=40)
SIGNED_BY = Field("signed_by", "审核签名的分管领导", required=True, limit=40)
SIGNED_ON = Field("signed_on", "签名日期", Kind.DAY, required=True)
PAGES = Field("pages", "附件页数", Kind.NUMBER, limit=9999)
ENCLOSURE_NAMES = Field(
    "enclosures", "附件名称", Kind.LONG_TEXT, hint="一行一个，印在办结报告的“附件：”后面；空着印“证明材料”"
)
REPORT_HEADING = Field(
    "heading", "办结报告标题", Kind.LONG_TEXT, hint="空着按督办事项拟写、按词意转行；自己写的，在转行处按回车"
)


REPORTED_WAY = Field("way", "答复方式", Kind.CHOICE, required=True, options=SupervisionAnswerWay)
POINTS_FACTS = Field("points_facts", "答复市民要点：查明的事实和证据", Kind.LONG_TEXT, required=True)
POINTS_OPINION = Field("points_opinion", "答复市民要点：处理意见、依据", Kind.LONG_TEXT, required=True)
REPORT_PROBLEM = Field("report_problem", "办结报告一、市民反映的问题", Kind.LONG_TEXT, required=True)
REPORT_FACTS = Field("report_facts", "办结报告二、查明的事实和证据", Kind.LONG_TEXT, required=True)
REPORT_OPINION = Field("report_opinion", "办结报告三、处理意见、依据", Kind.LONG_TEXT, required=True)
REPORT_ANSWER = Field("report_answer", "办结报告四、答复市民的情况", Kind.LONG_TEXT, required=True)
REPORT_FIELDS = (
    REPORTED_AT,
    FACT,
    DEMAND,
    OUTCOME,
    REPORTED_WAY,
    GRADE,
    POINTS_FACTS,
    POINTS_OPINION,
    REPORT_PROBLEM,
    REPORT_FACTS,
    REPORT_OPINION,
    REPORT_ANSWER,
    CHANGED,
    REANSWERED_AT,
    REANSWER,
    NEW_RESOLUTION,
    HANDLER,
    SIGNED_BY,
    SIGNED_ON,
    PAGES,
    ENCLOSURE_NAMES,
    REPORT_HEADING,
    Field("policy", "政策法规材料", limit=200, hint="国家政策文件、法规文件的名称"),
)


def _report_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    handler = case.people[0] if case.people else ""
    return {REPORTED_AT.key: context.now, SIGNED_ON.key: context.now, HANDLER.key: handler, CHANGED.key: False}


def _check_report(case: SupervisionCase, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """R12: a result that differs from the last report, or from what a ticket says, is answered to the citizen again."""
    before, after = OUTCOME.of(case.last_report), OUTCOME.needed(values)
    finished = [ticket for ticket in tickets_of(case.ticket_numbers, context) if ticket.round.finding is not None]
    if CHANGED.of(values):
        return _check_new_result(values) if finished else ()
    messages = [f"解决结果由“{before}”变为“{after}”"] if before and before != after else []
    messages += [change for ticket in finished if not ticket.waived and (change := changes_result(values, ticket))]
    message = "，属于办理结果变更，须重新回复市民"
    return tuple(Blocker(Clause.NOTICE_ANSWERED, f"{each}{message}", CHANGED.key) for each in messages)


def _check_new_result(values: Values) -> tuple[Blocker, ...]:
    """The ticket's own word for the new result: chosen by a person, for the two lists are never mapped."""
    word = NEW_RESOLUTION.of(values)
    if not word:
        message = "工单已经办结，办理结果有变更的须写明处置单“是否解决”改为什么"
        return (Blocker(Clause.NOTICE_ANSWERED, message, NEW_RESOLUTION.key),)
    if contradict(OUTCOME.needed(values), Resolution(word)):
        message = f"“是否解决”改为“{word}”，与解决结果“{OUTCOME.of(values)}”互相矛盾"
        return (Blocker(Clause.NOTICE_ANSWERED, message, NEW_RESOLUTION.key),)
    return ()


def result_values(case: SupervisionCase) -> dict[str, Value]:
    """What the newest report that changed the tickets' result made of it, for their own history; empty without one.

    A later report that changes nothing leaves it so. 督办二（三）2（3）.
    """
    reports = (measure.report for measure in reversed(case.measures) if measure.report)
    report = next((each for each in reports if CHANGED.of(each) and NEW_RESOLUTION.of(each)), None)
    if report is None:
        return {}
    fields = (FACT, DEMAND, REANSWERED_AT, REANSWER)
    found: dict[str, Value] = {each.key: each.of(report) for each in fields}
    return {NEW_RESOLUTION.key: NEW_RESOLUTION.of(report), **found}


def _apply_report(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    people = tuple(dict.fromkeys((*case.people, HANDLER.of(entry), SIGNED_BY.of(entry))))
    return replace(case.with_measure(report=entry), stage=CaseStage.TO_VERIFY, people=people)


REPORT = CaseStep(
    id="report",
    label="登记办理反馈",
    clause=Clause.NOTICE_ANSWERED,
    actor=Actor.UNIT,
    stages=_REPORTING,
    fields=REPORT_FIELDS,
    gates=(no_pending_extension, enclosures_gate),
    checks=_check_report,
    defaults=_report_defaults,
    apply=_apply_report,
    happened="reported_at",
    builds_on=(*TELLING, "case_extension"),
    in_turn=("reanswered_at", "signed_on", "reported_at"),
    advances=True,
    paper=OnPaper(PaperKind.SUPERVISION_NOTICE, answered=True),
    awaited=lambda case: case.stage is CaseStage.TO_REPORT,
)
