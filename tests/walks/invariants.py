"""What must hold of records after every step, whatever was done: the laws, each written down apart from the program.

Every function raises AssertionError that names what broke.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hotline_desktop.domain.papers.annex_forms import answered_within_day
from hotline_desktop.domain.records.engine import replay
from hotline_desktop.domain.records.entries import Entry, Request, pending_of
from hotline_desktop.domain.records.fields import Tense
from hotline_desktop.domain.records.order import standing
from hotline_desktop.domain.records.steps import Taken
from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure, counts
from hotline_desktop.domain.statistics.handling import Ending, handlings, lapses
from hotline_desktop.domain.statistics.periods import own_period
from hotline_desktop.domain.statistics.quarters import quarter_of
from hotline_desktop.domain.statistics.ranking import ScoreRules, rank_quarter
from hotline_desktop.domain.statistics.report import period_statistics
from hotline_desktop.domain.supervision.candidates import Candidate, CandidateStage
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.findings import Finding, ended_by, findings
from hotline_desktop.domain.terms.options import SupervisionTrigger, UnitGroup
from hotline_desktop.domain.ticket.lapses import lapse_of
from hotline_desktop.domain.ticket.ticket import Round, Ticket
from hotline_desktop.storage.tables.codec import dump_values, load_values, moment_text
from tests.walks.counted_by_hand import TOWN, Traced, left_over, tally, traced

# Steps whose time is nobody's to choose, and which change the head of a record or its links.
_FREE_OF_ORDER = frozenset(("amend", "register", "propose", "open_case", "dismiss", "talk_propose"))
_KEPT_BY_THE_POOL = frozenset(
    (
        (SupervisionTrigger.OVERDUE, "result"),
        (SupervisionTrigger.OVERDUE, "return_decision"),
        (SupervisionTrigger.REPEATED, "redo"),
        (SupervisionTrigger.REPEATED, "upper_return"),
    )
)
_BY_HAND = ("受理量", "转入", "期初在办", "期末在办", "结案", "退单转出", "并单", "逾期", "在办逾期")


def holds_after_step(before: Any, after: Any, history: Sequence[Entry], sort: Any, now: datetime) -> None:
    """Everything that one entry may not break, for a record of any kind."""
    in_order(before, after, now)
    if isinstance(after, Ticket):
        finished_rounds_stay(before, after, history[-1])
        earlier_closings_stay(before, after, history[-1])
        rest_is_no_lapse(before, after, history[-1])
        requests_belong_to_the_running_round(after)
        no_candidate_is_lost(before, after, history[-1], now)
    elif isinstance(after, SupervisionCase):
        earlier_measures_stay(before, after)
    elif isinstance(after, Candidate):
        a_decision_stands(before, after, history[-1])
    waits_for_a_step_of_its_stage(after, sort)


def a_decision_stands(before: Candidate, after: Candidate, entry: Entry) -> None:
    """A candidate goes on while it is open, and ends by a decision or by an event that is named."""
    assert after.decisions[: len(before.decisions)] == before.decisions, "a decision is gone"
    if before.stage is not CandidateStage.OPEN:
        assert (after.stage, after.decisions, after.ended) == (before.stage, before.decisions, before.ended), entry.step
    if after.stage is CandidateStage.TAKEN_UP:
        assert after.case_number and after.frozen, "taken up without a number"
    if after.stage is CandidateStage.ENDED:
        assert after.ended is not None and "消除" in after.frozen, "ended without a word"
    assert bool(after.decisions) is (after.stage in (CandidateStage.TAKEN_UP, CandidateStage.DECLINED))


def waits_for_a_step_of_its_stage(after: Any, sort: Any) -> None:
    """A case or a talk that is under way waits for somebody, and for nothing that its stage does not know."""
    waiting = [step for step in sort.steps if step.awaited is not None and step.awaited(after)]
    if sort.name != "工单":
        under_way = after.stage is CandidateStage.OPEN if isinstance(after, Candidate) else after.stage.is_open
        assert waiting or not under_way, f"nothing is awaited in {after.stage}"
        assert all(after.stage in step.stages for step in waiting), [step.id for step in waiting]


def replay_gives_it_back(record: Any, history: Sequence[Entry], sort: Any) -> None:
    """The entries alone lead to the record."""
    assert replay(sort.blank, history, sort.by_id) == record, "replay gives another record"


def the_file_gives_it_back(record: Any, history: Sequence[Entry], sort: Any) -> None:
    """What the entries say as texts of a file leads to the same record."""
    assert replay(sort.blank, _through_file(history), sort.by_id) == record, "the file gives another record"


def _through_file(history: Iterable[Entry]) -> list[Entry]:
    return [
        replace(entry, values=load_values(dump_values(entry.values)), facts=load_values(dump_values(entry.facts)))
        for entry in history
    ]


# --- order of time


def in_order(before: Any, after: Any, now: datetime) -> None:
    """Nothing of the newest step lies in the future, before what it builds on, or before the matter came in."""
    if len(after.log) <= len(before.log):
        return
    taken = after.log[-1]
    if not taken.step.stages and not taken.step.starts:
        return
    bounds = _built_on(before.log, taken)
    for moment in _times(taken):
        assert not _earlier(now, moment), f"{taken.step.id}: {moment} is still to come"
        if taken.step.corrects:
            continue
        for each in bounds:
            assert not _earlier(moment, each.happened), f"{taken.step.id} {moment} before {each.step.id}"
        if after.began is not None and taken.step.id not in _FREE_OF_ORDER:
            assert not _earlier(moment, after.began.moment), f"{taken.step.id} {moment} before {after.began.as_text}"


def _built_on(log: Sequence[Taken], taken: Taken) -> list[Taken]:
    return [
        each for each in standing(log) if set(each.ids) & set(taken.step.builds_on) and each.step.id != taken.step.id
        if not each.step.starts
    ]  # fmt: skip


def _times(taken: Taken) -> list[date]:
    values = taken.entry.values
    stated_times = (values.get(field.key) for field in taken.step.fields if field.tense is Tense.PAST)
    return [moment for moment in stated_times if isinstance(moment, date)]


def _earlier(first: date, second: date) -> bool:
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first < second
    return _day(first) < _day(second)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


# --- rounds, measures and requests


def finished_rounds_stay(before: Ticket, after: Ticket, entry: Entry) -> None:
    """A round that is over is never changed again, nor is the clock of a finished one moved."""
    kept = min(len(before.rounds), len(after.rounds)) - (len(after.rounds) <= len(before.rounds))
    if entry.step != "withdraw":
        assert len(after.rounds) >= len(before.rounds), "a round is gone"
        assert _plain(after.rounds[:kept]) == _plain(before.rounds[:kept]), "an earlier round changed"
    for was, now in zip(before.rounds, after.rounds, strict=False):
        if was.result is not None and now.result is not None:
            assert now.limits == was.limits, f"{entry.step} judged finished work again"


def earlier_closings_stay(before: Ticket, after: Ticket, entry: Entry) -> None:
    """What a closing counts for is not changed by the rounds that follow it; a call about that round may come later."""
    if len(before.rounds) < 2 or entry.step in ("withdraw", "merge", "split", "amend", "import_update", "import_undo"):
        return
    about = {callback.called.round for callback in after.upper_callbacks}
    for was, now in zip(handlings(before), handlings(after), strict=False):
        if was.ending is Ending.CLOSED and not about & set(was.rounds):
            assert now.outcome == was.outcome, f"{entry.step} changed what an earlier closing counts for"


def rest_is_no_lapse(before: Ticket, after: Ticket, entry: Entry) -> None:
    """No deadline was missed while the ticket rested in another one."""
    if entry.step == "split" and before.merged_at is not None and after.dispatched and after.round.result is None:
        missed = lapse_of(after.round)
        assert missed is None or not before.merged_at <= missed < entry.at, "a lapse while the ticket was merged"


def _plain(rounds: Iterable[Round]) -> list[Round]:
    """The rounds, without the marks of requests that ended with them."""
    return [
        replace(
            turn,
            returns=_unended(turn.returns),
            extensions=_unended(turn.extensions),
            unfounded=_unended(turn.unfounded),
        )
        for turn in rounds
    ]


def _unended(requests: tuple[Request, ...]) -> tuple[Request, ...]:
    return tuple(replace(each, ended=None) for each in requests)


def requests_belong_to_the_running_round(ticket: Ticket) -> None:
    """Nobody waits for an answer in a round that is over, nor once the ticket is closed or merged."""
    over = ticket.rounds[:-1] if ticket.dispatched else ticket.rounds
    if ticket.merged_into or not ticket.stage.is_open:
        over = ticket.rounds
    for turn in over:
        for requests in (turn.returns, turn.extensions, turn.unfounded):
            assert pending_of(requests) is None, f"a request of round {turn.number} still waits"


def earlier_measures_stay(before: SupervisionCase, after: SupervisionCase) -> None:
    """As with rounds: what was over stays as it was."""
    kept = min(len(before.measures), len(after.measures)) - (len(after.measures) <= len(before.measures))
    for was, now in zip(before.measures[: max(kept, 0)], after.measures, strict=False):
        assert replace(now, extensions=_unended(now.extensions)) == replace(was, extensions=_unended(was.extensions))
    assert all(measure.asked is None for measure in after.measures[:-1]), "a request of an earlier measure waits"
    for was, now in zip(before.measures, after.measures, strict=False):
        if was.report is not None and now.report is not None:
            assert now.due == was.due, "a report was judged again"


# --- candidates


def no_candidate_is_lost(before: Ticket, after: Ticket, entry: Entry, now: datetime) -> None:
    """What spoke for supervising a ticket speaks on, but for an event that the ledger names.

    Two things the pool keeps for a person though the ticket alone says them no more: a deadline whose result, or
    granted 退单, came in time and was entered after it, and a repeat of which the work goes on.
    """
    still = {_mark(found) for found in findings(after, now)}
    for found in findings(before, now):
        if _mark(found) not in still:
            in_time = found.trigger is SupervisionTrigger.REPEATED or (
                found.since is not None and entry.at <= found.since
            )
            kept = (found.trigger, entry.step) in _KEPT_BY_THE_POOL and in_time
            assert kept or ended_by(entry, found.trigger.value, moment_text(found.since)), (
                f"{found.trigger} of {found.since} is gone after {entry.step}"
            )
    for later in (now + timedelta(days=1), now + timedelta(days=400)):
        lost = still - {_mark(found) for found in findings(after, later)}
        assert not lost, f"{lost} ended by the clock alone"


def _mark(found: Finding) -> tuple[str, str]:
    repeated = found.trigger is SupervisionTrigger.REPEATED
    return found.trigger.value, str(found.round) if repeated else moment_text(found.since)


# --- figures


def statistics_are_one(records: Sequence[tuple[Ticket, Sequence[Taken]]], now: datetime) -> None:
    """Sheet, figures, ranking and reconciliation say the same, and what a pencil counts from the entries."""
    tickets = [ticket for ticket, _log in records]
    by_hand = [traced(log) for _ticket, log in records]
    first = min((ticket.began.moment for ticket in tickets if ticket.began), default=now)
    spans = _spans(_day(first), now)
    found = [_counted(tickets, span) for span in spans]
    for span, own in zip(spans, found, strict=True):
        _counted_as_by_hand(by_hand, own, span)
        _balanced(own)
        _ranked_as_counted(own, span)
    for (span, own), (following, later) in pairwise(zip(spans, found, strict=True)):
        if following.first == span.last + timedelta(days=1):
            _carried_over(own, later)
    for ticket in tickets:
        _sheet_says_what_is_counted(ticket, now)


def _spans(first: date, now: datetime) -> list[CountedSpan]:
    """The year before there was anything, the first ten days, all that followed."""
    day, middle = timedelta(days=1), first + timedelta(days=9)
    last = max(now.date(), middle) + 2 * day
    ends = ((first - 400 * day, first - day), (first, middle), (middle + day, last))
    return [CountedSpan(a, b, now) for a, b in ends]


def _counted(tickets: Sequence[Ticket], span: CountedSpan) -> dict[str, Count]:
    parts = [part for ticket in tickets for part in handlings(ticket)]
    return counts(parts, [lapse for ticket in tickets for lapse in lapses(ticket)], span)


def _counted_as_by_hand(by_hand: Sequence[Traced], found: dict[str, Count], span: CountedSpan) -> None:
    meant = tally(by_hand, span.first, span.last, span.now)
    for unit in {*meant, *found}:
        own = found.get(unit, Count(unit))
        for word in _BY_HAND:
            assert own.of(Measure(word)) == meant.get(unit, Counter())[word], f"{unit or '全镇'} {word} {span[:2]}"


def _balanced(found: dict[str, Count]) -> None:
    for unit, own in found.items():
        assert left_over(own) == 0, f"{unit or '全镇'}: in and out do not agree"


def _carried_over(own: dict[str, Count], later: dict[str, Count]) -> None:
    for unit in {*own, *later}:
        left = own.get(unit, Count(unit)).of(Measure.REMAINING)
        assert later.get(unit, Count(unit)).of(Measure.OPENING) == left, f"{unit or '全镇'}: 期末 is not the next 期初"


def _ranked_as_counted(found: dict[str, Count], span: CountedSpan) -> None:
    statistics = period_statistics(own_period(span.first, span.last), found)
    total = statistics.total
    assert total.balanced, "the units' sum does not agree"
    register = dict.fromkeys((unit for unit in found if unit != TOWN), UnitGroup.DEPARTMENT)
    table = rank_quarter(quarter_of(span.first), register, found, ScoreRules())
    ranked = {row.unit: row for group in table.groups for row in group.rows}
    for row in statistics.units:
        same = ranked[row.unit]
        for key in ("received", "closed", "contact", "in_time", "answered", "solved", "satisfied", "lapses", "opening"):
            assert getattr(same, key) == getattr(row, key), f"{row.unit}: {key} differs"


def _sheet_says_what_is_counted(ticket: Ticket, now: datetime) -> None:
    """The one-day answer of the newest sheet is that of the figures, however many rounds there were."""
    if ticket.closed_at is None or ticket.stage.is_open:
        return
    newest = [part for part in handlings(ticket) if part.rounds and part.rounds[-1] == len(ticket.rounds)]
    assert newest, "nobody had it"
    assert all(part.outcome.answered == answered_within_day(ticket, now) for part in newest), "sheet and figures differ"
