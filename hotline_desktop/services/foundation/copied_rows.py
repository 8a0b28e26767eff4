"""Rows copied out of a sheet: cells divided by tabs, those of several lines in quotation marks."""

from __future__ import annotations

import csv
import io


def copied_rows(text: str) -> list[list[str]]:
    """The cells of each row that says anything, without padding; a row that has no tab is one cell.

    Quotation marks hold a cell's lines together only where all of them do and every row is as wide as the first: else
    they stand in a text for themselves.
    """
    plain = [line.split("\t") for line in text.splitlines() if line.strip()]
    rows = (_quoted(text) or plain) if '"' in text else plain
    return [[cell.strip() for cell in row] for row in rows]


def _quoted(text: str) -> list[list[str]]:
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return []
    rows = [row for row in read if any(map(str.strip, row))]
    return rows if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1 else []
