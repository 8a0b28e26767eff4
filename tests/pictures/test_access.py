"""Every page, dialog and list for who has no mouse, sees little, or hears what stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGroupBox,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.toast import Toast
from tests.gui.desk import RESOURCES
from tests.gui.test_mnemonics import keyless, letters_in
from tests.pictures import guarded
from tests.pictures.hard_window import walk_over

_MOST = 150  # stops of Tab in a window
_RING = 3  # pixels around a widget in which a frame may be drawn
_SEEN = 12  # pixels that a frame has at least
_FLEETING = ("查找",)  # closed as soon as the keyboard goes elsewhere


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget, as Qt finds it: its name, its words, or the label beside it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel) and widget.text().strip():
        return widget.text()
    parent = widget.parentWidget()
    beside = parent.children() if parent is not None else ()
    label = next((each for each in beside if isinstance(each, QLabel) and each.buddy() is widget), None)
    return label.text() if label is not None else parent.title() if isinstance(parent, QGroupBox) else ""


def described(widget: QWidget) -> str:
    above = widget.parentWidget()
    return f"{type(widget).__name__} in {type(above).__name__} “{spoken(widget)}”"


def nameless(root: QWidget) -> Iterator[str]:
    for each in (root, *root.findChildren(QWidget)):
        stop = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
        if stop and each.isVisible() and each.isEnabled() and not spoken(each).strip():
            yield f"nothing to say: {described(each)}"


def keys(root: QWidget) -> Iterator[str]:
    for letter, times in Counter(letters_in(root)).items():
        if times > 1:
            yield f"{letter} answers twice"
    passing: set[str] = set()
    toasts: list[Toast] = list(root.findChildren(Toast))
    for toast in toasts:
        buttons: list[QAbstractButton] = list(toast.findChildren(QAbstractButton))
        passing |= {button.text() for button in buttons}
    yield from (f"no letter: {text}" for text in keyless(root) if text not in passing)


class Keyboard:
    """Goes through a window by Tab; each sort of widget has to show that it has the keyboard."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._seen: set[tuple[object, ...]] = set()

    def wrong(self, root: QWidget) -> Iterator[str]:
        """What is wrong on the way through ``root``, which is left as it was found."""
        held = QApplication.focusWidget()
        if held is None or held.window() is not root.window():
            yield "nothing has the keyboard"
            return
        stops: list[QWidget] = []
        while len(stops) < _MOST:
            QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
            self._app.processEvents()
            at = QApplication.focusWidget()
            if at is None or at in stops:
                break
            if at.visibleRegion().isEmpty():
                yield f"the keyboard is where nothing is to be seen: {described(at)}"
            stops.append(at)
        if len(stops) >= _MOST or QApplication.focusWidget() is None:
            yield "Tab does not come back"
        for each in stops:
            if shiboken6.isValid(each):
                yield from self._unseen(root, each)
        if shiboken6.isValid(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        self._app.processEvents()

    def _unseen(self, root: QWidget, widget: QWidget) -> Iterator[str]:
        checked = widget.isChecked() if isinstance(widget, QAbstractButton) else None
        sort = (type(widget), widget.property("role"), widget.property("tag"), type(widget.parentWidget()), checked)
        if sort in self._seen:
            return
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.qWait(1)
        if not widget.hasFocus():
            return
        self._seen.add(sort)
        with_focus = self._picture(root, widget)
        widget.clearFocus()
        self._app.processEvents()
        if differing(with_focus, self._picture(root, widget)) < _SEEN:
            yield f"looks the same with the keyboard: {described(widget)}"

    def _picture(self, root: QWidget, widget: QWidget) -> QImage:
        corner = widget.mapTo(root, QPoint(0, 0))
        box = QRect(corner, widget.size()).adjusted(-_RING, -_RING, _RING, _RING)
        return root.grab(box & root.rect()).toImage()


def differing(first: QImage, second: QImage) -> int:
    """How many pixels differ, as far as it takes to see it; whatever moved is different."""
    if first.size() != second.size():
        return _SEEN
    count = 0
    for across in range(first.width()):
        for down in range(first.height()):
            count += first.pixel(across, down) != second.pixel(across, down)
            if count >= _SEEN:
                return count
    return count


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_every_state_can_be_worked_by_keys_and_is_heard(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(RESOURCES)
    theme.apply(qapp)
    keyboard = Keyboard(qapp)
    wrong: dict[str, str] = {}
    states = 0

    def look(state: str, root: QWidget) -> None:
        nonlocal states
        states += 1
        found = [*nameless(root), *keys(root)]
        if state not in _FLEETING and root.windowType() != Qt.WindowType.Popup:
            found += keyboard.wrong(root)
        for line in found:
            wrong.setdefault(line, state)

    with walk_over(tmp_path / "office", theme, (1366, 768), look) as walk:
        walk.whole()
        for part in (guarded.scans, guarded.privacy, guarded.accounts):
            part(walk)
    assert wrong == {}
    assert states > 100
