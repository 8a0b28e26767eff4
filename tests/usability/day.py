"""A clerk's whole day pressed together: ``xvfb-run -s "-screen 0 1366x768x24" python -m tests.usability.day``.

Keys come from the X server by xdotool where there is one, from Qt elsewhere; Chinese comes as from an input method. At
the end of the day the window must hold what it held in the morning: widgets, threads, timers, memory.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.example.office import open_example
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.records.sheets.reminders import TITLE as REMINDERS
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.start import make_application
from hotline_desktop.gui.views.tickets.paste_sheet import TITLE as PASTE
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Desk
from tests.gui.example_desk import NOW
from tests.usability.doing import UNIT_LETTERS, opened, take_by_key
from tests.usability.meter import ALT, CTRL, SHIFT, Clerk

_SECRET = "songshu-guohe-49"
_STEP = timedelta(minutes=8)
_WORKER = re.compile(r"(?:database|aside|looking|drawing)_\d")  # of the pools of jobs
_MORNING = 12  # tickets until everything has been made once
_HARMLESS = "This plugin does not support"
_MATTERS = ("路灯不亮", "垃圾清运不及时", "夜间施工扰民", "自来水水压低", "占道经营", "楼道堆物", "河道漂浮物")
_NAMES = {CTRL: "ctrl", ALT: "alt", SHIFT: "shift"}
_KEYS = {Qt.Key.Key_Return: "Return", Qt.Key.Key_Tab: "Tab", Qt.Key.Key_Escape: "Escape", Qt.Key.Key_End: "End"}
_KEYS |= {Qt.Key.Key_Down: "Down", Qt.Key.Key_Right: "Right", Qt.Key.Key_Home: "Home"}


@dataclass(frozen=True, slots=True)
class Held:
    """What the program holds at one moment."""

    widgets: Counter[str]
    actions: int
    timers: int
    threads: Counter[str]
    megabytes: float

    def grown(self, before: Held) -> dict[str, int]:
        """Kinds of widgets that there are more of."""
        return dict((self.widgets - before.widgets).items())


class _Arrivals(QObject):
    """Counts keys that were let go, to know when one from the X server has come."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(watched, QWidget):
            self.keys += 1
        return False


@dataclass
class ServerKeys(Clerk):
    """Presses keys at the X server, as a keyboard does."""

    arrivals: _Arrivals = field(default_factory=_Arrivals)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        names = [word for one, word in _NAMES.items() if modifier & one]
        letter = _KEYS.get(key) or chr(key.value).lower()
        for _time in range(times):
            self.count.keys += 1 + len(names)
            self._timed(lambda: self._send("key", "+".join((*names, letter))))

    def type(self, text: str) -> None:
        if not text.isascii():
            super().type(text)
            return
        self.count.letters += len(text)
        self._send("type", text)
        settle(self.desk.jobs)

    def _send(self, *order: str) -> None:
        expected = self.arrivals.keys + 1
        subprocess.run(["xdotool", order[0], "--delay", "2", *order[1:]], check=True, timeout=20)
        until = time.monotonic() + 3
        while self.arrivals.keys < expected and time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.002)


