"""What one ticket counts for: with the town once, and with every unit by that unit's own hand-over. 督办二（五）2.

A unit's part in a ticket begins with the hand-over to it and ends when the ticket is closed, given back (退单) or
merged into another. 再处置 stays the same part; a hand-over after a 退单, or after a closed ticket was sent back,
begins a new one. Sheet, figures, ranking and evidence all read what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.terms.options import ContactResult, Grade, Origin, Resolution
from hotline_desktop.domain.ticket.answering import answered_by, hand_overs
from hotline_desktop.domain.ticket.fields import CONTACT_RESULT, LATE, PLATFORM_STATE, UPPER_GRADE
from hotline_desktop.domain.ticket.lapses import lapse_of, round_ended
from hotline_desktop.domain.ticket.steps.intake import (
    ADDRESS,
    CALLER,
    CATEGORY,
    CONTENT,
    PLACE,
    REQUEST_TYPE,
    SOURCE,
    TITLE,
)
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.steps.records import EMPTIED, IMPORT_UNDO, IMPORT_UPDATE
from hotline_desktop.domain.ticket.steps.reviewing import OVERALL
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket

TOWN = ""
SOLVED = {Resolution.SOLVED: True, Resolution.EXPLAINED: False, Resolution.UNSOLVED: False}
WEIGHTS = {
    Grade.SATISFIED: Fraction(1),
    Grade.MOSTLY: Fraction(8, 10),
    Grade.FAIR: Fraction(6, 10),
    Grade.UNSATISFIED: Fraction(0),
}


class Ending(StrEnum):
    """How a ticket left the hands that had it."""

    CLOSED = "结案"
    RETURNED = "退单转出"
    MERGED = "并单"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a closed part counts for in the rates, or ``count`` alike. None is “not counted”: waived, or not rated.

    ``contacted`` is 先行联系, ``answered`` 一个工作日内答复市民, ``lapsed`` whether a deadline was missed on the way.
    """

    contacted: bool | None = None
    answered: bool | None = None
    resolution: Resolution | None = None
    grade: Grade | None = None
    lapsed: bool = False
    count: int = 1

    @property
    def solved(self) -> bool | None:
        """实际解决 of 实际解决, 解释说明 and 未解决; the other words count in neither."""
        return SOLVED.get(self.resolution) if self.resolution else None

    @property
    def satisfied(self) -> Fraction | None:
        """What the citizen's grade weighs; None where there is none."""
        return WEIGHTS.get(self.grade) if self.grade else None


@quick_record(frozen=True, slots=True)
class Handling:
    """One ticket in one pair of hands; ``unit`` is TOWN for the ticket as a whole.

    ``began_on`` is the day of 受理 for the town and of the hand-over for a unit; ``ended_at`` and ``ending`` stand once
    it is over, ``recorded_at`` is when the program was told of the closing. ``lapsed_at`` is the first deadline that
    passes without a result, which may lie ahead: it counts from that moment on. Imported ``history`` counts in volumes.
    ``again`` marks a closed ticket that was sent back: it is taken in once more, but not received once more.
    """

    number: str
    unit: str
    began_on: date | None
    ended_at: datetime | None = None
    ending: Ending | None = None
    lapsed_at: datetime | None = None
    outcome: Outcome = Outcome()
    history: bool = False
    again: bool = False
    counted_from: date | None = None
    counted_on: date | None = None
    missed_on: datetime | None = None
    late_on: date | None = None
    rounds: tuple[int, ...] = ()

    @property
    def counts_from(self) -> date | None:
        """The day on which its beginning counts."""
        return self.counted_from or self.began_on

    @property
    def counts_on(self) -> date | None:
        """The day on which its end counts."""
        return self.counted_on or (self.ended_at.date() if self.ended_at else None)

    @property
    def counts_missed(self) -> datetime | None:
        """The moment at which its lapse counts."""
        return self.missed_on or self.lapsed_at


class LapseKind(StrEnum):
    """What takes points off."""

    OVERDUE = "逾期"
    LATE_RETURN = "逾期退单"
    SUPERVISED = "督办"


