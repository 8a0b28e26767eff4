"""Every paper of a kind that a ticket gives: one for each round, request or record that it speaks of.

A paper shows the newest of what it is given, so each earlier one is made from the record cut off behind it. What was
corrected later stays corrected. A case's file holds all of them, and each can be printed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from hotline_desktop.domain.papers.ticket_documents import asked_callback
from hotline_desktop.domain.records.entries import Entries, Entry, Requests, alone
from hotline_desktop.domain.terms.dates import day_of
from hotline_desktop.domain.ticket.fields import DONE_AT
from hotline_desktop.domain.ticket.ticket import Round, Ticket


class TicketVersion(NamedTuple):
    """A ticket cut off behind what one of its papers speaks of.

    ``place`` is that of the round among all of the ticket's, from 0, and -1 where the paper is of the whole ticket;
    ``final`` tells that the centre answered, or the unit reported. ``counts`` is False where another record of the
    same round is the one that rules.
    """

    ticket: Ticket
    place: int
    final: bool
    dated: date | None
    counts: bool = True


TicketVersions = Iterator[TicketVersion]


def round_label(ticket: Ticket, version: TicketVersion) -> str:
    """Which round of ``ticket`` the paper is of; empty where there is only one."""
    if len(ticket.rounds) < 2 or version.place < 0:
        return ""
    turn = ticket.rounds[version.place]
    moved = sum(other.number == turn.number for other in ticket.rounds) > 1  # a unit gave it back
    return f"第{turn.number}次处置" + (f"，{turn.unit}" if moved else "")


def once(dated: Callable[[Ticket], date | None]) -> Callable[[Ticket], TicketVersions]:
    """Of the whole ticket, as soon as there is a date for it."""

    def versions(ticket: Ticket) -> TicketVersions:
        day = day_of(dated(ticket))
        if day is not None:
            yield TicketVersion(ticket, -1, True, day)

    return versions


def rounds(ticket: Ticket) -> TicketVersions:
    """The ticket as each round left it; of a unit that gave it back, as it went to that unit."""
    cut = _Cutter(ticket)
    for place, turn in enumerate(ticket.rounds):
        done = DONE_AT.of(turn.result) if turn.result else turn.handed_on
        yield TicketVersion(cut.at(place, returns=()), place, turn.result is not None, day_of(done))


def requests(kind: str) -> Callable[[Ticket], TicketVersions]:
    """The ticket behind each of its ``returns``, ``extensions`` or ``unfounded`` statements."""

    def versions(ticket: Ticket) -> TicketVersions:
        cut = _Cutter(ticket)
        for place, turn in enumerate(ticket.rounds):
            asked: Requests = getattr(turn, kind)
            for count, request in enumerate(asked, start=1):
                then = cut.at(place, **{kind: asked[:count]})
                yield TicketVersion(then, place, request.decided is not None, request.asked.at.date())

    return versions


def statements(ticket: Ticket) -> TicketVersions:
    """The ticket behind each statement on a bad callback from above, in the round called about. 规范一（七）."""
    cut = _Cutter(ticket)
    for count, callback in enumerate(ticket.upper_callbacks, start=1):
        place = _last_place(ticket, callback.called.round)
        for asked, request in enumerate(callback.statements, start=1):
            called = replace(callback, statements=callback.statements[:asked])
            then = replace(cut.at(place), upper_callbacks=(*ticket.upper_callbacks[: count - 1], called))
            yield TicketVersion(then, place, request.decided is not None, request.asked.at.date())


def unasked(kind: str) -> Callable[[Ticket], Ticket]:
    """What gives a ticket as it is now, with none of its requests of that kind: before its unit asks once more.

    Where no unit has it, there is none that could.
    """

    def without(ticket: Ticket) -> Ticket:
        rounds = (replace(turn, **{kind: ()}) for turn in ticket.rounds)  # type: ignore[arg-type]
        return replace(ticket, rounds=tuple(rounds) if ticket.dispatched else ())

    return without


def unstated(ticket: Ticket) -> Ticket:
    """The ticket before its unit says anything about the newest bad callback. 规范一（七）."""
    last = asked_callback(ticket)
    return replace(
        ticket,
        upper_callbacks=tuple(
            replace(call, statements=()) if call is last else call for call in ticket.upper_callbacks
        ),
    )


def explained(ticket: Ticket) -> TicketVersions:
    """The ticket behind each explanation: each is signed on a paper of its own. 规范一（六）."""
    cut = _Cutter(ticket)
    for place, turn in enumerate(ticket.rounds):
        for count, entry in enumerate(turn.explanations, start=1):
            then = cut.at(place, explanations=turn.explanations[:count], returns=())
            yield TicketVersion(then, place, True, entry.at.date(), count == len(turn.explanations))


def reviewed(ticket: Ticket) -> TicketVersions:
    """The ticket behind each callback of a round, and behind each review that none followed. 规范一（六）2."""
    cut = _Cutter(ticket)
    for place, turn in enumerate(ticket.rounds):
        for review, callback in _checked(turn):
            shown = {"reviews": alone(review), "callbacks": alone(callback), "returns": ()}
            counts = review is turn.review and callback is turn.callback
            dated = callback or review
            if dated is not None:
                yield TicketVersion(cut.at(place, **shown), place, True, dated.at.date(), counts)


def joined(ticket: Ticket) -> TicketVersions:
    """The ticket behind each settlement with units that help. 规范一（一）2."""
    cut = _Cutter(ticket)
    for place, turn in enumerate(ticket.rounds):
        for count, joint in enumerate(turn.joints, start=1):
            last = count == len(turn.joints)
            verified = turn.verifications if last else _before(turn.verifications, joint)
            shown = {"joints": turn.joints[:count], "verifications": verified, "returns": ()}
            yield TicketVersion(cut.at(place, **shown), place, True, joint.at.date())


def surveyed(ticket: Ticket) -> TicketVersions:
    """The ticket behind each satisfaction form; where contact is waived the form says so beside the unit's result.
    规范一（六）1, 规范一（一）1.
    """
    cut = _Cutter(ticket)
    for place, turn in enumerate(ticket.rounds):
        as_left = cut.at(place, returns=())
        if as_left.waived:
            if turn.result:
                yield TicketVersion(as_left, place, True, turn.result.at.date())
            continue
        for survey in turn.surveys:
            then = cut.at(place, returns=(), surveys=alone(survey))
            yield TicketVersion(then, place, True, survey.at.date(), survey is turn.satisfaction)


def _checked(turn: Round) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Each review with the callback that followed it: a review that passes comes before any callback."""
    yield from ((review, None) for review in turn.reviews[:-1])
    last = turn.reviews[-1] if turn.reviews else None
    if turn.callbacks:
        yield from ((last, callback) for callback in turn.callbacks)
    elif last is not None:
        yield last, None


