"""Entering tickets: pasted text, phrases, repeated callers, several at once, drafts that wait; saved filters, mine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.fields import ACCEPTED_AT
from hotline_desktop.gui.records.fields.phrase_list import PhraseList, filled_phrase, put_in
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.records.steps.drafts import Drafts
from hotline_desktop.gui.views.tickets.paste_sheet import TITLE as PASTE
from hotline_desktop.gui.views.tickets.paste_sheet import PasteSheet
from hotline_desktop.gui.views.tickets.tickets_page import EDITOR, LIST, TicketsPage
from hotline_desktop.gui.views.today.today_page import UNFINISHED, TodayPage
from tests.gui.desk import CLERK, NOW, Desk, type_text
from tests.services.importing.test_pasting import WEB

Register = Callable[..., int]


def pasted(desk: Desk, text: str, qtbot: QtBot) -> tuple[TicketsPage, PasteSheet]:
    page = desk.open_fresh(TicketsPage)
    QApplication.clipboard().setText(text)
    desk.window.navigator.ask("paste")
    sheet = desk.prompts.opened(PASTE)
    assert isinstance(sheet, PasteSheet)
    qtbot.waitUntil(lambda: bool(sheet.found), timeout=3000)
    return page, sheet


def test_pasted_text_fills_the_form_of_a_new_ticket(desk: Desk, qtbot: QtBot) -> None:
    page, sheet = pasted(desk, WEB, qtbot)
    assert not sheet.list.isVisibleTo(sheet) and not sheet.all.isVisibleTo(sheet)
    sheet.fill.click()
    desk.settle()
    form = page.editor.form
    assert form is not None and page._stack.currentIndex() == EDITOR
    values = form.values()
    assert (values["number"], values["caller"], values["level"]) == ("20220908100001", "赵文静", "一般")
    page.editor.confirm()
    desk.settle()
    assert page.panel.head.number.text() == "20220908100001"


def test_several_pasted_tickets_go_in_together_and_what_is_refused_says_why(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register("20220908100001")
    _page, sheet = pasted(desk, WEB + "\n" + WEB.replace("100001", "100002"), qtbot)
    assert sheet.list.count() == 2
    sheet.all.click()
    desk.settle()
    assert desk.office.tickets.find("20220908100002")
    assert "登记了 1 件，1 件没有" in sheet.problem.text() and "20220908100001" in sheet.problem.text()
    assert sheet.list.count() == 1


def test_pasted_tickets_leave_the_list_as_they_go_in_and_the_last_one_closes_it(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register("20220908100002")
    texts = [WEB.replace("100001", last) for last in ("100001", "100002", "100003")]
    _page, sheet = pasted(desk, "\n".join(texts), qtbot)
    sheet.list.item(2).setCheckState(Qt.CheckState.Unchecked)  # looked at later
    sheet.all.click()
    desk.settle()
    left = [(sheet.list.item(row).text(), sheet.list.item(row).checkState()) for row in range(sheet.list.count())]
    assert left == [("20220908100002", Qt.CheckState.Checked), ("20220908100003", Qt.CheckState.Unchecked)]
    sheet.text.setPlainText("\n".join(WEB.replace("100001", last) for last in ("100004", "100005")))
    sheet.all.click()
    desk.settle()
    assert desk.prompts.opened(PASTE) is None and desk.office.tickets.find("20220908100005")
    assert desk.window.toast.text == "已登记 2 件"


def test_a_phrase_goes_in_at_the_cursor_with_its_places_filled(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    desk.settle()
    desk.window.activateWindow()
    page.panel.next_steps.take("first_contact")
    desk.settle()
    assert page.editor.form is not None
    box = page.editor.form.editor("note").findChild(QPlainTextEdit)
    assert box is not None
    box.setFocus()
    qtbot.waitUntil(box.hasFocus, timeout=2000)
    page.editor.open_phrases()
    place = page.findChild(PhraseList)
    assert place is not None and place.list.count() == 1
    type_text(place.line, "反映")
    qtbot.keyClick(place.line, Qt.Key.Key_Return)
    assert box.toPlainText() == "诉求人反映新海路120弄____，已持续____，希望尽快处理。"
    assert box.textCursor().selectedText() == "____"


def test_places_that_are_not_known_are_left_to_be_typed(qtbot: QtBot) -> None:
    assert filled_phrase("于{今天}到{地址}", {"地址": ""}, NOW) == "于9月8日到____"
    line = QLineEdit("前后")
    qtbot.addWidget(line)
    line.setCursorPosition(1)
    put_in(line, "中")
    assert line.text() == "前中后"
    put_in(line, "请于____前办结")
    assert (line.text(), line.selectedText()) == ("前中请于____前办结后", "____"), "the blank is typed over"
    type_text(line, "十日")
    assert line.text() == "前中请于十日前办结后"


def test_a_repeated_caller_is_taken_over_at_a_nod_and_nothing_typed_is_lost(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register(phones="13800010001", caller="赵文静", address="新海路120弄")
    page = desk.open_fresh(TicketsPage)
    page.register()
    form = page.editor.form
    assert form is not None and page.forms._advice is not None
    form.set_values({"number": "20220908100099", "address": "另一处"})
    form.editor("phones").set_value("13800010001")
    past = page.forms._advice.past
    qtbot.waitUntil(lambda: past.found is not None, timeout=3000)
    assert "来过 1 次" in past.note.text()
    past.nod()
    assert (form.values()["caller"], form.values()["address"]) == ("赵文静", "另一处")


def test_several_new_tickets_wait_beside_each_other_and_today_offers_them(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    for number in ("20220908100050", "20220908100051"):
        page.register()
        assert page.editor.form is not None
        page.editor.form.set_values({"number": number})
        page.editor.leave()
    assert [draft.values["number"] for draft in Drafts(desk.data_dir).all()] != []
    assert {draft.record for draft in Drafts(desk.data_dir).all()} == {"new", "new-2"}
    today = desk.open(TodayPage)
    card = next(card for card in today.view.cards if card.face.key == UNFINISHED)
    assert card.face.count == 2
    today.go_on_with(today.drafts[0])
    desk.settle()
    assert page._stack.currentIndex() == EDITOR and page.editor.form is not None
    assert page.editor.form.values()["number"] == today.drafts[0].values["number"]
    assert page.editor.view.waiting.isVisible()


def test_what_is_typed_is_kept_when_the_form_is_left_in_the_same_moment(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    page.panel.next_steps.take("urge")
    desk.settle()
    assert page.editor.form is not None
    type_text(page.editor.form.editor("note").findChild(QPlainTextEdit), "刚打的字")  # type: ignore[arg-type]
    page.editor.leave()
    (draft,) = Drafts(desk.data_dir).all()
    assert draft.values["note"] == "刚打的字" and draft.about == "工单 20220908100001"
    page.panel.next_steps.take("urge")
    desk.settle()
    assert page.editor.form is not None
    page.editor.view.restored.action.click()
    assert page.editor.form.values()["note"] is None
    undo: list[object] = []
    desk.prompts.said.connect(lambda _text, _action, callback, _back: undo.append(callback))
    page.editor.view.restored.action.click()
    assert desk.window.toast.undo()
    page.editor.leave()


def test_clearing_can_be_undone(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    page.panel.next_steps.take("urge")
    desk.settle()
    form = page.editor.form
    assert form is not None
    form.set_values({"note": "第二次来电"})
    page.editor._start_afresh()
    assert form.values()["note"] is None
    assert desk.window.toast.undo()
    assert form.values()["note"] == "第二次来电"


def test_ctrl_n_types_into_the_form_at_once(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    focused = QApplication.focusWidget()  # nothing was waited for
    assert page._stack.currentIndex() == EDITOR and focused is not None and focused.accessibleName() == "工单编号"


def test_a_saved_filter_and_mine_narrow_the_list(desk: Desk, register: Register) -> None:
    first = register("20220908100001")
    register("20220908100002", level="紧急")
    desk.office.tickets.do(first, "urge", {"note": "催"}, "李伟")
    page = desk.open_fresh(TicketsPage)
    desk.prompts.name = "李伟"
    page.view.mine.click()
    desk.settle()
    assert [row.id for row in page.model.rows] == [first] and page.view.task.text() == "李伟经办"
    page.saved.save("李伟的")
    page.filters.clear()
    desk.settle()
    assert page.model.rowCount() == 2 and not page.view.mine.isChecked()
    (saved,) = page.saved.own
    page.saved._use(saved)
    desk.settle()
    assert [row.id for row in page.model.rows] == [first] and page.view.task.text() == "李伟的"
    page.saved.share("大家的")
    desk.settle()
    assert desk.office.lists.shared_filters()[0].filter == TicketFilter(taken_by="李伟")


def test_a_selection_is_reviewed_together_and_the_rest_is_named(desk: Desk, register: Register) -> None:
    page = desk.open_fresh(TicketsPage)
    ids = [register(f"2022090810000{digit}") for digit in range(1, 4)]
    page.bulk.start("urge", [desk.office.tickets.summary(one) for one in ids])
    desk.settle()
    assert (
        page._stack.currentIndex() == EDITOR and page.editor.task is not None and page.editor.task.about == "3 件工单"
    )
    page.editor.confirm()
    desk.settle()
    assert page._stack.currentIndex() == LIST
    assert [desk.office.tickets.summary(one).urges for one in ids] == [1, 1, 1]
    assert desk.prompts.message[-1] == "登记催单：3 件都办了。"
    assert desk.office.tickets.summary(ids[0]).stage is Stage.TO_DISPATCH and CLERK


def in_view(page: TicketsPage) -> bool:
    """Whether what has the focus stands whole in the form."""
    area, focused = page.editor.view.scroller.viewport(), QApplication.focusWidget()
    assert focused is not None
    return area.rect().contains(focused.rect().translated(focused.mapTo(area, QPoint())))


def test_the_field_that_has_the_focus_is_in_view_however_it_came_there(desk: Desk, qtbot: QtBot) -> None:
    page = desk.open_fresh(TicketsPage)
    desk.window.resize(1366, 600)
    desk.window.activateWindow()
    page.register()
    desk.settle()
    form = page.editor.form
    assert form is not None
    form.set_values({"number": "20220908100001", "title": "路灯", "content": "路灯不亮", "caller": "赵文静"})
    form.set_values({"phones": "13800010001", "address": "新海路120弄"})
    page.editor.keep_draft()
    page.editor.leave()
    page.register()
    desk.settle()
    QTest.qWait(1)
    assert in_view(page), "the first field of a draft that is still empty is far down"
    assert page.editor.form is not None
    last = list(page.editor.form.values())[-1]
    page.editor.form.editor(last).setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.qWait(1)
    assert in_view(page), "a key with Alt goes there"


def test_alt_with_a_figure_that_is_no_key_of_the_form_types_nothing(desk: Desk, qtbot: QtBot) -> None:
    page = desk.open_fresh(TicketsPage)
    desk.window.activateWindow()
    page.register()
    desk.settle()
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    qtbot.keyClick(line, "1", Qt.KeyboardModifier.AltModifier)
    assert line.text() == ""
    qtbot.keyClick(line, "1")
    assert line.text() == "1"
    at_the_level = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier  # as AltGr arrives on Windows
    qtbot.keyClick(line, "2", at_the_level)
    assert line.text() == "12"


def test_ctrl_enter_fills_the_form_with_what_stands_in_the_field_now(desk: Desk, qtbot: QtBot) -> None:
    page, sheet = pasted(desk, WEB, qtbot)
    sheet.text.setPlainText(WEB.replace("赵文静", "钱文静"))  # and the key before that is read
    qtbot.keyClick(sheet.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page._stack.currentIndex() == EDITOR and page.editor.form is not None
    assert page.editor.form.values()["caller"] == "钱文静"


def test_a_pasted_time_stands_in_the_form_as_the_day_that_is_meant(desk: Desk, qtbot: QtBot) -> None:
    page, sheet = pasted(desk, "工单编号：20220908100077\n诉求内容：路灯不亮\n收单时间：昨天下午3点半", qtbot)
    sheet.fill.click()
    desk.settle()
    form = page.editor.form
    assert form is not None
    line = form.editor("received_at").findChild(QLineEdit)
    assert line is not None and line.text() == "2022-09-07 15:30"
    assert form.values()["called_at"] == "2022-09-07 15:30"  # proposed only: nobody calls after the ticket was received
    page.editor.confirm()
    desk.settle()
    assert page.panel.head.number.text() == "20220908100077"


def test_a_day_without_its_hour_is_asked_for_and_a_limit_ends_with_its_day(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    page.register()
    form = page.editor.form
    assert form is not None
    limit, came = form.editor("upper_limit"), form.editor("called_at")
    assert isinstance(limit, TimeEditor) and isinstance(came, TimeEditor)
    limit.set_value("2022-09-12")
    came.set_value("2022-09-07")
    assert (limit.value(), came.value(), limit.problem()) == ("2022-09-12 23:59", "2022-09-07 00:00", "")
    asked = TimeEditor(ACCEPTED_AT, limit._context)
    asked.line.setText("昨天")
    assert (asked.read(), asked.value(), asked.problem()) == (None, "昨天", "还要写几点，如 昨天 15:30")


def test_a_proposed_time_goes_back_with_the_one_that_follows_it_and_a_typed_one_stays(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    page.register()
    form = page.editor.form
    assert form is not None
    received, called = form.editor("received_at"), form.editor("called_at")
    now = called.value()
    for typed, followed in (("昨天 9:00", "2022-09-07 09:00"), ("9-6 8:00", "2022-09-06 08:00"), ("今天 10:20", now)):
        received.set_value(typed)
        assert called.value() == followed
    called.set_value("9-5 8:00")
    received.set_value("9-4 8:00")
    assert called.value() == "2022-09-05 08:00"


def test_a_title_that_is_too_long_is_kept_whole_and_told(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    page.register()
    form = page.editor.form
    assert form is not None
    form.set_values({"number": "20220908100078", "title": "路" * 230})
    page.editor.confirm()
    desk.settle()
    assert form.values()["title"] == "路" * 230
    assert "最多 200 字，现为 230 字" in form.row("title").fault
