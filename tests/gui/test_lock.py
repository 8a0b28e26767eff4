"""The lock hides what was half typed and gives it back to the same person; another one neither sees nor saves it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MethodType

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.gui.records.steps.drafts import Drafts
from hotline_desktop.gui.shell.access.concealing import SignInWindow
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.services.figures.day_cards import Card
from tests.gui.desk import CLERK, Desk, type_text
from tests.gui.test_people import ADMIN, SECRET, come_in

TYPED = "李建国要求撤回，电话13800010001"
TITLE = "撤回上一步"
SAVED, OFFICES = "已保存：签字件.pdf", "没有备份成：盘满了"


@pytest.fixture
def staffed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Where an administrator is logged in, and a clerk has an account; dialogs are real."""
    people = desk.office.people
    people.add(ADMIN, Role.ADMINISTRATOR, SECRET, CLERK)
    people.add(CLERK, Role.CLERK, SECRET, ADMIN)
    monkeypatch.setattr(desk.prompts, "ask_text", MethodType(Prompts.ask_text, desk.prompts))
    desk.window.gate.watch(desk.office)
    desk.window.gate._prompts.person = ADMIN
    desk.settle()
    return desk


def questions() -> list[QDialog]:
    """The windows that wait for an answer."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible() and w.isModal()]


def when_asked(act: Callable[[QDialog], None]) -> list[BaseException]:
    """Does ``act`` to the question that comes next, and ends every one afterwards; what failed."""
    failed: list[BaseException] = []

    def look() -> None:
        found = [window for window in questions() if not isinstance(window, SignInWindow)]
        if not found:
            QTimer.singleShot(20, look)
            return
        try:
            for _turn in range(5):
                QApplication.processEvents()  # what the lock does about a question that comes
            act(found[0])
        except BaseException as error:
            failed.append(error)
        finally:
            for window in reversed(questions()):
                window.done(0)

    QTimer.singleShot(20, look)
    return failed


def asked(desk: Desk, acts: list[Callable[[QDialog], None]]) -> str:
    """The answer to a question, in whose window the acts happen one after the other."""

    def act(box: QDialog) -> None:
        for each in acts:
            each(box)

    failed = when_asked(act)
    answer = desk.prompts.ask_text(TITLE, "写明原因。", label="原因")
    if failed:
        raise failed[0]
    return answer


def line_of(box: QDialog) -> QLineEdit:
    lines: list[QLineEdit] = list(box.findChildren(QLineEdit))
    return lines[0]


def reading() -> list[str]:
    """Everything that stands on the screen once a message does, for who is here reads it and nods."""
    read: list[str] = []
    when_asked(lambda _message: read.append(everything_seen()))
    return read


def said_to_nobody(desk: Desk) -> None:
    """An error and a line at the foot, of which nothing is to be seen."""
    Prompts.error(desk.prompts, TYPED)
    desk.prompts.say(SAVED)
    desk.settle()
    assert TYPED not in everything_seen() and not desk.window.toast.isVisible()


def everything_seen() -> str:
    return "".join(seen(window) for window in QApplication.topLevelWidgets() if window.isVisible())


def seen(window: QWidget) -> str:
    """Every word that stands on a window."""
    parts = [*window.findChildren(QLabel), *window.findChildren(QLineEdit)]
    return window.windowTitle() + "".join(part.text() for part in parts if part.isVisible())


def test_a_lock_hides_an_open_question_and_gives_it_back_with_what_was_typed(staffed: Desk, qtbot: QtBot) -> None:
    gate = staffed.window.gate

    def lock(box: QDialog) -> None:
        type_text(line_of(box), TYPED)
        assert gate.lock()
        staffed.settle()
        assert box.isVisible() and gate.shut and staffed.office.people.current is None
        assert TYPED not in seen(box) and TITLE not in seen(box)
        over = QApplication.activeModalWidget()
        assert over is not None and over is not box and gate.asking.isVisibleTo(over)

    def stay(box: QDialog) -> None:
        qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
        assert gate.shut and box.isVisible()

    def back(box: QDialog) -> None:
        come_in(staffed, ADMIN)
        assert not gate.shut and QApplication.activeModalWidget() is box
        assert TITLE in seen(box) and line_of(box).text() == TYPED
        assert box.focusWidget() is line_of(box)
        qtbot.keyClick(line_of(box), Qt.Key.Key_Return)

    assert asked(staffed, [lock, stay, back]) == TYPED


def test_another_person_neither_sees_nor_answers_it_and_the_first_finds_it_again(staffed: Desk) -> None:
    gate = staffed.window.gate

    def hand_over(box: QDialog) -> None:
        type_text(line_of(box), TYPED)
        gate.lock()
        come_in(staffed, CLERK)
        assert not box.isVisible() and QApplication.activeModalWidget() is None

    def empty(box: QDialog) -> None:
        assert line_of(box).text() == ""

    def there(box: QDialog) -> None:
        assert line_of(box).text() == TYPED

    assert asked(staffed, [hand_over]) == ""
    assert asked(staffed, [empty]) == ""
    gate.lock()
    come_in(staffed, ADMIN)
    assert asked(staffed, [there]) == ""


@pytest.mark.parametrize("minutes", [0, 10])
def test_a_question_that_comes_while_nobody_is_there_says_nothing(staffed: Desk, minutes: int) -> None:
    """At once after the lock, and also in an office that never locks by itself."""
    gate = staffed.window.gate
    gate.idle_minutes = minutes
    gate.lock()
    staffed.settle()

    def look(question: QDialog) -> None:
        assert TYPED not in seen(question)
        front = QApplication.activeModalWidget()
        assert front is not None and front is not question and gate.asking.isVisibleTo(front)
        come_in(staffed, ADMIN)
        assert TYPED in seen(question) and QApplication.activeModalWidget() is question

    failed = when_asked(look)
    Prompts.confirm(staffed.prompts, "删除草稿？", TYPED, "删除")
    assert failed == []


def test_a_window_beside_that_opens_while_nobody_is_there_waits(staffed: Desk) -> None:
    gate = staffed.window.gate
    gate.lock()
    staffed.settle()
    staffed.prompts.open(TITLE, lambda: QLabel(TYPED))
    assert TYPED not in everything_seen()
    staffed.settle()
    assert TYPED not in everything_seen()
    come_in(staffed, ADMIN)
    assert TYPED in everything_seen()
    staffed.prompts.close_all()


def test_a_list_that_drops_down_while_nobody_is_there_is_closed(staffed: Desk) -> None:
    gate = staffed.window.gate
    gate.lock()
    staffed.settle()
    menu = QMenu(staffed.window)
    menu.addAction(TYPED)
    menu.popup(staffed.window.pos())
    assert menu.windowOpacity() == 0
    staffed.settle()
    assert not menu.isVisible()
    gate.asking.name.showPopup()
    staffed.settle()
    assert gate.asking.name.view().isVisible()
    gate.asking.name.hidePopup()


def test_what_is_told_while_nobody_is_there_waits_for_the_same_person(staffed: Desk) -> None:
    staffed.window.gate.lock()
    staffed.settle()
    said_to_nobody(staffed)
    read = reading()
    come_in(staffed, ADMIN)
    assert len(read) == 1 and TYPED in read[0]
    assert staffed.window.toast.isVisible() and staffed.window.toast.text == SAVED


def test_another_person_is_told_only_what_is_the_offices(staffed: Desk) -> None:
    gate = staffed.window.gate
    gate.lock()
    staffed.settle()
    said_to_nobody(staffed)
    Prompts.error(staffed.prompts, OFFICES, of_office=True)
    read = reading()
    come_in(staffed, CLERK)
    assert len(read) == 1 and OFFICES in read[0] and TYPED not in read[0]
    assert questions() == [] and not staffed.window.toast.isVisible()
    gate.lock()
    read = reading()
    come_in(staffed, ADMIN)
    assert len(read) == 1 and TYPED in read[0] and OFFICES not in read[0]
    assert questions() == [] and staffed.window.toast.text == SAVED


def test_a_message_that_was_open_is_told_again_when_its_reader_is_back(staffed: Desk) -> None:
    gate = staffed.window.gate

    def hand_over(message: QDialog) -> None:
        gate.lock()
        staffed.settle()
        assert TYPED not in seen(message)
        come_in(staffed, CLERK)
        assert not message.isVisible() and TYPED not in everything_seen()

    failed = when_asked(hand_over)
    Prompts.error(staffed.prompts, TYPED)
    assert failed == []
    gate.lock()
    read = reading()
    come_in(staffed, ADMIN)
    assert len(read) == 1 and TYPED in read[0]


def test_several_lines_at_the_foot_are_read_together_afterwards(staffed: Desk) -> None:
    staffed.window.gate.lock()
    staffed.settle()
    for text in (SAVED, TYPED):
        staffed.prompts.say(text)
    read = reading()
    come_in(staffed, ADMIN)
    assert len(read) == 1 and SAVED in read[0] and TYPED in read[0]


def test_no_numbers_of_the_day_stand_in_the_title_while_nobody_is_there(staffed: Desk) -> None:
    window = staffed.window
    window._show_counts({Place.TODAY: 987}, "逾期 987")
    window.gate.lock()
    assert window.watch is not None
    window.watch._count()
    staffed.settle()
    assert "987" not in window.windowTitle() + "".join(window.rail.texts)


def test_a_file_dialog_waits_beneath_too(staffed: Desk, tmp_path: Path) -> None:
    (tmp_path / "清单.xlsx").write_bytes(b"PK")
    gate = staffed.window.gate

    def act(box: QDialog) -> None:
        assert isinstance(box, QFileDialog)
        line_of(box).setText("清单.xlsx")
        gate.lock()
        staffed.settle()
        assert "清单" not in seen(box)
        come_in(staffed, ADMIN)
        box.accept()

    failed = when_asked(act)
    chosen = Prompts.open_file(staffed.prompts, "打开", folder=str(tmp_path))
    assert failed == [] and chosen == tmp_path / "清单.xlsx"


def test_a_half_filled_form_stands_there_again(staffed: Desk) -> None:
    page = staffed.open(TicketsPage)
    page.forms.register()
    staffed.settle()
    assert page.editor.form is not None
    page.editor.form.set_values({"content": TYPED})
    staffed.window.gate.lock()
    come_in(staffed, ADMIN)
    assert staffed.window.stack.page is page and page.editor.form is not None
    assert page.editor.form.values()["content"] == TYPED


def test_half_filled_forms_and_drafts_are_each_persons_own(staffed: Desk) -> None:
    page = staffed.open(TicketsPage)
    page.forms.register()
    staffed.settle()
    assert page.editor.form is not None
    page.editor.form.set_values({"content": TYPED})
    staffed.window.gate.lock()
    come_in(staffed, CLERK)
    assert staffed.window.session is not None
    own = Drafts(staffed.data_dir, staffed.clock, owner=staffed.window.session.owner)
    assert own.all() == () and Drafts(staffed.data_dir).all() == ()
    other = staffed.open(TicketsPage)
    assert other is not page
    other.forms.register()
    staffed.settle()
    assert other.editor.form is not None and TYPED not in str(other.editor.form.values())
    other.editor.leave()
    page.editor.keep_draft()  # as a timer of the first person's form would
    assert own.all() == ()
    staffed.window.gate.lock()
    come_in(staffed, ADMIN)
    assert staffed.window.stack.page is page
    assert page.editor.form is not None and page.editor.form.values()["content"] == TYPED
    (draft,) = Drafts(staffed.data_dir, staffed.clock, owner=staffed.window.session.owner).all()
    assert draft.values["content"] == TYPED


def test_settings_that_were_changed_and_not_saved_are_not_the_next_persons(staffed: Desk) -> None:
    page = staffed.open(SettingsPage)
    section = next(iter(page.values.values()))
    line = next(line for line in section.findChildren(QLineEdit) if line.text())
    line.setText(line.text() + "别的")
    assert page.dirty
    staffed.window.gate.lock()
    assert not staffed.window.toast.offers
    come_in(staffed, CLERK)
    assert not staffed.window.toast.offers
    fresh = staffed.open(SettingsPage)
    assert fresh is not page and not fresh.dirty
    staffed.window.gate.lock()
    come_in(staffed, ADMIN)
    assert staffed.window.stack.page is page and page.dirty and line.text().endswith("别的")
    page._save_all()
    staffed.settle()


def test_nothing_is_told_at_the_foot_while_nobody_is_there(staffed: Desk) -> None:
    staffed.window.gate.lock()
    undone: list[bool] = []
    staffed.prompts.say(TYPED, "撤销", lambda: undone.append(True))
    staffed.window.navigator.ask("undo")
    assert not staffed.window.toast.isVisible() and undone == []
    come_in(staffed, CLERK)
    staffed.window.navigator.ask("undo")
    assert undone == []


@pytest.mark.parametrize(
    "action",
    ["register", "paste", "export", "import", "print", "palette", "remind", "find", "save", "example", "move_in"],
)
def test_no_key_leads_past_the_lock(staffed: Desk, action: str) -> None:
    staffed.go(Place.TICKETS)
    staffed.window.gate.lock()
    staffed.settle()
    staffed.window.navigator.ask(action)
    staffed.settle()
    assert staffed.window.gate.shut and staffed.office.people.current is None


def test_a_window_beside_stays_when_the_message_over_which_it_opened_is_gone(staffed: Desk) -> None:
    def open_beside(_message: QDialog) -> None:
        staffed.prompts.open(TITLE, lambda: QLabel(TYPED))

    failed = when_asked(open_beside)
    Prompts.error(staffed.prompts, SAVED)
    assert failed == []
    gc.collect()
    staffed.settle()
    assert TYPED in everything_seen()
    staffed.prompts.close(TITLE)


def test_a_reminder_tells_nobody_what_waits_and_the_next_one_here_everything(staffed: Desk) -> None:
    window, watch = staffed.window, staffed.window.watch
    assert watch is not None
    noon = staffed.clock().replace(hour=11, minute=15)
    window.gate.lock()
    staffed.settle()
    watch._remind(noon, 30, (Card("overdue", "逾期", 987, "red"),))
    staffed.settle()
    assert "987" not in everything_seen()
    come_in(staffed, CLERK)
    assert "987" in window.toast.text and window.toast.offers


def test_who_was_here_can_come_back_when_the_accounts_cannot_be_listed(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError(TYPED)

    gate = staffed.window.gate
    with monkeypatch.context() as broken:
        broken.setattr(staffed.office.people, "accounts", fail)
        gate.lock()
        staffed.settle()
    assert "没有预料到" in gate.asking.problem.text() and TYPED not in everything_seen()
    come_in(staffed, ADMIN)
    assert not gate.shut


@pytest.fixture
def long_work(staffed: Desk) -> Iterator[threading.Event]:
    """Lets the work that a test began come to its end."""
    end = threading.Event()
    yield end
    end.set()
    staffed.settle()


def hand_over(desk: Desk) -> None:
    """The administrator goes and the clerk comes, while work is under way that the former began."""
    gate = desk.window.gate
    gate.lock()
    gate._entered((desk.office.people.log_in(CLERK, SECRET), ""))  # its own job would wait behind that work
    assert desk.prompts.person == CLERK


@pytest.mark.parametrize("way", ["run", "run_aside", "draw"])
def test_work_that_ends_after_its_person_went_is_told_that_person(
    staffed: Desk, long_work: threading.Event, way: str
) -> None:
    getattr(staffed.jobs, way)(long_work.wait, lambda _done: staffed.prompts.say(SAVED))
    hand_over(staffed)
    long_work.set()
    staffed.settle()
    assert not staffed.window.toast.isVisible() and SAVED not in everything_seen()
    staffed.window.gate.lock()
    come_in(staffed, ADMIN)
    assert staffed.window.toast.isVisible() and staffed.window.toast.text == SAVED


def test_work_that_fails_after_its_person_went_is_told_that_person(staffed: Desk, long_work: threading.Event) -> None:
    def work() -> None:
        long_work.wait()
        raise HotlineError(TYPED)

    staffed.jobs.run_aside(work, failed=lambda error: Prompts.error(staffed.prompts, error, "没有导出"))
    hand_over(staffed)
    long_work.set()
    staffed.settle()
    assert TYPED not in everything_seen()
    staffed.window.gate.lock()
    read = reading()
    come_in(staffed, ADMIN)
    assert len(read) == 1 and TYPED in read[0] and "没有导出" in read[0]


def test_nothing_is_asked_or_opened_for_a_person_who_went(staffed: Desk, long_work: threading.Event) -> None:
    answers: list[object] = []
    prompts = staffed.prompts

    def ask(_done: object) -> None:
        answers.append(Prompts.confirm(prompts, TITLE, TYPED, "打印"))
        answers.append(Prompts.ask_text(prompts, TITLE, TYPED))
        Prompts.open(prompts, TYPED, QWidget)
        staffed.window.navigator.go(Place.SETTINGS)

    staffed.jobs.run_aside(long_work.wait, ask)
    hand_over(staffed)
    before = staffed.window.stack.page
    long_work.set()
    staffed.settle()
    assert answers == [False, ""] and questions() == [] and TYPED not in everything_seen()
    assert staffed.window.stack.page is before and TYPED not in prompts.windows


def test_what_the_next_person_begins_is_told_the_next_person(staffed: Desk, long_work: threading.Event) -> None:
    staffed.jobs.run_aside(long_work.wait, lambda _done: None)
    hand_over(staffed)
    long_work.set()
    staffed.settle()
    staffed.jobs.run(lambda: None, lambda _done: staffed.prompts.say(SAVED))
    staffed.settle()
    assert staffed.window.toast.text == SAVED
