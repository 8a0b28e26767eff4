"""The ten everyday jobs."""

from __future__ import annotations

from hotline_desktop.domain.terms.options import Stage
from tests.usability import round_about as around
from tests.usability import tickets
from tests.usability.doing import SCANS, Job, contacted, is_written, ticket_of

JOBS = (
    Job(
        "登记（粘贴的文字）",
        lambda _desk, _folder: None,
        tickets.register_straight,
        tickets.register_now,
        tickets.is_registered,
    ),
    Job("派单", contacted, tickets.dispatch_straight, tickets.dispatch_now, tickets.is_dispatched),
    Job("找来电人", contacted, tickets.find_straight, tickets.find_now, tickets.is_found),
    Job(
        "回访、结案",
        lambda desk, _f: ticket_of(desk, Stage.TO_CALL_BACK),
        tickets.close_straight,
        tickets.close_now,
        tickets.is_closed,
    ),
    Job("打印处置单", tickets.to_print, tickets.print_straight, tickets.print_now, is_written, "没有打印机：存为 PDF"),
    Job("延期申请", tickets.in_hand, tickets.extend_straight, tickets.extend_now, tickets.is_requested),
    Job("案源→督办件→通知单", around.pool, around.case_straight, around.case_now, around.is_case),
    Job(
        f"收回 {SCANS} 份扫描件",
        around.scanned,
        around.intake_straight,
        around.intake_now,
        around.is_taken_in,
        "以前：一份 × 20",
    ),
    Job(
        "催办欠着的各单位",
        around.owed,
        around.urge_straight,
        around.urge_now,
        around.is_urged,
        "以前：一件 × 件数，一句 × 单位数",
    ),
    Job("本周台账", around.for_week, around.ledger_straight, around.ledger_now, is_written),
)
