"""Which header of the file is taken as which column. Layout, and the combination of table and mapping."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.importing.model import ColumnMapping, ImportFile
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.gui.kit.record_list import one_line
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.views.imports.taken_as import QuietCombo, TakenAsBox

TOGETHER = "全部工单表"
ONLY_KEPT = "（只随工单保留原话）"
_ROW = 40


class MappingPart(QWidget):
    """``changed(ColumnMapping)`` when the clerk takes a header as another column."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mapping: ColumnMapping | None = None
        self._combos: list[QuietCombo] = []
        self.name = QLabel()
        self.name.setProperty("role", "head")
        self.found = QLabel()
        self.found.setProperty("role", "soft")
        self.sheet = QuietCombo()
        self.sheet.setAccessibleName("工作表")
        self.sheet.setToolTip("文件里有几张工作表，换一张来导入")
        self.source = QLabel()
        self.table = self._table()
        self.problem = QLabel()
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.numbered = QCheckBox("文件里没有工单编号，由程序按内容编号")
        self.numbered.setToolTip("同样内容的行以后再导入，会认出是同一件")
        self.taken_as = TakenAsBox()
        self.header_row = QSpinBox()
        self.header_row.setPrefix("表头在第 ")
        self.header_row.setSuffix(" 行")
        self.header_row.setKeyboardTracking(False)
        self.header_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.header_row.setToolTip("程序找到的表头行，按 Excel 里的行号；不对时改这里，回车重读")
        self.header_row.setAccessibleName("表头所在的行")
        self.header_row.setMinimumWidth(self.header_row.fontMetrics().horizontalAdvance("表头在第 00000 行") + 32)
        self.back = QPushButton(theme.icon("arrow-left"), "换文件(&H)")
        self.next = QPushButton(theme.icon("arrow-right", "on_accent"), "预览")
        self.next.setProperty("role", "primary")
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.next.setToolTip("看看会导入什么，还不写入（Ctrl+S）")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addWidget(self.problem)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._foot())
        self.numbered.toggled.connect(self._number)

    def show_file(self, file: ImportFile, rows: int) -> None:
        """Shows what was found in the file, and the mapping that was remembered or proposed for it."""
        self.name.setText(file.path.name)
        self.name.setToolTip(file.path.name)
        many = len(file.sheets) > 1
        self.sheet.setVisible(many)
        self.sheet.blockSignals(True)
        self.sheet.clear()
        for name in file.sheets:
            self.sheet.addItem(name, (name, ()))
        if len(file.alike) > 1:
            self.sheet.addItem(f"{TOGETHER}（{'、'.join(file.alike)}）", (file.alike[0], file.alike))
        self.sheet.setCurrentIndex(self.sheet.count() - 1 if file.further else file.sheets.index(file.sheet))
        self.sheet.blockSignals(False)
        place = "" if many or file.text else f"工作表“{file.sheet}” · "
        self.found.setText(f"{place}{len(file.headers)} 列 · {rows:,} 行数据")
        self.header_row.blockSignals(True)
        self.header_row.setRange(1, file.header_row + rows)
        self.header_row.setValue(file.header_row)
        self.header_row.blockSignals(False)
        remembered = "沿用上次的对应" if file.remembered else "按表头自动对应"
        self.source.setText(remembered)
        restyle(self.source, tag="green" if file.remembered else "accent")
        self.source.setToolTip("同类文件上次这样导入过，这次照旧，可以再改" if file.remembered else "请核对，可以改")
        self._fill(file)
        self.show_mapping(file.mapping)

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """Shows what each header is taken as, and what is missing."""
        self._mapping = mapping
        for index, combo in enumerate(self._combos):
            column = mapping.column_of(index)
            combo.blockSignals(True)
            combo.setCurrentIndex(0 if column is None else list(Column).index(column) + 1)
            combo.blockSignals(False)
            self._tint(index, column is not None)
        self.numbered.setVisible(Column.NUMBER not in mapping.columns)
        self.numbered.blockSignals(True)
        self.numbered.setChecked(mapping.numbered)
        self.numbered.blockSignals(False)
        self.problem.setText(missing_text(mapping.missing))
        self.problem.setVisible(bool(mapping.missing))
        self.next.setEnabled(not mapping.missing)

    # -- building ------------------------------------------------------------------------------------------

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name)
        row.addWidget(self.sheet)
        row.addWidget(self.found)
        row.addWidget(self.header_row)
        row.addWidget(self.source)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.back)
        row.addWidget(self.numbered)
        row.addStretch(1)
        row.addWidget(self.taken_as)
        row.addWidget(self.next)
        return row

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setHorizontalHeaderLabels(["文件里的列", "样例", "导入为"])
        table.setAccessibleName("列的对应")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.resizeSection(0, 240)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(2, 220)
        return table

    def _fill(self, file: ImportFile) -> None:
        self.table.setRowCount(0)
        self.table.setRowCount(len(file.headers))
        self._combos = []
        choices = [ONLY_KEPT, *(column.value for column in Column)]
        for index, (header, samples) in enumerate(zip(file.headers, file.samples, strict=True)):
            shown = "　｜　".join(one_line(sample) for sample in samples)
            for place, text in enumerate((header, shown)):
                item = QTableWidgetItem(one_line(text))
                item.setToolTip(header if place == 0 else "\n".join(samples))
                self.table.setItem(index, place, item)
            combo = QuietCombo()
            combo.addItems(choices)
            combo.setMaxVisibleItems(16)
            combo.setAccessibleName(f"“{header}”导入为")
            combo.currentIndexChanged.connect(lambda chosen, index=index: self._assign(index, chosen))
            self._combos.append(combo)
            self.table.setCellWidget(index, 2, _held(combo))

    def _tint(self, index: int, taken: bool) -> None:
        for place in range(2):
            item = self.table.item(index, place)
            if item is not None:
                strong = taken and place == 0
                item.setForeground(self._theme.color("ink" if strong else "ink_soft" if taken else "ink_faint"))

    # -- changing ------------------------------------------------------------------------------------------

    def _assign(self, index: int, chosen: int) -> None:
        if self._mapping is not None:
            column = list(Column)[chosen - 1] if chosen else None
            self.changed.emit(self._mapping.assign(index, column))

    def _number(self, agreed: bool) -> None:
        if self._mapping is not None:
            self.changed.emit(self._mapping.number_by_content(agreed))


def missing_text(missing: tuple[Column, ...]) -> str:
    """What must be told before the file can be imported; empty where nothing is missing."""
    parts = []
    if Column.NUMBER in missing:
        parts.append("哪一列是工单编号")
    if Column.TITLE in missing:
        parts.append("哪一列是来电内容（或标题）")
    return f"还要指明{'，'.join(parts)}。" if parts else ""


def _held(combo: QuietCombo) -> QFrame:
    frame = QFrame()
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(4, 3, 8, 3)
    layout.addWidget(combo)
    return frame
