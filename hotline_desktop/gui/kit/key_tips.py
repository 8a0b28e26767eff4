"""A tap on Alt shows a letter on everything that can be pressed; the letter presses it: chips, tabs, links, icons."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QTabBar, QWidget

from hotline_desktop.gui.kit.mnemonics import initial
from hotline_desktop.gui.kit.theme import Theme

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OWN = re.compile(r"&([^&\s])|\(<u>(.)</u>\)")
_OTHERS = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.InputMethod, QEvent.Type.Wheel)
_PIXELS, _AROUND = 12, 4
_TAP_MS = 600
W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Target:
    """Something to press: where it stands, what it says, the letter that it already shows, and how it is pressed."""

    place: QRect
    label: str
    own: str
    press: Callable[[], None]


class KeyTips(QObject):
    """Waits for a tap on Alt in any window of the program: pressed and let go with no other key between.

    It watches only what has the focus: a filter on the application would be asked for every event.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._alone = False
        self._held = QElapsedTimer()
        self.sheet: TipSheet | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, QApplication.focusWidget())

    def show(self, window: QWidget) -> None:
        """Shows the letters of everything that can be pressed in ``window``."""
        found = targets(window)
        if found:
            self.sheet = TipSheet(self._theme, window, dict(zip(tip_letters(found), found, strict=True)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not isinstance(event, QKeyEvent):
            self._alone = self._alone and kind not in _OTHERS
            return False
        alt = event.key() == Qt.Key.Key_Alt
        if kind != QEvent.Type.KeyRelease:  # a shortcut is only announced, never pressed
            others = event.modifiers() & ~Qt.KeyboardModifier.AltModifier
            if alt and not self._alone:
                self._held.start()
            self._alone = alt and not others
        elif alt and self._alone and isinstance(watched, QWidget):
            self._alone = False
            if self._held.elapsed() > _TAP_MS:  # a mouse moved the window meanwhile, or she thought better of it
                return False
            self.show(watched.window())
            return True
        return False

    def _follow(self, left: QWidget | None, focused: QWidget | None) -> None:
        self._alone = False
        if left is not None:
            left.removeEventFilter(self)
        if focused is not None and not isinstance(focused, TipSheet):
            focused.installEventFilter(self)


class TipSheet(QWidget):
    """Lies over a window until a letter is pressed, Esc, or anything else happens; then the focus is where it was."""

    def __init__(self, theme: Theme, window: QWidget, tips: dict[str, Target]) -> None:
        super().__init__(window)
        self._theme, self.tips = theme, tips
        self._typed = ""
        self._before = QApplication.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("按字母点按钮")
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = self._typed + event.text().upper()
        if event.key() == Qt.Key.Key_Backspace and self._typed:
            self._typed = ""
            self.update()
        elif typed in self.tips and event.text():
            target = self.tips[typed]
            self._go()
            target.press()
        elif event.text() and any(code.startswith(typed) for code in self.tips):
            self._typed = typed
            self.update()
        else:
            self._go()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # a letter belongs to the tips, and to no shortcut
            return True
        return super().event(event)

    def focusOutEvent(self, event: QEvent) -> None:
        self.close()

    def mousePressEvent(self, event: QEvent) -> None:
        self._go()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(_PIXELS)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        for code, target in self.tips.items():
            if not code.startswith(self._typed):
                continue
            box = QRect(0, 0, metrics.horizontalAdvance(code) + 2 * _AROUND, metrics.height())
            box.moveTopLeft(_corner(target.place, box, self.rect()))
            painter.setPen(QPen(theme.color("paper"), 1))
            painter.setBrush(theme.color("ink"))
            painter.drawRoundedRect(box, 3, 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code)
        painter.end()

    def _go(self) -> None:
        before = self._before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.close()


def targets(window: QWidget) -> list[Target]:
    """Everything in ``window`` that can be seen and pressed, from the top left to the bottom right."""
    found = [
        *(_button(window, each) for each in _shown(window, QAbstractButton)),
        *(_combo(window, each) for each in _shown(window, QComboBox)),
        *(tab for bar in _shown(window, QTabBar) for tab in _tabs(window, bar)),
        *(_field(window, each) for each in _shown(window, QLabel) if each.buddy() is not None and _own(each.text())),
    ]
    return sorted(found, key=lambda each: (each.place.top() // 8, each.place.left()))


def tip_letters(found: list[Target]) -> list[str]:
    """A letter for each: the one it shows, else the first free initial of its words; two letters once they run out."""
    own = {each.own for each in found if each.own}
    rest = len(found) - len(own)
    free = [letter for letter in _LETTERS if letter not in own]
    firsts = 0  # letters that begin a pair
    while firsts < len(free) and len(free) - firsts + firsts * len(_LETTERS) < rest:
        firsts += 1
    heads, single = free[len(free) - firsts :], free[: len(free) - firsts]
    pairs = iter([head + letter for head in heads for letter in _LETTERS])
    given = []
    for place, each in enumerate(found):
        if each.own and _first(found, place):
            given.append(each.own)
            continue
        chosen = next((letter for letter in map(initial, each.label) if letter in single), single[0] if single else "")
        if chosen:
            single.remove(chosen)
        given.append(chosen or next(pairs))
    return given


def _first(found: list[Target], place: int) -> bool:
    """Whether nothing before shows the same letter."""
    return all(each.own != found[place].own for each in found[:place])


def _shown(window: QWidget, kind: type[W]) -> list[W]:
    every: list[QWidget] = list(window.findChildren(QWidget))
    found = [each for each in every if isinstance(each, kind)]
    return [each for each in found if _can_be_pressed(each, window)]


def _can_be_pressed(widget: QWidget, window: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled() or widget.window() is not window:
        return False
    within = isinstance(widget.parentWidget(), QTabBar | QComboBox)
    return not within and not widget.visibleRegion().isEmpty()


def _button(window: QWidget, button: QAbstractButton) -> Target:
    def press() -> None:
        if button.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()

    label = button.text() or button.accessibleName() or button.toolTip()
    return Target(_seen(window, button), label, _own(button.text()), press)


def _combo(window: QWidget, combo: QComboBox) -> Target:
    def press() -> None:
        combo.setFocus(Qt.FocusReason.ShortcutFocusReason)
        combo.showPopup()

    return Target(_seen(window, combo), combo.accessibleName() or combo.currentText(), "", press)


def _field(window: QWidget, label: QLabel) -> Target:
    field = label.buddy()

    def press() -> None:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    return Target(_seen(window, label), label.text(), _own(label.text()), press)


def _tabs(window: QWidget, bar: QTabBar) -> list[Target]:
    def press(place: int) -> Callable[[], None]:
        return lambda: bar.setCurrentIndex(place)

    corner = bar.mapTo(window, QPoint(0, 0))
    return [
        Target(bar.tabRect(place).translated(corner), bar.tabText(place), _own(bar.tabText(place)), press(place))
        for place in range(bar.count())
        if bar.isTabVisible(place) and bar.isTabEnabled(place) and place != bar.currentIndex()
    ]


def _own(label: str) -> str:
    """The letter that the words show already."""
    found = _OWN.search(label)
    return (found[1] or found[2]).upper() if found else ""


def _seen(window: QWidget, widget: QWidget) -> QRect:
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint(0, 0)))


def _corner(place: QRect, box: QRect, room: QRect) -> QPoint:
    """Over the lower edge of what it names, in its middle, never outside the window."""
    left = place.center().x() - box.width() // 2
    top = place.bottom() - box.height() // 2 - 2
    return QPoint(max(0, min(left, room.width() - box.width())), max(0, min(top, room.height() - box.height())))
