"""One editor for each kind of field. Each gives what was typed; the domain's fields read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.ticket.labels import value_words
from hotline_desktop.gui.kit.theme import Theme, restyle

_CHARACTER_PX = 15
_SEGMENT_PX = 30
HALF_WIDTH = 250
FULL_WIDTH = 520


@dataclass(frozen=True, slots=True)
class EditorContext:
    """What editors need besides their field: the look, the clock and the names of the units."""

    theme: Theme
    clock: Callable[[], datetime]
    units: tuple[str, ...] = ()


class FieldEditor(QWidget):
    """Edits one field. ``value`` is raw text, True/False, or None where nothing was entered."""

    changed = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def value(self) -> object:
        """What stands in the editor."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Shows a typed value of the field, or raw text; None empties the editor."""
        raise NotImplementedError

    def set_bad(self, bad: bool) -> None:
        """Marks the editor as faulty."""
        target = self.focusProxy()
        if target is not None:
            restyle(target, bad="true" if bad else "false")

    @property
    def wide(self) -> bool:
        """Whether it wants the form's whole width."""
        return False

    def _adopt(self, widget: QWidget) -> None:
        widget.setAccessibleName(self.field.label)
        self._row.addWidget(widget, 1)
        self.setFocusProxy(widget)


class TextEditor(FieldEditor):
    """A line of text; also for numbers and phones, which are tidied when the cursor leaves."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        if field.kind is Kind.TEXT:
            self.line.setMaxLength(field.limit)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._tidy)
        self._adopt(self.line)

    def value(self) -> object:
        return self.line.text().strip() or None

    def set_value(self, value: object) -> None:
        self.line.setText(value_words(value))
        self.line.setCursorPosition(0)

    @property
    def wide(self) -> bool:
        return self.field.kind is Kind.TEXT and self.field.limit > 100

    def _tidy(self) -> None:
        if self.field.kind is Kind.TEXT:
            return
        try:
            tidied = value_words(self.field.read(self.line.text()))
        except ValueError:
            return  # the form says what is wrong when it is confirmed
        if tidied != self.line.text():
            self.line.setText(tidied)


class LongTextEditor(FieldEditor):
    """Several lines; grows with its text. Tab moves on, as in every other field."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.textChanged.connect(self._grow)
        self.box.textChanged.connect(self.changed)
        self._adopt(self.box)
        self._grow()

    def value(self) -> object:
        return self.box.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        self.box.setPlainText(value_words(value))

    @property
    def wide(self) -> bool:
        return True

    def _grow(self) -> None:
        lines = int(self.box.document().size().height())
        height = self.box.fontMetrics().lineSpacing() * min(max(lines, 3), 9) + 20
        if height != self.box.height():
            self.box.setFixedHeight(height)


