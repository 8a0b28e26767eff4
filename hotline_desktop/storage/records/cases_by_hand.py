"""Cases that a person began about what a unit reported, before a callback told the same. 督办二（一）2, （五）3."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, exists, select

from hotline_desktop.domain.supervision.case import OPEN_STAGES, CaseStage
from hotline_desktop.domain.supervision.options import Misreport
from hotline_desktop.domain.supervision.steps.pool import EVENT, MISREPORT, OPEN_CASE, TAKE_UP
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage.records.histories import entries
from hotline_desktop.storage.tables import schema

_case, _link = schema.cases.c, schema.case_tickets.c
_LIVE = [stage.value for stage in (CaseStage.POOL, *sorted(OPEN_STAGES))]


class BegunByHand(NamedTuple):
    """A case that a person began: when what is wrong was seen, and the decision to take it up, None while it waits."""

    case_id: int
    seen: datetime
    taken_up: Entry | None


def reported_falsely(c: Connection, ticket_id: int) -> tuple[BegunByHand, ...]:
    """Those about a ticket's report that are under way or wait for their decision, the first begun first.

    A case that decides on a candidate of the ticket already was begun because of that; what a unit failed to do is
    another matter than what it said.
    """
    deciding = schema.candidates.c
    because = exists().where(deciding.case_id == _case.id, deciding.ticket_id == ticket_id)
    of_ticket = select(_case.id).join(schema.case_tickets, _link.case_id == _case.id)
    where = (_link.ticket_id == ticket_id, _case.trigger == SupervisionTrigger.CONTRADICTION.value)
    told = of_ticket.where(*where, _case.stage.in_(_LIVE), ~because).order_by(_case.id)
    found = (_begun(c, case_id) for case_id in c.execute(told).scalars().all())
    return tuple(each for each in found if each is not None)


def _begun(c: Connection, case_id: int) -> BegunByHand | None:
    history = entries(c, schema.case_entries, case_id)
    if not history or MISREPORT.of(history[0]) == Misreport.INACTION:
        return None
    decisions = [each for each in history if each.step in (OPEN_CASE.id, TAKE_UP.id)]
    return BegunByHand(case_id, EVENT.of(history[0]) or history[0].at, decisions[-1] if decisions else None)
