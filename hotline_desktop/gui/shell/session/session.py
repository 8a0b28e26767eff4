"""What every page receives: the office, the lanes, the clerk, the dialogs and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.roles import Right, why_not
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.session.clock_check import ClockCheck
from hotline_desktop.gui.shell.session.known import Known
from hotline_desktop.gui.shell.session.look_watch import LookWatch
from hotline_desktop.gui.shell.session.navigation import Navigator

if TYPE_CHECKING:
    from hotline_desktop.domain.terms.progress import Progress
    from hotline_desktop.services.foundation.context import SignedIn
    from hotline_desktop.services.office import Office

CLERK_KEY = "clerk"
Rewrite = Callable[["Progress"], bytes | None]


@dataclass(slots=True)
class Session:
    """One clerk at one open office.

    ``office`` is called only inside ``jobs.run``; ``clock`` gives local office time; ``data_dir`` is the folder of this
    office's data, ``preferences`` the file there for column widths and the like. The clerk's name is asked once, at the
    first thing that is recorded: use :meth:`sign` and never ask yourself. ``in_full`` is set while lists show names and
    phones without masks, which was recorded then. ``known`` is what forms need to know of the office.
    ``looks`` notices what is looked at in full.
    ``missing`` is what to say of the data where they were taken away under the window. ``unwritten`` are the drafts
    that the disk did not take, by their files.
    ``opening`` is set while a first look is shown and the office is not open yet: what is asked of it waits until then.
    ``rewrite`` closes the office, has its data written anew, says a sentence and opens it with the key that it gives.
    ``restore_from`` puts a backup in the place of the data and opens it.
    """

    office: Office
    jobs: Jobs
    prompts: Prompts
    navigator: Navigator
    theme: Theme
    clock: Callable[[], datetime]
    data_dir: Path
    in_full: bool = False
    opening: bool = False
    missing: Exception | None = None
    unwritten: dict[Path, dict[str, object]] = field(default_factory=dict)
    restore_from: Callable[[Path, str], None] | None = None
    rewrite: Callable[[Rewrite, str, str], None] | None = None
    preferences: QSettings = field(init=False)
    clock_check: ClockCheck = field(init=False)
    known: Known = field(init=False)
    looks: LookWatch = field(init=False)

    def __post_init__(self) -> None:
        self.known = Known(self.office, self.jobs)
        self.preferences = preferences_of(self.data_dir)
        self.looks = LookWatch(self.office, self.jobs, self.clock, lambda: self.clerk)
        self.clock_check = ClockCheck(self.office, self.jobs, self.prompts, self.clock)

    @property
    def key(self) -> bytes | None:
        """What the office, and what is kept beside it, is encrypted with; None where it is plain."""
        return None if self.opening else self.office.key

    @property
    def account(self) -> SignedIn | None:
        """Who is logged in, None in an office without accounts."""
        return None if self.opening else self.office.people.current

    def lacks(self, right: Right) -> str:
        """Why whoever is logged in may not, in a sentence; empty where she may, and in an office without accounts."""
        who = self.account
        return why_not(who.role, right) if who is not None else ""

    @property
    def only_looks(self) -> bool:
        """Whether the account that is logged in changes nothing: a leader's."""
        return bool(self.lacks(Right.HANDLE))

    @property
    def owner(self) -> int:
        """The account whose drafts are kept and shown here; 0 in an office without accounts."""
        who = self.account
        return who.id if who is not None else 0

    @property
    def clerk(self) -> str:
        """The name as it stands in the history: that of the account that is logged in, or the one that was asked for.

        Empty until it was.
        """
        who = self.account
        return who.name if who is not None else str(self.preferences.value(CLERK_KEY, "") or "")

    @clerk.setter
    def clerk(self, name: str) -> None:
        self.preferences.setValue(CLERK_KEY, name.strip())
        self.navigator.publish(Changes(settings=True))

    def sign(self) -> str:
        """The clerk's name, asked for if it is not known yet; empty when she would not say it: then write nothing.

        Empty too when the computer's clock is doubtful and she would rather set it first.
        """
        if not self.clerk:
            name = self.prompts.ask_name()
            if name:
                self.clerk = name
        return self.clerk if self.clerk and self.clock_check.approved(self.clerk) else ""

    def why_unsigned(self, deed: str) -> str:
        """Why :meth:`sign` gave no name for ``deed`` (写进记录), the beginning of a sentence."""
        return f"要{'先核对电脑的时间' if self.clerk else '有办理人姓名'}才能{deed}"

    def publish(self, changes: Changes) -> None:
        """Tells every page what was changed."""
        self.clock_check.recorded()
        self.navigator.publish(changes)


def preferences_of(data_dir: Path) -> QSettings:
    """The window's memory beside the office's data: an INI file without personal data of citizens."""
    return QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
