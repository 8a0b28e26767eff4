"""Taking a step back (撤回): the last one, while nothing was built on it, until the close of the next working day.

The history keeps the step and its withdrawal; the record is as if it had not been taken. Numbers given stay given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Generic

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.records.steps import R, RuleContext, Step, Taken, denied, recorded
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker, StepRefused
from hotline_desktop.domain.terms.text import beyond, typed_text

_CLAUSE = Clause.RECORD
REASON = Field("reason", "撤回原因", required=True, limit=200)
# What the history keeps of a withdrawal; it changes nothing by itself, for the fold leaves out what was withdrawn.
WITHDRAW: Step[Any] = recorded(
    "withdraw", "撤回", _CLAUSE, (Field("withdrawn", "撤回的步骤"), REASON), lambda record, _entry: record
)


@dataclass(frozen=True, slots=True)
class Withdrawal(Generic[R]):
    """The last step of a record and what stands against taking it back; ``taken`` is None where there is none."""

    taken: Taken | None
    blockers: tuple[Blocker, ...]

    @property
    def label(self) -> str:
        """What would be withdrawn."""
        return self.taken.step.label if self.taken is not None else ""

    @property
    def allowed(self) -> bool:
        """Whether it may be withdrawn now."""
        return not self.blockers


def withdrawal(record: R, context: RuleContext) -> Withdrawal[R]:
    """What of ``record`` can be taken back now."""
    taken = next((each for each in reversed(record.log) if not each.step.notes), None)
    blocker = _against(taken, context)
    refused = denied(taken.step, context) if taken is not None else ()
    return Withdrawal(taken, refused if blocker is None else (blocker, *refused))


def withdraw(record: R, blank: R, reason: str, context: RuleContext) -> tuple[R, Entry]:
    """The record without its last step, and the entry that says so. Raises StepRefused; nothing changed then."""
    found = withdrawal(record, context)
    why = typed_text(reason)
    faults = list(found.blockers)
    if not why:
        faults.append(Blocker(_CLAUSE, f"缺少“{REASON.label}”", REASON.key))
    elif too_long := beyond(why, REASON.limit):
        faults.append(Blocker(_CLAUSE, f"“{REASON.label}”{too_long}", REASON.key))
    if faults or found.taken is None:
        raise StepRefused(WITHDRAW.label, tuple(faults))
    log = tuple(each for each in record.log if each is not found.taken)
    after = folded(blank, log)
    entry = Entry(
        WITHDRAW.id,
        context.now,
        context.by,
        {"withdrawn": found.label, "reason": why},
        {"step": found.taken.step.id},
        after.round_number,
        context.now,
    )
    return after, entry


def folded(blank: R, log: Sequence[Taken]) -> R:
    """The record that these steps lead to."""
    record = blank
    for step, entry in log:
        record = step.apply(record, entry)
    return record.with_log(tuple(log))


def withdrawn_places(ids: Sequence[str], steps: Mapping[str, Step[Any]]) -> frozenset[int]:
    """The places, from 0, of the entries that were taken back, given the ids of a history's steps in order."""
    if WITHDRAW.id not in ids:
        return frozenset()
    standing: list[int] = []
    found: set[int] = set()
    for place, step_id in enumerate(ids):
        if step_id == WITHDRAW.id:
            if standing:
                found.add(standing.pop())
        elif step_id not in steps or not steps[step_id].notes:
            standing.append(place)
    return frozenset(found)


def _against(taken: Taken | None, context: RuleContext) -> Blocker | None:
    if taken is None or taken.step.starts:
        return Blocker(_CLAUSE, "只有登记，没有可以撤回的步骤；登记有误的请更正")
    step, entry = taken
    if not step.stages:
        return Blocker(_CLAUSE, f"最后一条“{step.label}”是程序记下的，已有的步骤不再撤回")
    if not step.withdrawable:
        return Blocker(_CLAUSE, f"“{step.label}”已同时写进别的记录，不能撤回，请办相反的一步")
    until = open_until(entry, context)
    if context.now > until:
        return Blocker(_CLAUSE, f"“{step.label}”在 {chinese_datetime(until)} 前可以撤回，现已超过；有错的请更正")
    return None


def open_until(entry: Entry, context: RuleContext) -> datetime:
    """Until when what was recorded may be taken back: the end of the day, or the close of the working days after it
    that the office grants.
    """
    recorded_at = entry.recorded_at or entry.at
    day_end = datetime.combine(recorded_at.date(), time(23, 59))
    if not context.withdraw_days:
        return day_end
    last = context.calendar.add_working_days(recorded_at.date(), context.withdraw_days)
    return max(day_end, datetime.combine(last, context.rules.hours_on(last).closing))
