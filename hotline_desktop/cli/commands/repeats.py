"""``repeats``: what may be about the same matter as a ticket, its confirmed group, and units that handled the like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.options import Commands, add_command, add_full
from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.text import table
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.repeats.candidates import Evidence, Sign

if TYPE_CHECKING:
    from hotline_desktop.domain.repeats.suggestions import Suggestion
    from hotline_desktop.services.records.repeats import RepeatCandidate

_HEADER = ("工单编号", "阶段", "承办单位", "依据", "诉求")


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands, "repeats", look_up, "可能与一件工单重复的工单、已确认的重复工单和建议单位", json=True, records=False
    )
    parser.add_argument("number", metavar="工单编号")
    add_full(parser)


def look_up(session: Session) -> None:
    """Shows the group, the candidates with what speaks for them, and suggested units."""
    with session.office() as office:
        ticket_id = office.tickets.find(session.args.number)
        if session.args.full:
            office.tickets.shown_in_full(f"命令行查看工单 {session.args.number} 的重复工单", session.by)
        rows = TicketRows.of(office, session.clock(), session.args.full)
        own = rows._replace(tickets=(office.tickets.detail(ticket_id).ticket,))
        candidates, group = office.repeats.candidates(ticket_id), office.repeats.group(ticket_id)
        units = office.repeats.suggest_units(ticket_id)
    if session.as_json:
        session.console.json(
            {
                "group": [line.number for line in group],
                "candidates": [_as_json(candidate, rows, own) for candidate in candidates],
                "units": [{"unit": each.unit, "reason": each.reason} for each in units],
            }
        )
    else:
        session.console.say("\n".join(_message(rows, candidates, group, units)))


def _as_json(candidate: RepeatCandidate, rows: TicketRows, own: TicketRows) -> dict[str, Any]:
    return {
        **rows.as_json(candidate.ticket),
        "reason": candidate.reason,
        "evidence": [
            {
                "sign": each.sign.value,
                "here": _said(each, each.here, own),
                "there": _there(each, candidate.ticket, rows),
            }
            | ({"share": round(each.share, 2)} if each.sign is Sign.CONTENT else {})
            for each in candidate.evidence
        ],
    }


def _said(evidence: Evidence, text: str, rows: TicketRows) -> str:
    return rows.phones(text) if evidence.sign is Sign.PHONE else rows.as_text(text)


def _there(evidence: Evidence, line: TicketSummary, rows: TicketRows) -> str:
    return rows.phones(evidence.there) if evidence.sign is Sign.PHONE else rows.of_row(line, evidence.there)


def _message(
    rows: TicketRows,
    candidates: tuple[RepeatCandidate, ...],
    group: tuple[TicketSummary, ...],
    units: tuple[Suggestion, ...],
) -> Iterator[str]:
    if group:
        yield f"已确认的重复工单（{len(group)} 件）：{'、'.join(line.number for line in group)}"
    if candidates:
        cells = [
            (line.number, line.stage.value, line.unit, candidate.reason, rows.of_row(line, line.title or line.content))
            for candidate in candidates
            for line in (candidate.ticket,)
        ]
        yield f"可能重复的工单（{len(candidates)} 件）"
        yield table(_HEADER, cells)
    else:
        yield "没有找到别的可能重复的工单。"
    for each in units:
        yield f"建议单位：{each.unit}（{each.reason}）"
