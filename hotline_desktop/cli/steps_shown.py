"""History and next steps of a ticket or a case, in JSON with stable keys or as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.text import iso, moment_text, plain, value_text
from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.fields import AnyField
from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.records.withdrawal import Withdrawal
from hotline_desktop.domain.supervision.kinds import step_of
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.time.deadline import DayNote

if TYPE_CHECKING:
    from hotline_desktop.services.records.records import RecordDetail

_NAME = "来电人"
_PHONES = frozenset(("联系电话", "拨打号码"))


def line_json(line: HistoryLine, rows: TicketRows) -> dict[str, Any]:
    """One entry of the history."""
    labels = _labels(line.step)
    return {
        "at": iso(line.at),
        "recorded_at": iso(line.recorded_at),
        "by": line.by,
        "step": line.step,
        "label": line.label,
        "clause": line.clause,
        "round": line.round,
        "values": {key: plain(_hidden(labels.get(key, key), value, rows)) for key, value in line.values.items()},
        "before": _hidden_texts(line.before, rows),
        "after": _hidden_texts(line.after, rows),
        "withdrawn": line.withdrawn,
    }


def offer_json(offer: Offer[Any], rows: TicketRows, clauses: bool = False) -> dict[str, Any]:
    """One step as it stands now; with the texts of its clauses where ``clauses``."""
    step = offer.step
    return {
        "id": step.id,
        "label": step.label,
        **_clause_json(step.clause, clauses),
        "allowed": offer.allowed,
        "fields": [_field_json(field, offer, rows) for field in step.fields],
        "blockers": [{**_clause_json(b.clause, clauses), "message": b.message} for b in offer.blockers],
    }


def _clause_json(clause: Clause, with_text: bool) -> dict[str, str]:
    return {"clause": clause.ref, "clause_text": clause.text} if with_text else {"clause": clause.ref}


def days_json(days: Iterable[DayNote]) -> list[dict[str, Any]]:
    """“为什么是这一天？”, day by day."""
    return [{"date": day.date.isoformat(), "counted": day.counted, "reason": day.reason} for day in days]


def attachments_json(detail: RecordDetail[Any], rows: TicketRows) -> list[dict[str, Any]]:
    """The files of a record, ``after_archiving`` where they came so late; a file's own name may tell of a citizen."""
    late = detail.late_files
    return [
        {"name": rows.as_text(file.name), "kind": file.kind, "size": file.size, "after_archiving": file.id in late}
        for file in detail.attachments
    ]


def history_text(lines: Iterable[HistoryLine], rows: TicketRows) -> Iterator[str]:
    """The history for a person, the first entry first."""
    for line in lines:
        turn = f"第{line.round}轮，" if line.round > 1 else ""
        mark = "  已撤回" if line.withdrawn else ""
        yield f"  {moment_text(line.at)}  {line.label}（{turn}{line.by}，{line.clause}）{mark}"
        labels = _labels(line.step)
        for key, value in line.values.items():
            label = labels.get(key, key)
            text = value_text(_hidden(label, value, rows))
            if text:
                yield f"      {label}：{text}"


def steps_text(stage: StrEnum, offers: Iterable[Offer[Any]]) -> Iterator[str]:
    """What can be done, what cannot though its time has come, and the names of the rest."""
    known, later = tuple(offers), []
    for offer in known:
        if offer.allowed:
            yield _possible(offer)
    for offer in known:
        if offer.allowed or not offer.concerns:
            continue
        if stage in offer.step.stages:
            for blocker in offer.blockers:
                yield f"  不能  {_named(offer)}：{blocker.as_text}"
        elif not offer.step.corrects:
            later.append(offer.step.label)
    if later:
        yield f"  现在的阶段不办：{'、'.join(later)}（每一步的原因见 --json）"


def withdrawal_json(withdrawal: Withdrawal[Any]) -> dict[str, Any]:
    """The last step, and what stands against taking it back."""
    step = withdrawal.taken.step if withdrawal.taken is not None else None
    return {
        "step": step.id if step else "",
        "label": withdrawal.label,
        "allowed": withdrawal.allowed,
        "blockers": [{"clause": b.clause.ref, "message": b.message} for b in withdrawal.blockers],
    }


def withdrawal_text(withdrawal: Withdrawal[Any], number: str) -> Iterator[str]:
    """How the last step is taken back, where it can be."""
    if withdrawal.allowed:
        yield f"  可以撤回上一步“{withdrawal.label}”：withdraw {number} reason=原因"


def clauses_text(offers: Iterable[Offer[Any]]) -> Iterator[str]:
    """The text of each clause that the next steps and what stands against them cite, in the regulation's order."""
    cited = {
        clause
        for offer in offers
        if offer.allowed or offer.concerns
        for clause in (offer.step.clause, *(blocker.clause for blocker in offer.blockers))
    }
    for clause in Clause:
        if clause in cited:
            yield f"  {clause.ref}　{clause.text}"


def _possible(offer: Offer[Any]) -> str:
    needed = [field for field in offer.step.fields if field.required and not field.shown_when]
    missing = [_asked(field) for field in needed if offer.defaults.get(field.key) is None]
    return f"  可以  {_named(offer)}" + (f"  要填：{'、'.join(missing)}" if missing else "")


def _asked(field: AnyField) -> str:
    """What is to be filled in, under the name that it may be given by, and what it can be."""
    return field.label + (f"（{'／'.join(field.choices())}）" if field.choices() else "")


def _named(offer: Offer[Any]) -> str:
    return f"{offer.step.label}（{offer.step.id}，{offer.step.clause.ref}）"


def _field_json(field: AnyField, offer: Offer[Any], rows: TicketRows) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.name.lower(),
        "required": field.required,
        "options": list(field.choices()),
        "default": plain(_hidden(field.label, offer.defaults.get(field.key), rows)),
    }


def _labels(step_id: str) -> dict[str, str]:
    step = step_of(step_id)
    return {field.key: field.label for field in step.fields} if step else {}


def _hidden(label: str, value: object, rows: TicketRows) -> object:
    """A typed value with what may not be shown taken out."""
    if isinstance(value, tuple):
        return tuple(_hidden(label, part, rows) for part in value)
    if not isinstance(value, str):
        return value
    if label == _NAME:
        return rows.name(value)
    return rows.phones(value) if label in _PHONES else rows.as_text(value)


def _hidden_texts(texts: Mapping[str, str], rows: TicketRows) -> dict[str, str]:
    return {label: str(_hidden(label, text, rows)) for label, text in texts.items()}
