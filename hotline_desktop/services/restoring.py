"""Puts a backup in the place of the office's data. Nothing is deleted: what was there is moved aside and can come back.

The office must be closed; it need not be whole, nor there at all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.services.backups import BACKUPS
from hotline_desktop.services.changing_places import change_places, room_beside
from hotline_desktop.services.context import ATTACHMENTS
from hotline_desktop.services.files import DATABASE
from hotline_desktop.storage import attachments, backup_sets, sealing
from hotline_desktop.storage.backup_sets import Backup
from hotline_desktop.storage.engines.sqlite.backup import attachments_named, faults_of_file, tables_version_of
from hotline_desktop.storage.engines.sqlite.opening import ASIDE, free_folder
from hotline_desktop.storage.migrations import VERSIONS

NOTE, _WRITTEN = "恢复.json", "已记入"
_KEPT = "现在的数据没有变动。"


class RestoreRefused(HotlineError):
    """The backup cannot be used. The office's data is as it was."""


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
    """Where the parts of a restore come from. ``attachment`` puts one to a path; False where it is not there whole."""

    name: str
    made_at: datetime | None
    database: Path
    attachment: Callable[[str, Path], bool]
    files: Callable[[], None]


def found_backups(data_dir: Path, place: Path | None = None) -> tuple[Backup, ...]:
    """The backups beside the data, or in ``place``, the latest first."""
    return backup_sets.all(place or data_dir / BACKUPS)


def restore(
    data_dir: Path, source: Path, now: datetime, secret: str = "", progress: Progress | None = None
) -> Restored:
    """Puts what ``source`` holds in the place of the data: a backup, a folder from 备份到别处, or a single file.

    It is read through first. ``secret`` is the passphrase or the recovery code of a sealed one. Raises RestoreRefused,
    PassphraseNeeded, and what ``progress`` raises; the data is as it was then.
    """
    try:
        backup = backup_sets.read(source)
        if backup is None:
            return _put_in_place(data_dir, _plain(source), now, progress)
        key = _key(backup, secret)
        with backup_sets.opened(backup, key) as database:
            _check_backup(backup, key, database)
            assert database is not None
            return _put_in_place(data_dir, _of_backup(backup, key, database, data_dir), now, progress)
    except sealing.WrongKey:
        raise PassphraseNeeded(
            f"备份“{source.name}”是加密的，口令或恢复码不对。{_KEPT}请核对口令，或者用锁着的恢复单上的恢复码。"
        ) from None
    except OSError as error:
        raise RestoreRefused(f"没有恢复（{machine_reason(error)}）。{_KEPT}请检查磁盘空间和权限后再试。") from error


def unrecorded(data_dir: Path) -> Iterator[dict[str, str]]:
    """What restores and their undoing were, that the office has not written down yet; each is told once."""
    for path in sorted((data_dir / ASIDE).glob("*/*恢复*.json"), key=lambda found: found.stat().st_mtime):
        with suppress(OSError, ValueError):
            note: dict[str, str] = json.loads(path.read_text("utf-8"))
            if _WRITTEN not in note:
                path.write_text(json.dumps({**note, _WRITTEN: "是"}, ensure_ascii=False), "utf-8")
                yield note


def take_back(data_dir: Path, now: datetime) -> Path:
    """Undoes the latest restore: what was there before comes back, what the restore brought is moved aside.

    The folder into which that was moved. Raises RestoreRefused.
    """
    found = (note for note in (data_dir / ASIDE).glob(f"*/{NOTE}") if (note.parent / DATABASE).is_file())
    notes = sorted(found, key=lambda path: path.stat().st_mtime)
    if not notes:
        raise RestoreRefused(f"没有可以撤回的恢复。{_KEPT}")
    before = notes[-1].parent
    try:
        aside = free_folder(data_dir / ASIDE, f"撤回恢复-{now:%Y%m%d-%H%M}")
        note = {"撤回恢复": before.name, "撤回时间": f"{now:%Y-%m-%d %H:%M}"}
        told = {before / NOTE: None, aside / "撤回恢复.json": json.dumps(note, ensure_ascii=False)}
        change_places(data_dir, before, aside, notes=told)
    except OSError as error:
        raise RestoreRefused(f"没有撤回（{machine_reason(error)}）。请关闭正在使用数据文件夹的程序后再试。") from error
    return aside


