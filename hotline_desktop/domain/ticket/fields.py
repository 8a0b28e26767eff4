"""The fields that the ticket itself, its gates and its figures read: what several rooms know of an entry.

A step that asks for the same under other words takes the field with ``called``; what only one step asks for is
declared in the file of that step.
"""

from __future__ import annotations

from hotline_desktop.domain.records.entries import DECISION
from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.terms.options import (
    AnswerWay,
    Behalf,
    ContactResult,
    Decision,
    DemandFinding,
    ExplanationWay,
    FactFinding,
    Grade,
    Level,
    Origin,
    Resolution,
    Stage,
    UpperOffice,
    Verdict,
)

LEVEL = Field("level", "工单级别", Kind.CHOICE, required=True, options=Level)
UNIT = Field("unit", "转交承办单位", Kind.UNIT, required=True, limit=60)
HANDED_ON = Field("handed_on", "转交时间", Kind.MOMENT, required=True)
TRANSFER_NUMBER = Field("transfer_number", "转办编号", limit=40, sequence="transfer")
ACCEPTED_AT = Field("accepted_at", "接单时间", Kind.MOMENT, required=True)
HANDLER = Field("handler", "承办人", limit=40)
VERIFIED_ON = Field("verified_on", "核实日期", Kind.DAY, required=True)
CO_UNITS = Field(
    "co_units", "协办单位", Kind.NAMES, required=True, limit=60, hint="多个单位用顿号隔开", names_units=True
)

CONTACT_RESULT = Field("result", "联系结果", Kind.CHOICE, required=True, options=ContactResult)
ANSWER_WAY = Field("way", "答复方式", Kind.CHOICE, required=True, options=AnswerWay)
EXPLANATION_WAY = Field("way", "说明方式", Kind.CHOICE, required=True, options=ExplanationWay)
GRADE = Field("grade", "满意度评价", Kind.CHOICE, required=True, options=Grade)
SURVEYED_ON = Field("surveyed_on", "测评日期", Kind.DAY, required=True)

ON_BEHALF = Field(
    "on_behalf", "代为答复", Kind.CHOICE, options=Behalf, hint="信息保密而有电话的，由谁代承办单位办；其他的不填"
)
FACT = Field("fact", "事实确认", Kind.CHOICE, required=True, options=FactFinding)
DEMAND = Field("demand", "诉求确认", Kind.CHOICE, required=True, options=DemandFinding)
RESOLUTION = Field("resolution", "是否解决", Kind.CHOICE, required=True, options=Resolution)
DONE_AT = Field("done_at", "办结时间", Kind.MOMENT, required=True)

VERDICT = Field("verdict", "审核结论", Kind.CHOICE, required=True, options=Verdict)
DECIDED_BY = Field("decided_by", "作决定的领导", limit=40, hint="再处置后仍不符、仍未解决而结案的才填")
CLOSED_AT = Field("closed_at", "结案时间", Kind.MOMENT, required=True)
CLOSED_ON = Field("closed_on", "城运系统结案日期", Kind.DAY, required=True)
RECEIVED_ON = Field("received_on", "交回日期", Kind.DAY, required=True)
SUGGESTED_UNIT = Field("suggested_unit", "建议承办单位", Kind.UNIT, required=True, limit=60)
REDO_REASON = Field("reason", "再处置原因", Kind.LONG_TEXT, required=True, hint="印在处置单备注栏")
GRANTED_DAYS = Field(
    "days",
    "批准天数",
    Kind.NUMBER,
    required=True,
    limit=365,
    shown_when=(DECISION.key, frozenset((Decision.GRANTED.value,))),
    hint="工作日",
)

# What the centre says when it answers a request.
REFUSAL = Field(
    "refusal",
    "不同意的理由",
    Kind.LONG_TEXT,
    required=True,
    shown_when=(DECISION.key, frozenset((Decision.REFUSED.value,))),
)
REVIEWER = Field("reviewer", "审核人", required=True, limit=40)
ANSWER_NOTE = Field("note", "审核意见", Kind.LONG_TEXT)
PROBLEM = Field("problem", "存在问题", Kind.LONG_TEXT, required=True)
FILED_ON = Field("filed_on", "审核备案日期", Kind.DAY, required=True)
DECIDED_AT = Field("decided_at", "审核时间", Kind.MOMENT, required=True)

UPPER_OFFICE = Field("office", "回访单位", Kind.CHOICE, required=True, options=UpperOffice)
UPPER_GRADE = GRADE.called("测评结果")
# What an import knows of a ticket beside its facts.
PLATFORM_STATE = Field("platform_state", "平台状态")
ORIGIN = Field("origin", "来历", Kind.CHOICE, options=Origin)
STAGE = Field("stage", "阶段", Kind.CHOICE, options=Stage)

ANSWERED_WITHIN_DAY = Field("within_day", "一个工作日内答复市民", Kind.YES_NO, required=True)

# What the rules work out, by the name under which an entry keeps it.
PROVISIONAL = Field("provisional", "暂定", Kind.YES_NO)
STATEMENT_DUE = Field("statement_due", "情况说明期限", Kind.MOMENT)
OLD_DUE = Field("old_due", "延期前的期限", Kind.MOMENT)
TIMES = Field("times", "第几次延期", Kind.NUMBER)
LATE = Field("late", "逾期退单", Kind.YES_NO)
ASKED_BY = Field("unit", "申请单位", Kind.UNIT)
