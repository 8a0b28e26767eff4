"""One ticket in full length: facts, history, and every step with what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.text import iso, moment_text, plain, value_text
from hotline_desktop.domain.fields import Field
from hotline_desktop.domain.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.steps.engine import TicketOffer
from hotline_desktop.domain.summaries import HistoryLine
from hotline_desktop.services.tickets import TicketDetail

_NAMES, _PHONES = frozenset(("caller", "来电人")), frozenset(("phones", "number", "联系电话"))
_REGISTER = "register"


def as_json(detail: TicketDetail, rows: TicketRows) -> dict[str, Any]:
    """The ticket for a script: the list's keys, ``history``, ``steps``, and what the platform said."""
    return {
        **rows.as_json(detail.summary),
        "transfer_number": detail.ticket.transfer_number,
        "called_at": iso(detail.summary.called_at),
        "received_at": iso(detail.summary.received_at),
        "handed_on": iso(detail.summary.handed_on),
        "finished_at": iso(detail.summary.finished_at),
        "closed_at": iso(detail.summary.closed_at),
        "confidential": detail.summary.confidential,
        "urges": detail.summary.urges,
        "history": [_line_json(line, rows) for line in detail.history],
        "steps": [_offer_json(offer, rows) for offer in detail.offers],
        "attachments": [{"name": file.name, "kind": file.kind, "size": file.size} for file in detail.attachments],
    }


def _line_json(line: HistoryLine, rows: TicketRows) -> dict[str, Any]:
    return {
        "at": iso(line.at),
        "recorded_at": iso(line.recorded_at),
        "by": line.by,
        "step": line.step,
        "label": line.label,
        "clause": line.clause,
        "round": line.round,
        "values": {key: _hidden(line.step, key, value, rows) for key, value in line.values.items()},
        "before": _hidden_words(line.before, rows),
        "after": _hidden_words(line.after, rows),
    }


def _offer_json(offer: TicketOffer, rows: TicketRows) -> dict[str, Any]:
    step = offer.step
    return {
        "id": step.id,
        "label": step.label,
        "clause": step.clause.ref,
        "allowed": offer.allowed,
        "fields": [_field_json(field, offer, rows) for field in step.fields],
        "blockers": [{"clause": b.clause.ref, "message": b.message} for b in offer.blockers],
    }


def _field_json(field: Field, offer: TicketOffer, rows: TicketRows) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.name.lower(),
        "required": field.required,
        "options": list(field.choices()),
        "default": _hidden(offer.step.id, field.key, offer.defaults.get(field.key), rows),
    }


def _hidden(step: str, key: str, value: object, rows: TicketRows) -> Any:
    """A typed value with what may not be shown taken out; the number of a new ticket is no telephone number."""
    if isinstance(value, tuple):
        return [rows.phones(str(part)) for part in value]
    if not isinstance(value, str):
        return plain(value)
    if key in _NAMES:
        return rows.name(value)
    if key in _PHONES and step != _REGISTER:
        return rows.phones(value)
    return rows.words(value)


def _hidden_words(words: Mapping[str, str], rows: TicketRows) -> dict[str, str]:
    return {label: str(_hidden("", label, text, rows)) for label, text in words.items()}


def as_text(detail: TicketDetail, rows: TicketRows) -> str:
    """The ticket for a person."""
    return "\n".join((*_head(detail, rows), "", "历史", *_history(detail, rows), "", "下一步", *_steps(detail)))


def _head(detail: TicketDetail, rows: TicketRows) -> Iterator[str]:
    row, ticket = detail.summary, detail.ticket
    known = {
        "工单编号": row.number,
        "转办编号": ticket.transfer_number,
        "级别": row.level.value,
        "阶段": row.stage.value + (f"（第{row.round}轮）" if row.round > 1 else ""),
        "期限": f"{rows.light_words(row)}" + (f"，{moment_text(row.due)}" if row.due else ""),
        "承办单位": row.unit,
        "来电人": rows.name(row.caller),
        "联系电话": rows.phones(row.phones),
        "诉求地址": row.address,
        "来电日期": moment_text(row.called_at),
        "平台状态": row.platform_state,
        "标题": rows.words(row.title),
        "来电内容": rows.words(row.content),
        "附件": "、".join(file.kind or file.name for file in detail.attachments),
    }
    return (f"{label}：{value}" for label, value in known.items() if value)


def _history(detail: TicketDetail, rows: TicketRows) -> Iterator[str]:
    for line in detail.history:
        turn = f"第{line.round}轮，" if line.round > 1 else ""
        yield f"  {moment_text(line.at)}  {line.label}（{turn}{line.by}，{line.clause}）"
        step = STEPS_BY_ID.get(line.step)
        labels = {field.key: field.label for field in step.fields} if step else {}
        for key, value in line.values.items():
            words = value_text(_hidden_value(line.step, key, value, rows))
            if words:
                yield f"      {labels.get(key, key)}：{words}"


def _hidden_value(step: str, key: str, value: object, rows: TicketRows) -> object:
    hidden = _hidden(step, key, value, rows) if isinstance(value, str | tuple) else value
    return tuple(hidden) if isinstance(hidden, list) else hidden


def _steps(detail: TicketDetail) -> Iterator[str]:
    """What can be done, what cannot though its time has come, and the names of the rest."""
    later = []
    for offer in detail.offers:
        if offer.allowed:
            yield _possible(offer)
    for offer in detail.offers:
        if offer.allowed or not offer.concerns:
            continue
        if detail.ticket.stage in offer.step.stages:
            for blocker in offer.blockers:
                yield f"  不能  {_named(offer)}：{blocker.message}（{blocker.clause.ref}）"
        elif not offer.step.corrects:
            later.append(offer.step.label)
    if later:
        yield f"  现在的阶段不办：{'、'.join(later)}（每一步的原因见 --json）"


def _possible(offer: TicketOffer) -> str:
    needed = [field.key for field in offer.step.fields if field.required and not field.shown_when]
    missing = [key for key in needed if offer.defaults.get(key) is None]
    return f"  可以  {_named(offer)}" + (f"  要填：{'、'.join(missing)}" if missing else "")


def _named(offer: TicketOffer) -> str:
    return f"{offer.step.label}（{offer.step.id}，{offer.step.clause.ref}）"
