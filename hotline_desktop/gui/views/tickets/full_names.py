"""显示完整姓名电话: lists show masked names and phones until the clerk asks for them, which the office remembers."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.session.session import Session

CAPTION = "显示完整姓名电话"
_MASK, _MASK_TIP = "遮盖姓名电话", "列表里的姓名、电话现在是完整的，点一下重新遮盖"
_TIP = "列表里的姓名、电话平时遮盖。点一下，到关闭程序前都显示完整的；谁在什么时候看的，会写进本中心的记录"


class FullNames(QObject):
    """Leads a button that shows names and phones in all lists until the window is closed."""

    def __init__(self, session: Session, button: QToolButton) -> None:
        super().__init__(button)
        self._session, self._button = session, button
        button.setCheckable(True)
        button.clicked.connect(self._clicked)
        self.show_state()

    def show_state(self) -> None:
        """Makes the button say what the next click does."""
        full = self._session.in_full
        self._button.setChecked(full)
        self._button.setIcon(self._session.theme.icon("eye-off" if full else "eye"))
        self._button.setText(_MASK if full else CAPTION)
        self._button.setAccessibleName(_MASK if full else CAPTION)
        self._button.setToolTip(_MASK_TIP if full else _TIP)

    def _clicked(self) -> None:
        session = self._session
        self._button.setChecked(session.in_full)  # until it is written down
        if session.in_full:
            self._turn(False)
            return
        clerk = session.sign()
        if not clerk:
            session.prompts.say(f"{session.why_unsigned('看完整的姓名、电话')}。")
            return
        tickets = session.office.tickets
        session.jobs.run(
            lambda: tickets.shown_in_full("窗口的工单列表", clerk),
            lambda _done: self._turn(True),
            failed=session.prompts.error,
            owner=self,
        )

    def _turn(self, full: bool) -> None:
        self._session.in_full = full
        self.show_state()
        self._session.publish(Changes(everything=True))
