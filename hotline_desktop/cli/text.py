"""Tables and times as they stand on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

_GAP = "  "
_CUT = "…"


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, most: int) -> str:
    """``text`` in one line of at most ``most`` columns."""
    line = " ".join(text.split())
    if width(line) <= most:
        return line
    kept, taken = [], width(_CUT)
    for character in line:
        taken += _columns(character)
        if taken > most:
            break
        kept.append(character)
    return "".join(kept) + _CUT


def table(header: Sequence[str], rows: Iterable[Sequence[str]], most: int = 44) -> str:
    """Columns of equal width under ``header``; cells longer than ``most`` columns are cut."""
    return "\n".join(table_parts(header, iter([list(rows)]), most))


def table_parts(header: Sequence[str], parts: Iterator[Sequence[Sequence[str]]], most: int = 44) -> Iterator[str]:
    """As ``table``, for lists too long to be waited for: the first part says how wide the columns are."""
    lines = [tuple(header), *_cut_cells(next(parts, []), most)]
    widths = [max(width(line[n]) for line in lines) for n in range(len(header))]
    yield "\n".join(_line(line, widths) for line in lines)
    for part in parts:
        yield "\n".join(_line(line, widths) for line in _cut_cells(part, most))


def _cut_cells(rows: Iterable[Sequence[str]], most: int) -> Iterator[tuple[str, ...]]:
    return (tuple(cut(cell, most) for cell in row) for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip()


def moment_text(moment: datetime | None) -> str:
    """``2022-09-05 09:10``; empty without a moment."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def iso(moment: datetime | None) -> str | None:
    """``2022-09-05T09:10`` for scripts; None without a moment."""
    return moment.isoformat(timespec="minutes") if moment else None


def plain(value: object) -> object:
    """A typed value of a step as JSON can hold it."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def value_text(value: object) -> str:
    """A typed value of a step in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
