"""案源 as lines of the pool and of registers. Repeats of one matter stand together as one line. 督办二（五）3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage, CaseSummary
from hotline_desktop.domain.supervision.options import TRIGGER_CLAUSES
from hotline_desktop.domain.supervision.steps.pool import EVENT, REASON, TICKETS, TITLE, TRIGGER, UNIT
from hotline_desktop.domain.terms.names import names_in
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.masking import hide_confidential, shown_text
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import cases, pool, tickets
from hotline_desktop.storage.records.pool import Found

WAITING_CASES = CaseFilter(stages=(CaseStage.POOL,))
"""Candidates that a person registered: a case from the start, which waits for its decision."""
_TITLE = 60


def undecided(office: OfficeContext, c: Connection, now: datetime | None = None) -> tuple[CandidateSummary, ...]:
    """案源库: what waits for a decision, what was registered by hand first. 督办二（五）3."""
    by_hand = [_registered_by_hand(c, line) for line in cases.all(c, WAITING_CASES)]
    return (*by_hand, *found_by_rules(office, c, now))


def found_by_rules(office: OfficeContext, c: Connection, now: datetime | None = None) -> tuple[CandidateSummary, ...]:
    """What the rules found and nobody has decided on, the oldest first."""
    return gathered(c, undecided_reasons(office, c, now))


def undecided_reasons(office: OfficeContext, c: Connection, now: datetime | None = None) -> tuple[Found, ...]:
    """As ``found_by_rules``, each ticket of a repeat group for itself."""
    return pool.undecided(c, now or office.now(), office.settings(c).repeat_count)


def gathered(c: Connection, found: Sequence[Found]) -> tuple[CandidateSummary, ...]:
    """One line per ticket and trigger; of a repeat group one for all its tickets."""
    return each_candidate(c, tuple(first_of_groups(found).values()))


def each_candidate(c: Connection, found: Sequence[Found]) -> tuple[CandidateSummary, ...]:
    """A line for each, in the same order; their tickets and cases are read at once, however many there are."""
    ids = [each.ticket_id for each in found]
    lines = {line.id: line for line in tickets.summaries_of(c, ids)}
    known = cases.of_tickets(c, ids)
    gathered_lines = []
    for each in found:
        trigger = each.finding.trigger
        line = lines.get(each.ticket_id)
        gathered_lines.append(
            CandidateSummary(
                ticket=hide_confidential(line) if line else None,
                trigger=trigger,
                clause=TRIGGER_CLAUSES[trigger],
                evidence=shown_text(line, each.finding.evidence, full=True) if line else each.finding.evidence,
                round=each.finding.round,
                unit=each.unit,
                ticket_numbers=_together(each),
                since=each.finding.since,
                running=tuple(
                    case.number for case in known.get(each.ticket_id, ()) if case.stage.is_open and case.number
                ),
                id=each.id,
                stage=each.stage,
            )
        )
    return tuple(gathered_lines)


def first_of_groups(found: Iterable[Found]) -> dict[tuple[str, str, str], Found]:
    """The reasons by trigger, ticket number and moment, where only the first ticket of a repeat group is kept.

    Every other event is a candidate of its own.
    """
    seen: set[tuple[str, str]] = set()
    first = {}
    for each in found:
        trigger, repeated = each.finding.trigger.value, each.finding.trigger is SupervisionTrigger.REPEATED
        if repeated and (trigger, each.number) in seen:
            continue
        if repeated:
            seen.update((trigger, number) for number in _together(each))
        first[trigger, each.number, str(each.finding.since)] = each
    return first


def _registered_by_hand(c: Connection, line: CaseSummary) -> CandidateSummary:
    case = cases.load(c, line.id)
    known = tickets.known(c, case.ticket_numbers)
    first = tickets.summary(c, known[case.ticket_numbers[0]]) if case.ticket_numbers[0] in known else None
    return CandidateSummary(
        ticket=hide_confidential(first) if first else None,
        trigger=case.trigger,
        clause=TRIGGER_CLAUSES[case.trigger],
        evidence="。".join(part.rstrip("。") for part in (case.source, case.reason) if part),
        unit=case.unit,
        case_id=line.id,
        ticket_numbers=case.ticket_numbers,
        since=case.opened_at,
    )


def _together(each: Found) -> tuple[str, ...]:
    repeated = each.finding.trigger is SupervisionTrigger.REPEATED
    return (each.number, *each.finding.others) if repeated else (each.number,)


def opening_values(candidate: CandidateSummary) -> dict[str, object]:
    """What is known of a case that would be opened for ``candidate``, by the keys of the form."""
    ticket = candidate.ticket
    title = " ".join((ticket.title or ticket.content).split()) if ticket else ""
    for name in names_in(ticket.caller) if ticket else ():
        title = title.replace(name, "市民") if len(name) > 1 else title
    return {
        TRIGGER.key: candidate.trigger.value,
        EVENT.key: candidate.since,
        TICKETS.key: candidate.ticket_numbers,
        UNIT.key: candidate.unit,
        TITLE.key: title[:_TITLE],
        REASON.key: candidate.evidence,
    }
