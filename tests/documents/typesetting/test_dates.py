"""Dates in the cells of papers, also the longest ones: none leaves its 日, or its time, alone on a second line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from hotline_desktop.documents.typesetting.model import Paper, Paragraph, Table
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS, compose
from tests.documents.registers import REGISTERS
from tests.documents.samples import RECORDS
from tests.documents.supervised import SUPERVISED
from tests.documents.written import WRITTEN

SAMPLES = {**RECORDS, **WRITTEN, **SUPERVISED, **REGISTERS}
_WRITTEN_DAY = re.compile(r"\d{4}年\d+月\d+日")
_DAY_OR_MOMENT = re.compile(r"\d{4}年\d+月\d+日(\d+:\d\d)?")


def late(record: Any) -> Any:
    """``record`` with days and times of as many digits as there are."""
    changes: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, datetime):
            changes[each.name] = datetime(2026, 12, 28, 22, 38)
        elif isinstance(value, date):
            changes[each.name] = date(2026, 12, 28)
        elif isinstance(value, str):
            changes[each.name] = _WRITTEN_DAY.sub("2026年12月28日", value)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[each.name] = tuple(map(late, value))
    return replace(record, **changes)


def dates_in_cells(paper: Paper) -> Iterator[list[str]]:
    """The lines of each cell that holds nothing but a day or a moment."""
    rows = (row for page in paper.pages for block in page.blocks if isinstance(block, Table) for row in block.rows)
    for item in (item for row in rows for cell in row.cells for item in cell.items):
        if isinstance(item, Paragraph):
            lines = ["".join(span.text for span in line) for line in item.lines]
            if _DAY_OR_MOMENT.fullmatch("".join(lines)):
                yield lines


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_day_stands_on_one_line_and_a_time_below_it_whole(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        for lines in dates_in_cells(compose(kind, late(SAMPLES[kind]), state)):
            assert len(lines) == 1 or (len(lines) == 2 and lines[0].endswith("日")), (state, lines)
