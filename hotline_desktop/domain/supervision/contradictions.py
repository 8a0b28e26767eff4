"""Where the supervision's report and a ticket's record cannot both be true: shown to a person, never mapped."""

from __future__ import annotations

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.terms.options import DemandFinding, FactFinding, Resolution, SupervisionOutcome
from hotline_desktop.domain.ticket.fields import DEMAND, FACT
from hotline_desktop.domain.ticket.ticket import Ticket


def contradictions(case: SupervisionCase, tickets: tuple[Ticket, ...]) -> tuple[str, ...]:
    """Sentences about the newest report of ``case`` and the sheets of its tickets. 督办二（三）2."""
    report = case.last_report
    if report is None:
        return ()
    outcome, fact, demand = OUTCOME.of(report), FACT.of(report), DEMAND.of(report)
    found = []
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


def contradict(outcome: str, resolution: Resolution) -> bool:
    """Whether 解决结果 of the supervision and 是否解决 of the sheet cannot both be true."""
    if resolution is Resolution.SOLVED:
        return outcome in (SupervisionOutcome.UNSOLVED, SupervisionOutcome.NOT_DUE)
    return resolution is Resolution.UNSOLVED and outcome == SupervisionOutcome.SOLVED