class _Cutter:
    """Cuts a ticket off behind one of its rounds, with the 转办编号, level, 催单 and 免联 that it had in that round."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket, self._then = ticket, _in_rounds(ticket) if len(ticket.rounds) > 1 else {}

    def at(self, place: int, **changes: object) -> Ticket:
        """The ticket as the round at ``place`` left it, with these changes to that round."""
        ticket = self._ticket
        if not ticket.rounds:
            return ticket
        turn, then = replace(ticket.rounds[place], **changes), self._then.get(place + 1, ticket)  # type: ignore[arg-type]
        return replace(
            ticket,
            rounds=(*ticket.rounds[:place], turn),
            transfer_number=then.transfer_number,
            level=then.level,
            urges=then.urges,
            exemption=then.exemption,
            waiver=then.waiver,
        )


def _in_rounds(ticket: Ticket) -> dict[int, Ticket]:
    """The ticket at the end of each round, by the count of rounds that there were: it knows only how it stands now."""
    then, found = Ticket(), dict[int, Ticket]()
    for step, entry in ticket.log:
        then = step.apply(then, entry)
        found[len(then.rounds)] = then
    return found


def _last_place(ticket: Ticket, number: int) -> int:
    places = [place for place, turn in enumerate(ticket.rounds) if turn.number <= number]
    return places[-1] if places else 0


def _before(entries: Iterable[Entry], entry: Entry) -> Entries:
    """Those that were written down before ``entry``."""
    until = entry.recorded_at or entry.at
    return tuple(each for each in entries if (each.recorded_at or each.at) <= until)
