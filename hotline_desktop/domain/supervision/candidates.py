"""Which tickets ought to be supervised, and what shows it (案源). 督办二（一）1-4.

What a superior, the media or a leader brings up is put into the pool by hand (督办二（一）5-6).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.terms.options import DemandFinding, FactFinding, Grade, Origin, Stage, SupervisionTrigger
from hotline_desktop.domain.ticket.ticket import Round, Ticket

REPEATED_TIMES = 3
_REASONABLE = frozenset((FactFinding.TRUE.value, FactFinding.PARTLY.value))
_RATINGS = ("efficiency", "attitude", "outcome")


class Finding(NamedTuple):
    """One reason to supervise a ticket: its trigger, the round in which it arose, when, and what shows it.

    ``others`` are the tickets that repeat the same matter.
    """

    trigger: SupervisionTrigger
    round: int
    since: datetime | None
    evidence: str
    others: tuple[str, ...] = ()


def findings(ticket: Ticket, now: datetime | None = None, repeated: int = REPEATED_TIMES) -> tuple[Finding, ...]:
    """Every reason to supervise ``ticket``; without ``now`` only those that time alone cannot change.

    ``repeated`` is how many tickets about the same matter, the first included, make a repeat. Tickets that were
    finished elsewhere give none.
    """
    if ticket.origin is Origin.HISTORY or ticket.merged_into:
        return ()
    found = [finding for turn in ticket.rounds for finding in _of_round(turn)]
    if now is not None:
        found.extend(_running(ticket, now))
    found.extend(_from_above(ticket))
    found.extend(_repeats(ticket, repeated))
    return tuple(found)


def overdue_evidence(due: datetime, done: datetime | None) -> str:
    """``应于 2022-09-08 17:00 前办结，至今未办结``."""
    ended = f"{done:%Y-%m-%d %H:%M} 才办结" if done else "至今未办结"
    return f"应于 {due:%Y-%m-%d %H:%M} 前办结，{ended}"


def _of_round(turn: Round) -> Iterator[Finding]:
    """R9.1 of a unit that finished late, R9.2 and R9.3 of the centre's callback."""
    done = turn.result.moment("done_at") if turn.result else None
    due = turn.limits.due
    if due and done and done > due:
        yield Finding(SupervisionTrigger.OVERDUE, turn.number, due, overdue_evidence(due, done))
    for called in turn.callbacks:
        if called.get("matches") is False:
            said = f"{called.at:%Y-%m-%d %H:%M} 回访：与单位反馈不符。{called.text('note')}"
            yield Finding(SupervisionTrigger.CONTRADICTION, turn.number, called.at, said)
        if all(called.text(key) == Grade.UNSATISFIED for key in _RATINGS):
            said = f"{called.at:%Y-%m-%d %H:%M} 回访：办理效率、办理态度、办理结果均不满意。{called.text('note')}"
            yield Finding(SupervisionTrigger.UNSATISFIED, turn.number, called.at, said)


def _running(ticket: Ticket, now: datetime) -> Iterator[Finding]:
    """R9.1: overdue the moment the deadline passes."""
    turn = ticket.round
    due = turn.limits.due
    waiting = ticket.stage in (Stage.TO_ACCEPT, Stage.IN_PROGRESS) and turn.result is None
    if waiting and due is not None and now > due:
        yield Finding(SupervisionTrigger.OVERDUE, turn.number, due, overdue_evidence(due, None))


def _from_above(ticket: Ticket) -> Iterator[Finding]:
    """R9.3: one 不满意 is enough where 市、区热线办 called."""
    for callback in ticket.upper_callbacks:
        called = callback.called
        if callback.unsatisfied:
            said = f"{called.at:%Y-%m-%d %H:%M} {called.text('office')}测评：不满意。{called.text('note')}"
            yield Finding(SupervisionTrigger.UNSATISFIED, called.round, called.at, said)


def _repeats(ticket: Ticket, repeated: int) -> Iterator[Finding]:
    """R9.4: true, reasonable, and confirmed by a person as repeated."""
    count = len(ticket.repeats) + 1
    result = ticket.round.result
    if count < repeated or result is None:
        return
    if result.text("fact") in _REASONABLE and result.text("demand") == DemandFinding.LAWFUL:
        others = "、".join(ticket.repeats)
        said = f"同一事项已 {count} 件（另有 {others}），事实认定{result.text('fact')}，诉求{result.text('demand')}"
        since = result.moment("done_at") or result.at
        yield Finding(SupervisionTrigger.REPEATED, ticket.round_number, since, said, ticket.repeats)
