"""Merged cells below the headers: one caller, telephone or day that stands for several rows."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.exchange.sheets.cells import is_blank
from hotline_desktop.exchange.sheets.sheet import Merge, Sheet


def filled_body(sheet: Sheet, first: int, width: int) -> Sequence[Sequence[Cell]]:
    """The rows from position ``first`` on, the value of a merged cell in every row that it covers.

    What is merged over the whole ``width`` of the table is a title or a note, and says its word once. The sheet stays
    as it was: only rows that change are copied.
    """
    body = list(sheet.rows[first:])
    for merge in sheet.merges:
        if merge.bottom <= merge.top or merge.top < first or merge.left >= width:
            continue
        if merge.left == 0 and merge.right + 1 >= width > 1:
            continue
        value = _cell(body, merge.top - first, merge.left)
        if not is_blank(value):
            _fill(body, merge, first, value)
    return body


def _fill(body: list[Sequence[Cell]], merge: Merge, first: int, value: Cell) -> None:
    for place in range(merge.top - first + 1, min(merge.bottom - first + 1, len(body))):
        row = list(body[place])
        row.extend([""] * (merge.left + 1 - len(row)))
        if is_blank(row[merge.left]):
            row[merge.left] = value
            body[place] = row


def _cell(rows: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
