"""The centre's check by phone and on site, then closing and filing. 督办二（三）3, （五）3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, OnPaper, RuleContext
from hotline_desktop.domain.supervision.about import fate_text, tickets_of, unfinished
from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.elements import ELEMENT_GATES
from hotline_desktop.domain.supervision.fields import CHECK_RESULT, FILE_NUMBER, OUTCOME
from hotline_desktop.domain.supervision.options import CallbackReach, CheckResult, SiteCheckWay
from hotline_desktop.domain.supervision.steps.answering import no_pending_extension
from hotline_desktop.domain.supervision.steps.model import CaseStep
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import DemandFinding, Grade, SupervisionOutcome
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import CLOSED_AT, DECIDED_BY, DEMAND, GRADE
from hotline_desktop.domain.ticket.gates import ATTEMPTS_WHEN_UNREACHABLE, half_day
from hotline_desktop.domain.ticket.ticket import Entry

_CLAUSE = Clause.NOTICE_VERIFIED
_VERIFYING = frozenset((CaseStage.TO_VERIFY,))
_REACHED = ("reach", frozenset((CallbackReach.REACHED.value,)))
_EXEMPT = ("reach", frozenset((CallbackReach.EXEMPT.value,)))
_VISITED = ("way", frozenset((SiteCheckWay.VISITED.value,)))
_NO_SITE = ("way", frozenset((SiteCheckWay.NO_SITE.value,)))


def _check_callback(case: SupervisionCase, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """R13: who can be reached is called; 不满意 beside a report of 满意 is no confirmation by itself. 督办二（三）3."""
    if REACH.of(values) == CallbackReach.EXEMPT:
        reachable = [t.facts.number for t in tickets_of(case.ticket_numbers, context) if not t.waived]
        message = f"工单 {'、'.join(reachable)} 没有免联，诉求人可以联系，须回访"
        return (Blocker(_CLAUSE, message, REACH.key),) if reachable else ()
    praised = GRADE.of(case.report) in (Grade.SATISFIED, Grade.MOSTLY)
    confirmed = CHECK_RESULT.of(values) == CheckResult.CONFIRMED
    if praised and confirmed and GRADE.of(values) == Grade.UNSATISFIED and not CALLBACK_NOTE.of(values):
        message = f"承办单位反馈“{GRADE.of(case.report)}”而市民不满意，结论仍为“核实属实”的，须写明情况"
        return (Blocker(_CLAUSE, message, CALLBACK_NOTE.key),)
    return ()


REACH = Field("reach", "是否联系上", Kind.CHOICE, required=True, options=CallbackReach)
EXEMPT_REASON = Field("exempt_reason", "免联系的原因", required=True, limit=200, shown_when=_EXEMPT)
CALLBACK_NOTE = Field("note", "回访记录", Kind.LONG_TEXT)
CASE_CALLBACK = CaseStep(
    id="case_callback",
    label="督办回访",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=_VERIFYING,
    fields=(
        Field("at", "回访时间", Kind.MOMENT, required=True),
        REACH,
        EXEMPT_REASON,
        GRADE.called("市民评价", shown_when=_REACHED),
        CHECK_RESULT.called(CHECK_RESULT.label, shown_when=_REACHED),
        Field("caller", "回访人", limit=40),
        CALLBACK_NOTE,
    ),
    checks=_check_callback,
    defaults=lambda _case, context: {"at": context.now, REACH.key: CallbackReach.REACHED.value, "caller": context.by},
    apply=lambda case, entry: case.with_measure(callbacks=(*case.measure.callbacks, entry)),
    happened="at",
    builds_on=("report",),
    paper=OnPaper(PaperKind.CHECK_RECORD),
    awaited=lambda case: _to_verify(case) and callback_gate(case) is not None,
)


SITE_PLACE = Field("place", "核实地点", required=True, limit=120, shown_when=_VISITED)
SITE_FINDING = Field("finding", "核实情况", Kind.LONG_TEXT, required=True, shown_when=_VISITED)
NO_SITE_REASON = Field("no_site_reason", "无实际现场的理由", Kind.LONG_TEXT, required=True, shown_when=_NO_SITE)


CHECK_WAY = Field("way", "核实方式", Kind.CHOICE, required=True, options=SiteCheckWay)
SITE_CHECK = CaseStep(
    id="site_check",
    label="现场核实",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=_VERIFYING,
    fields=(
        Field("at", "核实时间", Kind.MOMENT, required=True),
        CHECK_WAY,
        SITE_PLACE,
        SITE_FINDING,
        CHECK_RESULT.called("核实结论", shown_when=_VISITED),
        NO_SITE_REASON,
        Field("checkers", "核实人", required=True, limit=80),
    ),
    defaults=lambda _case, context: {
        "at": context.now,
        CHECK_WAY.key: SiteCheckWay.VISITED.value,
        "checkers": context.by,
    },
    apply=lambda case, entry: case.with_measure(site_checks=(*case.measure.site_checks, entry)),
    happened="at",
    builds_on=("report",),
    paper=OnPaper(PaperKind.CHECK_RECORD),
    awaited=lambda case: _to_verify(case) and site_check_gate(case) is not None,
)


def report_gate(case: SupervisionCase) -> Blocker | None:
    """R12: the unit has reported on the current measure. 督办二（三）2."""
    return None if case.report else Blocker(Clause.NOTICE_ANSWERED, "承办单位尚未反馈")


def callback_gate(case: SupervisionCase) -> Blocker | None:
    """R13: the citizen was called back, need not be, or was not reached in three half-days. 督办二（三）3."""
    calls = case.measure.callbacks
    if any(REACH.of(entry) != CallbackReach.NOT_REACHED for entry in calls):
        return None
    missed = {half_day(entry) for entry in calls}
    if len(missed) >= ATTEMPTS_WHEN_UNREACHABLE:
        return None
    if missed:
        return Blocker(_CLAUSE, f"回访联系不上的须在三个不同的半天各试一次，现有 {len(missed)} 次")
    return Blocker(_CLAUSE, "尚未回访市民")


def site_check_gate(case: SupervisionCase) -> Blocker | None:
    """R13: the place was looked at, or there is none and it is said why. 督办二（三）3."""
    return None if case.measure.site_check else Blocker(_CLAUSE, "尚未现场核实（无实际现场的须写明理由）")


def confirmed_gate(case: SupervisionCase) -> Blocker | None:
    """R13: what was found agrees with the report. 督办二（三）3."""
    if case.measure.failed:
        return Blocker(_CLAUSE, "回访或现场核实结论为“核实不符”，须退回重新办理或上升督办方式")
    return None


def _to_verify(case: SupervisionCase) -> bool:
    """Whether the centre still checks the report; what it found to be otherwise goes back."""
    return case.stage is CaseStage.TO_VERIFY and not case.measure.failed


def _apply_close(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return replace(case, stage=CaseStage.CLOSED, closing=entry, closed_at=CLOSED_AT.of(entry))


def _check_close(case: SupervisionCase, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """R13: closing tells what becomes of each ticket; an unsettled one needs the next rung, or a leader who decides."""
    tickets = tickets_of(case.ticket_numbers, context)
    found = [
        Blocker(_CLAUSE, f"“各工单的去向”没有写工单 {ticket.facts.number}", FATES.key)
        for ticket in tickets
        if ticket.facts.number not in FATES.of(values)
    ]
    owed = (ticket for ticket in tickets if unfinished(ticket, context))
    unsettled = [f"工单 {ticket.merged_into or ticket.facts.number} 单位还没有办结" for ticket in owed]
    unsettled += ["诉求符合政策法规、没有解决、市民又不满意"] if _left_unsolved(case) else []
    if unsettled and not (DECIDED_BY.of(values) and DECISION_REASON.of(values)):
        message = f"{'；'.join(unsettled)}：须上升督办方式，或由领导决定结案并写明姓名和理由"
        missing = DECIDED_BY if not DECIDED_BY.of(values) else DECISION_REASON
        found.append(Blocker(_CLAUSE, message, missing.key))
    return tuple(found)


def _left_unsolved(case: SupervisionCase) -> bool:
    """A lawful matter that was not solved and whose citizen said so: to the unit, or to the centre's own callback."""
    report, call = case.report, case.measure.callback
    if DEMAND.of(report) != DemandFinding.LAWFUL or OUTCOME.of(report) != SupervisionOutcome.UNSOLVED:
        return False
    return Grade.UNSATISFIED in (GRADE.of(report), GRADE.of(call))


