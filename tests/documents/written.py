"""Invented records for the written documents."""

from datetime import date, datetime

from hotline_desktop.domain.papers.destruction import DestructionLine, DestructionList
from hotline_desktop.domain.papers.document_values import (
    BuildingStatement,
    ClosingReport,
    ContactRecord,
    ContactRow,
    ExplanationRecord,
    ExplanationRow,
    ExtensionRequest,
    JointSheet,
    QuarterReport,
    RankingRow,
    ReconciledRow,
    ReturnRequest,
    ReviewRecord,
    TalkNotice,
    UnfoundedStatement,
    UnsatisfiedStatement,
)
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.recovery import recovery_sheet
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.registers import REGISTERS
from tests.documents.samples import COMPLAINT, HANDLED
from tests.documents.statistics import STATISTICS
from tests.documents.supervised import SUPERVISED

TOWN, CENTER, NUMBER, UNIT = "新海镇", "新海镇城运中心", "20220905091012", "新海镇城市管理行政执法中队"
HEAD: dict[str, object] = {
    "town": TOWN,
    "center": CENTER,
    "number": NUMBER,
    "transfer_number": "新热转〔2022〕12号",
    "unit": UNIT,
    "level": "一般",
    "handed_on": date(2022, 9, 5),
    "due_text": "2022年9月8日17:00",
    "content": COMPLAINT,
}
_NOON = datetime(2022, 9, 5, 11, 20)


def _ranking() -> tuple[RankingRow, ...]:
    names = ("城市管理行政执法中队", "市场监督管理所", "农业农村服务中心", "社区事务受理服务中心")
    return tuple(
        RankingRow("部门", str(place), name, "32", "96.8%", "98.4%", "81.3%", "92.5%", "2", f"{96 - place}")
        for place, name in enumerate(names, start=1)
    )