class ChoiceEditor(FieldEditor):
    """A few words side by side. Where the field may stay empty, a second click takes the choice back."""

    def __init__(self, field: Field, words: Iterable[str]) -> None:
        super().__init__(field)
        self._words = tuple(words)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[str, QPushButton] = {}
        self._row.setSpacing(0)
        for number, word in enumerate(self._words):
            button = QPushButton(word)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "segment")
            button.setAccessibleName(f"{field.label}：{word}")
            place = "first" if number == 0 else "last" if number == len(self._words) - 1 else "middle"
            button.setProperty("place", place)
            button.clicked.connect(lambda _on=False, word=word: self._choose(word))
            self._group.addButton(button)
            self._buttons[word] = button
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.setFocusProxy(self._buttons[self._words[0]])

    def value(self) -> object:
        return next((word for word, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, value: object) -> None:
        text = value_words(value)
        chosen = self.field.choice_of(text) or text
        for word, button in self._buttons.items():
            button.setChecked(word == chosen)

    def set_bad(self, bad: bool) -> None:
        for button in self._buttons.values():
            restyle(button, bad="true" if bad else "false")

    @property
    def wide(self) -> bool:
        return segments_width(self._words) > HALF_WIDTH

    def _choose(self, word: str) -> None:
        keeps = self.field.required or self._buttons[word].isChecked()
        self.set_value(word if keeps else None)
        self.changed.emit()


class YesNoEditor(ChoiceEditor):
    """是 or 否."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, ("是", "否"))

    def value(self) -> object:
        word = super().value()
        return None if word is None else word == "是"


class ListEditor(FieldEditor):
    """A choice from a longer list, or a unit, which may also be typed and found by any part of its name."""

    def __init__(self, field: Field, words: Iterable[str], typed: bool = False) -> None:
        super().__init__(field)
        self.combo = QComboBox()
        self.combo.setEditable(typed)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItem("")
        self.combo.addItems(list(words))
        self.combo.setMaxVisibleItems(14)
        if typed:
            self._search_by_part()
        self.combo.currentTextChanged.connect(lambda _text: self.changed.emit())
        self._adopt(self.combo)

    def value(self) -> object:
        return self.combo.currentText().strip() or None

    def set_value(self, value: object) -> None:
        text = value_words(value)
        if self.combo.isEditable():
            self.combo.setEditText(text)
        else:
            self.combo.setCurrentIndex(max(self.combo.findText(text), 0))

    def _search_by_part(self) -> None:
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(completer)
        line = self.combo.lineEdit()
        if line is not None:
            line.setPlaceholderText("输入名称的任何一部分")


class TimeEditor(FieldEditor):
    """A date or a moment: typed in any spelling, or picked from a calendar; 现在 fills in the present."""

    def __init__(self, field: Field, context: EditorContext) -> None:
        super().__init__(field)
        self._clock = context.clock
        self.line = QLineEdit()
        self.line.setPlaceholderText("2022-09-05 09:10" if field.kind is Kind.MOMENT else "2022-09-05")
        self.line.setToolTip("可以写 2022-9-5、9月5日 9:10、20220905 等")
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._tidy)
        pick = QAction(context.theme.icon("calendar", "ink_soft", 16), "日历", self.line)
        pick.triggered.connect(self._open_calendar)
        self.line.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        self._adopt(self.line)

    def value(self) -> object:
        return self.line.text().strip() or None

    def set_value(self, value: object) -> None:
        self.line.setText(value_words(value))

    def read(self) -> datetime | date | None:
        """The typed value; None while it is empty or not understood."""
        try:
            value = self.field.read(self.line.text())
        except ValueError:
            return None
        return value if isinstance(value, date) else None

    def _tidy(self) -> None:
        value = self.read()
        if value is not None and value_words(value) != self.line.text():
            self.line.setText(value_words(value))

    def _open_calendar(self) -> None:
        popup = _CalendarPopup(self, self.read() or self._clock())
        popup.picked.connect(self._pick)
        popup.now_asked.connect(lambda: self.line.setText(value_words(self._cut(self._clock()))))
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popup.show()

    def _pick(self, day: date) -> None:
        held = self.read()
        time = held.time() if isinstance(held, datetime) else self._clock().time()
        self.line.setText(value_words(self._cut(datetime.combine(day, time))))
        self.line.setFocus()

    def _cut(self, moment: datetime) -> datetime | date:
        return moment if self.field.kind is Kind.MOMENT else moment.date()


class _CalendarPopup(QFrame):
    """A month to click on."""

    picked = Signal(object)
    now_asked = Signal()

    def __init__(self, editor: TimeEditor, shown: date) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        month = QCalendarWidget()
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        month.setGridVisible(False)
        month.setMinimumSize(QSize(300, 240))
        month.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        month.clicked.connect(self._picked)
        month.activated.connect(self._picked)
        now = QPushButton("现在" if editor.field.kind is Kind.MOMENT else "今天")
        now.setProperty("role", "link")
        now.clicked.connect(self.now_asked)
        now.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(month)
        layout.addWidget(now)

    def _picked(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()


def make_editor(field: Field, context: EditorContext) -> FieldEditor:
    """The editor for a field by its kind."""
    if field.kind is Kind.LONG_TEXT:
        return LongTextEditor(field)
    if field.kind is Kind.YES_NO:
        return YesNoEditor(field)
    if field.kind is Kind.UNIT:
        return ListEditor(field, context.units, typed=True)
    if field.kind in (Kind.MOMENT, Kind.DAY):
        return TimeEditor(field, context)
    if field.kind is Kind.CHOICE:
        words = field.choices()
        few = segments_width(words) <= FULL_WIDTH
        return ChoiceEditor(field, words) if few else ListEditor(field, words)
    return TextEditor(field)


def segments_width(words: Iterable[str]) -> int:
    """About how many pixels the words take side by side."""
    return sum(len(word) * _CHARACTER_PX + _SEGMENT_PX for word in words)
