"""诉求类型 and 村居网格 from registration and import to lists, filters, Excel and figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import RequestType
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.services.office import Office
from tests.exchange.tables import save_text
from tests.services.desk import CLERK, Walk

Start = Callable[..., Walk]
HEADERS = ("工单编号", "标题", "工单类型", "所属片区", "所属居委")


def found(office: Office, *types: RequestType) -> list[tuple[str, str, str]]:
    rows = office.tickets.page(TicketFilter(request_types=types)).rows
    return sorted((row.number, row.request_type, row.place) for row in rows)


def test_what_is_registered_is_listed_filtered_and_counted(office: Office, walk: Start, tmp_path: Path) -> None:
    walk("20220908100001", request_type="投诉", place="新海居委").to_unit()
    walk("20220908100002", request_type="咨询").to_unit()
    walk("20220908100003").to_unit()
    assert found(office, RequestType.COMPLAINT) == [("20220908100001", "投诉", "新海居委")]
    assert len(found(office, RequestType.COMPLAINT, RequestType.QUESTION)) == 2
    assert office.tickets.count(TicketFilter(request_types=(RequestType.PRAISE,))) == 0
    day = datetime(2022, 9, 8).date()
    statistics = office.statistics.of(office.statistics.own(day, day))
    assert statistics.request_types_text == "诉求类型：咨询 1 件，投诉 1 件，未标明 1 件"
    out = tmp_path / "a.xlsx"
    office.exports.tickets(TicketFilter(request_types=(RequestType.COMPLAINT,)), out, False, CLERK)
    assert read_sheets(out)[0].rows[1][-2:] == ["投诉", "新海居委"]


def test_an_import_keeps_what_the_platform_says_the_citizen_wants(office: Office, tmp_path: Path) -> None:
    lines = [["20220908100001", "路灯", "投诉类", "东片", "新海居委"], ["20220908100002", "井盖", "12345工单", "", ""]]
    path = save_text(tmp_path / "a.csv", [HEADERS, *lines])
    office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)
    assert found(office) == [("20220908100001", "投诉", "东片/新海居委"), ("20220908100002", "", "")]
    again = save_text(tmp_path / "b.csv", [HEADERS, [*lines[0][:2], "求助", *lines[0][3:]]])
    preview = office.imports.preview(office.imports.open(again))
    assert [(each.label, each.before, each.after) for each in preview.changed[0].changes] == [
        ("诉求类型", "投诉", "求助")
    ]


def test_another_word_for_what_the_citizen_wants_is_refused_at_registration(walk: Start) -> None:
    with pytest.raises(StepRefused, match="诉求类型"):
        walk(request_type="抱怨")


def test_figures_without_any_known_type_say_nothing_of_it(office: Office, walk: Start) -> None:
    walk().to_unit()
    assert office.statistics.of(office.statistics.period(StatKind.MONTH)).request_types_text == ""
