"""The moments of a row: a day and its time in one cell or in two, or a day in three."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline_desktop.domain.importing.model import Cell, ColumnMapping
from hotline_desktop.domain.importing.rows import Column, Severity
from hotline_desktop.domain.terms.dates import Moment
from hotline_desktop.exchange.headers.aliases import moment_stem
from hotline_desktop.exchange.headers.split_moments import split_moments
from hotline_desktop.exchange.sheets import cells

# The time limit counts from these, so a day that cannot be read keeps the row out.
_DECISIVE = {Column.CALLED_AT: "called_at", Column.RECEIVED_AT: "received_at"}
_NOTED = {Column.DISPATCHED_AT: "dispatched_at", Column.UPPER_LIMIT: "upper_limit", Column.CLOSED_AT: "closed_at"}

Said = tuple[int, str, Severity]  # a place, what is wrong there, and whether it keeps the row out


class MomentReader:
    """Reads the moments of lines by one mapping; ``from_1904``: the workbook counts its days from there."""

    def __init__(self, mapping: ColumnMapping, from_1904: bool) -> None:
        self._from_1904 = from_1904
        self._stems = [moment_stem(header) for header in mapping.headers]
        used = {column: mapping.columns.get(column, ()) for column in (*_DECISIVE, *_NOTED)}
        self._split = [
            split for split in split_moments(mapping.headers) if any(split.day[0] in each for each in used.values())
        ]
        parts = {place for split in self._split for place in split.places[1:]}
        for split in self._split:
            self._stems[split.day[0]] = split.stem
        self._columns = [
            (name, column, places)
            for column, name in (_DECISIVE | _NOTED).items()
            if (places := tuple(place for place in used[column] if place not in parts))
        ]

    def read(self, line: Sequence[Cell], shown: Sequence[str], found: dict[str, object]) -> Sequence[Said]:
        """Puts the moments into ``found`` under the names of their facts; what is wrong with their cells.

        ``shown`` are the texts of the cells, those that say nothing empty.
        """
        date_only: list[Column] = []
        said: list[Said] = []
        for split in self._split:
            line = split.joined(line)
        for name, column, every in self._columns:
            clock = None
            if len(every) == 1:
                places: Sequence[int] = every if shown[every[0]] else ()
            else:
                places, clock = cells.without_clock(line, [place for place in every if shown[place]], self._stems)
            moment = self._first(line, places, column, said) if places else None
            if moment is None:
                continue
            at = moment.at
            if clock is not None and not moment.has_time:
                at = datetime.combine(at, clock)
            elif not moment.has_time:
                date_only.append(column)
                if column is Column.UPPER_LIMIT:  # a limit that names only a day ends with that day
                    at = at.replace(hour=23, minute=59)
            found[name] = at.replace(second=0, microsecond=0)
        if date_only:
            found["date_only"] = frozenset(date_only)
        return said

    def _first(self, line: Sequence[Cell], places: Sequence[int], column: Column, said: list[Said]) -> Moment | None:
        """The moment of the first place that tells one, unless it cannot be read."""
        read = cells.read_cell_moment if column in _DECISIVE else cells.read_noted_moment
        for place in places:
            try:
                return read(line[place], self._from_1904)
            except ValueError as error:
                if not cells.says_no_moment(line[place]):
                    said.append((place, str(error), Severity.FAULT if column in _DECISIVE else Severity.WARNING))
                    return None
        return None
