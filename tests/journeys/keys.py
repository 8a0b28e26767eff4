"""A clerk without a mouse: every key that is pressed is counted, words come through the input method."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.records.steps.step_form import StepForm
from tests.gui.desk import Desk, type_text

# The keystroke-level model (Card, Moran, Newell): an average typist's key, and getting ready for a decision.
KEY_S, READY_S = 0.28, 1.35
_PLAIN = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@dataclass
class Keyboard:
    """``keys`` that lead and confirm, ``letters`` of what is typed, ``decisions`` before a group of keys."""

    desk: Desk
    qtbot: QtBot
    keys: int = 0
    letters: int = 0
    decisions: int = 0
    path: list[str] = field(default_factory=list)

    @property
    def focused(self) -> QWidget:
        """Where the next key goes."""
        widget = QApplication.focusWidget()
        assert widget is not None, "a key would go nowhere"
        return widget

    @property
    def seconds(self) -> float:
        """What the keystroke-level model makes of it, letters of contents left out."""
        return self.keys * KEY_S + self.decisions * READY_S

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN, times: int = 1) -> None:
        """Presses a key where the focus is, and waits for what it set going."""
        for _time in range(times):
            led = modifier in (CTRL, ALT) and self.focused is not None
            self.qtbot.keyClick(self.desk.window if led else self.focused, key, modifier)
            self.keys += 1 + (modifier is not _PLAIN)
        self.desk.settle()

    def decide(self) -> None:
        """The clerk looks and makes up her mind."""
        self.decisions += 1

    def type(self, text: str) -> None:
        """Writes into the field that has the focus."""
        type_text(self.focused, text)
        self.letters += len(text)

    def to_field(self, form: StepForm, key: str) -> None:
        """Goes on with Tab until the cursor stands in a field."""
        editor = form.editor(key)
        for _stop in range(40):
            here = self.focused
            if editor is here or editor.isAncestorOf(here) or editor.focusProxy() is here:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {key}")

    def fill(self, form: StepForm, **values: str) -> None:
        """Fills in fields in their order: words are typed, choices gone to by arrows and taken by space."""
        self.decide()
        order = [f.key for f in form.step.fields if f.key in values]
        for key in order:
            self.to_field(form, key)
            self._enter(form, key, values[key])

    def _enter(self, form: StepForm, key: str, value: str) -> None:
        buttons = [b for b in form.editor(key).findChildren(QPushButton) if b.isCheckable()]
        if buttons:
            for _word in buttons:
                here = self.focused
                if isinstance(here, QPushButton) and here.text() == value:
                    break
                self.press(Qt.Key.Key_Right)
            if not self.focused.isChecked():  # type: ignore[attr-defined]
                self.press(Qt.Key.Key_Space)
            return
        box = self.focused
        if isinstance(box, QLineEdit | QPlainTextEdit):
            if isinstance(box, QLineEdit) and box.text():
                self.press(Qt.Key.Key_A, CTRL)
            self.type(value)
