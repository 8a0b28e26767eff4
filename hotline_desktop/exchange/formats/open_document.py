"""What an .ods file says beside its values: merged cells, errors, comments, pictures, hidden rows and columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, iterparse

from hotline_desktop.exchange.formats.workbook_facts import (
    LARGEST_PART,
    PartTooLarge,
    SheetFacts,
    WorkbookFacts,
    beside_cells,
)
from hotline_desktop.exchange.sheets.sheet import UNCALCULATED, Merge

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CALCULATED = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ERROR, _OTHER_ERROR = "error", "#VALUE!"  # Err:508 and the like
_KIND, _COMMENT = f"{_OFFICE}value-type", f"{_OFFICE}annotation"
_PICTURES = "Pictures/"
_HIDDEN = frozenset(("collapse", "filter"))
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
# A stretch of hidden rows or columns that is longer than this holds nothing: it goes on to the end of the sheet.
_LONGEST_STRETCH = 20_000
_MOST_DIGITS = 7
_MOST_FILLED = 3_000_000  # cells that say something; 40,000 tickets in 40 columns have half of it


class EncryptedPackage(ValueError):
    """The file needs a password."""


def open_document_facts(package: zipfile.ZipFile) -> WorkbookFacts:
    """Of each table by its name. Raises PartTooLarge, EncryptedPackage, and errors of zip and XML."""
    if _MANIFEST in package.namelist() and b"encryption-data" in package.read(_MANIFEST):
        raise EncryptedPackage
    if package.getinfo(CONTENT).file_size > LARGEST_PART:
        raise PartTooLarge
    sheets: dict[str, SheetFacts] = {}
    table, comments = _Table(), 0
    with package.open(CONTENT) as opened:
        for event, element in iterparse(opened, ("start", "end")):
            if element.tag == f"{_TABLE}table" and event == "start":
                table = _Table()
            elif element.tag == f"{_TABLE}table":
                sheets.setdefault(element.get(f"{_TABLE}name", ""), table.facts())
            elif element.tag == f"{_TABLE}table-column" and event == "end":
                table.take_column(element)
            elif element.tag == _COMMENT and event == "end":
                comments += 1
            elif element.tag == f"{_TABLE}table-row" and event == "end":
                table.take_row(element)
                element.clear()  # a large sheet holds a million cells
    pictures = sum(name.startswith(_PICTURES) and not name.endswith("/") for name in package.namelist())
    return WorkbookFacts(sheets, beside=beside_cells(comments, pictures))


class _Table:
    """One table while it is read."""

    def __init__(self) -> None:
        self._merges: list[Merge] = []
        self._rows, self._columns = _Hidden(), _Hidden()
        self._filled = 0
        self._shown: list[tuple[int, int, str]] = []

    def take_row(self, line: Element) -> None:
        self._merges += _merges(line, self._rows.place)
        self._shown += _left_out(line, self._rows.place)
        # A few bytes may say that a million rows are alike, which the reader of the values lays out one by one.
        self._filled += _filled(line) * _number(line, "number-rows-repeated")
        if self._filled > _MOST_FILLED:
            raise PartTooLarge
        self._rows.take(line, "number-rows-repeated")

    def take_column(self, column: Element) -> None:
        self._columns.take(column, "number-columns-repeated")

    def facts(self) -> SheetFacts:
        rows, columns = frozenset(self._rows.found), frozenset(self._columns.found)
        return SheetFacts(
            hidden_rows=rows, hidden_columns=columns, merges=tuple(self._merges), shown=tuple(self._shown)
        )


class _Hidden:
    """Which rows or columns are hidden, as they come by one after the other."""

    def __init__(self) -> None:
        self.place = 0
        self.found: set[int] = set()

    def take(self, element: Element, repeats: str) -> None:
        repeated = _number(element, repeats)
        if element.get(f"{_TABLE}visibility") in _HIDDEN and repeated < _LONGEST_STRETCH:
            self.found.update(range(self.place, self.place + repeated))
        self.place += repeated


def _merges(line: Element, row: int) -> Iterator[Merge]:
    column = 0
    for cell in line:
        if cell.tag in _CELLS:
            down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                yield Merge(row, column, row + down - 1, column + across - 1)
            column += _number(cell, "number-columns-repeated")


def _left_out(line: Element, row: int) -> Iterator[tuple[int, int, str]]:
    """Errors of formulas, and formulas without a value, which the library takes for blanks."""
    column = 0
    for cell in line:
        if cell.tag not in _CELLS:
            continue
        if cell.get(_CALCULATED) == _ERROR:
            word = "".join(text for part in cell.iter(_TEXT) for text in part.itertext())
            yield row, column, word if word.startswith("#") else _OTHER_ERROR
        elif cell.get(f"{_TABLE}formula") and cell.get(_KIND) is None:
            yield row, column, UNCALCULATED
        column += _number(cell, "number-columns-repeated")


def _filled(line: Element) -> int:
    return sum(_number(cell, "number-columns-repeated") for cell in line if cell.get(_KIND) is not None)


def _number(element: Element, name: str) -> int:
    said = element.get(f"{_TABLE}{name}", "1")
    return int(said) if said.isdigit() and len(said) <= _MOST_DIGITS else 1
