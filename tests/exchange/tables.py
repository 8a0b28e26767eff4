"""Makes table files for tests, and opens them the way an import does."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from hotline_desktop.domain.importing.model import Cell, ColumnMapping, DroppedRow, ImportFile
from hotline_desktop.domain.importing.rows import TicketRow
from hotline_desktop.exchange.headers.aliases import load_aliases
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.rows.ticket_rows import read_rows
from hotline_desktop.services.importing.opening import open_file

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
ALIASES = load_aliases(PROJECT / "resources" / "columns.toml")

Row = Sequence[object]
HEADERS = ("工单编号", "标题", "来电内容", "来电人", "联系电话", "来电时间", "紧急程度", "承办单位")


def ticket(number: object = "20220905091001", **changes: object) -> list[object]:
    """A row under HEADERS; ``changes`` by header."""
    row = dict(
        zip(HEADERS, [number, "路灯不亮", "长江路路灯三天不亮", "张三丰", "13800010001", "", "一般", ""], strict=True)
    )
    row.update(changes)
    return list(row.values())


def save_xlsx(path: Path, rows: Sequence[Any], sheet: str = "工单", others: Mapping[str, Any] = {}) -> Path:
    """An .xlsx with the rows in its first sheet and ``others`` behind it."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    for row in rows:
        first.append(list(row))
    for name, more in others.items():
        extra = book.create_sheet(name)
        for row in more:
            extra.append(list(row))
    book.save(path)
    return path


def save_text(path: Path, rows: Sequence[Row], encoding: str = "utf-8", separator: str = ",") -> Path:
    """A .csv or .txt as Excel writes it."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows([["" if c is None else c for c in row] for row in rows])
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def opened(path: Path) -> ImportFile:
    """The file with the proposed mapping."""
    return open_file(read_sheets(path), path, ALIASES)


def tickets_in(path: Path, mapping: ColumnMapping | None = None) -> list[TicketRow]:
    """The file's rows as tickets."""
    return tickets_and_dropped(path, mapping)[0]


def tickets_and_dropped(path: Path, mapping: ColumnMapping | None = None) -> tuple[list[TicketRow], list[DroppedRow]]:
    """The file's rows as tickets, and the lines that are none."""
    file = opened(path)
    return read_rows(file, mapping or file.mapping, ALIASES)


def one(path: Path, cell: Cell | None, header: str) -> TicketRow:
    """The only ticket of an .xlsx in which ``header`` holds ``cell``."""
    (row,) = tickets_in(save_xlsx(path / "one.xlsx", [HEADERS, ticket(**{header: cell})]))
    return row
