"""Opens an encrypted office: takes the passphrase or recovery code, gives the key for this run of the program.

Wrong attempts are counted beside the data and make the next one wait, like wrong passwords of accounts. The key stays
in memory only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.passwords import wait_after, wait_text
from hotline_desktop.files.unfinished import write_whole
from hotline_desktop.services.foundation.files import DATABASE, KEY_FILE, TRIES_FILE
from hotline_desktop.services.keeping.changing_places import finish_interrupted
from hotline_desktop.storage.looking import is_encrypted

_FORGOTTEN = "忘了口令，可以输恢复单上的恢复码；两样都没有，数据就打不开了，谁也没有办法。"


class WrongPassphrase(HotlineError):
    """It opens nothing, or is asked for too soon after wrong ones. Nothing was changed."""


class Vault:
    """The lock of the office in ``data_dir``; ``key`` once it was opened, None before and for a plain office.

    To be asked while this process has the office open nowhere.
    """

    def __init__(self, data_dir: Path, clock: Callable[[], datetime]) -> None:
        self._data_dir, self._clock = data_dir, clock
        self.key: bytes | None = None

    @property
    def is_locked(self) -> bool:
        """Whether a passphrase is needed before the office can be opened. Raises OSError.

        A switch that was broken off is brought to its end before: half of one looks like neither.
        """
        if self.key is not None:
            return False
        finish_interrupted(self._data_dir)
        return is_encrypted(self._data_dir / DATABASE)

    def open(self, secret: str) -> None:
        """Takes passphrase or recovery code. Raises WrongPassphrase, also where it must be waited after wrong ones."""
        failures = self._wait_over()
        self._note(failures + 1)
        key = self._opened(secret)
        if key is None:
            wait = wait_after(failures + 1)
            then = f"请等 {wait_text(wait)}再试。" if wait else "请再试一次。"
            raise WrongPassphrase(f"口令不对，没有打开。{then}{_FORGOTTEN}")
        self.key = key
        (self._data_dir / TRIES_FILE).unlink(missing_ok=True)

    def close(self) -> None:
        """Forgets the key."""
        self.key = None

    def _opened(self, secret: str) -> bytes | None:
        from hotline_desktop.storage.files import locks, sealing  # a plain office is shown before all of that is loaded
        from hotline_desktop.storage.opening import opens

        with suppress(sealing.WrongKey):
            key = locks.key_in(self._data_dir / KEY_FILE, secret)
            if opens(self._data_dir / DATABASE, key):
                return key
        return None

    def _wait_over(self) -> int:
        """How many wrong tries there were in a row. Raises WrongPassphrase where the next must wait."""
        failures, at = self._tries()
        wait = wait_after(failures)
        left = min(at + wait - self._clock(), wait) if at is not None else timedelta()
        if left > timedelta():
            raise WrongPassphrase(f"口令连续输错 {failures} 次，请等 {wait_text(left)}再试。{_FORGOTTEN}")
        return failures

    def _tries(self) -> tuple[int, datetime | None]:
        try:
            noted = json.loads((self._data_dir / TRIES_FILE).read_text("utf-8"))
            return int(noted["failures"]), datetime.fromisoformat(noted["tried_at"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, None

    def _note(self, failures: int) -> None:
        """Counts the attempt before it is made: whoever ends the program in the middle has tried all the same."""
        noted = {"failures": failures, "tried_at": self._clock().isoformat()}
        with suppress(OSError):  # media that cannot be written are opened all the same
            write_whole(self._data_dir / TRIES_FILE, json.dumps(noted).encode())
