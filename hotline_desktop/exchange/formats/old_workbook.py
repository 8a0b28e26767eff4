"""What an .xls file (Excel 97 to 2003) hides: the library that reads its cells tells only which sheets it hides."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from hotline_desktop.exchange.formats.workbook_facts import SheetFacts, WorkbookFacts

# Records of the stream, as in [MS-XLS]: a number, a length, and as many bytes.
_BEGIN, _END, _SHEET, _ROW, _COLUMNS, _DATE_1904 = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D, 0x0022
_HEAD = struct.Struct("<HH")
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_WORKSHEET = 0
_MOST_COLUMNS = 256


def old_workbook_facts(data: bytes) -> WorkbookFacts:
    """What is hidden in each worksheet, and from when days count; empty where the file is another or broken."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as package:
            stream = package.openstream("Workbook").read()
        sheets = {name: _facts_at(stream, start) for name, start in _sheets(stream)}
        return WorkbookFacts(sheets, any(kind == _DATE_1904 and stream[at] for kind, at, _size in _records(stream, 0)))
    except (OSError, struct.error, IndexError, UnicodeError):  # for the reader of the cells to judge
        return WorkbookFacts({})


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Number, place and length of each record of the part that begins at ``start``, without charts within it."""
    depth = 0
    while start + _HEAD.size <= len(stream):
        number, length = _HEAD.unpack_from(stream, start)
        start += _HEAD.size
        depth += (number == _BEGIN) - (number == _END)
        if number == _END and not depth:
            return
        if depth == 1:
            yield number, start, length
        start += length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each worksheet, and where it begins."""
    for number, place, _length in _records(stream, 0):
        if number != _SHEET:
            continue
        start, _state, kind, letters, wide = struct.unpack_from("<IBBBB", stream, place)
        if kind == _WORKSHEET:
            name = stream[place + 8 : place + 8 + letters * (2 if wide & 1 else 1)]
            yield name.decode("utf-16-le" if wide & 1 else "latin-1"), start


def _facts_at(stream: bytes, start: int) -> SheetFacts:
    rows: set[int] = set()
    columns: set[int] = set()
    for number, place, _length in _records(stream, start):
        if number == _ROW and stream[place + 12] & _ROW_HIDDEN:
            rows.add(int.from_bytes(stream[place : place + 2], "little"))
        elif number == _COLUMNS and stream[place + 8] & _COLUMN_HIDDEN:
            first, last = _HEAD.unpack_from(stream, place)
            columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    return SheetFacts(hidden_rows=frozenset(rows), hidden_columns=frozenset(columns))
