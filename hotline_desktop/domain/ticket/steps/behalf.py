"""代为答复: what the centre or the hotline office says to a citizen for a unit that must not see the number.

It counts as the unit's own contact, answer, explanation and survey, and papers say who gave it. 规范一（一）1, （六）1.
"""

from __future__ import annotations

from collections.abc import Mapping

from hotline_desktop.domain.records.fields import Field, Values
from hotline_desktop.domain.records.steps import Check, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import AnswerWay, Behalf, ExplanationWay
from hotline_desktop.domain.ticket.fields import ON_BEHALF
from hotline_desktop.domain.ticket.masking import is_withheld
from hotline_desktop.domain.ticket.ticket import Ticket

_CALLS = (AnswerWay.CALL, ExplanationWay.CALL)


def spoken_for(ticket: Ticket) -> bool:
    """Whether others speak to the citizen for the unit: there is a number, and the unit must not see it."""
    return is_withheld(ticket) and bool(ticket.facts.phones)


def behalf_defaults(ticket: Ticket, context: RuleContext, who: str) -> Mapping[str, object]:
    """The centre is proposed where somebody has to speak for the unit, its clerk under the key ``who``."""
    return {ON_BEHALF.key: Behalf.CENTER.value, who: context.by} if spoken_for(ticket) else {}


def check_behalf(who: Field[str], way: Field[str] | None = None, *, by_call_alone: bool = False) -> Check:
    """Who spoke for the unit has a name (``who``), and the unit calls nobody who is kept secret from it.

    ``way`` is how the citizen was spoken to, where that may have been otherwise than by phone.
    """

    def check(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
        behalf = ON_BEHALF.of(values)
        if behalf and not who.of(values):
            return (Blocker(Clause.RECEIVE_CENTER, f"由{behalf}代为办理的，须写明“{who.label}”", who.key),)
        called = by_call_alone or (way is not None and way.of(values) in _CALLS)
        if behalf or not called or not spoken_for(ticket):
            return ()
        message = "信息保密：承办单位看不到电话，由镇城运中心或热线办代为办理，请选由谁代办"
        return (Blocker(Clause.RECEIVE_CENTER, message, ON_BEHALF.key),)

    return check
