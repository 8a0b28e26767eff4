"""Lines of a text table that are pieces of a ticket: a line break without quotation marks, a file not whole.

A line may lack cells at its end all the same: Excel leaves out the separators behind a row's last text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hotline_desktop.domain.importing.model import ColumnMapping, ImportFile
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.domain.terms.ticket_numbers import USUAL_NUMBER_LENGTH
from hotline_desktop.exchange.rows.line_kinds import LineKinds
from hotline_desktop.exchange.sheets import cells

_SEPARATORS, _FEW_COLUMNS = ",;\t|", 3
_NUMBERED_ROW = re.compile(rf"\s*[\"'=]*\d{{{USUAL_NUMBER_LENGTH}}}[\"']*[{_SEPARATORS}]")
_SELDOM = 5  # of so many lines one may be damaged
_MOST_PIECES = 60  # a text of more lines is rare, and without quotation marks it is told by its other lines


def broken_lines(file: ImportFile, mapping: ColumnMapping, kinds: LineKinds) -> frozenset[int]:
    """Positions below the headers of the lines that are only pieces; none in a workbook."""
    width = len(file.headers)
    if not file.text or all(len(line) >= width for line in file.rows):
        return frozenset()
    every = map(cells.line_texts, file.rows)
    lines = [[] if kinds.is_phantom(texts) or kinds.why_no_ticket(texts) else texts for texts in every]
    broken = _in_pieces(lines, width, lambda texts: _begins(texts, mapping))
    if file.unended and _is_cut(lines, width):
        broken.add(max(place for place, texts in enumerate(lines) if texts))
    return frozenset(broken)


def row_within(texts: Sequence[str], width: int) -> int | None:
    """The place of a text that holds a whole row of the table: a quotation mark before it has no other one."""
    for place, text in enumerate(texts):
        if "\n" in text and any(_is_row(line, width) for line in text.split("\n")[1:]):
            return place
    return None


def _is_row(line: str, width: int) -> bool:
    separators = max(map(line.count, _SEPARATORS))
    return width > _FEW_COLUMNS and (separators >= width - 1 or _NUMBERED_ROW.match(line) is not None)


def _in_pieces(lines: Sequence[Sequence[str]], width: int, begins: Callable[[Sequence[str]], bool | None]) -> set[int]:
    """Short lines that follow each other, begin no ticket and together have no more cells than one."""
    filled = [place for place, line in enumerate(lines) if line]
    broken: set[int] = set()
    for index, start in enumerate(filled):
        if start in broken or len(lines[start]) >= width:
            continue
        together, sure, group = len(lines[start]), True, [start]
        for place in filled[index + 1 : index + _MOST_PIECES]:
            beginning, together = begins(lines[place]), together + len(lines[place]) - 1
            if beginning or len(lines[place]) >= width or together > width:
                break
            sure = sure and beginning is False
            group.append(place)
            if sure or together == width:  # where nothing tells beginnings, only what makes a whole line
                broken.update(group)
    return broken


def _begins(texts: Sequence[str], mapping: ColumnMapping) -> bool | None:
    """Whether a ticket begins with the line: it has a number, or else a day or telephone; None where it may."""

    def told(column: Column) -> list[str]:
        return [texts[place] for place in mapping.columns.get(column, ()) if place < len(texts) and texts[place]]

    if Column.NUMBER in mapping.columns:
        if any(_reads(cells.read_number, text) for text in told(Column.NUMBER)):
            return True
        return False if texts[0] or told(Column.NUMBER) else None
    if any(map(_is_phone, told(Column.PHONE))):
        return True
    days = (*told(Column.CALLED_AT), *told(Column.RECEIVED_AT))
    return True if any(_reads(cells.read_cell_moment, text) for text in days) else None


def _reads(read: Callable[[str], object], text: str) -> bool:
    """Whether ``read`` finds something in the text."""
    try:
        return bool(read(text))
    except ValueError:
        return False


def _is_phone(text: str) -> bool:
    return any(phone.kind is not PhoneKind.ODD for phone in normalise_phones(text))


def _is_cut(lines: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the last line lacks cells where the others seldom do."""
    lengths = [len(line) for line in lines if len(line) > 1]
    short = sum(length < width for length in lengths)
    last = next((line for line in reversed(lines) if line), ())
    return 0 < len(last) < width and short < len(lengths) and short <= max(1, len(lengths) // _SELDOM)
