"""The settings page over a real office: values with their example, the year's calendar, notices, copies of the data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.settings_form import FIELDS
from hotline_desktop.gui.records.fields.year_calendar import day_as_text
from hotline_desktop.gui.views.settings.data_section import DataSection
from hotline_desktop.gui.views.settings.sections import SECTIONS, groups_of
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.settings.workdays_view import CALENDAR, NOTICE, PREVIEW
from hotline_desktop.services.office import open_office
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Desk, type_text
from tests.services.kept_attachments import kept_file
from tests.services.notices import NOTICES
from tests.services.test_opening import put

Register = Callable[..., int]
SOME_DAY = date(2022, 9, 13)


def page_of(desk: Desk, section: str = "names") -> SettingsPage:
    return desk.open(SettingsPage, section)


def enter(page: SettingsPage, section: str, key: str, value: str) -> None:
    """Types into a field, or presses the word of a choice."""
    form = next(form for form in page.values[section].forms if key in form.rows)
    editor = form.rows[key].editor
    line = editor.findChild(QLineEdit)
    if line is None:
        next(button for button in editor.findChildren(QPushButton) if button.text() == value).click()
        return
    line.selectAll()
    type_text(line, value)


def due_of(desk: Desk, ticket_id: int) -> datetime | None:
    summary = desk.office.tickets.summary(ticket_id)
    assert summary is not None
    return summary.due


def test_every_setting_of_the_domain_has_a_place_on_the_page(desk: Desk) -> None:
    page = page_of(desk)
    for row in range(len(SECTIONS)):
        page.view.sections.setCurrentRow(row)
    shown = [key for section in page.values.values() for form in section.forms for key in form.rows]
    assert sorted(shown) == sorted(field.key for field in FIELDS)
    assert [group for section in SECTIONS for group in groups_of(section)] != []


def test_a_section_is_made_when_it_is_turned_to_and_shows_what_is_recorded(desk: Desk) -> None:
    page = page_of(desk)
    assert [*page.values] == ["names"] and page.findChildren(DataSection) == []
    page.open_at("time")
    desk.settle()
    section = page.values["time"]
    assert section.isVisible() and not section.dirty and section.as_typed() == desk.office.settings.get()
    page.open_at("data")
    desk.settle()
    assert page.findChildren(DataSection) == [page.data] and page.data.isVisible()
    assert not page.dirty and page.may_close()


def test_the_page_opens_at_its_sections(desk: Desk) -> None:
    page = page_of(desk, "notice")
    assert page.workdays.isVisible()
    page.open_at("nowhere")
    assert page.workdays.isVisible()


def test_a_name_is_changed_and_stands_in_the_window_and_in_the_offices_history(desk: Desk) -> None:
    page = page_of(desk)
    section = page.values["names"]
    assert not section.save.isEnabled() and section.revert.isHidden()
    enter(page, "names", "center", "新海镇城市运行管理中心")
    section.save.click()
    desk.settle()
    assert desk.office.settings.get().center == "新海镇城市运行管理中心"
    assert desk.window.status.texts[2] == "新海镇城市运行管理中心"
    assert not section.dirty and desk.prompts.message[-1] == "已保存：单位与编号"
    entry = desk.office.settings.history()[0]
    assert (entry.step, entry.by) == ("修改设置", CLERK)


def test_a_wrong_pattern_is_refused_beside_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    page = page_of(desk)
    enter(page, "names", "transfer_pattern", "新热转{年}号")
    page.save()
    desk.settle()
    section = page.values["names"]
    row = next(form.rows["transfer_pattern"] for form in section.forms if "transfer_pattern" in form.rows)
    assert "{n}" in row.fault and row.editor.value() == "新热转{年}号"
    assert desk.office.settings.get() == desk.office.settings.defaults
    section.revert.click()
    assert not section.dirty and row.fault == ""


def test_the_example_follows_the_typing_and_explains_itself(desk: Desk) -> None:
    page = page_of(desk, "time")
    assert page.example.dues[1].text() == "9月14日 周三 17:00 前"
    assert page.example.notes[1].text() == "不计中秋节"
    enter(page, "time", "ordinary_days", "5")
    assert page.example.dues[1].text() == "9月16日 周五 17:00 前"
    enter(page, "time", "urgent_reading", "次日下班前")
    assert page.example.dues[0].text() == "9月9日 周五 17:00 前"
    page.example.links[1].click()
    title, table = desk.prompts.shown[-1]
    assert title == "为什么是这一天？" and isinstance(table, QTableWidget) and table.rowCount() == 9
    enter(page, "time", "office_hours", "九点到五点")
    assert page.example.dues[1].text() == "—" and not page.example.links[1].isEnabled()


def test_other_limits_say_which_deadlines_move_before_they_are_taken(desk: Desk, register: Register) -> None:
    ticket = register()
    before = due_of(desk, ticket)
    page = page_of(desk, "time")
    enter(page, "time", "ordinary_days", "5")
    desk.prompts.agrees = False
    page.save()
    desk.settle()
    assert due_of(desk, ticket) == before and page.values["time"].dirty
    desk.prompts.agrees = True
    page.save()
    desk.settle()
    assert due_of(desk, ticket) == datetime(2022, 9, 16, 17) and desk.office.settings.get().ordinary_days == 5
    assert page.example.dues[1].text() == "9月16日 周五 17:00 前"


def test_typed_settings_survive_a_refresh_and_hold_the_window_open(desk: Desk) -> None:
    page = page_of(desk)
    enter(page, "names", "town", "东海镇")
    desk.window.navigator.ask("refresh")
    desk.settle()
    assert page.values["names"].dirty
    desk.prompts.agrees = False
    assert not page.may_close()
    page.values["names"].revert.click()
    assert page.may_close()


def test_default_values_are_proposed_and_not_yet_recorded(desk: Desk) -> None:
    page = page_of(desk, "time")
    enter(page, "time", "hard_days", "12")
    page.save()
    desk.settle()
    page.values["time"].defaults.click()
    assert page.values["time"].dirty and desk.office.settings.get().hard_days == 12
    page.save()
    desk.settle()
    assert desk.office.settings.get() == desk.office.settings.defaults


def test_the_year_shows_holidays_and_make_up_days_and_can_be_walked_by_keys(desk: Desk, qtbot: QtBot) -> None:
    page = page_of(desk, "notice")
    calendar = page.workdays.view.calendar
    assert calendar.title.text() == "2022年" and calendar.state.text() == "已公布"
    place = calendar.year.cell(date(2022, 10, 8)).center().toPoint()
    qtbot.mouseClick(calendar.year, Qt.MouseButton.LeftButton, pos=place)
    assert calendar.day.text() == "2022年10月8日 星期六 · 调休上班"
    assert calendar.change.text() == "改为放假…"
    qtbot.keyClick(calendar.year, Qt.Key.Key_Left)
    assert calendar.day.text() == "2022年10月7日 星期五 · 国庆节放假"
    qtbot.keyClick(calendar.year, Qt.Key.Key_Down)
    assert calendar.year.day == date(2022, 10, 14) and calendar.year.accessibleDescription().endswith("工作日")


def test_a_year_without_a_notice_is_marked(desk: Desk) -> None:
    page = page_of(desk, "notice")
    page.workdays.show_year(2031)
    calendar = page.workdays.view.calendar
    assert calendar.state.text() == "暂定" and calendar.provisional.isVisibleTo(calendar)
    assert "推算" in calendar.provisional.text()
    calendar.this_year.click()
    assert calendar.state.text() == "已公布" and calendar.provisional.isHidden()


def test_one_day_is_changed_with_a_reason_after_a_look_at_what_moves(desk: Desk, register: Register) -> None:
    ticket = register()
    page = page_of(desk, "notice")
    view = page.workdays.view
    view.calendar.year.choose(SOME_DAY)
    view.calendar.year.chosen.emit(SOME_DAY)
    view.calendar.change.click()
    desk.settle()
    assert view.currentIndex() == CALENDAR and "为什么改" in desk.prompts.message[-1]
    view.calendar.reason.setText("台风停工")
    view.calendar.change.click()
    desk.settle()
    assert view.currentIndex() == PREVIEW
    moved = view.preview.moved.records.rows
    assert [(one.number, one.new) for one in moved] == [("20220908100001", datetime(2022, 9, 15, 17))]
    assert due_of(desk, ticket) == datetime(2022, 9, 14, 17)
    view.preview.apply.click()
    desk.settle()
    assert due_of(desk, ticket) == datetime(2022, 9, 15, 17)
    assert view.currentIndex() == CALENDAR and "1 件在办工单" in desk.prompts.message[-1]
    assert day_as_text(desk.office.time.calendar().day(SOME_DAY)).endswith("台风停工放假")
    last = desk.office.tickets.detail(ticket).history[-1]
    assert "2022-09-15" in str(last.after)


def test_a_pasted_notice_makes_its_year_known(desk: Desk) -> None:
    page = page_of(desk, "notice")
    view = page.workdays.view
    view.calendar.enter.click()
    text = NOTICES[2025].replace("2025", "2031").replace("（星期日）", "").replace("（星期六）", "")
    view.notice.text.setPlainText(text)
    view.notice.look.click()
    desk.settle()
    assert view.currentIndex() == PREVIEW, view.notice.problem.text()
    assert view.preview.title.text().startswith("2031年全年安排：放假")
    assert "春节 1月28日至2月4日" in view.preview.days.text()
    view.preview.apply.click()
    desk.settle()
    assert desk.office.time.calendar().is_published(2031)
    assert view.calendar.title.text() == "2031年" and view.calendar.state.text() == "已公布"
    view.calendar.enter.click()
    assert [notice.year for notice in view.notice.earlier.records.rows] == [2031]
    view.notice.undo.click()
    desk.settle()
    assert not desk.office.time.calendar().is_published(2031)


def test_a_text_that_is_no_notice_is_refused_with_the_reason(desk: Desk) -> None:
    page = page_of(desk, "notice")
    view = page.workdays.view
    page.workdays.show_notice()
    view.notice.look.click()
    desk.settle()
    assert "还没有内容" in view.notice.problem.text()
    view.notice.text.setPlainText("明年放假安排见附件")
    assert view.notice.problem.isHidden()
    view.notice.look.click()
    desk.settle()
    assert view.currentIndex() == NOTICE and "看不出是哪一年" in view.notice.problem.text()
    assert view.notice.text.toPlainText() == "明年放假安排见附件"


def test_a_notice_is_read_from_a_file(desk: Desk, tmp_path: Path) -> None:
    page = page_of(desk, "notice")
    desk.prompts.path = tmp_path / "通知.txt"
    desk.prompts.path.write_text(NOTICES[2024], "utf-8")
    page.workdays.view.notice.file.click()
    desk.settle()
    assert page.workdays.view.preview.title.text().startswith("2024年全年安排")


def test_the_clerks_name_is_changed_here(desk: Desk) -> None:
    desk.window.session.clerk = "王芳"  # type: ignore[union-attr]
    page = page_of(desk, "people")
    assert page.people.name.text() == "王芳" and not page.people.save.isEnabled()
    page.people.name.setText("周敏")
    page.save()
    desk.settle()
    assert desk.window.status.texts[0] == "周敏"


def test_the_data_is_copied_and_the_copy_opens(desk: Desk, register: Register, tmp_path: Path) -> None:
    ticket = register()
    scan = tmp_path / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4 made up")
    desk.office.tickets.attach(ticket, scan, "附件", CLERK)
    page = page_of(desk, "data")
    page.data.backup.click()
    desk.settle()
    assert len(list((desk.data_dir / "backups").glob("*/backup.json"))) == 1
    desk.prompts.path = tmp_path / "移动硬盘"
    desk.prompts.path.mkdir()
    page.data.elsewhere.click()
    desk.settle()
    assert desk.prompts.errors == []
    (copy,) = desk.prompts.path.iterdir()
    other = open_office(copy, desk.clock, PROJECT / "forms", RESOURCES)
    found = other.tickets.detail(other.tickets.find("20220908100001"))
    assert kept_file(other.tickets, found.attachments[0].id).read_bytes() == b"%PDF-1.4 made up"
    other.close()


def test_a_copy_that_cannot_be_made_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    page = page_of(desk, "data")
    blocked = tmp_path / "文件"
    blocked.write_text("不是文件夹", "utf-8")
    desk.prompts.path = blocked
    page.data.elsewhere.click()
    desk.settle()
    assert "备份没有完成" in desk.prompts.errors[-1] and "没有变动" in desk.prompts.errors[-1]
    assert blocked.read_text("utf-8") == "不是文件夹"


def test_a_check_tells_what_is_wrong_and_mends_it_when_agreed(desk: Desk, register: Register) -> None:
    ticket_id = register()
    page = page_of(desk, "data")
    page.data.check.click()
    desk.settle()
    assert "没有问题" in desk.prompts.message[-1]
    put(desk.data_dir, f"UPDATE tickets SET title = '别的' WHERE id = {ticket_id}")
    page.data.check.click()
    desk.settle()
    desk.settle()
    assert "按办理记录重建清单的行：1 件" in desk.prompts.message[-1] or desk.prompts.errors
    assert desk.office.tickets.summary(ticket_id).title != "别的"


def test_a_second_place_is_given_up_by_the_button_that_is_there_while_one_is_set(desk: Desk, tmp_path: Path) -> None:
    section = page_of(desk, "data").data
    assert section.no_second.isHidden()
    places = desk.office.backups.places
    places.choose_second(tmp_path, CLERK)
    section.load()
    desk.settle()
    assert not section.no_second.isHidden()
    section.no_second.click()
    desk.settle()
    assert places.second() is None and section.no_second.isHidden()
    assert "已有的备份没有动" in desk.prompts.message[-1]
