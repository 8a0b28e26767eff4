"""What the rules found, as lines of the pool: repeats of one matter stand together as one candidate. 督办二（一）."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.supervision.case import Candidate
from hotline_desktop.domain.supervision.options import TRIGGER_CLAUSES
from hotline_desktop.domain.terms.names import names_in
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.masking import hide_confidential, shown_text
from hotline_desktop.storage import cases, tickets
from hotline_desktop.storage.alerts import Found
from hotline_desktop.storage.database import Connection

_TITLE = 60


def gathered(c: Connection, found: Sequence[Found]) -> tuple[Candidate, ...]:
    """One candidate per ticket and trigger; of a repeat group one for all its tickets."""
    ids = [each.ticket_id for each in found]
    lines = {line.id: line for line in tickets.summaries_of(c, ids)}
    known = cases.of_tickets(c, ids)
    seen: set[tuple[str, str]] = set()
    candidates = []
    for each in found:
        trigger = each.finding.trigger
        numbers = (each.number, *each.finding.others)
        if (trigger.value, each.number) in seen:
            continue
        together = numbers if trigger is SupervisionTrigger.REPEATED else (each.number,)
        seen.update((trigger.value, number) for number in together)
        line = lines.get(each.ticket_id)
        candidates.append(
            Candidate(
                ticket=hide_confidential(line) if line else None,
                trigger=trigger,
                clause=TRIGGER_CLAUSES[trigger],
                evidence=shown_text(line, each.finding.evidence, full=True) if line else each.finding.evidence,
                round=each.finding.round,
                unit=each.unit,
                ticket_numbers=together,
                since=each.finding.since,
                running=tuple(
                    case.number for case in known.get(each.ticket_id, ()) if case.stage.is_open and case.number
                ),
            )
        )
    return tuple(candidates)


def opening_values(candidate: Candidate) -> dict[str, object]:
    """What is known of a case that would be opened for ``candidate``, by the keys of the form."""
    ticket = candidate.ticket
    title = " ".join((ticket.title or ticket.content).split()) if ticket else ""
    for name in names_in(ticket.caller) if ticket else ():
        title = title.replace(name, "市民") if len(name) > 1 else title
    return {
        "trigger": candidate.trigger.value,
        "tickets": candidate.ticket_numbers,
        "unit": candidate.unit,
        "title": title[:_TITLE],
        "reason": candidate.evidence,
    }
