"""What an import would do, row by row in tabs, with the button that does it. Layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.importing.model import ImportPreview
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.views.imports.preview_rows import TABS, PreviewTabs, Tab, file_rows
from hotline_desktop.gui.views.imports.taken_as import TakenAsBox, choice_of

_SHOWN_UNITS = 8


class PreviewPart(QWidget):
    """``tables`` by the key of their tab; ``take`` imports."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tables: dict[str, RecordTable] = {}
        self._stacks: dict[str, QStackedWidget] = {}
        self.name = QLabel()
        self.name.setProperty("role", "head")
        self.search = self._search()
        self.unit_strip = self._unit_strip()
        self.warnings = QLabel()
        self.warnings.setProperty("role", "warning")
        self.warnings.setWordWrap(True)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName("预览的各类")
        for tab in TABS:
            self.tabs.addTab(self._page(tab), tab.caption)
        self.back = QPushButton(theme.icon("arrow-left"), "改列的对应(&G)")
        self.rejects = QPushButton(theme.icon("file-spreadsheet"), "另存有问题的行(&L)…")
        self.rejects.setToolTip("把不能导入的行连同原因存成 Excel，改好后可以再导入")
        self.taken_as = TakenAsBox()
        self.take = QPushButton(theme.icon("check", "on_accent"), "导入")
        self.take.setProperty("role", "primary")
        self.take.setToolTip("写入工单数据，导入后还可以撤销（Ctrl+S）")
        panel = QFrame()
        panel.setProperty("role", "panel")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 4, 1, 1)
        inside.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addWidget(self.warnings)
        layout.addWidget(self.unit_strip)
        layout.addWidget(panel, 1)
        layout.addLayout(self._foot())

    def show_preview(self, preview: ImportPreview, found: PreviewTabs) -> None:
        """Shows a new preview, from its first tab that lists anything."""
        self.name.setText(preview.file.path.name)
        self.warnings.setText("\n".join(preview.warnings))
        self.warnings.setVisible(bool(preview.warnings))
        self.units.setText(units_text(preview.unknown_units_text))
        self.units.setToolTip("、".join(preview.unknown_units_text))
        self.unit_strip.setVisible(bool(preview.unknown_units))
        self.create_units.setChecked(True)
        self.taken_as.show_choice(choice_of(preview))
        taken = len(preview.new) + len(preview.changed)
        self.take.setText(f"导入 {taken:,} 件" if taken else "没有要导入的")
        self.take.setEnabled(taken > 0)
        self.rejects.setVisible(found.faulty_rows > 0)
        self.show_rows(found)
        first = next((number for number, tab in enumerate(TABS) if found.rows[tab.key]), 0)
        self.tabs.setCurrentIndex(first)

    def show_rows(self, found: PreviewTabs, narrowed: bool = False) -> None:
        """Fills every tab; ``narrowed`` says that a word was searched for."""
        for number, tab in enumerate(TABS):
            rows = found.rows[tab.key]
            self.tables[tab.key].records.show_rows(rows)
            self.tabs.setTabText(number, f"{tab.caption} {file_rows(rows):,}")
            stack = self._stacks[tab.key]
            stack.setCurrentIndex(0 if rows else 2 if narrowed else 1)

    # -- building ------------------------------------------------------------------------------------------

    def _search(self) -> QLineEdit:
        box = QLineEdit()
        box.setPlaceholderText("搜索预览   Ctrl+F")
        box.setAccessibleName("搜索预览")
        box.setClearButtonEnabled(True)
        box.setMinimumWidth(160)
        box.setMaximumWidth(300)
        icon = QAction(self._theme.icon("search", "ink_faint", 16), "", box)
        box.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        return box

    def _unit_strip(self) -> QFrame:
        self.units = QLabel()
        self.units.setProperty("role", "soft")
        self.units.setWordWrap(True)
        self.create_units = QCheckBox("一并建立")
        self.create_units.setToolTip("不建立时，工单照样导入，单位名称作为平台的原话留着")
        strip = QFrame()
        strip.setProperty("role", "example")
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self.units, 1)
        row.addWidget(self.create_units)
        return strip

    def _page(self, tab: Tab) -> QStackedWidget:
        table = RecordTable(self._theme, tab.columns, tab.caption)
        table.setProperty("role", "bare")
        stack = QStackedWidget()
        stack.addWidget(table)
        stack.addWidget(Blank(self._theme, "circle-check", tab.none, ""))
        stack.addWidget(Blank(self._theme, "search", "没有找到", "换一个词再找。"))
        self.tables[tab.key], self._stacks[tab.key] = table, stack
        return stack

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.search)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.back)
        row.addWidget(self.rejects)
        row.addStretch(1)
        row.addWidget(self.taken_as)
        row.addWidget(self.take)
        for button in (self.back, self.rejects, self.take):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return row


def units_text(units: tuple[str, ...]) -> str:
    """The units that the office does not know yet; empty where there are none."""
    if not units:
        return ""
    shown = "、".join(units[:_SHOWN_UNITS])
    more = f"等 {len(units)} 个" if len(units) > _SHOWN_UNITS else f"，共 {len(units)} 个"
    return f"文件里有单位名册中没有的：{shown}{more}。"
