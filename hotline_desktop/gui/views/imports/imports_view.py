"""The four stages of an import, one at a time, with where one stands above them. Layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.theme import restyle
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.imports.mapping_part import MappingPart
from hotline_desktop.gui.views.imports.preview_part import PreviewPart
from hotline_desktop.gui.views.imports.repeats_part import RepeatsPart
from hotline_desktop.gui.views.imports.result_part import BusyPart, ResultPart
from hotline_desktop.gui.views.imports.start_part import StartPart

STAGES = ("选文件", "核对列", "预览", "结果")
START, MAPPING, PREVIEW, RESULT, BUSY, REPEATS = range(6)


class ImportsView(QWidget):
    """``stage`` is START, MAPPING, PREVIEW or RESULT; ``show_busy`` covers it while something runs."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        theme = session.theme
        self.stage = START
        self.start = StartPart(theme)
        withhold(session, Right.HANDLE, self.start.drop, self.start.choose, self.start.undo)
        self.mapping = MappingPart(theme)
        self.preview = PreviewPart(theme)
        self.result = ResultPart(theme)
        self.busy = BusyPart()
        self.repeats = RepeatsPart(theme)
        self.stack = QStackedWidget()
        for part in (self.start, self.mapping, self.preview, self.result, self.busy, self.repeats):
            self.stack.addWidget(part)
        self._marks = [QLabel(f"{number}　{word}") for number, word in enumerate(STAGES, start=1)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(self._top())
        layout.addWidget(self.stack, 1)
        self.show_stage(START)

    def show_stage(self, stage: int) -> None:
        """Turns to a stage."""
        self.stage = stage
        self.stack.setCurrentIndex(stage)
        for number, mark in enumerate(self._marks):
            restyle(mark, tag="accent" if number == stage else "", role="soft" if number < stage else "faint")

    def show_busy(self) -> None:
        """Covers the stage while something runs; ``show_stage`` ends it."""
        self.stack.setCurrentIndex(BUSY)

    def show_repeats(self) -> None:
        """Covers the result with the list of what may repeat other tickets; ``show_stage`` ends it."""
        self.stack.setCurrentIndex(REPEATS)

    def _top(self) -> QHBoxLayout:
        title = QLabel("导入工单")
        title.setProperty("role", "title")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(title)
        row.addSpacing(8)
        for mark in self._marks:
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        return row
