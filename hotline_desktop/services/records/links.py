"""Tickets that refer to each other: what a step names must exist, and a confirmed group stands on all its tickets.

规范一（一）1, 督办二（一）4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from hotline_desktop.domain.records.fields import NO_VALUES, Value, Values
from hotline_desktop.domain.records.steps import Step, Taken
from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.ticket.labels import changed_labels
from hotline_desktop.domain.ticket.steps.links import (
    MAIN_NUMBER,
    MERGE,
    REPEAT_CONFIRM,
    REPEAT_EVIDENCE,
    REPEAT_RULE_OUT,
    REPEATED,
    SPLIT,
    WHY_NO_REPEAT,
)
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import tickets


class _Notice(NamedTuple):
    """What has to be written on another ticket of the same matter."""

    number: str
    step: TicketStep
    names: tuple[str, ...]
    why: Values = NO_VALUES
    facts: Values = NO_VALUES


def by_own_numbers(c: Connection, step: Step[Any], values: Mapping[str, object]) -> Mapping[str, object]:
    """The values with every ticket that they name under the number that it has: ``ab-1`` and ``AB-1`` are one."""
    given = dict(values)
    for field in step.fields:
        if not field.names_tickets or not given.get(field.key):
            continue
        with suppress(ValueError):  # what cannot be read is refused with the step
            read = field.read(given[field.key])
            typed = read if isinstance(read, tuple) else (str(read),)
            own = tickets.own_numbers(c, typed)
            names = tuple(dict.fromkeys(own.get(number, number) for number in typed))
            given[field.key] = names if isinstance(read, tuple) else names[0]
    return given


def wrong_links(c: Connection, ticket_id: int, before: Ticket, after: Ticket) -> tuple[Blocker, ...]:
    """Blockers for ticket numbers that a step names and that the office does not have or that lead on elsewhere."""
    return (*_wrong_main(c, ticket_id, before, after), *_wrong_repeats(c, before, after))


def tell_linked(c: Connection, after: Ticket, entry: Entry) -> frozenset[int]:
    """Writes a confirmed or ruled out repeat on the other tickets too; the ids of those that it was written on.

    A ticket that is merged into another one of its group is no call of its own any more, until it is split off again.
    """
    return _tell(c, list(_to_tell(c, after, entry)), entry)


def tell_after_withdrawal(c: Connection, after: Ticket, taken: Taken, by: str, now: datetime) -> frozenset[int]:
    """As ``tell_linked``, where the merge or the split ``taken`` was withdrawn ``now``."""
    linked = {MERGE.id: lambda: _split_off(c, after), SPLIT.id: lambda: _merged_in(after)}.get(taken.step.id)
    return _tell(c, list(linked()), Entry(WITHDRAW.id, now, by, recorded_at=now)) if linked else frozenset()


def _tell(c: Connection, linked: Sequence[_Notice], entry: Entry) -> frozenset[int]:
    ids = tickets.known(c, [each.number for each in linked])
    for each in linked:
        ticket_id = ids[each.number]
        other = tickets.load(c, ticket_id)
        values: dict[str, Value] = {**(each.why or entry.values), REPEATED.key: each.names}
        line = Entry(
            each.step.id, entry.at, entry.by, values, each.facts, other.round_number, recorded_at=entry.recorded_at
        )
        changed = each.step.apply(other, line)
        tickets.record(c, ticket_id, changed, line, *changed_labels(other, changed))
    return frozenset(ids.values())


def _wrong_main(c: Connection, ticket_id: int, before: Ticket, after: Ticket) -> Iterator[Blocker]:
    main = after.merged_into
    if not main or main == before.merged_into:
        return
    main_id = tickets.find(c, main)
    if main_id is None:
        yield Blocker(MERGE.clause, f"没有编号为“{main}”的工单，不能并入", MAIN_NUMBER.key)
        return
    further = tickets.load(c, main_id).merged_into
    if main_id == ticket_id:
        yield Blocker(MERGE.clause, "不能并入自己", MAIN_NUMBER.key)
    elif further:
        yield Blocker(MERGE.clause, f"工单 {main} 自己已并入 {further}，请并入那一张", MAIN_NUMBER.key)
    resting = "、".join(tickets.merged_into(c, after.facts.number))
    if resting:
        message = f"工单 {resting} 已并入本工单，请先把它拆分出来，再并入 {main}"
        yield Blocker(MERGE.clause, message, MAIN_NUMBER.key)


def _wrong_repeats(c: Connection, before: Ticket, after: Ticket) -> Iterator[Blocker]:
    named = {*after.repeats, *after.not_repeats} - {*before.repeats, *before.not_repeats}
    missing = sorted(named - tickets.known(c, named).keys())
    if missing:
        message = f"没有编号为“{'、'.join(missing)}”的工单，请核对或先登记、导入"
        yield Blocker(Clause.SUPERVISE_REPEATED, message, REPEATED.key)
    confirmed = [number for number in after.repeats if number not in before.repeats]
    known = tickets.known(c, confirmed)
    counted = (after, *(tickets.load(c, known[number]) for number in confirmed if number in known))
    for merged in [each for each in counted if each.merged_into] if confirmed else ():
        same = f"工单 {merged.facts.number} 已并入 {merged.merged_into}，是同一次来电登记了两次"
        yield Blocker(Clause.SUPERVISE_REPEATED, f"{same}，不另算一件重复，请用 {merged.merged_into}", REPEATED.key)


def _to_tell(c: Connection, after: Ticket, entry: Entry) -> Iterator[_Notice]:
    own, named = after.facts.number, REPEATED.of(entry)
    if entry.step == REPEAT_RULE_OUT.id:
        for number in named:
            yield _Notice(number, REPEAT_RULE_OUT, (own,))
    elif entry.step == REPEAT_CONFIRM.id:
        yield from _whole_group(c, own, named)
    elif entry.step == MERGE.id:
        yield from _merged_in(after)
    elif entry.step == SPLIT.id:
        yield from _split_off(c, after)


def _merged_in(after: Ticket) -> Iterator[_Notice]:
    """What was entered twice is one call: where its main ticket is of the same group, the group has one call less."""
    if after.merged_into in after.repeats:
        why: dict[str, Value] = {WHY_NO_REPEAT.key: f"已并入 {after.merged_into}，是同一次来电登记了两次"}
        for number in after.repeats:
            facts: dict[str, Value] = {MAIN_NUMBER.key: after.merged_into}
            yield _Notice(number, REPEAT_RULE_OUT, (after.facts.number,), why, facts)


def _split_off(c: Connection, after: Ticket) -> Iterator[_Notice]:
    """A call of its own again, for those of its group that left it out."""
    own = after.facts.number
    why: dict[str, Value] = {REPEAT_EVIDENCE.key: "拆分为单独工单，仍是同一事项的一次来电"}
    for number, ticket_id in tickets.known(c, after.repeats).items():
        if own in tickets.load(c, ticket_id).not_repeats:
            yield _Notice(number, REPEAT_CONFIRM, (own,), why)


def _whole_group(c: Connection, own: str, named: tuple[str, ...]) -> Iterator[_Notice]:
    """Whoever is linked belongs together: each ticket of the group names all others that it does not name yet."""
    group: dict[str, Ticket] = {}
    edge = [own, *named]
    while edge:
        number = edge.pop()
        ticket_id = tickets.find(c, number) if number not in group else None
        if ticket_id is not None:
            group[number] = tickets.load(c, ticket_id)
            edge += group[number].repeats
    group = {number: ticket for number, ticket in group.items() if ticket.merged_into not in group}
    for number, ticket in group.items():
        missing = [other for other in group if other not in (number, *ticket.repeats, *ticket.not_repeats)]
        if missing:
            yield _Notice(number, REPEAT_CONFIRM, tuple(sorted(missing)))
