"""Steps as data: what a clerk can do to a record, what must hold before it, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, Self, TypeVar

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import NO_VALUES, AnyField, Values
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar

if TYPE_CHECKING:
    from hotline_desktop.domain.records.unit_register import UnitRegister


class Actor(StrEnum):
    """Who does the step; the centre's clerk records both."""

    CENTER = "镇城运中心"
    UNIT = "承办单位"


class Within(StrEnum):
    """Clocks of a step beside the three of DeadlineKind."""

    CONTACT = "先行联系"
    STATEMENT = "不满意情况说明"
    BEFORE_DEADLINE = "办结期限内"


class Group(StrEnum):
    """What a step is for; the value is the heading that it stands under where many are offered."""

    WAY = "办理"
    CONTACT = "联系"
    REQUEST = "申请"
    CHANGE = "更正"
    LINK = "关联"


class Prominence(Enum):
    """How near a step stands to the clerk: it may come next, it is taken where the case needs it, or beside the way."""

    NEAR = auto()
    ON_DEMAND = auto()
    ASIDE = auto()


class OnPaper(NamedTuple):
    """The paper that a step's values stand on; ``answered`` where they are its second half: result, answer, filing."""

    kind: PaperKind
    answered: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """A step comes after the step with the id ``step``; ``when`` is the case in which it does, in words.

    ``clause`` is the one that leads there where it is not the step's own. ``ordinary`` marks what happens on every
    ticket that goes well; a case with words is a side way unless it says so.
    """

    step: str
    when: str = ""
    clause: Clause | None = None
    ordinary: bool = False

    @property
    def on_the_way(self) -> bool:
        """Whether every ticket passes here."""
        return self.ordinary or not self.when


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What the rules may know of the office at the moment of a step.

    ``next_numbers`` holds the number that would be given next, by the name of its sequence (``transfer``, ``case``);
    ``supervision_days`` the working days that a supervised unit is given as a rule; ``withdraw_days`` those after the
    day of a step until whose close it can be withdrawn. ``units`` gives the register of units, None where units are
    taken as they are typed; ``tickets`` the tickets of those numbers as they stand, for what a case says of them.
    ``rights`` is what ``by`` may do, None in an office without accounts, where all may do all.
    """

    now: datetime
    by: str
    calendar: WorkCalendar
    rules: TimeRules
    next_numbers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    supervision_days: int = 3
    withdraw_days: int = 1
    units: Callable[[], UnitRegister] | None = None
    tickets: Callable[[Iterable[str]], Sequence[Any]] | None = None
    rights: frozenset[Right] | None = None

    def unit_now(self, word: str) -> str:
        """What the unit of that name or alias is called now; the word itself where the register has no such unit."""
        return (self.units().called(word) if self.units is not None and word else "") or word

    def same_unit(self, one: str, other: str) -> bool:
        """Whether both words mean one unit: one that was renamed since a record was made is still the same."""
        return one == other or self.unit_now(one) == self.unit_now(other)


class Bound(NamedTuple):
    """A time that something may not lie before: a moment, or a day; ``as_text`` name it in a sentence."""

    moment: date
    as_text: str


class Record(Protocol):
    """What steps are taken on: a ticket, a supervision case, a talk or a candidate.

    ``frozen`` says in Chinese why nothing can be done with it any more; empty where something can. ``log`` holds every
    step that was taken, in the order in which they were written down; ``began`` is when the record's matter came in,
    before which nothing of it can have happened, None where that is not known.
    """

    @property
    def stage(self) -> StrEnum:
        """Where the record stands on its way."""

    @property
    def round_number(self) -> int:
        """The number of the round or measure that runs, from 1."""

    @property
    def frozen(self) -> str:
        """Why no step can be taken any more; empty where steps can."""

    @property
    def log(self) -> tuple[Taken, ...]:
        """Every step that was taken, in the order in which they were written down."""

    @property
    def began(self) -> Bound | None:
        """When the matter came in; nothing of it can have happened before."""

    def with_log(self, log: tuple[Taken, ...]) -> Self:
        """The same record, with what was taken on it."""


R = TypeVar("R", bound=Record)
Check = Callable[[Any, Values, RuleContext], tuple[Blocker, ...]]


def no_checks(_record: Any, _values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """For steps whose values need no look at the record."""
    return ()


def no_defaults(_record: Any, _context: RuleContext) -> Mapping[str, object]:
    """For steps that start from empty fields."""
    return NO_VALUES


def no_facts(_record: Any, _values: Values, _context: RuleContext) -> Values:
    """For steps from which the rules work out nothing."""
    return NO_VALUES


@dataclass(frozen=True)  # slots would break the call of the alias TicketStep, which leaves a mark on what it makes
class Step(Generic[R]):
    """One thing that can be done to a ticket, a case or a talk.

    ``stages`` are those in which it may be done, none for what only the program records, for example an import's
    update; ``gates`` look at the record alone and say what is missing before it; ``checks`` look at the entered values
    too. ``decide`` works out what is recorded besides the values; ``apply`` gives the record after an entry of this
    step and needs neither calendar nor clock, so history can be replayed. ``happened`` names the MOMENT or DAY field
    that says when it happened; without one it is now. ``builds_on`` names the steps whose newest record it may not be
    dated before, or whose first one where ``about_earlier`` says that it may be about an earlier record than the
    newest; ``in_turn`` the fields whose times follow each other in that order. ``starts`` marks the step that
    makes a new record; ``advances`` the ones that lead to the next stage.

    ``context_gates`` are gates that need the clock or the office's settings as well. ``occasion`` says in the same way
    what must have happened for the step to be anybody's business, for example a request for the centre to decide on.
    ``thaws`` lets a step be taken on a frozen record. ``corrects`` are the ids of the steps whose newest record this
    one replaces by a better one; ``amends`` marks a form that begins with what is recorded, to be changed in parts.
    ``leads_to`` are the stages that it can lead to, none where the stage stays. ``follows`` names the steps that it
    comes after, ``within`` the clock that it is due by (a DeadlineKind or Within word): what the flow chart is drawn
    from. ``withdrawable`` is False where the step writes into other records too; ``notes`` marks what only adds to the
    record, as a file does: nothing is built on it. ``right`` is what an office with accounts asks for it.

    ``group`` and ``prominence`` say where it is found among many, ``paper`` which paper shows its values. ``awaited``
    tells whether the record waits for this step now; ``task`` is the word under which such records are listed, and
    ``station`` the part of the way that the step belongs to.
    """

    id: str
    label: str
    clause: Clause
    actor: Actor
    stages: frozenset[StrEnum]
    fields: tuple[AnyField, ...]
    apply: Callable[[R, Entry], R]
    gates: tuple[Callable[[R], Blocker | None], ...] = ()
    checks: Callable[[R, Values, RuleContext], tuple[Blocker, ...]] = no_checks
    defaults: Callable[[R, RuleContext], Mapping[str, object]] = no_defaults
    decide: Callable[[R, Values, RuleContext], Values] = no_facts
    happened: str = ""
    builds_on: tuple[str, ...] = ()
    about_earlier: bool = False
    in_turn: tuple[str, ...] = ()
    starts: bool = False
    advances: bool = False
    context_gates: tuple[Callable[[R, RuleContext], Blocker | None], ...] = ()
    occasion: Callable[[R], Blocker | None] | None = None
    thaws: bool = False
    corrects: tuple[str, ...] = ()
    amends: bool = False
    leads_to: tuple[StrEnum, ...] = ()
    follows: tuple[After, ...] = ()
    within: str = ""
    withdrawable: bool = True
    notes: bool = False
    right: Right = Right.HANDLE
    group: Group = Group.WAY
    prominence: Prominence = Prominence.NEAR
    paper: OnPaper | None = None
    awaited: Callable[[R], bool] | None = None
    task: str = ""
    station: str = ""

    @property
    def rewrites(self) -> bool:
        """Whether it puts other words in place of what is recorded: a correction, or a form that amends."""
        return self.amends or bool(self.corrects)


class Taken(NamedTuple):
    """A step that was taken, and the entry that it left."""

    step: Step[Any]
    entry: Entry

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that it answers to: its own, or those of the steps that it corrects."""
        return self.step.corrects or (self.step.id,)

    @property
    def happened(self) -> date:
        """When it happened: the moment or the day that its own field says, else the moment of its entry."""
        happened = self.entry.values.get(self.step.happened)
        return happened if isinstance(happened, date) else self.entry.at


