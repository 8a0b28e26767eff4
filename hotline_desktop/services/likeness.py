"""Tickets alike: candidates for repeats with their evidence, and units that handled what is alike. 督办二（一）4."""

from __future__ import annotations

from hotline_desktop.domain.errors import NotFound
from hotline_desktop.domain.likeness import phrases, pieces
from hotline_desktop.domain.repeats import Known, Repeat, find_repeats, quoted_numbers
from hotline_desktop.domain.suggestions import PastTicket, Suggestion, suggest_units
from hotline_desktop.domain.ticket import Facts, Ticket
from hotline_desktop.services.core import Core
from hotline_desktop.storage import neighbours, tickets
from hotline_desktop.storage.database import Connection


class Likeness:
    """Looks for what is alike while a ticket is entered, and once it is there. Nothing is joined by itself."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def repeats(self, ticket_id: int) -> tuple[Repeat, ...]:
        """Tickets that may be about the same matter, strongest first; those ruled out or confirmed are left out.

        Raises NotFound.
        """
        with self._core.db.read() as c:
            ticket = _load(c, ticket_id)
            known = (*ticket.not_repeats, *ticket.repeats)
            return self._repeats(c, ticket.facts, known)

    def repeats_of(self, facts: Facts) -> tuple[Repeat, ...]:
        """The same for a ticket that is only being entered."""
        with self._core.db.read() as c:
            return self._repeats(c, facts, ())

    def units(self, ticket_id: int) -> tuple[Suggestion, ...]:
        """Which units handled tickets alike in the last year, with that as the reason. Raises NotFound."""
        with self._core.db.read() as c:
            facts = _load(c, ticket_id).facts
            said = _said(facts)
            past = [
                PastTicket(near.text, near.address, near.unit, near.received_at)
                for near in neighbours.near(c, _exact(facts, with_phones=False), phrases(said), pieces(said))
                if near.unit and near.received_at is not None and near.number != facts.number
            ]
            return suggest_units(said, facts.address, past, self._core.now())

    def _repeats(self, c: Connection, facts: Facts, known: tuple[str, ...]) -> tuple[Repeat, ...]:
        said = _said(facts)
        others = [
            Known(near.number, near.phones, near.address, near.text)
            for near in neighbours.near(c, _exact(facts, with_phones=True), phrases(said), pieces(said))
        ]
        return find_repeats(Known(facts.number, facts.phones, facts.address, said), others, known)


def _load(c: Connection, ticket_id: int) -> Ticket:
    if tickets.summary(c, ticket_id) is None:
        raise NotFound("没有这张工单。请刷新列表后再看。")
    return tickets.load(c, ticket_id)


def _said(facts: Facts) -> str:
    return f"{facts.title}\n{facts.content}".strip()


def _exact(facts: Facts, with_phones: bool) -> list[str]:
    """What must stand in another ticket whole; a confidential caller's phones lead to no one."""
    phones = facts.phones if with_phones and not facts.confidential else ()
    quoted = quoted_numbers(_said(facts)) if with_phones else ()
    own = (facts.number,) if with_phones and facts.number else ()
    return [text for text in (*phones, facts.address, *quoted, *own) if text]
