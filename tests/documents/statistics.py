"""Invented figures of a quarter: three units, one supervised matter that is not finished."""

from datetime import date

from hotline_desktop.domain.papers.document_values import ReconciledRow
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.statistics_sheet import IndicatorRow, OpenCaseRow, StatisticsSheet, UnitRow
from hotline_desktop.domain.terms.paper_kinds import PaperKind

_NONE = "去年同期没有记录"

STATISTICS: dict[PaperKind, PaperRecord] = {
    PaperKind.STATISTICS: StatisticsSheet(
        town="新海镇",
        center="新海镇城运中心",
        period="2022年第三季度",
        span="2022年7月1日至2022年9月30日",
        before="2022年第二季度",
        mark="【预览（未定稿）】",
        year_before="2021年第三季度",
        indicators=(
            IndicatorRow(
                "受理量", "128 件", "其中历史工单 12 件", "96 件", "比上期多 32 件（33.3%）", "去年同期没有记录"
            ),
            IndicatorRow("结案", "126 件", "", "99 件", "比上期多 27 件（27.3%）", _NONE),
            IndicatorRow(
                "先行联系率", "98.4%", "126 件中 124 件", "96.1%", "比上期高 2.3 个百分点", "去年同期没有记录"
            ),
            IndicatorRow("按时办结率", "96%", "126 件中 121 件", "97.2%", "比上期低 1.2 个百分点"),
            IndicatorRow("及时答复率", "95.2%", "126 件中 120 件", "95.2%", "与上期持平"),
            IndicatorRow("实际解决率", "71.3%", "122 件中 87 件", "—"),
            IndicatorRow("满意率", "90.5%", "118 件中 106.8 件", "88%", "比上期高 2.5 个百分点"),
        ),
        units=(
            UnitRow("全镇", "128", "126", "98.4%", "96%", "95.2%", "71.3%", "90.5%", "5", "1", "2"),
            UnitRow("新海镇城市管理行政执法中队", "64", "63", "100%", "95.2%", "96.8%", "70%", "89%", "3", "0", "1"),
            UnitRow("新海村", "40", "39", "97.4%", "97.4%", "94.9%", "74.4%", "92.3%", "1", "1", "1"),
            UnitRow("海桥村", "24", "24", "95.8%", "95.8%", "91.7%", "70.8%", "91.7%", "1", "0", "0"),
        ),
        reconciliation=(
            ReconciledRow("新海镇城市管理行政执法中队", "6", "64", "63", "2", "5", "1", "0"),
            ReconciledRow("各单位合计", "9", "128", "126", "3", "8", "1", "1"),
            ReconciledRow("全镇", "11", "128", "126", "2", "11", "1", "1"),
        ),
        completion="办结率 50%（2 件中 1 件已结案）",
        open_cases=(OpenCaseRow("新城运督〔2022〕2号", "新海村", "新海路夜间施工扰民", "办理中", "2022年9月27日"),),
        dated=date(2022, 10, 10),
    ),
}
