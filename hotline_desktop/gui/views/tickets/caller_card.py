"""Who called, where, and what about, in the order of a call: the phone is the largest thing, with a key to copy it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.kit.column import Column
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.reading_order import in_reading_order
from hotline_desktop.gui.kit.running_text import SelectableLine, SelectableText
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.tool_button import tool_button

_LONG = 110  # characters that are shown at once


class CallerCard(Column):
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
        self.person = SelectableLine("person")
        self.who = QWidget()
        self._flow = FlowLayout(self.who, spacing=8)
        self.phones: list[SelectableLine] = []
        self._made: list[_Phone] = []
        self.past = QPushButton()
        self.past.setProperty("role", "link")
        self.past.hide()
        self.past.clicked.connect(lambda: self.past_asked.emit(self._phones[0] if self._phones else ""))
        self.note = SelectableText("soft")
        self.address = SelectableText("body")
        self.title = SelectableText("head")
        self.content = SelectableText("body")
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
        if facts.phones != self._phones:
            self.show_past(0)
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
        self._make_room(len(self._phones))
        for place, shown in enumerate(self._made):
            shown.setVisible(place < len(self._phones))
        self.phones = [shown.number for shown in self._made[: len(self._phones)]]
        for label, phone in zip(self.phones, self._phones, strict=True):
            label.setText(phone_in_groups(phone))
            label.setAccessibleName(f"联系电话 {phone}")

    def _make_room(self, number: int) -> None:
        """Places for so many phones; most citizens have one, and they stay for the next ticket."""
        if number <= len(self._made):
            return
        self._flow.removeWidget(self.past)
        for place in range(len(self._made), number):
            shown = _Phone(self._theme)
            shown.copy.clicked.connect(lambda _on=False, place=place: self._copy(self._phones[place]))
            self._made.append(shown)
            self._flow.addWidget(shown)
        self._flow.addWidget(self.past)
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


class _Phone(QWidget):
    """A number with its button, which go to the next line as one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.number = SelectableLine("phone")
        self.copy = tool_button(theme, "copy", "复制电话")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.number)
        row.addWidget(self.copy)


def phone_in_groups(phone: str) -> str:
    """``138 0001 8537``: a mobile number in groups that can be read out."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdigit() else phone
