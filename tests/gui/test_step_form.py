"""Forms made from fields: they show what applies, mark what is missing, and give back what was typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Grade
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.field_editors import make_editor
from hotline_desktop.gui.records.fields.unit_editor import UnitEditor
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.services.setup.unit_names import UnitNames
from tests.gui.desk import type_text

NOW = datetime(2022, 9, 8, 10, 20)
UNITS = ("城管中队", "新海村", "水务站")


@pytest.fixture
def context(theme: Theme) -> EditorContext:
    return EditorContext(theme, lambda: NOW, UnitNames(tuple(UNITS)))


def form_of(step_id: str, context: EditorContext, qtbot: QtBot, **defaults: object) -> StepForm:
    form = StepForm(STEPS_BY_ID[step_id], defaults, context)  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.resize(600, 800)
    form.show()
    return form


def choose(form: StepForm, key: str, word: str) -> None:
    buttons = form.editor(key).findChildren(QPushButton)
    next(button for button in buttons if button.text() == word).click()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_of_the_catalogue_has_a_form(step: Step[Any], context: EditorContext, qtbot: QtBot) -> None:
    form = StepForm(step, {}, context)
    qtbot.addWidget(form)
    unconditional = [field.key for field in step.fields if field.shown_when is None]
    assert [key for key in unconditional if not form.shows(key)] == []
    required = {field.key for field in step.fields if field.required and field.shown_when is None}
    assert {blocker.field for blocker in form.check()} >= required


def test_fields_appear_and_disappear_with_what_they_depend_on(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("answer", context, qtbot)
    assert not form.shows("recording") and not form.shows("letter")
    choose(form, "way", "电话（全程录音）")
    assert form.shows("recording") and form.editor("recording").isVisible() and not form.shows("letter")
    choose(form, "way", "书面")
    assert form.shows("letter") and not form.shows("recording")
    assert "recording" not in form.values()


def test_faults_stand_beside_their_fields_with_the_clause(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("answer", context, qtbot, at=NOW, result="已联系")
    form.check()
    faults = {key: row.fault for key, row in form._rows.items() if row.fault}
    assert set(faults) == {"way", "content"}
    assert Clause.CLOSE_UNIT.ref in faults["content"]
    choose(form, "way", "上门")
    assert form._rows["way"].fault == ""
    assert form._rows["content"].fault != ""


def test_a_refusal_of_the_rules_is_shown_at_its_field(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("dispatch", context, qtbot)
    form.show_faults((Blocker(Clause.RECEIVE_CENTER, "须填原因", "no_contact_reason"),))
    assert form._rows["no_contact_reason"].fault == "须填原因（规范一（一）1）"


def test_chinese_text_comes_in_through_the_input_method(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("first_contact", context, qtbot)
    box = form.editor("note").findChild(QPlainTextEdit)
    assert box is not None
    type_text(box, "诉求人说路灯坏了一周")
    assert form.values()["note"] == "诉求人说路灯坏了一周"


def test_what_the_input_method_has_not_committed_is_no_draft(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("first_contact", context, qtbot)
    line = form.editor("contacted_by").findChild(QLineEdit)
    drafts: list[object] = []
    form.edited.connect(lambda: drafts.append(1))
    assert line is not None
    QApplication.sendEvent(line, QInputMethodEvent("wang", []))
    assert drafts == [] and form.values()["contacted_by"] is None


@pytest.mark.parametrize("spelling", ["2022-9-5 9:10", "2022/09/05 09:10", "2022年9月5日 9:10", "2022-09-05 09:10:30"])
def test_times_are_read_in_any_spelling_and_shown_in_one(spelling: str, context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("accept", context, qtbot)
    line = form.editor("accepted_at").findChild(QLineEdit)
    assert line is not None
    line.setText(spelling)
    line.editingFinished.emit()
    assert line.text() == "2022-09-05 09:10"
    assert form.check() == ()


def test_a_time_that_is_none_is_told_at_its_field(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("accept", context, qtbot, accepted_at="下周")
    assert "不是能识别的时间" in form.check()[0].message


def test_an_optional_choice_can_be_taken_back_and_a_required_one_not(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("register", context, qtbot, level="一般")
    choose(form, "exemption", "无需联系")
    assert form.values()["exemption"] == "无需联系"
    choose(form, "exemption", "无需联系")
    assert form.values()["exemption"] is None
    choose(form, "level", "一般")
    assert form.values()["level"] == "一般"


def test_yes_and_no_are_told_apart_from_nothing(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("review", context, qtbot)
    assert form.values()["answered"] is None
    choose(form, "answered", "否")
    assert form.values()["answered"] is False


def unit_of(form: StepForm, qtbot: QtBot) -> UnitEditor:
    editor = form.editor("unit")
    assert isinstance(editor, UnitEditor)
    form.activateWindow()
    editor.line.setFocus()
    qtbot.waitUntil(editor.line.hasFocus, timeout=2000)
    return editor


@pytest.mark.parametrize("typed", ["城管", "cgzd", "chengguan", "管中"])
def test_part_pinyin_or_first_letters_and_enter_take_the_only_fit(
    typed: str, context: EditorContext, qtbot: QtBot
) -> None:
    form = form_of("dispatch", context, qtbot)
    editor = unit_of(form, qtbot)
    qtbot.keyClicks(editor.line, typed) if typed.isascii() else type_text(editor.line, typed)
    editor.suggestions.open()
    assert editor.suggestions.texts == ["城管中队"]
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "城管中队" and form.values()["unit"] == "城管中队"
    assert editor.suggestions.texts == []


def test_the_list_of_fits_takes_neither_focus_nor_the_input_method(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("dispatch", context, qtbot)
    editor = unit_of(form, qtbot)
    type_text(editor.line, "水")
    editor.suggestions.open()
    fits = form.findChild(QListWidget)
    assert fits is not None and fits.isVisible() and not fits.isWindow()
    assert form.rect().contains(fits.geometry())
    assert QApplication.focusWidget() is editor.line
    QApplication.sendEvent(editor.line, QInputMethodEvent("wu", []))
    assert QApplication.focusWidget() is editor.line and editor.line.text() == "水"
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    assert editor.suggestions.texts == [] and form.isVisible()


def test_half_a_unit_name_is_no_new_unit(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("dispatch", context, qtbot)
    editor = unit_of(form, qtbot)
    editor.line.setText("新")
    editor.line.editingFinished.emit()
    assert editor.line.text() == "新海村"
    editor.line.setText("没有的单位")
    editor.line.editingFinished.emit()
    assert editor.unknown == "没有的单位" and "名册里没有“没有的单位”" in form.row("unit").fault


def test_what_is_wrong_is_said_when_the_field_is_left_and_nothing_below_moves(
    context: EditorContext, qtbot: QtBot
) -> None:
    form = form_of("dispatch", context, qtbot)
    below = form.row("no_contact_reason").mapTo(form, QPoint(0, 0))
    line = form.editor("handed_on").findChild(QLineEdit)
    assert line is not None
    line.setText("过几天")
    line.editingFinished.emit()
    QApplication.processEvents()
    assert form.row("handed_on").fault
    assert form.row("no_contact_reason").mapTo(form, QPoint(0, 0)) == below
    line.setText("昨天 15:30")
    line.editingFinished.emit()
    assert line.text() == "2022-09-07 15:30" and form.row("handed_on").fault == ""


def test_a_weekday_is_the_last_one_in_what_has_happened(context: EditorContext, qtbot: QtBot) -> None:
    line = form_of("dispatch", context, qtbot).editor("handed_on").findChild(QLineEdit)
    assert line is not None
    line.setText("周五 16:00")
    line.editingFinished.emit()
    assert line.text() == "2022-09-02 16:00"  # today is Thursday the 8th


def test_what_appears_while_one_types_appears_below_and_moves_nothing_above(
    context: EditorContext, qtbot: QtBot
) -> None:
    form = form_of("answer", context, qtbot)
    above = {key: form.row(key).pos() for key in ("at", "way")}
    choose(form, "way", "电话（全程录音）")
    QApplication.processEvents()
    assert {key: form.row(key).pos() for key in above} == above
    assert form.row("recording").pos().y() > form.row("way").pos().y()


def test_emptying_a_proposed_value_says_so(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("dispatch", context, qtbot, transfer_number="新热转〔2022〕1号")
    form.editor("transfer_number").set_value(None)
    assert form.values()["transfer_number"] is None


def test_the_draft_follows_the_typing_after_a_pause(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("urge", context, qtbot)
    box = form.editor("note").findChild(QPlainTextEdit)
    assert box is not None
    with qtbot.waitSignal(form.draft_changed, timeout=2000) as heard:
        type_text(box, "又来催了")
    assert heard.args[0] == "urge" and heard.args[1]["note"] == "又来催了"


def test_tab_leaves_a_long_text(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("result", context, qtbot)
    box = form.editor("handling").findChild(QPlainTextEdit)
    assert box is not None
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.toPlainText() == ""


def test_long_lists_of_words_become_a_combo_box_and_short_ones_stand_side_by_side(
    context: EditorContext, qtbot: QtBot
) -> None:
    short = make_editor(Field("g", "评价", Kind.CHOICE, options=Grade), context)
    qtbot.addWidget(short)
    assert [button.text() for button in short.findChildren(QPushButton)] == [grade.value for grade in Grade]


def test_a_figure_takes_the_word_in_its_place(context: EditorContext, qtbot: QtBot) -> None:
    form = form_of("callback", context, qtbot)
    editor = form.editor("efficiency")
    first = editor.focusProxy()
    assert first is not None
    qtbot.keyClick(first, Qt.Key.Key_4)
    assert editor.value() == "不满意"
    qtbot.keyClick(editor.focusProxy(), Qt.Key.Key_1)
    qtbot.keyClick(editor.focusProxy(), Qt.Key.Key_1)
    assert editor.value() == "满意", "the same figure again does not take it back"
    qtbot.keyClick(editor.focusProxy(), Qt.Key.Key_9)
    assert editor.value() == "满意", "there is no ninth word"


def test_what_is_mended_moves_nothing_below_it_until_the_form_is_looked_at_anew(
    context: EditorContext, qtbot: QtBot
) -> None:
    form = form_of("unfounded_filing", context, qtbot)

    def below() -> int:
        QApplication.processEvents()
        return form.row("filed_on").mapTo(form, QPoint()).y()

    at_first = below()
    form.check()
    told = below()
    assert told > at_first, "what is missing is said between the fields"
    choose(form, "decision", "退回补正")
    type_text(form.editor("reviewer").findChild(QLineEdit), "王芳")  # type: ignore[arg-type]
    assert form.row("decision").fault == "" and below() == told
    form.check()
    assert below() == at_first, "nothing is wrong any more, and no room is kept"


@pytest.mark.parametrize(
    ("step_id", "key"),
    [
        ("review", "answered"),  # 审核时间 is left empty to mean now
        ("amend", "title"),
        ("extension_decision", "decision"),
    ],
)
def test_the_cursor_begins_where_something_is_to_be_filled_in(
    context: EditorContext, qtbot: QtBot, step_id: str, key: str
) -> None:
    known = {"title": "路灯不亮", "content": "路灯不亮已一周", "decided_on": NOW, "decided_at": NOW, "reviewer": "王芳"}
    form = form_of(step_id, context, qtbot, **known)
    form.activateWindow()
    form.focus_first()
    row = form.focused()
    assert row is not None and row.field.key == key
