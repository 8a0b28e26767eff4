"""Candidates of supervision: what happened to them, as entries, and the row those add up to. 督办二（五）3.

What arises by a step is written in that step's transaction. What the clock alone brings (逾期) shows at once (pool.py)
and is written by the next transaction on its ticket, before that transaction's step; reading never writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, exists, select

from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.supervision.candidates import (
    CANDIDATE_FOUND,
    WHY_ENDED,
    Candidate,
    CandidateStage,
    decision_entry,
    ended_entry,
    found_entry,
    grown_entry,
)
from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.findings import (
    REPEATED_TIMES,
    Finding,
    ended_by,
    findings,
    overdue_evidence,
    same_report,
)
from hotline_desktop.domain.supervision.kinds import CANDIDATES
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.domain.ticket.lapses import lapse_of, round_ended
from hotline_desktop.domain.ticket.steps.links import SPLIT
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.office import settings
from hotline_desktop.storage.records import cases_by_hand, pool
from hotline_desktop.storage.records.histories import entry_of
from hotline_desktop.storage.records.pool import STAGE_CODES, Found
from hotline_desktop.storage.records.records import New, Recorded, Records
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text
from hotline_desktop.storage.tables.row_values import others_in

_FEWEST_REPEATS = 2  # how many make a repeat is the office's to say; fewer than two never do
_t, _l, _p, _c = schema.tickets.c, schema.ticket_lapses.c, schema.candidates.c, schema.cases.c
_OVERDUE = SupervisionTrigger.OVERDUE.value
_FALSE = SupervisionTrigger.CONTRADICTION.value
_REPEATED = SupervisionTrigger.REPEATED.value
_OPEN = STAGE_CODES[CandidateStage.OPEN]
_ENDED = STAGE_CODES[CandidateStage.ENDED]
_DECIDED = (STAGE_CODES[CandidateStage.TAKEN_UP], STAGE_CODES[CandidateStage.DECLINED])
_FROM_REST = frozenset((SPLIT.id, WITHDRAW.id))
_A_NUMBER = re.compile(r"[0-9]{1,4}")
_Key = tuple[int, str, str]


def before_step(c: Connection, ids: Sequence[int], now: datetime) -> None:
    """Writes what the clock has brought to these tickets before a step changes them."""
    write_found(c, pool.running(c, now, ids), BY_PROGRAM, now)


def after_steps(c: Connection, steps: Sequence[tuple[int, Ticket, Entry]]) -> None:
    """Writes what these steps gave rise to, and ends what they name as ended."""
    known = _known(c, [ticket_id for ticket_id, _ticket, _entry in steps])
    for ticket_id, ticket, entry in steps:
        _settle(c, ticket_id, ticket, entry, known.get(ticket_id, []))


def decide(c: Connection, case_id: int, ids: Iterable[int], case: SupervisionCase, source: Entry, event: Any) -> None:
    """Writes into the history of what a new case decides on that it does: of each ticket that one event.

    It is the one that arose at the moment ``event``, else the oldest that is open. ``source`` is the entry of the case.
    """
    stage = _stage_of(case)
    for ticket_id in ids:
        own = select(_p.id).where(_p.ticket_id == ticket_id, _p.trigger == case.trigger.value, _p.state == _OPEN)
        if event is not None and case.trigger.value != _REPEATED:
            own = own.where(_p.since == moment_text(event))
        row_id = c.execute(own.order_by(_p.since, _p.id).limit(1)).scalar()
        if row_id is not None:
            _decide(c, row_id, stage, case_id, source)


def settle_by_hand(c: Connection, ticket_id: int, ticket: Ticket, now: datetime) -> None:
    """Gives what a callback contradicted to the case that a person began about the same report. 督办二（五）3."""
    waiting = select(_p.id).where(_p.ticket_id == ticket_id, _p.trigger == _FALSE, _p.state == _OPEN)
    for found in pool.of_ids(c, c.execute(waiting.order_by(_p.since, _p.id)).scalars().all()):
        for begun in cases_by_hand.reported_falsely(c, ticket_id):
            if begun.taken_up is not None and same_report(ticket, found.finding, begun.seen):
                source = replace(begun.taken_up, at=now, by=BY_PROGRAM, recorded_at=now)
                _decide(c, found.id, CandidateStage.TAKEN_UP, begun.case_id, source)
                break


def follow(c: Connection, case_id: int, case: SupervisionCase, source: Entry) -> None:
    """What was declined and is taken up after all, or the other way round, stands in the candidates' histories too."""
    stage = _stage_of(case)
    own = select(_p.id).where(_p.case_id == case_id, _p.state.in_(_DECIDED), _p.state != STAGE_CODES[stage])
    for row_id in c.execute(own.order_by(_p.id)).scalars().all():
        _decide(c, row_id, stage, case_id, source)