WRITTEN: dict[PaperKind, PaperRecord] = {
    PaperKind.RETURN: ReturnRequest(
        **HEAD,  # type: ignore[arg-type]
        filing_number="新热退〔2022〕3号",
        accepted_at=datetime(2022, 9, 5, 9, 40),
        asked_at=_NOON,
        limit_at=datetime(2022, 9, 5, 14, 40),
        late=False,
        reason="非本单位辖区",
        detail="经现场核实，反映地点位于新村乡界内，不在本单位管辖范围，已与诉求人电话说明。",
        duty="新海镇与新村乡行政区域界线图；镇职能部门权责清单第12项。",
        suggested_unit="新村乡城市管理行政执法中队",
        earlier="无",
        decision="同意退单，改派新村乡城市管理行政执法中队。",
    ),
    PaperKind.EXTENSION: ExtensionRequest(
        **HEAD,  # type: ignore[arg-type]
        filing_number="新热延〔2022〕5号",
        asked_at=datetime(2022, 9, 7, 15, 30),
        old_due=datetime(2022, 9, 8, 17, 0),
        days=5,
        times=1,
        reason="违法建筑认定须委托测绘并履行公告程序，在规定时间内确实不能办结。",
        basis="《中华人民共和国城乡规划法》第六十八条；《上海市拆除违法建筑若干规定》第九条。",
        decision="同意延期5个工作日。",
        new_due=datetime(2022, 9, 16, 17, 0),
    ),
    PaperKind.UNFOUNDED: UnfoundedStatement(
        **HEAD,  # type: ignore[arg-type]
        complaint=COMPLAINT,
        checked_how="9月6日9:00，执法队员两人到海星村三队现场查看，走访周边住户三户，并调取村口监控。",
        evidence="现场垃圾桶已于9月4日18:00清运，监控显示9月5日全天无满溢；照片6张、走访笔录3份附后。",
        conclusion="诉求人反映的垃圾桶满溢、多日无人清运情况不属实。",
        answer="9月6日14:20电话（全程录音）向诉求人说明核实情况，诉求人表示理解。",
        dated=date(2022, 9, 6),
        filing_number="新热备〔2022〕2号",
        filed_on=date(2022, 9, 7),
        opinion="准予备案。",
    ),
    PaperKind.JOINT: JointSheet(
        **HEAD,  # type: ignore[arg-type]
        why="反映事项涉及占道经营和食品安全，须市场监督管理所共同处置。",
        verified_on=date(2022, 9, 6),
        co_units="市场监督管理所、海星村村民委员会",
        division="城管中队：清理占道摊位。\n市场监督管理所：检查经营资质。\n海星村：做好劝导和日常巡查。",
        meeting="9月6日下午召开协调会，议定9月8日前联合整治。",
    ),
    PaperKind.CONTACTS: ContactRecord(
        **HEAD,  # type: ignore[arg-type]
        caller="张小明",
        phone="13800138000",
        contacts=(
            ContactRow(datetime(2022, 9, 5, 9, 5), "中心先行联系", "电话", "王芳", "已联系", "已问清位置。"),
            ContactRow(datetime(2022, 9, 5, 10, 0), "单位联系", "电话 13800138000", "沈强", "未联系上", "始终未接"),
            ContactRow(datetime(2022, 9, 6, 14, 20), "答复诉求人", "电话", "沈强", "已联系", f"{HANDLED}录音编号LY-01"),
        ),
    ),
    PaperKind.EXPLANATION: ExplanationRecord(
        **HEAD,  # type: ignore[arg-type]
        caller="张小明",
        phone="13800138000",
        explanations=(
            ExplanationRow(
                datetime(2022, 9, 6, 15, 0),
                "电话",
                "沈强",
                "诉求人要求为其单独增设垃圾房，现行布点规划没有这一点位。",
                "《上海市生活垃圾管理条例》第二十九条；镇垃圾投放点布局规划。",
                "诉求人表示理解，希望增加清运次数。",
            ),
        ),
    ),
    PaperKind.REVIEW: ReviewRecord(
        **HEAD,  # type: ignore[arg-type]
        round=1,
        resolution="实际解决",
        handling=HANDLED,
        answered=True,
        evidence=True,
        form_filled=True,
        handled=True,
        review_opinion="处置到位，通过。",
        called_at=datetime(2022, 9, 7, 10, 0),
        efficiency="满意",
        attitude="满意",
        outcome="基本满意",
        overall="基本满意",
        matches=True,
        note="市民希望今后每日清运两次。",
        conclusion="通过，结案。",
    ),
    PaperKind.UNSATISFIED: UnsatisfiedStatement(
        **HEAD,  # type: ignore[arg-type]
        callback="2022年9月9日区热线办回访，市民测评结果为不满意：清运后仍有异味。",
        process=HANDLED,
        why="清运后未及时冲洗桶身和地面，异味没有完全消除。",
        next_steps="每日清运后冲洗，安排村巡查员每日检查，9月15日前再次回访诉求人。",
        dated=date(2022, 9, 13),
        filing_number="新热备〔2022〕4号",
        filed_on=date(2022, 9, 14),
        opinion="准予备案。",
    ),
    PaperKind.BUILDING: BuildingStatement(
        **HEAD,  # type: ignore[arg-type]
        owner="李某某",
        place="新海镇海星村三队56号东侧",
        built="2019年3月",
        area="38平方米",
        lawful="不合法（下一步处置：已发限期拆除决定书，逾期不拆的于9月30日前组织拆除）",
        note=None,
    ),
    PaperKind.CASE_EXTENSION: ExtensionRequest(
        **HEAD,  # type: ignore[arg-type]
        case_number="新城运督〔2022〕1号",
        asked_at=datetime(2022, 9, 13, 10, 0),
        old_due=datetime(2022, 9, 14, 17, 0),
        days=3,
        times=1,
        reason="须与市水务部门共同确认管线权属。",
        basis="《上海市排水与污水处理条例》第三十一条。",
    ),
    PaperKind.CLOSING_REPORT: ClosingReport(
        town=TOWN,
        title="海星村三队垃圾桶满溢督办件",
        number=NUMBER,
        case_number="新城运督〔2022〕1号",
        center=CENTER,
        opening="根据督办通知单（新城运督〔2022〕1号）要求，现将工单20220905091012的办理情况报告如下。",
        problem=COMPLAINT,
        facts=f"（一）现场核实\n{HANDLED}\n（二）有关证据\n照片6张、走访笔录3份、清运记录1份。",
        opinion="依据《上海市生活垃圾管理条例》第二十九条，责成清运单位调整清运频次，并加强日常巡查。",
        answer="9月13日14:20电话（全程录音）答复诉求人，诉求人表示满意。",
        attachments="1.现场照片\n2.走访笔录",
        unit=UNIT,
        dated=date(2022, 9, 13),
    ),
    PaperKind.TALK_NOTICE: TalkNotice(
        town=TOWN,
        number=NUMBER,
        addressee=UNIT,
        trigger="2022年第一、第二季度考核排名连续两个季度列部门组后两位（督办二（四））。",
        when="2022年9月20日14:00",
        place="镇政府二楼会议室",
        attendants="单位主要负责同志、条线分管领导",
        demands="请带整改方案准时参加。",
        unit="新海镇人民政府",
        dated=date(2022, 9, 15),
    ),
    PaperKind.QUARTER: QuarterReport(
        town=TOWN,
        period="2022年第三季度",
        addressee="各村、各单位",
        opening="第三季度镇城运中心共受理工单128件，办结126件，按时办结率98.4%。现将考核排名通报如下。",
        formula="受理量5分、先行联系率30分、实际解决率20分、满意率40分，另按逾期、逾期退单、督办扣分。",
        mark="【更正（第2版）：漏登一件】",
        ranking=_ranking(),
        reconciliation=(
            ReconciledRow("城市管理行政执法中队", "6", "32", "30", "2", "6", "1", "0"),
            ReconciledRow("合计", "9", "128", "126", "3", "8", "1", "1"),
        ),
        left_out="某某公司",
        demands="请排名靠后的单位认真分析原因，于10月15日前报送整改措施。",
        unit=CENTER,
        dated=date(2022, 10, 10),
    ),
}

WRITTEN[PaperKind.DESTRUCTION] = DestructionList(
    title="到期工单销毁证明",
    unit=CENTER,
    summary="工单保存10年，从办结的次年1月1日算起。下列2件已经到期，经马主任批准（会议纪要〔2033〕3号），"
    "于2033年2月1日由陈管从数据中销毁，连同附件1个。",
    lines=(
        DestructionLine("1", "20220905091012", "城市管理行政执法中队", "2022-09-12", "2032-12-31"),
        DestructionLine("2", "20220907100001", "新海村", "2022-09-20", "2032-12-31"),
    ),
    note="以前的备份里还有这些记录，按备份的保留期限陆续清除；销毁前另存的副本，请一并处理。",
)
WRITTEN[PaperKind.RECOVERY] = recovery_sheet(
    "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-67AB-CDEF-GHJK-LMNP-QRST-UVWX-YZ23", CENTER, date(2026, 11, 27)
)
WRITTEN.update(SUPERVISED)
WRITTEN.update(REGISTERS)
WRITTEN.update(STATISTICS)
