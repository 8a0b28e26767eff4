"""Tables that web systems save as HTML or XML and call .xls."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from hotline_desktop.exchange.formats.workbook_facts import beside_cells
from hotline_desktop.exchange.sheets.sheet import MOST_CELLS, UNCALCULATED, Merge, Sheet

if TYPE_CHECKING:
    from hotline_desktop.domain.importing.model import Cell

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_DATE_1904 = f"{_EXCEL}Date1904"
_FEWEST_HEADERS = 4
_DEEPEST = 50  # so far an end is looked for among the elements that a page left open
_OVER_THE_BAR = range(2)  # one more cell may stand over the bar with which the rows below are scrolled
_NO_TEXT = frozenset(("script", "style"))
_OF_TABLES = frozenset(("table", "tr", "td", "th"))
_WITHOUT_END = frozenset(("br", "img", "input", "hr", "wbr", "col", "link", "meta"))
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Beyond this a span is a mistake of the page, not a merged cell.
_WIDEST_SPAN = 1_000
_MOST_ROWS = 1_048_576
_LONGEST_NUMBER = 40  # digits


def read_html_tables(text: str) -> tuple[Sheet, ...]:
    """The tables of a page, the longest first. A merged cell stands in its first place, the others are empty.

    Raises MemoryError where merging claims far more cells than the page holds.
    """
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    parser.finish()
    tables = sorted(_with_heads(parser.tables), key=lambda table: len(table.rows), reverse=True)
    return tuple(table._replace(name=f"表格{number}") for number, table in enumerate(tables, 1))


class _TableParser(HTMLParser):
    """Collects cells; a table inside a cell becomes a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[Sheet, bool]] = []  # each with whether all of its cells are headers
        self._open: list[_OpenTable] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_TEXT:
            self._in_code = True
        elif tag == "table":
            self._open.append(_OpenTable())
        elif self._open:
            self._open[-1].start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._in_code = False
        if not self._open:
            return
        if tag == "table":
            self.tables.append(self._open.pop().closed())
        else:
            self._open[-1].end(tag)

    def handle_data(self, data: str) -> None:
        if self._open and not self._in_code:
            self._open[-1].write(data)

    def finish(self) -> None:
        """Takes what a page that breaks off has left open."""
        while self._open:
            self.tables.append(self._open.pop().closed())


