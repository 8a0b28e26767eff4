"""Shares that are counted exactly: a rate keeps its numerator and denominator, and there is none without a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple, Protocol, TypeVar

NO_RATE = "—"


class Rate(NamedTuple):
    """A share of ``whole``; ``part`` may be weighted. No rate without a whole."""

    part: Fraction = Fraction(0)
    whole: int = 0

    @property
    def value(self) -> Fraction | None:
        """From 0 to 1; None where nothing was counted."""
        return self.part / self.whole if self.whole else None

    @property
    def as_text(self) -> str:
        """``87.5%``, or “—”."""
        value = self.value
        return NO_RATE if value is None else f"{percent(value)}%"

    def plus(self, counted: bool | Fraction | None, times: int = 1) -> Rate:
        """With one more, or with ``times`` alike; None is not counted."""
        if counted is None:
            return self
        return Rate(self.part + Fraction(counted) * times, self.whole + times)


class CountedLine(Protocol):
    """A line that stands for ``count`` alike."""

    @property
    def count(self) -> int:
        """How many it stands for."""


Line = TypeVar("Line", bound=CountedLine)


def tally(lines: Iterable[Line], counts: Callable[[Line], bool | Fraction | None]) -> Rate:
    """The rate of what ``counts`` says of each line."""
    times: dict[bool | Fraction | None, int] = {}
    for line in lines:
        value = counts(line)
        times[value] = times.get(value, 0) + line.count
    rate = Rate()
    for value, number in times.items():
        rate = rate.plus(value, number)
    return rate


def percent(value: Fraction) -> str:
    """A share in percent with one decimal, halves rounded up; without a trailing ``.0``."""
    return tenths_text(tenths(value))


def tenths(value: Fraction) -> int:
    """Tenths of a percent, halves rounded up, as rates are printed."""
    return (value * 1000 + Fraction(1, 2)).__floor__()


def tenths_text(amount: int) -> str:
    """``12.3`` from 123 tenths, ``12`` from 120."""
    whole, rest = divmod(amount, 10)
    return f"{whole}.{rest}" if rest else str(whole)
