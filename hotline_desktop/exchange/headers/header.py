"""Where the headers of a sheet stand under titles and merged cells, and which sheet of a file holds the tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.text import first_of
from hotline_desktop.exchange.headers.aliases import AliasTable, plain_header
from hotline_desktop.exchange.headers.header_rows import continues_below, header_text, joined_headers
from hotline_desktop.exchange.headers.other_tables import table_beside, tickets_above
from hotline_desktop.exchange.sheets.cells import cell_text, is_blank
from hotline_desktop.exchange.sheets.merged_cells import filled_body
from hotline_desktop.exchange.sheets.sheet import Sheet, column_letter

# Titles, dates of export and notes that may stand above the headers.
_LOOKED_AT = 30
# Instructions to those who fill the sheet in may go on for pages; headers that far down must be surer ones.
_FARTHEST, _SURE_FAR_DOWN = 500, 4
# One known word may stand in a title by chance.
_SURE = 2
_LONGEST_HEADER = 60
_LONGEST_LABEL, _FEWEST_LABELS = 12, 4  # of a form
_LABEL_ENDS = re.compile("[:：]")
_NAMED = 10
_SAMPLES = 3
_SAMPLED_ROWS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet cut into headers and what stands below them.

    ``header`` is the position of the headers' row, the lower one where they stand in two. ``known`` counts the headers
    that the alias table knows. ``body`` are the rows below, up to the last that holds anything, in which a merged cell
    says its value in every row that it covers. ``left_out`` names other tables of the sheet, which are not read.
    """

    sheet: Sheet
    header: int
    headers: tuple[str, ...]
    known: int
    body: Sequence[Sequence[Cell]] = field(repr=False)
    left_out: tuple[str, ...] = ()


def best_table(tables: Sequence[Table], aliases: AliasTable) -> Table:
    """The one that most likely holds the tickets.

    It has known headers, is visible, tells what each call is about, and is the longest.
    """
    return max(
        tables,
        key=lambda table: (
            table.known >= _SURE,
            not table.sheet.hidden,
            _tells_of_calls(table, aliases),
            _filled_rows(table),
        ),
    )


def _tells_of_calls(table: Table, aliases: AliasTable) -> int:
    """Whether there are numbers of tickets and texts, one of them, or, as in a list of figures, neither."""
    meant = {found[0] for header in table.headers if (found := aliases.find(header))}
    return (Column.NUMBER in meant) + bool(meant & {Column.TITLE, Column.CONTENT})


def find_table(sheet: Sheet, aliases: AliasTable) -> Table:
    """The sheet with its headers where most words are known; where none are, in its first full row of words."""
    rows = sheet.rows[:_LOOKED_AT]
    known = [_known(rows, place, aliases) for place in range(len(rows))]
    best = max(range(len(rows)), key=lambda place: (known[place], -place), default=0)
    if (not known or known[best] < _SURE) and (far := _far_down(sheet, aliases)) is not None:
        best = far
    elif not known or known[best] < _SURE:
        best = max(range(len(rows)), key=lambda place: (_texts_in(rows[place]), known[place], -place), default=0)
    elif continues_below(sheet, best, aliases):
        best += 1
    return table_at(sheet, best, aliases)


def _far_down(sheet: Sheet, aliases: AliasTable) -> int | None:
    """Where headers stand below more rows than usual, all of them short texts."""
    for place in range(_LOOKED_AT, min(len(sheet.rows), _FARTHEST)):
        row = [cell for cell in sheet.rows[place] if not is_blank(cell)]
        short = all(isinstance(cell, str) and len(cell) <= _LONGEST_HEADER for cell in row)
        if len(row) >= _SURE_FAR_DOWN and short and _known(sheet.rows, place, aliases) >= _SURE_FAR_DOWN:
            return place
    return None


