"""A record's history told in sentences: who did what when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from hotline_desktop.domain.records.fields import Kind
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.ticket.fields import (
    CONTACT_RESULT,
    HANDLER,
    REDO_REASON,
    TRANSFER_NUMBER,
    UNIT,
    UPPER_OFFICE,
)
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.steps.handling import ACCEPT
from hotline_desktop.domain.ticket.steps.handover import DISPATCH
from hotline_desktop.domain.ticket.steps.intake import CONTACT_NOTE, FIRST_CONTACT, NOT_CONTACTED, REGISTER
from hotline_desktop.domain.ticket.steps.reopening import UPPER_RETURN
from hotline_desktop.domain.ticket.steps.reviewing import REDO

_MOST_VALUES = 3  # entered values that a sentence tells besides the step itself
_STOPS = "。；，.;, \n"
_LONGEST = 28  # characters of a longer text
Values = Mapping[str, object]


def sentence(line: HistoryLine, step: Step[Any] | None) -> str:
    """``11月11日 10:14 王芳派单给海虹居委，新热转〔2026〕12号，11月16日 17:00 前办结``.

    A step that is told by its label stands apart from who recorded it: 王芳 单位办结反馈, as it was not 王芳's unit.
    """
    who = line.by or "程序"
    tell = _TELLING.get(line.step)
    said = tell(line.values) if tell else ""
    text = said or f" {line.label}{_entered(line, step)}"
    return f"{_when(line.at)} {who}{text}{_until(line.after)}"


def _entered(line: HistoryLine, step: Step[Any] | None) -> str:
    """What was chosen or written, the short things first come; a bare figure says nothing without its name."""
    if step is None:
        return ""
    parts: list[tuple[str, str]] = []
    for field in step.fields:
        value = line.values.get(field.key)
        if value in (None, "", ()) or field.kind in (Kind.MOMENT, Kind.DAY) or value == line.by:
            continue
        if field.kind is Kind.YES_NO:
            if value is False:
                parts.append(("", f"{field.label}：否"))
            continue
        text = _cut(value_as_text(value))
        if field.kind is Kind.NUMBER:
            parts.append(("", f"{field.label} {text}"))
        else:  # a sentence says by itself what it is about
            parts.append(("" if field.kind is Kind.LONG_TEXT else field.label, text))
    of_what = len({text for _label, text in parts}) < len(parts)  # 不满意 twice says nothing without what it is said of
    told = [f"{label}{text}" if of_what else text for label, text in parts[:_MOST_VALUES]]
    return f"：{'，'.join(told)}" if told else ""


def run_on(parts: Iterable[str]) -> str:
    """One sentence of several, without the stops that they end in, but for the last one's."""
    said = [part for part in parts if part]
    return "，".join((*(part.rstrip(_STOPS) for part in said[:-1]), *said[-1:]))


def _cut(text: str) -> str:
    """In one line, without the stop at its end: the sentence may go on."""
    flat = " ".join(text.split()).rstrip(_STOPS)
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}……"


def _when(at: datetime) -> str:
    return f"{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"


def _until(after: Mapping[str, str]) -> str:
    """The new deadline of the work, where the step set one: kept as ``2022-09-08 17:00（预计）``."""
    limit = after.get("办结期限", "")
    stamp, _bracket, note = limit.partition("（")
    try:
        due = datetime.fromisoformat(stamp)
    except ValueError:
        return ""
    return f"，{_when(due)} 前办结" + (f"（{note}" if note else "")


def _dispatched(values: Values) -> str:
    number = TRANSFER_NUMBER.of(values)
    return f"派单给{UNIT.of(values)}" + (f"，{number}" if number else "")


def _sent_out_again(values: Values) -> str:
    return f"再次派单给{UNIT.of(values)}：{_cut(REDO_REASON.of(values))}"


def _called(values: Values) -> str:
    note = _cut(CONTACT_NOTE.of(values))
    reason = NOT_CONTACTED.of(values)
    return (
        f"与诉求人联系，{CONTACT_RESULT.of(values)}"
        + (f"（{reason}）" if reason else "")
        + (f"：{note}" if note else "")
    )


def _accepted(values: Values) -> str:
    handler = HANDLER.of(values)
    return "登记接单" + (f"，承办人{handler}" if handler else "")


_TELLING: dict[str, Callable[[Values], str]] = {
    DISPATCH.id: _dispatched,
    REDO.id: _sent_out_again,
    UPPER_RETURN.id: lambda values: f"{UPPER_OFFICE.of(values)}退回重办，{_sent_out_again(values)}",
    FIRST_CONTACT.id: _called,
    ACCEPT.id: _accepted,
    REGISTER.id: lambda _values: "登记了这件工单",
}
