"""What every editor of a field has in common, and what it is given besides its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hotline_desktop.domain.records.fields import AnyField
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.setup.unit_names import UnitNames

HALF_WIDTH = 250
FULL_WIDTH = 520


@dataclass(frozen=True, slots=True)
class EditorContext:
    """What editors need besides their field: the look, the clock, the units, and the office's working days."""

    theme: Theme
    clock: Callable[[], datetime]
    units: UnitNames = field(default_factory=UnitNames)
    calendar: WorkCalendar | None = None
    rules: TimeRules | None = None
    categories: tuple[str, ...] = ()


def editor_context(session: Session) -> EditorContext:
    """What the editors of a form are given at this moment."""
    known = session.known
    return EditorContext(session.theme, session.clock, known.units, known.calendar, known.rules, known.categories)


class FieldEditor(QWidget):
    """Edits one field. ``value`` is raw text, True/False, or None where nothing was entered.

    ``changed`` with every key, ``left`` when the cursor has gone elsewhere.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, field: AnyField) -> None:
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

    def problem(self) -> str:
        """What is wrong with what stands there, as far as that can be told before it is confirmed."""
        try:
            self.field.read(self.value())
        except ValueError as error:
            return str(error)
        return ""

    @property
    def wide(self) -> bool:
        """Whether it wants the form's whole width."""
        return False

    def _adopt(self, widget: QWidget) -> None:
        widget.setAccessibleName(self.field.label)
        self._row.addWidget(widget, 1)
        self.setFocusProxy(widget)
