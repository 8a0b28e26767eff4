"""One place that keeps citizens' text from being read as markup, in labels and in hints that show beside the pointer.

Qt takes any text that looks like HTML for HTML, and would fetch a picture from an address in it. A label that means
markup of ours says so itself, before it is shown: ``setTextFormat(RichText)``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProxyStyle


class PlainStyle(QProxyStyle):
    """Fusion, with every label plain that does not ask for markup. The label of a tooltip is one of them."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, what: Any) -> Any:
        if isinstance(what, QLabel) and what.textFormat() == Qt.TextFormat.AutoText:
            what.setTextFormat(Qt.TextFormat.PlainText)
        return super().polish(what)
