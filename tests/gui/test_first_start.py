"""A new office is set up by a few questions, each answer kept, each skippable; and what settings show beside fields."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.remembered.text_size import apply_remembered, remembered, use_text_size
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.start.guide import TITLE, FirstSteps
from hotline_desktop.gui.views.today.today_page import TodayPage
from hotline_desktop.services.setup.office_lists import ListKind
from hotline_desktop.services.setup.unit_paste import read_units
from tests.gui.desk import CLERK, RESOURCES, Desk

SHEET = (
    "序号\t单位名称\t分管领导\t联系人\t电话\n"
    "1\t城管中队\t陆建国\t周敏\t13800010011\n"
    "2\t新海村\n3\t新海水务有限公司\t\t\t59210001\n新海村"
)

NO_UNITS = True


def test_units_are_read_from_a_pasted_sheet() -> None:
    found = read_units(SHEET)
    assert [(unit.name, unit.group) for unit in found] == [
        ("城管中队", UnitGroup.DEPARTMENT),
        ("新海村", UnitGroup.VILLAGE),
        ("新海水务有限公司", UnitGroup.COMPANY),
    ]
    assert (found[0].leader, found[0].contact, found[0].phone) == ("陆建国", "周敏", "13800010011")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("单位名称\t分管领导\t联系人\t电话\n河西村\t\t李阿根\t13800010011", ("河西村", "", "李阿根", "13800010011")),
        ("单位名称\t联系人\t电话\n河西村\t李阿根\t13800010011", ("河西村", "", "李阿根", "13800010011")),
        ('单位\t领导\t联系人\n"河西\n村"\t沈强\t"李阿根\n周敏"', ("河西村", "沈强", "李阿根周敏", "")),
        ("1、河西村 沈强 李阿根 13800010011", ("河西村", "沈强", "李阿根", "13800010011")),
        ("（2）河西村，沈强，，59210001", ("河西村", "沈强", "", "59210001")),
    ],
)
def test_who_is_not_known_does_not_make_the_contact_the_leader(text: str, found: tuple[str, ...]) -> None:
    (unit,) = read_units(text)
    assert (unit.name, unit.leader, unit.contact, unit.phone) == found


def test_a_fresh_folder_opens_the_questions_by_itself_and_only_once(desk: Desk) -> None:
    desk.go(Place.TODAY)
    desk.settle()
    steps = desk.prompts.opened(TITLE)
    assert isinstance(steps, FirstSteps) and steps.window().isVisible()
    assert steps.window().focusWidget() is steps.next, "Enter goes on"
    desk.prompts.close(TITLE)
    desk.settle()
    desk.go(Place.TICKETS)
    desk.go(Place.TODAY)
    desk.settle()
    assert desk.prompts.opened(TITLE) is None, "who closed it is not asked again; the button is there"
    page = desk.shown(TodayPage)
    page.view.guide.click()
    assert isinstance(desk.prompts.opened(TITLE), FirstSteps)


def test_an_office_with_tickets_is_asked_nothing(desk: Desk) -> None:
    desk.office.tickets.register({"number": "20220908100001", "content": "路灯不亮", "caller": "赵文静"}, CLERK)
    desk.go(Place.TODAY)
    desk.settle()
    assert desk.prompts.opened(TITLE) is None


def test_the_questions_are_answered_one_after_the_other(desk: Desk, qtbot: QtBot) -> None:
    assert desk.window.session is not None
    steps = FirstSteps(desk.window.session)
    qtbot.addWidget(steps)
    steps.show()
    desk.settle()
    ended: list[int] = []
    steps.ended.connect(lambda: ended.append(1))
    assert str(desk.data_dir) in steps.folder.text()
    steps.confirm()
    steps._forms[1].set_values({"town": "海滨镇", "center": "海滨镇城运中心"})
    steps._preview(1)
    assert "海滨镇“12345”" in steps._previews[1].text()
    steps.confirm()
    desk.settle()
    assert desk.office.settings.get().town == "海滨镇"
    steps._forms[2].set_values({"transfer_pattern": "海转{n}"})
    steps.confirm()
    assert steps.pages.currentIndex() == 2 and "年份" in steps.problem.text(), "what is wrong keeps the question"
    steps._forms[2].set_values({"transfer_pattern": "海热转〔{year}〕{n}号"})
    steps._preview(2)
    assert steps._previews[2].text().startswith("海热转〔2022〕1号")
    steps.confirm()
    desk.settle()
    steps.skip.click()
    steps.confirm()
    assert steps.pages.currentIndex() == 5
    steps.units.setPlainText(SHEET)
    assert "读出 3 个单位" in steps.counted.text()
    steps.confirm()
    desk.settle()
    assert len(desk.office.units.all()) == 3
    steps.clerk.setText("新海镇城市运行管理中心热线工作组王芳同志")
    steps.clerk.insert("，接线")
    steps.confirm()
    assert steps.problem.text() == "姓名最多 20 字，现为 23 字。" and not desk.window.session.clerk and not ended
    steps.clerk.setText(CLERK)
    steps.confirm()
    steps.confirm() if not ended else None
    assert ended and desk.window.session.clerk == CLERK


def test_settings_say_the_next_number_and_offer_to_save_what_was_left(desk: Desk) -> None:
    page = desk.open(SettingsPage)
    row = page.values["names"].forms[1].rows["transfer_pattern"]
    assert row.note.text().startswith("下一个：") and row.note.text().endswith("〔2022〕1号")
    row.editor.set_value("海热转{x}号")
    assert row.note.text().startswith("里 {year}"), "no number is promised that could not be given"
    row.editor.set_value("海热转〔{year}〕{n}号")
    assert row.note.text() == "下一个：海热转〔2022〕1号"
    offered: list[object] = []
    desk.prompts.said.connect(lambda _text, _action, callback, _back: offered.append(callback))
    desk.go(Place.TODAY)
    assert len(offered) == 1
    offered[0]()  # type: ignore[operator]
    desk.settle()
    assert desk.office.settings.get().transfer_pattern == "海热转〔{year}〕{n}号"


def test_phrases_are_kept_by_the_office(desk: Desk) -> None:
    page = desk.open(SettingsPage, "lists")
    box = page.lists.texts[ListKind.PHRASES]
    assert "答复内容" in box.toPlainText()
    box.setPlainText("回访记录：诉求人满意")
    page.save()
    desk.settle()
    assert [phrase.text for phrase in desk.office.lists.phrases()] == ["诉求人满意"]
    assert desk.window.session is not None
    assert [phrase.text for phrase in desk.window.session.known.phrases] == ["诉求人满意"]


def test_texts_can_be_larger_and_stay_so(desk: Desk, qapp: QApplication) -> None:
    assert desk.window.session is not None
    store, theme = desk.window.session.preferences, Theme(RESOURCES)
    before = qapp.font()
    use_text_size("特大", theme, qapp, store)
    assert qapp.font().pixelSize() == before.pixelSize() + 4 and remembered(store) == "特大"
    again = Theme(RESOURCES)
    apply_remembered(again, qapp, store)
    assert again.size("font") == theme.size("font")
    use_text_size("标准", theme, qapp, store)
    assert qapp.font().pixelSize() == before.pixelSize()
