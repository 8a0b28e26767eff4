"""更多条件: days of the call, category, exemption and import, in a sheet that opens at its chip."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from hotline_desktop.domain.importing.model import BatchSummary
from hotline_desktop.domain.records.fields import Field, Kind, Tense
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Exemption
from hotline_desktop.gui.kit.placing import beside
from hotline_desktop.gui.records.fields.editing import editor_context
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.shell.session.session import Session

_ANY = "不限"


class MoreConditions(QFrame):
    """``chosen(TicketFilter)`` with the conditions put into the filter that was given."""

    chosen = Signal(object)

    def __init__(
        self,
        session: Session,
        anchor: QWidget,
        base: TicketFilter,
        categories: tuple[str, ...],
        batches: tuple[BatchSummary, ...],
    ) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._anchor, self._base = anchor, base
        context = editor_context(session)
        self.first = TimeEditor(Field("called_from", "来电从", Kind.DAY, tense=Tense.GIVEN), context)
        self.last = TimeEditor(Field("called_to", "来电到", Kind.DAY, tense=Tense.GIVEN), context)
        self.first.set_value(base.called_from)
        self.last.set_value(base.called_to)
        self.category = _combo("诉求类别", categories, base.categories[0] if base.categories else "")
        exemptions = ("任何免联", *(word.value for word in Exemption))
        held = exemptions[0] if len(base.exemptions) > 1 else (base.exemptions or ("",))[0]
        self.exemption = _combo("免联", exemptions, held)
        self._batches = {f"{b.at:%Y-%m-%d %H:%M} {b.file}": b.id for b in batches}
        named = next((word for word, number in self._batches.items() if number == base.batch), "")
        self.batch = _combo("导入批次", tuple(self._batches), named)
        self.apply = QPushButton("按这些条件列出(&L)")
        self.apply.setProperty("role", "primary")
        self.reset = QPushButton("都不限(&N)")
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        rows = (
            ("来电从", self.first),
            ("来电到", self.last),
            ("诉求类别", self.category),
            ("免联", self.exemption),
            ("导入批次", self.batch),
        )
        for line, (word, widget) in enumerate(rows):
            grid.addWidget(QLabel(word), line, 0)
            grid.addWidget(widget, line, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.apply)
        grid.addLayout(buttons, len(rows), 0, 1, 2)
        self.setMinimumWidth(400)
        self.apply.clicked.connect(self.take)
        self.reset.clicked.connect(self._reset)

    def open(self) -> None:
        """Shows it at its chip, with the keyboard in the first field."""
        self.adjustSize()
        self.move(beside(self._anchor, self.size()))
        self.show()
        self.first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def take(self) -> None:
        """Hands the conditions over, unless the days make no period."""
        first, last = self.first.read_day(), self.last.read_day()
        unread = any(editor.problem() for editor in (self.first, self.last))
        if unread or (first and last and first > last):
            self.problem.setText("日期认不出" if unread else "“从”晚于“到”")
            return
        exemption = self.exemption.currentText()
        every = tuple(word.value for word in Exemption)
        self.chosen.emit(
            replace(
                self._base,
                called_from=first,
                called_to=last,
                categories=_chosen(self.category),
                exemptions=every if exemption == "任何免联" else _chosen(self.exemption),
                batch=self._batches.get(self.batch.currentText(), 0),
            )
        )
        self.close()

    def _reset(self) -> None:
        self.first.set_value(None)
        self.last.set_value(None)
        for combo in (self.category, self.exemption, self.batch):
            combo.setCurrentIndex(0)
        self.take()


def _combo(name: str, choices: tuple[str, ...], held: str) -> QComboBox:
    combo = QComboBox()
    combo.addItems([_ANY, *choices])
    combo.setAccessibleName(name)
    combo.setCurrentText(held or _ANY)
    return combo


def _chosen(combo: QComboBox) -> tuple[str, ...]:
    return (combo.currentText(),) if combo.currentIndex() > 0 else ()
