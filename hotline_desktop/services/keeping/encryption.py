"""Switches encryption at rest on and off: all data is written anew beside the old, compared, and exchanged at once.

The office must be closed in every program. The old data is untouched until the exchange and removed after it. What a
killed program left is finished or removed at the next start.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.passwords import passphrase_fault
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.services.foundation.files import (
    ATTACHMENTS,
    BACKUPS,
    DATABASE,
    EXAMPLE_MARK,
    FILTERS,
    FORMER_FILTERS,
    KEY_FILE,
    SEALED_FOLDERS,
    WINDOW,
)
from hotline_desktop.services.foundation.opened_copies import clear_copies
from hotline_desktop.services.foundation.private_files import private_files, write_private
from hotline_desktop.services.keeping import backup_places
from hotline_desktop.services.keeping.changing_places import BEFORE, change_places, room_beside
from hotline_desktop.services.keeping.earlier_copies import note_earlier
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import locks, sealing
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.opening import alone, is_encrypted, is_plain, open_database

ENCRYPTED, DECRYPTED = "数据改为加密保存", "数据改为不加密保存"
WARNING = (
    "忘了口令、又丢了恢复单，数据和备份就再也打不开，谁也没有办法，写这个程序的人也没有。"
    "请先把恢复单打印出来，锁进柜子，不要和电脑、备份放在一起。"
)
_KEPT = "数据没有变动。"
_FORMER = b"saved_filters\\"
_SPARE = 64 * 1024 * 1024  # bytes that stay free


class EncryptionRefused(HotlineError):
    """Nothing was switched: the data is as it was."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What was written anew: attachments and other files, and how many attachments had been changed before."""

    files: int
    changed: int


def new_code() -> str:
    """A recovery code for a new random key, known to nobody but the caller."""
    return code_of(sealing.new_key())


def code_of(key: bytes) -> str:
    """The recovery code of the key."""
    return sealing.recovery_code(key)


def is_same_code(typed: str, code: str) -> bool:
    """Whether somebody typed that code, however it is divided."""
    key = sealing.key_from_code(typed)
    return key is not None and key == sealing.key_from_code(code)


def must_be_plain(data_dir: Path, key: bytes | None) -> None:
    """Raises EncryptionRefused where the office, which is open, cannot be encrypted."""
    if key is not None:
        raise EncryptionRefused(f"数据已经是加密的，没有再加密。{_KEPT}要换口令，用“更改口令”（passphrase）。")
    if (data_dir / EXAMPLE_MARK).exists():
        raise EncryptionRefused(f"示例中心里都是虚构的人，不用加密。{_KEPT}")


def encrypt(
    data_dir: Path, code: str, passphrase: str, now: datetime, by: str, progress: Progress | None = None
) -> tuple[bytes, Switched]:
    """Encrypts the office with the key that ``code`` stands for, opened by ``passphrase`` from now on.

    The code is typed off the recovery sheet, which shows that there is one. Raises EncryptionRefused, DatabaseError,
    and what ``progress`` raises.
    """
    key, fault = sealing.key_from_code(code), passphrase_fault(passphrase)
    if fault:
        raise EncryptionRefused(f"{fault}，没有加密。{_KEPT}")
    if key is None:
        raise EncryptionRefused(f"恢复码不对，没有加密。{_KEPT}请照恢复单一组一组核对。")
    must_be_plain(data_dir, key if is_encrypted(data_dir / DATABASE) else None)
    if not is_plain(data_dir / DATABASE):
        raise EncryptionRefused(f"“{data_dir.name}”里没有可以加密的数据。{_KEPT}")
    lock = sealing.lock_key(key, passphrase)
    done = _switch(data_dir, None, key, lock, now, by, progress)
    return key, done


def decrypt(data_dir: Path, key: bytes, now: datetime, by: str, progress: Progress | None = None) -> Switched:
    """Makes the office plain again; backups that are encrypted stay so. Raises as ``encrypt``."""
    if not is_encrypted(data_dir / DATABASE):
        raise EncryptionRefused(f"数据本来就没有加密。{_KEPT}")
    return _switch(data_dir, key, None, "", now, by, progress)


