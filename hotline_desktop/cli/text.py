"""Tables and times as they stand on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache

from hotline_desktop.domain.terms.patterns import late

_GAP = "  "
_CUT = "…"
# One column and one byte, or two columns and three bytes: nearly every cell holds nothing else.
_ONE_OR_THREE_BYTES = late("[\x00-\x7f\u4e00-\u9fff\u3001-\u3003\u3008-\u3011\uff01-\uff60]*")


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    if text.isascii():
        return len(text)
    if _ONE_OR_THREE_BYTES.fullmatch(text):
        return (len(text) + len(text.encode())) // 2
    return sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, most: int) -> str:
    """``text`` in one line of at most ``most`` columns."""
    return _fit(text, most)[0]


def _fit(text: str, most: int) -> tuple[str, int]:
    """``text`` in one line, cut where it is wider than ``most`` columns, and how wide it is then."""
    line = " ".join(text.split())
    wide = width(line)
    if wide <= most:
        return line, wide
    kept, taken = [], width(_CUT)
    for character in line:
        columns = _columns(character)
        if taken + columns > most:
            break
        taken += columns
        kept.append(character)
    return "".join(kept) + _CUT, taken


def table(header: Sequence[str], rows: Iterable[Sequence[str]], most: int = 44) -> str:
    """Columns of equal width under ``header``; cells longer than ``most`` columns are cut."""
    return "\n".join(table_parts(header, iter([list(rows)]), most))


def table_parts(header: Sequence[str], parts: Iterator[Sequence[Sequence[str]]], most: int = 44) -> Iterator[str]:
    """As ``table``, for lists too long to be waited for: the first part says how wide the columns are."""
    lines = [_fitted(header, most), *(_fitted(row, most) for row in next(parts, []))]
    widths = [max(line[n][1] for line in lines) for n in range(len(header))]
    yield "\n".join(_line(line, widths) for line in lines)
    for part in parts:
        yield "\n".join(_line(_fitted(row, most), widths) for row in part)


def _fitted(row: Sequence[str], most: int) -> list[tuple[str, int]]:
    return [_fit(cell, most) for cell in row]


def _line(cells: Sequence[tuple[str, int]], widths: Sequence[int]) -> str:
    return _GAP.join([cell + " " * (wide - taken) for (cell, taken), wide in zip(cells, widths, strict=True)]).rstrip()


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
