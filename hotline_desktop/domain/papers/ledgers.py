"""工单台账 and 案源库台账: their lines. 督办二（五）3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hotline_desktop.domain.papers.register_sheets import CaseLine, LedgerLine, ledger_field
from hotline_desktop.domain.papers.registers import matter
from hotline_desktop.domain.papers.withholding import listed
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.steps.pool import WHY_NOT
from hotline_desktop.domain.ticket.columns import COLUMNS, LEDGER, LightText
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.masking import shown

TAKEN_UP = "纳入督办"
_LONGEST = "content"  # the column of the list whose texts are the longest
_LEDGER = {ledger_field(key): COLUMNS[key].text for key in LEDGER}


def ledger_lines(
    rows: Iterable[TicketSummary], light: LightText, full: bool, fields: frozenset[str] | None = None
) -> Iterator[LedgerLine]:
    """The tickets of the ledger, numbered; ``light`` says how a deadline stands.

    Where ``fields`` are given, only those are worked out and the others stay empty.
    """
    texts = _LEDGER if fields is None else {field: text for field, text in _LEDGER.items() if field in fields}
    titled_only = _LONGEST not in texts
    for place, row in enumerate(rows, start=1):
        # Masking the content takes longer than all the others.
        seen = shown(row._replace(content="") if titled_only and row.title else row, full)
        yield LedgerLine(str(place), **{field: text(seen, light) for field, text in texts.items()})


def case_line(case: SupervisionCase, tickets: Sequence[TicketSummary], full: bool) -> CaseLine:
    """One matter that somebody put into the pool, took up or declined; ``tickets`` are those it concerns."""
    why = WHY_NOT.of(case.declined)
    decision = TAKEN_UP if case.stage.taken_up else case.stage.value
    line = CaseLine(
        since=value_as_text(case.opened_at),
        trigger=case.trigger.value,
        clause=case.trigger_clause.ref,
        tickets="、".join(case.ticket_numbers),
        unit=case.unit,
        matter=case.title,
        evidence="。".join(filter(None, (case.source, case.reason))),
        decision=decision,
        outcome=f"{decision}：{why}" if why else decision,
        number=case.number,
        method=" → ".join(dict.fromkeys(method.value for method in case.methods)),
        due=value_as_text(case.due),
        stage=case.stage.value,
        closed_at=value_as_text(case.closed_at),
        note=why,
    )
    return listed(line, tickets, full)


def candidate_line(
    candidate: CandidateSummary, tickets: Sequence[TicketSummary], full: bool, ended: str = ""
) -> CaseLine:
    """One matter that the rules found and nobody has decided on; ``ended`` names the event that did away with it."""
    waiting = ended or CaseStage.POOL.value
    line = CaseLine(
        since=value_as_text(candidate.since),
        trigger=candidate.trigger.value,
        clause=candidate.clause.ref,
        tickets="、".join(candidate.ticket_numbers),
        unit=candidate.unit,
        matter=matter(tickets[0]) if tickets else "",
        evidence=candidate.evidence,
        decision=waiting,
        outcome=waiting,
        stage=waiting,
    )
    return listed(line, tickets, full)
