"""Every paper of a kind that a record gives: one for each round, request, measure or record it speaks of.

A paper shows the newest of what it is given, so each earlier one is made from the record cut off behind it. What was
corrected later stays corrected. A case's file holds all of them, and each can be printed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entries, Entry, Requests, newest
from hotline_desktop.domain.supervision.case import Measure, SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import SIGNED_ON
from hotline_desktop.domain.supervision.steps.gatherings import NOTIFIED_ON, REQUESTED_ON
from hotline_desktop.domain.ticket.fields import DONE_AT, OLD_DUE
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


class CaseVersion(NamedTuple):
    """A case cut off behind what one of its papers speaks of; ``place`` is that of its measure, from 0.

    ``final`` and ``counts`` as with a ticket.
    """

    case: SupervisionCase
    place: int
    final: bool
    dated: date | None
    counts: bool = True


TicketVersions = Iterator[TicketVersion]
CaseVersions = Iterator[CaseVersion]


def round_label(ticket: Ticket, version: TicketVersion) -> str:
    """Which round of ``ticket`` the paper is of; empty where there is only one."""
    if len(ticket.rounds) < 2 or version.place < 0:
        return ""
    turn = ticket.rounds[version.place]
    moved = sum(other.number == turn.number for other in ticket.rounds) > 1  # a unit gave it back
    return f"第{turn.number}次处置" + (f"，{turn.unit}" if moved else "")


def measure_label(case: SupervisionCase, version: CaseVersion) -> str:
    """Which measure of ``case`` the paper is of; empty where there is only one."""
    return f"第{version.place + 1}次督办" if len(case.measures) > 1 else ""


# -- tickets -----------------------------------------------------------------------------------------------


def once(dated: Callable[[Ticket], date | None]) -> Callable[[Ticket], TicketVersions]:
    """Of the whole ticket, as soon as there is a date for it."""

    def versions(ticket: Ticket) -> TicketVersions:
        day = _day(dated(ticket))
        if day is not None:
            yield TicketVersion(ticket, -1, True, day)

    return versions


def rounds(ticket: Ticket) -> TicketVersions:
    """The ticket as each round left it; of a unit that gave it back, as it went to that unit."""
    cut = _Cutter(ticket)
    for place, turn in enumerate(ticket.rounds):
        done = DONE_AT.of(turn.result) if turn.result else turn.handed_on
        yield TicketVersion(cut.at(place, returns=()), place, turn.result is not None, _day(done))


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
            shown = {"reviews": _only(review), "callbacks": _only(callback), "returns": ()}
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
        if ticket.waived:
            if turn.result:
                yield TicketVersion(cut.at(place, returns=()), place, True, turn.result.at.date())
            continue
        for count, survey in enumerate(turn.surveys, start=1):
            then = cut.at(place, returns=(), surveys=turn.surveys[:count])
            yield TicketVersion(then, place, True, survey.at.date())


def _checked(turn: Round) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Each review with the callback that followed it: a review that passes comes before any callback."""
    yield from ((review, None) for review in turn.reviews[:-1])
    last = newest(turn.reviews)
    if turn.callbacks:
        yield from ((last, callback) for callback in turn.callbacks)
    elif last is not None:
        yield last, None


