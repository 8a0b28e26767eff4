"""What an export brings to a ticket: a new one, or news of a known one. What the office itself entered stays.

An empty cell says nothing: it never empties what is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from hotline_desktop.domain.importing.model import Difference
from hotline_desktop.domain.importing.rows import TicketRow
from hotline_desktop.domain.records.fields import Value, Values
from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Level, Origin, Stage
from hotline_desktop.domain.terms.text import in_one_line, says_less
from hotline_desktop.domain.terms.ticket_numbers import is_usual_number
from hotline_desktop.domain.ticket.deadline import counts
from hotline_desktop.domain.ticket.fields import CLOSED_AT, LEVEL, ORIGIN, PLATFORM_STATE, STAGE
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.intake import (
    ADDRESS,
    CALLED_AT,
    CALLER,
    CATEGORY,
    CONFIDENTIAL,
    CONTENT,
    FACT_FIELDS,
    NUMBER,
    PHONES,
    PLACE,
    PROPOSED_UNIT,
    RECEIVED_AT,
    REGISTER,
    REQUEST_TYPE,
    SOURCE,
    TITLE,
    UPPER_LIMIT,
)
from hotline_desktop.domain.ticket.steps.limits import limit_facts, limits_again, limits_from
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.records import (
    BROUGHT_KEYS,
    EMPTIED,
    IMPORT_UNDO,
    IMPORT_UPDATE,
    KEPT_EDITS,
    RECORDS,
)
from hotline_desktop.domain.ticket.ticket import Entry, Facts, Limits, Ticket

LABELS = {field.key: field.label for field in (*FACT_FIELDS, PLATFORM_STATE, LEVEL)}
_PROGRAM_STEPS = frozenset(step.id for step in RECORDS)
_BLANK = Ticket()
_BROUGHT = attrgetter(*BROUGHT_KEYS)
_LIMIT_KEYS = frozenset((LEVEL.key, RECEIVED_AT.key, CALLED_AT.key, UPPER_LIMIT.key))


def imported_values(row: TicketRow) -> dict[str, Value]:
    """The facts that the row states, by their keys."""
    said: dict[str, Value] = {
        TITLE.key: row.title,
        CONTENT.key: row.content,
        CALLER.key: row.caller,
        PHONES.key: row.phones,
        ADDRESS.key: row.address,
        CALLED_AT.key: row.called_at,
        RECEIVED_AT.key: row.received_at,
        SOURCE.key: row.source,
        CATEGORY.key: row.category,
        REQUEST_TYPE.key: row.request_type.value if row.request_type else "",
        PLACE.key: row.place,
        CONFIDENTIAL.key: row.confidential,
        PROPOSED_UNIT.key: row.unit,
        UPPER_LIMIT.key: row.upper_limit,
        PLATFORM_STATE.key: row.platform_state,
    }
    return {key: value for key, value in said.items() if value}


def registration(row: TicketRow, history: bool, context: RuleContext) -> tuple[Ticket, Entry]:
    """The ticket that a row becomes, and the first entry of its history.

    ``history``: finished elsewhere, only to be searched and compared with; it has no deadline. Otherwise the planned
    deadline counts from the receipt, else from the call, else from now. 规范一（二）.
    """
    values = imported_values(row)
    state = values.pop(PLATFORM_STATE.key, "")
    level = row.level or Level.ORDINARY
    origin = Origin.HISTORY if history else Origin.IMPORTED
    facts: dict[str, Value] = {ORIGIN.key: origin.value, PLATFORM_STATE.key: state}
    if history:
        facts |= {STAGE.key: Stage.CLOSED.value, CLOSED_AT.key: row.closed_at}
    else:
        start = row.received_at or row.called_at or context.now
        facts |= limit_facts(limits_from(level, start, row.upper_limit, context))
    values = {NUMBER.key: row.number, LEVEL.key: level.value, **values}
    entry = Entry(REGISTER.id, context.now, context.by, values, facts, recorded_at=context.now)
    return REGISTER.apply(_BLANK, entry), entry


def own_keys(entries: Sequence[Entry]) -> frozenset[str]:
    """The facts that the office itself entered or amended: an import keeps them."""
    if all(_was_brought(entry) for entry in entries):  # most tickets of an export: nothing of them need be replayed
        return frozenset()
    own: set[str] = set()
    ticket = _BLANK
    for entry in entries:
        after = STEPS_BY_ID[entry.step].apply(ticket, entry)
        if entry.step == REGISTER.id:
            own.update(_filled(after) if after.origin is Origin.ENTERED else ())
        elif entry.step not in _PROGRAM_STEPS:
            own.update(key for key in BROUGHT_KEYS if getattr(after.facts, key) != getattr(ticket.facts, key))
            own.update({LEVEL.key} if after.level is not ticket.level else ())
        ticket = after
    return frozenset(own)


def _was_brought(entry: Entry) -> bool:
    """Whether an import or the program itself wrote the entry."""
    brought = entry.step == REGISTER.id and entry.facts.get(ORIGIN.key, Origin.ENTERED.value) != Origin.ENTERED.value
    return brought or entry.step in _PROGRAM_STEPS


def _filled(ticket: Ticket) -> set[str]:
    return {LEVEL.key, *(key for key in BROUGHT_KEYS if getattr(ticket.facts, key))}


@quick_record(frozen=True, slots=True)
class Known:
    """A ticket as it stands when a row with its number comes in. ``cells`` is what the platform said last."""

    id: int
    facts: Facts
    level: Level
    stage: Stage
    origin: Origin
    cells: Mapping[str, str]

    @property
    def level_is_decided(self) -> bool:
        """From dispatch on the level is the centre's decision. 规范一（二）."""
        return self.origin is not Origin.HISTORY and self.stage is not Stage.TO_DISPATCH