class _OpenTable:
    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        self._merges: list[Merge] = []
        self._hidden: set[int] = set()
        self._taken: dict[int, set[int]] = {}
        self._pieces: list[str] | None = None
        self._span = (1, 1)
        self._number = self._string = ""
        self._claimed = 0
        self._headers_only = True
        self._unseen: list[str] = []  # the elements open since one that the page does not show

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if self._pieces is not None and tag not in _OF_TABLES and (self._unseen or _is_unseen(attributes)):
            if tag not in _WITHOUT_END:
                self._unseen.append(tag)
        elif tag == "tr":
            self._close_cell()
            if _is_unseen(attributes):
                self._hidden.add(len(self._rows))
            self._rows.append([])
        elif tag in ("td", "th"):
            self._close_cell()
            self._pieces, self._unseen = [], []
            self._headers_only = self._headers_only and tag == "th"
            self._span = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
            self._number, self._string = attributes.get("x:num") or "", attributes.get("x:str") or ""
        elif tag in ("br", "p", "div", "li") and self._pieces:
            self._pieces.append("\n")

    def end(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag in self._unseen[-_DEEPEST:]:
            while self._unseen.pop() != tag:
                continue  # what was left open in it ends with it

    def write(self, data: str) -> None:
        if self._pieces is not None and not self._unseen:
            # Line breaks of the page's source are no line breaks of the text.
            self._pieces.append(" ".join(data.split("\n")) if data.strip() else " ")

    def closed(self) -> tuple[Sheet, bool]:
        self._close_cell()
        sheet = Sheet("", self._rows, merges=tuple(self._merges), hidden_rows=frozenset(self._hidden))
        return sheet, self._headers_only and any(self._rows)

    def _close_cell(self) -> None:
        if self._pieces is None:
            return
        if not self._rows:
            self._rows.append([])
        row, number = self._rows[-1], len(self._rows) - 1
        taken = self._taken.get(number, ())
        while len(row) in taken:
            row.append("")
        first, (down, across) = len(row), self._span
        text = "".join(self._pieces).strip()
        row.append(_stated(text, self._number, self._string))
        row.extend("" for _ in range(across - 1))
        if down > 1 or across > 1:
            self._merge(Merge(number, first, number + down - 1, first + across - 1))
        self._pieces = None

    def _merge(self, merge: Merge) -> None:
        self._merges.append(merge)
        columns = range(merge.left, merge.right + 1)
        self._claimed += len(columns) * (merge.bottom - merge.top + 1)
        if self._claimed > MOST_CELLS:
            raise MemoryError
        for row in range(merge.top + 1, merge.bottom + 1):
            self._taken.setdefault(row, set()).update(columns)


def _is_unseen(attributes: dict[str, str | None]) -> bool:
    return _NOT_SHOWN.search(attributes.get("style") or "") is not None


def _with_heads(tables: Sequence[tuple[Sheet, bool]]) -> Iterator[Sheet]:
    """The tables of a page; headers in a table of their own, so that the rows scroll below them, join these rows."""
    above: Sheet | None = None
    for sheet, only_headers in tables:
        if above is not None and _width(sheet) > 1 and _width(above) - _width(sheet) in _OVER_THE_BAR:
            yield _joined(above, sheet)
            above = None
            continue
        if above is not None:
            yield above
        is_row = len(sheet.rows) == 1 and sum(map(bool, sheet.rows[0])) >= _FEWEST_HEADERS
        above = sheet if only_headers or is_row else None
        if above is None:
            yield sheet
    if above is not None:
        yield above


def _width(sheet: Sheet) -> int:
    return max(map(len, sheet.rows), default=0)


def _joined(head: Sheet, body: Sheet) -> Sheet:
    down = len(head.rows)
    merges = tuple(merge._replace(top=merge.top + down, bottom=merge.bottom + down) for merge in body.merges)
    hidden = frozenset(row + down for row in body.hidden_rows)
    return body._replace(rows=[*head.rows, *body.rows], merges=(*head.merges, *merges), hidden_rows=hidden)


def _stated(text: str, number: str, string: str) -> str:
    """What a cell that Excel wrote holds where it shows less: x:num, x:str. A day stays as it is shown."""
    return (number and full_number(text) and full_number(number)) or string or text


def _span(stated: str | None) -> int:
    return min(max(int(stated), 1), _WIDEST_SPAN) if stated and stated.strip().isdigit() else 1


def read_xml_sheets(text: str) -> tuple[Sheet, ...]:
    """The worksheets of a “XML spreadsheet 2003”. ValueError where it is not well formed."""
    try:
        # As text, since the encoding that the declaration names has been undone already.
        root = ElementTree.fromstring(text[text.index("?>") + 2 :] if text.startswith("<?xml") else text)
    except ElementTree.ParseError as error:
        raise ValueError("XML 表格不完整") from error
    from_1904 = next(root.iter(_DATE_1904), None) is not None
    return tuple(_xml_sheet(sheet, from_1904) for sheet in root.iter(f"{_SPREADSHEET}Worksheet"))


def _xml_sheet(sheet: ElementTree.Element[Any], from_1904: bool) -> Sheet:
    rows: list[list[Cell]] = []
    merges: list[Merge] = []
    hidden: set[int] = set()
    taken: dict[int, set[int]] = {}
    cells_laid = 0
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        _pad(rows, row.get(f"{_SPREADSHEET}Index"), [])
        if row.get(f"{_SPREADSHEET}Hidden") == "1":
            hidden.add(len(rows))
        rows.append(_xml_row(row, len(rows), taken, merges))
        cells_laid += len(rows[-1])
        if cells_laid > MOST_CELLS or len(rows) > MOST_CELLS:
            raise MemoryError
    comments = sum(1 for _comment in sheet.iter(f"{_SPREADSHEET}Comment"))
    return Sheet(
        sheet.get(f"{_SPREADSHEET}Name", "Sheet"),
        rows,
        hidden=(sheet.findtext(f".//{_EXCEL}Visible") or "SheetVisible") != "SheetVisible",
        merges=tuple(merges),
        hidden_rows=frozenset(hidden),
        from_1904=from_1904,
        hidden_columns=frozenset(_hidden_columns(sheet)),
        beside=beside_cells(comments),
    )


def _hidden_columns(sheet: ElementTree.Element[Any]) -> Iterator[int]:
    """Places of the columns that are not shown; one element may stand for several, and those unsaid are left out."""
    place = 0
    for column in sheet.iter(f"{_SPREADSHEET}Column"):
        stated = column.get(f"{_SPREADSHEET}Index") or ""
        place = min(int(stated), _WIDEST_SPAN) - 1 if stated.isdecimal() and len(stated) <= _LONGEST_NUMBER else place
        following = place + 1 + _merged(column.get(f"{_SPREADSHEET}Span"))
        if column.get(f"{_SPREADSHEET}Hidden") == "1":
            yield from range(place, following)
        place = following


def _xml_row(row: ElementTree.Element[Any], number: int, taken: dict[int, set[int]], merges: list[Merge]) -> list[Cell]:
    """The cells of a row; ``taken`` are the places that cells merged from above cover, by row."""
    cells: list[Cell] = []
    for cell in row.iter(f"{_SPREADSHEET}Cell"):
        _pad(cells, cell.get(f"{_SPREADSHEET}Index"), "")
        while len(cells) in taken.get(number, ()):
            cells.append("")
        across, down = (_merged(cell.get(f"{_SPREADSHEET}Merge{way}")) for way in ("Across", "Down"))
        if across or down:
            merge = Merge(number, len(cells), number + down, len(cells) + across)
            merges.append(merge)
            for below in range(number + 1, number + down + 1):
                taken.setdefault(below, set()).update(range(merge.left, merge.right + 1))
        cells.append(_xml_value(cell))
        cells.extend([""] * across)
    return cells


def _xml_value(cell: ElementTree.Element[Any]) -> Cell:
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        return UNCALCULATED if cell.get(f"{_SPREADSHEET}Formula") else ""
    text = "".join(data.itertext())
    return full_number(text) or text if data.get(f"{_SPREADSHEET}Type") == "Number" else text


def full_number(stated: str) -> str:
    """All digits of a number that was written as a number, 2.0261102093001E13 too; empty where it is none."""
    try:
        number = Decimal(stated.strip())
    except InvalidOperation:
        return ""
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return ""
    return f"{number.normalize():f}"


def _merged(stated: str | None) -> int:
    return min(int(stated), _WIDEST_SPAN) if stated and stated.isdigit() else 0


def _pad(items: list[Any], index: str | None, empty: object) -> None:
    """Fills up to the place (from 1) that the file states, for it leaves out what is empty."""
    if index and index.isdigit() and len(index) <= _LONGEST_NUMBER:
        if int(index) > _MOST_ROWS:
            raise MemoryError
        items.extend([empty] * (int(index) - 1 - len(items)))
