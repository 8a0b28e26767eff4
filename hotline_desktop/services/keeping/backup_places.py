"""Where backups go beside the office's own folder, and the key with which they are sealed."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError, MachineTrouble
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.passwords import passphrase_fault
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.files.unfinished import write_whole
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import KEY_FILE
from hotline_desktop.storage.files import locks, sealing
from hotline_desktop.storage.office import settings as settings_table

MARK = "热线工单备份位置.txt"
_FOLDER = "热线工单备份"
_PLACE, KEY, LOCK = "backup_place", "backup_key", "backup_lock"
_LAST = "第二位置"
_MARKED = re.compile(r"[0-9a-f]{16}$")
_UNREADABLE = "读不出来，请重新设定"


@dataclass(frozen=True, slots=True)
class Target:
    """A folder for backups. ``mark`` must stand in it: a disk that is gone must not become a folder on another one."""

    folder: Path
    mark: str = ""
    own: bool = False

    @property
    def present(self) -> bool:
        """Whether it is the folder that was chosen, and there."""
        try:
            return self.own or (self.folder / MARK).read_text("utf-8").strip().endswith(self.mark)
        except (OSError, ValueError):
            return False

    @property
    def absence(self) -> str:
        """What is to be told of one that is not ``present``."""
        if self.folder.is_file():
            return "现在是一个文件，不是文件夹"
        return "不是设定时的那一个（可能换了一块盘），没有往里写" if self.folder.is_dir() else "没有接上"


def _mark_in(folder: Path) -> str:
    """The mark of a place that is one already: another office, or this one before, knows it by that. Else empty."""
    with suppress(OSError, ValueError):
        found = _MARKED.search((folder / MARK).read_text("utf-8").strip())
        return found[0] if found else ""
    return ""


class BackupPlaces:
    """The second place and the seal of the backups of one office. Settings of this PC, not of the rules."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def second(self) -> Target | None:
        """The second place; None where none was chosen."""
        kept = self._read(_PLACE)
        if not kept:
            return None
        try:
            place = json.loads(kept)
            return Target(Path(place["folder"]), str(place["mark"]))
        except (ValueError, TypeError, KeyError):
            return Target(Path(_UNREADABLE), _UNREADABLE)  # as one that is not there: it is told, the first one is made

    def choose_second(self, folder: Path, by: str) -> Target:
        """Makes a folder of its own below ``folder`` the second place. Raises HotlineError where that cannot be."""
        self._office.may(Right.ADMINISTER)
        inside = folder.resolve().is_relative_to(self._office.data_dir.resolve())
        if inside or not folder.is_dir():
            why = "它在数据文件夹里面" if inside else "它不在那里"
            raise HotlineError(
                f"“{folder.name}”不能作第二备份位置：{why}。原来的设置没有变动。请选另一块磁盘上的文件夹。"
            )
        target = folder / _FOLDER
        mark = _mark_in(target)
        try:
            if not mark:
                target.mkdir(exist_ok=True)
                mark = secrets.token_hex(8)
                (target / MARK).write_text(f"本文件夹是12345热线工单程序的第二备份位置，请勿删除。{mark}\n", "utf-8")
        except OSError as error:
            reason = machine_reason(error)
            raise MachineTrouble(f"“{folder.name}”不能作第二备份位置：{reason}。原来的设置没有变动。") from error
        self._write({_PLACE: json.dumps({"folder": str(target), "mark": mark})}, by, "设定第二备份位置")
        return Target(target, mark)

    def give_up_second(self, by: str) -> None:
        """No second place any more; what stands there stays. Raises HotlineError where there is none."""
        self._office.may(Right.ADMINISTER)
        if self.second() is None:
            raise HotlineError("没有设第二备份位置，没有什么要取消的。")
        self._write({_PLACE: ""}, by, "取消第二备份位置")

    def last_second(self) -> datetime | None:
        """When a backup was made in the second place, as it is remembered here."""
        at = self._noted().get(_LAST, "")
        return datetime.fromisoformat(at) if at else None

    def remember_second(self, at: datetime) -> None:
        """A backup was made there."""
        self._note(_LAST, at)

    def full_check_due(self, target: Target, now: datetime, days: int) -> bool:
        """Whether everything in a place was not read for so many days."""
        last = self._noted().get(str(target.folder))
        return not last or (now.date() - datetime.fromisoformat(last).date()).days >= days

    def remember_full_check(self, target: Target, at: datetime) -> None:
        """Everything in the place was read, and is whole."""
        self._note(str(target.folder), at)

    def key(self) -> bytes | None:
        """The key with which backups are sealed, that of the office where it is encrypted; None where they are not.

        Raises HotlineError where it cannot be read: a backup without a seal would not be what the office chose.
        """
        if self._office.db.key is not None:
            return self._office.db.key
        kept = self._read(KEY)
        try:
            return bytes.fromhex(kept) if kept else None
        except ValueError:
            raise HotlineError(
                "备份的加密密钥读不出来，没有备份，工单数据没有变动。请在“设置 · 数据”里重新设定备份口令。"
            ) from None

    def lock(self) -> str:
        """The key file that stands beside the backups, opened by the passphrase."""
        return locks.read(self._office.data_dir / KEY_FILE) if self._office.db.key is not None else self._read(LOCK)

    def seal(self, passphrase: str, by: str) -> str:
        """Seals backups from now on; the recovery code, to be printed and locked away. Raises HotlineError."""
        self._office.may(Right.ADMINISTER)
        self._refuse_when_encrypted()
        fault = passphrase_fault(passphrase)
        if fault:
            raise HotlineError(f"{fault}。备份的加密没有变动。")
        key = None
        with suppress(HotlineError):  # one that cannot be read gives way to a new one
            key = self.key()
        key = key or sealing.new_key()
        self._write({KEY: key.hex(), LOCK: sealing.lock_key(key, passphrase)}, by, "备份改为加密")
        return sealing.recovery_code(key)

    def unseal(self, by: str) -> None:
        """Makes backups without a seal from now on; sealed ones stay as they are."""
        self._refuse_when_encrypted()
        self._write({KEY: "", LOCK: ""}, by, "备份改为不加密")

    def recovery_code(self) -> str:
        """The code for the recovery sheet; empty where backups are not sealed."""
        key = self.key()
        return sealing.recovery_code(key) if key is not None else ""

    def _refuse_when_encrypted(self) -> None:
        if self._office.db.key is not None:
            raise HotlineError(
                "数据是加密保存的，备份一直用同一把钥匙加密。没有变动。"
                "要换口令，用“更改口令”（passphrase）；不再加密，用“取消加密”（decrypt）。"
            )

    @property
    def _notes(self) -> Path:
        """The file of notes beside the backups, not in the data: making a backup must not change what it holds."""
        return self._office.data_dir / "backups" / "记录.json"

    def _noted(self) -> dict[str, str]:
        try:
            noted = json.loads(self._notes.read_text("utf-8"))
            return {str(what): str(at) for what, at in noted.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def _note(self, what: str, at: datetime) -> None:
        with suppress(OSError):
            noted = {**self._noted(), what: at.isoformat(timespec="minutes")}
            write_whole(self._notes, json.dumps(noted, ensure_ascii=False).encode())

    def _read(self, name: str) -> str:
        with self._office.db.read() as c:
            return settings_table.load(c).get(name, "")

    def _write(self, texts: dict[str, str], by: str, step: str) -> None:
        with self._office.write(Right.ADMINISTER, by) as c:
            settings_table.save(c, texts)
            self._office.remember(c, step, by, {}, {})