@quick_record(frozen=True, slots=True)
class ImportDiff:
    """What a row says of a known ticket. ``values`` are the facts it would change, by key.

    ``cells`` are words of the platform that changed without changing a fact, each as header, before, after.
    """

    values: Values
    changes: tuple[Difference, ...]
    kept: tuple[Difference, ...]
    cells: tuple[Difference, ...]

    @property
    def changed(self) -> bool:
        """Whether the ticket would change."""
        return bool(self.changes or self.cells)


def differing(known: Known, row: TicketRow) -> dict[str, Value]:
    """The facts that the row states otherwise than the ticket, by key; the level among them."""
    facts, found = known.facts, dict[str, Value]()
    for key, said in imported_values(row).items():
        ours = getattr(facts, key)
        if said != ours and (value := _as_known(said, ours)) != ours:
            found[key] = value
    if row.level_word and row.level is not None and row.level is not known.level:
        found[LEVEL.key] = row.level.value
    return found


def _as_known(said: Value, ours: Any) -> Any:
    """What the row says, but ours where it only says less: a masked name, a text cut short, one without its lines."""
    if isinstance(said, str) and isinstance(ours, str):
        return ours if said == in_one_line(ours) or says_less(said, ours) else said
    if isinstance(said, tuple) and ours:
        return tuple(next((known for known in ours if says_less(each, known)), each) for each in said)
    return said


def is_another(known: Known, row: TicketRow) -> bool:
    """Whether the number stands for two different tickets.

    Two systems give out the same short one: title, content and day of the call tell. Usual numbers hold date and time
    and are given once, but a list may be sorted without them: then everything that a citizen said is another's.
    """
    facts = known.facts
    if row.number is None or (row.title and row.title == facts.title):
        return False
    if is_usual_number(row.number):
        return known.origin is not Origin.ENTERED and _says_nothing_alike(known, row)
    pairs = ((facts.title, row.title), (facts.content, row.content))
    texts = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    if not texts or any(ours == theirs for ours, theirs in texts):
        return False
    return facts.called_at is not None and row.called_at is not None and facts.called_at != row.called_at


_SAID = (TITLE.key, CONTENT.key, CALLER.key, PHONES.key, CALLED_AT.key)
_FEWEST_SAID = 4


