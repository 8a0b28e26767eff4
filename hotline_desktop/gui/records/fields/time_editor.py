"""A date or a moment: typed in any spelling, also in a hurry (昨天 15:30), or picked from a calendar."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from hotline_desktop.domain.records.fields import AnyField, Kind, Tense
from hotline_desktop.domain.terms.dates import day_of
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.terms.spoken_dates import Side, read_spoken
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.time.deadline import ticket_due
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.records.fields.day_picker import DayPicker, MonthGrid
from hotline_desktop.gui.records.fields.editing import EditorContext, FieldEditor
from hotline_desktop.gui.records.fields.year_calendar import day_as_text

_SIDES = {Tense.PAST: Side.PAST, Tense.PLANNED: Side.COMING, Tense.GIVEN: Side.EITHER}
_STARTS_A_CLOCK = frozenset(("handed_on", "received_at"))


class TimeEditor(FieldEditor):
    """Alt+↓ opens the calendar, which shows working days and what limit a day would give; 现在 fills in the present."""

    def __init__(self, field: AnyField, context: EditorContext) -> None:
        super().__init__(field)
        self._context, self._clock, self._suggested = context, context.clock, ""
        self.line = QLineEdit()
        example = f"{context.clock():%Y-%m-%d %H:%M}"
        self.line.setPlaceholderText(f"如 {example if field.kind is Kind.MOMENT else example[:10]}")
        self.line.setToolTip("可以写 昨天 15:30、11-5、周五 9:00、9月5日 9:10、20220905 等；Alt+↓ 打开日历")
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._tidy)
        self.line.installEventFilter(self)
        pick = QAction(context.theme.icon("calendar", "ink_soft", 16), "日历", self.line)
        pick.triggered.connect(self.open_calendar)
        self.line.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        self._adopt(self.line)

    def value(self) -> object:
        typed = self.line.text().strip()
        meant = self._meant(typed)
        return value_as_text(meant) if meant is not None else typed or None

    def set_value(self, value: object) -> None:
        """Shows the day that is meant: what was pasted as 昨天 would be another one tomorrow."""
        text = value_as_text(value)
        meant = self._meant(text)
        self.line.setText(text if meant is None else value_as_text(meant))

    def suggest(self, day: date) -> None:
        """Shows a day until the clerk says another: the one that was suggested before gives way to it."""
        untouched = bool(self._suggested) and self.line.text() == self._suggested
        if untouched or not (self.line.text().strip() or self.line.hasFocus()):
            self._suggested = value_as_text(day)
            self.set_value(day)

    def read(self) -> datetime | date | None:
        """The typed value; None while it is empty or not understood."""
        return self._meant(self.line.text())

    def read_day(self) -> date | None:
        """The day of what is typed; None as for ``read``."""
        return day_of(self.read())

    def problem(self) -> str:
        typed = self.line.text().strip()
        if not typed or self.read() is not None:
            return ""
        return "还要写几点，如 昨天 15:30" if self._names_a_day(typed) else "认不出，可写 昨天 15:30、11-5"

    def open_calendar(self) -> DayPicker:
        """Opens the month of what stands in the line, or the present one."""
        shown = self.read() or self._clock()
        day = day_of(shown)
        context = self._context
        grid = MonthGrid(context.theme, context.calendar or WorkCalendar(), day, self._clock().date())
        word = "现在" if self.field.kind is Kind.MOMENT else "今天"
        popup = DayPicker(self.line, grid, context.theme, word, self._describe)
        popup.picked.connect(self._pick)
        popup.now_asked.connect(lambda: self._write(self._cut(self._clock())))
        popup.open()
        return popup

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt_down or event.key() == Qt.Key.Key_F4:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _names_a_day(self, typed: str) -> bool:
        try:
            return not read_spoken(typed, self._clock(), _SIDES[self.field.tense]).has_time
        except ValueError:
            return False

    def _meant(self, typed: str) -> datetime | date | None:
        try:
            said = read_spoken(typed, self._clock(), _SIDES[self.field.tense]) if typed.strip() else None
            return None if said is None else self._cut(self.field.meant(said))
        except ValueError:
            return None

    def _describe(self, day: date) -> str:
        """What kind of day it is, how far from today, and the limits of what is handed on then."""
        calendar, today = self._context.calendar, self._clock().date()
        if calendar is None:
            return ""
        lines = [day_as_text(calendar.day(day))]
        if day != today:
            count = calendar.count_working_days(min(today, day), max(today, day))
            lines.append(f"从今天起第 {count} 个工作日" if day > today else f"离今天 {count} 个工作日")
        if self.field.key in _STARTS_A_CLOCK and self._context.rules is not None:
            lines += self._limits(day, calendar)
        return "\n".join(lines)

    def _limits(self, day: date, calendar: WorkCalendar) -> list[str]:
        rules = self._context.rules
        start = datetime.combine(day, self._time())
        assert rules is not None
        return [
            f"{level.value}：{due.due.month}月{due.due.day}日 {due.due:%H:%M} 止{'（暂定）' if due.provisional else ''}"
            for level in Level
            for due in (ticket_due(level, start, calendar, rules),)
        ]

    def _time(self) -> time:
        held = self.read()
        return held.time() if isinstance(held, datetime) else self._clock().time().replace(second=0, microsecond=0)

    def _tidy(self) -> None:
        value = self.read()
        if value is not None and value_as_text(value) != self.line.text():
            self.line.setText(value_as_text(value))
        self.left.emit()

    def _pick(self, day: date) -> None:
        self._write(self._cut(datetime.combine(day, self._time())))

    def _write(self, value: datetime | date) -> None:
        self.line.setText(value_as_text(value))
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.left.emit()

    def _cut(self, moment: datetime) -> datetime | date:
        return moment.replace(second=0, microsecond=0) if self.field.kind is Kind.MOMENT else moment.date()
