"""The fields that a case itself, its papers and its lists read: what several rooms know of an entry.

What only one step asks for is declared in the file of that step.
"""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Field, Kind, Tense
from hotline_desktop.domain.supervision.options import CheckResult
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import SupervisionOutcome

LIMIT_DAYS = Field(
    "limit_days",
    "督办时限（工作日）",
    Kind.NUMBER,
    required=True,
    limit=365,
    hint="从承办单位收到之日起算",
    clause=Clause.NOTICE_SENT,
)
LEADER_LIMIT = Field(
    "leader_limit", "批示的时限", Kind.MOMENT, tense=Tense.GIVEN, hint="领导批示里写明的时限，比督办时限早的从早"
)
NOTIFIED_ON = Field("notified_on", "通知日期", Kind.DAY, required=True)
RECEIVED_AT = Field("received_at", "收到时间", Kind.MOMENT, required=True, hint="督办时限从收到起算")
REPORTED_AT = Field("reported_at", "反馈时间", Kind.MOMENT, required=True)
OUTCOME = Field("outcome", "解决结果", Kind.CHOICE, required=True, options=SupervisionOutcome)
CHECK_RESULT = Field("result", "回访结论", Kind.CHOICE, required=True, options=CheckResult)
FILE_NUMBER = Field("file_number", "档号", required=True, limit=40)
