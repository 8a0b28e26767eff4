"""Puts a backup in the place of the office's data. Nothing is deleted: what was there is moved aside and can come back.

The office must be closed; it need not be whole, nor there at all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.files.unfinished import write_whole
from hotline_desktop.services.foundation.files import ATTACHMENTS, BACKUPS, DATABASE, KEY_FILE, SEALED_FOLDERS
from hotline_desktop.services.keeping.changing_places import change_places, room_beside
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets, locks, sealing
from hotline_desktop.storage.files.backup_sets import Backup
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.migrations import VERSIONS
from hotline_desktop.storage.opening import (
    as_one_file,
    attachments_named,
    faults_of_file,
    held,
    is_encrypted,
    tables_version_of,
)

NOTE, _WRITTEN = "恢复.json", "已记入"
_KEPT = "现在的数据没有变动。"


class RestoreRefused(HotlineError):
    """The backup cannot be used. The office's data is as it was."""


class WouldBePlain(HotlineError):
    """An encrypted office would become a plain one, which nobody asked for. The office's data is as it was."""


class PassphraseNeeded(RestoreRefused):
    """The backup is sealed, and the passphrase or recovery code is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: from which backup, where what was there before lies, and which attachments are missing."""

    source: str
    made_at: datetime | None
    aside: Path
    attachments: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the parts of a restore come from. ``attachment`` keeps one among files; False where it is not there whole.

    ``files`` brings what else is in it into that folder, or of it what is in the folders that are named. ``key`` is
    what the database is encrypted with, ``lock`` the file that holds it; None and empty for a plain one.
    """

    name: str
    made_at: datetime | None
    database: Path
    attachment: Callable[[str, KeptFiles], bool]
    files: Callable[[Path, tuple[str, ...]], None]
    key: bytes | None = None
    lock: str = ""


def found_backups(data_dir: Path, place: Path | None = None) -> tuple[Backup, ...]:
    """The backups beside the data, or in ``place``, the latest first."""
    return backup_sets.all(place or data_dir / BACKUPS)


def needs_secret(source: Path) -> bool:
    """Whether passphrase or recovery code are needed to restore ``source``."""
    backup = backup_sets.read(source)
    if backup is not None:
        return bool(backup.sealed)
    return is_encrypted(source / DATABASE if source.is_dir() else source)


def holds_plain(source: Path) -> bool:
    """Whether an office that ``source`` is put in the place of is not encrypted then; a sealed backup may hold it."""
    backup = backup_sets.read(source)
    database = backup.database if backup is not None else source / DATABASE if source.is_dir() else source
    return database.is_file() and not is_encrypted(database)


def is_kept_encrypted(data_dir: Path) -> bool:
    """Whether the office there, which nobody has open, is encrypted, or was before its file was lost or damaged."""
    return (data_dir / KEY_FILE).exists() or is_encrypted(data_dir / DATABASE)


def restore(
    data_dir: Path,
    source: Path,
    now: datetime,
    secret: str = "",
    progress: Progress | None = None,
    as_plain: bool = False,
) -> Restored:
    """Puts what ``source`` holds in the place of the data: a backup, a folder from 备份到别处, or a single file.

    It is read through first. ``secret`` is the passphrase or the recovery code of a sealed one; ``as_plain`` says that
    an encrypted office may become one that everybody can read. Raises RestoreRefused, PassphraseNeeded, WouldBePlain,
    DatabaseError where another program has the data open, and what ``progress`` raises; the data is as it was then.
    """
    _refuse_plain(data_dir, holds_plain(source) and not as_plain, source.name)
    with held(data_dir / DATABASE):
        return _restore(data_dir, source, now, secret, progress)


def _refuse_plain(data_dir: Path, comes_plain: bool, name: str) -> None:
    if comes_plain and is_kept_encrypted(data_dir):
        raise WouldBePlain(
            f"现在的数据是加密保存的，“{name}”里的没有加密，换上以后谁都能读、打开不用口令，所以没有换。{_KEPT}"
            "确实要换，请加 --as-plain；换上以后可以再加密。"
        )


def _restore(data_dir: Path, source: Path, now: datetime, secret: str, progress: Progress | None) -> Restored:
    try:
        backup = backup_sets.read(source)
        if backup is None:
            with _folder(source, data_dir, secret) as found:
                return _put_in_place(data_dir, found, now, progress)
        key = _key(backup, secret)
        with backup_sets.opened(backup, key) as database:
            _check_backup(backup, key, database)
            assert database is not None
            return _put_in_place(data_dir, _of_backup(backup, key, database), now, progress)
    except sealing.WrongKey:
        raise PassphraseNeeded(
            f"备份“{source.name}”是加密的，口令或恢复码不对。{_KEPT}请核对口令，或者用锁着的恢复单上的恢复码。"
        ) from None
    except OSError as error:
        raise RestoreRefused(f"没有恢复（{machine_reason(error)}）。{_KEPT}请检查磁盘空间和权限后再试。") from error
    except DatabaseError as error:
        if error.kind == "locked":
            why = "正被另一个程序打开着，还在往里写，现在取不全"
            raise RestoreRefused(f"“{source.name}”{why}。{_KEPT}请关闭那个程序后再试。") from error
        # What was written is given back as something else.
        raise RestoreRefused(f"没有恢复（换上去的一份读不回来）。{_KEPT}请检查磁盘和接线后再试。") from error


def unrecorded(data_dir: Path) -> Iterator[dict[str, str]]:
    """What restores and their undoing were, that the office has not written down yet; each is told once."""
    for path in sorted((data_dir / ASIDE).glob("*/*恢复*.json"), key=lambda found: found.stat().st_mtime):
        with suppress(OSError, ValueError):
            note: dict[str, str] = json.loads(path.read_text("utf-8"))
            if _WRITTEN not in note:
                write_whole(path, json.dumps({**note, _WRITTEN: "是"}, ensure_ascii=False).encode())
                yield note


def take_back(data_dir: Path, now: datetime, as_plain: bool = False) -> Path:
    """Undoes the latest restore: what was there before comes back, what the restore brought is moved aside.

    The folder into which that was moved. ``as_plain`` as in ``restore``. Raises RestoreRefused, WouldBePlain, and
    DatabaseError where another program has the data open.
    """
    found = (note for note in (data_dir / ASIDE).glob(f"*/{NOTE}") if (note.parent / DATABASE).is_file())
    notes = sorted(found, key=lambda path: path.stat().st_mtime)
    if not notes:
        raise RestoreRefused(f"没有可以撤回的恢复。{_KEPT}")
    before = notes[-1].parent
    _refuse_plain(data_dir, holds_plain(before) and not as_plain, before.name)
    with held(data_dir / DATABASE):
        return _take_back(data_dir, before, now)


def _take_back(data_dir: Path, before: Path, now: datetime) -> Path:
    try:
        aside = free_folder(data_dir / ASIDE, f"撤回恢复-{now:%Y%m%d-%H%M}")
        note = {"撤回恢复": before.name, "撤回时间": f"{now:%Y-%m-%d %H:%M}"}
        notes = {before / NOTE: None, aside / "撤回恢复.json": json.dumps(note, ensure_ascii=False)}
        change_places(data_dir, before, aside, _others(data_dir, before), notes)
    except OSError as error:
        raise RestoreRefused(f"没有撤回（{machine_reason(error)}）。请关闭正在使用数据文件夹的程序后再试。") from error
    return aside


def _key(backup: Backup, secret: str) -> bytes | None:
    if not backup.sealed:
        return None
    return locks.key_in(backup.folder.parent / locks.LOCK, secret, backup.sealed)


def _check_backup(backup: Backup, key: bytes | None, database: Path | None) -> None:
    wrong = [each for each in backup_sets.verify(backup, key, everything=False) if not each.startswith("附件")]
    if wrong or database is None:
        raise RestoreRefused(f"备份“{backup.folder.name}”不能用：{wrong[0]}。{_KEPT}请选更早的一份。")
    _check_version(database, key, backup.folder.name)


def _check_version(database: Path, key: bytes | None, name: str) -> None:
    version = tables_version_of(database, key)
    if version is None:
        raise RestoreRefused(f"“{name}”不是本程序的数据。{_KEPT}请另选一份。")
    if version not in VERSIONS:
        raise RestoreRefused(f"备份“{name}”是更新版本的程序写的（版本 {version}）。{_KEPT}请安装新版程序后再恢复。")


def _of_backup(backup: Backup, key: bytes | None, database: Path) -> _Source:
    def files(folder: Path, only: tuple[str, ...]) -> None:
        for name in backup.files:
            target = folder / name
            if not target.exists() and (not only or name.partition("/")[0] in only):
                backup_sets.take_file(backup, name, target, key)

    encrypted = is_encrypted(database)
    return _Source(
        backup.folder.name,
        backup.made_at,
        database,
        lambda digest, files: backup_sets.take_attachment(backup, digest, files, key),
        files,
        key if encrypted else None,
        _lock_of(backup.folder.parent / locks.LOCK, key) if encrypted and key is not None else "",
    )


def _lock_of(path: Path, key: bytes) -> str:
    """The lock of that key there; empty where it is gone, and only the recovery code opens what is restored."""
    return next((lock for lock in locks.beside(path) if locks.mark_of(lock) == sealing.key_mark(key)), "")


@contextmanager
def _folder(source: Path, data_dir: Path, secret: str) -> Iterator[_Source]:
    """A folder that can be used as it is, or a single file of data, which brings no attachments."""
    database = source / DATABASE if source.is_dir() else source
    if database.exists() and database.resolve() == (data_dir / DATABASE).resolve():
        raise RestoreRefused(f"“{source.name}”就是现在用的数据，不是备份。{_KEPT}请在 {BACKUPS} 文件夹里选一份备份。")
    if not database.is_file():
        raise RestoreRefused(f"“{source.name}”里没有备份。{_KEPT}请选一份备份的文件夹，或者 {DATABASE} 文件。")
    key, lock = _opened(database, data_dir, secret) if is_encrypted(database) else (None, "")
    kept = KeptFiles(database.parent / ATTACHMENTS, key)
    bring, nothing = (lambda digest, files: kept.copy_to(files, digest)), (lambda _folder, _only: None)
    with as_one_file(database, key) as whole:
        wrong = faults_of_file(whole, key)
        if wrong:
            raise RestoreRefused(f"“{source.name}”不能用：数据文件已损坏（{wrong[0]}）。{_KEPT}请选更早的一份。")
        _check_version(whole, key, source.name)
        yield _Source(source.name, None, whole, bring, nothing, key, lock)


def _opened(database: Path, data_dir: Path, secret: str) -> tuple[bytes, str]:
    """Key and lock of an encrypted file: beside it, or in the office from which it was copied. Raises WrongKey."""
    for path in (database.parent / KEY_FILE, database.parent / locks.LOCK, data_dir / KEY_FILE):
        for lock in locks.beside(path):
            with suppress(sealing.WrongKey):
                key = sealing.open_lock(lock, secret)
                if tables_version_of(database, key) is not None:
                    return key, lock
    code = sealing.key_from_code(secret)
    if code is None or tables_version_of(database, code) is None:
        raise sealing.WrongKey
    return code, ""


def _put_in_place(data_dir: Path, source: _Source, now: datetime, progress: Progress | None) -> Restored:
    """Builds the new data beside the old one, and exchanges them only when it is complete."""
    aside, new = room_beside(data_dir, f"恢复前-{now:%Y%m%d-%H%M}")
    try:
        sealing.change_form(source.database, new / DATABASE, None, None)  # read back from the disk itself
        named = attachments_named(new / DATABASE, source.key)
        own, there = _own(data_dir, source), KeptFiles(new / ATTACHMENTS, source.key)
        missing = [
            digest
            for digest in counted(named, len(named), progress)
            if not own.copy_to(there, digest) and not source.attachment(digest, there)
        ]
        if source.lock:
            locks.write(new / KEY_FILE, source.lock)
        others = _others(data_dir, new)
        if others:
            source.files(new, others)
        source.files(data_dir, ())
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    note = {"备份": source.name, "备份时间": str(source.made_at or ""), "恢复时间": f"{now:%Y-%m-%d %H:%M}"}
    change_places(data_dir, new, aside, others, {aside / NOTE: json.dumps(note, ensure_ascii=False)})
    new.rmdir()
    return Restored(source.name, source.made_at, aside, len(named), tuple(missing))


def _own(data_dir: Path, source: _Source) -> KeptFiles:
    """The office's own attachments, as far as the key of what is restored opens them."""
    return KeptFiles(data_dir / ATTACHMENTS, source.key)


def _others(data_dir: Path, coming: Path) -> tuple[str, ...]:
    """What goes along with the file of data: drafts and the like, where only the key that goes opens them."""
    before, then = (locks.mark_of(locks.read(folder / KEY_FILE)) for folder in (data_dir, coming))
    folders = (coming / name for name in SEALED_FOLDERS if name != ATTACHMENTS)
    return SEALED_FOLDERS if before != then or any(folder.exists() for folder in folders) else ()
