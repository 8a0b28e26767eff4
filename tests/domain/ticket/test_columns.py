"""A list column is one row: what chooses it by its key gets its title, its text and its masking."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

import pytest

from hotline_desktop.domain.papers.ledgers import ledger_lines
from hotline_desktop.domain.papers.register_sheets import LedgerLine, ledger_field
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.terms.options import Level, Origin, Stage
from hotline_desktop.domain.ticket.columns import (
    COLUMNS,
    EXCEL,
    LEDGER,
    SHOWN,
    TERMINAL,
    WINDOW,
    Masked,
    cells,
    chosen,
)
from hotline_desktop.domain.ticket.masking import shown

ROW = TicketSummary(
    7, "20220905100001", "路灯不亮", "海虹小区路灯\n不亮，电话13800010001", "赵文静", "13800010001", "海虹小区12号楼",
    False, Level.URGENT, Stage.IN_PROGRESS, 2, "城管中队", datetime(2022, 9, 5, 9, 10), None, None,
    datetime(2022, 9, 8, 17, 0), False, False, None, None, 3, Origin.IMPORTED, "处理中", "投诉", "海虹居委",
)  # fmt: skip
CHOICES = {"window": WINDOW, "excel": EXCEL, "terminal": TERMINAL, "ledger": LEDGER}


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_names_columns_that_there_are_once_each(name: str) -> None:
    keys = CHOICES[name]
    assert len(set(keys)) == len(keys) and set(keys) <= set(COLUMNS)
    assert set(WINDOW) >= SHOWN


@pytest.mark.parametrize("name", CHOICES)
def test_a_row_has_a_text_in_every_column_of_a_choice(name: str) -> None:
    columns = chosen(CHOICES[name])
    said = dict(zip((column.key for column in columns), cells(columns, ROW, lambda _row: "还3天"), strict=True))
    assert all(isinstance(text, str) for text in said.values())
    assert said["number"] == "20220905100001" and said.get("light", "还3天") == "还3天"
    assert said["due"] == "2022-09-08 17:00"


def test_no_column_tells_of_a_citizen_unmasked() -> None:
    for column in COLUMNS.values():
        text = column.text(shown(ROW, False), lambda _row: "")
        assert "赵文静" not in text and "13800010001" not in text, column.key
        open_text = column.text(ROW, lambda _row: "")
        assert column.masked is not Masked.NOTHING or not {"赵文静", "13800010001"} & {open_text}, column.key


def test_the_ledger_has_a_field_for_each_of_its_columns() -> None:
    names = {each.name for each in fields(LedgerLine)}
    assert {ledger_field(key) for key in LEDGER} == names - {"place"}
    (whole,) = ledger_lines([ROW], lambda _row: "还3天", False)
    assert whole.matter == "路灯不亮"
    (some,) = ledger_lines([ROW], lambda _row: "还3天", False, frozenset({"place", "matter", "due"}))
    assert (some.place, some.matter, some.due, some.content, some.unit) == ("1", whole.matter, whole.due, None, None)


def test_a_ledger_without_the_content_still_says_what_is_asked_for_where_there_is_no_title() -> None:
    untitled = ROW._replace(title="", content="赵文静说路灯不亮")
    (line,) = ledger_lines([untitled], lambda _row: "", False, frozenset({"matter"}))
    assert line.matter == "赵**说路灯不亮"
