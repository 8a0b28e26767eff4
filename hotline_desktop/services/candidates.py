"""What the rules found, as lines of the pool: repeats of one matter stand together as one candidate. 督办二（一）."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hotline_desktop.domain.supervision.case import Candidate
from hotline_desktop.domain.supervision.options import TRIGGER_CLAUSES
from hotline_desktop.domain.terms.names import names_in
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.masking import hide_confidential, shown_text
from hotline_desktop.storage import cases, tickets
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.pool import Found

_TITLE = 60


def gathered(c: Connection, found: Sequence[Found]) -> tuple[Candidate, ...]:
    """One candidate per ticket and trigger; of a repeat group one for all its tickets."""
    ids = [each.ticket_id for each in found]
    first = first_of_groups(found)
    lines = {line.id: line for line in tickets.summaries_of(c, ids)}
    known = cases.of_tickets(c, ids)
    candidates = []
    for each in first.values():
        trigger = each.finding.trigger
        line = lines.get(each.ticket_id)
        candidates.append(
            Candidate(
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
            )
        )
    return tuple(candidates)


def first_of_groups(found: Iterable[Found]) -> dict[tuple[str, str, str], Found]:
    """What stands for each candidate, by trigger, number and moment: of a repeat group the first for all its tickets.

    Each event is a candidate of its own.
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


def _together(each: Found) -> tuple[str, ...]:
    repeated = each.finding.trigger is SupervisionTrigger.REPEATED
    return (each.number, *each.finding.others) if repeated else (each.number,)


def opening_values(candidate: Candidate) -> dict[str, object]:
    """What is known of a case that would be opened for ``candidate``, by the keys of the form."""
    ticket = candidate.ticket
    title = " ".join((ticket.title or ticket.content).split()) if ticket else ""
    for name in names_in(ticket.caller) if ticket else ():
        title = title.replace(name, "市民") if len(name) > 1 else title
    return {
        "trigger": candidate.trigger.value,
        "event": candidate.since,
        "tickets": candidate.ticket_numbers,
        "unit": candidate.unit,
        "title": title[:_TITLE],
        "reason": candidate.evidence,
    }