def _close_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    fates = [fate_text(each, context) for each in tickets_of(case.ticket_numbers, context)]
    return {CLOSED_AT.key: context.now, **({FATES.key: "\n".join(fates)} if fates else {})}


FATES = Field("fates", "各工单的去向", Kind.LONG_TEXT, hint="每件一行：已结案，或按程序继续办理、再次派单")
DECISION_REASON = Field("decision_reason", "领导决定结案的理由", Kind.LONG_TEXT)
CONCLUSION = Field("conclusion", "办理结果", Kind.LONG_TEXT, required=True)
CASE_CLOSE = CaseStep(
    id="case_close",
    label="督办结案",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=_VERIFYING,
    fields=(
        CLOSED_AT,
        CONCLUSION,
        FATES,
        DECIDED_BY.called(DECIDED_BY.label, hint="工单未办结，或合理诉求未解决而市民不满意，仍要结案的才填"),
        DECISION_REASON,
    ),
    gates=(no_pending_extension, report_gate, callback_gate, site_check_gate, confirmed_gate),
    checks=_check_close,
    defaults=_close_defaults,
    apply=_apply_close,
    happened="closed_at",
    builds_on=("report", "case_callback", "site_check"),
    advances=True,
    awaited=lambda case: _to_verify(case) and not any(gate(case) for gate in (callback_gate, site_check_gate)),
)


def _same_file_number(case: SupervisionCase, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """Papers that were bound under one 档号 are archived under it."""
    if case.file_number in ("", FILE_NUMBER.needed(values)):
        return ()
    return (Blocker(Clause.CASE_POOL, f"案卷已按档号 {case.file_number} 生成，不能改用别的档号", FILE_NUMBER.key),)


def _apply_archive(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    number = FILE_NUMBER.of(entry) or case.file_number
    return replace(case, stage=CaseStage.ARCHIVED, archived_at=entry.at, file_number=number)


CASE_ARCHIVE = CaseStep(
    id="case_archive",
    label="督办归档",
    clause=Clause.CASE_POOL,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.CLOSED,)),
    fields=(
        FILE_NUMBER.called(FILE_NUMBER.label, sequence="file"),
        Field("note", "归档说明", limit=200),
    ),
    gates=ELEMENT_GATES,
    checks=_same_file_number,
    defaults=lambda case, _context: {FILE_NUMBER.key: case.file_number} if case.file_number else {},
    apply=_apply_archive,
    builds_on=("case_close",),
    advances=True,
    awaited=lambda case: case.stage is CaseStage.CLOSED,
)
