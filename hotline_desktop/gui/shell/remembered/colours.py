"""In which colours the window is shown at this PC, remembered beside the office's data."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from hotline_desktop.gui.kit.theme import CALM, CONTRAST, DARK, Theme
from hotline_desktop.system.screen import wants_high_contrast

COLOURS = {"浅色": CALM, "深色": DARK, "高对比": CONTRAST}
_KEY = "window/colours"


def remembered_colours(store: QSettings) -> str:
    """The word that was chosen; 浅色 where none was."""
    word = str(store.value(_KEY, "") or "")
    return word if word in COLOURS else "浅色"


def choose_colours(word: str, store: QSettings) -> None:
    """Keeps the choice for the next start: half of a window in other colours could not be read."""
    store.setValue(_KEY, word)


def when_worn(theme: Theme, store: QSettings) -> str:
    """Whether what was chosen is worn by now, and since when it will be; in a sentence."""
    chosen, worn = remembered_colours(store), next(word for word, name in COLOURS.items() if name == theme.worn)
    if wants_high_contrast() and chosen != worn:
        return f"这台电脑的系统开着高对比，程序跟着用{worn}；系统关掉以后才是{chosen}。"
    if chosen != worn:
        return f"现在还是{worn}。关掉程序再打开，就是{chosen}；正在填的不会丢。"
    return "换了以后，关掉程序再打开才看得到。"


def wear_remembered(theme: Theme, app: QApplication, store: QSettings) -> None:
    """Takes up what was chosen last, but high contrast where the system asks for it; nothing where that is worn."""
    colours = CONTRAST if wants_high_contrast() else COLOURS[remembered_colours(store)]
    if colours != theme.worn:
        theme.wear(colours)
        theme.apply(app)
