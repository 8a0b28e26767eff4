"""Option lists of supervision that the clerk chooses from; every value is the word on screen and paper. 督办二."""

from __future__ import annotations

from enum import StrEnum

from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import SupervisionMethod, SupervisionTrigger


class Misreport(StrEnum):
    """What is wrong with the unit's report or conduct, where a matter is put into the pool by hand. 督办二（一）2."""

    MISMATCH = "回访结果与反馈结果不符"
    FALSE = "虚报、谎报、瞒报"
    INACTION = "事实清楚、依据明确而未依法履职"


class LeaderCondition(StrEnum):
    """Why a matter is laid before the town's main leader. 督办二（二）4."""

    UNSATISFIED = "市民不满意或应解决未解决"
    REPEATED = "市民反复来电诉求"
    OVERLAPPING = "疑难或职能交叉"
    FIRST_RECEIVER = "不执行首单责任制"
    INACTION = "不作为、慢作为"


class MeetingCondition(StrEnum):
    """Why a matter needs a meeting. 督办二（二）5."""

    COMPLEX = "特殊复杂问题"
    INHERITED = "历史遗留问题"
    MAJOR = "重大问题"


class CheckResult(StrEnum):
    """Outcome of the centre's callback or check on site. 督办二（三）3."""

    CONFIRMED = "核实属实"
    FAILED = "核实不符"


class CallbackReach(StrEnum):
    """Whether the citizen was reached by the centre's callback about a supervised matter."""

    REACHED = "已联系"
    NOT_REACHED = "未联系上"
    EXEMPT = "免联系"


class SiteCheckWay(StrEnum):
    """Whether the centre went to the place. 督办二（三）3."""

    VISITED = "现场核实"
    NO_SITE = "无实际现场"


class CaseFileKind(StrEnum):
    """Kinds of files of a case; the order is that of the case file. 督办二（三）2（8）."""

    NOTICE = "督办通知单"
    SOURCE = "来文、批示或报道"
    REQUEST = "呈报单"
    SITE_BEFORE = "督办前现场"
    SITE_AFTER = "处理后现场"
    SITE_RECORD = "现场督办记录"
    MEETING_NOTICE = "会议通知"
    SIGN_IN = "签到单"
    MINUTES = "会议纪要"
    REPORT = "办结报告"
    POLICY = "政策法规材料"
    RECORDING = "录音"
    TALK = "约谈材料"
    OTHER = "其他"


# As what kind of file the scan of a case's signed paper is kept, by the paper's word; others are 其他.
SCANS_OF_CASES = {
    "督办通知单": CaseFileKind.NOTICE,
    "领导派单督办呈报单": CaseFileKind.REQUEST,
    "现场督办记录": CaseFileKind.SITE_RECORD,
    "专题会议通知": CaseFileKind.MEETING_NOTICE,
    "专题会议签到单": CaseFileKind.SIGN_IN,
    "专题会议纪要": CaseFileKind.MINUTES,
    "督办办结报告": CaseFileKind.REPORT,
}

# The rungs of the ladder, from the lightest to the heaviest. 督办二（二）.
LADDER = tuple(SupervisionMethod)

TRIGGER_CLAUSES = {
    SupervisionTrigger.OVERDUE: Clause.SUPERVISE_OVERDUE,
    SupervisionTrigger.CONTRADICTION: Clause.SUPERVISE_FALSE,
    SupervisionTrigger.UNSATISFIED: Clause.SUPERVISE_UNSATISFIED,
    SupervisionTrigger.REPEATED: Clause.SUPERVISE_REPEATED,
    SupervisionTrigger.SUPERIOR_OR_MEDIA: Clause.SUPERVISE_SUPERIOR,
    SupervisionTrigger.INSTRUCTION: Clause.SUPERVISE_INSTRUCTION,
    SupervisionTrigger.REVIEW_FAILED: Clause.BY_PHONE,
}
METHOD_CLAUSES = {
    SupervisionMethod.PHONE: Clause.BY_PHONE,
    SupervisionMethod.WRITTEN: Clause.BY_NOTICE,
    SupervisionMethod.ON_SITE: Clause.ON_SITE,
    SupervisionMethod.LEADER: Clause.BY_LEADER,
    SupervisionMethod.MEETING: Clause.BY_MEETING,
}
FROM_ABOVE = frozenset((SupervisionTrigger.SUPERIOR_OR_MEDIA, SupervisionTrigger.INSTRUCTION))
# What a person may bring up: the rules find the rest and list it by themselves. 督办二（一）2, 5, 6.
BY_HAND = FROM_ABOVE | {SupervisionTrigger.CONTRADICTION}
# What goes back to the unit and is followed by phone. 督办二（二）1.
BY_PHONE_FIRST = frozenset((SupervisionTrigger.OVERDUE, SupervisionTrigger.REVIEW_FAILED))

# What must be enclosed with the report for each method. 督办二（三）2（8）.
ENCLOSURES = {
    SupervisionMethod.ON_SITE: (CaseFileKind.SITE_BEFORE, CaseFileKind.SITE_AFTER),
    SupervisionMethod.MEETING: (CaseFileKind.MEETING_NOTICE, CaseFileKind.SIGN_IN, CaseFileKind.MINUTES),
}
