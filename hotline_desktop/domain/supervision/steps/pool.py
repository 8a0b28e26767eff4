"""案源库: what enters it, what is taken up, what is declined and why; nothing disappears. 督办二（一）, （五）3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from hotline_desktop.domain.records.fields import AnyField, Field, Kind, Tense, Values
from hotline_desktop.domain.records.order import before
from hotline_desktop.domain.records.steps import Actor, Bound, Group, Prominence, RuleContext
from hotline_desktop.domain.records.withdrawal import open_until
from hotline_desktop.domain.supervision.about import tickets_of
from hotline_desktop.domain.supervision.case import FIRST_STAGES, OPEN_STAGES, CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.options import FROM_ABOVE, Misreport
from hotline_desktop.domain.supervision.steps.answering import granted_days
from hotline_desktop.domain.supervision.steps.ladder import METHOD, METHOD_FIELDS, method_blockers, method_defaults
from hotline_desktop.domain.supervision.steps.model import CaseStep, answer_deadline, deadline_facts
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import SupervisionMethod, SupervisionTrigger
from hotline_desktop.domain.ticket.fields import PROVISIONAL
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.ticket import Entry

_ABOVE = ("trigger", frozenset(trigger.value for trigger in FROM_ABOVE))
_FALSE = ("trigger", frozenset((SupervisionTrigger.CONTRADICTION.value,)))
TICKETS = Field(
    "tickets",
    "工单编号",
    Kind.NAMES,
    required=True,
    limit=30,
    hint="一件督办可以并办几张工单，用顿号隔开",
    names_tickets=True,
)
NUMBER = Field("number", "督办编号", required=True, limit=40, sequence="case")


TRIGGER = Field("trigger", "督办事由", Kind.CHOICE, required=True, options=SupervisionTrigger)
EVENT = Field("event", "案源发生时间", Kind.MOMENT, hint="同一工单有几件案源的，决定的是这一件；不填就是最早的一件")
MISREPORT = Field(
    "misreport", "具体情形", Kind.CHOICE, options=Misreport, shown_when=_FALSE, clause=Clause.SUPERVISE_FALSE
)
SOURCE = Field(
    "source", "来源", required=True, limit=80, shown_when=_ABOVE, hint="哪一级、哪个单位、哪家媒体或哪位领导"
)
SOURCE_ON = Field("source_on", "来文、报道或批示日期", Kind.DAY, required=True, shown_when=_ABOVE)
SOURCE_TEXT = Field("source_text", "来文、报道或批示内容", Kind.LONG_TEXT, required=True, shown_when=_ABOVE)
SOURCE_LIMIT = Field(
    "source_limit",
    "来文或批示的时限",
    Kind.MOMENT,
    shown_when=_ABOVE,
    tense=Tense.GIVEN,
    hint="来文、批示里写明的时限，比督办时限早的从早",
)
UNIT = Field("unit", "承办单位", Kind.UNIT, required=True, limit=60, closed_too=True)  # it answers for what it did
TITLE = Field("title", "事项名称", required=True, limit=120, hint="不写市民姓名")
REASON = Field("reason", "督办原因", Kind.LONG_TEXT, required=True, hint="印在督办通知单上")
SOURCE_FIELDS = (
    TRIGGER,
    EVENT,
    MISREPORT,
    SOURCE,
    SOURCE_ON,
    SOURCE_TEXT,
    SOURCE_LIMIT,
    TICKETS,
    UNIT,
    TITLE,
    REASON,
)
TAKEN_AT = Field("taken_at", "纳入时间", Kind.MOMENT, hint="补登的写决定督办的时间，不填就是现在")
LISTED_AT = TAKEN_AT.called("列入时间", hint="补登的写列入的时间，不填就是现在")
_LISTED_FOR = TRIGGER.called(
    TRIGGER.label,
    hint="逾期未办结、市民评价不满意、重复、审核发现问题由程序自动列入案源库，不用登记；只有历史工单的由人登记",
)
DECLINED_AT = TAKEN_AT.called("决定时间", hint="补登的写决定不予督办的时间，不填就是现在")
WHY_NOT = Field("why", "不予督办的理由", Kind.LONG_TEXT, required=True)


def _known(values: Values) -> SupervisionCase:
    """What the rungs of the ladder may know of a matter that is not a case yet."""
    return SupervisionCase(trigger=SupervisionTrigger(TRIGGER.needed(values)))


def _check_open(_case: SupervisionCase, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    return (*method_blockers(_known(values), values, context.now), *_check_source(values, context, TAKEN_AT))


def _check_source(values: Values, context: RuleContext, when: AnyField) -> tuple[Blocker, ...]:
    limit = _limit_before_source(SOURCE_LIMIT.of(values), SOURCE_ON.of(values))
    return (*_before_its_tickets(values, context, when), *limit)


def _before_its_tickets(values: Values, context: RuleContext, when: AnyField) -> tuple[Blocker, ...]:
    """A matter is not decided on before it came in, nor before the event for which it is."""
    at, above = TAKEN_AT.of(values), TRIGGER.of(values) in FROM_ABOVE  # what comes from above has no event of its own
    event = None if above else EVENT.of(values)
    if at is None:
        return ()
    bounds = [ticket.began for ticket in tickets_of(TICKETS.of(values), context)]
    bounds += [Bound(event, f"案源发生时间（{chinese_datetime(event)}）")] if event else []
    missed = next((bound for bound in bounds if bound and before(at, bound.moment)), None)
    return (Blocker(Clause.CASE_POOL, f"“{when.label}”早于{missed.as_text}", when.key),) if missed else ()


def _open_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    return {**method_defaults(case, context), NUMBER.key: context.next_numbers.get("case", "")}


def _apply_source(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    misreport = MISREPORT.of(entry)
    reason = REASON.of(entry)
    return replace(
        case,
        title=TITLE.of(entry),
        ticket_numbers=TICKETS.of(entry),
        unit=UNIT.of(entry),
        trigger=SupervisionTrigger(TRIGGER.of(entry)),
        source=SOURCE.of(entry),
        source_on=SOURCE_ON.of(entry),
        source_text=SOURCE_TEXT.of(entry),
        source_limit=SOURCE_LIMIT.of(entry),
        reason=f"{misreport}：{reason}" if misreport and misreport not in reason else reason,
        opened_at=entry.at,
    )


def _apply_taken(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    begun = case.begun(SupervisionMethod(METHOD.of(entry)), entry)
    return replace(begun, number=NUMBER.of(entry), opened_at=entry.at, declined=None)


def _apply_declined(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return replace(case, stage=CaseStage.DECLINED, declined=entry)


PROPOSE = CaseStep(
    id="propose",
    label="登记案源",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=frozenset(),
    fields=(_LISTED_FOR, *SOURCE_FIELDS[1:], LISTED_AT),
    checks=lambda _case, values, context: _check_source(values, context, LISTED_AT),
    apply=_apply_source,
    happened=LISTED_AT.key,
    in_turn=(SOURCE_ON.key, LISTED_AT.key),
    starts=True,
)

OPEN_CASE = CaseStep(
    id="open_case",
    label="纳入督办",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=frozenset(),
    fields=(NUMBER, *SOURCE_FIELDS, *METHOD_FIELDS, TAKEN_AT),
    checks=_check_open,
    defaults=_open_defaults,
    apply=lambda case, entry: _apply_taken(_apply_source(case, entry), entry),
    happened=TAKEN_AT.key,
    in_turn=(SOURCE_ON.key, TAKEN_AT.key),
    starts=True,
)

DISMISS = CaseStep(
    id="dismiss",
    label="不予督办",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=frozenset(),
    fields=(*SOURCE_FIELDS, WHY_NOT, DECLINED_AT),
    checks=lambda _case, values, context: _check_source(values, context, DECLINED_AT),
    happened=DECLINED_AT.key,
    in_turn=(SOURCE_ON.key, DECLINED_AT.key),
    apply=lambda case, entry: _apply_declined(_apply_source(case, entry), entry),
    starts=True,
)

TAKE_UP = CaseStep(
    id="take_up",
    label="纳入督办",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.POOL, CaseStage.DECLINED)),
    fields=(NUMBER, *METHOD_FIELDS, Field("note", "说明", Kind.LONG_TEXT), TAKEN_AT),
    checks=lambda case, values, context: method_blockers(case, values, context.now),
    defaults=_open_defaults,
    apply=_apply_taken,
    happened=TAKEN_AT.key,
    builds_on=("propose", "decline"),
    advances=True,
    awaited=lambda case: case.stage is CaseStage.POOL,
)

_TAKEN_UP = ("open_case", "take_up")


def _taken_up_just_now(case: SupervisionCase) -> Blocker | None:
    """What was taken up is declined only while nothing was done about it: it was a slip, as a step taken back is."""
    last = next((taken.step.id for taken in reversed(case.log) if not taken.step.notes), "")
    if case.stage is CaseStage.POOL or last in _TAKEN_UP:
        return None
    return Blocker(Clause.CASE_POOL, "纳入以后已往下办，不能再改为不予督办；办完的按督办结案")


def _still_a_slip(case: SupervisionCase, context: RuleContext) -> Blocker | None:
    taken = next((each for each in reversed(case.log) if each.step.id in _TAKEN_UP), None)
    if case.stage is CaseStage.POOL or taken is None or context.now <= (until := open_until(taken.entry, context)):
        return None
    return Blocker(Clause.CASE_POOL, f"误纳入的在 {chinese_datetime(until)} 前可以改为不予督办，现已超过")


DECLINE = CaseStep(
    id="decline",
    label="不予督办",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.POOL, *FIRST_STAGES.values())),
    fields=(WHY_NOT,),
    apply=_apply_declined,
    builds_on=("propose", *_TAKEN_UP),
    occasion=_taken_up_just_now,
    context_gates=(_still_a_slip,),
    prominence=Prominence.ON_DEMAND,
)

_LIVE = OPEN_STAGES | {CaseStage.POOL}


def _check_added(case: SupervisionCase, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    known = [number for number in TICKETS.of(values) if number in case.ticket_numbers]
    if known:
        return (Blocker(Clause.CASE_POOL, f"工单 {'、'.join(known)} 已在本件中", TICKETS.key),)
    return ()


def _apply_added(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return replace(case, ticket_numbers=tuple(dict.fromkeys((*case.ticket_numbers, *TICKETS.of(entry)))))


ADD_TICKETS = CaseStep(
    id="add_tickets",
    label="并入工单",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=_LIVE,
    fields=(TICKETS, Field("why", "并办的理由", required=True, limit=200)),
    checks=_check_added,
    builds_on=("propose", "open_case", "take_up"),
    apply=_apply_added,
    group=Group.LINK,
    prominence=Prominence.ASIDE,
)

LIMIT_AMENDED = Field("limit_amended", "来文或批示的时限有更正", Kind.YES_NO)
_AMENDED = (TITLE, REASON, SOURCE_LIMIT.called(SOURCE_LIMIT.label, shown_when=None))


def _amend_defaults(case: SupervisionCase, _context: RuleContext) -> Mapping[str, object]:
    limit = {SOURCE_LIMIT.key: case.source_limit} if case.source_limit else {}
    return {TITLE.key: case.title, REASON.key: case.reason, **limit}


def _check_amended(case: SupervisionCase, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """A limit is what an order, a report or an instruction gives; one before it came is none. 督办二（一）5-6."""
    limit = SOURCE_LIMIT.of(values)
    if limit is None:
        return ()
    if not case.from_above:
        message = f"“{SOURCE_LIMIT.label}”只有上级督办、媒体曝光、领导批示的事项才有"
        return (Blocker(Clause.CASE_POOL, message, SOURCE_LIMIT.key),)
    return _limit_before_source(limit, case.source_on)


def _limit_before_source(limit: datetime | None, came: date | None) -> tuple[Blocker, ...]:
    if limit is None or came is None or not before(limit, came):
        return ()
    return (Blocker(Clause.CASE_POOL, f"“{SOURCE_LIMIT.label}”早于“{SOURCE_ON.label}”", SOURCE_LIMIT.key),)


def _decide_amended(case: SupervisionCase, values: Values, context: RuleContext) -> Values:
    """With another limit from above the running answer is counted again; what was reported is not judged again."""
    measure, limit = case.measure, SOURCE_LIMIT.of(values)
    if limit == case.source_limit:
        return {}
    found = {LIMIT_AMENDED.key: True}
    if not case.stage.is_open or measure.received_at is None or measure.report is not None:
        return found
    after, days = replace(case, source_limit=limit), granted_days(measure)
    return found | deadline_facts(answer_deadline(measure.received_at, measure.limit_days, context, after, days))


def _apply_amended(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    amended = replace(case, title=TITLE.of(entry), reason=REASON.of(entry))
    if LIMIT_AMENDED.of(entry):  # earlier programs did not ask for it
        amended = replace(amended, source_limit=SOURCE_LIMIT.of(entry))
    if DUE.of(entry) is None:
        return amended
    return amended.with_measure(due=DUE.of(entry), provisional=bool(PROVISIONAL.of(entry)))


AMEND_CASE = CaseStep(
    id="amend_case",
    label="更正案由",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=_LIVE,
    fields=(*_AMENDED, Field("why", "更正原因", required=True, limit=200)),
    amends=True,
    defaults=_amend_defaults,
    checks=_check_amended,
    decide=_decide_amended,
    builds_on=("propose", "open_case", "take_up"),
    apply=_apply_amended,
    group=Group.CHANGE,
    prominence=Prominence.ASIDE,
)