@dataclass(frozen=True, slots=True)
class Lapse:
    """A reason for which a unit loses points, from ``at`` on: for a running deadline that may lie ahead.

    ``until`` is when what was overdue was finished or taken away; None while it is not. ``what`` names ticket or case,
    ``round`` its round. ``counted_at`` is when it counts where it was entered after its quarter was settled (补计).
    """

    unit: str
    kind: LapseKind
    at: datetime
    what: str
    until: datetime | None = None
    round: int = 1
    counted_at: datetime | None = None

    @property
    def counts_at(self) -> datetime:
        """The moment at which it counts."""
        return self.counted_at or self.at


# Words that nothing is counted by; an import brings them.
UNCOUNTED = frozenset(
    field.key for field in (TITLE, CONTENT, CALLER, ADDRESS, SOURCE, REQUEST_TYPE, CATEGORY, PLACE, PLATFORM_STATE)
)
_BRINGING = frozenset((IMPORT_UPDATE.id, IMPORT_UNDO.id))


def leaves_figures(entry: Entry) -> bool:
    """Whether ``entry`` brings a ticket nothing but words that nothing is counted by."""
    if entry.step not in _BRINGING or DUE.key in entry.facts:
        return False
    return UNCOUNTED.issuperset(entry.values) and UNCOUNTED.issuperset(EMPTIED.of(entry))


def handlings(ticket: Ticket) -> tuple[Handling, ...]:
    """The town's part first, then that of every unit in the order of the hand-overs."""
    if ticket.origin is Origin.HISTORY:
        return _history(ticket)
    parts = tuple(hand_overs(ticket.rounds))
    found = tuple(_of_unit(ticket, parts, place) for place in range(len(parts)))
    return (*_of_town(ticket, parts, found), *found)


def lapses(ticket: Ticket) -> Iterator[Lapse]:
    """逾期 of every round, and 逾期退单 once a round, each with its moment. 规范一（二）, （三）.

    What was merged into another ticket has none: the main ticket is handled and judged.
    """
    if ticket.origin is Origin.HISTORY or ticket.merged_into:
        return
    number = ticket.facts.number
    for turn in ticket.rounds:
        at = lapse_of(turn)
        if at is not None:
            yield Lapse(turn.unit, LapseKind.OVERDUE, at, number, round_ended(turn), turn.number)
        late = [request.asked.at for request in turn.returns if LATE.of(request.asked)]
        if late:
            yield Lapse(turn.unit, LapseKind.LATE_RETURN, min(late), number, min(late), turn.number)


def _history(ticket: Ticket) -> tuple[Handling, ...]:
    """A ticket that was finished elsewhere: one line of volumes, with the unit that the platform names, if any.

    It counts for the town too.
    """
    facts, ended = ticket.facts, ticket.closed_at
    began = facts.received_at or facts.called_at
    ending = Ending.CLOSED if ended else None
    day = began.date() if began else None
    return (Handling(facts.number, facts.proposed_unit, day, ended, ending, history=True),)


def _of_unit(ticket: Ticket, parts: tuple[tuple[Round, ...], ...], place: int) -> Handling:
    part, last = parts[place], place == len(parts) - 1
    handed = part[0].handed_on
    ended, ending = _end_of(ticket, part[-1], last)
    closed = ending is Ending.CLOSED
    return Handling(
        number=ticket.facts.number,
        unit=part[-1].unit,
        began_on=handed.date() if handed else None,
        ended_at=ended,
        ending=ending,
        lapsed_at=_first_lapse(ticket, part),
        outcome=_outcome(ticket, parts, place) if closed else Outcome(),
        again=place > 0 and parts[place - 1][-1].closed_at is not None,
        rounds=tuple(turn.number for turn in part),
    )


