"""Other tables on the sheet of the tickets: beside them, behind a blank column, and above their headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.ticket_numbers import is_usual_number, read_number_text
from hotline_desktop.exchange.headers.aliases import AliasTable, plain_header
from hotline_desktop.exchange.sheets.cells import cell_text, is_blank

_FEWEST_HEADERS = 2
_LOOKED_AT = 200  # rows


def table_beside(names: Sequence[str], body: Sequence[Sequence[Cell]], aliases: AliasTable) -> int | None:
    """Where another table begins to the right: behind a blank column, or with a second number of another ticket.

    Behind a blank column only where it says again what a header before it says; else it may be a part of this table.
    """
    plain = [plain_header(name) for name in names]
    for place in range(1, len(names)):
        before, behind = set(filter(None, plain[:place])), list(filter(None, plain[place:]))
        if not names[place]:
            again = len(behind) >= _FEWEST_HEADERS and not before.isdisjoint(behind)
            if again and all(place >= len(row) or is_blank(row[place]) for row in body):
                return place
        elif plain[place] in before and _other_numbers(plain.index(plain[place]), place, names, body, aliases):
            return place
    return None


def _other_numbers(
    first: int, place: int, names: Sequence[str], body: Sequence[Sequence[Cell]], aliases: AliasTable
) -> bool:
    found = aliases.find(names[place])
    if found is None or found[0] is not Column.NUMBER:
        return False
    pairs = ((_number(row[first]), _number(row[place])) for row in body[:_LOOKED_AT] if place < len(row))
    return any(number and number != own for own, number in pairs)


def tickets_above(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    """Positions of the rows that have a ticket's number in a cell of its own."""
    for place, row in enumerate(rows):
        if any(map(_number, row)):
            yield place


def _number(cell: Cell) -> str:
    """The usual number of a ticket that the cell is, else empty."""
    try:
        number = read_number_text(cell_text(cell))
    except ValueError:
        return ""
    return number if is_usual_number(number) else ""
