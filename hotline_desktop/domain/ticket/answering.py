"""一个工作日内答复市民: whether it was kept, by the contact records of a unit's rounds. 规范一（一）2.

One definition for sheet, figures and ranking: a unit that has the ticket for several rounds (再处置) answers within a
day in each of them; one that was missed is not made good by the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from hotline_desktop.domain.terms.options import ContactResult
from hotline_desktop.domain.ticket.fields import ANSWERED_WITHIN_DAY, CONTACT_RESULT
from hotline_desktop.domain.ticket.ticket import Round


def first_reached(turn: Round) -> datetime | None:
    """When the unit first reached the citizen in the round, whether it asked or answered."""
    reached = (e.at for e in (*turn.contacts, *turn.answers) if CONTACT_RESULT.of(e) == ContactResult.REACHED)
    return min((at for at in reached if turn.handed_on is None or at >= turn.handed_on), default=None)


def hand_overs(rounds: Sequence[Round]) -> Iterator[tuple[Round, ...]]:
    """The rounds of each hand-over together: a new one begins after a 退单, or once a closed ticket was sent back."""
    part: list[Round] = []
    for turn in rounds:
        if part and (part[-1].returned or part[-1].closed_at):
            yield tuple(part)
            part = []
        part.append(turn)
    if part:
        yield tuple(part)


def answered_by(part: Iterable[Round], now: datetime | None = None) -> bool | None:
    """Whether the citizen was answered within one working day in every round of a hand-over.

    What a person settled in a round stands for that round and those before it. None where nothing is known, or where
    the newest round still runs and nobody was reached by ``now``.
    """
    found: bool | None = None
    for turn in part:
        own = answered_in_time(turn, now)
        if turn.settled_answer is not None or found is not False:
            found = own
    return found


def answered_in_time(turn: Round, now: datetime | None = None) -> bool | None:
    """Whether the citizen was answered within one working day.

    None without such a deadline, and at ``now`` while it still runs and nobody was reached; without ``now`` the round
    is over, and who was not reached was not answered. What a person settled with a reason stands.
    """
    if turn.settled_answer is not None:
        return ANSWERED_WITHIN_DAY.of(turn.settled_answer)
    due, reached = turn.limits.answer_due, first_reached(turn)
    if due is None:
        return None
    if reached is not None:
        return reached <= due
    return False if now is None or now > due else None
