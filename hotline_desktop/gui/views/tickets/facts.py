"""What is known of a ticket, as labelled lines for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hotline_desktop.domain.records.entries import Requests
from hotline_desktop.domain.records.fields import AnyField, Kind, Value
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.intake import FACT_FIELDS, WAIVED_BY
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket
from hotline_desktop.gui.records.panel.sentences import run_on

Line = tuple[str, str]


def register_lines(ticket: Ticket) -> list[Line]:
    """What the citizen said, in the order of the register form."""
    facts = ticket.facts
    lines = [(field.label, value_as_text(getattr(facts, field.key))) for field in FACT_FIELDS]
    flags = {field.label for field in FACT_FIELDS if field.kind is Kind.YES_NO}
    shown = [(label, "" if label in flags and value == "否" else value) for label, value in lines]
    decided_by = WAIVED_BY.of(ticket.waiver)
    return [
        *shown,
        ("免联原因", ticket.exemption.value if ticket.exemption else ""),
        ("免联决定人", decided_by),
        ("并入", ticket.merged_into),
        ("重复工单", value_as_text(ticket.repeats)),
    ]


def handling_lines(ticket: Ticket) -> list[Line]:
    """The current round: who has it, since when, its three deadlines, and what was reported."""
    current = ticket.round
    return [
        ("承办单位", current.unit),
        ("首接单位", ticket.first_unit if ticket.first_unit != current.unit else ""),
        ("转办编号", ticket.transfer_number),
        ("首次转交", moment_text(ticket.first_handed_on) if len(ticket.rounds) > 1 else ""),
        ("转交时间", moment_text(current.handed_on)),
        ("未先行联系的原因", ticket.no_contact_reason),
        ("协办单位", value_as_text(current.co_units)),
        ("再处置原因", current.reason),
        ("接单时间", moment_text(current.accepted_at)),
        ("答复期限", moment_text(current.limits.answer_due)),
        ("退单期限", moment_text(current.limits.return_due)),
        *_records(ticket, current),
    ]


def platform_lines(platform: Mapping[str, str]) -> list[Line]:
    """What the city platform said, word for word."""
    return list(platform.items())


def entry_text(entry: Entry) -> str:
    """One record in one line: ``2022-09-05 09:30 已联系，王芳；诉求人说……``."""
    step = STEPS_BY_ID[entry.step]
    given = [(field, entry.values.get(field.key)) for field in step.fields]
    asked = Counter(field.options for field in step.fields)
    parts = (_word(field, value, asked[field.options] > 1) for field, value in given if value not in (None, entry.at))
    return f"{moment_text(entry.at)} {run_on(parts)}"


def _records(ticket: Ticket, current: Round) -> list[Line]:
    closing = (ticket.building, *current.surveys, current.result, *current.reviews, *current.callbacks)
    entries = (
        *ticket.center_contacts,
        *_asked(ticket.returns),
        *current.contacts,
        *current.verifications,
        *current.joints,
        *_asked(current.extensions),
        *_asked(current.unfounded),
        *current.answers,
        *current.explanations,
        *closing,
        *(entry for callback in ticket.upper_callbacks for entry in (callback.called, *_asked(callback.statements))),
    )
    lines = [(STEPS_BY_ID[e.step].label, entry_text(e)) for e in entries if e is not None]
    return [
        *lines,
        ("城运系统结案", value_as_text(ticket.platform_closed_on)),
        ("处置单交回", value_as_text(ticket.sheet_back_on)),
        ("结案时间", moment_text(ticket.closed_at)),
        ("归档时间", moment_text(ticket.archived_at)),
    ]


def _asked(requests: Requests) -> tuple[Entry | None, ...]:
    """Every request followed by the centre's answer to it."""
    return tuple(entry for request in requests for entry in (request.asked, request.decided))


def _word(field: AnyField, value: Value, one_of_many: bool) -> str:
    """Words of a choice speak for themselves unless a step asks for several alike; yes, no and figures need a label."""
    labelled = isinstance(value, int) or (field.options is not None and one_of_many)
    return f"{field.label}：{value_as_text(value)}" if labelled else value_as_text(value)
