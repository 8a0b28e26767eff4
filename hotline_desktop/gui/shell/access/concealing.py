"""Hides open windows while nobody is logged in; what was half typed in them waits beneath."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QToolTip, QVBoxLayout, QWidget
from shiboken6 import isValid

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.access.sign_in import SignInSheet

_TITLE = "12345热线工单"
_SIZE = 420


class WindowCover:
    """Covers the contents of one modal window: hiding the window itself would answer its question."""

    def __init__(self, window: QWidget) -> None:
        self._window, self._title, self._focus = window, window.windowTitle(), window.focusWidget()
        children: list[QWidget] = list(window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly))
        self._hidden = [child for child in children if not child.isHidden() and not child.isWindow()]
        self._label = QLabel("已锁定", window)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setGeometry(window.rect())
        for child in self._hidden:
            child.hide()
        window.setWindowTitle(_TITLE)
        self._label.show()

    def lift(self) -> None:
        """Shows the contents as they were, with the cursor where it was."""
        if not isValid(self._window):
            return
        self._label.hide()
        self._label.deleteLater()
        self._window.setWindowTitle(self._title)
        for child in self._hidden:
            if isValid(child):
                child.show()
        self._window.activateWindow()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)


class Concealment:
    """Hides everything but the office's own window until it is lifted."""

    def __init__(self, office_window: QWidget) -> None:
        self._covers: dict[QWidget, WindowCover] = {}
        self._hidden: list[QWidget] = []
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window is not office_window:
                self.conceal(window)

    @property
    def questions(self) -> bool:
        """Whether something that waits for an answer lies beneath: nothing can be typed into the office's window."""
        return any(isValid(window) and window.isVisible() and window.isModal() for window in self._covers)

    def conceal(self, window: QWidget) -> None:
        """Takes one more window out of sight. The system's own file dialog cannot be covered: it is given up."""
        if not isinstance(window, QDialog) or isinstance(window, SignInWindow) or window in self._covers:
            return
        if not window.isModal():
            window.hide()
            self._hidden.append(window)
        elif _of_the_system(window):
            window.reject()
        else:
            self._covers[window] = WindowCover(window)

    def arrived(self, window: QWidget) -> None:
        """Hides a window that is just being shown: it is covered at once, and hidden when showing it is done.

        A drop-down list is closed, unless it belongs to the sign-in.
        """
        if not window.isWindow():
            return
        if window.windowType() == Qt.WindowType.Popup:
            if not _belongs_to_sign_in(window):
                window.setWindowOpacity(0)
                QTimer.singleShot(0, window, lambda: _drop(window))
        elif isinstance(window, QDialog) and not isinstance(window, SignInWindow) and window not in self._covers:
            if _of_the_system(window):
                QTimer.singleShot(0, window, window.reject)
                return
            self._covers[window] = WindowCover(window)
            if not window.isModal():
                self._hidden.append(window)
                QTimer.singleShot(0, window, window.hide)

    def lift(self) -> None:
        """Everything is there again as it was, the latest question in front."""
        for window in self._hidden:
            if isValid(window):
                window.show()
        for cover in self._covers.values():
            cover.lift()

    def end(self) -> None:
        """Closes the questions unanswered, the latest first."""
        for window in reversed(self._covers):
            if isValid(window) and isinstance(window, QDialog) and window.isModal():
                window.reject()


def _of_the_system(window: QDialog) -> bool:
    return isinstance(window, QFileDialog) and window.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)


def _belongs_to_sign_in(window: QWidget) -> bool:
    above: QWidget | None = window
    while above is not None and not isinstance(above, SignInSheet):
        above = above.parentWidget()
    return above is not None


def _drop(popup: QWidget) -> None:
    popup.close()
    popup.setWindowOpacity(1)


class SignInWindow(QDialog):
    """Asks for the password over questions that wait: nothing else can be typed into while they do."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.sheet = SignInSheet(theme)
        layout = QVBoxLayout(self)
        layout.addWidget(self.sheet)
        self.resize(_SIZE, _SIZE)

    def come_forward(self) -> None:
        """In front of every question, also of one that came later."""
        self.hide()
        self.show()
        self.raise_()
        self.activateWindow()

    def reject(self) -> None:
        """Esc lets nobody in."""
