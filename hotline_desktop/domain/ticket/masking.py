"""Who of a ticket may be seen where: the one place where its texts become those of a paper, a list or an export.

A paper of an ordinary ticket shows everything, for the unit has to call. Lists and exports show names and numbers
masked unless someone asked for everything. Of a confidential ticket (信息保密) neither leaves the centre, whatever is
asked for, also where texts repeat them. 规范一（一）1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ForwardRef

from hotline_desktop.domain.records.summaries import HIDDEN, TicketSummary
from hotline_desktop.domain.terms.masking import NOBODY, People, mask_text
from hotline_desktop.domain.terms.names import mask_name
from hotline_desktop.domain.terms.options import Exemption
from hotline_desktop.domain.terms.personal_numbers import mask_id_numbers, mask_phone

if TYPE_CHECKING:
    from hotline_desktop.domain.ticket.ticket import Ticket

NO_NUMBERS: frozenset[str] = frozenset()


def is_withheld(ticket: Ticket | TicketSummary) -> bool:
    """Whether the citizen's name and phone stay with the centre (信息保密)."""
    if isinstance(ticket, TicketSummary):
        return ticket.confidential
    return ticket.facts.confidential or ticket.exemption is Exemption.CONFIDENTIAL


def people_of(tickets: Iterable[Ticket | TicketSummary]) -> People:
    """The citizens whom the tickets name."""
    told = [_told_in(ticket) for ticket in tickets]
    return People.of((caller for caller, _phones in told), (phone for _caller, phones in told for phone in phones))


def _told_in(ticket: Ticket | TicketSummary) -> tuple[str, Sequence[str]]:
    """The caller and the phones."""
    if isinstance(ticket, TicketSummary):
        return ticket.caller, ticket.phones.split("、") if ticket.phones else ()
    return ticket.facts.caller, ticket.facts.phones


def withheld_people(tickets: Iterable[Ticket | TicketSummary]) -> People | None:
    """The citizens of the confidential ones among the tickets; None where none is confidential."""
    confidential = [ticket for ticket in tickets if is_withheld(ticket)]
    return people_of(confidential) if confidential else None


def open_text(tickets: Iterable[Ticket], text: str, kept: frozenset[str] = NO_NUMBERS) -> str:
    """``text`` about tickets as it may leave the centre; numbers made of the digits in ``kept`` are the office's."""
    people = withheld_people(tickets)
    return text if people is None else people.withheld(text, kept)


def listing(tickets: Iterable[Ticket | TicketSummary], full: bool) -> Callable[[str], str]:
    """What makes of a text about tickets one that may stand in a list or an export; ID numbers never do in full."""
    known = tuple(tickets)
    withheld, people = withheld_people(known), people_of(known)

    def as_listed(text: str) -> str:
        text = text if withheld is None else withheld.withheld(text, NO_NUMBERS)
        return mask_id_numbers(text) if full else mask_text(text, people)

    return as_listed


def listed_text(tickets: Iterable[Ticket], text: str, full: bool) -> str:
    """``text`` about tickets as ``listing`` makes it."""
    return listing(tickets, full)(text)


def hide_confidential(row: TicketSummary) -> TicketSummary:
    """The row as it leaves the record: what a caller who asked for 信息保密 keeps secret is hidden, also in texts."""
    if not row.confidential or row.caller == row.phones == HIDDEN:
        return row
    people = _people_of_row(row)
    return _with_texts(row, people.withheld, caller=HIDDEN, phones=HIDDEN)


def shown(row: TicketSummary, full: bool) -> TicketSummary:
    """The row as it may be shown: names and numbers are masked, also in its texts, unless ``full``.

    What the caller asked to keep secret (信息保密) and ID numbers in texts are hidden always.
    """
    if row.confidential:
        return hide_confidential(row)
    if full:
        return _with_texts(row, mask_id_numbers)
    people = People.of((row.caller,), ()) if row.caller else NOBODY  # their numbers are masked as any others
    name, phones = mask_name(row.caller), mask_phone(row.phones)
    return _with_texts(row, lambda text: mask_text(text, people), caller=name, phones=phones)


def shown_text(row: TicketSummary, text: str, full: bool = False) -> str:
    """``text`` about the row's ticket as it may be shown beside it."""
    people = _people_of_row(row)
    if row.confidential:
        return people.withheld(text)
    return mask_id_numbers(text) if full else mask_text(text, people)


# What the office gave or chose from its registers, and what is shown by rules of its own.
_MASKED_APART = frozenset(("number", "unit", "caller", "phones", "transfer_number"))


_TEXTS = tuple(
    name
    for name in TicketSummary._fields
    if TicketSummary.__annotations__[name] in (str, "str", ForwardRef("str")) and name not in _MASKED_APART
)
_texts_of: Callable[[TicketSummary], tuple[str, ...]] = attrgetter(*_TEXTS)


def _with_texts(row: TicketSummary, change: Callable[[str], str], **besides: str) -> TicketSummary:
    """Every text of the row but the office's own words, and ``besides`` those; a text added later is changed too."""
    texts = zip(_TEXTS, _texts_of(row), strict=True)
    changed: dict[str, Any] = {name: change(text) for name, text in texts if text}
    return row._replace(**changed | besides)


def _people_of_row(row: TicketSummary) -> People:
    return (
        People.of((row.caller,), row.phones.split("、") if row.phones else ()) if row.caller or row.phones else NOBODY
    )
