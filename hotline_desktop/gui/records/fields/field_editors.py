"""One editor for each kind of field. Each gives what was typed; the domain's fields read it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from hotline_desktop.domain.records.fields import AnyField, Kind
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.gui.kit.suggestions import Suggestions
from hotline_desktop.gui.kit.theme import restyle
from hotline_desktop.gui.records.fields.editing import FULL_WIDTH, HALF_WIDTH, EditorContext, FieldEditor
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.records.fields.unit_editor import UnitEditor
from hotline_desktop.services.setup.unit_names import UnitNames

_CHARACTER_PX = 15
_DIGITS = 9  # words that a figure takes
_SEGMENT_PX = 30


class TextEditor(FieldEditor):
    """A line of text; also for numbers and phones, which are tidied when the cursor leaves.

    ``choices`` are offered while one types, found by part, pinyin or first letters. What is too long stays and is told:
    cut off it would be lost without a word.
    """

    def __init__(self, field: AnyField, choices: tuple[str, ...] = ()) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        self.suggestions = Suggestions(self.line, UnitNames(choices).fits) if choices else None
        if self.suggestions is not None:
            self.suggestions.picked.connect(self.line.setText)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._tidy)
        self._adopt(self.line)

    def value(self) -> object:
        return self.line.text().strip() or None

    def set_value(self, value: object) -> None:
        self.line.setText(value_as_text(value))
        self.line.setCursorPosition(0)

    @property
    def wide(self) -> bool:
        return self.field.kind is Kind.TEXT and self.field.limit > 100

    def _tidy(self) -> None:
        try:
            tidied = value_as_text(self.field.read(self.line.text()))
        except ValueError:
            tidied = self.line.text()  # what is wrong with it is said beside it
        if self.field.kind is not Kind.TEXT and tidied != self.line.text():
            self.line.setText(tidied)
        self.left.emit()


class LongTextEditor(FieldEditor):
    """Several lines; grows with its text. Tab moves on, as in every other field."""

    def __init__(self, field: AnyField) -> None:
        super().__init__(field)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.textChanged.connect(self._grow)
        self.box.textChanged.connect(self.changed)
        self.box.installEventFilter(self)
        self._adopt(self.box)
        self._grow()

    def value(self) -> object:
        return self.box.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        self.box.setPlainText(value_as_text(value))

    @property
    def wide(self) -> bool:
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        lines = int(self.box.document().size().height())
        height = self.box.fontMetrics().lineSpacing() * min(max(lines, 3), 9) + 20
        if height != self.box.height():
            self.box.setFixedHeight(height)


class ChoiceEditor(FieldEditor):
    """A few words side by side. Where the field may stay empty, a second click takes the choice back."""

    def __init__(self, field: AnyField, choices: Iterable[str]) -> None:
        super().__init__(field)
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[str, QPushButton] = {}
        self._row.setSpacing(0)
        for number, word in enumerate(self._choices):
            button = QPushButton(word)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "segment")
            button.setAccessibleName(f"{field.label}：{word}")
            if number < _DIGITS:
                button.setToolTip(f"键盘按 {number + 1}")
            place = "first" if number == 0 else "last" if number == len(self._choices) - 1 else "middle"
            button.setProperty("place", place)
            button.clicked.connect(lambda _on=False, word=word: self._choose(word))
            button.installEventFilter(self)
            self._group.addButton(button)
            self._buttons[word] = button
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._one_stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right go from word to word, a figure takes the word in its place; Tab goes on to the next field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            if self._take_place(event):
                return True
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            if step:
                choices = list(self._buttons)
                word = choices[(choices.index(watched.text()) + step) % len(choices)]
                self._buttons[word].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _take_place(self, event: QKeyEvent) -> bool:
        """1 takes the first word, 2 the second one."""
        modified = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        place = event.key() - Qt.Key.Key_1
        if modified or not 0 <= place < min(len(self._choices), _DIGITS):
            return False
        word = self._choices[place]
        if not self._buttons[word].isChecked():
            self.set_value(word)
            self.changed.emit()
        self._buttons[word].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _one_stop(self) -> None:
        """Tab comes to the chosen word, or to the first one where none is chosen."""
        stop = next((word for word, button in self._buttons.items() if button.isChecked()), self._choices[0])
        for word, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if word == stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._buttons[stop])

    def value(self) -> object:
        return next((word for word, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, value: object) -> None:
        text = value_as_text(value)
        chosen = self.field.choice_of(text) or text
        for word, button in self._buttons.items():
            button.setChecked(word == chosen)
        self._one_stop()

    def set_bad(self, bad: bool) -> None:
        for button in self._buttons.values():
            restyle(button, bad="true" if bad else "false")

    @property
    def wide(self) -> bool:
        return segments_width(self._choices) > HALF_WIDTH

    def _choose(self, word: str) -> None:
        keeps = self.field.required or self._buttons[word].isChecked()
        self.set_value(word if keeps else None)
        self.changed.emit()


class YesNoEditor(ChoiceEditor):
    """是 or 否."""

    def __init__(self, field: AnyField) -> None:
        super().__init__(field, ("是", "否"))

    def value(self) -> object:
        word = super().value()
        return None if word is None else word == "是"


class ListEditor(FieldEditor):
    """A choice from a longer list of words."""

    def __init__(self, field: AnyField, choices: Iterable[str]) -> None:
        super().__init__(field)
        self.combo = QComboBox()
        self.combo.addItem("")
        self.combo.addItems(list(choices))
        self.combo.setMaxVisibleItems(14)
        self.combo.currentTextChanged.connect(lambda _text: self.changed.emit())
        self._adopt(self.combo)

    def value(self) -> object:
        return self.combo.currentText().strip() or None

    def set_value(self, value: object) -> None:
        self.combo.setCurrentIndex(max(self.combo.findText(value_as_text(value)), 0))


def make_editor(field: AnyField, context: EditorContext) -> FieldEditor:
    """The editor for a field by its kind."""
    if field.kind is Kind.LONG_TEXT:
        return LongTextEditor(field)
    if field.kind is Kind.YES_NO:
        return YesNoEditor(field)
    if field.kind is Kind.UNIT:
        return UnitEditor(field, context)
    if field.kind in (Kind.MOMENT, Kind.DAY):
        return TimeEditor(field, context)
    if field.kind is Kind.CHOICE:
        choices = field.choices()
        few = segments_width(choices) <= FULL_WIDTH
        return ChoiceEditor(field, choices) if few else ListEditor(field, choices)
    return TextEditor(field, context.categories if field.key == "category" else ())


def segments_width(choices: Iterable[str]) -> int:
    """About how many pixels the words take side by side."""
    return sum(len(word) * _CHARACTER_PX + _SEGMENT_PX for word in choices)
