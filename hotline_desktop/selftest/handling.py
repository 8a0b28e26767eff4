"""Tickets from the first day to the last: a new office, deadlines, an import, the search, every step."""

from __future__ import annotations

from datetime import datetime

from hotline_desktop.app import open_example_in, open_office_in
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.time.deadline import DeadlineKind
from hotline_desktop.selftest.bench import CLERK, NUMBER, SECOND_NUMBER, UNIT, Bench, Failed, expect, expect_some
from hotline_desktop.system.clock import now

_CSV = f"""工单编号,标题,诉求内容,来电人,联系电话,诉求地址,来电时间,工单级别
{NUMBER},路灯不亮,海虹小区12号楼前路灯不亮已一周,赵文静,13800010001,海虹小区12号楼,2022-09-05 08:50,一般
{SECOND_NUMBER},夜间施工扰民,新海路120弄旁工地夜间施工,孙立平,13800010002,新海路120弄,2022年9月5日 9:05,紧急
,没有编号的一行,这一行应当被挑出来,吴敏,13800010003,红星村,2022-09-05,一般
"""
_START, _DUE = datetime(2022, 9, 30, 15, 0), datetime(2022, 10, 10, 17, 0)


def new_office(bench: Bench) -> str:
    """A folder with Chinese letters and a space, a file of data in it, a unit."""
    bench.office = open_office_in(bench.data_dir, now)
    bench.office.units.add(UNIT, "村居", "唐晓红", "毛琳", by=CLERK)
    return f"单位 {len(bench.office.units.names())} 个"


def deadlines(bench: Bench) -> str:
    """Over a week of holidays and the days that make up for it."""
    found = bench.office.time.due(DeadlineKind.TICKET, Level.ORDINARY, _START)
    expect(found.due, _DUE, "国庆节前一般工单的期限")
    days = bench.office.time.explain(DeadlineKind.TICKET, Level.ORDINARY, _START)
    return f"{_START:%Y-%m-%d} 转交的一般工单 {found.due:%Y-%m-%d %H:%M} 到期，逐日说明 {len(days)} 天"


def import_tickets(bench: Bench) -> str:
    """A text file in the code page of Chinese Windows; the second time nothing is new."""
    path = bench.folder / "导出.csv"
    path.write_text(_CSV, "gb18030")
    imports = bench.office.imports
    preview = imports.preview(imports.open(path))
    expect((len(preview.new), len(preview.faulty)), (2, 1), "新工单和问题行数")
    imports.apply(preview, CLERK)
    again = imports.preview(imports.open(path))
    expect((len(again.new), len(again.unchanged)), (0, 2), "重复导入时的新工单和无变化行数")
    return "新工单 2 件，问题 1 行，重复导入没有变化"


def search(bench: Bench) -> str:
    """Two characters are enough, whatever version of SQLite is below."""
    found = bench.office.tickets.page(TicketFilter(search="路灯")).rows
    expect([row.number for row in found], [NUMBER], "搜“路灯”得到的工单")
    return "两个字可以搜到"


def steps(bench: Bench) -> str:
    """From the first call to the archive; what comes too early is refused with its clause."""
    tickets, ticket_id = bench.office.tickets, bench.ticket()
    try:
        tickets.do(ticket_id, "archive", {}, CLERK)
    except StepRefused as refused:
        message = f"提前归档被拒绝（{refused.blockers[0].clause.ref}）"
    else:
        raise Failed("没有办理就能归档")
    for step, values in _WAY:
        tickets.do(ticket_id, step, values, CLERK)
    expect(tickets.summary(ticket_id).stage, Stage.ARCHIVED, "办理后的阶段")
    return f"从先行联系到归档 {len(_WAY)} 步；{message}"


_RATINGS = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
_WAY: tuple[tuple[str, dict[str, object]], ...] = (
    ("first_contact", {}),
    ("dispatch", {"unit": UNIT}),
    ("accept", {"handler": "毛琳"}),
    ("answer", {"way": "电话", "recording": "LY-1", "content": "已修复"}),
    ("satisfaction", {"grade": "满意"}),
    ("result", {"handling": "更换灯泡三只", "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"}),
    ("review", {"answered": True, "handled": True, "verdict": "通过"}),
    ("callback", {**_RATINGS, "matches": True, "verdict": "通过"}),
    ("close", {}),
    ("platform_close", {"operator": "毛琳"}),
    ("sheet_back", {}),
    ("archive", {}),
)


def example_office(bench: Bench) -> str:
    """The example office, made by the same services."""
    bench.example = open_example_in(bench.folder / "示例", now)
    count = bench.example.tickets.count()
    expect_some(count, "示例工单")
    return f"工单 {count} 件"


def reopened(bench: Bench) -> str:
    """What was written is there after the file was closed."""
    bench.office.close()
    bench.office = open_office_in(bench.data_dir, now)
    detail = bench.office.tickets.detail(bench.ticket())
    expect(detail.ticket.stage, Stage.ARCHIVED, "重新打开后的阶段")
    return f"历史 {len(detail.history)} 条都在"
