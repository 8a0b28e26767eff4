"""A form made from fields that belong to no step: settings, units."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hotline_desktop.domain.records.fields import AnyField, Value
from hotline_desktop.gui.kit.mnemonics import MnemonicLetters
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.field_editors import make_editor as editor_for
from hotline_desktop.gui.records.fields.field_row import FieldRow


class ValueForm(QWidget):
    """``fields`` in two columns (or ``columns``), long ones over the whole width; ``edited`` with every key.

    ``letters`` gives the Alt keys of its fields, which no other form on the same page may have.
    """

    edited = Signal()

    def __init__(
        self,
        fields: tuple[AnyField, ...],
        context: EditorContext,
        columns: int = 2,
        letters: MnemonicLetters | None = None,
    ) -> None:
        super().__init__()
        self.fields = fields
        given = letters or MnemonicLetters()
        self.rows = {
            field.key: FieldRow(field, editor_for(field, context), context.theme, given.give(field.label))
            for field in fields
        }
        self._filling = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        line, column = 0, 0
        for row in self.rows.values():
            whole = columns == 1 or row.editor.wide
            if whole and column:
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, columns if whole else 1)
            column = 0 if whole else (column + 1) % columns
            line += column == 0
            row.editor.changed.connect(lambda row=row: self._edited(row))
        for place in range(columns):
            grid.setColumnStretch(place, 1)

    def set_values(self, values: Mapping[str, object]) -> None:
        """Shows values without ``edited``; fields that are not mentioned stay as they are."""
        self._filling = True
        for key, value in values.items():
            self.rows[key].editor.set_value(value)
            self.rows[key].show_problem("")
            self.rows[key].free_room()
        self._filling = False

    def read(self) -> dict[str, Value] | None:
        """The typed values; None when one is missing or not understood, which is then shown beside it."""
        values: dict[str, Value] = {}
        first = ""
        for key, row in self.rows.items():
            problem = ""
            try:
                values[key] = row.field.read(row.editor.value())
            except ValueError as error:
                problem = str(error)
            if not problem and row.field.required and values[key] is None:
                problem = f"缺少“{row.field.label}”"
            row.show_problem(problem)
            row.free_room()
            first = first or (key if problem else "")
        if first:
            self.focus(first)
            return None
        return values

    def show_problem(self, key: str, problem: str) -> None:
        """Says beside a field why its value was refused, and puts the cursor there."""
        self.rows[key].show_problem(problem)
        self.focus(key)

    def focus(self, key: str = "") -> None:
        """Puts the cursor into a field, the first one where none is named."""
        target = key or self.fields[0].key
        self.rows[target].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, row: FieldRow) -> None:
        if not self._filling:
            row.show_problem("")
            self.edited.emit()
