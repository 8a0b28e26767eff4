"""Every card, chip, link and step of the window is taken, and what it leads to is looked at."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.gui.records.sheets.palette import Palette
from hotline_desktop.gui.records.sheets.reminders import TITLE, ReminderSheet
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import EDITOR, LIST, TicketsPage
from hotline_desktop.gui.views.today.today_page import TodayPage
from hotline_desktop.gui.window_actions import HELP_TITLE
from tests.gui.desk import Desk, type_text


def today(desk: Desk) -> TodayPage:
    return desk.open(TodayPage)


def tickets(desk: Desk) -> TicketsPage:
    return desk.open(TicketsPage)


def assert_one_thing(page: TicketsPage) -> None:
    """What the pane shows is the row that is selected; without a row it offers nothing."""
    rows = page.list.selected_rows()
    if page.model.rows:
        assert len(rows) == 1 and page.panel.ticket_id == rows[0].id == page.list.shown
        assert page.panel.detail is not None and page.panel.head.number.text() == rows[0].number
    else:
        assert page.panel.ticket_id == 0 and page.panel.detail is None and not page.panel.head.isVisible()


def test_every_card_opens_exactly_what_it_counts(example: Desk) -> None:
    page = today(example)
    faces = [card.face for card in page.view.cards if not card.isHidden()]
    assert len(faces) > 12
    for face in faces:
        page = today(example)
        next(card for card in page.view.cards if card.face.key == face.key).click()
        example.settle()
        landed = example.window.stack.page
        if isinstance(landed, TicketsPage):
            assert landed.list.total == face.count == landed.model.rowCount(), face
            assert_one_thing(landed)
        elif face.key == "pool":
            assert isinstance(landed, SupervisionPage) and landed.view.pool.isVisible()
            assert landed.view.pool.records.rowCount() == face.count
        elif face.key == "cases":
            assert isinstance(landed, SupervisionPage) and landed.view.cases.isVisible()
            assert landed.view.cases.records.rowCount() == face.count
        elif face.key == "papers":
            assert isinstance(landed, RegistersPage)
            assert landed.papers.view.table.records.rowCount() == face.count
        else:
            assert face.key == "notice" and isinstance(landed, SettingsPage)
            assert landed.workdays.view.calendar.title.text() == "2027年"
        assert example.prompts.errors == []


def test_every_word_of_every_chip_narrows_to_what_it_says_and_selects_the_first_hit(example: Desk) -> None:
    page = tickets(example)
    texts = {
        page.view.level: lambda row: row.level.value,
        page.view.stage: lambda row: row.stage.value,
        page.view.unit: lambda row: row.unit,
    }
    for chip, text in texts.items():
        for word in chip.choices[:8]:
            page.filters.clear()
            chip.toggle_word(word)
            example.settle()
            assert {text(row) for row in page.model.rows} <= {word}
            assert_one_thing(page)
    page.filters.clear()
    example.settle()


def test_search_filter_and_step_leave_no_ticket_beside_a_list_that_does_not_hold_it(example: Desk) -> None:
    page = tickets(example)
    for text in ("路灯", "没有这样的事", "占道", ""):
        page.view.search.setText(text)
        page.view.search.returnPressed.emit()
        example.settle()
        assert_one_thing(page)
    page.filters.show(TicketFilter(task=Task.REVIEW.value, open_only=True))
    example.settle()
    before = [row.id for row in page.model.rows]
    page.list.go_to(before[1])
    example.settle()
    page.panel.next_steps.take("review")
    example.settle()
    assert page.editor.form is not None
    page.editor.form.set_values({"answered": "是", "handled": "是", "verdict": "通过"})
    page.editor.confirm()
    example.settle()
    assert page._stack.currentIndex() == LIST, page.editor.view.problem.text()
    assert before[1] not in [row.id for row in page.model.rows]
    assert page.panel.ticket_id == before[2], "the next ticket is there"
    assert_one_thing(page)
    assert page.view.table.hasFocus()


def test_a_ticket_from_elsewhere_is_listed_alone_with_a_way_back(example: Desk) -> None:
    page = tickets(example)
    page.filters.show(TicketFilter(stages=(Stage.TO_REVIEW,)))
    example.settle()
    before = [row.id for row in page.model.rows]
    other = example.office.tickets.page(TicketFilter(stages=(Stage.ARCHIVED,))).rows[0]
    example.window.navigator.show_ticket(other.id)
    example.settle()
    assert [row.id for row in page.model.rows] == [other.id] and page.view.task.text() == f"只看 {other.number}"
    assert_one_thing(page)
    page.view.task.click()
    example.settle()
    assert [row.id for row in page.model.rows] == before
    assert_one_thing(page)


def test_every_step_of_every_stage_opens_its_form_with_the_cursor_in_it_and_leaves_to_the_list(
    example: Desk, qtbot: QtBot
) -> None:
    page = tickets(example)
    taken: set[str] = set()
    for stage in Stage:
        page.filters.show(TicketFilter(stages=(stage,), history=False))
        example.settle()
        if not page.model.rows:
            continue
        shown = page.panel.ticket_id
        steps = [*page.panel.next_steps.buttons, *page.panel.next_steps.entries]
        for step in steps if len(taken) < 60 else ():
            if step in taken:
                continue
            taken.add(step)
            page.panel.next_steps.take(step)
            example.settle()
            assert page._stack.currentIndex() == EDITOR, step
            focused = QApplication.focusWidget()
            assert focused is not None and page.editor.isAncestorOf(focused), step
            page.editor.leave()
            example.settle()
            assert page._stack.currentIndex() == LIST and page.panel.ticket_id == shown, step
            assert page.view.table.hasFocus(), step
    assert len(taken) > 15


def test_every_link_of_the_pane_lands(example: Desk) -> None:
    page = tickets(example)
    supervised = next(row for row in example.office.tickets.page(TicketFilter(pending="督办中")).rows)
    page.open_at(supervised.id)
    example.settle()
    page.panel.head.why.click()
    example.settle()
    assert example.prompts.shown[-1][0] == "为什么是这一天？"
    for line in page.panel.next_steps.blocked.values():
        before = len(example.prompts.shown)
        line.linkActivated.emit("0")
        assert len(example.prompts.shown) == before + 1
    page.panel.all_history.click()
    assert page.panel.tabs.currentWidget() is page.panel.timeline
    page.panel.caller.past.click()
    example.settle()
    assert_one_thing(page)
    page.open_at(supervised.id)
    example.settle()
    page.panel.head.case.click()
    example.settle()
    landed = example.shown(SupervisionPage)
    assert landed.panel.case_id
    assert example.prompts.errors == []


def test_ctrl_k_stands_whole_in_the_lowest_window(example: Desk) -> None:
    example.window.resize(example.window.minimumSize())
    example.settle()
    example.window.navigator.ask("palette")
    box = example.window.findChild(Palette)
    assert box is not None and example.window.rect().contains(box.geometry())


def test_ctrl_k_finds_steps_actions_tickets_units_and_chapters(example: Desk, qtbot: QtBot) -> None:
    page = tickets(example)
    example.window.navigator.ask("palette")
    box = example.window.findChild(Palette)
    assert box is not None and box.line.hasFocus()
    type_text(box.line, "海虹居委")
    qtbot.waitUntil(lambda: any(word == "海虹居委" for word in box.texts), timeout=3000)
    box.line.clear()
    qtbot.keyClicks(box.line, "dckz")  # 导出：nothing of that name, so nothing is taken by mistake
    assert not any("海虹" in word for word in box.texts)
    box.line.clear()
    type_text(box.line, page.panel.head.number.text())
    qtbot.waitUntil(lambda: any(page.panel.head.number.text() in word for word in box.texts), timeout=3000)
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert example.window.findChild(Palette) is None
    example.window.navigator.ask("palette")
    box = example.window.findChild(Palette)
    assert box is not None
    type_text(box.line, "登记一张")
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    example.settle()
    assert page._stack.currentIndex() == EDITOR and page.editor.task is not None and page.editor.task.step.starts


def test_the_rail_and_the_title_say_what_burns(example: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "逾期" in example.window.windowTitle(), timeout=5000)
    assert example.window.windowTitle().startswith("逾期 ")
    assert any(label[-1].isdigit() for label in example.window.rail.texts)


def test_units_are_reminded_by_one_key(example: Desk) -> None:
    example.window.navigator.ask("remind")
    example.settle()
    sheet = example.prompts.opened(TITLE)
    assert isinstance(sheet, ReminderSheet)
    assert TITLE == "催办" and sheet.units.count() > 2
    text = sheet.text.toPlainText()
    assert text.startswith("【12345催办】")
    sheet.copy.click()
    example.settle()
    assert QApplication.clipboard().text() == text
    assert "记了催单" in example.prompts.message[-1]
    first = sheet.chosen[0].tickets[0]
    assert example.office.tickets.detail(first.id).history[-1].step == "urge"
    sheet.picture.click()
    example.settle()
    assert QApplication.clipboard().mimeData().hasImage() and "已经记过" in example.prompts.message[-1]


def test_f1_opens_the_chapter_of_where_one_is(example: Desk) -> None:
    from hotline_desktop.gui.records.sheets.help_sheet import HelpSheet

    for place, title in ((Place.TICKETS, "20_ticket_way.md"), (Place.SUPERVISION, "40_supervision.md")):
        example.go(place)
        example.window.navigator.ask("help")
        sheet = example.prompts.opened(HELP_TITLE)
        assert isinstance(sheet, HelpSheet)
        row = sheet.manual.contents.currentRow()
        assert sheet.manual.chapters[row].path.name == title
    example.window.navigator.ask("keys")
    assert isinstance(sheet, HelpSheet)
    assert "Alt+1" in sheet.currentWidget().toPlainText()  # type: ignore[attr-defined]


def test_labels_of_the_pane_are_whole(example: Desk) -> None:
    """The header wraps: no tag, number or deadline of the hardest tickets is cut at the narrowest pane."""
    page = tickets(example)
    page.view.splitter.setSizes([2000, 420])
    for filter in (TicketFilter(pending="督办中"), TicketFilter(stages=(Stage.TO_DISPATCH,)), TicketFilter()):
        for row in example.office.tickets.page(filter, limit=4).rows:
            page.open_at(row.id)
            example.settle()
            head = page.panel.head
            for label in head.findChildren(QLabel):
                if label.isVisible() and label.text():
                    assert label.width() >= label.sizeHint().width(), (row.number, label.text())
                    corner = label.mapTo(head, label.rect().bottomRight())
                    assert head.rect().contains(corner), (row.number, label.text())
