"""A filter as a chip: closed it says what it narrows to, open it is a list to tick."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from hotline_desktop.gui.kit.placing import beside
from hotline_desktop.gui.kit.theme import Theme, restyle

_MANY = 8
_ROW = 34
_LETTERS = 12  # of what was chosen
_BESIDE, _WIDEST = 48, 480  # pixels: scroll bar and margins of the list; the list


class FilterChip(QPushButton):
    """Narrows by any of several words. ``changed`` when the clerk ticks or clears one."""

    changed = Signal()

    def __init__(self, theme: Theme, caption: str, choices: Iterable[str] = ()) -> None:
        super().__init__()
        self._theme, self._caption = theme, caption
        self._choices: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.setProperty("role", "chip")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.clicked.connect(self._open)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[str]) -> None:
        """What can be chosen; words that are chosen but no longer there stay chosen."""
        self._choices = tuple(choices)
        self._show()

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen."""
        return self._choices

    @property
    def chosen(self) -> tuple[str, ...]:
        """The words it narrows to; empty for no narrowing."""
        return self._chosen

    def choose(self, choices: Iterable[str]) -> None:
        """Sets the words without ``changed``."""
        self._chosen = tuple(choices)
        self._show()

    def toggle_word(self, word: str) -> None:
        """Adds or removes one word, as a click in the list does."""
        order = (*self._choices, *(w for w in self._chosen if w not in self._choices), word)
        chosen = set(self._chosen) ^ {word}
        self._chosen = tuple(w for w in dict.fromkeys(order) if w in chosen)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        shown = _short("、".join(self._chosen))
        if len(self._chosen) > 2:
            shown = f"{_short(self._chosen[0])} 等 {len(self._chosen)} 项"
        self.setText(f"{self._caption}：{shown}" if shown else self._caption)
        self.setToolTip("、".join(self._chosen) or f"按{self._caption}筛选")
        self.setIcon(self._theme.icon("chevron-down", "accent" if shown else "ink_faint", 16))
        restyle(self, on="true" if shown else "false")

    def _open(self) -> None:
        menu = _Choices(self, self._choices, self._chosen)
        menu.toggled.connect(self.toggle_word)
        menu.adjustSize()
        menu.move(beside(self, menu.size()))
        menu.show()
        menu.start()


def _short(text: str) -> str:
    """What a chip has room for; its tooltip says the whole."""
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


class _Choices(QFrame):
    """The open list; with many words it has a box to narrow them."""

    toggled = Signal(str)

    def __init__(self, chip: FilterChip, choices: tuple[str, ...], chosen: tuple[str, ...]) -> None:
        super().__init__(chip, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._list = _Ticks()
        self._list.setAccessibleName(chip.accessibleName() or chip.text())
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        for word in dict.fromkeys((*choices, *chosen)):
            item = QListWidgetItem(word, self._list)
            item.setToolTip(word)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setCheckState(Qt.CheckState.Checked if word in chosen else Qt.CheckState.Unchecked)
        self._list.itemChanged.connect(lambda item: self.toggled.emit(item.text()))
        self._box = QLineEdit(placeholderText="输入名称查找")
        self._box.setAccessibleName("输入名称查找")
        self._box.setVisible(len(choices) > _MANY)
        self._box.textChanged.connect(self._narrow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._box)
        layout.addWidget(self._list)
        rows = min(max(self._list.count(), 1), 10)
        self._list.setFixedHeight(rows * _ROW + 8)
        self.setFixedWidth(min(max(220, self._list.sizeHintForColumn(0) + _BESIDE), _WIDEST))

    def start(self) -> None:
        (self._box if self._box.isVisible() else self._list).setFocus()

    def _narrow(self, typed: str) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(typed.strip() not in item.text())


class _Ticks(QListWidget):
    """A list whose rows are ticked anywhere: by a click on the word, by space, by Enter."""

    def __init__(self) -> None:
        super().__init__()
        self.itemClicked.connect(self._tick)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentItem() is not None:
                self._tick(self.currentItem())
            return
        super().keyPressEvent(event)

    def _tick(self, item: QListWidgetItem) -> None:
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
