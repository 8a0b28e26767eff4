"""Deadlines as steps record them, and checks on the times a clerk enters. 规范一（二）, 规范一（三）."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.fields import Field, Kind, Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.fields import GRANTED_DAYS, HANDED_ON, PROVISIONAL
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.domain.time.deadline import (
    Deadline,
    answer_due,
    earlier_of,
    extended,
    return_due,
    return_due_in_round,
    ticket_due,
)

# What the rules work out of a round's time, by the name under which an entry keeps it.
DUE = Field("due", "办结期限", Kind.MOMENT)
BASIS = Field("basis", "期限依据")
ANSWER_DUE = Field("answer_due", "答复期限", Kind.MOMENT)
RETURN_DUE = Field("return_due", "退单期限", Kind.MOMENT)
SPARED = Field("spared", "不因后来的变更判逾期的期限", Kind.MOMENT)
# When the clock of the round starts instead of the hand-over: by another level, or by a split.
COUNTED_FROM = Field("counted_from", "起算时间", Kind.MOMENT)
RESUMED_AT = Field("resumed_at", "重新起算时间", Kind.MOMENT)


def limits_from(level: Level, start: datetime, upper: datetime | None, context: RuleContext) -> Limits:
    """The deadlines of a round that starts at ``start`` (T0). 规范一（二）, 规范一（三）."""
    own = ticket_due(level, start, context.calendar, context.rules)
    return _ruling(
        own,
        start,
        upper,
        answer_due(level, start, context.calendar, context.rules),
        return_due(level, start, context.calendar, context.rules),
    )


def limits_again(ticket: Ticket, context: RuleContext, start: datetime | None = None) -> Limits:
    """The deadlines worked out anew: for another level or upper limit, after an extension, or by another calendar.

    They count from the original T0, or from the change of the level where the centre said so, unless ``start`` is
    given; before dispatch from the receipt, after a granted 退单 from that decision. What was granted as extension is
    added to the unit's own deadline; the superior's limit rules where it is earlier, whatever else moved. A round that
    has its result is never judged again. 规范一（二）.
    """
    turn = ticket.round
    if turn.result is not None:
        return turn.limits
    since = turn.begun or _taken_back(ticket) or ticket.facts.received_at or ticket.facts.called_at
    if since is None:
        return ticket.limits
    counted_from = start or turn.counted_from or since
    own = ticket_due(ticket.level, counted_from, context.calendar, context.rules)
    for request in turn.extensions:
        days = GRANTED_DAYS.of(request.decided) if request.granted else None
        if days is not None:
            own = extended(own, days, context.calendar, context.rules)
    returned_by = return_due_in_round(ticket.level, since, turn.accepted_at, context.calendar, context.rules)
    answered_by = answer_due(ticket.level, counted_from, context.calendar, context.rules)
    limits = _ruling(own, since, ticket.facts.upper_limit, answered_by, returned_by)
    limits = _spared(limits, ticket.limits, context.now, _was_told(ticket, limits.due))
    return _spared_beside(limits, ticket, context.now)


def limits_after_rest(ticket: Ticket, since: datetime, context: RuleContext) -> tuple[Limits, bool]:
    """The deadlines of a ticket that rested ``since`` then, and whether its clock begins to run again now.

    While it was merged into another one no clock of it ruled: what ran out meanwhile was not missed, and counts from
    now. What had run out before stays missed; another notice that came meanwhile is counted by. 规范一（二）.
    """
    limits = limits_again(ticket, context)
    if not ticket.dispatched or ticket.round.result is not None:
        return limits, False

    def ran_out(limit: datetime | None) -> bool:
        return limit is not None and since <= limit < context.now

    anew = limits_from(ticket.level, context.now, None, context)
    answer = anew.answer_due if ran_out(limits.answer_due) else limits.answer_due
    back = anew.return_due if ran_out(limits.return_due) else limits.return_due
    again = ran_out(limits.judged_by)
    if again:
        known = replace(limits, spared=None)
        limits = limits_again(ticket.with_round(resumed_at=context.now, counted_from=None, limits=known), context)
    return replace(limits, answer_due=answer, return_due=back), again


def _was_told(ticket: Ticket, due: datetime | None) -> bool:
    """Whether the running round had this very deadline before it passed: who missed it then missed it now too."""
    for taken in reversed(ticket.log):
        written = taken.entry.recorded_at or taken.entry.at
        if due is not None and DUE.of(taken.entry) == due and written <= due:
            return True
        if HANDED_ON.of(taken.entry) is not None:
            break
    return False


def _ruling(own: Deadline, start: datetime, upper: datetime | None, answer: Deadline, back: Deadline) -> Limits:
    """The earlier of the unit's own deadline and the superior's limit; one before T0 rules nothing for this unit."""
    ruling = earlier_of(own, upper if upper is not None and upper > start else None)
    return Limits(ruling.due, ruling.basis, ruling.provisional, answer.due, back.due)


def with_missed(limits: Limits, before: Limits, now: datetime) -> Limits:
    """The limits, with the lapse that stands: another level does not undo a deadline that was missed. 督办二（五）3.

    Nor does it give the unit another day in which to answer the citizen. 规范一（一）2.
    """
    old, answer = _missed(before.judged_by, now), _missed(before.answer_due, now)
    if answer is not None:
        limits = replace(limits, answer_due=answer)
    return replace(limits, spared=old) if old is not None else limits


def _missed(limit: datetime | None, now: datetime) -> datetime | None:
    """The limit where it has passed."""
    return limit if limit is not None and limit < now else None


def not_behind(new: datetime | None, old: datetime | None, now: datetime) -> datetime | None:
    """The new limit, or the old one where the new one had passed when it came into being. 规范一（二）."""
    return old if new is not None and old is not None and new < old and new <= now else new


def _spared_beside(limits: Limits, ticket: Ticket, now: datetime) -> Limits:
    """The same for the clocks beside: the citizen's answer and 退单; a day missed before the level changed stays so."""
    before = ticket.limits
    answer, back = (
        not_behind(new, old, now)
        for new, old in ((limits.answer_due, before.answer_due), (limits.return_due, before.return_due))
    )
    missed = _missed(before.answer_due, now)
    if missed is not None and answer is not None and missed < answer and _level_changed(ticket):
        answer = missed
    return replace(limits, answer_due=answer, return_due=back)


