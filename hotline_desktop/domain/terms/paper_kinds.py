"""Which papers there are. Kept apart from what stands on them, which only those who draw them need."""

from enum import StrEnum


class PaperKind(StrEnum):
    """Every paper; the value is the word a clerk uses. The first three are the forms of the regulation's annex."""

    DISPOSAL = "处置单"
    SUPERVISION_NOTICE = "督办通知单"
    SATISFACTION = "测评表"
    RETURN = "退单申请"
    EXTENSION = "延期申请"
    UNFOUNDED = "不属实情况说明"
    JOINT = "多部门联合处置协调单"
    CONTACTS = "联系与答复记录"
    EXPLANATION = "解释说明记录"
    REVIEW = "结案审核与回访记录"
    UNSATISFIED = "不满意情况说明"
    BUILDING = "违法建筑结案说明"
    CASE_EXTENSION = "督办延期申请"
    CLOSING_REPORT = "督办办结报告"
    TALK_NOTICE = "约谈通知"
    QUARTER = "季度考核排名通报"
    PHONE_RECORD = "电话督办记录"
    SITE_RECORD = "现场督办记录"
    LEADER_REQUEST = "领导派单督办呈报单"
    MEETING_NOTICE = "专题会议通知"
    MEETING_SIGN_IN = "专题会议签到单"
    MEETING_MINUTES = "专题会议纪要"
    CHECK_RECORD = "督办审查核实记录"
    TALK_RECORD = "约谈记录"
    FILE_COVER = "督办案卷封面"
    FILE_CONTENTS = "卷内目录"
    FILE_NOTES = "卷内备考表"
    REGISTER = "备案登记簿"
    TICKET_LEDGER = "工单台账"
    CASE_LEDGER = "案源库台账"
    STATISTICS = "热线工作统计表"
    DESTRUCTION = "销毁清册"
    RECOVERY = "恢复单"


# The regulation's own titles of its forms, where a clerk's word is shorter.
FULL_TITLES = {
    "热线处置单": PaperKind.DISPOSAL,
    "热线督办通知单": PaperKind.SUPERVISION_NOTICE,
    "满意度测评表": PaperKind.SATISFACTION,
    "工单处置满意度测评表": PaperKind.SATISFACTION,
}
# Papers by which a unit asks for something, on whose last state the answer stands.
REQUESTS = (
    PaperKind.RETURN,
    PaperKind.EXTENSION,
    PaperKind.UNFOUNDED,
    PaperKind.UNSATISFIED,
    PaperKind.CASE_EXTENSION,
)
FORMS = (PaperKind.DISPOSAL, PaperKind.SUPERVISION_NOTICE, PaperKind.SATISFACTION)
# Those that belong beside a ticket, and beside a supervision case.
OF_TICKETS = (
    *FORMS,
    PaperKind.RETURN,
    PaperKind.EXTENSION,
    PaperKind.UNFOUNDED,
    PaperKind.JOINT,
    PaperKind.CONTACTS,
    PaperKind.EXPLANATION,
    PaperKind.REVIEW,
    PaperKind.UNSATISFIED,
    PaperKind.BUILDING,
)
OF_CASES = (
    PaperKind.SUPERVISION_NOTICE,
    PaperKind.CASE_EXTENSION,
    PaperKind.CLOSING_REPORT,
    PaperKind.PHONE_RECORD,
    PaperKind.SITE_RECORD,
    PaperKind.LEADER_REQUEST,
    PaperKind.MEETING_NOTICE,
    PaperKind.MEETING_SIGN_IN,
    PaperKind.MEETING_MINUTES,
    PaperKind.CHECK_RECORD,
)
