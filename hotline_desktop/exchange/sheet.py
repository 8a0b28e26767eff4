"""What a table file holds before anyone knows what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hotline_desktop.domain.errors import HotlineError

# What a spreadsheet's cell can hold; an empty cell is an empty text. Text tables hold only texts.
Cell = str | float | bool | datetime | date | time | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet, or the only table of a text file. ``rows[0]`` is the row that Excel numbers 1."""

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False


class ReadError(HotlineError):
    """A file that cannot be read as a table; says what happened, that nothing changed, and what to do."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(f"无法读取“{path.name}”：{what}。没有改动任何数据。{remedy}。")
