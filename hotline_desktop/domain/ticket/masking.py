"""Tickets as lists and exports show them: masked by default, in full only after a deliberate act that is recorded."""

from __future__ import annotations

from hotline_desktop.domain.records.summaries import TicketSummary, hide_confidential
from hotline_desktop.domain.terms.phones import mask_id_numbers, mask_name, mask_phone, mask_text


def shown(row: TicketSummary, full: bool) -> TicketSummary:
    """The row as it may be shown: names, phones and numbers in texts are masked unless ``full``.

    What the caller asked to keep secret (信息保密) and ID numbers in texts are hidden always.
    """
    text = mask_id_numbers if full else mask_text
    row = row._replace(title=text(row.title), content=text(row.content), address=text(row.address))
    if row.confidential:
        return hide_confidential(row)
    return row if full else row._replace(caller=mask_name(row.caller), phones=mask_phone(row.phones))
