"""What keeps a form from being recorded: a sentence, and a link to every field that is to be mended."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from hotline_desktop.gui.kit.theme import Theme

_NAMED = 6


class ProblemLine(QLabel):
    """``asked(key)`` when the clerk wants to go to a field."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._color = theme.color("red").name()
        self.setProperty("role", "problem")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.linkActivated.connect(self.asked)
        self.tell("")

    def tell(self, text: str) -> None:
        """Shows a sentence; '' nothing."""
        self._write(escape(text), text)

    def tell_fields(self, fields: tuple[tuple[str, str], ...], text: str = "") -> None:
        """Names the fields (key and label) that are to be mended, after ``text``."""
        links = [f"<a href='{key}' style='color:{self._color}'>{escape(label)}</a>" for key, label in fields[:_NAMED]]
        more = f" 等 {len(fields)} 处" if len(fields) > _NAMED else ""
        sentence = f"还有 {len(fields)} 处要补正："
        plain = f"{text}{sentence}{'、'.join(label for _key, label in fields[:_NAMED])}{more}"
        self._write(f"{escape(text)}{sentence}{'、'.join(links)}{more}", plain)

    def _write(self, html: str, plain: str) -> None:
        self.setText(html)
        self.setAccessibleName(plain)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if "<a" in html else Qt.FocusPolicy.NoFocus)