def give_back(c: Connection, case_id: int, ids: Iterable[int], source: Entry) -> None:
    """What a case decided on of tickets that it holds no longer, those but ``ids``, waits for a decision again."""
    gone = select(_p.id).where(_p.case_id == case_id, _p.state.in_(_DECIDED), _p.ticket_id.not_in(list(ids)))
    now = source.recorded_at or source.at
    for found in pool.of_ids(c, c.execute(gone.order_by(_p.id)).scalars().all()):
        candidate = RECORDS.load(c, found.id)
        _write(c, found.id, candidate, ended_entry(candidate, "因撤回消除", source.by, now))
        write_found(c, [found], source.by, now)


def taken_up_by(c: Connection, case_id: int) -> tuple[int, ...]:
    """The candidates that are supervised by this case, the oldest first."""
    own = select(_p.id).where(_p.case_id == case_id, _p.state == STAGE_CODES[CandidateStage.TAKEN_UP])
    return tuple(c.execute(own.order_by(_p.id)).scalars())


def still_overdue(c: Connection, ids: Iterable[int], case: SupervisionCase, closed_at: datetime, by: str) -> None:
    """R13: an ended case covers what was finished when it ended; a ticket still overdue is a candidate again."""
    ids = list(ids)
    before_step(c, ids, closed_at)
    late = select(_l.ticket_id, _t.number, _l.unit, _l.at, _t.round).join(schema.tickets, _t.id == _l.ticket_id)
    where = (_l.ticket_id.in_(ids), _l.kind == "逾期", _l.until == "", _l.at < moment_text(closed_at))
    for row in c.execute(late.where(*where)).all():
        open_one = select(_p.id).where(_p.ticket_id == row.ticket_id, _p.trigger == _OVERDUE, _p.state == _OPEN)
        if c.execute(open_one.limit(1)).scalar() is None:
            finding = _left(datetime.fromisoformat(row.at), row.round, case.number, closed_at)
            write_found(c, [Found(row.ticket_id, row.number, row.unit, finding)], by, closed_at)


def _left(due: datetime, round: int, case: str, closed_at: datetime) -> Finding:
    evidence = f"{overdue_evidence(due, None)}，督办 {case} 结案时仍未办结"
    return Finding(SupervisionTrigger.OVERDUE, round, closed_at, evidence)


def left_by_closing(c: Connection, ids: Iterable[int], closed_at: datetime) -> tuple[Found, ...]:
    """What ``still_overdue`` made of these tickets when a case ended at that moment, whatever became of it since."""
    missed = exists().where(_l.ticket_id == _p.ticket_id, _l.kind == "逾期", _l.at == _p.since)
    where = (_p.ticket_id.in_(list(ids)), _p.trigger == _OVERDUE, _p.state != _ENDED, ~missed)
    return pool.of_ids(c, c.execute(select(_p.id).where(*where, _p.since == moment_text(closed_at))).scalars().all())


def closing_undone(c: Connection, found: Iterable[Found], source: Entry) -> None:
    """Ends what the end of a case had left to be decided: the case goes on with it. ``source`` is its withdrawal."""
    now = source.recorded_at or source.at
    for each in found:
        candidate = RECORDS.load(c, each.id)
        _write(c, each.id, candidate, ended_entry(candidate, "因撤回消除", source.by, now))


def _decide(c: Connection, row_id: int, stage: CandidateStage, case_id: int, source: Entry) -> None:
    candidate = RECORDS.load(c, row_id)
    _write(c, row_id, candidate, decision_entry(candidate, stage, case_id, source))


def write_found(c: Connection, found: Iterable[Found], by: str, now: datetime) -> list[int]:
    """Makes a record of each candidate; their ids."""
    return RECORDS.add_many(c, [_new(each, by, now) for each in found])


def remove_of(c: Connection, ids: Select[tuple[int]]) -> None:
    """Takes the candidates of ``ids``, a query of tickets, out again with their histories."""
    entries = schema.candidate_entries
    c.execute(entries.delete().where(entries.c.candidate_id.in_(pool.ids_of(ids))))
    c.execute(schema.candidates.delete().where(_p.ticket_id.in_(ids)))


def write_kept(c: Connection, each: Found, case_id: int, declined: bool, now: datetime) -> None:
    """A candidate of an office that had none written down, and the case that covers it; 0 where nobody decided."""
    (row_id,) = write_found(c, [each], BY_PROGRAM, now)
    if case_id:
        candidate = RECORDS.load(c, row_id)
        stage = CandidateStage.DECLINED if declined else CandidateStage.TAKEN_UP
        RECORDS.record(c, *_recorded(row_id, candidate, _decided_by(c, candidate, stage, case_id, now)))


