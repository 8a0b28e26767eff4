"""Which tickets ought to be supervised, and what shows it (案源). 督办二（一）1-4.

What a superior, the media or a leader brings up is put into the pool by hand (督办二（一）5-6).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.records.entries import DECISION
from hotline_desktop.domain.terms.options import (
    Decision,
    DemandFinding,
    FactFinding,
    Grade,
    Origin,
    SupervisionTrigger,
    Verdict,
)
from hotline_desktop.domain.ticket.fields import DEMAND, DONE_AT, FACT, OLD_DUE, PROBLEM, UPPER_OFFICE, VERDICT
from hotline_desktop.domain.ticket.lapses import lapse_of, round_ended
from hotline_desktop.domain.ticket.steps.handling import RESULT
from hotline_desktop.domain.ticket.steps.links import MAIN_NUMBER
from hotline_desktop.domain.ticket.steps.returns import RETURN_DECISION
from hotline_desktop.domain.ticket.steps.reviewing import CALLBACK_NOTE, MATCHES, RATINGS
from hotline_desktop.domain.ticket.steps.unsatisfied import UPPER_CALL_NOTE
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket

REPEATED_TIMES = 3
_REASONABLE = frozenset((FactFinding.TRUE.value, FactFinding.PARTLY.value))


class Finding(NamedTuple):
    """One reason to supervise a ticket: its trigger, the round in which it arose, when, and what shows it.

    ``others`` are the tickets that repeat the same matter; ``unit`` is whose work it is about.
    """

    trigger: SupervisionTrigger
    round: int
    since: datetime | None
    evidence: str
    others: tuple[str, ...] = ()
    unit: str = ""


def findings(
    ticket: Ticket, now: datetime | None = None, repeated: int = REPEATED_TIMES, fewest: int | None = None
) -> tuple[Finding, ...]:
    """Every reason to supervise ``ticket``; without ``now`` only those that time alone cannot change.

    ``repeated`` is how many tickets about the same matter, the first included, make a repeat. As the office may set
    another number, smaller groups from ``fewest`` on can be asked for as well. Tickets that were finished elsewhere
    give none.
    """
    if ticket.origin is Origin.HISTORY or ticket.merged_into:
        return ()
    if not ticket.rounds and not ticket.upper_callbacks:  # nobody had it, nobody called: nothing can have gone wrong
        return ()
    found = [finding for turn in ticket.rounds for finding in _of_round(turn)]
    if now is not None:
        found.extend(_running(ticket, now))
    found.extend(_from_above(ticket))
    found.extend(_repeats(ticket, repeated, repeated if fewest is None else fewest))
    return tuple(found)


def same_report(ticket: Ticket, finding: Finding, seen: datetime) -> bool:
    """Whether what a person saw at ``seen`` is the report that ``finding``, a callback's 不符, is about.

    It is where the unit had given that very report by then, and the ticket had not gone out again. 督办二（一）2.
    """
    if finding.trigger is not SupervisionTrigger.CONTRADICTION:
        return False
    turn = next((each for each in ticket.rounds if each.number == finding.round and each.result is not None), None)
    done = round_ended(turn) if turn is not None else None
    since = [each.handed_on for each in ticket.rounds if each.number > finding.round and each.handed_on is not None]
    return done is not None and done <= seen and all(seen < handed for handed in since)


def overdue_evidence(due: datetime, done: datetime | None) -> str:
    """``应于 2022-09-08 17:00 前办结，至今未办结``."""
    ended = f"{done:%Y-%m-%d %H:%M} 才办结" if done else "至今未办结"
    return f"应于 {due:%Y-%m-%d %H:%M} 前办结，{ended}"


def ended_by(entry: Entry, trigger: str, since: str) -> str:
    """The named event by which ``entry`` ends a candidate that no longer holds; empty where it ends none.

    A late 退单, another level or a second callback end nothing: what happened stays until a person decides on it. What
    the candidate says did not happen where the paper that came late is dated within the deadline. 督办二（五）3.
    """
    if entry.step.startswith("correct_"):
        return "因更正消除"
    named = {"withdraw": "因撤回消除", "merge": f"并入工单 {MAIN_NUMBER.of(entry)}"}
    if trigger == SupervisionTrigger.REPEATED:
        main = MAIN_NUMBER.of(entry)  # one of the calls was entered twice
        named["repeat_rule_out"] = f"并入工单 {main}" if main else "因认定不是重复工单消除"
    if trigger == SupervisionTrigger.OVERDUE:
        named |= {"recount": "因重算期限消除", "amend": "因重算期限消除", "import_update": "因重算期限消除"}
        # On paper it was over in time; only its entry came late.
        named |= {RESULT.id: "因补登按时办结消除", RETURN_DECISION.id: "因补登期限内退单消除"}
        old = OLD_DUE.of(entry)
        granted = DECISION.of(entry) == Decision.GRANTED and old is not None
        if granted and old is not None and f"{old:%Y-%m-%dT%H:%M}" <= since:
            named["extension_decision"] = "因延期获准消除"
    return named.get(entry.step, "")


def _of_round(turn: Round) -> Iterator[Finding]:
    """R9.1 of a unit that finished late, R10.1 of reviews, R9.2 and R9.3 of each of the centre's callbacks."""
    ended, due = round_ended(turn), lapse_of(turn)
    if due is not None and ended is not None:
        yield Finding(SupervisionTrigger.OVERDUE, turn.number, due, overdue_evidence(due, ended), unit=turn.unit)
    for review in turn.reviews:
        if VERDICT.of(review) == Verdict.AGAIN:
            said = f"{review.at:%Y-%m-%d %H:%M} 结案审核发现问题：{PROBLEM.of(review)}"
            yield Finding(SupervisionTrigger.REVIEW_FAILED, turn.number, review.at, said, unit=turn.unit)
    for called in turn.callbacks:
        if MATCHES.of(called) is False:
            said = f"{called.at:%Y-%m-%d %H:%M} 回访：与单位反馈不符。{CALLBACK_NOTE.of(called)}"
            yield Finding(SupervisionTrigger.CONTRADICTION, turn.number, called.at, said, unit=turn.unit)
        if all(rating.of(called) == Grade.UNSATISFIED for rating in RATINGS):
            said = f"{called.at:%Y-%m-%d %H:%M} 回访：办理效率、办理态度、办理结果均不满意。{CALLBACK_NOTE.of(called)}"
            yield Finding(SupervisionTrigger.UNSATISFIED, turn.number, called.at, said, unit=turn.unit)


