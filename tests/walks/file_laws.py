"""What must hold of everything in an office's file at any moment, asked in one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure, counts
from hotline_desktop.domain.statistics.late import as_counted
from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.findings import findings
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.figures import period_counts, quarters, statistics
from hotline_desktop.storage.records import candidates, cases, pool, tickets
from hotline_desktop.storage.records.pool import STAGE_CODES
from hotline_desktop.storage.records.projection import project
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text
from hotline_desktop.storage.tables.row_values import others_in
from tests.walks.counted_by_hand import left_over, tally, traced
from tests.walks.invariants import requests_belong_to_the_running_round, statistics_are_one

_FEWEST_REPEATS = 2
_OPEN, _ENDED = STAGE_CODES[CandidateStage.OPEN], STAGE_CODES[CandidateStage.ENDED]
_DECIDED = (STAGE_CODES[CandidateStage.TAKEN_UP], STAGE_CODES[CandidateStage.DECLINED])
_SHOWN = ("stage", "level", "due", "unit", "urges", "round")
_BY_HAND = ("受理量", "转入", "期初在办", "期末在办", "结案", "退单转出", "并单", "逾期", "在办逾期")
_SINCE = date(2022, 8, 1)


class PoolLine(NamedTuple):
    """A candidate as it is kept."""

    ticket_id: int
    trigger: str
    since: str
    round: int
    state: int
    case_id: int
    why: str
    others: str


Pool = Mapping[int, PoolLine]


def file_holds(office: OfficeContext, before: Pool, counted: bool = True, opened: bool = False) -> Pool:
    """Asks every law; ``before`` are the candidates that were read the last time. The candidates of now.

    ``counted`` asks of the figures as well, ``opened`` of every number, too, that it opens its tickets.
    """
    with office.db.read() as c:
        now = office.now()
        known = {row.id: tickets.load(c, row.id) for row in c.execute(select(schema.tickets.c.id)).all()}
        for ticket_id, ticket in known.items():
            _stored_as_replayed(c, ticket_id, ticket)
            requests_belong_to_the_running_round(ticket)
        if counted:
            statistics_are_one([(ticket, ticket.log) for ticket in known.values()], now)
            _stored_statistics_are_counted(c, tuple(known.values()), now, opened)
        found = {line.id: cases.load(c, line.id) for line in cases.all(c, CaseFilter())}
        _numbers_are_given_once(known.values(), found.values())
        _tickets_know_their_cases(known.values(), found.values())
        lines = _pool(c)
        _candidates_are_their_histories(c, lines)
        _no_candidate_is_lost(c, before, lines, known, now)
        return lines


def _stored_as_replayed(c: Connection, ticket_id: int, ticket: Ticket) -> None:
    row = c.execute(select(schema.tickets).where(schema.tickets.c.id == ticket_id)).one()
    for key, value in project(ticket).items():
        assert getattr(row, key) == value, f"{ticket.facts.number}: {key} is stored as {getattr(row, key)!r}"


def _stored_statistics_are_counted(c: Connection, known: Sequence[Ticket], now: datetime, opened: bool) -> None:
    settled = quarters.settled(c)
    counted = [as_counted(ticket, settled) for ticket in known]
    parts = [part for each in counted for part in each.parts]
    lapsed = [lapse for each in counted for lapse in each.lapses]
    for span in _spans(now):
        stored, meant = period_counts.counts(c, [span])[span], counts(parts, lapsed, span)
        for unit in {*stored, *meant}:
            own, same = stored.get(unit, Count(unit)), meant.get(unit, Count(unit))
            assert left_over(own) == 0, f"{unit or '全镇'} in and out"
            for measure in Measure:
                if not measure.value.endswith("率"):
                    assert own.of(measure) == same.of(measure), f"{unit or '全镇'} {measure} {span[:2]}"
            for measure in Measure if opened else ():
                _opens_what_it_counts(c, measure, unit, span, same)
            assert _alike(own, same), f"{unit or '全镇'}: a rate differs"
        if not settled:
            _as_by_hand(stored, known, span)


def _alike(own: Count, same: Count) -> bool:
    rates = ("contact", "answered", "solved", "satisfied", "in_time")
    return all(getattr(own, rate) == getattr(same, rate) for rate in rates)


def _opens_what_it_counts(c: Connection, measure: Measure, unit: str, span: CountedSpan, meant: Count) -> None:
    ids = c.execute(statistics.tickets_behind(measure, unit, span)).scalars().all()
    assert len(ids) == len(set(ids)) <= meant.of(measure), f"{unit or '全镇'} {measure} opens {len(ids)}"
    assert bool(ids) is bool(meant.of(measure)), f"{unit or '全镇'} {measure} opens nothing"


def _as_by_hand(stored: Mapping[str, Count], known: Sequence[Ticket], span: CountedSpan) -> None:
    pencil = tally([traced(ticket.log) for ticket in known], span.first, span.last, span.now)
    for unit in {*stored, *pencil}:
        for word in _BY_HAND:
            own = stored.get(unit, Count(unit)).of(Measure(word))
            assert own == pencil.get(unit, Counter())[word], f"{unit or '全镇'} {word}: {own}, by hand otherwise"


def _spans(now: datetime) -> Iterator[CountedSpan]:
    """Everything, the last week, and the quarter that walks may settle."""
    week = now.date() - timedelta(days=6)
    for first, last in ((_SINCE, now.date()), (week, now.date()), (date(2022, 7, 1), date(2022, 9, 30))):
        yield CountedSpan(first, last, now)


def _numbers_are_given_once(known: Any, found: Any) -> None:
    registers = [
        request.number for ticket in known for requests in _requests(ticket) for request in requests if request.number
    ]
    transfer = [ticket.transfer_number for ticket in known if ticket.transfer_number]
    of_cases = [number for case in found for number in (case.number, case.file_number) if number]
    for numbers in (registers, transfer, of_cases, [ticket.facts.number.lower() for ticket in known]):
        twice = [number for number, times in Counter(numbers).items() if times > 1]
        assert not twice, f"given twice: {twice}"


def _requests(ticket: Ticket) -> Iterator[Any]:
    for turn in ticket.rounds:
        yield from (turn.returns, turn.extensions, turn.unfounded)
    for callback in ticket.upper_callbacks:
        yield callback.statements


def _tickets_know_their_cases(known: Any, found: Any) -> None:
    meant: dict[str, set[str]] = {}
    for case in found:
        if _held(case):
            for number in case.ticket_numbers:
                meant.setdefault(number, set()).add(case.number)
    for ticket in known:
        number = ticket.facts.number
        assert set(ticket.supervised) == meant.get(number, set()), f"{number} is supervised in {ticket.supervised}"


def _held(case: SupervisionCase) -> bool:
    return case.stage.is_open or case.stage is CaseStage.CLOSED


# --- 案源库


def _pool(c: Connection) -> Pool:
    p = schema.candidates.c
    columns = (p.id, p.ticket_id, p.trigger, p.since, p.round, p.state, p.case_id, p.why, p.others)
    return {row.id: PoolLine(*row[1:]) for row in c.execute(select(*columns)).all()}


def _candidates_are_their_histories(c: Connection, lines: Pool) -> None:
    """Each line is what its entries add up to, and names a case only after a decision."""
    for line_id, line in lines.items():
        candidate = candidates.load(c, line_id)
        assert candidate.log, f"{line} has no history"
        row = c.execute(select(schema.candidates).where(schema.candidates.c.id == line_id)).one()
        for key, value in candidates.project(candidate).items():
            assert getattr(row, key) == value, f"{line}: {key} is stored as {getattr(row, key)!r}"
        assert bool(candidate.decisions) is (line.state in _DECIDED), f"{line} was decided on without an entry"


def _no_candidate_is_lost(c: Connection, before: Pool, lines: Pool, known: Mapping[int, Ticket], now: datetime) -> None:
    """A line ends by a decision or by an event that it names, and whatever speaks for supervision has its line."""
    for line_id, was in before.items():
        line = lines.get(line_id)
        assert line is not None, f"{was} is gone"
        if was.state == _OPEN and line.state != _OPEN:
            decided = line.state in _DECIDED and line.case_id
            assert decided or (line.state == _ENDED and line.why), f"{was} ended without a word"
        elif was.state in _DECIDED:
            assert line.state in _DECIDED and line.case_id == was.case_id, f"{was} came to life again"
        elif was.state == _ENDED:
            assert line.state == was.state, f"{was} came to life again"
    listed = {
        _mark(line.ticket_id, line.trigger, line.since, line.round) for line in lines.values() if line.state != _ENDED
    }
    for each in pool.running(c, now):
        found = each.finding
        listed.add(_mark(each.ticket_id, found.trigger, moment_text(found.since), found.round))
    numbers = {row.id: row.number for row in c.execute(select(schema.tickets.c.id, schema.tickets.c.number))}
    matters = [{numbers[line.ticket_id], *others_in(line.others)} for line in lines.values() if line.state in _DECIDED]
    for ticket_id, ticket in known.items():
        for finding in findings(ticket, now, fewest=_FEWEST_REPEATS):
            mark = _mark(ticket_id, finding.trigger, moment_text(finding.since), finding.round)
            together = {ticket.facts.number, *finding.others}
            decided = bool(finding.others) and any(together <= matter for matter in matters)
            assert mark in listed or decided, f"{ticket.facts.number}: {finding.trigger} of {finding.since} has no line"


def _mark(ticket_id: int, trigger: str, since: str, round: int) -> tuple[int, str, str]:
    repeated = trigger == SupervisionTrigger.REPEATED
    return ticket_id, str(trigger), str(round) if repeated else since
