"""One kind of registers: which one, for which days, its first lines, and the buttons that write it. Layout only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.papers.register_periods import PeriodWord
from hotline_desktop.domain.papers.register_sheets import RegisterColumn
from hotline_desktop.domain.papers.registers import Line, RegisterKind
from hotline_desktop.domain.records.fields import Field, Kind, Tense
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.record_list import LAST_EXTRA, RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.segments import segments
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.papers.registers import columns

OTHER_DAYS = "自定"
_CHARACTER = 8
_PADDING = 14
_DAY_WIDTH = 124


class RegistersView(QWidget):
    """``kinds`` are the buttons of the registers, ``tables`` the preview of each."""

    def __init__(self, session: Session, kinds: tuple[RegisterKind, ...]) -> None:
        super().__init__()
        self._session = session
        theme = session.theme
        self.kinds: dict[RegisterKind, QPushButton] = {}
        self.tables = {kind: RecordTable(theme, _columns(kind), kind.value) for kind in kinds}
        self.none = Blank(theme, "archive", "", "")
        self.lists = QStackedWidget()
        for widget in (*self.tables.values(), self.none):
            self.lists.addWidget(widget)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        note = QLabel("预览、Excel 和 PDF 都隐去姓名、电话。要完整的点“完整…”，会记入本中心的记录。")
        note.setProperty("role", "faint")
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._choices(kinds))
        layout.addLayout(self._period())
        layout.addWidget(self.lists, 1)
        layout.addLayout(foot)

    def _choices(self, kinds: tuple[RegisterKind, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(segments(self, {kind: kind.value for kind in kinds}, self.kinds))
        row.addStretch(1)
        theme = self._session.theme
        self.excel = QPushButton(theme.icon("file-spreadsheet"), "Excel")
        self.excel.setToolTip("导出为 Excel，隐去姓名、电话（Ctrl+E）")
        self.pdf = QPushButton(theme.icon("printer"), "PDF")
        self.pdf.setToolTip("导出为 PDF，A4 横放，可以打印装订，隐去姓名、电话（Ctrl+P）")
        self.full = QPushButton(theme.icon("eye"), "完整(&W)…")
        self.full.setToolTip("导出含姓名、电话的完整数据")
        for widget in (self.excel, self.pdf, self.full):
            row.addWidget(widget)
        return row

    def _period(self) -> QHBoxLayout:
        context = EditorContext(self._session.theme, self._session.clock)
        self.period_choice = QComboBox()
        self.period_choice.addItems([*(word.value for word in PeriodWord), OTHER_DAYS])
        self.period_choice.setAccessibleName("期间")
        self.first = TimeEditor(Field("first", "从", Kind.DAY, required=True, tense=Tense.GIVEN), context)
        self.last = TimeEditor(Field("last", "到", Kind.DAY, required=True, tense=Tense.GIVEN), context)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_label("期间"))
        row.addWidget(self.period_choice)
        for editor, before in ((self.first, ""), (self.last, "至")):
            editor.setFixedWidth(_DAY_WIDTH)
            if before:
                row.addWidget(_label(before))
            row.addWidget(editor)
        self.fault = QLabel()
        self.fault.setProperty("role", "problem")
        row.addWidget(self.fault)
        row.addStretch(1)
        return row


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "label")
    return label


def _columns(kind: RegisterKind) -> tuple[RecordColumn, ...]:
    return tuple(_column(column) for column in columns(kind) if column.in_list)


def _column(column: RegisterColumn) -> RecordColumn:
    width = 0 if column.stretched else column.width * _CHARACTER + _PADDING
    extra = LAST_EXTRA if column.extra_last else column.extra
    return RecordColumn(column.caption, width, _text(column.key), extra=extra, right=column.key == "place")


def _text(key: str) -> Callable[[Line], str]:
    return lambda line: getattr(line, key) or ""