def write_histories(c: Connection, now: datetime) -> None:
    """Gives candidates that were kept without a history the one that their rows tell; ``now`` is when."""
    begun, ended = [], []
    for row in c.execute(pool.listed().order_by(_p.id)).all():
        found = next(pool.readable([row]), None)
        if found is None:
            continue
        entry = found_entry(found.finding, found.number, found.unit, BY_PROGRAM, now)
        candidate = CANDIDATE_FOUND.apply(Candidate(), entry)
        begun.append(_recorded(row.id, None, entry))
        if found.stage is CandidateStage.ENDED:
            at = datetime.fromisoformat(row.ended_at)
            ended.append(_recorded(row.id, candidate, ended_entry(candidate, row.why, row.ended_by, at)))
        elif found.stage is not CandidateStage.OPEN:
            decided = _decided_by(c, candidate, found.stage, row.case_id, now)
            ended.append(_recorded(row.id, candidate, decided))
    RECORDS.record_many(c, begun)
    RECORDS.record_many(c, ended)


def _decided_by(c: Connection, candidate: Candidate, stage: CandidateStage, case_id: int, now: datetime) -> Entry:
    """The decision that the case's own first entry tells."""
    source = _source_of(c, case_id) or Entry(CANDIDATE_FOUND.id, now, BY_PROGRAM, recorded_at=now)
    return decision_entry(candidate, stage, case_id, source)


def _source_of(c: Connection, case_id: int) -> Entry | None:
    """The entry by which a case was begun."""
    entries = schema.case_entries
    row = c.execute(select(entries).where(entries.c.case_id == case_id).order_by(entries.c.sequence).limit(1)).first()
    return entry_of(row) if row is not None else None


def _settle(c: Connection, ticket_id: int, ticket: Ticket, entry: Entry, known: list[Row[Any]]) -> None:
    now = entry.recorded_at or entry.at
    repeated = _set_number(c) if ticket.repeats else _FEWEST_REPEATS
    listed = findings(ticket, now, repeated, _FEWEST_REPEATS)
    if not listed and not known:  # of an import's ten thousand tickets nearly all
        return
    found = {_key(ticket_id, finding): finding for finding in listed}
    number, standing = ticket.facts.number, frozenset(found)
    for row in known:
        key = (ticket_id, row.trigger, _mark(row.trigger, row.since, row.round))
        finding = found.get(key)
        decided = finding is not None and _decided_already(c, number, finding)
        fell = row.state == _OPEN and (decided or _fell(row, finding, repeated))
        why = ended_by(entry, row.trigger, row.since) if fell else ""
        if why and not _lives_on(c, row, known, standing):
            # A repeat that is too few now is written anew: it may be enough again.
            candidate = RECORDS.load(c, row.id)
            _write(c, row.id, candidate, ended_entry(candidate, why, entry.by, now))
            continue
        if row.state == _OPEN or row.trigger != _REPEATED:  # of a decided repeat another call is a new event
            found.pop(key, None)
        if row.state == _OPEN and finding is not None and row.trigger == _REPEATED and _differs(row, finding):
            _write(c, row.id, RECORDS.load(c, row.id), grown_entry(finding, entry.by, now))
    new = (each for each in found.values() if not _decided_already(c, number, each))
    arisen = [Found(ticket_id, number, each.unit or ticket.unit, each) for each in new]
    write_found(c, arisen, entry.by, now)
    if entry.step in _FROM_REST:
        write_found(c, _left_meanwhile(c, ticket_id, ticket, known), entry.by, now)
    if any(each.finding.trigger.value == _FALSE for each in arisen):
        settle_by_hand(c, ticket_id, ticket, now)


def _left_meanwhile(c: Connection, ticket_id: int, ticket: Ticket, known: Iterable[Row[Any]]) -> Iterator[Found]:
    """What is still overdue, back from a merge, though the case that decided on it has ended. R13."""
    turn, known = ticket.round, [row for row in known if row.trigger == _OVERDUE]
    due = lapse_of(turn)
    if due is None or round_ended(turn) is not None or any(row.state == _OPEN for row in known):
        return
    for row in known:
        if row.since == moment_text(due):
            ended = select(_c.number, _c.closed_at).where(_c.id == row.case_id, _c.closed_at != "")
            for case in c.execute(ended).all():
                finding = _left(due, turn.number, case.number, datetime.fromisoformat(case.closed_at))
                yield Found(ticket_id, ticket.facts.number, ticket.unit, finding)


