"""The hardest tickets that an office meets: long names, every mark at once, a third round, long overdue."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.options import SupervisionMethod, SupervisionTrigger
from hotline_desktop.example.office import open_example
from hotline_desktop.services.office import Office
from tests.gui.desk import CLERK, PROJECT, RESOURCES

NOW = datetime(2026, 11, 26, 10, 20)
UNIT = "新海镇农村集体资产监督管理和村级事务联合服务中心（筹）"
CALLER = "阿依努尔·买买提艾力·吐尔逊古丽"
ADDRESS = "新海镇新苑居委新苑三村东区（原第二棉纺织厂家属院）88弄1204号楼3单元地下一层非机动车库西侧出入口旁"
TITLE = "新苑三村东区地下非机动车库渗水倒灌、消防通道被杂物长期堵塞并多次起火，居民反复反映三年仍未处理"
CONTENT = (
    "来电人反映：新苑三村东区地下非机动车库自去年汛期以来渗水倒灌，积水最深处约四十厘米，电动自行车充电插座泡水；"
    "消防通道被弃置家具、外卖车辆长期堵塞，本月已两次起火，幸未伤人。向物业、居委、镇里反映十余次，每次答复“正在协调”。"
    "诉求：查清渗水原因，限期修复；清通消防通道；书面答复处理结果、责任人和完成时间。"
) * 3
HARDEST, UNTOUCHED = "20261102108888", "20261123109999"


def hard_office(folder: Path) -> Office:
    """The example office with the hardest tickets in it. The caller closes it."""
    office = open_example(folder, lambda: NOW, PROJECT / "forms", RESOURCES)
    office.units.add(UNIT, "村居", "欧阳建国", "司徒文静", "021-59210999、13800010777", by=CLERK)
    expected = {"target_in_time": 95, "target_solved": 90, "target_satisfied": 85, "target_contact": 100}
    office.settings.change(office.settings.get().changed(expected), CLERK)
    _hardest(office)
    _untouched(office)
    return office


def _hardest(office: Office) -> None:
    """Confidential, urged, supervised, in its third round and overdue."""
    known = {"title": TITLE, "content": CONTENT, "caller": CALLER, "phones": "13800019988、021-59219988"}
    more = {"address": ADDRESS, "confidential": True, "level": "一般", "place": "新苑居委第三片区第十二网格"}
    ticket = _register(office, HARDEST, datetime(2026, 11, 2, 9, 12), {**known, **more})

    def do(at: str, step: str, **values: object) -> None:
        office.tickets.do(ticket, step, values, CLERK, datetime.fromisoformat(f"2026-{at}"))

    rated = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "不满意")
    do("11-02 10:00", "dispatch", unit=UNIT, no_contact_reason="信息保密，不得外泄来电人情况")
    for day, end in (("02", "04"), ("05", "09")):
        do(f"11-{day} 13:30", "accept")
        do(f"11-{day} 14:10", "unit_contact", result="已联系", contacted_by="司徒文静", note="约定次日上门。")
        do(f"11-{day} 15:10", "answer", way="电话（全程录音）", recording="LY108", content="已安排抽水、清理通道。")
        do(f"11-{day} 15:30", "satisfaction", grade="不满意")
        if day == "02":
            do("11-03 09:00", "urge", note="第二次来电催办")
        do(
            f"11-{day} 16:20", "result", fact="属实", demand="符合政策法规", resolution="实际解决",
            handling="已抽水，渗水点待修。",
        )  # fmt: skip
        do(f"11-{end} 09:00", "review", answered=True, handled=True, verdict="通过")
        do(
            f"11-{end} 09:30",
            "callback",
            **rated,
            matches=False,
            verdict="退回再处置",
            note="现场仍有积水，通道仍被占。",
        )
        do(f"11-{end} 10:10", "redo", unit=UNIT, reason="回访结果与反馈不符，退回重新办理。")
    do("11-09 13:40", "accept")
    for at in ("11-10 09:00", "11-12 09:00", "11-16 09:00"):
        do(at, "urge", note="诉求人再次来电催办")
    supervised = {"tickets": (HARDEST,), "unit": UNIT, "title": TITLE[:40], "reason": "两次再处置仍未办结，六次催办。"}
    opened = {"trigger": SupervisionTrigger.OVERDUE.value, "method": SupervisionMethod.PHONE.value}
    office.supervision.start("open_case", {**supervised, **opened}, CLERK, datetime(2026, 11, 17, 9, 0))


def _untouched(office: Office) -> None:
    """紧急, confidential, not dispatched and overdue."""
    known = {"title": TITLE[::-1], "content": CONTENT, "caller": CALLER, "phones": "13800019977"}
    _register(office, UNTOUCHED, datetime(2026, 11, 23, 8, 40), {**known, "confidential": True, "level": "紧急"})


def _register(office: Office, number: str, at: datetime, values: dict[str, object]) -> int:
    times = {"called_at": at, "received_at": at}
    return office.tickets.register({"number": number, **times, **values}, CLERK, at).id
