"""The unit page over a real office: list, filters, form, deactivation, and the way to a unit's tickets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.units.units_page import UnitsPage
from tests.gui.desk import CLERK, Desk, type_text

Register = Callable[..., int]


NO_UNITS = True  # the register is what is looked at


def names(page: UnitsPage) -> list[str]:
    return [row.unit.name for row in page.view.table.records.rows]


def enter(page: UnitsPage, **values: str) -> None:
    """Types into the form as a clerk does."""
    for key, value in values.items():
        editor = page.view.form.rows[key].editor
        line = editor.findChild(QLineEdit)
        if line is None:
            editor.set_value(value)
            editor.changed.emit()
            continue
        line.selectAll()
        type_text(line, value)


@pytest.fixture
def units(desk: Desk) -> None:
    for name, group, leader in (("城管中队", "部门", "沈强"), ("新海村", "村居", "陆梅"), ("海虹物业", "企业", "")):
        desk.office.units.add(name, group, leader, "李卫东", "021-58880001", by=CLERK)


def test_without_units_the_page_says_where_they_come_from(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    assert page.view.lists.currentWidget() is page.view.start
    assert "导入" in page.view.start.text.text()
    page.view.first.click()
    assert desk.window.focusWidget() is page.view.form.rows["name"].editor.findChild(QLineEdit)


def test_a_unit_is_added_and_stands_selected_in_the_list(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    enter(page, name="绿化市容所", group="部门", leader="沈强", phone="５８８８０００１")
    page.view.save.click()
    desk.settle()
    assert names(page) == ["绿化市容所"] and desk.prompts.errors == []
    assert page.view.title.text() == "绿化市容所" and not page.view.save.isEnabled()
    unit = desk.office.units.find("绿化市容所")
    assert (unit.leader, unit.phone, unit.active) == ("沈强", "021-58880001", True)
    assert desk.prompts.message[-1] == "已保存：绿化市容所"


@pytest.mark.usefixtures("units")
def test_what_is_missing_or_taken_is_said_and_nothing_is_changed(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    page.start_new()
    enter(page, leader="沈强")
    page.save()
    assert page.view.form.rows["name"].fault == "缺少“单位名称”"
    enter(page, name="新海村", group="村居")
    page.save()
    desk.settle()
    assert "已经有叫“新海村”的单位" in desk.prompts.errors[-1]
    assert len(desk.office.units.all()) == 3
    assert page.view.form.rows["leader"].editor.value() == "沈强"


@pytest.mark.usefixtures("units")
def test_the_list_is_narrowed_by_any_word_and_by_group(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    page.view.search.setText("陆梅")
    assert names(page) == ["新海村"]
    page.view.search.setText("没有这个")
    assert page.view.lists.currentWidget() is page.view.no_hit
    page.view.search.clear()
    page.view.group.toggle_word("企业")
    assert names(page) == ["海虹物业"]


@pytest.mark.usefixtures("units")
def test_a_deactivated_unit_is_no_longer_offered_and_can_come_back(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    page.open_at("新海村")
    page.view.toggle.click()
    desk.settle()
    assert "新海村" not in names(page) and "新海村" not in desk.office.units.names()
    assert page.view.count.text() == "共 2 个单位，另有 1 个停用"
    page.view.with_inactive.setChecked(True)
    page.open_at("新海村")
    assert page.view.toggle.text().startswith("重新启用")
    page.view.toggle.click()
    desk.settle()
    assert "新海村" in desk.office.units.names()


@pytest.mark.usefixtures("units")
def test_open_tickets_are_counted_and_opened(desk: Desk, register: Register, qtbot: QtBot) -> None:
    for number in ("20220908100001", "20220908100002"):
        ticket = register(number)
        values = {"unit": "新海村", "no_contact_reason": "测试"}
        desk.office.tickets.do(ticket, "dispatch", values, CLERK)
    page = desk.open(UnitsPage)
    page.open_at("新海村")
    assert page.view.tickets.text() == "看在办工单(&K)（2 件）"

    qtbot.keyClick(page.view.table, Qt.Key.Key_Return)
    desk.settle()
    shown = desk.shown(TicketsPage)
    assert shown.filters.filter.units == ("新海村",)
    assert shown.model.rowCount() == 2


@pytest.mark.usefixtures("units")
def test_what_was_typed_for_a_unit_waits_until_one_comes_back(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    page.open_at("新海村")
    enter(page, contact="周敏")
    page.open_at("城管中队")
    assert page.view.form.rows["contact"].editor.value() == "李卫东"
    page.open_at("新海村")
    assert page.view.form.rows["contact"].editor.value() == "周敏" and page.view.save.isEnabled()
    desk.prompts.agrees = False
    assert not page.may_close()
    page.save()
    desk.settle()
    assert page.may_close() and desk.office.units.find("新海村").contact == "周敏"


@pytest.mark.usefixtures("units")
def test_without_a_name_nothing_is_recorded(desk: Desk) -> None:
    desk.prompts.name = ""
    page = desk.open(UnitsPage)
    page.open_at("新海村")
    enter(page, contact="周敏")
    page.save()
    desk.settle()
    assert "姓名" in page.view.problem.text()
    assert desk.office.units.find("新海村").contact == "李卫东"


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(("width", "leader_hidden"), [(880, True), (1366, False)])
def test_a_narrow_window_keeps_what_tells_units_apart(desk: Desk, width: int, leader_hidden: bool) -> None:
    desk.window.resize(width, 512)
    page = desk.open(UnitsPage)
    table = page.view.table
    assert table.isColumnHidden(2) is leader_hidden
    assert table.columnWidth(0) >= 100 and not table.horizontalScrollBar().isVisible()


@pytest.mark.usefixtures("units")
def test_what_somebody_else_changed_meanwhile_is_not_written_over(desk: Desk) -> None:
    page = desk.open(UnitsPage)
    page.open_at("新海村")
    enter(page, phone="13800010001", contact="周敏")
    unit = desk.office.units.find("新海村")
    desk.office.units.change(unit.id, by="李伟", leader="何伟", contact="沈强")
    page.refresh(Changes(units=True))
    desk.settle()
    page.save()
    desk.settle()
    assert "别人刚把这个单位的“联系人”改成“沈强”" in desk.prompts.errors[-1]
    assert page.view.form.rows["leader"].editor.value() == "何伟", "what the other changed is shown"
    assert page.view.form.rows["contact"].editor.value() == "周敏", "what was typed is still there"
    page.save()
    desk.settle()
    now = desk.office.units.find("新海村")
    assert (now.leader, now.contact, now.phone) == ("何伟", "周敏", "13800010001")
