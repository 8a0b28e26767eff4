"""统计 over a real database: what the periods add up to, and the files that are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl

from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.statistics.report import Indicator
from hotline_desktop.services.office import Office
from tests.documents.reading import read_pdf
from tests.domain.case_walk import SOURCE
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]


def test_each_period_counts_its_own_and_the_one_before_stands_beside(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001").to_closed()
    clock.now = datetime(2022, 10, 10, 9, 0)
    walk("20221010100001").to_closed()
    walk("20221010100002").to_unit("老坝村")
    month = office.statistics.of(office.statistics.period(StatKind.MONTH))
    assert [each.period.as_text for each in month.trail[-2:]] == ["2022年9月", "2022年10月"]
    assert (month.now.whole.received, month.now.whole.closed, month.past.whole.closed) == (2, 1, 1)
    assert [each.whole.closed for each in month.trail] == [0, 0, 1, 1]
    assert [(row.unit, row.received, row.closed) for row in month.now.units] == [("新海村", 1, 1), ("老坝村", 1, 0)]
    assert Indicator.CONTACT.of(month.now.whole).as_text == "100%"
    year = office.statistics.of(office.statistics.period(StatKind.YEAR))
    assert (year.now.whole.received, year.now.whole.closed, year.past.is_empty) == (3, 2, True)


def test_days_of_ones_own_choice_have_one_period_before(office: Office, walk: Start) -> None:
    walk("20220908100001").to_closed()
    found = office.statistics.of(office.statistics.own(date(2022, 9, 8), date(2022, 9, 9)))
    assert found.now.whole.closed == 1 and len(found.trail) == 2
    assert (found.past.period.first, found.past.period.last) == (date(2022, 9, 6), date(2022, 9, 6))


def test_a_running_month_is_compared_with_as_many_days_of_the_one_before(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk("20220908100001").to_closed()
    clock.now = datetime(2022, 9, 20, 9, 0)
    walk("20220920100001").to_unit("老坝村")
    clock.now = datetime(2022, 10, 10, 9, 0)
    walk("20221010100001").to_unit("老坝村")
    running = office.statistics.of(office.statistics.period(StatKind.MONTH))
    assert running.past.period.span == "2022年9月1日至2022年9月10日"
    assert running.year_ago.period.span == "2021年10月1日至2021年10月10日"
    assert (running.past.whole.received, running.past.whole.closed) == (1, 1)
    assert "本期刚到第 10 天，也只与上期、去年的前 10 天相比：环比是2022年9月1日至2022年9月10日" in running.notes[0]
    for over in (datetime(2022, 10, 31, 9, 0), datetime(2022, 11, 1, 9, 0)):
        clock.now = over
        whole = office.statistics.of(office.statistics.read("2022-10"))
        assert (whole.past.period.as_text, whole.past.whole.received, whole.notes) == ("2022年9月", 2, ())


def test_supervised_matters_that_are_not_finished_are_named(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220905100001").to_unit("城管中队")
    clock.now = datetime(2022, 9, 15, 9, 0)
    office.supervision.start("open_case", {**SOURCE, "method": "电话督办"}, CLERK)
    found = office.statistics.of(office.statistics.period(StatKind.QUARTER))
    assert [case.title for case in found.completion.exceptions] == [SOURCE["title"]]
    assert found.completion.as_text == "办结率 0%（1 件中 0 件已结案）"


def test_figures_are_written_as_excel_word_and_pdf(office: Office, walk: Start, tmp_path: Path) -> None:
    walk("20220908100001").to_closed()
    period = office.statistics.period(StatKind.QUARTER)
    for ending in (".xlsx", ".docx", ".pdf"):
        office.statistics.write(period, tmp_path / f"统计{ending}")
    sheet = openpyxl.load_workbook(tmp_path / "统计.xlsx").worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][:5] == ["单位", "受理量", "结案", "先行联系率", "按时办结率"]
    assert cells[1][:4] == ["全镇　2022年第三季度　预览（未定稿）", "1", "1", "100%"] and cells[2][0] == "新海村"
    written = docx.Document(str(tmp_path / "统计.docx"))
    text = "".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)
    assert "先行联系率" in text and "1件中1件" in text and "新海村" in text
    pages = read_pdf((tmp_path / "统计.pdf").read_bytes())
    drawn = "".join(word.text for page in pages for word in page.texts)
    assert "收支核对" in drawn and "各单位合计" in drawn
    assert "2022年第三季度" in drawn and "新海村" in drawn


def test_the_year_of_statistics_begins_as_the_ranking_year_does(office: Office, clock: Clock) -> None:
    office.settings.change(office.settings.get().changed({"ranking_start": "上年11月"}), CLERK)
    clock.now = datetime(2022, 11, 2, 9, 0)
    assert office.statistics.period(StatKind.YEAR).span == "2022年11月1日至2023年10月31日"
