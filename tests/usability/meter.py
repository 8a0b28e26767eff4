"""A clerk at keyboard and mouse: everything she does is counted, and what it costs is worked out by a known model.

The keystroke-level model (Card, Moran and Newell 1983): K 0.28 s a key for an average typist, P 1.1 s to point with the
mouse, B 0.1 s to press or let go its button, H 0.4 s for the hand from one to the other, M 1.35 s to get ready for a
decision. What the program takes (R) is measured apart. A Chinese character is 2.5 keys of pinyin with its choice: an
estimate of ours, not of the model.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QPushButton, QWidget

from hotline_desktop.gui.records.steps.step_form import StepForm
from tests.gui.desk import Desk, type_text

KEY_S, POINT_S, BUTTON_S, HAND_S, READY_S = 0.28, 1.1, 0.1, 0.4, 1.35
CHARACTER_KEYS = 2.5
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_QUIET_ROUNDS = 3
_WORKED = ("keys", "letters", "clicks", "hands", "decisions")


@dataclass
class Count:
    """What one way of doing a job takes. ``letters`` are keys that write contents, ``keys`` those that lead."""

    keys: float = 0
    letters: float = 0
    clicks: float = 0
    hands: float = 0
    decisions: float = 0
    wall_ms: float = 0
    cpu_ms: float = 0

    @property
    def seconds(self) -> float:
        """By the keystroke-level model, without what the program takes."""
        keyboard = (self.keys + self.letters) * KEY_S
        mouse = self.clicks * (POINT_S + 2 * BUTTON_S)
        return keyboard + mouse + self.hands * HAND_S + self.decisions * READY_S

    def times(self, often: int) -> Count:
        """The same done ``often`` times; what the program takes stays that of once."""
        return replace(self, **{name: getattr(self, name) * often for name in _WORKED})

    def plus(self, other: Count) -> Count:
        """Both, one after the other."""
        done = {name: getattr(self, name) + getattr(other, name) for name in _WORKED}
        waits = {name: max(getattr(self, name), getattr(other, name)) for name in ("wall_ms", "cpu_ms")}
        return Count(**done, **waits)


def _choices(editor: QWidget) -> list[QPushButton]:
    """The words of a choice, side by side."""
    buttons: list[QPushButton] = list(editor.findChildren(QPushButton))
    return [each for each in buttons if each.isCheckable()]


def _pressed() -> bool:
    """Whether a button that a letter presses is still down, which Qt shows for a tenth of a second."""
    return any(isinstance(each, QAbstractButton) and each.isDown() for each in QApplication.allWidgets())


@dataclass
class Clerk:
    """Drives the window of ``desk`` and counts; a job begins with the hands on the keyboard."""

    desk: Desk
    count: Count = field(default_factory=Count)
    _at_mouse: bool = False

    @property
    def focused(self) -> QWidget:
        """Where the next key goes."""
        widget = QApplication.focusWidget()
        assert widget is not None, "a key would go nowhere"
        return widget

    def decide(self) -> None:
        """Looks and makes up her mind."""
        self.count.decisions += 1

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN, times: int = 1) -> None:
        """Presses a key where the focus is."""
        self._hand(False)
        for _time in range(times):
            shortcut = bool(modifier & (CTRL | ALT)) and key != Qt.Key.Key_A  # which selects all in a field
            window = self.focused.window()
            self._timed(lambda: QTest.keyClick(window if shortcut else self.focused, key, modifier))  # noqa: B023
            self.count.keys += 1 + sum(bool(modifier & one) for one in (CTRL, ALT, SHIFT))

    def type(self, text: str) -> None:
        """Writes as an input method does."""
        self._hand(False)
        type_text(self.focused, text)
        self.count.letters += sum(1 if letter.isascii() else CHARACTER_KEYS for letter in text)

    def lead(self, text: str) -> None:
        """Writes what finds or chooses something: keys, not contents."""
        before = self.count.letters
        self.type(text)
        self.count.keys, self.count.letters = self.count.keys + self.count.letters - before, before
        self._timed(lambda: None)

    def click(self, widget: QWidget, at: object = None) -> None:
        """Points at something and clicks it; ``at`` is an index of a list."""
        assert widget.isVisible() and widget.isEnabled(), (
            f"nobody can click {widget.accessibleName()}{widget.toolTip()}"
        )
        self._hand(True)
        if isinstance(widget, QAbstractItemView):
            place = widget.visualRect(at).center()  # type: ignore[arg-type]
            self._timed(lambda: QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=place))
        else:
            self._timed(lambda: QTest.mouseClick(widget, Qt.MouseButton.LeftButton))
        self.count.clicks += 1

    def elsewhere(self, keys: int = 1) -> None:
        """A window of the system (which file, which printer) is read and answered by some keys."""
        self._hand(False)
        self.count.decisions += 1
        self.count.keys += keys

    def tab_to(self, target: QWidget) -> None:
        """Goes on with Tab until the focus is there."""
        for _stop in range(60):
            here = self.focused
            if target is here or target.isAncestorOf(here) or target.focusProxy() is here:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {target.accessibleName()!r}")

    def fill(self, form: StepForm, **values: str) -> None:
        """Fills in fields in their order by the keyboard: words are typed, choices taken by their figure."""
        self.decide()
        for spec in form.step.fields:
            if spec.key not in values:
                continue
            editor, value = form.editor(spec.key), values[spec.key]
            self.tab_to(editor)
            text = [each.text() for each in _choices(editor)]
            if text:
                self.press(Qt.Key(Qt.Key.Key_1 + text.index(value)))
            else:
                self.type(value)

    def fill_by_mouse(self, form: StepForm, **values: str) -> None:
        """Each field is clicked and written into, each choice clicked."""
        self.decide()
        for spec in form.step.fields:
            if spec.key not in values:
                continue
            editor, value = form.editor(spec.key), values[spec.key]
            buttons = _choices(editor)
            if buttons:
                self.click(next(each for each in buttons if each.text() == value))
            else:
                self.click(editor.focusProxy() or editor)
                if editor.value():
                    self.press(Qt.Key.Key_A, CTRL)
                self.type(value)

    # -- inside --------------------------------------------------------------------------------------------

    def _hand(self, mouse: bool) -> None:
        self.count.hands += self._at_mouse != mouse
        self._at_mouse = mouse

    def _timed(self, act: object) -> None:
        """Waits until nothing is under way; the longest wait of the job is what its table shows."""
        began, busy = time.perf_counter(), time.process_time()
        act()  # type: ignore[operator]
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            QCoreApplication.processEvents()
            quiet = quiet + 1 if self.desk.jobs.is_idle and not _pressed() else 0
            time.sleep(0.002)
        self.count.wall_ms = max(self.count.wall_ms, (time.perf_counter() - began) * 1000)
        self.count.cpu_ms = max(self.count.cpu_ms, (time.process_time() - busy) * 1000)
