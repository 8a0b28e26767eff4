"""Lines of the supervision lists: cases with their lights, candidates with their evidence, and the columns of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import CaseStage, CaseSummary
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.domain.ticket.masking import shown_text
from hotline_desktop.domain.time.deadline import Light, TimeRules, light_of, light_text, short_light
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.records.lists.light_mark import LIGHT_COLORS

_ENDED = (CaseStage.CLOSED, CaseStage.ARCHIVED, CaseStage.DECLINED)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its light as it is now."""

    case: CaseSummary
    light: Light
    as_text: str
    short: str


def case_row(case: CaseSummary, now: datetime, calendar: WorkCalendar, rules: TimeRules) -> CaseRow:
    """The line of ``case``. A supervised unit is given working days, whatever the level of its ticket."""
    if case.stage in _ENDED:
        return CaseRow(case, Light.DONE, case.stage.value, case.stage.value)
    light = light_of(Level.ORDINARY, case.due, now, calendar, rules, case.reported_at)
    text = light_text(Level.ORDINARY, case.due, now, calendar, rules, case.reported_at, case.provisional)
    waiting = {Light.NO_CLOCK: "尚未告知单位", Light.DONE: "已反馈" + text.removeprefix(Light.DONE.value)}
    text, short = waiting.get(light, text), waiting.get(light, _short(case, now, calendar, rules))
    return CaseRow(case, light, text, short)


def _short(case: CaseSummary, now: datetime, calendar: WorkCalendar, rules: TimeRules) -> str:
    """A running deadline in the fewest words, as in the list of tickets: its column is narrow."""
    return short_light(Level.ORDINARY, case.due, now, calendar, rules, case.reported_at, case.provisional)


def urgency(row: CaseRow) -> tuple[int, str, int]:
    """Sorts what is overdue first, then running deadlines, then what waits for the centre, then what has ended."""
    order = (Light.OVERDUE, Light.TODAY, Light.NEAR, Light.NOT_DUE, Light.NO_CLOCK, Light.DONE)
    place = len(order) if row.case.stage in _ENDED else order.index(row.light)
    return place, f"{row.case.due or ''}", row.case.id


def case_name(case: CaseSummary) -> str:
    """The number, or what stands for it before the matter is taken up."""
    return case.number or f"案源 {case.id}"


def _tone(row: CaseRow) -> str:
    return LIGHT_COLORS[row.light]


CASE_COLUMNS = (
    RecordColumn("期限", 150, lambda row: row.short, _tone, tip=lambda row: row.as_text),
    RecordColumn("督办编号", 176, lambda row: case_name(row.case)),
    RecordColumn("事项名称", 0, lambda row: row.case.title),
    RecordColumn("承办单位", 108, lambda row: row.case.unit, extra=True),
    RecordColumn("阶段", 96, lambda row: row.case.stage.value, extra=True),
    RecordColumn("方式", 96, lambda row: row.case.method.value if row.case.number else "—", extra=True),
)


def _demand(row: CandidateSummary) -> str:
    return shown_text(row.ticket, demand_text(row.ticket)) if row.ticket else ""


def _numbers(row: CandidateSummary) -> str:
    first = row.ticket_numbers[0] if row.ticket_numbers else ""
    more = len(row.ticket_numbers) - 1
    return f"{first} 等 {more + 1} 张" if more > 0 else first


CANDIDATE_COLUMNS = (
    RecordColumn("督办事由", 176, lambda row: row.trigger.value, lambda row: "red"),
    RecordColumn("工单编号", 150, _numbers, tip=lambda row: "、".join(row.ticket_numbers), extra=True),
    RecordColumn("诉求", 0, _demand),
    RecordColumn("承办单位", 108, lambda row: row.unit, extra=True),
    RecordColumn("依据", 120, lambda row: row.clause.ref, tip=lambda row: row.clause.text, extra=True),
    RecordColumn("发生时间", 136, lambda row: f"{row.since:%Y-%m-%d %H:%M}" if row.since else "", extra=True),
)


def why_none(some: bool) -> tuple[str, str]:
    """What stands in place of an empty list of cases, and what to do; ``some`` where conditions leave all out."""
    if some:
        return "没有符合条件的督办件", "去掉一两个条件，或勾选“也列出已结案和不予督办的”再看。"
    return "还没有督办件", "在“案源库”里把应督办的事项纳入督办，就会列在这里。"


def is_same(one: CandidateSummary, other: CandidateSummary) -> bool:
    """Whether two lines of the pool are one event, read at two moments."""
    return (one.ticket_numbers, one.trigger, one.case_id) == (other.ticket_numbers, other.trigger, other.case_id)