class _Cutter:
    """Cuts a ticket off behind one of its rounds, under the 转办编号 of that round."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket, self._numbers = ticket, _transfer_numbers(ticket) if len(ticket.rounds) > 1 else {}

    def at(self, place: int, **changes: object) -> Ticket:
        """The ticket as the round at ``place`` left it, with these changes to that round."""
        ticket = self._ticket
        if not ticket.rounds:
            return ticket
        turn = replace(ticket.rounds[place], **changes)  # type: ignore[arg-type]
        number = self._numbers.get(place + 1, ticket.transfer_number)
        return replace(ticket, rounds=(*ticket.rounds[:place], turn), transfer_number=number)


def _transfer_numbers(ticket: Ticket) -> dict[int, str]:
    """转办编号 by the count of rounds that there were then: a ticket itself knows only the last one."""
    then, found = Ticket(), dict[int, str]()
    for step, entry in ticket.log:
        then = step.apply(then, entry)
        found[len(then.rounds)] = then.transfer_number
    return found


def _last_place(ticket: Ticket, number: int) -> int:
    places = [place for place, turn in enumerate(ticket.rounds) if turn.number <= number]
    return places[-1] if places else 0


# -- cases -------------------------------------------------------------------------------------------------


def notices(case: SupervisionCase) -> CaseVersions:
    """Every measure of which a notice was issued. 督办二（三）1."""
    for measure, version in _measures(case):
        if measure.issued_on:
            yield version._replace(final=measure.report is not None, dated=measure.issued_on)


def calls(case: SupervisionCase) -> CaseVersions:
    """Every 电话督办, with the limit and count of its own measure. 督办二（二）1."""
    return _dated(case, lambda measure: measure.call)


def visits(case: SupervisionCase) -> CaseVersions:
    """Every 现场督办. 督办二（二）3."""
    return _dated(case, lambda measure: None if measure.convened else measure.record)


def minutes(case: SupervisionCase) -> CaseVersions:
    """Every 专题会议 that was held. 督办二（二）5."""
    return _dated(case, lambda measure: measure.record if measure.convened else None)


def reports(case: SupervisionCase) -> CaseVersions:
    """Every report of the unit. 督办二（三）2."""
    for measure, version in _measures(case):
        if measure.report:
            yield version._replace(dated=SIGNED_ON.of(measure.report))


def laid_before_the_leader(case: SupervisionCase) -> CaseVersions:
    """The case as it was laid before the leader each time, with the answer: the unit not told yet. 督办二（二）4-5."""
    for measure, version in _measures(case):
        not_notified = version.case.with_measure(received_at=None, due=None, provisional=False)
        for count, entry in enumerate(measure.requests, start=1):
            then = not_notified.with_measure(
                requests=measure.requests[:count], instructions=measure.instructions[:count]
            )
            yield version._replace(case=then, dated=REQUESTED_ON.of(entry))


def convenings(case: SupervisionCase) -> CaseVersions:
    """The case as each notice of a meeting called it: what the meeting then decided is not on it. 督办二（二）5."""
    for measure, version in _measures(case):
        for count, entry in enumerate(measure.convenings, start=1):
            called = version.case.with_measure(convenings=measure.convenings[:count], record=None)
            yield version._replace(case=called, dated=NOTIFIED_ON.of(entry))


def checks(case: SupervisionCase) -> CaseVersions:
    """The case behind each callback and site check of the centre; a single one of a pair stands beside each other.
    督办二（三）3.
    """
    for measure, version in _measures(case):
        calls, sites = measure.callbacks, measure.site_checks
        for place in range(max(len(calls), len(sites))):
            call, site = _at(calls, place), _at(sites, place)
            then = version.case.with_measure(callbacks=_only(call), site_checks=_only(site))
            counts = call is measure.callback and site is measure.site_check
            dated = max(entry.at for entry in (call, site) if entry is not None).date()
            yield version._replace(case=then, dated=dated, counts=counts)


def case_extensions(case: SupervisionCase) -> CaseVersions:
    """The case behind each request for more time, with the deadline that it asked to move. 督办二（三）4."""
    for measure, version in _measures(case):
        for count, request in enumerate(measure.extensions, start=1):
            moved = (OLD_DUE.of(later.decided) for later in measure.extensions[count - 1 :] if later.decided)
            due = next((old for old in moved if old is not None), measure.due)
            then = version.case.with_measure(extensions=measure.extensions[:count], due=due)
            decided = request.decided is not None
            yield version._replace(case=then, final=decided, dated=request.asked.at.date())


def _measures(case: SupervisionCase) -> Iterator[tuple[Measure, CaseVersion]]:
    """Every measure with the case as it left it; only the last one led to the closing."""
    for place, measure in enumerate(case.measures):
        last = place == len(case.measures) - 1
        then = replace(case, measures=case.measures[: place + 1], closing=case.closing if last else None)
        yield measure, CaseVersion(then, place, True, None)


def _dated(case: SupervisionCase, record: Callable[[Measure], Entry | None]) -> CaseVersions:
    for measure, version in _measures(case):
        entry = record(measure)
        if entry is not None:
            yield version._replace(dated=entry.at.date())


# -- both --------------------------------------------------------------------------------------------------


def _only(entry: Entry | None) -> Entries:
    return (entry,) if entry is not None else ()


def _at(entries: Entries, place: int) -> Entry | None:
    """The entry at ``place``, or the last one where there are fewer."""
    return entries[min(place, len(entries) - 1)] if entries else None


def _before(entries: Iterable[Entry], entry: Entry) -> Entries:
    """Those that were written down before ``entry``."""
    until = entry.recorded_at or entry.at
    return tuple(each for each in entries if (each.recorded_at or each.at) <= until)


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