def _running(ticket: Ticket, now: datetime) -> Iterator[Finding]:
    """R9.1: overdue the moment the deadline passes."""
    turn = ticket.round
    due = lapse_of(turn)
    if due is not None and round_ended(turn) is None and now > due:
        yield Finding(SupervisionTrigger.OVERDUE, turn.number, due, overdue_evidence(due, None), unit=turn.unit)


def _from_above(ticket: Ticket) -> Iterator[Finding]:
    """R9.3: one 不满意 is enough where 市、区热线办 called."""
    for callback in ticket.upper_callbacks:
        called = callback.called
        if callback.unsatisfied:
            said = f"{called.at:%Y-%m-%d %H:%M} {UPPER_OFFICE.of(called)}测评：不满意。{UPPER_CALL_NOTE.of(called)}"
            unit = ticket.unit_in(called.round)
            yield Finding(SupervisionTrigger.UNSATISFIED, called.round, called.at, said, unit=unit)


def _repeats(ticket: Ticket, repeated: int, fewest: int) -> Iterator[Finding]:
    """R9.4: true, reasonable, and confirmed by a person as repeated: it arises when the last of these holds."""
    count = len(ticket.repeats) + 1
    result, held = ticket.round.result, ticket.round.finding
    if count < max(fewest, 2) or result is None or held is None:
        return
    if FACT.of(held) in _REASONABLE and DEMAND.of(held) == DemandFinding.LAWFUL:
        others = "、".join(ticket.repeats)
        said = f"同一事项已 {count} 件（另有 {others}），事实认定{FACT.of(held)}，诉求{DEMAND.of(held)}"
        true_since = held.at if held is not result else DONE_AT.of(result) or result.at
        reached = ticket.repeats_at[min(repeated, count) - 2]  # a ticket is the first of its own group
        since = max(true_since, reached)
        yield Finding(SupervisionTrigger.REPEATED, ticket.round_number, since, said, ticket.repeats)
