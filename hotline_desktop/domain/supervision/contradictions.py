"""Where papers of a case, or its report and a ticket, cannot both be true: shown to a person, never mapped."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.supervision.steps.gatherings import HELD_AT, MEETING_AT
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import DemandFinding, FactFinding, Resolution, SupervisionOutcome
from hotline_desktop.domain.ticket.fields import DEMAND, FACT
from hotline_desktop.domain.ticket.ticket import Ticket


def contradictions(case: SupervisionCase, tickets: tuple[Ticket, ...]) -> tuple[str, ...]:
    """Sentences about the meetings and the newest report of ``case``, and the sheets of its tickets. 督办二（三）2."""
    report = case.last_report
    found = list(_early_meetings(case))
    if report is None:
        return tuple(found)
    outcome, fact, demand = OUTCOME.of(report), FACT.of(report), DEMAND.of(report)
    for ticket in tickets:
        number, resolution = ticket.facts.number, ticket.round.resolution
        if resolution is not None and contradict(outcome, resolution):
            found.append(f"工单 {number} 处置单填“{resolution}”，督办反馈填“{outcome}”，请核对。")
        said = FACT.of(ticket.round.result)
        if FactFinding.UNFOUNDED in (said, fact) and said and fact and said != fact:
            found.append(f"工单 {number} 办结时事实确认为“{said}”，督办反馈为“{fact}”，请核对。")
    if outcome == SupervisionOutcome.NOT_DUE and demand == DemandFinding.LAWFUL and fact == FactFinding.TRUE:
        found.append("督办反馈说属实且符合政策法规，解决结果却是“不应解决”，请核对。")
    return tuple(found)


def _early_meetings(case: SupervisionCase) -> Iterator[str]:
    """A meeting may be brought forward by phone; the notice in the case file then names another time. R10.5."""
    for measure in case.measures:
        planned, held = MEETING_AT.of(measure.convened), HELD_AT.of(measure.record)
        if planned is not None and held is not None and held < planned:
            times = f"会议纪要的开会时间 {chinese_datetime(held)} 早于会议通知的 {chinese_datetime(planned)}"
            yield f"{times}，请核对；提前开的，把改了时间的通知一并归入案卷。"


def contradict(outcome: str, resolution: Resolution) -> bool:
    """Whether 解决结果 of the supervision and 是否解决 of the sheet cannot both be true."""
    if resolution is Resolution.SOLVED:
        return outcome in (SupervisionOutcome.UNSOLVED, SupervisionOutcome.NOT_DUE)
    return resolution is Resolution.UNSOLVED and outcome == SupervisionOutcome.SOLVED
