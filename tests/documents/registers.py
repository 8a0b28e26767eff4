"""Invented registers: two lines each."""

from datetime import date

from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.register_sheets import (
    CaseLedger,
    CaseLine,
    LedgerLine,
    RegisterLine,
    RegisterSheet,
    TicketLedger,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind

UNIT = "新海镇城市管理行政执法中队"
HEAD: dict[str, object] = {
    "town": "新海镇",
    "center": "新海镇城运中心",
    "period": "2022年9月1日至2022年9月30日",
    "count": "2",
    "data": "姓名、电话已隐去",
    "dated": date(2022, 9, 30),
}
REQUESTS = (
    RegisterLine(
        place="1",
        number="新热退〔2022〕1号",
        day="2022-09-05",
        ticket="20220905091012",
        unit=UNIT,
        reason="非本单位职能：反映的路段属区管市政道路，由区市政管理部门养护，不属于本单位职责范围。",
        reviewer="王芳",
        decided_on="2022-09-05 14:00",
        result="同意",
        note="建议转镇建设管理办公室",
    ),
    RegisterLine(
        place="2",
        number="新热退〔2022〕2号",
        day="2022-09-07",
        ticket="20220907101500",
        unit="海星村",
        reason="非本单位辖区：地点在镇界以外。",
        reviewer="王芳",
        decided_on="2022-09-07 16:20",
        result="不同意",
        note="逾期退单；地点经核实在本村范围内",
    ),
)
TICKETS = (
    LedgerLine(
        place="1",
        number="20220905091012",
        level="一般",
        called_at="2022-09-05 08:50",
        caller="张**",
        phones="138****8000",
        address="新海镇海星村三队128号",
        matter="垃圾桶满溢，要求清运",
        unit=UNIT,
        due="2022-09-08 17:00",
        finished_at="2022-09-06 15:00",
        stage="已结案",
    ),
    LedgerLine(place="2", number="20220907101500", level="紧急", caller="（保密）", phones="（保密）", stage="待派单"),
)
CASES = (
    CaseLine(
        place="1",
        since="2022-09-09 09:00",
        trigger="逾期未办结",
        tickets="20220905091012",
        unit=UNIT,
        matter="海星村三队垃圾桶满溢",
        evidence="应于 2022-09-08 17:00 前办结，至今未办结",
        outcome="纳入督办",
        number="新城运督〔2022〕1号",
        method="电话督办",
        stage="待反馈",
    ),
    CaseLine(place="2", since="2022-09-10 10:30", trigger="市民评价不满意", outcome="不予督办：市民撤回评价"),
)
REGISTERS: dict[PaperKind, PaperRecord] = {
    PaperKind.REGISTER: RegisterSheet(**HEAD, title="退单登记簿", lines=REQUESTS),  # type: ignore[arg-type]
    PaperKind.TICKET_LEDGER: TicketLedger(**HEAD, title="工单台账", lines=TICKETS),  # type: ignore[arg-type]
    PaperKind.CASE_LEDGER: CaseLedger(**HEAD, title="案源库台账", lines=CASES),  # type: ignore[arg-type]
}
