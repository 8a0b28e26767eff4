"""A record as it stood for each of its papers: papers show the newest round, request or measure of what they are given.

A file of a case holds every one of them, so each earlier paper is made from the record cut off behind it. What was
corrected later stays corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entry, Request, Requests
from hotline_desktop.domain.supervision.case import Measure, SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import CASE_EXTENSION, CASE_EXTENSION_DECISION
from hotline_desktop.domain.supervision.steps.catalogue import replay_case
from hotline_desktop.domain.ticket.fields import DONE_AT
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Round, Ticket


class TicketVersion(NamedTuple):
    """A ticket cut off behind one of its rounds or requests. ``final`` once the centre answered, or the unit reported.

    ``round`` is the place of the round among all of the ticket's, from 0.
    """

    ticket: Ticket
    round: int
    final: bool
    dated: date | None


class CaseVersion(NamedTuple):
    """A case cut off behind one of its measures; ``measure`` is its place, from 0."""

    case: SupervisionCase
    measure: int


def transfer_numbers(entries: Sequence[Entry]) -> tuple[str, ...]:
    """转办编号 of every round in order: a ticket itself knows only the last one."""
    ticket, found = Ticket(), dict[int, str]()
    for entry in entries:
        ticket = STEPS_BY_ID[entry.step].apply(ticket, entry)
        found[len(ticket.rounds)] = ticket.transfer_number
    return tuple(found.get(place, "") for place in range(1, len(ticket.rounds) + 1))


def rounds(ticket: Ticket, numbers: Sequence[str]) -> Iterator[TicketVersion]:
    """The ticket as each round left it; of a unit that gave it back, as it went to that unit."""
    for place, turn in enumerate(ticket.rounds):
        number = numbers[place] if place < len(numbers) else ticket.transfer_number
        then = replace(_until(ticket, place, returns=()), transfer_number=number)
        done = DONE_AT.of(turn.result) if turn.result else turn.handed_on
        yield TicketVersion(then, place, turn.result is not None, _day(done))


def requests(ticket: Ticket, kind: str) -> Iterator[TicketVersion]:
    """The ticket behind each of its ``returns``, ``extensions`` or ``unfounded`` statements."""
    for place, turn in enumerate(ticket.rounds):
        asked: Requests = getattr(turn, kind)
        for count, request in enumerate(asked, start=1):
            yield _request(_until(ticket, place, **{kind: asked[:count]}), place, request)


def statements(ticket: Ticket) -> Iterator[TicketVersion]:
    """The ticket behind each statement on a bad callback from above. 规范一（七）."""
    for place, callback in enumerate(ticket.upper_callbacks):
        for count, request in enumerate(callback.statements, start=1):
            message = replace(callback, statements=callback.statements[:count])
            then = replace(ticket, upper_callbacks=(*ticket.upper_callbacks[:place], message))
            yield _request(then, len(ticket.rounds) - 1, request)


def rounds_with(ticket: Ticket, record: Callable[[Round], Entry | None]) -> Iterator[TicketVersion]:
    """The ticket as each round left it that has a record of a kind; ``record`` finds the one that dates it."""
    for place, turn in enumerate(ticket.rounds):
        entry = record(turn)
        if entry is not None:
            yield TicketVersion(_until(ticket, place, returns=()), place, True, entry.at.date())


def measures(case: SupervisionCase) -> Iterator[tuple[Measure, CaseVersion]]:
    """Every measure with the case as it left it; only the last one led to the closing."""
    for place, measure in enumerate(case.measures):
        last = place == len(case.measures) - 1
        then = replace(case, measures=case.measures[: place + 1], closing=case.closing if last else None)
        yield measure, CaseVersion(then, place)


def laid_before_the_leader(version: CaseVersion) -> Iterator[tuple[CaseVersion, Entry]]:
    """The case as it was laid before the leader each time, with the answer: the unit not told yet. 督办二（二）4-5."""
    untold = version.case.with_measure(received_at=None, due=None, provisional=False)
    measure = untold.measure
    for count, entry in enumerate(measure.requests, start=1):
        then = untold.with_measure(requests=measure.requests[:count], instructions=measure.instructions[:count])
        yield version._replace(case=then), entry


def convenings(version: CaseVersion) -> Iterator[tuple[CaseVersion, Entry]]:
    """The case as each notice of its meeting called it. 督办二（二）5."""
    called = version.case.measure.convenings
    for count, entry in enumerate(called, start=1):
        yield version._replace(case=version.case.with_measure(convenings=called[:count])), entry


def case_extensions(entries: Sequence[Entry]) -> Iterator[tuple[CaseVersion, Entry, Entry | None]]:
    """The case as it asked for each extension, what was asked, and what the centre decided. 督办二（三）4."""
    for place, entry in enumerate(entries):
        if entry.step == CASE_EXTENSION.id:
            then = replay_case(entries[: place + 1])
            later = (other for other in entries[place:] if other.step == CASE_EXTENSION_DECISION.id)
            yield CaseVersion(then, len(then.measures) - 1), entry, next(later, None)


def _until(ticket: Ticket, place: int, **changes: object) -> Ticket:
    turn = replace(ticket.rounds[place], **changes)  # type: ignore[arg-type]
    return replace(ticket, rounds=(*ticket.rounds[:place], turn))


def _request(ticket: Ticket, place: int, request: Request) -> TicketVersion:
    return TicketVersion(ticket, place, request.decided is not None, request.asked.at.date())


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
