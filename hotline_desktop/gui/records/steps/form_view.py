"""One step being filled in: the form at the left, the paper that it changes at the right. Layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.gui.kit.scrolled import Scrolled
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.fields.problem_line import ProblemLine

FORM_WIDTH = 600
NARROW = 900


class FormView(QWidget):
    """Places for title, notices, form, buttons and a companion (paper or advice) beside them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.back = QPushButton("返回")
        self.back.setIcon(theme.icon("arrow-left"))
        self.back.setToolTip("返回，没填完的内容留作草稿（Esc）")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.ticket = QLabel()
        self.ticket.setProperty("role", "soft")
        self.clause = QLabel()
        self.clause.setProperty("tag", "accent")
        self.notice = QLabel(self)  # what is shown before it has its place in the form would open a window
        self.notice.setProperty("role", "warning")
        self.notice.setWordWrap(True)
        self.restored = Strip("清空重填(&C)", "已恢复上次没填完的内容。")
        self.waiting = Strip("接着填(&J)")
        self.meanwhile = Strip("知道了")
        self.meanwhile.action.clicked.connect(self.meanwhile.hide)
        for strip in (self.restored, self.waiting, self.meanwhile):
            strip.setParent(self)
        self.waiting.hide()
        self.meanwhile.hide()
        self.message = QPushButton()
        self.message.setProperty("role", "link")
        self.message.setIcon(theme.icon("layers", "accent", 16))
        self.message.hide()
        self.confirm = QPushButton()
        self.confirm.setProperty("role", "primary")
        self.confirm.setIcon(theme.icon("check", "on_accent"))
        self.problem = ProblemLine(theme)
        self.scroller = Scrolled()
        self.scroller.setProperty("role", "paper")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        self._beside = QStackedWidget()
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self._beside)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self.splitter, 1)

    def set_companion(self, widget: QWidget) -> None:
        """Puts ``widget`` beside the form, in place of what stood there."""
        if self._beside.indexOf(widget) < 0:
            self._beside.addWidget(widget)
        self._beside.setCurrentWidget(widget)

    def tell(self, message: str) -> None:
        """Says in the head what the companion shows, wherever there is no room for it; '' says nothing."""
        self.message.setText(message)
        self._fit()

    def show_in_view(self, widget: QWidget) -> None:
        """Scrolls until a field stands whole in the form, with what is said below it."""
        self.scroller.show_in_view(widget)

    @property
    def companion(self) -> QWidget | None:
        """What stands beside the form."""
        return self._beside.currentWidget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if event.oldSize().width() < NARROW <= self.width():
            self.splitter.setSizes([FORM_WIDTH, self.width() - FORM_WIDTH])

    def _fit(self) -> None:
        narrow = self.width() < NARROW
        self._beside.setVisible(not narrow)
        self.message.setVisible(narrow and bool(self.message.text()))

    def _head(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(12)
        layout.addWidget(self.back)
        layout.addWidget(self.title)
        layout.addWidget(self.clause)
        layout.addStretch(1)
        layout.addWidget(self.message)
        layout.addWidget(self.ticket)
        return bar

    def _left(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(20, 10, 20, 10)
        buttons.setSpacing(12)
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.confirm)
        panel = QFrame()
        panel.setProperty("role", "pane")
        panel.setMinimumWidth(420)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.scroller, 1)
        layout.addWidget(foot)
        return panel

    def set_form(self, form: QWidget) -> None:
        """Puts the form below the notices."""
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.notice)
        layout.addWidget(self.waiting)
        layout.addWidget(self.restored)
        layout.addWidget(self.meanwhile)
        layout.addWidget(form)
        layout.addStretch(1)
        old = self.scroller.takeWidget()
        self.scroller.setWidget(body)
        self.setTabOrder(_last_of(form), self.confirm)
        if (beside := self.companion) is not None:
            self.setTabOrder(self.confirm, beside)
        if old is not None:
            old.deleteLater()


def _last_of(form: QWidget) -> QWidget:
    """What the Tab key comes to last within ``form``: children stand in the order in which they were made."""
    window = form.window()
    children: list[QWidget] = list(form.findChildren(QWidget))
    for child in reversed(children):
        if child.window() is window and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return child
    return form


class Strip(QFrame):
    """One sentence above the form, with one thing to do about it."""

    def __init__(self, action: str, text: str = "") -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.text = QLabel(text)
        self.text.setProperty("role", "soft")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.action = QPushButton(action)
        self.action.setProperty("role", "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
