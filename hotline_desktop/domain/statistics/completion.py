"""督办办结率: every matter taken up is to be finished, and whatever is not is named. 督办二（五）1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.supervision.case import CaseSummary


@dataclass(frozen=True, slots=True)
class Completion:
    """How many of the matters taken up are closed; ``exceptions`` are the others, each a line of the list."""

    rate: Rate
    exceptions: tuple[CaseSummary, ...]

    @property
    def as_text(self) -> str:
        """``办结率 50%（2 件中 1 件已结案）``; “—” while nothing was taken up."""
        closed = int(self.rate.part)
        counted = f"（{self.rate.whole} 件中 {closed} 件已结案）" if self.rate.whole else ""
        return f"办结率 {self.rate.as_text}{counted}"


def completion(cases: Iterable[CaseSummary]) -> Completion:
    """R16.1: the completion of all cases that were taken up."""
    taken = [case for case in cases if case.stage.taken_up]
    open_ones = tuple(case for case in taken if case.stage.is_open)
    return Completion(Rate(Fraction(len(taken) - len(open_ones)), len(taken)), open_ones)
