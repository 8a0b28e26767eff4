"""The rows that an import did not take, as an Excel file that can be mended and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hotline_desktop.domain.importing.model import Cell, DroppedRow, ImportFile, PreviewRow
from hotline_desktop.exchange.sheets.cells import cell_text

# Known when the file comes back, so that they do not become what the platform said.
ROW_HEADER, REASON_HEADER = "原行号", "不导入的原因"
REJECT_HEADERS = frozenset((ROW_HEADER, REASON_HEADER))
_REASON_WIDTH = 46


def reasons(row: PreviewRow) -> str:
    """Why the row is not taken, cell by cell: ``发现时间“13月”：不是能识别的日期``."""
    return "；".join(_reason(problem.column, problem.text, problem.reason) for problem in row.faults)


def _reason(column: str, text: str, reason: str) -> str:
    shown = f"“{text[:40]}”" if text and "\n" not in text[:40] else ""
    return f"{column}{shown}：{reason}" if column else reason


def write_rejects(out: Path, file: ImportFile, rows: Iterable[PreviewRow], dropped: Iterable[DroppedRow]) -> int:
    """Writes the rows with their reasons in front and every cell as it stood; how many there are.

    ``dropped`` lines follow below, since they are no tickets. Raises WriteError.
    """
    from hotline_desktop.exchange.writing.writer import Layout, write_table  # most imports are taken whole

    rejected = [((row.data.sheet, row.row), reasons(row)) for row in rows]
    rejected += [((line.sheet, line.row), line.reason) for line in dropped]
    cells = {(sheet, number): line for sheet, number, line in file.lines()}
    # A file of rejects that was mended and still has faults brings those two columns along.
    places = [place for place, header in enumerate(file.headers) if header not in REJECT_HEADERS]
    headers = (ROW_HEADER, REASON_HEADER, *(file.headers[place] for place in places))
    table = ((_row_text(*where), why, *_cells_of(file, cells[where], places)) for where, why in rejected)
    return write_table(out, headers, table, Layout("未导入", (8, _REASON_WIDTH)))


def _row_text(sheet: str, row: int) -> str:
    return f"{sheet} {row}" if sheet else str(row)


def _cells_of(file: ImportFile, line: Sequence[Cell], places: Sequence[int]) -> Iterator[str]:
    """The row's cells under the headers, and behind them what stood beyond the last header."""
    texts = [cell_text(cell) for cell in line]
    yield from (texts[place] if place < len(texts) else "" for place in places)
    yield from texts[len(file.headers) :]
