"""Tables that web systems save as HTML or XML and call .xls."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from typing import Any

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.exchange.sheet import Sheet

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
# Beyond this a span is a mistake of the page, not a merged title.
_WIDEST_SPAN = 500


def read_html_tables(text: str) -> tuple[Sheet, ...]:
    """The tables of a page, the longest first. A merged cell stands in its first place, the others are empty."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    parser.finish()
    tables = sorted(parser.tables, key=len, reverse=True)
    return tuple(Sheet(f"表格{number}", rows) for number, rows in enumerate(tables, start=1))


class _TableParser(HTMLParser):
    """Collects cells; a table inside a cell becomes a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[_OpenTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_OpenTable())
        elif self._open:
            self._open[-1].start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        if tag == "table":
            self.tables.append(self._open.pop().closed())
        else:
            self._open[-1].end(tag)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].write(data)

    def finish(self) -> None:
        """Takes what a page that breaks off has left open."""
        while self._open:
            self.tables.append(self._open.pop().closed())


class _OpenTable:
    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._taken: dict[tuple[int, int], bool] = {}
        self._pieces: list[str] | None = None
        self._span = (1, 1)

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            self._close_cell()
            self._rows.append([])
        elif tag in ("td", "th"):
            self._close_cell()
            self._pieces = []
            self._span = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
        elif tag in ("br", "p", "div", "li") and self._pieces:
            self._pieces.append("\n")

    def end(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._close_cell()

    def write(self, data: str) -> None:
        if self._pieces is not None:
            # Line breaks of the page's source are no line breaks of the text.
            self._pieces.append(" ".join(data.split("\n")) if data.strip() else " ")

    def closed(self) -> list[list[str]]:
        self._close_cell()
        return self._rows

    def _close_cell(self) -> None:
        if self._pieces is None:
            return
        if not self._rows:
            self._rows.append([])
        row, number = self._rows[-1], len(self._rows) - 1
        while (number, len(row)) in self._taken:
            row.append("")
        first = len(row)
        row.append("".join(self._pieces).strip())
        row.extend("" for _ in range(self._span[1] - 1))
        for down in range(1, self._span[0]):
            for across in range(self._span[1]):
                self._taken[number + down, first + across] = True
        self._pieces = None


def _span(stated: str | None) -> int:
    return min(max(int(stated), 1), _WIDEST_SPAN) if stated and stated.strip().isdigit() else 1


def read_xml_sheets(text: str) -> tuple[Sheet, ...]:
    """The worksheets of a “XML spreadsheet 2003”. ValueError where it is not well formed."""
    try:
        # As text, since the encoding that the declaration names has been undone already.
        root = ElementTree.fromstring(text[text.index("?>") + 2 :] if text.startswith("<?xml") else text)
    except ElementTree.ParseError as error:
        raise ValueError("XML 表格不完整") from error
    return tuple(
        Sheet(sheet.get(f"{_SPREADSHEET}Name", "Sheet"), _xml_rows(sheet))
        for sheet in root.iter(f"{_SPREADSHEET}Worksheet")
    )


def _xml_rows(sheet: ElementTree.Element[Any]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        _pad(rows, row.get(f"{_SPREADSHEET}Index"), [])
        cells: list[Cell] = []
        for cell in row.iter(f"{_SPREADSHEET}Cell"):
            _pad(cells, cell.get(f"{_SPREADSHEET}Index"), "")
            data = cell.find(f"{_SPREADSHEET}Data")
            cells.append("".join(data.itertext()) if data is not None else "")
            across = cell.get(f"{_SPREADSHEET}MergeAcross")
            cells.extend([""] * (_span(across) if across and across != "0" else 0))
        rows.append(cells)
    return rows


def _pad(items: list[Any], index: str | None, empty: object) -> None:
    """Fills up to the place (from 1) that the file states, for it leaves out what is empty."""
    if index and index.isdigit():
        items.extend([empty] * min(int(index) - 1 - len(items), 1_048_576))
