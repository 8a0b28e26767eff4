"""What a ticket counts for, added up from the entries of its history alone, apart from the program's own way.

A clerk with the paper history and a pencil would count like this: who had the ticket from when to when, how it left
his hands, which of his deadlines passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.steps import Taken
from hotline_desktop.domain.statistics.counting import Count, Measure

TOWN = ""


@dataclass
class Turn:
    """One round: whose it is, the deadline that it is judged by, when its clock stopped."""

    unit: str
    due: datetime | None = None
    stopped: datetime | None = None


@dataclass
class Hands:
    """One stretch of time in which a unit, or the town, had the ticket."""

    unit: str
    since: date | None
    again: bool = False
    ended: datetime | None = None
    how: str = ""
    turns: list[Turn] = field(default_factory=list)


@dataclass
class Traced:
    """The whole ticket as its entries tell it."""

    received: date | None = None
    hands: list[Hands] = field(default_factory=list)
    merged_at: datetime | None = None

    @property
    def held(self) -> Hands | None:
        """Who has it now, or had it last."""
        return self.hands[-1] if self.hands else None


def traced(log: Iterable[Taken]) -> Traced:
    """What the entries tell, the withdrawn ones left out by whoever made ``log``."""
    found = Traced()
    for taken in log:
        _read(found, taken)
    return found


def _text(entry: Entry, key: str) -> str:
    return str(entry.get(key) or "")


def _moment(entry: Entry, key: str) -> datetime | None:
    value = entry.get(key)
    return value if isinstance(value, datetime) else None


def _day(entry: Entry, key: str) -> date | None:
    moment = _moment(entry, key)
    return moment.date() if moment else None


def _read(found: Traced, taken: Taken) -> None:
    step, entry = taken.step.id, taken.entry
    held = found.held
    if step in ("register", "amend", "import_update", "import_undo"):
        for key in ("called_at", "received_at"):
            moment = entry.values.get(key)
            if isinstance(moment, date):
                found.received = moment.date() if isinstance(moment, datetime) else moment
    if step == "dispatch":
        found.hands.append(Hands(_text(entry, "unit"), _day(entry, "handed_on"), turns=[Turn(_text(entry, "unit"))]))
    elif step in ("redo", "upper_return") and held is not None:
        if held.how:
            held = Hands(held.unit, _day(entry, "handed_on"), again=True)
            found.hands.append(held)
        held.turns.append(Turn(held.unit))
    elif step == "correct_dispatch" and held is not None and len(held.turns) == 1:
        held.since = _day(entry, "handed_on")
    elif step == "merge":
        found.merged_at = entry.at
    elif step == "split":
        found.merged_at = None
    _clock(found, taken)


def _clock(found: Traced, taken: Taken) -> None:
    step, entry, held = taken.step.id, taken.entry, found.held
    if held is None or not held.turns:
        return
    turn = held.turns[-1]
    if step == "return_decision" and _text(entry, "decision") == "同意":
        turn.stopped = held.ended = entry.at  # the deadline in that entry is the town's, until somebody else has it
        held.how = "退单转出"
        return
    judged = _moment(entry, "spared") or _moment(entry, "due")
    if judged is not None and not held.how:
        turn.due = judged
    if step in ("result", "correct_result"):
        turn.stopped = _moment(entry, "done_at")
    elif step == "close":
        held.ended, held.how = _moment(entry, "closed_at"), "结案"


def lapsed(turn: Turn) -> datetime | None:
    """The deadline that the turn missed, or will if nothing more happens."""
    return None if turn.due is None or (turn.stopped is not None and turn.stopped <= turn.due) else turn.due


def left_over(count: Count) -> int:
    """期初在办 + 转入 − 结案 − 退单转出 − 并单 − 期末在办: nought, or the figures are wrong."""
    came = count.of(Measure.OPENING) + count.of(Measure.TAKEN_IN)
    went = sum(map(count.of, (Measure.CLOSED, Measure.RETURNED, Measure.MERGED, Measure.REMAINING)))
    return came - went


def tally(tickets: Sequence[Traced], first: date, last: date, now: datetime) -> dict[str, Counter[str]]:
    """Volumes and lapses of the days from ``first`` to ``last`` by unit; TOWN is the town."""
    found: dict[str, Counter[str]] = {TOWN: Counter()}
    until = min(now, datetime.combine(last + timedelta(days=1), time()))
    for ticket in tickets:
        for one in (*_of_units(ticket), *_of_town(ticket)):
            _add(found.setdefault(one.unit, Counter()), one, first, last)
        if ticket.merged_at is not None:
            continue
        late: set[str] = set()
        for turn in (turn for hands in ticket.hands for turn in hands.turns):
            at, own = lapsed(turn), found.setdefault(turn.unit, Counter())
            if at is not None and at < until:
                for counter in (own, found[TOWN]):
                    counter["逾期"] += first <= at.date()
                if turn.stopped is None or turn.stopped >= until:
                    late |= {turn.unit, TOWN}
        for unit in late:
            found[unit]["在办逾期"] += 1
    return {unit: +counter for unit, counter in found.items()}


def _of_units(ticket: Traced) -> list[Hands]:
    hands = list(ticket.hands)
    if ticket.merged_at is not None and hands and not hands[-1].how:
        last = hands[-1]
        hands[-1] = Hands(last.unit, last.since, last.again, ticket.merged_at, "并单", last.turns)
    return hands


def _of_town(ticket: Traced) -> list[Hands]:
    """The town has it from its receipt until it is closed or merged, whoever had it in between."""
    found = [Hands(TOWN, ticket.received or (ticket.hands[0].since if ticket.hands else None))]
    for hands in _of_units(ticket):
        if hands.again:
            found.append(Hands(TOWN, hands.since, again=True))
        if hands.how == "结案":
            found[-1].ended, found[-1].how = hands.ended, hands.how
    if ticket.merged_at is not None and not found[-1].how:
        found[-1].ended, found[-1].how = ticket.merged_at, "并单"
    return found


def _add(own: Counter[str], one: Hands, first: date, last: date) -> None:
    began, ended = one.since, one.ended.date() if one.ended else None
    if began is not None and first <= began <= last:
        own["转入"] += 1
        own["受理量"] += not one.again
    if began is not None and began < first and (ended is None or ended >= first):
        own["期初在办"] += 1
    if began is not None and began <= last and (ended is None or ended > last):
        own["期末在办"] += 1
    if ended is not None and first <= ended <= last:
        own[one.how] += 1
