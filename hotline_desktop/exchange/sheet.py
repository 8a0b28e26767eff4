"""What a table file holds before anyone knows what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.domain.terms.errors import HotlineError


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet, or the only table of a text file. ``rows[0]`` is the row that Excel numbers 1.

    ``text`` is true for .csv and .txt, where a row that is too long means a separator that was not quoted.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    text: bool = False


class ReadError(HotlineError):
    """A file that cannot be read as a table; says what happened, that nothing changed, and what to do."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(f"无法读取“{path.name}”：{what}。没有改动任何数据。{remedy}。")
