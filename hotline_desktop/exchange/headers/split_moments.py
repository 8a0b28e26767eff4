"""A day that stands in three columns, 年 月 日, and a time of day in two, 时 分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.exchange.headers.aliases import moment_stem, plain_header
from hotline_desktop.exchange.sheets.cells import cell_text

_PART = re.compile(r"(.*?)(?:的)?(年|月|日|时|分)(?:份|度|号|数)?")
_NUMBER = re.compile(r"(\d{1,4})(?:\.0)?[年月日号时点分]?份?")
_DAY, _CLOCK = ("年", "月", "日"), ("时", "分")


class SplitMoment(NamedTuple):
    """Places of the headers; ``clock`` is empty where no columns tell the hour and minute. ``stem``: of 来电年 来电."""

    stem: str
    day: tuple[int, int, int]
    clock: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """All of them, that of the year first."""
        return (*self.day, *self.clock)

    def joined(self, line: Sequence[Cell]) -> Sequence[Cell]:
        """The line with the whole moment in place of its year, where each part is a number; else as it is."""
        day = [_number(line[place]) for place in self.day]
        if "" in day:
            return line
        clock = [_number(line[place]) for place in self.clock]
        said = list(line)
        said[self.day[0]] = "-".join(day) + (f" {':'.join(clock)}" if clock and "" not in clock else "")
        return said


def split_moments(headers: Sequence[str]) -> Iterator[SplitMoment]:
    """Each moment whose day is told by three headers that differ in nothing else."""
    found: dict[str, dict[str, int]] = {}
    for place, header in enumerate(headers):
        if match := _PART.fullmatch(plain_header(header)):
            found.setdefault(moment_stem(match[1]), {}).setdefault(match[2], place)
    for stem, parts in found.items():
        if all(part in parts for part in _DAY):
            year, month, day = (parts[part] for part in _DAY)
            clock = tuple(parts[part] for part in _CLOCK) if all(part in parts for part in _CLOCK) else ()
            yield SplitMoment(stem, (year, month, day), clock)


def _number(cell: Cell) -> str:
    match = _NUMBER.fullmatch("".join(cell_text(cell).split()))
    return match[1] if match else ""