def _switch(
    data_dir: Path,
    old: bytes | None,
    new: bytes | None,
    lock: str,
    now: datetime,
    by: str,
    progress: Progress | None,
) -> Switched:
    database, word = data_dir / DATABASE, "加密" if new is not None else "解密"
    try:
        _must_have_room(data_dir, word)
        clear_copies(data_dir, everything=True)
        aside, coming = room_beside(data_dir, f"{BEFORE[new is None]}-{now:%Y%m%d-%H%M%S}")
        try:
            with alone(database, old) as own:
                own.write_anew(coming / DATABASE, new, progress)
                done = _write_files(data_dir, coming, old, new, progress)
                _seal_former_filters(data_dir, coming, new)
                _write_down(coming / DATABASE, new, now, by)
            if lock:
                locks.write(coming / KEY_FILE, lock)
            notes = note_earlier(data_dir) if new is not None else {}
            others = (*SEALED_FOLDERS, *([WINDOW] if (coming / WINDOW).exists() else []))
            change_places(data_dir, coming, aside, others, notes, discard=True)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    except OSError as error:
        raise DatabaseError(
            "machine", f"没有{word}（{machine_reason(error)}）。{_KEPT}请检查磁盘空间和权限后再试。"
        ) from error
    return done


def _must_have_room(data_dir: Path, word: str) -> None:
    needed = sum(path.stat().st_size for path in (*data_dir.glob(f"{DATABASE}*"), *private_files(data_dir))) + _SPARE
    free = shutil.disk_usage(data_dir).free
    if free < needed:
        raise DatabaseError(
            "full",
            f"没有{word}：要先在旁边写一份完整的，需要 {needed / 1e9:,.1f} GB，磁盘只剩 {free / 1e9:,.1f} GB。"
            f"{_KEPT}请清理磁盘后再试。",
        )


def _write_files(
    data_dir: Path, coming: Path, old: bytes | None, new: bytes | None, progress: Progress | None
) -> Switched:
    """Every file as it is, in the other form; an attachment that was changed before stays as changed as it was."""
    files, changed = list(private_files(data_dir)), 0
    for path in counted(files, len(files), progress):
        name = path.relative_to(data_dir)
        (coming / name).parent.mkdir(parents=True, exist_ok=True)
        digest = sealing.change_form(path, coming / name, old, new)
        changed += name.parts[0] == ATTACHMENTS and digest != path.name
    return Switched(len(files), changed)


def _seal_former_filters(data_dir: Path, coming: Path, key: bytes | None) -> None:
    """Filters that an earlier window kept among its own settings may name citizens: they are sealed until it opens."""
    try:
        lines = (data_dir / WINDOW).read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return
    private = [line for line in lines if line.startswith(_FORMER)]
    if key is not None and private:
        (coming / FILTERS).mkdir(exist_ok=True)
        write_private(coming / FILTERS / FORMER_FILTERS, b"".join(private), key)
        (coming / WINDOW).write_bytes(b"".join(line for line in lines if line not in private))


def _write_down(database: Path, key: bytes | None, now: datetime, by: str) -> None:
    """In the new data itself: who switched it, and that no key of backups is kept beside the one there is."""
    db = open_database(database, now, key)
    try:
        with db.write() as c:
            settings_table.save(c, {backup_places.KEY: "", backup_places.LOCK: ""})
            at = now.replace(second=0, microsecond=0)
            chain.remember(c, ENCRYPTED if key is not None else DECRYPTED, at, by, {}, {})
    finally:
        db.close()


def change_passphrase(data_dir: Path, key: bytes, passphrase: str) -> None:
    """Another passphrase for the same key, beside the data and its backups; the recovery code stays what it is.

    Raises EncryptionRefused, also where it cannot be written: the old one holds then.
    """
    fault = passphrase_fault(passphrase)
    if fault:
        raise EncryptionRefused(f"{fault}。口令没有变动。")
    lock = sealing.lock_key(key, passphrase)
    try:
        locks.write(data_dir / KEY_FILE, lock)
    except OSError as error:
        raise DatabaseError("machine", f"口令没有改成（{machine_reason(error)}），原来的口令照旧。") from error
    with suppress(OSError):  # the next backup writes it again
        if (data_dir / BACKUPS).is_dir():
            locks.write(data_dir / BACKUPS / locks.LOCK, lock)
