"""What a command receives: the folder, the clock, the console, and the office once it asks for it."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hotline_desktop.app import open_office_in, vault_of
from hotline_desktop.cli.under_way import UnderWay
from hotline_desktop.system.clock import now, utc_offset
from hotline_desktop.system.console import Console
from hotline_desktop.system.one_line import first_line
from hotline_desktop.system.user import user_name

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

NAMELESS = "命令行"


class Session(NamedTuple):
    """One run of the command line. ``data_dir`` is None where ``--data`` was not given.

    ``keys`` are what the office was opened with, each time that it was.
    """

    args: argparse.Namespace
    data_dir: Path | None
    clock: Callable[[], datetime]
    console: Console
    keys: list[bytes | None]

    @contextmanager
    def office(self, unattended: bool = False, key: bytes | None = None, damaged: bool = False) -> Iterator[Office]:
        """The office of ``--data`` or of the user's own folder, closed afterwards.

        Where people have accounts, whoever ``--by`` names logs in first, unless the command is for timers and shows
        nothing of any ticket (``unattended``). An encrypted office asks for its passphrase, unless ``key`` is given.
        One whose file is damaged opens only for a repair (``damaged``).
        Raises LogInRefused, WrongUsage.
        """
        key = key or self._key()
        with UnderWay(self.console, "正在核对、升级数据（按 Ctrl+C 取消）") as under_way:
            office = open_office_in(self.data_dir, self.clock, key, under_way, damaged)
        self.keys.append(key)
        try:
            for warning in office.warnings:
                self.console.complain(f"注意：{warning}")
            if not unattended and office.people.required():
                self._log_in(office)
            if getattr(self.args, "records", False):
                self._tell_of_clock(office)
            yield office
        finally:
            office.close()

    def name_unfit(self, error: Exception) -> None:
        """Raises DatabaseError where the command failed on a value of the office that nobody can read.

        What the office gave is often told after it was closed: it is opened once more for that.
        """
        for key in self.keys[-1:]:
            with closing(open_office_in(self.data_dir, self.clock, key)) as office, office.naming_unfit():
                raise error

    def _key(self) -> bytes | None:
        """What opens an encrypted office; None for a plain one. Raises WrongPassphrase, WrongUsage, CannotOpen."""
        vault = vault_of(self.data_dir, self.clock)
        if vault.is_locked:
            file = getattr(self.args, "passphrase_file", None)
            vault.open(secret("数据是加密的，口令（或恢复码）：", file, PASSPHRASE))
        return vault.key

    @property
    def by(self) -> str:
        """Who does it, for the history: ``--by``, else the name at the machine."""
        named = (getattr(self.args, "by", "") or "").strip()
        return named or user_name() or NAMELESS

    def _log_in(self, office: Office) -> None:
        names = [account.name for account in office.people.accounts() if account.active]
        if not getattr(self.args, "by", "").strip() and self.by not in names:
            raise WrongUsage("本单位启用了账户，请加 --by 账户姓名，按提示输密码（或加 --password-file 文件）")
        office.people.log_in(self.by, secret(f"{self.by}的密码：", getattr(self.args, "password_file", None)))
        warning = office.people.recoveries()
        if warning:
            self.console.complain(f"注意：{warning}")

    def _tell_of_clock(self, office: Office) -> None:
        """Before something is recorded: what is doubtful about the computer's clock. The command is done all the same.

        A script cannot answer; that it went on stands in the office's history, once.
        """
        offset = utc_offset() if self.clock is now else None
        doubt = office.clocks.doubt(offset)
        if doubt:
            self.console.complain(f"注意：{doubt}")
            office.clocks.insist(doubt, self.by, offset)

    @property
    def as_json(self) -> bool:
        """Whether a script reads the answer."""
        return bool(getattr(self.args, "json", False))


Command = Callable[[Session], int | None]


class WrongUsage(Exception):
    """The command line does not say what is needed; ``str()`` is the Chinese reason."""


class NoTerminal(WrongUsage):
    """Something must be typed and there is no terminal; ``str()`` are whole sentences: what was done, how to go on."""


class SecretKind(NamedTuple):
    """Of a secret: what it is called, and the option that names a file with it."""

    word: str
    option: str


PASSWORD, PASSPHRASE = SecretKind("密码", "--password-file"), SecretKind("口令", "--passphrase-file")


def secret(question: str, file: Path | None, kind: SecretKind = PASSWORD) -> str:
    """A secret: from the first line of ``file``, else asked for in the terminal. Raises WrongUsage, OSError."""
    if file is not None:
        try:
            return _kept_in(file, kind.word)
        except ValueError as error:
            raise WrongUsage(str(error)) from None
    from getpass import GetPassWarning, getpass

    try:
        if sys.platform == "win32":
            Path("CONIN$").open().close()  # without a console getpass would wait there for ever
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # what it would read is no terminal, and would be shown
            return getpass(question)
    except (EOFError, OSError, GetPassWarning) as error:
        way = f"请把{kind.word}写进一个文件的第一行，加 {kind.option} 文件 再运行"
        raise NoTerminal(f"没有终端可以输{kind.word}，没有执行。{way}。") from error


def _kept_in(file: Path, word: str) -> str:
    """The secret in ``file``; whoever else may read it is told of. Raises ValueError where there is none, OSError."""
    line = first_line(file)
    if not line.strip():
        raise ValueError(f"“{file.name}”的第一行是空的，里面没有{word}")
    if sys.platform != "win32" and file.stat().st_mode & 0o044:
        sys.stderr.write(f"注意：“{file.name}”这台电脑上别的用户也能读，请收紧权限（chmod 600）。\n")
    return line


def asked(question: str, without_terminal: str) -> str:
    """What somebody types in the terminal, or a script gives. Raises NoTerminal with those sentences else."""
    if sys.stdin is None:  # it was closed, or there never was one
        raise NoTerminal(without_terminal)
    try:
        return input(question if sys.stdin.isatty() else "")
    except (EOFError, OSError) as error:
        raise NoTerminal(without_terminal) from error
