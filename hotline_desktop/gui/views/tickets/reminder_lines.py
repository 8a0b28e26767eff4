"""What a clerk is reminded of on a ticket, each line with the clause behind it; nothing is shown where nothing is."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal

from hotline_desktop.domain.ticket.reminders import Reminder
from hotline_desktop.gui.kit.running_text import RunningText
from hotline_desktop.gui.kit.theme import Theme


class ReminderLines(RunningText):
    """Emits ``asked(Clause)`` when the clerk wants to read a clause."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("warning", Qt.TextFormat.RichText)
        self._theme = theme
        self._shown: tuple[Reminder, ...] = ()
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.linkActivated.connect(lambda number: self.asked.emit(self._shown[int(number)].clause))
        self.hide()

    def show_reminders(self, reminders: tuple[Reminder, ...]) -> None:
        """Shows other reminders."""
        if reminders == self._shown:
            return
        self._shown = reminders
        color = self._theme.color("accent").name()
        self.setText(
            "<br>".join(
                f"{escape(each.message)}（<a href='{number}' style='color:{color}'>{each.clause.ref}</a>）"
                for number, each in enumerate(reminders)
            )
        )
        self.setVisible(bool(reminders))
