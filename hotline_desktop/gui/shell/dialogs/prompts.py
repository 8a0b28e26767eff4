"""The only dialogs of the window. Pages ask here, so that tests can answer without a screen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.domain.terms.roles import LONGEST_NAME
from hotline_desktop.domain.terms.text import beyond
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.dialogs.boxes import MessageDialog, SideWindow, window_in_front
from hotline_desktop.gui.shell.dialogs.file_places import FilePlaces, with_ending
from hotline_desktop.gui.shell.dialogs.unsaid import Message, Unsaid
from hotline_desktop.system.os_errors import os_error_message
from hotline_desktop.system.paths import incomplete

EXCEL_FILES = "表格文件 (*.xlsx *.xls *.et *.csv *.txt *.xlsm *.xlt *.ett *.ods *.tsv *.htm *.html *.mht *.xml)"
EXCEL_FILE = "Excel 表格 (*.xlsx)"
PDF_FILE = "PDF 文件 (*.pdf)"
WORD_FILE = "Word 文件 (*.docx)"
ANY_FILE = "所有文件 (*)"
_UNEXPECTED = (
    "程序遇到了没有预料到的情况，这一步没有完成。已经保存的内容没有受影响。"
    "请再试一次；如果还是这样，请把数据文件夹里 logs 中的日志交给管理员。"
)
_NOT_ASKED = "轮到问这一句的时候，您已经不在这里，没有照办。要办请再来一次。"
_BESIDE = QSize(1080, 860)


class Prompts(QObject):
    """Asks and tells the clerk.

    ``say`` is for what went well (a line at the foot of the window, with an undo where there is one), ``error`` for
    what did not. ``said(text, action, callback, take_back)`` carries the former to the window. While nobody is logged
    in (``away``) neither shows anything: :meth:`say_what_waits` does when the person is back, and tells another one
    only what is ``of_office``. What comes of work that somebody else began (:meth:`to`) waits for that person too, and
    nothing is asked or opened for who is not here.
    """

    said = Signal(str, str, object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._windows: dict[str, SideWindow] = {}
        self._kept: dict[tuple[str, str], list[str]] = {}
        self._unsaid = Unsaid()
        self.places = FilePlaces()
        self.person = ""  # who is logged in
        self.away = False
        self._absent = ""  # whose work is told of, where that is somebody else

    @property
    def speaks_to(self) -> str:
        """Who is told what is told now: who is logged in, or whose work it comes of."""
        return self._absent or self.person

    @contextmanager
    def to(self, person: str) -> Iterator[None]:
        """What is told inside it is for ``person``, who began what it comes of; empty where nobody was logged in."""
        before, self._absent = self._absent, person if person != self.person else ""
        try:
            yield
        finally:
            self._absent = before

    def say(
        self,
        text: str,
        action: str = "",
        callback: Callable[[], None] | None = None,
        take_back: Callable[[], None] | None = None,
        of_office: bool = False,
    ) -> None:
        """Shows ``text`` for some seconds; ``action`` (撤销) offers one thing to do about it, ``take_back`` withdraws
        the step that is told of.
        """
        self._tell(Message(text, "", action, callback, take_back, of_office))

    def error(self, problem: Exception | str, title: str = "没有完成", of_office: bool = False) -> None:
        """Says what happened, what was kept and what to do.

        A HotlineError brings its own sentence; anything else is logged by its kind and told calmly.
        Cancelled is
        only mentioned.
        """
        if isinstance(problem, Cancelled):
            self.say(str(problem))
        else:
            self._tell(Message(as_text(problem), title, of_office=of_office))

    def warn(self, warnings: Sequence[str]) -> None:
        """Says what whoever works in the office is to know about it first, where there is anything."""
        if warnings:
            self.error("\n\n".join(warnings), "请先看这里", of_office=True)

    def _tell(self, message: Message) -> None:
        if self.away or (self._absent and not message.of_office):
            self._unsaid.keep(self.speaks_to, message)
        elif not message.title:
            self.said.emit(message.text, message.action, message.callback, message.take_back)
        else:
            box = MessageDialog(self._theme, "triangle-alert", "red", message.title, message.text)
            box.message = message
            box.add_button("知道了", primary=True).clicked.connect(box.accept)
            with self.to(""):  # whoever reads it may begin work of his own meanwhile
                box.answer()

    def not_asked(self, title: str, text: str = "") -> bool:
        """Whether who is to be asked is not here: that person reads the question later."""
        if self._absent:
            self._tell(Message(f"{text}\n\n{_NOT_ASKED}".strip(), title))
        return bool(self._absent)

    def say_what_waits(self) -> None:
        """What was to be said while nobody was here, one after the other; it waits on where nobody is here again."""
        person, waiting = self.person, [] if self.away else self._unsaid.take(self.person)
        passed = [message for message in waiting if not message.title]
        if len(passed) > 1:  # the foot has room for one
            waiting = [message for message in waiting if message.title]
            waiting.append(Message("\n".join(message.text for message in passed), "锁定期间的消息"))
            waiting.extend(message for message in passed[-1:] if message.callback or message.take_back)
        for message in waiting:
            if self.person == person or message.of_office:
                self._tell(message)
            else:
                self._unsaid.keep(person, message)

    def confirm(self, question: str, detail: str, action: str, danger: bool = False) -> bool:
        """True when the clerk chooses ``action`` (the verb on the button). Only for what cannot be undone.

        ``danger``: something would be lost or leave the office, so that Enter answers 取消.
        """
        if self.not_asked(question, detail):
            return False
        box = MessageDialog(
            self._theme, "triangle-alert" if danger else "circle-question-mark", _tone(danger), question, detail
        )
        box.add_button("取消", primary=danger).clicked.connect(box.reject)
        go_on = box.add_button(action, primary=not danger)
        if danger:
            go_on.setProperty("role", "danger")
        go_on.clicked.connect(box.accept)
        return box.answer()

    def show(self, title: str, content: QWidget) -> None:
        """A dialog around ``content`` that only informs; where ``content`` says what is worked with in it, by its focus
        proxy, the keyboard is there.
        """
        if self.not_asked(title):
            return
        box = MessageDialog(self._theme, "info", "accent", title, "")
        box.hold(content)
        works = content.focusProxy() is not None
        box.add_button("关闭", primary=not works).clicked.connect(box.accept)
        if works:
            content.setFocus(Qt.FocusReason.OtherFocusReason)
        box.answer()

    def open(self, title: str, content: Callable[[], QWidget], size: QSize = _BESIDE) -> None:
        """A window of its own beside the office's, which stays open while the clerk works on; raised if it is there."""
        if self.not_asked(title):
            return
        window = self._windows.get(title)
        if window is None:
            window = self._windows[title] = SideWindow(title, content(), size)
            window.finished.connect(lambda _result: self._windows.pop(title, None))
        window.show()
        window.raise_()
        window.activateWindow()

    def opened(self, title: str) -> QWidget | None:
        """What the open window of that title shows."""
        window = self._windows.get(title)
        return window.content if window is not None else None

    @property
    def windows(self) -> Mapping[str, QWidget]:
        """The windows that are open, by their titles."""
        return MappingProxyType(self._windows)

    def close(self, title: str) -> None:
        """Closes the window of that title, where there is one."""
        window = self._windows.pop(title, None)  # a hidden one does not say that it is finished
        if window is not None:
            window.close()

    def close_all(self) -> None:
        """Closes every window that :meth:`open` opened."""
        for title in list(self._windows):
            self.close(title)

    def ask_name(self, known: str = "") -> str:
        """The clerk's name for the history; empty when she closes the dialog."""
        text = "您的姓名会写进每一条办理记录，只问这一次，以后可在“设置”里改。"
        return self.ask_text("请问您的姓名？", text, known, "姓名", limit=LONGEST_NAME)

    def ask_text(self, title: str, text: str, value: str = "", label: str = "", limit: int = 200) -> str:
        """One line of text that must not be empty; empty when the clerk closes the dialog."""
        if self.not_asked(title, text):
            return ""
        box = MessageDialog(self._theme, "user" if label == "姓名" else "square-pen", "accent", title, text)
        line = QLineEdit(value)
        line.setPlaceholderText(label)
        line.setAccessibleName(label or title)
        told = QLabel()
        told.setProperty("role", "problem")
        told.hide()
        box.body.addWidget(line)
        box.body.addWidget(told)
        box.add_button("取消").clicked.connect(box.reject)
        done = box.add_button("确定", primary=True)

        def judge(typed: str) -> None:
            too_long = beyond(typed.strip(), limit)
            told.setText(too_long)
            told.setVisible(bool(too_long))
            done.setEnabled(bool(typed.strip()) and not too_long)

        judge(value)
        line.textChanged.connect(judge)
        line.returnPressed.connect(done.click)
        done.clicked.connect(box.accept)
        line.setFocus()
        return line.text().strip() if self._answered(box) else ""

    def fill(self, title: str, text: str, form: QWidget, action: str, ready: SignalInstance | None = None) -> bool:
        """A dialog around ``form``; True where the clerk chooses ``action``, which waits until ``ready(True)``."""
        if self.not_asked(title, text):
            return False
        box = MessageDialog(self._theme, "square-pen", "accent", title, text)
        box.hold(form)
        box.add_button("取消").clicked.connect(box.reject)
        done = box.add_button(action, primary=True)
        done.clicked.connect(box.accept)
        if ready is not None:
            done.setEnabled(False)
            ready.connect(done.setEnabled)
        form.setFocus()
        return self._answered(box)

    def _answered(self, box: MessageDialog) -> bool:
        """Whether a question into which something is typed was agreed to; what was left of it earlier stands in it."""
        box.put(self._kept.pop((self.person, box.question), []))
        return box.answer()

    def ask_secret(self, title: str, text: str, label: str) -> str:
        """A passphrase that must not be seen; empty when the clerk closes the dialog."""
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setPlaceholderText(label)
        line.setAccessibleName(label)
        return line.text() if self.fill(title, text, line, "确定") else ""

    def keep_what_waits(self, person: str) -> None:
        """Keeps what ``person`` was being told, and what he had half typed into questions that nobody answers any more.

        The one is told when he is back, the other stands there again when he is asked the same, until the program is
        closed.
        """
        for window in QApplication.topLevelWidgets():
            if not isinstance(window, MessageDialog) or not window.isVisible():
                continue
            if window.message is not None:
                self._unsaid.keep(person, window.message)
            elif typed := window.typed():
                self._kept[person, window.question] = typed

    def open_file(self, title: str, kinds: str = EXCEL_FILES, folder: str = "") -> Path | None:
        """A file that is there, or None."""
        if self.not_asked(title):
            return None
        where = self.places.begin(folder)
        name, _kind = QFileDialog.getOpenFileName(window_in_front(), title, where, f"{kinds};;{ANY_FILE}")
        return self.places.chosen(name)

    def open_files(self, title: str, kinds: str = ANY_FILE, folder: str = "") -> list[Path]:
        """Several files that are there; empty when the clerk chooses none."""
        if self.not_asked(title):
            return []
        names, _kind = QFileDialog.getOpenFileNames(window_in_front(), title, self.places.begin(folder), kinds)
        return [path for name in names if (path := self.places.chosen(name)) is not None]

    def save_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        """Where to save, with the ending of the chosen kind; asked before an existing file is replaced."""
        if self.not_asked(title):
            return None
        where = self.places.begin(name=suggested)
        name, kind = QFileDialog.getSaveFileName(window_in_front(), title, where, kinds)
        typed = self.places.chosen(name)
        path = typed and with_ending(typed, kind, kinds)
        if path is not None and path != typed and path.exists():  # the dialog asked about what was typed
            detail = f"“{path.name}”已经在这个文件夹里，替换以后原来的内容就没有了。"
            return path if self.confirm("替换已有的文件？", detail, "替换", danger=True) else None
        return path

    def choose_folder(self, title: str, folder: str = "") -> Path | None:
        """An existing folder, or None."""
        if self.not_asked(title):
            return None
        name = QFileDialog.getExistingDirectory(window_in_front(), title, self.places.begin(folder))
        return self.places.chosen(name, folder=True)


def as_text(problem: Exception | str) -> str:
    """A sentence for the screen; what was not expected is logged by its kind, and its own text is not shown."""
    if isinstance(problem, OSError):
        return os_error_message(problem)
    if isinstance(problem, Exception) and not isinstance(problem, HotlineError):
        logging.getLogger(__name__).error("unexpected %s", type(problem).__name__)
        return incomplete(problem.name or problem) if isinstance(problem, ImportError) else _UNEXPECTED
    return str(problem)


def _tone(danger: bool) -> str:
    return "red" if danger else "accent"
