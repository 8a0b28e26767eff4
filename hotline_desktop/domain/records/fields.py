"""Typed input fields of a step: the window's forms and the command line's ``field=value`` both read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, overload

from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import Moment, check_year, hour_wanted, read_spelling
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.number_patterns import one_spelling
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.phones import normalise_phones
from hotline_desktop.domain.terms.text import (
    beyond,
    in_one_line,
    in_plain_lines,
    typed_text,
    without_format_characters,
    without_nul,
)
from hotline_desktop.domain.terms.ticket_numbers import as_ticket_number, read_typed_number

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", default=str)
else:
    from typing import TypeVar

    T = TypeVar("T")

Value = str | int | bool | date | datetime | tuple[str, ...] | None
Values = Mapping[str, Value]
NO_VALUES: Values = MappingProxyType({})
ANYTHING: frozenset[str] = frozenset(("任何内容",))

_YES = frozenset(("是", "yes", "y", "true", "1", "√"))
_NO = frozenset(("否", "no", "n", "false", "0", ""))
_BETWEEN = late(r"[、，,;；\n]")


class Keyed(Protocol):
    """What holds values by their fields' keys: an entry of a history, or the values of a step."""

    def get(self, key: str, /) -> Any:
        """The raw value; None where there is none."""


@dataclass(frozen=True, eq=False)
class Kind(Generic[T]):
    """What a field holds: its typed value, how typed text is read, and how a kept value is taken.

    ``empty`` is what a field of this kind says where nothing was written down.
    """

    name: str
    read: Callable[[Field[Any], Any], T | None]
    kept: Callable[[object], T | None]
    empty: T | None = None

    TEXT: ClassVar[Kind[str]]
    LONG_TEXT: ClassVar[Kind[str]]
    CHOICE: ClassVar[Kind[str]]
    MOMENT: ClassVar[Kind[datetime]]
    DAY: ClassVar[Kind[date]]
    NUMBER: ClassVar[Kind[int]]
    YES_NO: ClassVar[Kind[bool]]
    UNIT: ClassVar[Kind[str]]
    PHONES: ClassVar[Kind[tuple[str, ...]]]
    NAMES: ClassVar[Kind[tuple[str, ...]]]
    TICKET_NUMBER: ClassVar[Kind[str]]


def _read_text(field: Field[Any], raw: object) -> str:
    text = typed_text(str(raw))
    if field.kind is Kind.LONG_TEXT:
        text = in_plain_lines(text).strip()
    else:
        # Pasted along with a name, either would hide the name from searches; lists and forms have one line for it.
        text = in_one_line(without_format_characters(text))
    if field.register:
        text = one_spelling(text)
    if too_long := beyond(text, field.limit):
        raise ValueError(f"“{field.label}”{too_long}")
    return text


def _read_choice(field: Field[Any], raw: object) -> str:
    chosen = field.choice_of(str(raw))
    if not chosen:
        raise ValueError(f"“{field.label}”只能是：{'、'.join(field.choices())}")
    return chosen


def _read_moment(field: Field[Any], raw: object) -> datetime:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        raw = datetime(raw.year, raw.month, raw.day)
    try:
        read = Moment(raw, True) if isinstance(raw, datetime) else read_spelling(str(raw))
        check_year(read.at.year)
    except ValueError as error:
        why = f"的{error}" if str(error).startswith("年份") else "不是能识别的时间，请写成 2022-09-05 09:10"
        raise ValueError(f"“{field.label}”{why}") from error
    return field.meant(read)


def _read_day(field: Field[Any], raw: object) -> date:
    return _read_moment(field, raw).date()


def _read_number(field: Field[Any], raw: object) -> int:
    try:
        number = int(str(raw).strip())
    except ValueError as error:
        raise ValueError(f"“{field.label}”须是整数") from error
    if not 0 <= number <= field.limit:
        raise ValueError(f"“{field.label}”须在 0 至 {field.limit} 之间")
    return number


def _read_yes_no(field: Field[Any], raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"“{field.label}”只能是：是、否")


def _read_phones(_field: Field[Any], raw: object) -> tuple[str, ...]:
    text = "、".join(raw) if isinstance(raw, tuple | list) else str(raw)
    return tuple(phone.text for phone in normalise_phones(text))


