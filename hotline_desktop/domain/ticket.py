"""A hotline ticket (工单): what is known of it, its rounds of handling, and the records made on the way.

A ticket is the fold of its history: every step leaves an :class:`Entry`, and applying the entries in order gives
the ticket again. Nothing here reads a clock or a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from hotline_desktop.domain.fields import NO_VALUES, Value, Values
from hotline_desktop.domain.options import Exemption, Grade, Level, Origin, Resolution, Stage, Verdict


def _nothing() -> Values:
    return NO_VALUES


@dataclass(frozen=True, slots=True)
class Entry:
    """One step that was taken (append-only history).

    ``at`` is when it happened, ``recorded_at`` when the program wrote it down, both local office time. ``values``
    are what the clerk entered, ``facts`` what the rules worked out from it then (deadlines, numbers given), so that a
    later calendar cannot change the past. ``round`` is the round of handling (再处置) that the step belongs to.
    """

    step: str
    at: datetime
    by: str
    values: Values = field(default_factory=_nothing)
    facts: Values = field(default_factory=_nothing)
    round: int = 1
    recorded_at: datetime | None = None

    def text(self, key: str) -> str:
        """The text entered or worked out under ``key``; empty where there is none."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def moment(self, key: str) -> datetime | None:
        """The point in time under ``key``."""
        value = self.get(key)
        return value if isinstance(value, datetime) else None

    def day(self, key: str) -> date | None:
        """The date under ``key``."""
        value = self.get(key)
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

    def get(self, key: str) -> Value:
        """The raw value under ``key``: what the rules worked out wins over what was entered."""
        return self.facts.get(key, self.values.get(key))


@dataclass(frozen=True, slots=True)
class Limits:
    """The three deadlines of a round, all local office time; ``basis`` is printed on the disposal sheet."""

    due: datetime | None = None
    basis: str = ""
    provisional: bool = False
    answer_due: datetime | None = None
    return_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round of handling by one unit; round 2 and later are 再处置. Earlier rounds never change."""

    number: int = 1
    unit: str = ""
    handed_on: datetime | None = None
    reason: str = ""
    accepted_at: datetime | None = None
    limits: Limits = Limits()
    contacts: tuple[Entry, ...] = ()
    answers: tuple[Entry, ...] = ()
    explanations: tuple[Entry, ...] = ()
    satisfaction: Entry | None = None
    result: Entry | None = None
    review: Entry | None = None
    callback: Entry | None = None

    @property
    def failed(self) -> bool:
        """True when the review or the callback sent the ticket out again. 规范一（六）2."""
        last = self.callback or self.review
        return last is not None and last.text("verdict") == Verdict.AGAIN

    @property
    def grade(self) -> Grade | None:
        """The citizen's grade on the satisfaction form."""
        word = self.satisfaction.text("grade") if self.satisfaction else ""
        return Grade(word) if word else None

    @property
    def resolution(self) -> Resolution | None:
        """是否解决 as the unit reported it."""
        word = self.result.text("resolution") if self.result else ""
        return Resolution(word) if word else None


@dataclass(frozen=True, slots=True)
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
    category: str = ""
    confidential: bool = False
    proposed_unit: str = ""
    upper_limit: datetime | None = None
    platform_state: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands now."""

    facts: Facts = Facts()
    origin: Origin = Origin.ENTERED
    level: Level = Level.ORDINARY
    stage: Stage = Stage.TO_DISPATCH
    transfer_number: str = ""
    first_unit: str = ""
    exemption: Exemption | None = None
    center_contacts: tuple[Entry, ...] = ()
    rounds: tuple[Round, ...] = ()
    planned: Limits = Limits()
    urges: int = 0
    closed_at: datetime | None = None
    platform_closed_on: date | None = None
    sheet_back_on: date | None = None
    archived_at: datetime | None = None

    @property
    def round(self) -> Round:
        """The current round; an empty first round before dispatch."""
        return self.rounds[-1] if self.rounds else Round()

    @property
    def unit(self) -> str:
        """The unit that is answerable now; empty before dispatch."""
        return self.round.unit

    @property
    def limits(self) -> Limits:
        """The deadlines that rule now: those of the round, or the planned ones before dispatch."""
        return self.round.limits if self.rounds else self.planned

    @property
    def finished_at(self) -> datetime | None:
        """When the unit's result came in, which stops the unit's clock."""
        result = self.round.result
        return result.moment("done_at") if result else None

    @property
    def round_number(self) -> int:
        """The number of the current round, from 1."""
        return self.round.number

    @property
    def frozen(self) -> str:
        """Why no step can be taken on it any more; empty where steps can."""
        return "历史工单只供查询，不再办理" if self.origin is Origin.HISTORY else ""

    def with_round(self, **changes: object) -> Ticket:
        """The same ticket with the current round changed."""
        changed = replace(self.round, **changes)  # type: ignore[arg-type]
        return replace(self, rounds=(*self.rounds[:-1], changed))

    def with_facts(self, **changes: object) -> Ticket:
        """The same ticket with facts of its head changed."""
        return replace(self, facts=replace(self.facts, **changes))  # type: ignore[arg-type]
