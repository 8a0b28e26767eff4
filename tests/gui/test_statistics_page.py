"""The statistics page: figures of a period with what each card tells, and the quarter's ranking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from hotline_desktop.domain.statistics.coverage import Coverage
from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.statistics.report import Indicator
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.statistics.indicator_card import indicator_texts
from hotline_desktop.gui.views.statistics.indicators_view import COMPLETION
from hotline_desktop.gui.views.statistics.statistics_page import INDICATORS, RANKING, StatisticsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.domain.case_walk import ABOVE
from tests.gui.desk import CLERK, Desk
from tests.unit_register import know

Register = Callable[..., int]
VILLAGES = ("新海村", "老坝村", "海桥村", "永丰村", "红星村")


@pytest.fixture
def page(desk: Desk) -> StatisticsPage:
    return desk.open(StatisticsPage)


def close_ticket(desk: Desk, register: Register, number: str, unit: str, grade: str = "满意") -> None:
    moments = {"called_at": desk.clock.now, "received_at": desk.clock.now}
    tickets, ticket_id = desk.office.tickets, register(number, **moments)
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), grade)
    for step, values in (
        ("first_contact", {"note": "已致电"}),
        ("dispatch", {"unit": unit}),
        ("accept", {}),
        ("unit_contact", {}),
        ("answer", {"way": "电话", "recording": "LY-01", "content": "已停工"}),
        ("satisfaction", {"grade": grade}),
        ("result", {"handling": "已停工", "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"}),
        ("review", {"answered": "是", "handled": "是", "verdict": "通过"}),
        ("callback", {**grades, "matches": "是", "verdict": "通过"}),
        ("close", {}),
    ):
        desk.clock.now += timedelta(minutes=step == "answer")
        tickets.do(ticket_id, step, values, CLERK)


def reload(desk: Desk, page: StatisticsPage) -> None:
    page.indicators.load()
    page.ranking.load()
    desk.settle()


def test_an_empty_period_says_what_would_count(desk: Desk, page: StatisticsPage) -> None:
    view = page.indicators.view
    assert view.body.currentWidget() is view.none
    page.export()
    assert desk.prompts.message == ["这段时间没有内容，没有导出。"]


def test_cards_tell_rate_count_and_the_period_before(desk: Desk, page: StatisticsPage, register: Register) -> None:
    desk.clock.now = datetime(2022, 3, 8, 10, 0)
    close_ticket(desk, register, "20220308100001", "新海村")
    for month in (4, 5, 7, 8):
        desk.clock.now = datetime(2022, month, 8, 10, 0)
        register(f"20220{month}08100009", called_at=desk.clock.now, received_at=desk.clock.now)
    desk.clock.now = datetime(2022, 6, 8, 10, 0)
    close_ticket(desk, register, "20220608100001", "新海村", "一般")
    desk.clock.now = datetime(2022, 9, 8, 10, 20)
    close_ticket(desk, register, "20220908100001", "新海村")
    reload(desk, page)
    text = page.indicators.view.cards[Indicator.SATISFIED].texts
    assert (text.rate, text.counted, text.change) == ("100%", "1 件中 1 件", "比上期同期高 40 个百分点")
    bars = [(name, rate.as_text) for name, rate in text.bars]
    assert bars == [("四季度", "—"), ("一季度", "100%"), ("二季度", "60%"), ("三季度", "100%")]
    message = page.indicators.view.cards[Indicator.SATISFIED].accessibleName()
    assert "满意率" in message and "二季度 60%" in message


def test_a_card_shows_its_indicator_unit_by_unit(desk: Desk, page: StatisticsPage, register: Register) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    close_ticket(desk, register, "20220908100002", "老坝村", "一般")
    reload(desk, page)
    view = page.indicators.view
    view.cards[Indicator.SATISFIED].click()
    assert view.side_title.text() == "各单位满意率"
    assert [(bar.name, bar.rate.as_text) for bar in view.bars.bars] == [
        ("全镇", "80%"),
        ("新海村", "100%"),
        ("老坝村", "60%"),
    ]
    assert view.units.records.rows[0].unit == "全镇"
    at = QPoint(20, 2 * 28 + 5)
    QApplication.sendEvent(view.bars, QHelpEvent(QEvent.Type.ToolTip, at, view.bars.mapToGlobal(at)))
    assert QToolTip.text() == "老坝村　60%　1 件中 0.6 件"
    QToolTip.hideText()


def test_unfinished_supervision_is_named_and_leads_to_its_case(
    desk: Desk, page: StatisticsPage, register: Register
) -> None:
    desk.office.tickets.do(register("20220905100001"), "first_contact", {"note": "已致电"}, CLERK)
    desk.office.supervision.start("open_case", {**ABOVE, "method": "电话督办"}, CLERK)
    reload(desk, page)
    view = page.indicators.view
    text = view.cards[COMPLETION].texts
    assert (text.rate, text.change, text.lines) == ("0%", "未办结 1 件", ("新城运督〔2022〕1号",))
    view.cards[COMPLETION].click()
    assert [case.title for case in view.cases.records.rows] == [ABOVE["title"]]
    view.cases.opened.emit(view.cases.current)
    desk.settle()
    shown = desk.shown(SupervisionPage)
    assert shown.panel.case_id == view.cases.current.id


def test_periods_are_turned_back_and_chosen_by_days(desk: Desk, page: StatisticsPage, register: Register) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    reload(desk, page)
    bar = page.indicators.view.bar
    assert bar.title.text() == "2022年第三季度"
    bar.kinds[StatKind.MONTH].click()
    desk.settle()
    assert bar.title.text() == "2022年9月"
    bar.back.click()
    desk.settle()
    assert page.indicators.found is not None
    assert (bar.title.text(), page.indicators.found.now.whole.closed) == ("2022年8月", 0)
    bar.kinds[StatKind.OWN].click()
    bar.first.set_value(date(2022, 9, 8))
    assert "开始日期" in bar.fault.text()
    bar.last.set_value(date(2022, 9, 8))
    desk.settle()
    assert bar.fault.text() == "" and page.indicators.found.now.whole.closed == 1


def test_a_comparison_that_the_records_do_not_cover_says_so(
    desk: Desk, page: StatisticsPage, register: Register
) -> None:
    desk.clock.now = datetime(2022, 6, 8, 10, 0)
    close_ticket(desk, register, "20220608100001", "新海村", "一般")
    desk.clock.now = datetime(2022, 9, 8, 10, 20)
    close_ticket(desk, register, "20220908100001", "新海村")
    reload(desk, page)
    card = page.indicators.view.cards[Indicator.SATISFIED]
    assert card.texts.change == "上期不足一期"
    assert "上期同期记录自2022年6月8日起，不足一期" in card.toolTip().replace("\n", "")
    assert "预览（未定稿）" in page.indicators.view.state.text()


@pytest.mark.parametrize(
    ("coverage", "short"),
    [
        (Coverage(date(2022, 1, 1), date(2022, 7, 1)), "上期只计数量"),
        (Coverage(date(2022, 1, 1), date(2022, 1, 1), frozenset({date(2022, 6, 1)})), "上期记录不全"),
        (Coverage(date(2022, 9, 1), date(2022, 9, 1)), "上期同期没有记录"),
    ],
)
def test_why_nothing_is_compared_fits_on_a_card(desk: Desk, coverage: Coverage, short: str) -> None:
    desk.clock.now = datetime(2022, 9, 8, 10, 20)
    service = desk.office.statistics
    found = replace(service.of(service.period(StatKind.QUARTER)), coverage=coverage)
    assert indicator_texts(found, Indicator.SATISFIED).change == short


def test_a_number_leads_to_exactly_its_tickets(desk: Desk, page: StatisticsPage, register: Register) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    open_id = register("20220908100002", called_at=desk.clock.now, received_at=desk.clock.now)
    desk.office.tickets.do(open_id, "dispatch", {"unit": "新海村", "no_contact_reason": "号码有误"}, CLERK)
    reload(desk, page)
    units = page.indicators.view.units
    village = units.records.rows[1]
    for caption, number, ids in (("受理", "2", 2), ("结案", "1", 1), ("在办", "1", 1), ("先行联系率", "100%", 1)):
        column = next(column for column in units.records.columns if column.caption == caption)
        assert column.text(village) == number
        units.cell_opened.emit(village, caption)
        desk.settle()
        shown = desk.shown(TicketsPage)
        assert len(shown.model.rows) == ids
        assert shown.view.task.text().startswith("新海村　")
        desk.go(Place.STATISTICS)
        desk.settle()


def test_what_was_missed_is_one_click_from_its_rate(desk: Desk, page: StatisticsPage, register: Register) -> None:
    open_id = register("20220908100002", called_at=desk.clock.now, received_at=desk.clock.now)
    desk.office.tickets.do(open_id, "dispatch", {"unit": "新海村", "no_contact_reason": "号码有误"}, CLERK)
    desk.clock.now = datetime(2022, 9, 15, 10, 0)
    reload(desk, page)
    page.indicators.show_card(Indicator.IN_TIME.value)
    assert page.indicators.view.missed.text() == "看“未按时”的工单…"
    page.indicators.view.missed.click()
    desk.settle()
    shown = desk.shown(TicketsPage)
    assert shown.filters.filter.counted is not None
    assert [row.id for row in shown.model.rows] == [open_id]


def test_figures_are_saved_as_excel_by_key(
    desk: Desk, page: StatisticsPage, register: Register, tmp_path: Path
) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    reload(desk, page)
    desk.prompts.path = tmp_path / "统计.xlsx"
    desk.window.navigator.ask("export")
    desk.settle()
    sheet = openpyxl.load_workbook(desk.prompts.path).worksheets[0]
    assert sheet["A2"].value == "全镇　2022年第三季度　预览（未定稿）" and sheet["B2"].value == "1"
    assert desk.prompts.message == ["已保存：统计.xlsx"] and desk.prompts.errors == []


def test_the_statistics_paper_is_saved_as_word(
    desk: Desk, page: StatisticsPage, register: Register, tmp_path: Path
) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    reload(desk, page)
    desk.prompts.path = tmp_path / "统计.docx"
    page.indicators.view.paper.click()
    desk.settle()
    assert desk.prompts.path.read_bytes()[:2] == b"PK"


def test_a_low_narrow_window_leaves_the_bars_out_and_keeps_the_figures(desk: Desk, page: StatisticsPage) -> None:
    card = page.indicators.view.cards[Indicator.CONTACT]
    tall = card.height()
    desk.window.resize(911, 512)
    desk.settle()
    assert card.height() < tall and page.indicators.view.excel.accessibleName() == "导出 Excel"
    desk.window.resize(1366, 768)
    desk.settle()
    assert card.height() == tall


def test_the_ranking_shows_the_quarter_with_its_formula_and_freezes_it_once_it_is_over(
    desk: Desk, page: StatisticsPage, register: Register
) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    page.places[RANKING].click()
    desk.settle()
    part = page.ranking
    assert part.title.text() == "2022年第三季度" and not part.freeze.isEnabled()
    (table,) = part.tables.values()
    assert [(row.unit, row.score_text) for row in table.records.rows] == [("新海村", "95.00")]
    text = " ".join(label.text() for label in part.findChildren(QLabel))
    assert "先行联系率×30" in text and "预览（未定稿）" in part.state.text()
    desk.clock.now = datetime(2022, 10, 9, 9, 0)
    part.load()
    desk.settle()
    part.back.click()  # the running quarter is followed into the next one
    desk.settle()
    part.freeze.click()
    desk.settle()
    assert part.sheet is not None and part.sheet.is_frozen
    assert f"由{CLERK}定稿" in part.state.text() and "定稿以后记录又有变动" not in text_of(part)
    heard = {"office": "区热线办", "grade": "不满意"}
    desk.office.tickets.do(desk.office.tickets.find("20220908100001"), "upper_callback", heard, CLERK)
    part.load()
    desk.settle()
    assert "现在与这一版不同：新海村：满意率 100%→0%。要改的请更正这一季度" in text_of(part)


def text_of(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_quarters_can_be_turned_back_and_forth(desk: Desk, page: StatisticsPage) -> None:
    page.show_part(RANKING)
    desk.settle()
    part = page.ranking
    part.back.click()
    desk.settle()
    assert part.title.text() == "2022年第二季度"
    for _turn in range(2):
        part.forth.click()
        desk.settle()
    assert part.title.text() == "2022年第四季度"


def test_the_places_of_the_quarters_before_stand_beside_and_the_last_lead_to_a_talk(
    desk: Desk, page: StatisticsPage, register: Register
) -> None:
    know(desk.office, *VILLAGES)
    for month, bad in ((6, ("新海村", "老坝村")), (9, ("老坝村", "海桥村"))):
        for place, unit in enumerate(VILLAGES):
            desk.clock.now = datetime(2022, month, 8, 9, 30)
            close_ticket(desk, register, f"2022{month:02d}0810000{place}", unit, "一般" if unit in bad else "满意")
    page.show_part(RANKING)
    desk.settle()
    (table,) = page.ranking.tables.values()
    trail = table.records.columns[2]
    assert trail.caption == "近四季名次"
    assert {row.unit: trail.text(row) for row in table.records.rows}["新海村"] == "4 → 1"
    assert list(page.ranking.proposals) == ["老坝村"]
    page.ranking.proposals["老坝村"].click()
    desk.settle()
    shown = desk.shown(SupervisionPage)
    assert shown.editor.form is not None
    assert shown.editor.form.values()["unit"] == "老坝村"


def test_the_formula_leads_to_the_settings_that_change_it(desk: Desk, page: StatisticsPage) -> None:
    page.show_part(RANKING)
    desk.settle()
    page.ranking.change.click()
    desk.settle()
    shown = desk.shown(SettingsPage)
    assert shown.view.sections.currentItem().text() == "督办与归档"
    desk.go(Place.STATISTICS, INDICATORS)
    assert page.parts.currentWidget() is page.indicators


def test_a_rate_is_told_with_its_target_and_with_what_is_overdue_and_open(
    desk: Desk, page: StatisticsPage, register: Register
) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    received = datetime(2022, 9, 1, 9, 0)
    late = register("20220901100002", called_at=received, received_at=received)
    handed = {"unit": "新海村", "handed_on": "2022-09-01 10:00", "no_contact_reason": "市民要求不联系"}
    desk.office.tickets.do(late, "dispatch", handed, CLERK)
    desk.office.settings.change(desk.office.settings.get().changed({"target_in_time": "95"}), CLERK)
    reload(desk, page)
    view = page.indicators.view
    card = view.cards[Indicator.IN_TIME]
    assert card.texts.overdue == "另有 1 件逾期未结" and "另有 1 件逾期未结" in card.accessibleName()
    assert card.texts.target.startswith("未到目标 95%，差 ") and card.texts.goal == Fraction(95, 100)
    assert view.cards[Indicator.SOLVED].texts.target == ""
    assert len({each.height() for each in view.cards.values()}) == 1
    page.indicators.show_card(Indicator.IN_TIME.value)
    assert view.side_title.text() == "各单位按时办结率（目标 95%）" and view.bars.goal == Fraction(95, 100)
    assert {bar.name: bar.overdue for bar in view.bars.bars}["新海村"] == 1
    assert "新海村" in view.bars.accessibleDescription() and "另有 1 件逾期未结" in view.bars.accessibleDescription()


def test_every_rate_of_a_unit_stands_in_the_table_of_a_usual_screen(page: StatisticsPage) -> None:
    table = page.indicators.view.units
    hidden = [column.caption for at, column in enumerate(table.records.columns) if table.isColumnHidden(at)]
    assert not any(caption.endswith("率") for caption in hidden)
