"""How large texts are at this PC, remembered beside the office's data."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from hotline_desktop.gui.kit.theme import Theme

TEXT_SIZES = {"标准": 0, "大": 2, "特大": 4}
_KEY = "window/text_size"


def remembered(store: QSettings) -> str:
    """The word of the size that was chosen; 标准 where none was."""
    word = str(store.value(_KEY, "") or "")
    return word if word in TEXT_SIZES else "标准"


def use_text_size(word: str, theme: Theme, app: QApplication, store: QSettings) -> None:
    """Makes texts larger or smaller at once, in every open window."""
    store.setValue(_KEY, word)
    theme.enlarge(TEXT_SIZES[word])
    theme.apply(app)


def apply_remembered(theme: Theme, app: QApplication, store: QSettings) -> None:
    """Takes up what was chosen last, where it is not the usual size."""
    word = remembered(store)
    if TEXT_SIZES[word]:
        theme.enlarge(TEXT_SIZES[word])
        theme.apply(app)
