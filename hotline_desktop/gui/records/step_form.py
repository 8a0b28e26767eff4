"""The form of a step, made from its fields: nothing here knows a particular step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from hotline_desktop.domain.records.fields import Field, Value, read_values
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.gui.kit.choices import Choices
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.records.field_editors import EditorContext, FieldEditor, make_editor

_DRAFT_PAUSE_MS = 400


class StepForm(QWidget):
    """Fields of one step with their faults beside them.

    ``draft_changed(step id, values)`` follows the typing after a short pause: what the paper preview draws and what is
    kept against a crash. ``edited`` comes at once.
    """

    draft_changed = Signal(str, object)
    edited = Signal()

    def __init__(self, step: Step[Any], defaults: Mapping[str, Value], context: EditorContext) -> None:
        super().__init__()
        self.step = step
        self._rows = {f.key: FieldRow(f, make_editor(f, context), context.theme) for f in step.fields}
        self._shown: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._pause = QTimer(self, singleShot=True, interval=_DRAFT_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.draft_changed.emit(step.id, self.values()))
        self.set_values(defaults)
        for row in self._rows.values():
            row.setParent(self)
            row.editor.changed.connect(self._edited)
        self._arrange()

    def values(self) -> dict[str, object]:
        """Raw values of every field that applies now; None says that a proposed value was emptied."""
        return {key: self._rows[key].editor.value() for key in self._shown}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fills the editors; fields that are not mentioned stay as they are."""
        for key, value in values.items():
            if key in self._rows:
                self._rows[key].editor.set_value(value)
        if self._shown:
            self._arrange()

    def check(self) -> tuple[Blocker, ...]:
        """What is missing or not understood, shown beside the fields; the rules look at the rest."""
        _values, faults = read_values(self.step.fields, self.values(), self.step.clause)
        self.show_faults(faults)
        return faults

    def show_faults(self, faults: tuple[Blocker, ...]) -> None:
        """Puts each fault beside its field and the cursor into the first one."""
        by_field = {blocker.field: blocker for blocker in reversed(faults)}
        for key, row in self._rows.items():
            row.show_fault(by_field.get(key))
        first = next((key for key in self._shown if key in by_field), "")
        if first:
            self._rows[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def editor(self, key: str) -> FieldEditor:
        """The editor of a field."""
        return self._rows[key].editor

    def propose(self, key: str, choices: Iterable[tuple[str, str]]) -> None:
        """Puts values with their reasons above a field, to be taken over with one click."""
        if key in self._rows:
            self._rows[key].propose(choices)

    def choices(self, key: str) -> Choices | None:
        """What is proposed for a field."""
        return self._rows[key].choices

    def shows(self, key: str) -> bool:
        """Whether the field is asked for now."""
        return key in self._shown

    def focus_first(self) -> None:
        """Puts the cursor into the first field that is still empty."""
        empty = next((key for key in self._shown if self._rows[key].editor.value() is None), "")
        target = empty or (self._shown[0] if self._shown else "")
        if target:
            self._rows[target].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        editor = self.sender()
        for row in self._rows.values():
            if row.editor is editor:
                row.show_fault(None)
        self._arrange()
        self._pause.start()
        self.edited.emit()

    def _arrange(self) -> None:
        """Two columns for short fields, the whole width for long ones; what does not apply is hidden."""
        entered: dict[str, Value] = {}
        for key, row in self._rows.items():
            value = row.editor.value()
            entered[key] = value if isinstance(value, str | bool) else None
        shown = tuple(key for key, row in self._rows.items() if row.field.applies(entered))
        if shown == self._shown:
            return
        self._shown = shown
        for row in self._rows.values():
            self._grid.removeWidget(row)
        line, column = 0, 0
        for key, row in self._rows.items():
            row.setVisible(key in shown)
            if key not in shown:
                continue
            if row.editor.wide:
                line, column = line + (column > 0), 0
                self._grid.addWidget(row, line, 0, 1, 2)
                line += 1
            else:
                self._grid.addWidget(row, line, column)
                line, column = (line + 1, 0) if column else (line, 1)


class FieldRow(QWidget):
    """A field's label with its mark of requirement, the editor, and below it a hint or what is wrong."""

    def __init__(self, field: Field, editor: FieldEditor, theme: Theme) -> None:
        super().__init__()
        self.field, self.editor = field, editor
        star = f" <span style='color:{theme.color('red').name()}'>*</span>"
        mark = star if field.required else ""
        self.label = QLabel(f"{field.label}{mark}")
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setProperty("role", "label")
        self.label.setBuddy(editor)
        if field.required:
            self.label.setToolTip("必填")
        self.note = QLabel(field.hint)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.note.setVisible(bool(field.hint))
        self.label.installEventFilter(self)
        self.choices: Choices | None = None
        self._layout = layout

    def propose(self, choices: Iterable[tuple[str, str]]) -> None:
        """Shows ``choices`` between label and editor, in place of those shown before; none where it is empty."""
        if self.choices is not None:
            self._layout.removeWidget(self.choices)
            self.choices.deleteLater()
            self.choices = None
        listed = tuple(choices)
        if listed:
            self.choices = Choices(listed)
            self.choices.picked.connect(self.editor.set_value)
            self._layout.insertWidget(1, self.choices)

    def show_fault(self, blocker: Blocker | None) -> None:
        """Shows what is wrong with its clause, or the hint again."""
        if blocker is None:
            self.show_problem("")
        else:
            self.show_problem(f"{blocker.message}（{blocker.clause.ref}）", blocker.clause.text)

    def show_problem(self, problem: str, tip: str = "") -> None:
        """Shows what is wrong in place of the hint; the hint again where ``problem`` is empty."""
        text = problem or self.field.hint
        self.note.setText(text)
        self.note.setToolTip(tip)
        restyle(self.note, role="problem" if problem else "faint")
        self.note.setVisible(bool(text))
        self.editor.set_bad(bool(problem))

    @property
    def fault(self) -> str:
        """What is shown as wrong; empty where nothing is."""
        return self.note.text() if self.note.property("role") == "problem" else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)
