"""一个工作日内答复市民: whether it was kept, by the contact records of the round. 规范一（一）2."""

from __future__ import annotations

from datetime import datetime

from hotline_desktop.domain.terms.options import ContactResult
from hotline_desktop.domain.ticket.fields import ANSWERED_WITHIN_DAY, CONTACT_RESULT
from hotline_desktop.domain.ticket.ticket import Round


def first_reached(turn: Round) -> datetime | None:
    """When the unit first reached the citizen in the round, whether it asked or answered."""
    reached = (e.at for e in (*turn.contacts, *turn.answers) if CONTACT_RESULT.of(e) == ContactResult.REACHED)
    return min((at for at in reached if turn.handed_on is None or at >= turn.handed_on), default=None)


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
