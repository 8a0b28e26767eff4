"""Columns that only spaces keep apart: printed lists, tables copied out of a terminal or a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

_FEWEST_HEADERS, _LONGEST_HEADER = 4, 16
_NOT_IN_HEADERS = re.compile(r"[\d,，;；:：。]")
_OF_A_NOTE = 2  # pieces of a title above or a sum below
_LEAST_ROWS = 0.5  # of the lines below the headers
_GAP = re.compile(r"[ \t\xa0]{2,}|[ \xa0]*[\t\u3000][ \t\xa0\u3000]*")
_SPACE = re.compile(r"[ \t\xa0\u3000]+")
# The time of day belongs to the day before it.
_BEFORE_CLOCK = re.compile(r"(?<=[\d日]) (?=\d{1,2}[:：时]\d{2})")
_JOINT = "\ue000"
_WIDE = frozenset("WF")


class UnclearColumns(ValueError):
    """A line has fewer pieces than there are headers, and nothing tells which is missing; the message is Chinese."""


def read_spaced_columns(text: str) -> list[list[str]]:
    """The lines as records, blank ones included; nothing where the text is no such table. Raises UnclearColumns."""
    lines = text.splitlines()
    split: list[Callable[[str], list[str]]] = [_by_gaps, _by_spaces]
    unclear: UnclearColumns | None = None
    for way in split:
        records = [way(line) for line in lines]
        header = next((place for place, record in enumerate(records) if _are_headers(record)), None)
        if header is None or not _mostly_rows(records, header):
            continue
        if (short := _first_short(records, header)) is None:
            return records
        if aligned := _aligned(lines, header, records[header]):
            return aligned
        unclear = unclear or UnclearColumns(
            f"各列是用空格隔开的，第 {short + 1} 行只有 {len(records[short])} 格，表头有 {len(records[header])} 格，"
            "分不清空着的是哪一格"
        )
    if unclear is not None:
        raise unclear
    return []


def _by_gaps(line: str) -> list[str]:
    stripped = line.strip()
    return _GAP.split(stripped) if stripped else []


def _by_spaces(line: str) -> list[str]:
    stripped = _BEFORE_CLOCK.sub(_JOINT, line.strip())
    return [piece.replace(_JOINT, " ") for piece in _SPACE.split(stripped)] if stripped else []


def _are_headers(record: Sequence[str]) -> bool:
    return len(record) >= _FEWEST_HEADERS and all(
        len(piece) <= _LONGEST_HEADER and _NOT_IN_HEADERS.search(piece) is None for piece in record
    )


def _mostly_rows(records: Sequence[Sequence[str]], header: int) -> bool:
    """Whether the lines below have several pieces, as those of sentences have not."""
    below = [record for record in records[header + 1 :] if record]
    return bool(below) and sum(len(record) > _OF_A_NOTE for record in below) >= _LEAST_ROWS * len(below)


def _first_short(records: Sequence[Sequence[str]], header: int) -> int | None:
    places = range(header + 1, len(records))
    return next((place for place in places if _OF_A_NOTE < len(records[place]) < len(records[header])), None)


def _aligned(lines: Sequence[str], header: int, headers: Sequence[str]) -> list[list[str]]:
    """The records by the columns of the screen that stay blank in every line; nothing where these are not as many.

    A Chinese character takes two of them.
    """
    laid = [_laid_out(line) for line in lines]
    rows = [place for place in range(header, len(lines)) if len(_by_spaces(lines[place])) > _OF_A_NOTE]
    width = max((len(laid[place]) for place in rows), default=0)
    blank = set(range(width))
    for place in rows:
        blank.difference_update(column for column, char in enumerate(laid[place]) if not char.isspace())
    begin = [column for column in range(width) if column == 0 or column - 1 in blank]
    starts = [column for column in begin if laid[header][column : column + 1].strip()]
    if [_cell(laid[header], *ends) for ends in pairwise((*starts, width))] != list(headers):
        return []
    records = [list(filter(None, [line.strip()])) for line in lines]
    for place in rows:
        records[place] = [_cell(laid[place], *ends) for ends in pairwise((*starts, width))]
    return records


def _laid_out(line: str) -> str:
    """The line with a mark behind each character that takes two columns."""
    expanded = line.expandtabs().replace("\u3000", "  ")
    return "".join(f"{char}{_JOINT}" if unicodedata.east_asian_width(char) in _WIDE else char for char in expanded)


def _cell(line: str, start: int, end: int) -> str:
    return line[start:end].replace(_JOINT, "").strip()
