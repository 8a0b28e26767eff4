"""Taking the last step back (撤回): the button in the corner of every record's panel, and the question it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QToolButton

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.records.withdrawal import REASON, Withdrawal
from hotline_desktop.domain.terms.errors import in_words
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.records.meanwhile import ChangedMeanwhile

Call = Callable[[str, str], Any]


_WHOLE, _BRIEF = "撤回上一步…", "撤回…"


class WithdrawButton(QToolButton):
    """Asks for the reason and takes the step back; where that cannot be, it says why."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._label, self._about, self._call = "", "", None
        self.setText(_WHOLE)
        self.setProperty("role", "link")
        self.setEnabled(False)
        self.clicked.connect(self.ask)
        withhold(session, Right.HANDLE, self)

    _call: Call | None

    def show_withdrawal(self, withdrawal: Withdrawal[Any], about: str, call: Call) -> None:
        """Shows what could be taken back of ``about``; ``call`` takes it back, given the reason and the clerk."""
        self._label, self._about, self._call = withdrawal.label, about, call
        against = in_words(withdrawal.blockers)
        self.setEnabled(withdrawal.allowed)
        self.setToolTip(against or f"撤回“{withdrawal.label}”；历史里两条都留着，编号不再另给别的记录")

    def fit(self, room: int) -> None:
        """Says it in short where there are less than ``room`` pixels for the whole."""
        self.setText(_WHOLE)
        if self.sizeHint().width() > room:
            self.setText(_BRIEF)

    def ask(self) -> None:
        """Asks for the reason, and withdraws."""
        if self._call is not None:
            ask_to_withdraw(self._session, self._about, self._label, self._call)


def ask_to_withdraw(session: Session, about: str, label: str, call: Call) -> None:
    """Asks why the step called ``label`` of ``about`` (工单 2026…) is taken back, and has ``call`` do it."""
    of = f"{about} 的" if about else ""
    text = f"{of}“{label}”将被撤回，回到办理它之前。历史里保留这一步和撤回的原因；已打印的纸从待收回里划去。"
    reason = session.prompts.ask_text("撤回上一步", text, label=REASON.label, limit=REASON.limit)
    clerk = session.sign() if reason else ""
    if not clerk:
        return

    def refused(error: Exception) -> None:
        if isinstance(error, ChangedMeanwhile):  # what somebody else recorded is to be seen behind the words
            session.publish(Changes(everything=True))
        session.prompts.error(error)

    def done(withdrawn: Any) -> None:
        session.prompts.say(f"已撤回：{label}{f'（{about}）' if about else ''}")
        session.publish(withdrawn.changes)

    session.jobs.run(lambda: call(reason, clerk), done, failed=refused)
