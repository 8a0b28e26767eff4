"""A hotline ticket (工单): what is known of it, its rounds of handling, and the records made on the way.

A ticket is the fold of its history: every step leaves an :class:`Entry`, and applying the entries in order gives
the ticket again. Nothing here reads a clock or a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from hotline_desktop.domain.records.entries import (
    Entry,
    Request,
    Requests,
    last_happened,
    pending_of,
)
from hotline_desktop.domain.records.quick import changed, quick_record
from hotline_desktop.domain.records.steps import Bound, Taken
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import (
    Exemption,
    FactFinding,
    Level,
    Origin,
    Pending,
    Stage,
)
from hotline_desktop.domain.ticket.fields import (
    CLOSED_ON,
    DONE_AT,
    FACT,
    RECEIVED_ON,
)
from hotline_desktop.domain.ticket.rounds import NO_LIMITS, NO_ROUND, Limits, Round, Secrecy
from hotline_desktop.domain.ticket.upper_callbacks import UpperCallback

__all__ = ["Entry", "Facts", "Limits", "Round", "Ticket"]


@quick_record(frozen=True, slots=True)
class Facts:
    """What the citizen and the platform said: the head of the ticket."""

    number: str = ""
    title: str = ""
    content: str = ""
    caller: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    called_at: datetime | None = None
    received_at: datetime | None = None
    source: str = ""
    request_type: str = ""
    category: str = ""
    place: str = ""
    confidential: bool = False
    proposed_unit: str = ""
    upper_limit: datetime | None = None
    platform_state: str = ""
    illegal_building: bool = False


@quick_record(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands now.

    ``waiver`` is the record of who decided that the citizen is not contacted (免联); ``no_contact_reason`` why it was
    dispatched without a first contact. ``merged_into`` is the number of the main ticket, ``repeats`` the numbers that a
    person confirmed as the same matter, the first confirmed first, ``repeats_at`` when each of them was, and
    ``not_repeats`` those that a person ruled out. ``supervised`` are the open supervision cases.
    """

    facts: Facts = Facts()
    origin: Origin = Origin.ENTERED
    level: Level = Level.ORDINARY
    stage: Stage = Stage.TO_DISPATCH
    transfer_number: str = ""
    first_unit: str = ""
    exemption: Exemption | None = None
    center_contacts: tuple[Entry, ...] = ()
    rounds: tuple[Round, ...] = ()
    planned: Limits = NO_LIMITS
    urges: int = 0
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    waiver: Entry | None = None
    no_contact_reason: str = ""
    building: Entry | None = None
    upper_callbacks: tuple[UpperCallback, ...] = ()
    merged_into: str = ""
    merged_at: datetime | None = None
    repeats: tuple[str, ...] = ()
    repeats_at: tuple[datetime, ...] = ()
    not_repeats: tuple[str, ...] = ()
    supervised: tuple[str, ...] = ()
    log: tuple[Taken, ...] = field(default=(), repr=False, compare=False)

    @property
    def began(self) -> Bound | None:
        """When the citizen's matter came to the office, or else when the citizen called."""
        facts = self.facts
        came = (facts.received_at, "收单时间") if facts.received_at else (facts.called_at, "来电日期")
        return _came(*came)

    @property
    def platform_closing(self) -> Entry | None:
        """The closing in 城运系统 that counts: the last of this round."""
        return last_happened(self.round.platform_closings, CLOSED_ON)

    @property
    def sheet_return(self) -> Entry | None:
        """The return of the signed sheet that counts: the last of this round."""
        return last_happened(self.round.sheet_returns, RECEIVED_ON)

    @property
    def platform_closed_on(self) -> date | None:
        """When the ticket was closed in 城运系统 as well. 规范一（六）1."""
        return CLOSED_ON.of(self.platform_closing)

    @property
    def sheet_back_on(self) -> date | None:
        """When the signed disposal sheet came back to the centre. 规范一（六）1."""
        return RECEIVED_ON.of(self.sheet_return)

    @property
    def dispatched(self) -> bool:
        """Whether a unit has the ticket, or had it last; False before dispatch and after a granted 退单."""
        return bool(self.rounds) and not self.rounds[-1].returned

    @property
    def round(self) -> Round:
        """The current round; an empty one while the ticket waits for dispatch."""
        if self.dispatched:
            return self.rounds[-1]
        return Round(number=self.rounds[-1].number, reason=self.rounds[-1].reason) if self.rounds else NO_ROUND

    @property
    def unit(self) -> str:
        """The unit that is answerable now; empty before dispatch."""
        return self.round.unit

    def unit_in(self, number: int) -> str:
        """The unit that answered for the ticket in that round."""
        return next((turn.unit for turn in reversed(self.rounds) if turn.number <= number), self.unit)

    @property
    def limits(self) -> Limits:
        """The deadlines that rule now: those of the round, or the planned ones before dispatch; none once merged."""
        if self.merged_into:
            return NO_LIMITS
        return self.round.limits if self.dispatched else self.planned

    @property
    def finished_at(self) -> datetime | None:
        """When the unit's result came in, which stops the unit's clock."""
        result = self.round.result
        return DONE_AT.of(result)

    @property
    def round_number(self) -> int:
        """The number of the current round, from 1."""
        return self.round.number

    @property
    def frozen(self) -> str:
        """Why no step can be taken on it any more; empty where steps can."""
        if self.origin is Origin.HISTORY:
            return "历史工单只供查询，不再办理"
        return f"已并入工单 {self.merged_into}，要单独办理须先拆分" if self.merged_into else ""

    @property
    def unfounded_filed(self) -> Request | None:
        """The 不属实情况说明 that holds: this round's, or an earlier one's unless a result behind it found otherwise.

        规范一（五）.
        """
        if self.rounds and self.round.unfounded_filed is not None:
            return self.round.unfounded_filed
        for turn in reversed(self.rounds):
            if turn.result is not None and FACT.of(turn.result) != FactFinding.UNFOUNDED:
                return None
            if turn.unfounded_filed is not None:
                return turn.unfounded_filed
        return None

    @property
    def waived(self) -> bool:
        """Whether answer, explanation, satisfaction form and callback are waived: the citizen need not be contacted, or
        wants secrecy and left no way to be reached. 规范一（一）1.
        """
        if self.exemption is Exemption.CONFIDENTIAL:
            return not self.facts.phones
        return self.exemption is not None

    @property
    def secrecy(self) -> Secrecy:
        """How far the citizen can be contacted, as it stands now. 规范一（一）1."""
        secret = self.facts.confidential or self.exemption is not None
        return Secrecy(secret, self.waived)

    def secrecy_in(self, place: int) -> Secrecy:
        """How far the citizen could be contacted in the round at ``place``, from 0, when the ticket was closed."""
        later = (turn.closed_with for turn in self.rounds[place + 1 :] if turn.closed_with is not None)
        return next(later, self.secrecy)

    @property
    def returns(self) -> Requests:
        """Every 退单 of the ticket, in order, whatever became of it. 规范一（三）."""
        return tuple(request for turn in self.rounds for request in turn.returns)

    @property
    def first_handed_on(self) -> datetime | None:
        """When the ticket first went to a unit: the start of its total time, whatever 退单 followed."""
        return self.rounds[0].handed_on if self.rounds else None

    @property
    def contact_skipped(self) -> bool:
        """Whether it was dispatched though nobody had called the citizen and nobody had waived that. 规范一（一）1."""
        return bool(self.no_contact_reason)

    @property
    def pending(self) -> tuple[str, ...]:
        """What runs beside the stages and waits for somebody, as words of Pending; a merged ticket waits for nobody."""
        if self.merged_into:
            return (Pending.SUPERVISED.value,) if self.supervised else ()
        if not (self.rounds or self.upper_callbacks or self.supervised):
            return ()
        turn, statements = self.round, [callback for callback in self.upper_callbacks if callback.open]
        unwritten = any(pending_of(callback.statements) is None for callback in statements)
        unfiled = any(pending_of(callback.statements) is not None for callback in statements)
        states = (
            (Pending.RETURN, pending_of(turn.returns) is not None),
            (Pending.EXTENSION, pending_of(turn.extensions) is not None),
            (Pending.UNFOUNDED, pending_of(turn.unfounded) is not None),
            (Pending.STATEMENT, unwritten),
            (Pending.STATEMENT_FILING, unfiled),
            (Pending.SUPERVISED, bool(self.supervised)),
        )
        return tuple(word.value for word, holds in states if holds)

    def with_log(self, log: tuple[Taken, ...]) -> Ticket:
        """The same ticket, with what was taken on it."""
        return Ticket(*(*_before_log(self), log))

    def with_round(self, **changes: Any) -> Ticket:
        """The same ticket with the current round changed; only a dispatched ticket has one."""
        if not self.dispatched:
            raise ValueError("the ticket is with no unit: there is no round to change")
        return replace(self, rounds=(*self.rounds[:-1], replace(self.round, **changes)))

    def with_facts(self, **changes: Any) -> Ticket:
        """The same ticket with facts of its head changed."""
        return changed(self, facts=changed(self.facts, **changes))


# Every entry that is replayed makes a ticket with a longer log: in this way in half the time that ``changed`` takes.
_before_log: Callable[[Ticket], tuple[Any, ...]] = attrgetter(*(each.name for each in fields(Ticket)[:-1]))


def _came(moment: datetime | None, label: str) -> Bound | None:
    """To the minute: platforms tell seconds, forms do not."""
    if moment is None:
        return None
    return Bound(moment.replace(second=0, microsecond=0), f"{label}（{chinese_datetime(moment)}）")
