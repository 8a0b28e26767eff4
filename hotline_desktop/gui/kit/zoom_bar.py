"""Makes the pages of a canvas larger and smaller, and says how large they are."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from hotline_desktop.gui.kit.paper_canvas import PaperCanvas
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.tool_button import tool_button

_PERCENT_WIDTH = 44


class ZoomBar(QWidget):
    """Stands over ``canvas``; ``fit_tip`` says as wide as what 适宽 makes a page."""

    def __init__(self, theme: Theme, canvas: PaperCanvas, fit_tip: str) -> None:
        super().__init__()
        self._canvas = canvas
        self.percent = QLabel()
        self.percent.setProperty("role", "soft")
        self.percent.setMinimumWidth(_PERCENT_WIDTH)
        canvas.zoomed.connect(self.show_percent)
        smaller = tool_button(theme, "zoom-out", "缩小（Ctrl+滚轮）")
        smaller.clicked.connect(canvas.zoom_out)
        larger = tool_button(theme, "zoom-in", "放大（Ctrl+滚轮）")
        larger.clicked.connect(canvas.zoom_in)
        fit = QPushButton("适宽")
        fit.setProperty("role", "link")
        fit.setToolTip(fit_tip)
        fit.clicked.connect(canvas.fit_width)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (smaller, self.percent, larger, fit):
            row.addWidget(widget)

    def show_percent(self) -> None:
        """Says how large the pages are now."""
        self.percent.setText(f"{self._canvas.percent}%")
