"""Option lists of the regulation: every enum value is the exact Chinese word that stands on screen and paper."""

from enum import StrEnum


class RequestType(StrEnum):
    """诉求类型: what the citizen wants of the office."""

    QUESTION = "咨询"
    HELP = "求助"
    SUGGESTION = "建议"
    COMPLAINT = "投诉"
    REPORT = "举报"
    PRAISE = "表扬"
    OTHER = "其他"


class Level(StrEnum):
    """Ticket level (工单级别), which sets the time limit. 规范一（二）."""

    URGENT = "紧急"
    ORDINARY = "一般"
    HARD = "疑难"


class Stage(StrEnum):
    """Where a ticket stands on its way through the office, in order."""

    TO_DISPATCH = "待派单"
    TO_ACCEPT = "待接单"
    IN_PROGRESS = "办理中"
    TO_REVIEW = "待审核"
    TO_CALL_BACK = "待回访"
    CLOSED = "已结案"
    ARCHIVED = "已归档"

    @property
    def is_open(self) -> bool:
        """True until the ticket is closed (结案)."""
        return self not in (Stage.CLOSED, Stage.ARCHIVED)

    @property
    def with_unit(self) -> bool:
        """True while the unit's clock runs, that is from the hand-over to the unit's result."""
        return self in (Stage.TO_ACCEPT, Stage.IN_PROGRESS)


class Origin(StrEnum):
    """How a ticket came into the office's records."""

    ENTERED = "手工登记"
    IMPORTED = "导入"
    HISTORY = "历史工单"


class Resolution(StrEnum):
    """The disposal sheet's 是否解决. Never mapped to the supervision's 解决结果."""

    SOLVED = "实际解决"
    EXPLAINED = "解释说明"
    FOR_REFERENCE = "参考备案"
    DEMAND_TOO_HIGH = "诉求过高"
    UNSOLVED = "未解决"


class AnswerWay(StrEnum):
    """How the unit answered the citizen. 规范一（六）1."""

    CALL = "电话（全程录音）"
    LETTER = "书面"
    VISIT = "上门"
    TALK = "约谈"


class ExplanationWay(StrEnum):
    """How something was explained to the citizen; a call for that need not be recorded. 规范一（六）."""

    CALL = "电话"
    LETTER = "书面"
    VISIT = "上门"
    TALK = "约谈"


class ContactResult(StrEnum):
    """Whether the citizen was reached."""

    REACHED = "已联系"
    NOT_REACHED = "未联系上"


class NoContactReason(StrEnum):
    """未联原因: why a call did not reach the citizen."""

    SWITCHED_OFF = "始终关机"
    NO_ANSWER = "始终未接"
    WRONG_NUMBER = "号码有误"
    OTHER = "其他"


class Exemption(StrEnum):
    """免联原因: why the citizen need not be contacted. 规范一（一）1."""

    CONFIDENTIAL = "信息保密"
    NOT_NEEDED = "无需联系"


class Behalf(StrEnum):
    """Who speaks to a citizen whose phone the unit must not see (信息保密), on the unit's behalf. 规范一（一）1."""

    CENTER = "镇城运中心"
    CITY = "市热线办"
    DISTRICT = "区热线办"


class FactFinding(StrEnum):
    """事实确认."""

    TRUE = "属实"
    PARTLY = "部分属实"
    UNFOUNDED = "不属实"


class DemandFinding(StrEnum):
    """诉求确认."""

    LAWFUL = "符合政策法规"
    NO_BASIS = "无政策法规依据"
    TOO_HIGH = "诉求过高"


class Grade(StrEnum):
    """满意度评价."""

    SATISFIED = "满意"
    MOSTLY = "基本满意"
    FAIR = "一般"
    UNSATISFIED = "不满意"
    NOT_RATED = "未评价"


class Verdict(StrEnum):
    """Outcome of the centre's review or callback. 规范一（六）2."""

    PASSED = "通过"
    AGAIN = "退回再处置"


class Decision(StrEnum):
    """What the centre says to a written request. 规范一（三）, 规范一（四）."""

    GRANTED = "同意"
    REFUSED = "不同意"


class Filing(StrEnum):
    """What the centre says to a written statement. 规范一（五）, 规范一（七）."""

    FILED = "准予备案"
    SENT_BACK = "退回补正"


class ReturnReason(StrEnum):
    """退单理由, always told in free text too. 规范一（三）."""

    NOT_OUR_DUTY = "非本单位职能"
    NOT_OUR_AREA = "非本单位辖区"
    NOT_ACCEPTED = "非热线受理范围"
    INCOMPLETE = "工单要素不全"
    DISPATCHED_TWICE = "不当重复派单"
    OTHER = "其他"


class UpperOffice(StrEnum):
    """Who called the citizen from above. 规范一（七）."""

    CITY = "市热线办"
    DISTRICT = "区热线办"


class Lawfulness(StrEnum):
    """是否合法 of a building. 规范一（八）."""

    LAWFUL = "合法"
    UNLAWFUL = "不合法"
    UNKNOWN = "无法查明"


class Pending(StrEnum):
    """What runs beside a ticket's stages and waits for somebody."""

    RETURN = "退单待审"
    EXTENSION = "延期待批"
    UNFOUNDED = "不属实待备案"
    STATEMENT = "不满意待说明"
    STATEMENT_FILING = "不满意待备案"
    SUPERVISED = "督办中"


class SupervisionTrigger(StrEnum):
    """Why a matter is supervised. 督办二（一）1-6."""

    OVERDUE = "逾期未办结"
    CONTRADICTION = "回访结果与反馈结果不符"
    UNSATISFIED = "市民评价不满意"
    REPEATED = "重复3次及以上"
    SUPERIOR_OR_MEDIA = "上级督办或媒体曝光"
    INSTRUCTION = "区、镇领导批示"
    REVIEW_FAILED = "审核发现问题"


class SupervisionMethod(StrEnum):
    """督办方式. 督办二（二）1-5."""

    PHONE = "电话督办"
    WRITTEN = "书面督办"
    ON_SITE = "现场督办"
    LEADER = "领导派单督办"
    MEETING = "专题会议督办"


class SupervisionOutcome(StrEnum):
    """解决结果 of a supervised matter. 督办二（三）2（3）."""

    SOLVED = "解决"
    UNSOLVED = "未解决"
    PARTLY = "部分解决"
    NOT_DUE = "不应解决"


class SupervisionAnswerWay(StrEnum):
    """答复方式 of a supervised matter. 督办二（三）2（4）."""

    CALL = "电话"
    LETTER = "书面"
    TALK = "约谈"


class SupervisionChannel(StrEnum):
    """How a notice is sent. 督办二（三）1."""

    PLATFORM = "政务平台"
    FAX = "传真"


class UnitGroup(StrEnum):
    """Groups in which units are ranked apart."""

    DEPARTMENT = "部门"
    VILLAGE = "村居"
    COMPANY = "企业"
