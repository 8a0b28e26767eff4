"""Which code holds which rule of the regulation: one line per rule, read by the manual and by a test.

A test of the same name (``test_R3_…``) exists for each; a rule without code or without a test fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hotline_desktop.domain.terms.clauses import Clause


class Rule(NamedTuple):
    """A rule: its clause, what it asks for in a few words, and where it is held, as ``module:name`` in the domain."""

    clause: Clause
    as_text: str
    code: tuple[str, ...]


RULES: dict[str, Rule] = {
    "R1.1": Rule(
        Clause.RECEIVE_CENTER,
        "先行联系、免联、未联系派单的原因、半个工作日提醒",
        ("ticket.steps.intake:FIRST_CONTACT", "ticket.steps.intake:EXEMPT", "ticket.reminders:reminders"),
    ),
    "R1.2": Rule(
        Clause.RECEIVE_CENTER,
        "准确派单：建议单位和转办编号",
        ("ticket.steps.handover:DISPATCH", "repeats.suggestions:suggest_units"),
    ),
    "R1.3": Rule(
        Clause.RECEIVE_CENTER,
        "首接责任制：只有同意退单才改派",
        ("ticket.steps.handover:apply_handover", "ticket.steps.reviewing:REDO"),
    ),
    "R1.4": Rule(Clause.RECEIVE_UNIT, "承办单位联系诉求人", ("ticket.steps.handling:UNIT_CONTACT",)),
    "R1.5": Rule(
        Clause.RECEIVE_UNIT,
        "多部门联合处置先经核实",
        ("ticket.steps.joint:JOINT_VERIFICATION", "ticket.steps.joint:JOINT_UNITS"),
    ),
    "R2": Rule(
        Clause.TIME_LIMIT,
        "办结时限、变更级别、上级时限",
        ("time.deadline.limits:ticket_due", "ticket.steps.amendments:CHANGE_LEVEL", "ticket.steps.limits:limits_again"),
    ),
    "R3": Rule(
        Clause.RETURN,
        "退单：半个工作日、审核、逾期退单",
        ("ticket.steps.returns:RETURN_REQUEST", "ticket.steps.returns:RETURN_DECISION"),
    ),
    "R4": Rule(
        Clause.EXTENSION,
        "延期：期限内书面申请、审批、次数",
        ("ticket.steps.extensions:EXTENSION_REQUEST", "ticket.steps.extensions:EXTENSION_DECISION"),
    ),
    "R5": Rule(
        Clause.UNFOUNDED,
        "不属实：情况说明和备案",
        (
            "ticket.steps.unfounded:UNFOUNDED_STATEMENT",
            "ticket.steps.unfounded:UNFOUNDED_FILING",
            "ticket.gates:unfounded_due",
        ),
    ),
    "R6.1": Rule(
        Clause.CLOSE_UNIT,
        "答复诉求人及凭证，三次联系不上",
        ("ticket.steps.handling:ANSWER", "ticket.gates:answer_gate"),
    ),
    "R6.2": Rule(
        Clause.CLOSE_UNIT,
        "无政策依据、诉求过高的解释说明",
        ("ticket.steps.handling:EXPLAIN", "ticket.gates:explanation_due"),
    ),
    "R6.3": Rule(
        Clause.CLOSE_UNIT, "满意度测评表", ("ticket.steps.handling:SATISFACTION", "ticket.gates:satisfaction_gate")
    ),
    "R6.4": Rule(
        Clause.CLOSE_UNIT, "城运系统内结案", ("ticket.steps.closing:PLATFORM_CLOSE", "ticket.gates:platform_gate")
    ),
    "R6.5": Rule(
        Clause.CLOSE_UNIT, "处置单签字交回存档", ("ticket.steps.closing:SHEET_BACK", "ticket.gates:sheet_gate")
    ),
    "R6.6": Rule(Clause.CLOSE_CENTER, "结案审核", ("ticket.steps.reviewing:REVIEW", "ticket.gates:review_gate")),
    "R6.7": Rule(
        Clause.CLOSE_CENTER, "回访，三项分别评价", ("ticket.steps.reviewing:CALLBACK", "ticket.gates:callback_gate")
    ),
    "R6.8": Rule(
        Clause.CLOSE_CENTER, "不到位、不满意的再处置", ("ticket.steps.reviewing:REDO", "ticket.gates:failed_gate")
    ),
    "R6.9": Rule(Clause.CLOSE_CENTER, "再处置以电话、约谈再一次解释说明", ("ticket.gates:explanation_due",)),
    "R6.10": Rule(Clause.CLOSE_CENTER, "流程到位后方可结案", ("ticket.steps.closing:CLOSE",)),
    "R7": Rule(
        Clause.UNSATISFIED,
        "市、区回访不满意的情况说明和备案",
        (
            "ticket.steps.unsatisfied:UPPER_CALLBACK",
            "ticket.steps.unsatisfied:UNSATISFIED_STATEMENT",
            "ticket.steps.unsatisfied:UNSATISFIED_FILING",
            "ticket.gates:statement_gate",
        ),
    ),
    "R8": Rule(
        Clause.ILLEGAL_BUILDING,
        "违法建筑五项内容",
        ("ticket.steps.building:ILLEGAL_BUILDING", "ticket.gates:building_gate"),
    ),
    "R9.1": Rule(Clause.SUPERVISE_OVERDUE, "逾期列为案源", ("supervision.findings:findings",)),
    "R9.2": Rule(Clause.SUPERVISE_FALSE, "回访与反馈不符列为案源", ("supervision.findings:findings",)),
    "R9.3": Rule(Clause.SUPERVISE_UNSATISFIED, "三项不满意或市、区不满意列为案源", ("supervision.findings:findings",)),
    "R9.4": Rule(
        Clause.SUPERVISE_REPEATED,
        "重复3次及以上列为案源，由人确认",
        ("supervision.findings:findings", "repeats.candidates:find_repeats", "ticket.steps.links:REPEAT_CONFIRM"),
    ),
    "R9.5": Rule(Clause.SUPERVISE_SUPERIOR, "上级督办、媒体曝光人工列入", ("supervision.steps.pool:PROPOSE",)),
    "R9.6": Rule(Clause.SUPERVISE_INSTRUCTION, "区、镇领导批示人工列入", ("supervision.steps.pool:PROPOSE",)),
    "R10.1": Rule(Clause.BY_PHONE, "电话督办", ("supervision.steps.telling:PHONE_CALL",)),
    "R10.2": Rule(
        Clause.BY_NOTICE, "书面督办", ("supervision.steps.ladder:method_blockers", "supervision.steps.telling:ISSUE")
    ),
    "R10.3": Rule(Clause.ON_SITE, "现场督办", ("supervision.steps.gatherings:SITE_VISIT",)),
    "R10.4": Rule(
        Clause.BY_LEADER,
        "领导派单督办",
        ("supervision.steps.gatherings:REQUEST", "supervision.steps.gatherings:INSTRUCT"),
    ),
    "R10.5": Rule(
        Clause.BY_MEETING,
        "专题会议督办",
        ("supervision.steps.gatherings:CONVENE", "supervision.steps.gatherings:MEETING"),
    ),
    "R11": Rule(
        Clause.NOTICE_SENT,
        "督办通知单签发、送达、计时",
        (
            "supervision.steps.telling:ISSUE",
            "supervision.steps.telling:DELIVER",
            "time.deadline.limits:supervision_due",
        ),
    ),
    "R12": Rule(Clause.NOTICE_ANSWERED, "办理答复八项", ("supervision.steps.answering:REPORT",)),
    "R13": Rule(
        Clause.NOTICE_VERIFIED,
        "回访和现场核实后结案",
        (
            "supervision.steps.verifying:CASE_CALLBACK",
            "supervision.steps.verifying:SITE_CHECK",
            "supervision.steps.verifying:CASE_CLOSE",
        ),
    ),
    "R14": Rule(
        Clause.NOTICE_EXTENSION,
        "督办延期",
        ("supervision.steps.answering:CASE_EXTENSION", "supervision.steps.answering:CASE_EXTENSION_DECISION"),
    ),
    "R15.1": Rule(
        Clause.SUMMONS, "推诿、不作为的约谈", ("supervision.talks:TALK_PROPOSE", "supervision.talks:TALK_DECIDE")
    ),
    "R15.2": Rule(
        Clause.SUMMONS,
        "季度考核连续后两位的约谈",
        ("statistics.ranking:rank_quarter", "statistics.ranking:bottom_in_succession"),
    ),
    "R16.1": Rule(Clause.COMPLETION, "督办事项办结率", ("statistics.completion:completion",)),
    "R16.2": Rule(
        Clause.RECORD,
        "先行联系、按时办结、及时回复、问题解决",
        ("statistics.handling:handlings", "statistics.counting:counts"),
    ),
    "R16.3": Rule(
        Clause.CASE_POOL,
        "案源库：列入或不列入，都留记录",
        ("supervision.steps.pool:TAKE_UP", "supervision.steps.pool:DECLINE"),
    ),
    "R16.4": Rule(
        Clause.CASE_POOL, "一案一档七项要素", ("supervision.elements:missing_elements", "ticket.gates:supervision_gate")
    ),
}

_HEAD = """# 规则、程序与测试对照

每条规则依据哪一条、程序怎样做、写在哪段代码里、由哪个测试守着。本页由程序的规则表生成，有一条规则没有代码或没有测试，测试就通不过。

| 规则 | 条款 | 程序怎样做 | 代码（hotline_desktop/domain/） | 测试（tests/） |
|---|---|---|---|---|
"""


def rule_table(tests: Mapping[str, Sequence[str]]) -> str:
    """The manual's page on the rules, as Markdown; ``tests`` are the places of the tests of each rule."""
    rows = (
        (number, rule.clause.ref, rule.as_text, _listed(map(_place, rule.code)), _listed(tests[number]))
        for number, rule in RULES.items()
    )
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _place(code: str) -> str:
    module, name = code.split(":")
    return f"{module.replace('.', '/')}.py {name}"


def _listed(places: Iterable[str]) -> str:
    return "；".join(f"`{place}`" for place in places)
