"""One ticket in full length: facts, history, and every step with what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.rows import TicketRows, first_lines
from hotline_desktop.cli.steps_shown import (
    attachments_json,
    clauses_text,
    history_text,
    line_json,
    offer_json,
    steps_text,
    withdrawal_json,
    withdrawal_text,
)
from hotline_desktop.cli.text import iso, moment_text

if TYPE_CHECKING:
    from hotline_desktop.services.tickets import TicketDetail


def as_json(detail: TicketDetail, rows: TicketRows, clauses: bool = False) -> dict[str, Any]:
    """The ticket for a script: the list's keys, its times, ``history``, ``steps`` and ``attachments``.

    Where ``clauses``, steps and blockers have the clause's own words as ``clause_text``.
    """
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
        "history": [line_json(line, rows) for line in detail.history],
        "steps": [offer_json(offer, rows, clauses) for offer in detail.offers],
        "withdrawal": withdrawal_json(detail.withdrawal),
        "attachments": attachments_json(detail.attachments, rows),
    }


def as_text(detail: TicketDetail, rows: TicketRows, clauses: bool = False) -> str:
    """The ticket for a person, with the words of the clauses that are cited where ``clauses``."""
    history = history_text(detail.history, rows)
    back = withdrawal_text(detail.withdrawal, detail.summary.number)
    steps = (*steps_text(detail.ticket.stage, detail.offers), *back)
    cited = ("", "条文", *clauses_text(detail.offers)) if clauses else ()
    return "\n".join((*_head(detail, rows), "", "历史", *history, "", "下一步", *steps, *cited))


def _head(detail: TicketDetail, rows: TicketRows) -> Iterator[str]:
    row, ticket = detail.summary, detail.ticket
    yield from first_lines(row, ticket.transfer_number, rows)
    known = {
        "首次转交以来": _since_words(detail, rows),
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


def _since_first(detail: TicketDetail, rows: TicketRows) -> dict[str, Any] | None:
    """The total time since the first hand-over, whatever 退单 followed, until the ticket was closed or now."""
    first, until = detail.ticket.first_handed_on, detail.summary.closed_at or rows.now
    if first is None:
        return None
    days = rows.calendar.count_working_days(first.date(), until.date())
    return {"from": iso(first), "until": iso(until), "working_days": days, "days": (until.date() - first.date()).days}


def _since_words(detail: TicketDetail, rows: TicketRows) -> str:
    """``12 个工作日（2022-09-05 09:10 首次转交）``."""
    since = _since_first(detail, rows)
    return f"{since['working_days']} 个工作日（{moment_text(detail.ticket.first_handed_on)} 首次转交）" if since else ""