def _decided_already(c: Connection, number: str, finding: Finding) -> bool:
    """Whether a person decided on a matter with all these tickets: it is taken up once, another call is a new event."""
    if finding.trigger is not SupervisionTrigger.REPEATED:
        return False
    together = {number, *finding.others}
    decided = select(_t.number, _p.others).join(schema.tickets, _t.id == _p.ticket_id)
    decided = decided.where(_p.trigger == _REPEATED, _p.state.in_(_DECIDED), _t.number.in_(together))
    return any(together <= {row.number, *others_in(row.others)} for row in c.execute(decided))


def _known(c: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The candidates of these tickets that stand; what an event ended may arise again."""
    found: dict[int, list[Row[Any]]] = {}
    for row in c.execute(_standing_of(), {"ids": ids}).all():
        found.setdefault(row.ticket_id, []).append(row)
    return found


@cache
def _standing_of() -> Select[Any]:
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    return select(schema.candidates).where(_p.ticket_id.in_(ids), _p.state != _ENDED)


def _new(each: Found, by: str, now: datetime) -> New:
    entry = found_entry(each.finding, each.number, each.unit, by, now)
    made = _recorded(0, None, entry)
    return New(made.after, entry, made.before_labels, made.after_labels, {"ticket_id": each.ticket_id})


def _write(c: Connection, row_id: int, candidate: Candidate, entry: Entry) -> None:
    RECORDS.record(c, *_recorded(row_id, candidate, entry))


def _recorded(row_id: int, before: Candidate | None, entry: Entry) -> Recorded:
    """What the entry makes of the candidate; None before its first one."""
    after = CANDIDATES.by_id[entry.step].apply(before or CANDIDATES.blank, entry)
    return Recorded(row_id, after, entry, *CANDIDATES.changed(before, after))


def _stage_of(case: SupervisionCase) -> CandidateStage:
    return CandidateStage.DECLINED if case.stage is CaseStage.DECLINED else CandidateStage.TAKEN_UP


def _fell(row: Row[Any], finding: Finding | None, repeated: int) -> bool:
    """Whether it holds no longer: a repeat that was enough by the office's number and is not now neither."""
    if finding is None or row.trigger != _REPEATED:
        return finding is None
    return len(finding.others) + 1 < repeated <= len(others_in(row.others)) + 1


def _lives_on(c: Connection, row: Row[Any], known: Iterable[Row[Any]], standing: Set[_Key]) -> bool:
    """Whether it is what the end of a case left overdue, and the missed deadline that the case decided on stands. R13.

    The deadline alone is found in the ticket; that it was still missed when the case ended stands here.
    """
    if row.trigger != _OVERDUE:
        return False
    ended_then = select(_c.id).join(schema.case_tickets, schema.case_tickets.c.case_id == _c.id)
    ended_then = ended_then.where(schema.case_tickets.c.ticket_id == row.ticket_id, _c.closed_at == row.since)
    if c.execute(ended_then.limit(1)).scalar() is None:
        return False
    decided = (each for each in known if (each.trigger, each.round) == (_OVERDUE, row.round) and each.state in _DECIDED)
    return any((row.ticket_id, _OVERDUE, each.since) in standing and each.since < row.since for each in decided)


def _differs(row: Row[Any], finding: Finding) -> bool:
    told = (moment_text(finding.since), finding.evidence, _others_text(finding.others))
    return (row.since, row.evidence, row.others) != told


def _set_number(c: Connection) -> int:
    """How many tickets the office says make a repeat; what it does not say in a number is the regulation's."""
    said = settings.load(c).get("repeat_count", "")
    return max(int(said), _FEWEST_REPEATS) if _A_NUMBER.fullmatch(said) else REPEATED_TIMES


def _others_text(others: Iterable[str]) -> str:
    return json.dumps(list(others), ensure_ascii=False)


def _key(ticket_id: int, finding: Finding) -> _Key:
    trigger = finding.trigger.value
    return ticket_id, trigger, _mark(trigger, moment_text(finding.since), finding.round)


def _mark(trigger: str, since: str, round: int) -> str:
    """What tells two events of one trigger apart: the moment, and of repeats the round that was found lawful."""
    return str(round) if trigger == _REPEATED else since


def project(candidate: Candidate) -> dict[str, Any]:
    """The row of a candidate, without its id and that of its ticket."""
    ended = candidate.ended
    return {
        "trigger": candidate.trigger.value,
        "round": candidate.round,
        "unit": candidate.unit,
        "since": moment_text(candidate.since),
        "evidence": candidate.evidence,
        "others": _others_text(candidate.others),
        "state": STAGE_CODES[candidate.stage],
        "case_id": candidate.case_id,
        "ended_at": moment_text(ended.recorded_at or ended.at) if ended else "",
        "ended_by": ended.by if ended else "",
        "why": WHY_ENDED.of(ended),
    }


RECORDS: Records[Candidate] = Records(CANDIDATES, schema.candidates, schema.candidate_entries, project)
load, history = RECORDS.load, RECORDS.history
