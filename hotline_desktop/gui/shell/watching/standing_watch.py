"""Notices while the window stands open that an account was given another role, or is not used any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.access.gate import Gate
from hotline_desktop.gui.shell.pages.page_stack import PageStack
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.domain.terms.roles import Role
    from hotline_desktop.services.setup.people import LoginState

_LOOK_MS = 5_000


class StandingWatch(QObject):
    """Pages are made for the role of whoever works here: another role has pages of its own, the former ones wait with
    what was typed there. Where the account is not used any more, the office is locked. It looks as long as ``parent``
    is there.
    """

    def __init__(self, session: Session, gate: Gate, stack: PageStack, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._gate, self._stack = session, gate, stack
        self._role = self._now
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        gate.opened.connect(self._came_in)

    def look(self) -> None:
        """Asks how the account stands, where somebody is logged in."""
        if self._gate.office is None or self._gate.shut or self._session.account is None:
            return
        if self._role is None:  # the office has begun to use accounts
            self._role = self._now
        people = self._session.office.people
        self._session.jobs.run(people.standing, self._found, failed=lambda _error: None, owner=self)

    @property
    def _now(self) -> Role | None:
        who = self._session.account
        return who.role if who is not None else None

    def _came_in(self, before: str) -> None:
        if before:  # pages of another person, made for his role when they were made
            self._role = self._now
        self.look()

    def _found(self, standing: LoginState) -> None:
        before, account = self._role, self._session.account
        if account is None or before is None or self._gate.office is None or self._gate.shut:
            return
        if not standing.required:
            self._session.office.people.log_out()
            self._show(before, None, "账户都停用了，本单位不再登录：办理人是自己填的姓名。")
        elif standing.who is None:
            self._gate.lock("账户已停用，已锁定")
        elif standing.who.role is not before:
            role = standing.who.role
            self._show(before, role, f"您的账户由{before}改成了{role}，各页已照新的角色换过。")

    def _show(self, before: Role, role: Role | None, message: str) -> None:
        session, page, front = self._session, self._stack.page, self._stack.front
        self._role, session.in_full = role, False
        if page is not None:
            page.go_out()
        self._stack.change_hands(f"{session.clerk} {before}", f"{session.clerk} {role or ''}")
        session.navigator.go(front)
        session.publish(Changes(settings=True))
        session.prompts.warn([message])
