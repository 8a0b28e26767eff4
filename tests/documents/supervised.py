"""Invented records for the papers of supervision."""

from datetime import date, datetime

from hotline_desktop.domain.papers.case_file import ContentsRow, FileContents, FileCover, FileNotes
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.supervision_values import (
    CheckRecord,
    LeaderRequest,
    MeetingPaper,
    PhoneRecord,
    SiteRecord,
    TalkMinutes,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind

TOWN, CENTER, UNIT = "新海镇", "新海镇城运中心", "新海镇城市管理行政执法中队"
HEAD: dict[str, object] = {
    "town": TOWN,
    "center": CENTER,
    "case_number": "新城运督〔2022〕1号",
    "number": "20220905091012",
    "unit": UNIT,
    "trigger": "逾期未办结",
    "title": "新海路夜间施工扰民",
    "limit_text": "3个工作日（2022年9月14日17:00前）",
}
_HELD = datetime(2022, 9, 9, 14, 0)
_MEETING = MeetingPaper(
    **HEAD,  # type: ignore[arg-type]
    meeting_at=_HELD,
    notified_on=date(2022, 9, 8),
    place="镇政府三楼会议室",
    host="周卫民",
    units="城市管理行政执法中队、规划建设和生态环境办公室、新海村、镇城运中心",
    topic="新海路夜间施工扰民问题的协调处置：明确牵头单位、核查许可、落实夜间巡查。",
    at=_HELD,
    attendance="城市管理行政执法中队沈强、规建生态办李伟、新海村赵志明、镇城运中心王芳",
    minutes="一、由城市管理行政执法中队牵头，责令施工单位夜间停工。二、规建生态办核查夜间施工许可。",
    duties="城市管理行政执法中队：现场查处并答复市民；规建生态办：三日内提供许可核查结果；新海村：每晚巡查。",
)

SUPERVISED: dict[PaperKind, PaperRecord] = {
    PaperKind.PHONE_RECORD: PhoneRecord(
        **HEAD,  # type: ignore[arg-type]
        at=datetime(2022, 9, 9, 9, 10),
        caller="王芳",
        called="沈强",
        phone="021-59210001",
        recording="LY20220909-03",
        reason="应于2022年9月8日17:00前办结，至今未办结。",
        demands="请于9月14日17:00前到现场制止夜间施工，查明许可情况，书面答复市民并反馈镇城运中心。",
        reply="已安排当晚到场，次日反馈进展。",
    ),
    PaperKind.SITE_RECORD: SiteRecord(
        **HEAD,  # type: ignore[arg-type]
        at=_HELD,
        place="新海路120弄东侧工地",
        attendance="城市管理行政执法中队沈强、规建生态办李伟、镇城运中心王芳",
        finding="22时后仍有混凝土浇筑作业，未见夜间施工许可。",
        decision="责令立即停工；施工单位三日内补办手续，未取得许可前不得夜间施工。",
    ),
    PaperKind.LEADER_REQUEST: LeaderRequest(
        **HEAD,  # type: ignore[arg-type]
        method="领导派单督办",
        told_times="2次",
        leader="镇长",
        requested_on=date(2022, 9, 15),
        condition="市民反复来电诉求",
        matter="该事项自9月5日起来电4次，已电话督办、书面督办各一次，承办单位反馈后夜间施工仍未停止。",
        proposal="请镇主要领导派单，由城市管理行政执法中队牵头、规建生态办配合，限3个工作日办结。",
    ),
    PaperKind.MEETING_NOTICE: _MEETING,
    PaperKind.MEETING_SIGN_IN: _MEETING,
    PaperKind.MEETING_MINUTES: _MEETING,
    PaperKind.CHECK_RECORD: CheckRecord(
        **HEAD,  # type: ignore[arg-type]
        method="书面督办",
        reported_at=datetime(2022, 9, 14, 16, 20),
        outcome="解决",
        reported_grade="满意",
        called_at=datetime(2022, 9, 15, 9, 30),
        reach="已联系",
        grade="满意",
        call_result="核实属实",
        call_note="市民表示夜间已不施工，对处理结果满意。",
        site_at=datetime(2022, 9, 15, 21, 40),
        site_way="现场核实",
        site_place="新海路120弄东侧工地",
        site_result="核实属实",
        finding="现场无夜间作业，围挡和降噪设施已到位。",
        conclusion="反馈情况属实，同意结案。",
    ),
    PaperKind.TALK_RECORD: TalkMinutes(
        town=TOWN,
        unit=UNIT,
        ground="推诿敷衍或不作为",
        at=_HELD,
        place="镇政府二楼会议室",
        leader="镇长",
        attendants="单位主要负责同志",
        evidence="2022年9月5日工单20220905091012逾期退单；督办件新城运督〔2022〕1号逾期未反馈。",
        content="指出首单责任制执行不到位，要求逐件说明原因。",
        promise="一周内清理全部逾期工单，指定专人负责热线工作。",
        improve_by=date(2022, 9, 20),
        improved="已整改",
        follow_up="逾期工单已全部办结。",
    ),
    PaperKind.FILE_COVER: FileCover(
        fonds="新海镇人民政府",
        lasted="自2022年9月5日至2022年9月15日",
        kept_for="30年",
        extent="本卷共9件12页",
        town=TOWN,
        center=CENTER,
        number="新城运督〔2022〕1号",
        title="新海路夜间施工扰民",
        tickets="20220905091012",
        facts="逾期未办结（督办二（一）1）。应于2022年9月8日17:00前办结，至今未办结。",
        unit=UNIT,
        people="沈强、李伟",
        methods="1. 电话督办，2022年9月9日；2. 书面督办，2022年9月13日",
        outcome="已停工整改，市民满意。",
        opened_on=date(2022, 9, 9),
        closed_on=date(2022, 9, 15),
        pages="共9件，装订12页，另附原件2件",
    ),
    PaperKind.FILE_CONTENTS: FileContents(
        number="新城运督〔2022〕1号",
        title="新海路夜间施工扰民",
        contents=(
            ContentsRow("1", "新城运督〔2022〕1号", "新海镇城运中心", "督办通知单", "2022年9月13日", "1"),
            ContentsRow(
                "2", "新热转〔2022〕12号", "新海镇城运中心", "处置单（工单20220905091012）", "2022年9月5日", "2"
            ),
            ContentsRow("3", None, None, "现场照片", "2022年9月14日", None, "见文件夹"),
        ),
    ),
    PaperKind.FILE_NOTES: FileNotes(
        number="新城运督〔2022〕1号", told="本卷共3件，装订2页；现场照片1件不便装订，原件存同一文件夹。"
    ),
}
