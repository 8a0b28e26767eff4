"""What a table file holds before anyone knows what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError

if TYPE_CHECKING:  # the process that reads tables loads no more than it reads them with
    from hotline_desktop.domain.importing.model import Cell

# What a cell shows whose formula was never worked out: the file holds no value of it.
UNCALCULATED = "#公式未计算"
# A sheet is laid out from A1 to its last cell, which costs memory for every place between.
MOST_CELLS = 8_000_000


class Merge(NamedTuple):
    """Cells that were made one; positions from 0, all four included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """One worksheet, or the only table of a text file. ``rows[0]`` is the row that Excel numbers 1.

    ``text`` is true for .csv and .txt, where a row that is too long means a separator that was not quoted. A merged
    cell's value stands in its first cell. ``hidden_rows`` and ``hidden_columns`` are positions from 0. ``from_1904``:
    its days are counted from 1904, so that a bare number in a column of dates is 1,462 days later than elsewhere.
    ``beside`` names what its file holds beside cells (2 处批注). ``unended``: its text ends within a line.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    text: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    from_1904: bool = False
    hidden_columns: frozenset[int] = frozenset()
    beside: tuple[str, ...] = ()
    unended: bool = False


class ReadError(HotlineError):
    """A file that cannot be read as a table; says what happened, that nothing changed, and what to do."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"无法读取“{path.name}”：{what}。没有改动任何数据。{remedy}。")


def column_letter(place: int) -> str:
    """The letter over the column at ``place`` (from 0): A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
