"""A window that stands open over midnight, a weekend or a night of sleep follows the clock and disturbs nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.registers.registers_page import LEDGERS, SCANS, RegistersPage
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.statistics.statistics_page import StatisticsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.ticket_window import TicketWindow, open_beside, window_title
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.today.today_page import TodayPage
from hotline_desktop.gui.views.units.units_page import UnitsPage
from tests.gui.desk import CLERK, Desk, type_text

Register = Callable[..., int]
DISPATCHED = {"unit": "城管中队", "no_contact_reason": "测试"}


def pass_to(desk: Desk, moment: datetime) -> None:
    """The clock shows another moment when the window next looks at it."""
    desk.clock.now = moment
    desk.window.follow_clock()
    desk.settle()


def focused() -> Any:
    return QApplication.focusWidget()


def dispatching(desk: Desk, register: Register) -> tuple[TicketsPage, StepForm]:
    """The page of tickets with the form of 派单 open on a new ticket."""
    ticket = register()
    page = desk.open_fresh(TicketsPage)
    page.list.go_to(ticket)
    desk.settle()
    page.panel.next_steps.take("dispatch")
    desk.settle()
    assert page.editor.form is not None
    return page, page.editor.form


def dispatched(desk: Desk, register: Register) -> int:
    """An ordinary ticket, due on the third working day at 17:00: 2022-09-14, behind a weekend and 中秋."""
    ticket = register()
    desk.office.tickets.do(ticket, "dispatch", DISPATCHED, CLERK)
    return ticket


DUE = datetime(2022, 9, 14, 17)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2022, 9, 9, 0, 0), "2022年9月9日 星期五 · 工作日"),
        (datetime(2022, 9, 10, 8, 0), "中秋"),
        (datetime(2022, 9, 17, 8, 0), "周末"),
        (datetime(2022, 9, 7, 10, 0), "2022年9月7日"),
        (datetime(2031, 1, 2, 10, 0), "2031年1月2日"),
        (datetime(2019, 2, 28, 23, 59), "2019年2月28日"),
    ],
)
def test_the_day_at_the_foot_and_on_the_first_page_is_todays(
    moment: datetime, text: str, desk: Desk, register: Register
) -> None:
    register()
    page = desk.open(TodayPage)
    pass_to(desk, moment)
    assert text in desk.window.status.texts[1]
    day = f"{moment.month}月{moment.day}日"
    assert day in page.view.head.text() and day in desk.window.status.texts[1]


def test_the_clock_is_looked_at_every_few_seconds(desk: Desk) -> None:
    """A minute is no more late after the machine slept than at any other time."""
    assert desk.window._clock_tick.isActive() and desk.window._clock_tick.interval() <= 10_000


def test_marks_turn_red_at_the_minute_in_the_list_and_in_the_ticket(desk: Desk, register: Register) -> None:
    dispatched(desk, register)
    pass_to(desk, DUE)
    page = desk.open_fresh(TicketsPage)
    head = page.panel.head
    assert "逾期" not in head.light.text()
    assert not desk.window.windowTitle().startswith("逾期")
    pass_to(desk, DUE + timedelta(minutes=1))
    assert "逾" in page.model.short_light(0)
    assert "逾期" in head.light.text()
    pass_to(desk, DUE - timedelta(hours=2))
    assert "逾" not in page.model.short_light(0) and "逾期" not in head.light.text()


def test_a_page_that_was_not_in_front_is_right_when_it_is_turned_to(desk: Desk, register: Register) -> None:
    dispatched(desk, register)
    pass_to(desk, DUE)
    page = desk.open_fresh(TicketsPage)
    today = desk.open(TodayPage)
    pass_to(desk, DUE + timedelta(minutes=1))
    assert next(card.face.count for card in today.view.cards if card.face.key == "overdue") == 1
    desk.go(Place.TICKETS)
    assert "逾" in page.model.short_light(0) and "逾期" in page.panel.head.light.text()


def test_a_ticket_in_a_window_of_its_own_follows(desk: Desk, register: Register) -> None:
    ticket = dispatched(desk, register)
    pass_to(desk, DUE)
    session: Any = desk.window.session
    open_beside(session, ticket, "20220908100001")
    desk.settle()
    beside: TicketWindow = session.prompts.opened(window_title("20220908100001"))
    assert "逾期" not in beside.panel.head.light.text()
    pass_to(desk, DUE + timedelta(minutes=1))
    assert "逾期" in beside.panel.head.light.text()
    session.prompts.close_all()


def test_midnight_leaves_list_selection_search_and_keyboard_as_they_were(desk: Desk, register: Register) -> None:
    ids = [register(f"2022090810000{number}") for number in range(1, 6)]
    page = desk.open_fresh(TicketsPage)
    page.list.go_to(ids[2])
    desk.settle()
    page.filters._pause.setInterval(60_000)  # whoever types is still at it, however long midnight takes here
    page.view.search.setFocus()
    page.view.search.setText("夜间施")
    page.view.search.setCursorPosition(2)
    shown = page.panel.ticket_id
    pass_to(desk, datetime(2022, 9, 9, 0, 0))
    assert focused() is page.view.search
    assert page.view.search.text() == "夜间施" and page.view.search.cursorPosition() == 2
    assert page.panel.ticket_id == shown and page.list.shown == shown


def test_several_chosen_tickets_stay_chosen_over_midnight(desk: Desk, register: Register) -> None:
    for number in range(1, 6):
        register(f"2022090810000{number}")
    page = desk.open_fresh(TicketsPage)
    page.view.table.selectAll()
    desk.settle()
    pass_to(desk, datetime(2022, 9, 9, 0, 0))
    assert len(page.selected()) == 5


def test_a_form_that_is_being_filled_in_is_left_alone(desk: Desk, qtbot: QtBot) -> None:
    page = desk.open(TicketsPage, "register")
    form = page.editor.form
    assert form is not None
    form.set_values({"caller": "赵文静", "content": "路灯不亮"})
    form.focus("address")
    holder = focused()
    qtbot.keyClicks(holder, "xin")
    before = form.values()
    for moment in (datetime(2022, 9, 9), datetime(2022, 9, 12, 8), datetime(2022, 9, 1, 8)):
        pass_to(desk, moment)
        assert focused() is holder and form.values() == before
        assert page.editor.form is form and form.isVisible()


def test_what_is_typed_about_a_unit_and_in_the_settings_stays(desk: Desk) -> None:
    units = desk.open(UnitsPage)
    units.start_new()
    holder = focused()
    type_text(holder, "新海新设的站")
    pass_to(desk, datetime(2022, 9, 9))
    assert focused() is holder and holder.text() == "新海新设的站"
    settings: Any = desk.open(SettingsPage)
    form = settings.values["names"].forms[0]
    form.set_values({"town": "新海新镇"})
    form.focus("town")
    holder = focused()
    pass_to(desk, datetime(2022, 9, 10))
    assert focused() is holder and settings.dirty and holder.text() == "新海新镇"


def test_the_day_a_paper_came_back_is_today_until_the_clerk_says_another(desk: Desk, register: Register) -> None:
    desk.office.papers.remember_printed([dispatched(desk, register)], PaperKind.SATISFACTION, "待填", CLERK)
    page = desk.open(RegistersPage)
    scans = page.scans
    page.show_part(SCANS)
    desk.settle()
    page.show_part("papers")
    desk.settle()
    pass_to(desk, datetime(2022, 9, 9, 8))
    assert page.papers.view.returned_on.read_day() == date(2022, 9, 9)
    page.papers.view.returned_on.line.setText("9-7")
    pass_to(desk, datetime(2022, 9, 13, 8))
    assert page.papers.view.returned_on.line.text() == "9-7"
    page.show_part(SCANS)
    desk.settle()
    assert scans.view.back_on.read_day() == date(2022, 9, 13)


def test_a_day_that_is_being_typed_is_not_written_over(desk: Desk, register: Register) -> None:
    desk.office.papers.remember_printed([dispatched(desk, register)], PaperKind.SATISFACTION, "待填", CLERK)
    page = desk.open(RegistersPage)
    line = page.papers.view.returned_on.line
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    for typed in ("", "20"):
        line.setText(typed)
        page.papers.load()
        desk.settle()
        assert line.text() == typed and focused() is line


def test_this_month_is_the_month_of_the_day(desk: Desk, register: Register) -> None:
    dispatched(desk, register)
    page = desk.open(RegistersPage, LEDGERS)
    part = page.ledgers
    assert part.period is not None and part.period.first == date(2022, 9, 1)
    pass_to(desk, datetime(2022, 10, 1, 0, 0))
    assert part.period is not None and (part.period.first, part.period.last) == (date(2022, 10, 1), date(2022, 10, 31))
    part.view.first.line.setText("2022-08-15")
    desk.settle()
    pass_to(desk, datetime(2022, 11, 1, 0, 0))
    assert part.period is not None and part.period.first == date(2022, 8, 15)


def test_a_candidate_that_is_being_read_stays_where_it_was_scrolled_to(example: Desk) -> None:
    page = example.open(SupervisionPage)
    example.window.resize(980, 480)
    example.settle()
    bar = page.view.candidate_panel.area.verticalScrollBar()
    assert bar.maximum() > 20
    bar.setValue(20)
    shown = page.view.candidate_panel.candidate
    pass_to(example, example.clock.now + timedelta(minutes=1))
    assert page.view.candidate_panel.candidate == shown and bar.value() == 20
    pass_to(example, example.clock.now + timedelta(days=1))
    assert page.view.candidate_panel.candidate is not None and bar.value() == 20


class Painted(QObject):
    """Which rows of a table are painted again."""

    def __init__(self, table: Any) -> None:
        super().__init__()
        self.table, self.rows = table, set[int]()
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            table = self.table
            for row in range(table.model().rowCount()):
                place = QRect(0, table.rowViewportPosition(row), table.viewport().width(), table.rowHeight(row))
                if event.region().intersects(place):
                    self.rows.add(row)
        return super().eventFilter(watched, event)


@pytest.mark.parametrize("width", [1366, 1900])
def test_a_row_of_two_lines_and_one_of_columns_are_painted_again_as_the_deadline_passes(
    desk: Desk, register: Register, width: int
) -> None:
    dispatched(desk, register)
    desk.window.resize(width, 768)
    page = desk.open_fresh(TicketsPage)
    pass_to(desk, DUE)
    assert page.model.short_light(0) == "今日 17:00"
    painted = Painted(page.view.table)
    page.model.tick()
    QApplication.processEvents()
    assert painted.rows == {0}, "what stands there is no longer true"
    pass_to(desk, DUE + timedelta(minutes=1))
    assert page.model.short_light(0).startswith("逾")


def test_a_form_open_over_midnight_says_which_times_are_those_of_the_day_before(desk: Desk, register: Register) -> None:
    page, form = dispatching(desk, register)
    strip = page.editor.view.meanwhile
    pass_to(desk, datetime(2022, 9, 8, 23, 59))
    assert not strip.isVisibleTo(page)
    before = form.values()
    pass_to(desk, datetime(2022, 9, 9, 8, 40))
    assert form.values() == before, "she may have dispatched it yesterday"
    assert strip.isVisibleTo(page) and strip.text.text().startswith("这张表是9月8日打开的，“转交时间”还是那一天的")
    strip.action.click()
    pass_to(desk, datetime(2022, 9, 9, 8, 41))
    assert not strip.isVisibleTo(page), "once is enough"


def test_a_time_that_the_clerk_wrote_herself_is_not_asked_about(desk: Desk, register: Register) -> None:
    page, form = dispatching(desk, register)
    form.set_values({"handed_on": "2022-09-08 09:40"})
    pass_to(desk, datetime(2022, 9, 9, 8, 40))
    assert not page.editor.view.meanwhile.isVisibleTo(page)


def test_the_running_quarter_and_month_are_followed_over_new_years_midnight(desk: Desk, register: Register) -> None:
    register()
    pass_to(desk, datetime(2022, 12, 31, 23, 59))
    page = desk.open(StatisticsPage, "figures")
    figures = page.indicators
    figures.view.bar.kinds[StatKind.MONTH].click()
    desk.settle()
    page = desk.open(StatisticsPage, "ranking")
    ranking = page.ranking
    assert (figures.view.bar.title.text(), ranking.title.text()) == ("2022年12月", "2022年第四季度")
    pass_to(desk, datetime(2023, 1, 1, 8, 0))
    assert ranking.title.text() == "2023年第一季度"
    page.open_at("figures")
    desk.settle()
    assert figures.view.bar.title.text() == "2023年1月"


def test_a_quarter_that_was_turned_to_stays_over_midnight(desk: Desk, register: Register) -> None:
    register()
    pass_to(desk, datetime(2022, 12, 31, 23, 59))
    page = desk.open(StatisticsPage, "figures")
    page.indicators.view.bar.back.click()
    desk.settle()
    page = desk.open(StatisticsPage, "ranking")
    page.ranking.back.click()
    desk.settle()
    pass_to(desk, datetime(2023, 1, 1, 8, 0))
    assert page.ranking.title.text() == "2022年第三季度"
    page.open_at("figures")
    desk.settle()
    assert page.indicators.view.bar.title.text() == "2022年第三季度"
