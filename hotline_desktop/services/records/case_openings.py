"""What a new case is about must be there: an event that waits for its decision, and a unit that had the ticket.

A case takes points off its unit, so neither what has not happened nor a unit that had no part in it is supervised.
督办二（一）, （五）3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hotline_desktop.domain.records.order import before
from hotline_desktop.domain.records.unit_references import closed_unit
from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.findings import same_report
from hotline_desktop.domain.supervision.options import BY_HAND, Misreport
from hotline_desktop.domain.supervision.steps.pool import EVENT, MISREPORT, PROPOSE, TAKEN_AT, TICKETS, TRIGGER, UNIT
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Origin, SupervisionTrigger
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import units
from hotline_desktop.storage.records import pool, tickets
from hotline_desktop.storage.records.cases_by_hand import reported_falsely
from hotline_desktop.storage.records.pool import Found


def wrong_openings(office: OfficeContext, c: Connection, case: SupervisionCase, entry: Entry) -> Iterator[Blocker]:
    """Blockers of the case that ``entry`` begins: its event has not happened, or its unit never had its tickets."""
    known = tickets.known(c, case.ticket_numbers)
    about = [tickets.load(c, ticket_id) for ticket_id in known.values()]
    yield from _wrong_unit(c, case, about)
    if all(ticket.origin is Origin.HISTORY for ticket in about):  # the rules find nothing there: a person does
        return
    if case.trigger in BY_HAND:
        yield from _nothing_reported(entry, about)
        if entry.step == PROPOSE.id and MISREPORT.of(entry) == Misreport.MISMATCH:
            yield from _listed_already(office, c, case, known)
        yield from _listed_by_hand(office, c, case, entry, known)
        return
    if entry.step == PROPOSE.id:
        message = f"“{case.trigger}”由程序列入案源库，不由人登记：请对案源库里的那一件作决定"
        yield Blocker(Clause.CASE_POOL, message, TRIGGER.key)
    else:
        yield from _wrong_event(case, entry, [_waiting(office, c, case, ticket_id) for ticket_id in known.values()])


def _wrong_unit(c: Connection, case: SupervisionCase, about: Sequence[Ticket]) -> Iterator[Blocker]:
    register = units.register(c)
    names = [name for ticket in about for turn in ticket.rounds for name in (turn.unit, *turn.co_units)]
    had = dict.fromkeys(register.called(name) or name for name in names if name)
    unit = register.called(case.unit) or case.unit
    if unit in had:
        return
    if unit in register.closed:
        yield closed_unit(unit, Clause.CASE_POOL, UNIT.key)
    elif not had and not case.from_above and _is_handled_here(about):
        message = "工单还没有派给承办单位，没有可以督办的单位：先派单，或者由上级、领导指定"
        yield Blocker(Clause.CASE_POOL, message, UNIT.key)
    elif had and not case.from_above and all(register.called(name) and name not in register.closed for name in had):
        # One that is closed, or no more in the register, is carried on by another.
        message = f"“{unit}”没有办过这里的工单，办过的是 {'、'.join(had)}"
        yield Blocker(Clause.CASE_POOL, message, UNIT.key)


def _is_handled_here(about: Sequence[Ticket]) -> bool:
    """Whether none of the tickets is imported history, or part of another one."""
    return all(ticket.origin is not Origin.HISTORY and not ticket.merged_into for ticket in about)


def _nothing_reported(entry: Entry, about: Sequence[Ticket]) -> Iterator[Blocker]:
    """What a callback heard contradicts a report: before the unit gave one there is none. R9.2."""
    reported = any(turn.result is not None for ticket in about for turn in ticket.rounds)
    if MISREPORT.of(entry) == Misreport.MISMATCH and not reported:
        message = "承办单位还没有办结反馈，没有可以对照的反馈结果；没有办的，情形写“事实清楚、依据明确而未依法履职”"
        yield Blocker(Clause.SUPERVISE_FALSE, message, MISREPORT.key)


def _listed_already(
    office: OfficeContext, c: Connection, case: SupervisionCase, known: Mapping[str, int]
) -> Iterator[Blocker]:
    """What a callback contradicted is in the pool by itself: by hand too it would be decided on twice. R9.2."""
    for number, ticket_id in known.items():
        if _waiting(office, c, case, ticket_id):
            message = f"工单 {number} 的“{case.trigger}”已在案源库里等待决定，不用再登记：请对那一件作决定"
            yield Blocker(Clause.CASE_POOL, message, TRIGGER.key)


def _listed_by_hand(
    office: OfficeContext, c: Connection, case: SupervisionCase, entry: Entry, known: Mapping[str, int]
) -> Iterator[Blocker]:
    """What a callback found is decided on where a person listed the same report before it. 督办二（五）3."""
    event = EVENT.of(entry)
    for number, ticket_id in known.items():
        listed = [each for each in reported_falsely(c, ticket_id) if each.taken_up is None]
        waiting = [each.finding for each in _waiting(office, c, case, ticket_id)]
        about = [each for each in waiting if each.since == event] if event is not None else waiting[:1]
        ticket = tickets.load(c, ticket_id)
        if any(same_report(ticket, finding, begun.seen) for finding in about for begun in listed):
            message = f"工单 {number} 的这件事已由人登记，在案源库里等待决定：请先对那一件作决定"
            yield Blocker(Clause.CASE_POOL, message, TICKETS.key)


def _waiting(office: OfficeContext, c: Connection, case: SupervisionCase, ticket_id: int) -> list[Found]:
    """The events of the case's kind on that ticket that nobody has decided on, the oldest first."""
    written = pool.of_ticket(c, ticket_id, office.settings(c).repeat_count)
    found = [each for each in written if each.stage is CandidateStage.OPEN and each.finding.trigger is case.trigger]
    if case.trigger is SupervisionTrigger.OVERDUE:
        found += pool.running(c, office.now(), [ticket_id])
    return found


def _wrong_event(case: SupervisionCase, entry: Entry, waiting: Sequence[list[Found]]) -> Iterator[Blocker]:
    moments = {each.finding.since for found in waiting for each in found if each.finding.since}
    numbers, event = "、".join(case.ticket_numbers), EVENT.of(entry)
    if not moments:
        message = f"工单 {numbers} 没有因“{case.trigger}”待决定的案源：没有发生的，或者已经决定过的，不再立案"
        yield Blocker(Clause.CASE_POOL, message, TICKETS.key)
    elif event is not None and case.trigger is not SupervisionTrigger.REPEATED and event not in moments:
        there = "、".join(chinese_datetime(moment) for moment in sorted(moments))
        message = f"{chinese_datetime(event)} 没有因“{case.trigger}”发生的案源，待决定的是 {there}"
        yield Blocker(Clause.CASE_POOL, message, EVENT.key)
    else:
        decided = event if event in moments else min(moments)
        if before(entry.at, decided):
            message = f"“{TAKEN_AT.label}”早于案源发生时间（{chinese_datetime(decided)}）"
            yield Blocker(Clause.CASE_POOL, message, TAKEN_AT.key)
