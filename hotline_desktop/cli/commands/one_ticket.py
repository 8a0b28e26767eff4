"""The facts that ``show`` puts above a ticket's history, as JSON or as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.commands.one_record import RecordCommands, Shown
from hotline_desktop.cli.record_names import TICKET_NAMES
from hotline_desktop.cli.rows import TicketRows, first_lines
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.steps_shown import days_json
from hotline_desktop.cli.text import iso, moment_text
from hotline_desktop.domain.ticket.deadline import why_due
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.domain.ticket.steps.intake import NUMBER

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office
    from hotline_desktop.services.records.tickets import TicketDetail


def as_json(detail: TicketDetail, rows: TicketRows) -> dict[str, Any]:
    """What stands over the ticket's history for a script: the list's keys and its times."""
    return {
        **rows.as_json(detail.summary),
        "transfer_number": detail.ticket.transfer_number,
        "called_at": iso(detail.summary.called_at),
        "received_at": iso(detail.summary.received_at),
        "handed_on": iso(detail.summary.handed_on),
        "since_first_hand_over": _since_first(detail, rows),
        "finished_at": iso(detail.summary.finished_at),
        "closed_at": iso(detail.summary.closed_at),
        "confidential": detail.summary.confidential,
        "urges": detail.summary.urges,
        "why_due": days_json(why_due(detail.ticket, rows.calendar, rows.rules)),
        "reminders": [
            {"clause": each.clause.ref, "message": each.message, "since": iso(each.since)}
            for each in reminders(detail.ticket, rows.now, rows.calendar, rows.rules)
        ],
    }


def head(detail: TicketDetail, rows: TicketRows) -> Iterator[str]:
    """What stands over the ticket's history for a person."""
    row, ticket = detail.summary, detail.ticket
    yield from first_lines(row, ticket.transfer_number, rows)
    known = {
        "首次转交以来": _since_text(detail, rows),
        "来电人": rows.name(row.caller),
        "联系电话": rows.phones(row.phones),
        "诉求地址": rows.as_text(row.address),
        "来电日期": moment_text(row.called_at),
        "平台状态": rows.as_text(row.platform_state),
        "标题": rows.as_text(row.title),
        "来电内容": rows.as_text(row.content),
        "附件": "、".join(f"{file.kind} {rows.as_text(file.name)}" for file in detail.attachments),
    }
    yield from (f"{label}：{value}" for label, value in known.items() if value)
    for each in reminders(ticket, rows.now, rows.calendar, rows.rules):
        yield f"提醒：{each.message}（{each.clause.ref}）"


def _since_first(detail: TicketDetail, rows: TicketRows) -> dict[str, Any] | None:
    """The total time since the first hand-over, whatever 退单 followed, until the ticket was closed or now."""
    first, until = detail.ticket.first_handed_on, detail.summary.closed_at or rows.now
    if first is None:
        return None
    days = rows.calendar.count_working_days(first.date(), until.date())
    return {"from": iso(first), "until": iso(until), "working_days": days, "days": (until.date() - first.date()).days}


def _since_text(detail: TicketDetail, rows: TicketRows) -> str:
    """``12 个工作日（2022-09-05 09:10 首次转交）``."""
    since = _since_first(detail, rows)
    return f"{since['working_days']} 个工作日（{moment_text(detail.ticket.first_handed_on)} 首次转交）" if since else ""


def _tell(session: Session, office: Office, ticket_id: int) -> Shown:
    detail = office.tickets.detail(ticket_id, session.by)
    rows = TicketRows.of(office, session.clock(), session.args.full)._replace(tickets=(detail.ticket,))
    facts = detail.ticket.facts
    if rows.full:  # summaries come with what is confidential taken out
        known = detail.summary._replace(
            caller=facts.caller,
            phones="、".join(facts.phones),
            title=facts.title,
            content=facts.content,
            address=facts.address,
            platform_state=facts.platform_state,
        )
        detail = replace(detail, summary=known)
    return Shown(detail, rows, tuple(head(detail, rows)), as_json(detail, rows), {})


TICKET = RecordCommands(
    TICKETS,
    TICKET_NAMES,
    service=lambda office: office.tickets,
    find=lambda office, number: office.tickets.find(number),
    known=lambda _office, number: {NUMBER.key: number},
    tell=_tell,
    named=lambda detail: str(detail.record.facts.number),
    called=lambda detail: f"工单 {detail.record.facts.number}",
)
