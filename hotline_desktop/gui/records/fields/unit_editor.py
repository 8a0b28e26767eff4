"""A unit of the register: part of its name, its pinyin or first letters find it, Enter takes the only fit."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from hotline_desktop.domain.records.fields import AnyField
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.gui.kit.suggestions import Suggestions
from hotline_desktop.gui.records.fields.editing import EditorContext, FieldEditor
from hotline_desktop.services.setup.unit_names import UnitNames


class UnitEditor(FieldEditor):
    """Holds a reference: half a name becomes the whole one when the cursor leaves, and nothing becomes a new unit."""

    def __init__(self, field: AnyField, context: EditorContext) -> None:
        super().__init__(field)
        self._units = context.units
        self.line = QLineEdit()
        self.line.setPlaceholderText("名称的一部分、拼音或首字母")
        self.line.setToolTip("输名称的任何一部分、拼音或首字母，↓ 选择，回车填入")
        self.suggestions = Suggestions(self.line, self._fits)
        self.suggestions.picked.connect(self._pick)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._tidy)
        self._adopt(self.line)

    def know(self, units: UnitNames) -> None:
        """Takes over a register that has changed."""
        self._units = units

    def value(self) -> object:
        typed = self.line.text().strip()
        return self._meant(typed) or typed or None

    def set_value(self, value: object) -> None:
        self.line.setText(value_as_text(value))
        self.line.setCursorPosition(0)

    @property
    def unknown(self) -> str:
        """What was typed and is no unit of the register; empty where it is one, or where nothing was typed."""
        typed = self.line.text().strip()
        return typed if typed and self._units.names and not self._meant(typed) else ""

    def near(self, most: int = 5) -> tuple[str, ...]:
        """The units that what was typed may mean."""
        return self._units.fits(self.line.text(), most)

    def problem(self) -> str:
        typed = self.unknown
        if not typed:
            return super().problem()
        near = self.near()
        if near:
            return f"“{typed}”可能是：{'、'.join(near)}，请选定一个"
        return f"名册里没有“{typed}”，请核对；确认时可以新增这个单位"

    def _meant(self, typed: str) -> str:
        return self._units.meant(typed, closed_too=self.field.closed_too)

    def _fits(self, typed: str) -> tuple[str, ...]:
        return self._units.fits(typed)

    def _pick(self, name: str) -> None:
        self.line.setText(name)
        self.left.emit()

    def _tidy(self) -> None:
        whole = self._meant(self.line.text())
        if whole and whole != self.line.text():
            self.line.setText(whole)
        self.left.emit()
