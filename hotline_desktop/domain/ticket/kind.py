"""工单 as a kind of record."""

from __future__ import annotations

from hotline_desktop.domain.records.kind import RecordKind, Texts
from hotline_desktop.domain.ticket.labels import changed_labels
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.records import ATTACH, DETACH
from hotline_desktop.domain.ticket.ticket import Ticket


def _changed(before: Ticket | None, after: Ticket) -> Texts:
    """Of a new ticket nothing: its first entry holds it all."""
    return changed_labels(before, after) if before is not None else ({}, {})


TICKETS: RecordKind[Ticket] = RecordKind("ticket", "工单", Ticket(), STEPS, STEPS_BY_ID, ATTACH, DETACH, _changed)