def _of_town(ticket: Ticket, parts: tuple[tuple[Round, ...], ...], found: tuple[Handling, ...]) -> Iterator[Handling]:
    """The ticket from its receipt until it is closed or merged; once more from the hand-over if it was sent back."""
    facts, since = ticket.facts, 0
    received = facts.received_at or facts.called_at or ticket.first_handed_on
    began = received.date() if received else None
    for place, own in enumerate(found):
        if own.ending is Ending.CLOSED:
            rounds = tuple(turn for part in parts[since : place + 1] for turn in part)
            outcome = replace(own.outcome, lapsed=_first_lapse(ticket, rounds) is not None)
            yield replace(
                own,
                unit=TOWN,
                began_on=began,
                lapsed_at=_first_lapse(ticket, rounds),
                outcome=outcome,
                again=since > 0,
                rounds=tuple(turn.number for turn in rounds),
            )
            since = place + 1
            began = found[since].began_on if since < len(found) else None
    if not found or since < len(found):
        yield _open_in_town(ticket, began, tuple(turn for part in parts[since:] for turn in part), since > 0)


def _open_in_town(ticket: Ticket, began: date | None, rounds: tuple[Round, ...], again: bool) -> Handling:
    merged = ticket.merged_at if ticket.merged_into else None
    return Handling(
        number=ticket.facts.number,
        unit=TOWN,
        began_on=began,
        ended_at=merged,
        ending=Ending.MERGED if merged else None,
        lapsed_at=_first_lapse(ticket, rounds),
        again=again,
        rounds=tuple(turn.number for turn in rounds),
    )


def _end_of(ticket: Ticket, turn: Round, last: bool) -> tuple[datetime | None, Ending | None]:
    """When and how the part whose last round is ``turn`` ended; an earlier merge does not undo what came before it."""
    if turn.returned:
        return round_ended(turn), Ending.RETURNED
    if turn.closed_at:
        return turn.closed_at, Ending.CLOSED
    if last and ticket.merged_into:
        return ticket.merged_at, Ending.MERGED
    return None, None


def _first_lapse(ticket: Ticket, part: tuple[Round, ...]) -> datetime | None:
    if ticket.merged_into:
        return None
    return min((at for turn in part if (at := lapse_of(turn)) is not None), default=None)


def _outcome(ticket: Ticket, parts: tuple[tuple[Round, ...], ...], place: int) -> Outcome:
    part = parts[place]
    first, turn = part[0], part[-1]
    secrecy = ticket.secrecy_in(sum(map(len, parts[: place + 1])) - 1)
    return Outcome(
        contacted=None if secrecy.secret else contacted_first(first),
        answered=None if secrecy.waived else answered_by(part),
        resolution=turn.resolution,
        grade=None if secrecy.waived else grade_of(ticket, turn),
        lapsed=_first_lapse(ticket, part) is not None,
    )


def contacted_first(turn: Round) -> bool:
    """先行联系: the unit reached the citizen after its own hand-over, before its result and before the final answer.

    An attempt that reached nobody is none, and the answer itself is no first contact. 规范一（一）2.
    """
    done = round_ended(turn)
    final = max((entry.at for entry in turn.answers if _reached(CONTACT_RESULT.of(entry))), default=None)
    return any(
        _reached(CONTACT_RESULT.of(entry))
        and (turn.handed_on is None or entry.at >= turn.handed_on)
        and (done is None or entry.at <= done)
        and (final is None or entry.at < final)
        for entry in turn.contacts
    )


def grade_of(ticket: Ticket, turn: Round) -> Grade | None:
    """The citizen's grade: from 市、区 on this round, else the centre's callback, else the form. 督办二（五）2.

    Of several calls from above the last one counts, whenever they were written down.
    """
    calls = sorted((c.called for c in ticket.upper_callbacks if c.called.round == turn.number), key=lambda c: c.at)
    heard = [UPPER_GRADE.of(called) for called in reversed(calls)]
    called = OVERALL.of(turn.callback)
    grades = (*heard, called, turn.grade or "")
    return next((grade for word in grades if word and (grade := Grade(word)) is not Grade.NOT_RATED), None)


def _reached(word: str) -> bool:
    return word == ContactResult.REACHED
