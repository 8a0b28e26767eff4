"""Invented records for papers: ordinary ones, and what the forms must survive."""

from dataclasses import replace
from datetime import date

from hotline_desktop.domain.papers.annex_values import DisposalSheet, SatisfactionForm, SupervisionNotice
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.terms.paper_kinds import PaperKind

COMPLAINT = "市民反映海星村三队河道北侧垃圾桶满溢，多日无人清运，异味较大，要求尽快清运并增加清运次数。"
HANDLED = "经现场核实，垃圾桶满溢情况属实。中队已联系环卫所于9月6日上午清运完毕，并调整清运频次为每日两次。"
WITH_NUMBERS = (
    "市民来电反映：其居住于新海镇海星村三队128号（河道北侧），自2022年8月28日起门前垃圾桶满溢，"
    "曾于9月1日10:30拨打12345反映（工单编号20220901103012），至今未处理。"
)

SHEET = DisposalSheet(
    unit="新海镇城市管理行政执法中队",
    caller="张小明",
    called_on=date(2022, 9, 5),
    address="新海镇海星村三队128号",
    phone="13800138000",
    number="20220905091012",
    handed_on=date(2022, 9, 5),
    to_unit="新海镇城市管理行政执法中队",
    transfer_number="新热转〔2022〕12号",
    urge_count=2,
    level="一般",
    content=COMPLAINT,
    handling=HANDLED,
    feedback="已于9月6日14:20电话（全程录音）答复诉求人，诉求人表示满意。",
    limit_days=3,
    limit_basis="办理规范（二）",
    answered_within_day=True,
    resolution="实际解决",
)
NOTICE = SupervisionNotice(
    case_number="新城运督〔2022〕1号",
    number="20220905091012",
    unit="新海镇城市管理行政执法中队",
    demand=COMPLAINT,
    reason="逾期未办结（督办二（一）1）。应于2022年9月8日17:00前办结，至9月9日仍未反馈。",
    method="书面督办",
    limit_text="3个工作日（2022年9月14日17:00前）",
    reply=(
        "事实确认：属实；诉求确认：符合政策法规；解决结果：解决；答复方式：电话；满意度评价：满意。\n"
        "答复市民要点：经查，垃圾桶满溢属实，已清运并增加频次。\n办结报告、附件附后（共6页）。"
    ),
)
SURVEY = SatisfactionForm(
    town="新海镇",
    number="20220905091012",
    summary=f"{COMPLAINT}\n处理情况：{HANDLED}",
    satisfied=True,
    remarks="市民评价：基本满意。",
)
RECORDS: dict[PaperKind, PaperRecord] = {
    PaperKind.DISPOSAL: SHEET,
    PaperKind.SUPERVISION_NOTICE: NOTICE,
    PaperKind.SATISFACTION: SURVEY,
}
ENDLESS: dict[PaperKind, PaperRecord] = {
    PaperKind.DISPOSAL: replace(
        SHEET,
        address="新海镇北沿公路2188弄15号楼302室（近建设公路路口农贸市场北门）",
        phone="13800138000、021-59641234、13911112222",
        content=WITH_NUMBERS * 14,
        handling=WITH_NUMBERS * 14,
        feedback=WITH_NUMBERS * 5,
        remarks="第2次处置，再处置原因：处置不到位，市民反映仍有异味。上级时限：2022年9月7日17:00前。",
    ),
    PaperKind.SUPERVISION_NOTICE: replace(
        NOTICE,
        number="20220905091012、20220906091012、20220907091012、20220908091012",
        demand=WITH_NUMBERS * 28,
        reason=WITH_NUMBERS * 4,
        reply=WITH_NUMBERS * 28,
    ),
    PaperKind.SATISFACTION: replace(SURVEY, summary=WITH_NUMBERS * 28),
}