def _level_changed(ticket: Ticket) -> bool:
    """Whether the level was changed while the running round ran."""
    for taken in reversed(ticket.log):
        if taken.step.id == "change_level":
            return True
        if HANDED_ON.of(taken.entry) is not None:
            break
    return False


def _spared(limits: Limits, before: Limits, now: datetime, in_time: bool) -> Limits:
    """A deadline that had passed when it came into being is no lapse: the unit is judged by the one that it had.

    One that it was ``in_time`` in time, and that comes back after another one, did not come into being now.
    One that was missed before the level changed is a lapse whatever moves the deadline since.
    """
    old = before.judged_by
    if limits.due == before.due or (before.spared is not None and before.spared < now):
        return replace(limits, spared=before.spared)
    if limits.due is None or limits.due > now or old is None or old <= limits.due or in_time:
        return limits
    return replace(limits, spared=old)


def _taken_back(ticket: Ticket) -> datetime | None:
    """When the centre took the ticket back, while it waits for the next unit. 规范一（三）."""
    if ticket.dispatched or not ticket.rounds:
        return None
    decided = ticket.rounds[-1].returns[-1].decided
    return decided.at if decided else None


def limit_facts(limits: Limits) -> dict[str, Value]:
    """Limits as facts of an entry."""
    return {
        DUE.key: limits.due,
        BASIS.key: limits.basis,
        PROVISIONAL.key: limits.provisional,
        ANSWER_DUE.key: limits.answer_due,
        RETURN_DUE.key: limits.return_due,
        **({SPARED.key: limits.spared} if limits.spared else {}),
    }


def limits_of(entry: Entry) -> Limits:
    """Limits as an entry recorded them."""
    return Limits(
        due=DUE.of(entry),
        basis=BASIS.of(entry),
        provisional=bool(PROVISIONAL.of(entry)),
        answer_due=ANSWER_DUE.of(entry),
        return_due=RETURN_DUE.of(entry),
        spared=SPARED.of(entry),
    )


def with_limits(ticket: Ticket, limits: Limits) -> Ticket:
    """The ticket with other limits: of the round, or planned ones before dispatch."""
    return ticket.with_round(limits=limits) if ticket.dispatched else replace(ticket, planned=limits)