def is_sideways(sheet: Sheet, aliases: AliasTable) -> bool:
    """Whether the sheet names its columns one below the other, as a form of one ticket does."""
    rows = sheet.rows[:_LOOKED_AT]
    firsts = [next((text for cell in row if (text := header_text(cell))), "") for row in rows]
    labels = [_LABEL_ENDS.split(text, maxsplit=1)[0] for text in firsts]
    below = {found[0] for text in labels if len(text) <= _LONGEST_LABEL and (found := aliases.find(text))}
    if len(below) < _FEWEST_LABELS:
        return False
    beside = [[text for cell in row if (text := header_text(cell))] for row in rows]
    headers = (texts for texts in beside if len(texts) > _SURE and all(map(aliases.knows, texts)))
    return next(headers, None) is None and max(_known(rows, place, aliases) for place in range(len(rows))) < len(below)


def table_at(sheet: Sheet, header: int, aliases: AliasTable) -> Table:
    """The sheet with its headers in the row at position ``header`` (from 0), joined with those above that row."""
    names = joined_headers(sheet, header, aliases)
    width = _width(names, () if sheet.text else sheet.rows[header + 1 :])
    names += [""] * (width - len(names))
    body = filled_body(sheet, header + 1, width)
    above = [str(place + 1) for place in tickets_above(sheet.rows[:header])]
    left_out = [f"表头上面有工单编号的 {len(above)} 行（第 {first_of(above, _NAMED)} 行）"] if above else []
    if (place := table_beside(names[:width], body, aliases)) is not None:
        further = [(column_letter(column), names[column]) for column in range(place, width) if names[column]]
        left_out.append(f"右边从 {further[0][0]} 列开始的表（{'、'.join(name for _letter, name in further)}）")
        width, body = place, [row[:place] for row in body]
    headers = tuple(_each_different(names[:width]))
    last = next((place for place in reversed(range(len(body))) if any(map(_filled, body[place]))), -1)
    known = sum(aliases.knows(name) for name in headers)
    return Table(sheet, header, headers, known, body[: last + 1], tuple(left_out))


def samples(table: Table) -> tuple[tuple[str, ...], ...]:
    """For each header up to three different cells below it, so that a clerk sees what it means."""
    found: list[dict[str, None]] = [{} for _ in table.headers]
    for row in table.body[:_SAMPLED_ROWS]:
        for cell, seen in zip(row, found, strict=False):
            if len(seen) < _SAMPLES and (text := cell_text(cell)):
                seen[text] = None
    return tuple(tuple(seen) for seen in found)


def _known(rows: Sequence[Sequence[Cell]], place: int, aliases: AliasTable) -> int:
    """How many known headers the row would give, those merged over it from the row above included."""
    names = [header_text(cell) for cell in rows[place]]
    own = {plain_header(name) for name in names if name and aliases.knows(name)}
    if len(own) < _SURE or not place:
        return len(own)
    above = [header_text(cell) for cell in rows[place - 1]]
    beside = {
        plain_header(text)
        for column, text in enumerate(above)
        if text and not (column < len(names) and names[column]) and aliases.knows(text)
    }
    return len(own | beside)


def _texts_in(row: Sequence[Cell]) -> int:
    """How many cells could be headers: short texts that are no numbers."""
    texts = [text for cell in row if isinstance(cell, str) and (text := header_text(cell))]
    return sum(len(text) <= _LONGEST_HEADER and not text.replace(".", "").isdigit() for text in texts)


def _width(names: Sequence[str], body: Sequence[Sequence[Cell]]) -> int:
    """Up to the last column that has a header or anything below it."""
    width = max((place + 1 for place, name in enumerate(names) if name), default=0)
    for row in body:
        if len(row) > width:
            width = max((place + 1 for place in range(width, len(row)) if _filled(row[place])), default=width)
    return width


def _each_different(names: Sequence[str]) -> Iterator[str]:
    """The names, nameless columns called by their letter and repeated names numbered: 联系电话（2）."""
    used: set[str] = set()
    for place, name in enumerate(names):
        base = name or f"{column_letter(place)}列"
        unique, number = base, 2
        while unique in used:
            unique, number = f"{base}（{number}）", number + 1
        used.add(unique)
        yield unique


def _filled(cell: Cell) -> bool:
    return not is_blank(cell)


def _filled_rows(table: Table) -> int:
    return sum(any(map(_filled, row)) for row in table.body)
