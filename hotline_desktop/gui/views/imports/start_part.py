"""Where an import begins: a place to drop a file, and the imports so far. Layout only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.dropping import take_files
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme, restyle


def _count(number: int) -> str:
    return f"{number:,}" if number else "—"


def _tone(batch: BatchSummary) -> str:
    return "ink" if batch.state is BatchState.DONE else "ink_faint"


BATCH_COLUMNS = (
    RecordColumn("时间", 144, lambda batch: moment_text(batch.at), _tone),
    RecordColumn("文件", 0, lambda batch: batch.file, _tone),
    RecordColumn("办理人", 80, lambda batch: batch.by, _tone, extra=True),
    RecordColumn("新增", 68, lambda batch: _count(batch.new), _tone, right=True),
    RecordColumn("更新", 68, lambda batch: _count(batch.updated), _tone, right=True),
    RecordColumn("无变化", 68, lambda batch: _count(batch.unchanged), _tone, right=True, extra=True),
    RecordColumn("未导入", 68, lambda batch: _count(batch.faulty), _tone, right=True),
    RecordColumn("性质", 72, lambda batch: "历史" if batch.history else "在办", _tone),
    RecordColumn("状态", 80, lambda batch: batch.state.value, _tone),
)


class StartPart(QWidget):
    """``choose`` opens a file dialog, ``drop`` takes a file; ``batches`` lists what was imported before."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.drop = DropZone(theme)
        self.choose = self.drop.choose
        title = QLabel("以前的导入")
        title.setProperty("role", "head")
        self.undo = QPushButton(theme.icon("undo-2"), "撤销这次导入(&C)")
        self.undo.setToolTip("收回选中的那次导入；其中的工单办过别的步骤以后就不能撤销了")
        self.batches = RecordTable(theme, BATCH_COLUMNS, "以前的导入")
        self.none = QLabel("还没有导入过。")
        self.none.setProperty("role", "soft")
        below = QHBoxLayout()
        below.addWidget(title)
        below.addStretch(1)
        below.addWidget(self.undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.drop)
        layout.addSpacing(8)
        layout.addLayout(below)
        layout.addWidget(self.batches, 1)
        layout.addWidget(self.none)
        layout.addStretch(0)

    def show_batches(self, batches: tuple[BatchSummary, ...]) -> None:
        """Shows the imports so far, the latest first."""
        self.batches.records.show_rows(batches)
        self.batches.setVisible(bool(batches))
        self.none.setVisible(not batches)
        self.undo.setVisible(bool(batches))
        self.batches.select_row(0)


class DropZone(QFrame):
    """A frame that takes one file; ``dropped(Path)``, or ``refused(str)`` with what was dropped otherwise."""

    dropped = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        take_files(self, self._take, self.refused.emit, lambda over: restyle(self, over="true" if over else "false"))
        self.setMinimumHeight(164)
        self.setMaximumHeight(220)
        picture = QLabel()
        picture.setPixmap(theme.pixmap("file-spreadsheet", "accent", 36))
        label = QLabel("把热线系统导出的文件拖到这里")
        label.setProperty("role", "head")
        hint = QLabel("Excel（.xlsx、.xls）、CSV 和文本文件都可以，原文件不会改动。先看预览，确认后才写入。")
        hint.setProperty("role", "soft")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = QPushButton(theme.icon("folder-open", "on_accent"), "选择文件(&X)…")
        self.choose.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        for widget in (picture, label):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(hint)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)

    def _take(self, paths: list[Path]) -> None:
        if len(paths) == 1:
            self.dropped.emit(paths[0])
        else:
            self.refused.emit("一次拖入一个文件。没有导入任何内容，请逐个拖进来。")