class Day:
    """Registers, dispatches, urges, calls back, closes, prints, locks and unlocks; ``problems`` is what went wrong."""

    def __init__(self, desk: Desk, clerk: Clerk) -> None:
        self.desk, self.clerk = desk, clerk
        self.problems: list[str] = []
        self.made: list[int] = []
        self.did: Counter[str] = Counter()
        people = desk.office.people
        people.add(CLERK, Role.ADMINISTRATOR, _SECRET, CLERK)
        desk.window.gate.watch(desk.office)
        settle(desk.jobs)

    def run(self, tickets: int) -> tuple[Held, Held]:
        """The whole day; what was held once everything had been made, and at the end."""
        morning = held()
        for place in range(tickets):
            self.ticket(place)
            if place == _MORNING:
                morning = self._at_rest()
        return morning, self._at_rest()

    def ticket(self, place: int) -> None:
        """One call and what lies around it."""
        self.desk.clock.now += _STEP
        number = f"2026112610{7000 + place}"
        self._do("登记", lambda: self.register(number, place, paste=place % 3 != 0))
        self.made.append(self.desk.office.tickets.find(number))
        self._do("派单", lambda: self.dispatch(self.made[-1]))
        if place % 4 == 3:
            self._do("回访、结案", lambda: self.close(self.made[-3]))
        if place % 6 == 5:
            self._do("打印", self.print)
        if place % 10 == 9:
            self._do("催办", self.urge)
        if place % 12 == 11:
            self._do("锁定", self.lock)
        if place % 5 == 4:
            self._do("翻看", self.look_round)

    def register(self, number: str, place: int, paste: bool) -> None:
        matter, phone = f"第{place}号楼前{_MATTERS[place % len(_MATTERS)]}", f"138000{10000 + place}"
        page: Any = self.desk.go(Place.TICKETS)
        page.list.focus()
        if paste:
            caller = f"来电人：赵文静\n联系电话：{phone}\n诉求地址：新海路{place}弄"
            QGuiApplication.clipboard().setText(f"工单编号：{number}\n{caller}\n来电内容：{matter}\n")
            self.clerk.press(Qt.Key.Key_V, CTRL | SHIFT)
            sheet: Any = self.desk.prompts.opened(PASTE)
            self._wait(lambda: bool(sheet.found))
            self.clerk.press(Qt.Key.Key_T, ALT)
            self._wait(lambda: page.editor.form is not None)
        else:
            self.clerk.press(Qt.Key.Key_N, CTRL)
            values = {"number": number, "content": matter, "caller": "赵文静", "phones": phone}
            self.clerk.fill(page.editor.form, **values)
        self.clerk.press(Qt.Key.Key_Return, CTRL)
        settle(self.desk.jobs)

    def dispatch(self, ticket: int) -> None:
        page = opened(self.clerk, ticket)
        take_by_key(self.clerk, page, "first_contact")
        self.clerk.press(Qt.Key.Key_Return, CTRL)
        page = opened(self.clerk, ticket)
        take_by_key(self.clerk, page, "dispatch")
        self.clerk.tab_to(page.editor.form.editor("unit"))
        for letter in UNIT_LETTERS.upper():
            self.clerk.press(Qt.Key(ord(letter)))
        self.clerk.press(Qt.Key.Key_Return)
        self.clerk.press(Qt.Key.Key_Return, CTRL)
        self._expect(ticket, Stage.TO_ACCEPT)

    def close(self, ticket: int) -> None:
        """What the unit does comes over the service; callback and closing are the clerk's."""
        rated = {"fact": "属实", "demand": "符合政策法规", "resolution": "实际解决", "handling": "已修复"}
        office = self.desk.office.tickets
        for step, values in (
            ("accept", {}),
            ("answer", {"way": "电话（全程录音）", "recording": "LY1", "content": "已修复"}),
            ("satisfaction", {"grade": "满意"}),
            ("result", rated),
            ("review", {"answered": True, "handled": True, "verdict": "通过"}),
        ):
            office.do(ticket, step, values, CLERK)
        self.desk.window.navigator.ask("refresh")
        page = opened(self.clerk, ticket)
        grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
        take_by_key(self.clerk, page, "callback")
        self.clerk.fill(page.editor.form, **grades, matches="是", verdict="通过")
        self.clerk.press(Qt.Key.Key_Return, CTRL)
        page = opened(self.clerk, ticket)
        take_by_key(self.clerk, page, "close")
        self.clerk.press(Qt.Key.Key_Return, CTRL)
        self._expect(ticket, Stage.CLOSED)

    def print(self) -> None:
        opened(self.clerk, self.made[-1])
        self.clerk.press(Qt.Key.Key_P, CTRL)
        settle(self.desk.jobs)
        assert self.desk.prompts.path is not None
        self.desk.prompts.path.unlink()

    def urge(self) -> None:
        self.clerk.press(Qt.Key.Key_B, CTRL)
        settle(self.desk.jobs)
        sheet: Any = self.desk.prompts.opened(REMINDERS)
        self.clerk.tab_to(sheet.units)
        self.clerk.press(Qt.Key.Key_End)
        self.clerk.press(Qt.Key.Key_F, ALT)
        self.clerk.press(Qt.Key.Key_Escape)
        settle(self.desk.jobs)

    def lock(self) -> None:
        self.clerk.press(Qt.Key.Key_L, CTRL)
        settle(self.desk.jobs)
        assert self.desk.window.gate.shut, "locked"
        self.clerk.type(_SECRET)
        self.clerk.press(Qt.Key.Key_Return)
        self._wait(lambda: not self.desk.window.gate.shut)

    def look_round(self) -> None:
        """Every page of the rail, the tabs of a ticket, the palette, the letters of Alt."""
        for place in range(1, 8):
            self.clerk.press(Qt.Key(Qt.Key.Key_0 + place), CTRL)
        self.clerk.press(Qt.Key.Key_2, CTRL)
        page: Any = self.desk.window.stack.page
        for tab in range(page.panel.tabs.count()):
            page.panel.show_tab(tab)
            settle(self.desk.jobs)
        page.panel.show_tab(0)
        self.clerk.press(Qt.Key.Key_K, CTRL)
        self.clerk.press(Qt.Key.Key_Escape)
        self.clerk.press(Qt.Key.Key_Down, ALT)

    # -- inside --------------------------------------------------------------------------------------------

    def _do(self, name: str, work: Any) -> None:
        self.did[name] += 1
        try:
            work()
        except Exception as error:
            self.problems.append(f"{name} {self.did[name]}: {error!r}")
            self.desk.prompts.close_all()
            settle(self.desk.jobs)
        self.problems += [f"{name}: {each}" for each in self.desk.prompts.errors]
        self.desk.prompts.errors.clear()

    def _expect(self, ticket: int, stage: Stage) -> None:
        settle(self.desk.jobs)
        found = self.desk.office.tickets.detail(ticket).ticket.stage
        assert found is stage, f"{found} instead of {stage}: {self.desk.prompts.message[-1:]}"

    def _wait(self, ready: Any) -> None:
        until = time.monotonic() + 10
        while not ready():
            assert time.monotonic() < until, "it did not come"
            QCoreApplication.processEvents()
            time.sleep(0.005)
        settle(self.desk.jobs)

    def _at_rest(self) -> Held:
        self.desk.prompts.close_all()
        self.desk.prompts.message.clear()
        page: Any = self.desk.go(Place.TICKETS)
        page.filters.clear()
        page.list.focus()
        settle(self.desk.jobs)
        return held()