def denied(step: Step[Any], context: RuleContext) -> tuple[Blocker, ...]:
    """What stands against a step because whoever is logged in has no right to take it."""
    if context.rights is None or step.right in context.rights:
        return ()
    return (Blocker(step.clause, _whose(step)),)


def is_denied(step: Step[Any], blockers: tuple[Blocker, ...]) -> bool:
    """Whether ``blockers`` of ``step`` say, among others, that somebody else is to take it."""
    return any(blocker.message == _whose(step) for blocker in blockers)


def _whose(step: Step[Any]) -> str:
    return f"要由{step.right.holders}来做"


def recorded(
    id: str,
    label: str,
    clause: Clause,
    fields: tuple[AnyField, ...],
    apply: Callable[[R, Entry], R],
    notes: bool = False,
) -> Step[R]:
    """A step that only the program records: it stands in no stage, so that it is offered to nobody."""
    return Step(
        id=id,
        label=label,
        clause=clause,
        actor=Actor.CENTER,
        stages=frozenset(),
        fields=fields,
        apply=apply,
        notes=notes,
    )


class UnknownStep(HotlineError):
    """A history holds a step that this version of the program does not know."""

    def __init__(self, step_id: str) -> None:
        super().__init__(
            f"这件的记录里有这个版本不认识的步骤“{step_id}”，可能由别的版本写入，或者被改动过。这一件不能打开办理，"
            "其他的不受影响，数据没有变动。请在“设置 · 数据”里检查，或运行 hotline-desktop verify。"
        )


class _Catalogue(dict[str, Step[R]]):
    def __missing__(self, step_id: str) -> Step[R]:
        raise UnknownStep(step_id)


def by_id(steps: Iterable[Step[R]]) -> dict[str, Step[R]]:
    """The steps by their ids. To ask for one that is not there raises UnknownStep."""
    return _Catalogue((step.id, step) for step in steps)
