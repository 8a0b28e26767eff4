"""What an .xls file (Excel 5 to 2003) hides, its comments and its errors of formulas: the library that reads its cells
tells only which sheets it hides, and leaves errors blank.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from hotline_desktop.exchange.formats.workbook_facts import SheetFacts, WorkbookFacts, beside_cells

# Records of the stream, as in [MS-XLS]: a number, a length, and as many bytes.
_BEGIN, _END, _SHEET, _ROW, _COLUMNS, _DATE_1904, _NOTE = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D, 0x0022, 0x001C
_CODE_PAGE = 0x0042
_BOOL_OR_ERROR, _FORMULA = 0x0205, 0x0006
_CELL_ERROR = struct.Struct("<HH2xBB")  # row, column, code, whether it is an error
_RESULT = struct.Struct("<HH2xBxB3xH")  # row, column, kind, code, and a mark that no number has
_IS_ERROR, _NO_NUMBER = 2, 0xFFFF
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_HEAD = struct.Struct("<HH")
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_WORKSHEET = 0
_MOST_COLUMNS = 256
_STREAMS = ("Workbook", "Book")  # Excel 97 and later, Excel 5 and 95
_EXCEL_97 = 0x0600
_REST_OF_A_NOTE = b"\xff\xff"  # in place of its row, where Excel 5 goes on with a long one


def old_workbook_facts(data: bytes) -> WorkbookFacts:
    """What is hidden in each worksheet, and from when days count; empty where the file is another or broken."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as package:
            stream = package.openstream(next(filter(package.exists, _STREAMS), _STREAMS[0])).read()
        parts = list(_sheets(stream))
        sheets = {name: _facts_at(stream, start) for name, start in parts}
        from_1904 = any(kind == _DATE_1904 and stream[at] for kind, at, _size in _records(stream, 0))
        comments = sum(_comments_at(stream, start) for _name, start in parts)
        return WorkbookFacts(sheets, from_1904, beside_cells(comments))
    except (OSError, struct.error, IndexError, UnicodeError, LookupError):  # for the reader of the cells to judge
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
    version, page = 0, "latin-1"
    for number, place, _length in _records(stream, 0):
        if number == _BEGIN and not version:
            version = int.from_bytes(stream[place : place + 2], "little")
        elif number == _CODE_PAGE:
            page = f"cp{int.from_bytes(stream[place : place + 2], 'little')}"
        elif number == _SHEET:
            start, _state, kind, letters = struct.unpack_from("<IBBB", stream, place)
            if kind == _WORKSHEET:
                yield _sheet_name(stream, place + 7, letters, "" if version >= _EXCEL_97 else page), start


def _sheet_name(stream: bytes, place: int, letters: int, page: str) -> str:
    """The name of so many letters; before Excel 97 (``page``) so many bytes of the code page."""
    if page:
        return stream[place : place + letters].decode(page)
    wide = stream[place] & 1
    return stream[place + 1 : place + 1 + letters * (wide + 1)].decode("utf-16-le" if wide else "latin-1")


def _comments_at(stream: bytes, start: int) -> int:
    return sum(
        number == _NOTE and stream[place : place + 2] != _REST_OF_A_NOTE
        for number, place, _length in _records(stream, start)
    )


def _facts_at(stream: bytes, start: int) -> SheetFacts:
    rows: set[int] = set()
    columns: set[int] = set()
    errors: list[tuple[int, int, str]] = []
    for number, place, _length in _records(stream, start):
        if number in (_BOOL_OR_ERROR, _FORMULA):
            errors += _error_at(stream, number, place)
        elif number == _ROW and stream[place + 12] & _ROW_HIDDEN:
            rows.add(int.from_bytes(stream[place : place + 2], "little"))
        elif number == _COLUMNS and stream[place + 8] & _COLUMN_HIDDEN:
            first, last = _HEAD.unpack_from(stream, place)
            columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    return SheetFacts(hidden_rows=frozenset(rows), hidden_columns=frozenset(columns), shown=tuple(errors))


def _error_at(stream: bytes, number: int, place: int) -> Iterator[tuple[int, int, str]]:
    """Row, column and word of the error that the cell shows; nothing where it shows none."""
    if number == _BOOL_OR_ERROR:
        row, column, code, is_error = _CELL_ERROR.unpack_from(stream, place)
    else:
        row, column, kind, code, mark = _RESULT.unpack_from(stream, place)
        is_error = kind == _IS_ERROR and mark == _NO_NUMBER
    if is_error and code in _ERRORS:
        yield row, column, _ERRORS[code]
