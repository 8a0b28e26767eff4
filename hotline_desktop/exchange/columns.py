"""Which header of a file is taken as which column: proposed from the alias table, changed by a clerk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hotline_desktop.domain.rows import Column
from hotline_desktop.exchange.aliases import AliasTable, plain_header

# Two kinds of number must not fill each other's gaps: a ticket would come in under a task's number.
_ONE_HEADER_ONLY = frozenset((Column.NUMBER,))


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns of a file by what they are taken as.

    ``headers`` are the file's, each different, in order. ``columns`` gives for a column the positions of its
    headers, the best first: a later one fills the rows in which the earlier ones are empty (several phones
    and co-units add up). Headers that stand nowhere are kept in the ticket as what the platform said.
    A value: every change gives a new one.
    """

    headers: tuple[str, ...]
    columns: Dictionary[Column, tuple[int, ...]]

    def column_of(self, index: int) -> Column | None:
        """What the header at ``index`` is taken as; None where it is only kept."""
        return next((column for column, places in self.columns.items() if index in places), None)

    def assign(self, index: int, column: Column | None) -> Mapping:
        """The mapping with the header at ``index`` taken first of all as ``column``; None only keeps it."""
        columns = {
            other: rest
            for other, places in self.columns.items()
            if (rest := tuple(place for place in places if place != index))
        }
        if column is not None:
            others = () if column in _ONE_HEADER_ONLY else columns.get(column, ())
            columns[column] = (index, *others)
        return Mapping(self.headers, MappingProxyType(columns))

    @property
    def missing(self) -> tuple[Column, ...]:
        """Columns without which no ticket can be made: the number, and title or content."""
        missing = () if Column.NUMBER in self.columns else (Column.NUMBER,)
        if Column.TITLE in self.columns or Column.CONTENT in self.columns:
            return missing
        return (*missing, Column.TITLE, Column.CONTENT)

    @property
    def unmapped(self) -> tuple[int, ...]:
        """Positions of the headers that are only kept."""
        used = {place for places in self.columns.values() for place in places}
        return tuple(index for index in range(len(self.headers)) if index not in used)

    def as_names(self) -> dict[str, list[str]]:
        """The mapping as plain names, to be remembered for the next file of this kind."""
        return {column.name: [self.headers[place] for place in places] for column, places in self.columns.items()}


def from_names(headers: Sequence[str], names: Dictionary[str, Sequence[str]]) -> Mapping:
    """A remembered mapping laid on ``headers``; headers and columns that no longer exist are left out."""
    places = {header: index for index, header in enumerate(headers)}
    columns = {
        Column[name]: found
        for name, remembered in names.items()
        if name in Column.__members__ and (found := tuple(places[header] for header in remembered if header in places))
    }
    return Mapping(tuple(headers), MappingProxyType(columns))


def propose_mapping(headers: Sequence[str], aliases: AliasTable) -> Mapping:
    """The mapping that the alias table suggests. ``headers`` must differ from each other."""
    ranked: dict[Column, list[tuple[int, int]]] = {}
    for index, header in enumerate(headers):
        found = aliases.find(header)
        if found:
            ranked.setdefault(found[0], []).append((found[1], index))
    columns = {}
    for column in Column:
        places = tuple(index for _rank, index in sorted(ranked.get(column, ())))
        if places:
            columns[column] = places[:1] if column in _ONE_HEADER_ONLY else places
    return Mapping(tuple(headers), MappingProxyType(columns))


def signature(headers: Sequence[str]) -> str:
    """What all files of one kind have in common: a digest of their headers, whatever the order."""
    plain = sorted({plain_header(header) for header in headers})
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:32]
