"""The navigation at the left edge: one button per page, icon above word."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.shell.session.navigation import Place

RAIL = (
    (Place.TODAY, "sun"),
    (Place.TICKETS, "inbox"),
    (Place.SUPERVISION, "gavel"),
    (Place.REGISTERS, "archive"),
    (Place.STATISTICS, "chart-column"),
    (Place.UNITS, "building-2"),
    (Place.SETTINGS, "settings"),
)

_HEIGHT, _ICON, _BELOW_MARK = 60, 22, 8
_LEAST_AROUND = 8  # pixels beside icon and word of a button in a low window
_BELONGS = {Place.IMPORTS: Place.TICKETS}  # pages without a button of their own


class Rail(QFrame):
    """Emits ``chosen(Place)``; Ctrl+1 … Ctrl+7 choose from the keyboard."""

    chosen = Signal(object)
    helped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._theme = theme
        self._buttons: dict[Place, QToolButton] = {}
        self.setFixedWidth(theme.size("rail_width"))
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 12, 6, 8)
        layout.setSpacing(4)
        self._mark = QLabel("12345")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mark.setStyleSheet("font-weight: 600; font-size: 15px;")
        layout.addWidget(self._mark)
        layout.addSpacing(_BELOW_MARK)
        for number, (place, icon) in enumerate(RAIL, start=1):
            layout.addWidget(self._button(theme, place, icon, f"Ctrl+{number}"))
        layout.addStretch(1)
        self._helping = self._help(theme)
        layout.addWidget(self._helping)

    def show_place(self, place: Place) -> None:
        """Marks the button of ``place``, or of the page that it belongs to."""
        button = self._buttons.get(_BELONGS.get(place, place))
        if button is not None:
            button.setChecked(True)

    def show_counts(self, counts: Mapping[Place, int]) -> None:
        """How much presses on each page, behind its word; nothing where nothing does."""
        for place, button in self._buttons.items():
            count = counts.get(place, 0)
            button.setText(f"{place.value} {count}" if count else place.value)
            button.setAccessibleName(f"{place.value}，{count} 件要办" if count else place.value)
        self._fit_width()

    @property
    def texts(self) -> list[str]:
        """What stands on the buttons."""
        return [button.text() for button in self._buttons.values()]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._buttons:
            self._fit_width()

    def _fit_width(self) -> None:
        """As wide as its widest word, in whatever size texts are."""
        layout = self.layout()
        assert layout is not None
        widest = max(button.sizeHint().width() for button in self._buttons.values())
        margins = layout.contentsMargins()
        self.setFixedWidth(max(self._theme.size("rail_width"), widest + margins.left() + margins.right()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the buttons are as high as their icon and word need."""
        buttons = [*self._buttons.values(), self._helping]
        layout = self.layout()
        assert layout is not None
        margins, spaces = layout.contentsMargins(), layout.spacing() * (len(buttons) + 1)
        around = margins.top() + margins.bottom() + self._mark.sizeHint().height() + _BELOW_MARK + spaces
        least = _ICON + buttons[0].fontMetrics().height() + _LEAST_AROUND
        height = max(least, min(_HEIGHT, (self.height() - around) // len(buttons)))
        for button in buttons:
            if button.height() != height:
                button.setFixedHeight(height)
                restyle(button, low="true" if height < _HEIGHT else "false")

    def set_ready(self, ready: bool) -> None:
        """Buttons lead nowhere until the office is open."""
        for button in self._buttons.values():
            button.setEnabled(ready)

    def _button(self, theme: Theme, place: Place, icon: str, key: str) -> QToolButton:
        button = _tool(theme, icon, place.value)
        button.setCheckable(True)
        button.setToolTip(f"{place.value}（{key}）")
        # A button's own shortcut would be forgotten with its words, and presses it for a tenth of a second.
        QShortcut(QKeySequence(key), self).activated.connect(button.click)
        button.clicked.connect(lambda: self.chosen.emit(place))
        self._group.addButton(button)
        self._buttons[place] = button
        return button

    def _help(self, theme: Theme) -> QToolButton:
        button = _tool(theme, "circle-question-mark", "帮助")
        button.setToolTip("快捷键和办理规范（F1）")
        button.clicked.connect(self.helped)
        return button


def _tool(theme: Theme, icon: str, word: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(theme.icon(icon, "rail_ink", _ICON))
    button.setIconSize(QSize(_ICON, _ICON))
    button.setText(word)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setFixedHeight(_HEIGHT)
    return button
