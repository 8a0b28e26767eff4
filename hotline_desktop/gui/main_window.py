"""The window's frame: rail, pages, status line, toast. It knows pages only by the protocol in ``page.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.time.workdays import Day
from hotline_desktop.gui.closing import may_close
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.dropping import FilesStayOut
from hotline_desktop.gui.kit.key_tips import KeyTips
from hotline_desktop.gui.kit.pressing import mend_presses
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.pages import PAGES
from hotline_desktop.gui.shell.access.gate import Gate
from hotline_desktop.gui.shell.access.unlocking import Unlocking
from hotline_desktop.gui.shell.background.jobs import Job, Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts, as_text
from hotline_desktop.gui.shell.keeping.keeping import BackupKeeper
from hotline_desktop.gui.shell.keeping.replacing import Replacing
from hotline_desktop.gui.shell.pages.actions import ACTIONS
from hotline_desktop.gui.shell.pages.page_stack import EVERYTHING, PageStack
from hotline_desktop.gui.shell.pages.rail import Rail
from hotline_desktop.gui.shell.pages.status_line import StatusLine
from hotline_desktop.gui.shell.remembered.colours import wear_remembered
from hotline_desktop.gui.shell.remembered.text_size import apply_remembered
from hotline_desktop.gui.shell.session.navigation import Navigator, Place
from hotline_desktop.gui.shell.session.office_to_come import OfficeToCome, once_shown, tell_upgrade
from hotline_desktop.gui.shell.session.session import Session, preferences_of
from hotline_desktop.gui.shell.watching.data_watch import DataWatch
from hotline_desktop.gui.shell.watching.day_watch import TITLE, DayWatch
from hotline_desktop.gui.shell.watching.index_keeper import IndexKeeper
from hotline_desktop.gui.shell.watching.standing_watch import StandingWatch
from hotline_desktop.gui.window_actions import run_action

if TYPE_CHECKING:
    from hotline_desktop.gui.shell.session.office_to_come import Opens
    from hotline_desktop.services.first_look import FirstLook
    from hotline_desktop.services.office import Office

_LOOK_MS = 5_000  # how late lights may be, also when the machine slept
_PAINTED_MS = 30  # the first page has the machine to itself until it stands there


class MainWindow(QMainWindow):
    """One window over one office. Shown at once; :meth:`start` opens the office in the database lane.

    ``keeps_office_open`` leaves closing it to whoever opened it. ``ready``: a first page loads; ``closed``: all ended.
    """

    ready = Signal()
    closed = Signal()

    def __init__(
        self, theme: Theme, jobs: Jobs, prompts: Prompts, data_dir: Path, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(880, 480)
        self._theme, self._jobs, self._prompts = theme, jobs, prompts
        self._data_dir, self._clock = data_dir, clock
        self._memory: QSettings = preferences_of(data_dir)
        self.navigator = Navigator(self)
        self.session: Session | None = None
        self.keeps_office_open = False
        self._open: Opens | None = None
        self._look: Callable[[], FirstLook | None] | None = None
        self._moment = clock()  # that is shown
        self.keeper: BackupKeeper | None = None
        self.watch: DayWatch | None = None
        self._replacing = Replacing(self, self, jobs, prompts, data_dir, clock)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wear_remembered(theme, app, self._memory)
            apply_remembered(theme, app, self._memory)
        self._build()
        self._connect()
        self._restore_place()

    def start(
        self,
        open_office: Opens,
        first: Place = Place.TODAY,
        look: Callable[[], FirstLook | None] | None = None,
    ) -> Job | None:
        """Opens the office off the window's thread and shows ``first``; a failure is told in the window.

        What ``look`` finds is shown meanwhile as 今日; the work of looking is given back.
        """
        self._open, self._look = open_office, look or self._look
        if look is None:
            self._open_office(open_office, first)
            return None
        return self._jobs.run(
            look,
            lambda found: self._looked(found, first),
            failed=lambda _error: self._open_office(open_office, first),
        )

    def show_place(self, place: Place, target: object = None) -> None:
        """Brings a page to the front; nothing happens before the office is open."""
        if self.session is not None:
            self.rail.show_place(place)
            self.stack.show_place(self.session, place, target)

    def tell_unforeseen(self, error: Exception) -> None:
        """Tells an error; where it came of a value of the office that nobody can read, says where that stands."""
        office = self.session.office if self.session is not None and not self.session.opening else None
        if office is None or isinstance(error, HotlineError | OSError):
            self._prompts.error(error)
            return

        def look() -> None:
            with office.naming_unfit():
                raise error

        self._jobs.run(look, failed=self._prompts.error, owner=self)

    def closeEvent(self, event: QCloseEvent) -> None:
        pages, session = self.stack.everybodys(), self.session
        if not all(page.may_close() for page in pages) or (session is not None and not may_close(session)):
            event.ignore()
            return
        self._memory.setValue("window/geometry", self.saveGeometry())
        self._memory.sync()
        self._prompts.close_all()
        office = session.office if session is not None and not session.opening else self.gate.office
        self._end_session()
        if session is not None and self.keeper is not None:
            self.keeper.at_the_end(self)
        if office is not None and not self.keeps_office_open:
            self._jobs.finish(office.close)
        else:
            self._jobs.close()
        super().closeEvent(event)
        self.closed.emit()

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.rail = Rail(self._theme)
        self.rail.set_ready(False)
        self.stack = PageStack(PAGES)
        self.status = StatusLine(self._theme)
        self._waiting = Blank(self._theme, "inbox", "正在打开工单", "请稍候……")
        self.stack.addWidget(self._waiting)
        self.unlocking = Unlocking(self.stack, self._theme, self._jobs, self)
        self.gate = Gate(self.stack, self._theme, self._jobs, self._prompts, self)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(body)
        self.toast = self.status.toast
        mend_presses(self)
        FilesStayOut(self)
        KeyTips(self._theme, self)
        for action in ACTIONS:
            if action.key:
                self._add_shortcut(action.id, action.key)

    def _add_shortcut(self, action_id: str, key: str) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.navigator.ask(action_id))

    def _connect(self) -> None:
        self.rail.chosen.connect(self.navigator.go)
        self.rail.helped.connect(lambda: self.navigator.ask("help"))
        self.navigator.went.connect(lambda *where: None if self.gate.keeps_out else self.show_place(*where))
        self.gate.closed.connect(self._shut)
        self.gate.opened.connect(self._unlocked)
        self.navigator.changed.connect(self._changed)
        self.navigator.asked.connect(self._act)
        self._prompts.said.connect(lambda *message: None if self.gate.shut else self.toast.tell(*message))
        self._jobs.slow.connect(self.status.follow)
        self._jobs.crashed.connect(self.tell_unforeseen)
        self.status.clerk_clicked.connect(self.change_clerk)
        self._clock_tick = QTimer(self, interval=_LOOK_MS)
        self._clock_tick.timeout.connect(self.follow_clock)

    def _restore_place(self) -> None:
        geometry = self._memory.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1366, 740)

    # -- opening -------------------------------------------------------------------------------------------

    def _looked(self, found: FirstLook | None, first: Place) -> None:
        """Shows the day as it is at a first look, and lets the office come once that is painted."""
        if self._open is None:
            return
        if found is None or first is not Place.TODAY:
            self._open_office(self._open, first)
            return
        coming = OfficeToCome(self._open)
        self.session = self._new_session(cast("Office", coming))
        self.session.opening = True
        self.show_place(first, found)
        once_shown(self, lambda: self._open_office(coming.opened, first), _PAINTED_MS)

    def _open_office(self, open_office: Opens, first: Place) -> None:
        failed = partial(self.not_opened, first=first)
        job = self._jobs.run(
            open_office, partial(self.opened, first=first), failed=failed, label="正在打开", with_progress=True
        )
        tell_upgrade(job, self._waiting)

    def _new_session(self, office: Office) -> Session:
        session = Session(office, self._jobs, self._prompts, self.navigator, self._theme, self._clock, self._data_dir)
        session.restore_from, session.rewrite = self._replacing.restore, self._replacing.rewrite
        self.rail.set_ready(True)
        return session

    def opened(self, office: Office, first: Place) -> None:
        """Shows an office that was opened, once somebody logged in where people have accounts."""
        self.gate.before(office, lambda: self._show_office(office, first))

    def _show_office(self, office: Office, first: Place) -> None:
        shown = self.session is not None
        if self.session is None:
            self.session = self._new_session(office)
        self.session.opening = False
        self.session.known.load()
        self.session.clock_check.look()
        self._watch_day(self.session)
        if shown:
            self.stack.catch_up()
        else:
            self.show_place(first)
        self._load_status()
        self._clock_tick.start()
        self.gate.watch(office)
        self.ready.emit()
        if self.keeper is not None:
            self.keeper.watch(office)
        QTimer.singleShot(0, self, lambda: self._prompts.warn(office.warnings))  # once the first page stands there

    def _watch_day(self, session: Session) -> None:
        """Counts on the rail and in the title, and the notices of the day."""
        self.watch = watch = DayWatch(session, self.come_forward, self)
        watch.counted.connect(self._show_counts)
        self.gate.closed.connect(watch.conceal)
        self.gate.opened.connect(watch.look)
        self.standing = StandingWatch(session, self.gate, self.stack, watch)
        self.data_watch = DataWatch(session, watch)
        self.index_keeper = IndexKeeper(session, watch)
        watch.look()

    def _show_counts(self, counts: dict[Place, int], title: str) -> None:
        self.rail.show_counts(counts)
        self.setWindowTitle(f"{title} · {TITLE}" if title else TITLE)

    def come_forward(self) -> None:
        """Raises the window as it was, whether minimised or covered."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def not_opened(self, error: Exception, first: Place) -> None:
        """Says why there is no office."""
        stopped = getattr(error, "kind", "") == "stopped"
        self.let_go("已取消" if stopped else "打不开工单数据", as_text(error))
        self._replacing.offer_ways_on(self._waiting, error, first, self._copy_diagnosis)

    def _copy_diagnosis(self) -> None:
        from hotline_desktop.gui.records.sheets.about_sheet import diagnosis

        QGuiApplication.clipboard().setText(diagnosis(self._data_dir))
        self.toast.tell("诊断信息已复制，可以粘贴给管理员。里面没有工单内容和个人信息。")

    def try_again(self, first: Place) -> None:
        """Opens the office that lies there now."""
        if self._open is not None:
            self.start(self._open, first, self._look)

    def let_go(self, title: str, text: str) -> None:
        """Gives up session and pages, and says what is under way."""
        self._end_session()
        if self.keeper is not None:
            self.keeper.rest()
        self.rail.set_ready(False)
        self.stack.begin_anew()
        self.stack.setCurrentWidget(self._waiting)
        self._waiting.take_back()
        self._waiting.tell(title, text)

    def _end_session(self) -> None:
        """What goes on by itself while an office is open ends before that office is closed."""
        self._clock_tick.stop()
        self.gate.rest()
        session, self.session = self.session, None
        if session is not None:
            session.looks.end()
        if self.watch is not None:
            self.watch.end()
            self.watch = None

    def _load_status(self) -> None:
        if self.session is None:
            return
        office, today = self.session.office, self._clock().date()
        self.status.show_clerk(self.session.clerk, self.session.only_looks)
        self._jobs.run(
            lambda: (office.time.calendar().day(today), office.settings.get().center), self._show_status, owner=self
        )

    def _show_status(self, found: tuple[Day, str]) -> None:
        self.status.show_day(found[0])
        self.status.show_office(found[1])

    # -- what happens --------------------------------------------------------------------------------------

    def _act(self, action_id: str) -> None:
        if self.session is not None and self.stack.page is not None:
            run_action(self, self.session, self.stack.page, action_id)

    def move_in(self) -> None:
        """Lets another computer's office come in the place of this one."""
        if self.session is not None and self._open is not None:
            self._replacing.move_in(self.session, self._open)

    def _changed(self, changes: Changes) -> None:
        opened = self.session is not None and not self.session.opening
        if self.session is not None and opened:
            self.session.known.follow(changes)
        self.stack.spread(changes)
        if self.watch is not None:
            self.watch.look()
        if changes.settings or changes.everything:
            self._load_status()
            if self.session is not None and not self.session.opening:
                self.gate.watch(self.session.office)

    def change_clerk(self) -> None:
        """Locks, where people have accounts; asks for another name where they have none."""
        if self.session is not None and not self.gate.lock("换人"):
            self.session.clerk = self._prompts.ask_name(self.session.clerk) or self.session.clerk

    def _shut(self) -> None:
        """Nobody is to see the office: what was typed is kept as drafts."""
        if self.stack.page is not None and self.session is not None:
            self.stack.page.go_out()
            self.session.looks.pause()
        self.toast.end()
        self.rail.set_ready(False)

    def _unlocked(self, before: str) -> None:
        """Somebody came in; another person than ``before`` has pages of his own, as he left them."""
        self.rail.set_ready(self.session is not None)
        if (session := self.session) is not None:
            if before:
                session.in_full = False
                self.show_place(self.stack.change_hands(before, session.clerk) or Place.TODAY)
            session.looks.resume()
        self._load_status()

    def follow_clock(self) -> None:
        """Lights and “today” move on while the window stands open, wherever the clock went meanwhile."""
        before, self._moment = self._moment, self._clock()
        if self._moment == before:
            return
        if self._moment.date() != before.date():
            self._load_status()
            self.stack.spread(EVERYTHING)
        self.stack.tick()
        self.navigator.ticked.emit()
        if self.watch is not None:
            self.watch.look()