def _says_nothing_alike(known: Known, row: TicketRow) -> bool:
    """Whether at least four of title, content, caller, telephone and time are told twice, and each is another one."""
    pairs = {key: (getattr(known.facts, key), getattr(row, key)) for key in _SAID}
    said = {key: ours != theirs for key, (ours, theirs) in pairs.items() if ours and theirs}
    if len(said) < _FEWEST_SAID or not said.get(CALLED_AT.key) or not all(said.values()):
        return False
    return differing(known, row).keys() >= said.keys()  # a masked name or telephone is the same one


def import_diff(known: Known, row: TicketRow, own: frozenset[str], headers: Mapping[str, str]) -> ImportDiff:
    """What ``row`` says of ``known``, given the keys that the office itself entered.

    ``headers`` are those whose words count, each with the key of the fact that it states, '' for none.
    """
    found = differing(known, row)
    kept = {key for key in found if key in own or (key == LEVEL.key and known.level_is_decided)}
    values = {key: value for key, value in found.items() if key not in kept}
    kept_or_none = ("", *kept)
    return ImportDiff(
        values,
        tuple(_difference(known, key, value) for key, value in values.items()),
        tuple(_difference(known, key, found[key]) for key in found if key in kept),
        tuple(
            Difference(header, known.cells.get(header, ""), text)
            for header, text in row.platform.items()
            if headers.get(header) in kept_or_none and text != known.cells.get(header)
        ),
    )


def _difference(known: Known, key: str, value: Value) -> Difference:
    before = known.level.value if key == LEVEL.key else value_as_text(getattr(known.facts, key))
    return Difference(LABELS[key], before, value_as_text(value))


def update(ticket: Ticket, diff: ImportDiff, context: RuleContext) -> tuple[Ticket, Entry]:
    """The ticket with the news taken in, and the entry that says so; deadlines follow where they depend on it."""
    values: dict[str, Value] = dict(diff.values)
    if diff.kept:
        values[KEPT_EDITS.key] = "；".join(f"{d.label}保留“{d.before}”，平台为“{d.after}”" for d in diff.kept)
    entry = Entry(
        IMPORT_UPDATE.id, context.now, context.by, values, {}, round=ticket.round_number, recorded_at=context.now
    )
    after = IMPORT_UPDATE.apply(ticket, entry)
    if not counts(after) or _LIMIT_KEYS.isdisjoint(diff.values):
        return after, entry
    return _with_limits(ticket, IMPORT_UPDATE, entry, limits_again(after, context))


def undone(before: Ticket, updated: Ticket, context: RuleContext, recounted: bool = False) -> tuple[Ticket, Entry]:
    """The ticket with what one import changed set back, and the entry that says so.

    ``before`` is the ticket before that import's entry, ``updated`` as it stands: nothing but a recount of deadlines
    happened since, after which the deadlines are counted again.
    """
    was, now = _BROUGHT(before.facts), _BROUGHT(updated.facts)
    keys = [key for key, old, new in zip(BROUGHT_KEYS, was, now, strict=True) if old != new]
    values: dict[str, Value] = {key: getattr(before.facts, key) for key in keys if getattr(before.facts, key)}
    facts: dict[str, Value] = {EMPTIED.key: tuple(key for key in keys if key not in values)}
    if before.level is not updated.level:
        values[LEVEL.key] = before.level.value
    entry = Entry(
        IMPORT_UNDO.id, context.now, context.by, values, facts, round=updated.round_number, recorded_at=context.now
    )
    after, entry_with_limits = _with_limits(updated, IMPORT_UNDO, entry, before.limits)
    if not recounted or not counts(after):
        return after, entry_with_limits
    return _with_limits(updated, IMPORT_UNDO, entry, limits_again(after, context))


def _with_limits(ticket: Ticket, step: TicketStep, entry: Entry, limits: Limits) -> tuple[Ticket, Entry]:
    """``ticket`` after ``entry``, which records ``limits`` where they are others than before."""
    if limits != ticket.limits:
        entry = replace(entry, facts={**entry.facts, **limit_facts(limits)})
    return step.apply(ticket, entry), entry