def _read_ticket_number(_field: Field[Any], raw: object) -> str:
    return read_typed_number(str(raw))


def _read_names(field: Field[Any], raw: object) -> tuple[str, ...] | None:
    text = "、".join(str(part) for part in raw) if isinstance(raw, tuple | list) else str(raw)
    parts = _BETWEEN.split(without_nul(text))
    names = tuple(dict.fromkeys(name for part in parts if (name := part.strip())))
    if field.names_tickets:
        names = tuple(dict.fromkeys(map(as_ticket_number, names)))
    if any(len(name) > field.limit for name in names):
        raise ValueError(f"“{field.label}”每项最多 {field.limit} 字，多项之间用顿号隔开")
    return names or None


def _kept_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _kept_moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _kept_day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _kept_number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _kept_yes_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _kept_names(value: object) -> tuple[str, ...] | None:
    return value if isinstance(value, tuple) else None


Kind.TEXT = Kind("TEXT", _read_text, _kept_text, "")
Kind.LONG_TEXT = Kind("LONG_TEXT", _read_text, _kept_text, "")
Kind.CHOICE = Kind("CHOICE", _read_choice, _kept_text, "")
Kind.MOMENT = Kind("MOMENT", _read_moment, _kept_moment)
Kind.DAY = Kind("DAY", _read_day, _kept_day)
Kind.NUMBER = Kind("NUMBER", _read_number, _kept_number)
Kind.YES_NO = Kind("YES_NO", _read_yes_no, _kept_yes_no)
Kind.UNIT = Kind("UNIT", _read_text, _kept_text, "")
Kind.PHONES = Kind("PHONES", _read_phones, _kept_names, ())
Kind.NAMES = Kind("NAMES", _read_names, _kept_names, ())
Kind.TICKET_NUMBER = Kind("TICKET_NUMBER", _read_ticket_number, _kept_text, "")