def _key(backup: Backup, secret: str) -> bytes | None:
    if not backup.sealed:
        return None
    key = sealing.open_lock(backup_sets.lock_in(backup.folder.parent), secret)
    if sealing.key_mark(key) != backup.sealed:
        raise sealing.WrongKey
    return key


def _check_backup(backup: Backup, key: bytes | None, database: Path | None) -> None:
    wrong = [each for each in backup_sets.verify(backup, key, everything=False) if not each.startswith("附件")]
    if wrong or database is None:
        raise RestoreRefused(f"备份“{backup.folder.name}”不能用：{wrong[0]}。{_KEPT}请选更早的一份。")
    _check_version(database, backup.folder.name)


def _check_version(database: Path, name: str) -> None:
    version = tables_version_of(database)
    if version is None:
        raise RestoreRefused(f"“{name}”不是本程序的数据。{_KEPT}请另选一份。")
    if version not in VERSIONS:
        raise RestoreRefused(f"备份“{name}”是更新版本的程序写的（版本 {version}）。{_KEPT}请安装新版程序后再恢复。")


def _of_backup(backup: Backup, key: bytes | None, database: Path, data_dir: Path) -> _Source:
    def files() -> None:
        for name in backup.files:
            target = data_dir / name
            if not target.exists():
                backup_sets.take_file(backup, name, target, key)

    return _Source(
        backup.folder.name,
        backup.made_at,
        database,
        lambda digest, target: backup_sets.take_attachment(backup, digest, target, key),
        files,
    )


def _plain(source: Path) -> _Source:
    """A folder that can be used as it is, or a single file of data, which brings no attachments."""
    database = source / DATABASE if source.is_dir() else source
    if not database.is_file():
        raise RestoreRefused(f"“{source.name}”里没有备份。{_KEPT}请选一份备份的文件夹，或者 {DATABASE} 文件。")
    wrong = faults_of_file(database)
    if wrong:
        raise RestoreRefused(f"“{source.name}”不能用：数据文件已损坏（{wrong[0]}）。{_KEPT}请选更早的一份。")
    _check_version(database, source.name)
    kept = database.parent / ATTACHMENTS

    def attachment(digest: str, target: Path) -> bool:
        if not attachments.is_whole(kept, digest):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(attachments.file_path(kept, digest), target)
        return True

    return _Source(source.name, None, database, attachment, lambda: None)


def _put_in_place(data_dir: Path, source: _Source, now: datetime, progress: Progress | None) -> Restored:
    """Builds the new data beside the old one, and exchanges them only when it is complete."""
    aside, new = room_beside(data_dir, f"恢复前-{now:%Y%m%d-%H%M}")
    try:
        shutil.copyfile(source.database, new / DATABASE)
        named = attachments_named(new / DATABASE)
        missing = [digest for digest in _each(named, progress) if not _bring(data_dir, source, digest, new)]
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    note = {"备份": source.name, "备份时间": str(source.made_at or ""), "恢复时间": f"{now:%Y-%m-%d %H:%M}"}
    source.files()
    change_places(data_dir, new, aside, notes={aside / NOTE: json.dumps(note, ensure_ascii=False)})
    new.rmdir()
    return Restored(source.name, source.made_at, aside, len(named), tuple(missing))


def _each(named: tuple[str, ...], progress: Progress | None) -> Iterator[str]:
    for number, digest in enumerate(named, start=1):
        if progress is not None:
            progress(number, len(named))
        yield digest


def _bring(data_dir: Path, source: _Source, digest: str, new: Path) -> bool:
    """An attachment, from the office itself where it is still whole there, else from the backup."""
    target = attachments.file_path(new / ATTACHMENTS, digest)
    if attachments.is_whole(data_dir / ATTACHMENTS, digest):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(attachments.file_path(data_dir / ATTACHMENTS, digest), target)
        return True
    return source.attachment(digest, target)
