"""Which period is looked at: month, quarter, year or days of one's own choice, and steps to its neighbours."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from hotline_desktop.domain.records.fields import Field, Kind, Tense
from hotline_desktop.domain.statistics.periods import StatKind, StatPeriod, own_period, period_with
from hotline_desktop.gui.kit.segments import segments
from hotline_desktop.gui.kit.tool_button import tool_button
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.shell.session.session import Session

_DAY_WIDTH = 124


class PeriodBar(QWidget):
    """``chosen(StatPeriod)`` whenever another period is wanted."""

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.period: StatPeriod | None = None
        self.kinds: dict[StatKind, QPushButton] = {}
        context = EditorContext(session.theme, session.clock)
        self.first = TimeEditor(Field("first", "从", Kind.DAY, required=True, tense=Tense.GIVEN), context)
        self.last = TimeEditor(Field("last", "到", Kind.DAY, required=True, tense=Tense.GIVEN), context)
        self._to = QLabel("至")
        self._to.setProperty("role", "label")
        self.fault = QLabel()
        self.fault.setProperty("role", "problem")
        self.title = QLabel()
        self.title.setProperty("role", "head")
        self.back = tool_button(session.theme, "chevron-left", "上一期")
        self.forth = tool_button(session.theme, "chevron-right", "下一期")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(segments(self, {kind: kind.value for kind in StatKind}, self.kinds))
        for widget in (self.back, self.title, self.forth, self.first, self._to, self.last, self.fault):
            row.addWidget(widget)
        for editor in (self.first, self.last):
            editor.setFixedWidth(_DAY_WIDTH)
            editor.changed.connect(self._days_changed)
        for kind, button in self.kinds.items():
            button.clicked.connect(lambda _on=False, kind=kind: self._turn_to(kind))
        self.back.clicked.connect(lambda: self._go(False))
        self.forth.clicked.connect(lambda: self._go(True))

    def show_period(self, period: StatPeriod) -> None:
        """Shows a period without asking for it."""
        self.period = period
        own = period.kind is StatKind.OWN
        self.kinds[period.kind].setChecked(True)
        self.title.setText(period.as_text)
        self.title.setVisible(not own)
        for widget in (self.first, self._to, self.last):
            widget.setVisible(own)
        self.fault.setVisible(own)
        if own and (self.first.read_day(), self.last.read_day()) != (period.first, period.last):
            for editor, day in ((self.first, period.first), (self.last, period.last)):
                editor.blockSignals(True)
                editor.set_value(day)
                editor.blockSignals(False)
        self.fault.setText("")

    def _turn_to(self, kind: StatKind) -> None:
        if self.period is None:
            return
        period, today = self.period, self._session.clock().date()
        if kind is StatKind.OWN:
            self._want(own_period(period.first, period.last, period.first_month))
        else:
            day = today if period.holds(today) else period.last
            self._want(period_with(kind, day, period.first_month))

    def _go(self, on: bool) -> None:
        if self.period is not None:
            self._want(self.period.after if on else self.period.before)

    def _days_changed(self) -> None:
        first, last = self.first.read_day(), self.last.read_day()
        if first is None or last is None or first > last:
            self.fault.setText("开始日期要早于或等于结束日期，写成 2022-09-05 的样子")
        elif self.period is not None:
            self._want(own_period(first, last, self.period.first_month))

    def _want(self, period: StatPeriod) -> None:
        self.show_period(period)
        self.chosen.emit(period)