class Tense(Enum):
    """What the order of time asks of a field's moment or day: it has happened, is planned, or is set from outside."""

    PAST = auto()
    PLANNED = auto()
    GIVEN = auto()


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One input of a step, or one thing that its rules work out; entries and values are read through it only.

    ``options`` lists the words of a CHOICE. ``shown_when`` names another field and the values of it for which this
    one applies, ``hidden_when`` those for which it does not (ANYTHING: as soon as it has a value); a required field
    counts as missing only while it applies.
    ``clause`` overrides the step's clause in the blocker for a missing value. ``limit`` is the longest text in
    characters, or the largest number. ``sequence`` names the office's sequence whose next number is proposed;
    ``tense`` is what the order of time asks of a MOMENT or DAY; ``names_units`` marks NAMES that are units,
    ``names_tickets`` what names tickets by their 工单编号; ``closed_too`` lets a UNIT be one that is out of use by now.
    ``numbered_in`` is the sequence of a number that is not proposed. ``day_enough`` lets a MOMENT be a day alone.
    """

    key: str
    label: str
    kind: Kind[T] = Kind.TEXT  # type: ignore[assignment]  # T is str by default
    required: bool = False
    options: type[StrEnum] | None = None
    shown_when: tuple[str, frozenset[str]] | None = None
    hint: str = ""
    clause: Clause | None = None
    limit: int = 20_000
    hidden_when: tuple[str, frozenset[str]] | None = None
    sequence: str = ""
    tense: Tense = Tense.PAST
    names_units: bool = False
    names_tickets: bool = False
    numbered_in: str = ""
    closed_too: bool = False
    day_enough: bool = False

    @property
    def register(self) -> str:
        """The sequence in which the number stands once only; empty where it is no such number."""
        return self.sequence or self.numbered_in

    @overload
    def of(self: Field[str], source: Keyed | None) -> str: ...
    @overload
    def of(self: Field[tuple[str, ...]], source: Keyed | None) -> tuple[str, ...]: ...
    @overload
    def of(self, source: Keyed | None) -> T | None: ...
    def of(self, source: Keyed | None) -> object:
        """What an entry, or the values of a step, say here.

        Empty text or names, else None, where there is nothing, where it is of another kind, or without a source.
        """
        if source is not None:
            value = source.get(self.key)
            if value is not None:
                kept = self.kind.kept(value)
                if kept is not None:
                    return kept
        return self.kind.empty

    def needed(self, source: Keyed) -> T:
        """The same where the step cannot be without it; KeyError where it is missing all the same."""
        value = self.kind.kept(source.get(self.key))
        if value is None:
            raise KeyError(self.key)
        return value

    def called(self, label: str, **changes: Any) -> Field[T]:
        """The same field under the words of another step."""
        return replace(self, label=label, **changes)

    def choices(self) -> tuple[str, ...]:
        """The words a clerk may choose from; empty for anything but a CHOICE."""
        return tuple(option.value for option in self.options) if self.options else ()

    def choice_of(self, word: str) -> str:
        """The choice that ``word`` means, empty where it is none: 电话 is as good as 电话（全程录音）."""
        plain, choices = word.strip(), self.choices()
        if plain in choices:
            return plain
        return next((choice for choice in choices if plain and choice.partition("（")[0] == plain), "")

    def applies(self, values: Values) -> bool:
        """Whether the field is asked for, given the other values."""
        if self.hidden_when is not None and _holds(self.hidden_when, values):
            return False
        return self.shown_when is None or _holds(self.shown_when, values)

    def meant(self, said: Moment) -> datetime:
        """The time that ``said`` means here, to the minute: a limit that names only a day ends with that day.

        Raises ValueError (Chinese) for a day alone where an hour is wanted: 0:00 would be a time that nobody said.
        """
        at = said.at.replace(second=0, microsecond=0)
        if said.has_time or self.kind is not Kind.MOMENT or self.day_enough:
            return at
        if self.tense is Tense.GIVEN:
            return at.replace(hour=23, minute=59)
        raise ValueError(f"“{self.label}”{hour_wanted(at)}")

    def read(self, raw: object) -> Value:
        """The typed value of ``raw``, which may be typed text or a typed value already; None where it is empty.

        Raises ValueError with a Chinese reason.
        """
        if raw is None:
            return None
        if isinstance(raw, str) and not raw.strip():
            return None
        value: Value = self.kind.read(self, raw)  # type: ignore[assignment]  # the kinds hold nothing else
        return value if value != "" else None


AnyField = Field[Any]


def _holds(condition: tuple[str, frozenset[str]], values: Values) -> bool:
    other, accepted = condition
    value = values.get(other)
    word = ("是" if value else "否") if isinstance(value, bool) else str(value or "")
    return word in accepted or (accepted is ANYTHING and bool(word))


def read_values(
    fields: tuple[AnyField, ...], raw: Mapping[str, object], clause: Clause
) -> tuple[Values, tuple[Blocker, ...]]:
    """Typed values of the fields that apply, and a blocker for every one that is missing, faulty or unknown.

    A key of ``raw`` that no field has is refused rather than dropped: a mistyped name must not lose its value.
    """
    blockers = unknown_fields(fields, raw, clause)
    values: dict[str, Value] = {}
    for field in fields:
        try:
            value = field.read(raw.get(field.key))
        except ValueError as error:
            blockers.append(Blocker(field.clause or clause, str(error), field.key))
            continue
        if value is not None:
            values[field.key] = value
    for field in fields:
        if not field.applies(values):
            values.pop(field.key, None)
        elif field.required and field.key not in values and not _named(blockers, field.key):
            blockers.append(Blocker(field.clause or clause, f"缺少“{field.label}”", field.key))
    return values, tuple(blockers)


def unknown_fields(fields: tuple[AnyField, ...], raw: Mapping[str, object], clause: Clause) -> list[Blocker]:
    """A blocker for every key of ``raw`` that is none of ``fields``, which names what there is to fill in."""
    known = {field.key for field in fields}
    labels = "、".join(field.label for field in fields)
    there_are = f"，这一步能填的是：{labels}" if labels else "，这一步没有要填的"
    unknown = [key for key in raw if key not in known]
    return [Blocker(clause, f"没有“{key}”这一项{there_are if key == unknown[-1] else ''}", key) for key in unknown]


def _named(blockers: list[Blocker], key: str) -> bool:
    return any(blocker.field == key for blocker in blockers)
