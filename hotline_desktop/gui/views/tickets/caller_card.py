"""Who called, where, and what about, in the order of a call: the phone is the largest thing, with a key to copy it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.reading_order import in_reading_order
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.tool_button import tool_button

_LONG = 110  # characters that are shown at once


class CallerCard(QWidget):
    """``copied(words)`` after copying, ``past_asked(phone)`` for the earlier tickets of a phone.

    ``who``, the line with name and phones, is for the head of the ticket and stands there.
    """

    copied = Signal(str)
    past_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._phones: tuple[str, ...] = ()
        self._content = ""
        self.person = _Line("person")
        self.who = QWidget()
        self._flow = FlowLayout(self.who, spacing=8)
        self.phones: list[QLabel] = []
        self.copies: list[QToolButton] = []
        self._made: list[QWidget] = []
        self.past = QPushButton()
        self.past.setProperty("role", "link")
        self.past.clicked.connect(lambda: self.past_asked.emit(self._phones[0] if self._phones else ""))
        self.note = _text("soft")
        self.address = _text("body")
        self.title = _text("head")
        self.content = _text("body")
        self.unfold = QPushButton("全文")
        self.unfold.setProperty("role", "link")
        self.unfold.clicked.connect(self._show_whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.note, self.address, self.title, self.content):
            layout.addWidget(widget)
        layout.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        self._flow.addWidget(self.person)
        self._flow.addWidget(self.past)

    def show_ticket(self, ticket: Ticket) -> None:
        """Shows another ticket."""
        facts = ticket.facts
        self._phones = facts.phones
        self._show_phones(facts.caller or ("匿名" if not facts.phones else ""))
        notes = ["信息保密：姓名、电话不印在发出的纸上"] if facts.confidential else []
        notes += [f"免联（{ticket.exemption.value}）"] if ticket.exemption else []
        self._set(self.note, "；".join(notes))
        self._set(self.address, facts.address)
        self._set(self.title, facts.title)
        self._content = "" if facts.content == facts.title else facts.content
        cut = len(self._content) > _LONG
        self._set(self.content, self._content[:_LONG] + "……" if cut else self._content)
        self.unfold.setVisible(cut)
        self.show_past(0)

    def show_past(self, count: int) -> None:
        """Says how many other tickets came from the same phone."""
        self.past.setText(f"来过 {count} 次 ›")
        self.past.setToolTip("列出这个电话打来的全部工单")
        self.past.setVisible(count > 0)

    def copy_phone(self) -> None:
        """Copies the first phone, from a key."""
        if self._phones:
            self._copy(self._phones[0])

    def _show_phones(self, caller: str) -> None:
        self._set(self.person, caller)
        if len(self.phones) != len(self._phones):
            self._make_room(len(self._phones))
        for label, phone in zip(self.phones, self._phones, strict=True):
            label.setText(spaced(phone))
            label.setAccessibleName(f"联系电话 {phone}")

    def _make_room(self, number: int) -> None:
        """Labels and buttons for so many phones; most citizens have one, and walking down a list needs no others."""
        for widget in self._made:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._flow.removeWidget(self.past)
        self.phones, self.copies, self._made = [], [], []
        for place in range(number):
            label = _Line("phone")
            copy = tool_button(self._theme, "copy", "复制电话")
            copy.clicked.connect(lambda _on=False, place=place: self._copy(self._phones[place]))
            self.phones.append(label)
            self.copies.append(copy)
            self._made.append(_together(label, copy))
        for widget in (*self._made, self.past):
            self._flow.addWidget(widget)
            widget.show()
        in_reading_order(self.who.parentWidget() or self.who)

    def _copy(self, phone: str) -> None:
        QGuiApplication.clipboard().setText(phone)
        self.copied.emit("已复制联系电话")

    def _show_whole(self) -> None:
        self.content.setText(self._content)
        self.unfold.hide()

    def _set(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _together(*widgets: QWidget) -> QWidget:
    """Widgets that go to the next line as one: a number is never parted from its button."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return box


def spaced(phone: str) -> str:
    """``138 0001 8537``: a mobile number in groups that can be read out."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdigit() else phone


def _text(role: str) -> QLabel:
    return _ready(QLabel(), role)


def _ready(label: QLabel, role: str) -> QLabel:
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class _Line(QLabel):
    """One line where there is room for it; the name of a company or a remark beside a number breaks into several.

    A label that may break would by itself rather be narrow and high.
    """

    def __init__(self, role: str) -> None:
        super().__init__()
        _ready(self, role)

    def sizeHint(self) -> QSize:
        return self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text()) + QSize(1, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())