def held() -> Held:
    """Counts, after what was given up has gone."""
    for _time in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    timers = [each for top in QApplication.topLevelWidgets() for each in _timers(top) if each.isActive()]
    return Held(
        Counter(type(each).__name__ for each in QApplication.allWidgets()),
        sum(type(each) is QAction for each in gc.get_objects()),
        len(timers),
        Counter(thread.name for thread in threading.enumerate()),
        resident(),
    )


def _timers(widget: QWidget) -> list[QTimer]:
    return list(widget.findChildren(QTimer))


def resident() -> float:
    """Megabytes of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(arguments: list[str] | None = None) -> int:
    """Lives the day and says what was done, what was held and what went wrong; 1 where anything did."""
    from tests.gui.example_desk import desk_over

    parser = argparse.ArgumentParser(prog="python -m tests.usability.day", description=__doc__)
    parser.add_argument("--tickets", type=int, default=60)
    asked = parser.parse_args(arguments)
    if asked.tickets <= _MORNING + 1:
        parser.error(f"at least {_MORNING + 2} tickets: before, not everything has been made once")
    warned: list[str] = []
    qInstallMessageHandler(lambda kind, _context, text: _warned(warned, kind, text))
    theme = Theme(RESOURCES)
    theme.apply(make_application())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hotline-day-") as folder:
        example = Path(folder) / "example"
        start = datetime(NOW.year, NOW.month, NOW.day, 8, 30)
        open_example(example, lambda: start, PROJECT / "forms", RESOURCES).close()
        with desk_over(theme, example, Path(folder) / "data") as desk:
            desk.clock.now = start
            desk.prompts.path = Path(folder) / "处置单.pdf"
            clerk = _clerk(desk)
            day = Day(desk, clerk)
            morning, evening = day.run(asked.tickets)
            print(f"{type(clerk).__name__}: {clerk.count.keys:.0f} keys, {clerk.count.letters:.0f} letters, "
                  f"{time.monotonic() - began:.0f} s, office time {start:%H:%M}–{desk.clock.now:%H:%M}")  # fmt: skip
    print("done: " + ", ".join(f"{name} {often}" for name, often in day.did.items()))
    for name, one in (("morning", morning), ("evening", evening)):
        print(f"{name}: {one.widgets.total()} widgets, {one.actions} actions, {one.timers} timers, "
              f"{one.threads.total()} threads, {one.megabytes:.0f} MB")  # fmt: skip
    problems = [*day.problems, *warned, *too_much(morning, evening)]
    print("\n".join(problems) or "nothing went wrong, nothing was left over")
    return 1 if problems else 0


def too_much(morning: Held, evening: Held) -> list[str]:
    """What there is more of in the evening; rows of memory that lists keep are allowed."""
    found = [f"left over: {more} more {kind}" for kind, more in evening.grown(morning).items()]
    if evening.actions > morning.actions:
        found.append(f"left over: {evening.actions - morning.actions} actions")
    if evening.timers > morning.timers:
        found.append(f"left over: {evening.timers - morning.timers} timers")
    found += [
        f"left over: thread {name}" for name, number in evening.threads.items() if _is_more(morning, name, number)
    ]
    if evening.megabytes > morning.megabytes + 40:
        found.append(f"memory grew by {evening.megabytes - morning.megabytes:.0f} MB")
    return found


def _is_more(morning: Held, name: str, number: int) -> bool:
    """Whether a thread is left over; the first of a name that a pool gives is a worker that began to be needed."""
    return number > max(morning.threads[name], int(_WORKER.fullmatch(name) is not None))


def _clerk(desk: Desk) -> Clerk:
    if QGuiApplication.platformName() != "xcb" or shutil.which("xdotool") is None:
        return Clerk(desk)
    clerk = ServerKeys(desk)
    QApplication.instance().installEventFilter(clerk.arrivals)  # type: ignore[union-attr]
    desk.window.activateWindow()
    settle(desk.jobs)
    return clerk


def _warned(warned: list[str], kind: QtMsgType, text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg and _HARMLESS not in text:
        warned.append(f"Qt: {text}")


if __name__ == "__main__":
    sys.exit(main())
