"""Replaces the open office by another one: a backup that is restored, or all data of another computer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.shell.access.unlocking import Unlocking
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.keeping.restoring import AS_PLAIN, WARNING, offer_backups
from hotline_desktop.gui.shell.session.navigation import Place

if TYPE_CHECKING:
    from hotline_desktop.domain.terms.progress import Progress
    from hotline_desktop.gui.shell.session.office_to_come import Opens
    from hotline_desktop.gui.shell.session.session import Rewrite, Session
    from hotline_desktop.services.keeping.restoring import Restored
    from hotline_desktop.services.office import Office

_RESTORABLE = ("damaged", "office_gone", "not_a_database")
_MOVED = "搬家文件、旧的数据 (*.zip hotline.db *.db)"


class Frame(Protocol):
    """The window as far as it is needed here."""

    session: Session | None
    unlocking: Unlocking

    def let_go(self, title: str, text: str) -> None:
        """Gives up session and pages, and says what is under way."""

    def try_again(self, first: Place) -> None:
        """Opens the office that lies there now."""

    def opened(self, office: Office, first: Place) -> None:
        """Shows an office that was opened."""

    def not_opened(self, error: Exception, first: Place) -> None:
        """Says why there is none."""


@dataclass(frozen=True, slots=True)
class Replacing:
    """Does it over ``frame``, whose object in Qt is ``owner``."""

    frame: Frame
    owner: QWidget
    jobs: Jobs
    prompts: Prompts
    data_dir: Path
    clock: Callable[[], datetime]

    def offer_ways_on(self, waiting: Blank, error: Exception, first: Place, copy: Callable[[], None]) -> None:
        """What to do where the office cannot be opened: its passphrase is asked for, or what helps is offered.

        ``copy`` copies what an administrator needs to know.
        """
        if self.frame.unlocking.asked(error, lambda: self.frame.try_again(first), lambda: self.offer_backups(first)):
            return
        waiting.offer("再试一次", lambda: self.frame.try_again(first))
        waiting.offer("复制诊断信息", copy)
        if getattr(error, "kind", "") in _RESTORABLE:
            waiting.offer("从备份恢复…", lambda: self.offer_backups(first), "primary")
        waiting.offer("退出", self.owner.close)

    def offer_backups(self, first: Place) -> None:
        """Lets the clerk choose a backup, and puts it back."""
        offer_backups(self.prompts, self.data_dir, lambda folder, secret: self.restore(folder, secret, first))

    def restore(self, folder: Path, secret: str, first: Place = Place.SETTINGS) -> None:
        """Puts a backup in the place of the data, which is closed meanwhile, and opens it.

        An administrator does, where people have accounts; anybody, where the data cannot be opened at all.
        """
        office = self.frame.session.office if self.frame.session is not None else None
        plain = self._makes_plain(office, folder)
        if plain and not self.prompts.confirm(*AS_PLAIN):
            return
        if office is None:
            self._restore(None, folder, secret, first, plain)
        elif self.prompts.confirm(*WARNING):
            self.jobs.run(
                lambda: office.people.must(Right.ADMINISTER),
                lambda _allowed: self._restore(office, folder, secret, first, plain),
                failed=self.prompts.error,
                owner=self.owner,
            )

    def _makes_plain(self, office: Office | None, folder: Path) -> bool:
        """Whether an encrypted office would be readable for everybody with what is in ``folder``."""
        from hotline_desktop.services.keeping.restoring import holds_plain, is_kept_encrypted

        encrypted = office.key is not None if office is not None else is_kept_encrypted(self.data_dir)
        return encrypted and holds_plain(folder)

    def _restore(self, office: Office | None, folder: Path, secret: str, first: Place, as_plain: bool) -> None:
        from hotline_desktop.services.keeping.restoring import restore

        self.frame.let_go("正在恢复", "请稍候……")

        def work(progress: Callable[[int, int], object]) -> Restored:
            if office is not None:
                office.close()
            done = restore(self.data_dir, folder, self.clock(), secret, progress, as_plain)
            self.frame.unlocking.learn(secret, None)
            return done

        def restored(done: Restored) -> None:
            self.prompts.say(f"已用备份恢复。原来的数据在“{done.aside.parent.name}/{done.aside.name}”，没有删除。")
            self.frame.try_again(first)

        def failed(error: Exception) -> None:
            self.prompts.error(error, "没有恢复")
            self.frame.try_again(first)

        self.jobs.run_alone(work, restored, failed=failed, label="正在恢复")

    def rewrite(self, work: Rewrite, said: str, label: str) -> None:
        """Has the data written anew by ``work``, the office closed, and opens it with the key that it gives."""
        session = self.frame.session
        if session is None:
            return
        office = session.office
        self.frame.let_go(label, "先在旁边写一份完整的，核对以后再换上。请稍候，不要关机。")

        def written(progress: Progress) -> None:
            office.close()
            self.frame.unlocking.learn("", work(progress))

        def done(_written: None) -> None:
            self.prompts.say(said)
            self.frame.try_again(Place.SETTINGS)

        def failed(error: Exception) -> None:
            self.prompts.error(error, "没有改成")
            self.frame.try_again(Place.SETTINGS)

        self.jobs.run_alone(written, done, failed=failed, label=label)

    def move_in(self, session: Session, open_office: Opens) -> None:
        """An office from another computer, in the place of this one, which has no ticket yet."""
        from hotline_desktop.services.keeping.moving import move_in, needs_secret

        source = self.prompts.open_file("从旧电脑搬来", _MOVED)
        if source is None:
            return
        at = self.clock()
        secret = ""
        if source.parent.resolve() != self.data_dir.resolve() and needs_secret(source):  # never a look at what is open
            secret = self.prompts.ask_secret("从旧电脑搬来", f"“{source.name}”里的数据是加密的。", "口令或恢复码")
            if not secret:
                return
        self.frame.let_go("正在搬入", "请稍候，不要拔出存储设备。")

        def work(progress: Progress) -> tuple[Office, Exception | None]:
            session.office.close()
            problem = None
            try:
                self.frame.unlocking.learn("", move_in(source, self.data_dir, at, progress, secret))
            except Exception as error:
                problem = error
            return open_office(progress), problem

        def opened(found: tuple[Office, Exception | None]) -> None:
            office, problem = found
            self.frame.opened(office, Place.TODAY)
            if problem is not None:
                self.prompts.error(problem, "没有搬入")
            else:
                self.prompts.say("已搬入。请看一眼工单件数和“帮助 → 关于”里的附件个数，与旧电脑一致再用。")

        def failed(error: Exception) -> None:
            self.frame.not_opened(error, Place.TODAY)

        self.jobs.run_alone(work, opened, failed=failed, label="正在搬入")
