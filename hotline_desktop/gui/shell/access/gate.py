"""Who sees the office: the log-in before it, the lock after idle minutes, and the change from one person to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QWidget
from shiboken6 import isValid

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.access.concealing import Concealment, SignInWindow
from hotline_desktop.gui.shell.access.sign_in import SignInSheet
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts, as_text

if TYPE_CHECKING:
    from hotline_desktop.services.foundation.context import SignedIn
    from hotline_desktop.services.office import Office

_LOOK_MS = 5_000
_MINUTE_MS = 60_000
_ACTS = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    )
)


class Gate(QObject):
    """Stands before the pages in ``stack`` while nobody is logged in.

    ``closed`` when the office is not to be seen any more, ``opened(before)`` when somebody came in; ``before`` is who
    was here, where that is another person, and empty else. Questions that wait keep what was typed into them until the
    same person is here again, and so does what is told meanwhile; another person never sees them.
    """

    closed = Signal()
    opened = Signal(str)

    def __init__(self, stack: QStackedWidget, theme: Theme, jobs: Jobs, prompts: Prompts, parent: QObject) -> None:
        super().__init__(parent)
        self._stack, self._theme, self._jobs, self._prompts = stack, theme, jobs, prompts
        jobs.works_for, jobs.telling = lambda: prompts.speaks_to, prompts.to
        self._sheet: SignInSheet | None = None
        self._over: SignInWindow | None = None
        self._concealed: Concealment | None = None
        self._office: Office | None = None
        self._then: Callable[[], None] | None = None
        self._last = ""
        self._before: QWidget | None = None
        self._focus: QWidget | None = None
        self.idle_minutes = 0
        self._listening = False
        self._idle = QElapsedTimer()
        self._idle.start()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.lock_when_idle)

    @property
    def sheet(self) -> SignInSheet:
        """Where a name and a password are given; most offices never see it."""
        if self._sheet is None:
            self._sheet = SignInSheet(self._theme)
            self._stack.addWidget(self._sheet)
            self._sheet.entered.connect(self._enter)
        return self._sheet

    @property
    def office(self) -> Office | None:
        """The office that it stands before."""
        return self._office

    @property
    def shut(self) -> bool:
        """Whether the office may not be seen now."""
        return self._sheet is not None and self._stack.currentWidget() is self._sheet

    @property
    def keeps_out(self) -> bool:
        """Whether nobody is here whom the window may be led anywhere for: none, or only whose work ended later."""
        return self.shut or self._prompts.speaks_to != self._prompts.person

    def before(self, office: Office, then: Callable[[], None]) -> None:
        """Shows ``office`` by ``then``, where people have accounts only when one of them has logged in."""
        self._office = office
        if not office.people.waiting:
            then()
            return
        self._then = then
        self._ask("请登录", "")

    def watch(self, office: Office) -> None:
        """Locks when nobody did anything for as long as the office set."""
        self._office = office
        self._look.start()
        self._jobs.run(lambda: office.settings.get().lock_minutes, self._set_idle, owner=self)

    def rest(self) -> None:
        """Stops watching: the office is closed."""
        self._office = self._then = None
        self._look.stop()
        self._prompts.away = False
        self._listen_no_more()

    def lock(self, why: str = "已锁定") -> bool:
        """Nobody works here until a password is given; False in an office without accounts."""
        office = self._office
        who = office.people.current if office is not None else None
        if office is None or who is None or self.shut:
            return who is not None
        self._before, self._last = self._stack.currentWidget(), who.name
        self._focus = self._stack.window().focusWidget()
        self._prompts.person, self._prompts.away = who.name, True
        self._concealed = Concealment(self._stack.window())
        self._listen()  # whatever opens from now on is to be hidden as well
        self.closed.emit()
        office.people.log_out()
        self._jobs.run(office.hide_copies, lambda _hidden: None, failed=lambda _error: None)
        self._ask(why, who.name)
        return True

    @property
    def asking(self) -> SignInSheet:
        """Where the password is to be typed: in the office's window, or over the questions that wait."""
        return self._over.sheet if self._over is not None else self.sheet

    def lock_when_idle(self) -> None:
        """Locks where nobody did anything for long enough."""
        office = self._office
        if office is None or office.people.current is None or not self.idle_minutes:
            return
        self._listen()
        if self.idle_ms() >= self.idle_minutes * _MINUTE_MS:
            self.lock(f"{self.idle_minutes} 分钟没有动，已锁定")

    def _listen(self) -> None:
        """From now on it is known when somebody did something, and what opens: each event costs that, so not before."""
        app = QApplication.instance()
        if app is not None and not self._listening:
            self._listening = True
            app.installEventFilter(self)
            self._idle.restart()

    def _listen_no_more(self) -> None:
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._listening = False

    def idle_ms(self) -> int:
        """How long nobody did anything."""
        return self._idle.elapsed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self._idle.restart()
        elif event.type() == QEvent.Type.Show and self._concealed is not None and isinstance(watched, QWidget):
            self._concealed.arrived(watched)
            if isinstance(watched, QDialog) and watched is not self._over:
                QTimer.singleShot(0, self, self._ask_in_front)
        return False

    def _set_idle(self, minutes: int) -> None:
        self.idle_minutes = minutes

    def _ask(self, title: str, name: str) -> None:
        office = self._office
        assert office is not None
        self._stack.setCurrentWidget(self.sheet)
        self._ask_in_front()
        self._jobs.run(
            lambda: [account.name for account in office.people.accounts() if account.active],
            lambda names: self._ask_in_both(title, names, name or (names[0] if names else "")),
            failed=lambda error: self._ask_without_list(title, name, as_text(error)),
            owner=self,
        )

    def _ask_in_both(self, title: str, names: list[str], name: str) -> None:
        for sheet in dict.fromkeys((self.sheet, self.asking)):
            sheet.ask(title, names, name)

    def _ask_without_list(self, title: str, name: str, why: str) -> None:
        """Who was here can come in although it is not known who else could."""
        self._ask_in_both(title, [name] if name else [], name)
        self.asking.refuse(why)

    def _ask_in_front(self) -> None:
        """A window of its own where questions wait, which let nothing be typed into the office's."""
        if self._concealed is None or not self._concealed.questions:
            return
        if self._over is None:
            self._over = SignInWindow(self._theme, self._stack.window())
            self._over.sheet.entered.connect(self._enter)
            self._over.sheet.ask(self.sheet.title.text(), self.sheet.names, self.sheet.name.currentText())
        self._over.come_forward()

    def _enter(self, name: str, password: str) -> None:
        office = self._office
        if office is None:
            return

        def work() -> tuple[SignedIn, str]:
            return office.people.log_in(name, password), office.people.recoveries()

        self._jobs.run(work, self._entered, failed=lambda error: self.asking.refuse(as_text(error)), owner=self)

    def _entered(self, found: tuple[SignedIn, str]) -> None:
        who, recoveries = found
        before = "" if self._last in ("", who.name) else self._last
        self._last = self._prompts.person = who.name
        then, self._then = self._then, None
        if then is not None:
            then()
        else:
            self._come_back(before)
        if recoveries:
            self._prompts.warn([recoveries])

    def _come_back(self, before: str) -> None:
        if self._over is not None:
            self._over.done(QDialog.DialogCode.Accepted)
            self._over.deleteLater()
        concealed, self._concealed, self._over = self._concealed, None, None
        self._prompts.away = False
        if not self.idle_minutes:
            self._listen_no_more()
        if before:
            self._prompts.keep_what_waits(before)
            if concealed is not None:
                concealed.end()
            self._prompts.close_all()
        else:
            if self._before is not None:
                self._stack.setCurrentWidget(self._before)
            if self._focus is not None and isValid(self._focus):
                self._focus.setFocus()
            if concealed is not None:
                concealed.lift()
        self._before = self._focus = None
        self.opened.emit(before)
        QTimer.singleShot(0, self._prompts, self._prompts.say_what_waits)
