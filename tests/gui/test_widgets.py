"""Small widgets: chips, stepper, toast, status line, flow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.options import Exemption, Stage
from hotline_desktop.domain.ticket.progress import station_of, stations
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.domain.time.workdays import Day
from hotline_desktop.gui.kit.filter_chip import FilterChip
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.lines import OneLine
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.toast import Toast
from hotline_desktop.gui.records.lists.light_mark import LIGHT_COLORS
from hotline_desktop.gui.records.panel.stepper import Stepper
from hotline_desktop.gui.records.steps.drafts import Drafts
from hotline_desktop.gui.shell.pages.status_line import StatusLine
from hotline_desktop.gui.single_instance import SingleInstance


def test_a_chip_says_what_it_narrows_to(theme: Theme, qtbot: QtBot) -> None:
    chip = FilterChip(theme, "级别", ("紧急", "一般", "疑难"))
    qtbot.addWidget(chip)
    assert chip.text() == "级别"
    chip.toggle_word("疑难")
    chip.toggle_word("紧急")
    assert chip.text() == "级别：紧急、疑难" and chip.chosen == ("紧急", "疑难")
    chip.toggle_word("一般")
    assert chip.text() == "级别：紧急 等 3 项"
    chip.choose(())
    assert chip.text() == "级别"


def test_what_is_overdue_stays_red_in_the_selected_row(theme: Theme, qtbot: QtBot) -> None:
    table = RecordTable(theme, (RecordColumn("期限", 0, str, lambda _row: "red"),), "期限")
    qtbot.addWidget(table)
    table.resize(300, 160)
    table.records.show_rows(["逾期 2 个工作日"])
    table.show()

    def colors() -> set[str]:
        picture = table.viewport().grab(table.visualRect(table.records.index(0, 0))).toImage()
        return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}

    assert {theme.color("red").name(), theme.color("paper").name()} <= colors()
    table.select_row(0)
    assert {theme.color("red").name(), theme.color("select").name()} <= colors()


def test_an_open_chip_is_ticked_by_mouse_and_keyboard_and_narrowed_by_typing(theme: Theme, qtbot: QtBot) -> None:
    chip = FilterChip(theme, "承办单位", [f"第{number}村" for number in range(12)])
    qtbot.addWidget(chip)
    chip.show()
    chip.click()
    text = chip.findChild(QListWidget)
    box = chip.findChild(QLineEdit)
    assert text is not None and box is not None
    place = text.visualItemRect(text.item(0)).center() + QPoint(10, 0)
    qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chip.chosen == ("第0村",)
    text.setCurrentRow(1)
    qtbot.keyClick(text, Qt.Key.Key_Space)
    assert chip.chosen == ("第0村", "第1村")
    box.setText("11")
    shown = [text.item(row).text() for row in range(text.count()) if not text.item(row).isHidden()]
    assert shown == ["第11村"]


@pytest.mark.parametrize(
    ("ticket", "station"),
    [
        (Ticket(), "先行联系"),
        (Ticket(exemption=Exemption.NOT_NEEDED), "派单"),
        (Ticket(stage=Stage.TO_ACCEPT), "办理"),
        (Ticket(stage=Stage.IN_PROGRESS), "办理"),
        (Ticket(stage=Stage.TO_REVIEW), "审核"),
        (Ticket(stage=Stage.TO_CALL_BACK), "回访"),
        (Ticket(stage=Stage.CLOSED), "归档"),
    ],
)
def test_the_stepper_stands_on_what_comes_next(ticket: Ticket, station: str) -> None:
    assert station_of(ticket) == station


def test_the_stepper_says_where_it_is_to_screen_readers(theme: Theme, qtbot: QtBot) -> None:
    stepper = Stepper(theme)
    qtbot.addWidget(stepper)
    called_back = Round(number=2, callbacks=(Entry("callback", datetime(2022, 9, 8), "王芳"),))
    ticket = replace(Ticket(stage=Stage.TO_CALL_BACK), rounds=(Round(), called_back))
    stepper.show_ticket(ticket)
    stepper.grab()
    assert stepper.accessibleName() == "进度：结案，第2轮"


def test_the_stepper_cuts_no_word_of_a_later_round(theme: Theme, qtbot: QtBot) -> None:
    stepper = Stepper(theme)
    qtbot.addWidget(stepper)
    stepper.resize(440, stepper.height())
    stepper.show_ticket(replace(Ticket(stage=Stage.IN_PROGRESS), rounds=(Round(), Round(number=2))))
    picture, place = stepper.grab().toImage(), 440 / len(stations())  # 办理·2轮 is wider than that
    left_of_it = range(int(place * 3) - 5, int(place * 3))
    inked = {picture.pixelColor(x, y).lightness() for x in left_of_it for y in range(30, 48)}
    assert min(inked) < max(inked)


def test_every_light_has_a_colour() -> None:
    assert set(LIGHT_COLORS) == set(Light)


def test_a_toast_offers_an_undo_once(theme: Theme, qtbot: QtBot) -> None:
    toast, undone = Toast(), []
    qtbot.addWidget(toast)
    toast.resize(600, 36)
    toast.tell("已导入 3 件", "撤销", lambda: undone.append(1))
    assert toast.isVisible() and toast.text == "已导入 3 件"
    toast.findChild(QPushButton).click()  # type: ignore[attr-defined]
    assert undone == [1] and not toast.isVisible()


def test_the_status_line_names_the_kind_of_day(theme: Theme, qtbot: QtBot) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.show_clerk("")
    line.show_office("新海镇城运中心")
    line.show_day(Day(date(2022, 10, 3), False, "国庆节", False))
    assert line.texts == ("未填姓名", "2022年10月3日 星期一 · 国庆节放假", "新海镇城运中心")
    line.show_day(Day(date(2022, 10, 8), True, "调休上班", True))
    assert line.texts[1] == "2022年10月8日 星期六 · 调休上班，暂定"


def test_buttons_that_do_not_fit_go_to_the_next_line(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, spacing=8)
    buttons = [QWidget() for _ in range(6)]
    for button in buttons:
        button.setFixedSize(100, 30)
        flow.addWidget(button)
    box.resize(330, 200)
    box.show()
    assert [button.pos().toTuple() for button in buttons[:4]] == [(0, 0), (108, 0), (216, 0), (0, 38)]
    assert flow.heightForWidth(330) == 68
    buttons[0].setFixedSize(300, 50)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert flow.heightForWidth(330) == 50 + 8 + 68 and buttons[1].pos().toTuple() == (0, 58)
    buttons[0].hide()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert flow.heightForWidth(330) == 68 and buttons[1].pos().toTuple() == (0, 0)


def test_drafts_survive_and_name_no_person(tmp_path: Path) -> None:
    Drafts(tmp_path).save(7, "answer", {"content": "已告知李建国", "way": None, "ok": True})
    assert Drafts(tmp_path).load(7, "answer") == {"content": "已告知李建国", "way": None, "ok": True}
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["7-answer.json"]
    Drafts(tmp_path).drop(7, "answer")
    assert Drafts(tmp_path).load(7, "answer") == {}


def test_a_broken_draft_is_no_draft(tmp_path: Path) -> None:
    Drafts(tmp_path).save(7, "answer", {})
    (tmp_path / "drafts" / "7-answer.json").write_text("{", "utf-8")
    assert Drafts(tmp_path).load(7, "answer") == {}


def test_a_second_start_raises_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    elsewhere = SingleInstance(tmp_path / "other")
    assert first.claim()
    first.listen()
    with qtbot.waitSignal(first.raised, timeout=2000):
        assert not second.claim()
    assert elsewhere.claim()
    first.release()
    elsewhere.release()
    assert second.claim()
    second.release()


def test_a_long_name_stands_shortened_on_its_chip_and_whole_in_its_list(theme: Theme, qtbot: QtBot) -> None:
    name = "社会主义新农村建设与生态环境综合整治办公室"
    chip = FilterChip(theme, "承办单位", [name])
    qtbot.addWidget(chip)
    chip.toggle_word(name)
    assert chip.text() == f"承办单位：{name[:11]}…" and chip.toolTip() == name
    chip.show()
    chip.click()
    text = chip.findChild(QListWidget)
    assert text is not None and text.item(0).toolTip() == name
    assert not text.horizontalScrollBar().isVisible()


def test_a_line_without_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    line = OneLine()
    qtbot.addWidget(line)
    line.setText("夜间施工扰民，要求停工")
    line.resize(1000, 24)
    assert line.shown == line.text()
    line.resize(80, 24)
    assert line.shown.endswith("…") and line.text().startswith(line.shown[:-1])
