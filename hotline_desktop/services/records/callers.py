"""Who called before: what an earlier ticket of the same phone says of name, address and secrecy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.records.summaries import SortKey, TicketFilter
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.domain.ticket.steps.intake import ADDRESS, CALLER, CONFIDENTIAL
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.records import ticket_queries

_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class PastCaller:
    """The newest ticket of the phone, and how many there are; ``numbers`` are the tickets that it is taken from."""

    count: int
    caller: str
    address: str
    confidential: bool
    called_at: datetime | None
    numbers: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """What goes into the form of a new ticket, at a nod."""
        found = {
            CALLER.key: self.caller,
            ADDRESS.key: self.address,
            CONFIDENTIAL.key: "是" if self.confidential else "",
        }
        return {key: value for key, value in found.items() if value}


class Callers:
    """Looks at most at the newest tickets of a phone."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def past(self, phones: str) -> PastCaller | None:
        """The earlier caller with the first of ``phones``; None where nobody called from there."""
        numbers = [phone.text for phone in normalise_phones(phones) if phone.kind is not PhoneKind.ODD]
        if not numbers:
            return None
        filter = TicketFilter(search=numbers[0])
        with self._office.db.read() as c:
            bounds = self._office.bounds(c)
            rows, _more = ticket_queries.page(c, filter, SortKey.NEWEST, True, None, _LOOKED_AT, bounds)
        own = [row for row in rows if numbers[0] in row.phones.split("、")]
        if not own:
            return None
        named = next((row for row in own if row.caller), own[0])
        placed = next((row for row in own if row.address), own[0])
        secret, taken = any(row.confidential for row in own), tuple({named.number, placed.number})
        return PastCaller(len(own), named.caller, placed.address, secret, own[0].called_at, taken)
