"""A place with backups: one folder per backup, and the attachments of all of them kept once under their digest.

A backup is written as ``….part`` and takes its name only when everything in it was read back. Nothing is removed that
does not carry this module's own list.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from hotline_desktop.files.folders import free_folder, numbered
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import locks, sealing
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.files.unfinished_backups import PART, POOL, finished, room_in, sweep
from hotline_desktop.storage.opening import alone, faults_of_file, is_encrypted

LIST, KEPT = "backup.json", "files"
DATABASE = "hotline.db"
_STALE_SECONDS = 3600
_DIGEST, _UNSEALED = re.compile(r"[0-9a-f]{64}"), re.compile(r"[^0-9a-f]")
_STAMP = "%Y%m%d-%H%M%S"
Report = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup. Digests are SHA-256 of the plain content; ``lost`` are attachments that were gone then.

    ``version`` is that of the tables, ``program`` the build that worked with the data; earlier lists do not tell it.
    """

    folder: Path
    made_at: datetime
    head: str
    version: str
    size: int
    digest: str
    sealed: str = ""
    attachments: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    program: str = ""

    @property
    def database(self) -> Path:
        """The copy of the file of data."""
        return self.folder / DATABASE

    def pools(self, key: bytes | None) -> tuple[KeptFiles, ...]:
        """Where its attachments are, shared with the others beside it; earlier versions kept sealed ones with plain."""
        place = self.folder.parent
        return tuple(KeptFiles(folder, key) for folder in dict.fromkeys((pool_of(place, self.sealed), place / POOL)))

    def pool_of(self, digest: str) -> Path:
        """The folder in which it has that attachment."""
        pools = self.pools(None)
        return next((pool.folder for pool in pools if pool.is_there(digest)), pools[0].folder)


_TOLD = frozenset(one.name for one in fields(Backup)) - {"folder", "made_at", "lost"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a backup: a checked copy of the database, the attachments by digest, other files by name.

    ``lost`` are attachments of which it is known that they are gone. ``passed_on`` says that the copy of the database
    lies on the disk of the place and need not stay where it is, ``living`` that a clerk is at work on the other files.
    """

    made_at: datetime
    head: str
    version: str
    database: Path
    kept: KeptFiles
    attachments: tuple[str, ...]
    files: Mapping[str, Path]
    lost: tuple[str, ...] = ()
    program: str = ""
    passed_on: bool = False
    living: bool = False


def pool_of(place: Path, sealed: str) -> Path:
    """The folder of the attachments of backups that are ``sealed`` with a key of that mark, or plain."""
    return place / (f"{POOL}-{sealed}" if sealed else POOL)


def all(place: Path) -> tuple[Backup, ...]:
    """The finished backups in ``place``, the latest first."""
    found = (read(folder) for folder in _folders(place) if PART not in folder.name)
    return tuple(sorted((one for one in found if one is not None), key=_age, reverse=True))


def _age(backup: Backup) -> tuple[datetime, int]:
    """When it was made, and the how manieth of that minute it is by its name."""
    nth = backup.folder.name.removeprefix(f"{backup.made_at:{_STAMP}}-")
    return backup.made_at, int(nth) if nth.isdecimal() else 1


def read(folder: Path) -> Backup | None:
    """The backup in ``folder``; None where there is none, or an unfinished one."""
    try:
        listed = json.loads((folder / LIST).read_text("utf-8"))
        made_at = datetime.fromisoformat(listed.pop("made_at"))
        lost = tuple(listed.pop("lost", ()))
        known = {name: listed[name] for name in _TOLD if name in listed}  # a later version may tell more
        backup = Backup(folder, made_at, lost=lost, **known)
        return backup if _is_ours(backup) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def unreadable(place: Path) -> tuple[str, ...]:
    """The names of folders in ``place`` that look like finished backups, and whose list is gone or unreadable."""
    with suppress(OSError):
        listless = [one for one in finished(place) if read(one) is None]
        return tuple(sorted(one.name for one in listless if any((one / name).exists() for name in (LIST, DATABASE))))
    return ()


def _is_ours(backup: Backup) -> bool:
    """Whether the list says what this module writes: a list from elsewhere must lead to no file outside the backup."""
    texts = (backup.head, backup.version, backup.digest, backup.sealed, backup.program, *backup.files.values())
    digests = (*backup.attachments, *backup.lost)
    return backup.made_at.tzinfo is None and not (
        any(not isinstance(text, str) for text in (*texts, *digests))
        or any(not isinstance(size, int) for size in (backup.size, *backup.attachments.values()))
        or any(_DIGEST.fullmatch(digest) is None for digest in digests)
        or _UNSEALED.search(backup.sealed)
        or any(not _stays_inside(name) for name in backup.files)
    )


def _stays_inside(name: str) -> bool:
    windows = PureWindowsPath(name)
    return not windows.drive and not windows.root and ".." not in windows.parts


def write(place: Path, contents: Contents, key: bytes | None, lock: str, report: Report | None = None) -> Backup:
    """Makes a backup in ``place``, which must be there. Raises OSError and what ``report`` raises, and leaves nothing.

    Every file that is new in ``place`` is read back before the backup counts.
    """
    folder = free_folder(place, f"{contents.made_at:{_STAMP}}{PART}")
    sweep(place, folder.stat().st_mtime - _STALE_SECONDS)
    sealed = sealing.key_mark(key) if key is not None else ""
    try:
        size = contents.database.stat().st_size
        digest = _put_database(contents, folder / DATABASE, key)
        files = _put_files(contents, folder / KEPT, key)
        kept, lost = _pool(KeptFiles(pool_of(place, sealed), key), contents, report)
        lost += contents.lost
        told = (contents.made_at, contents.head, contents.version, size, digest, sealed, kept, files, tuple(lost))
        made = Backup(folder, *told, contents.program)
        if key is not None:
            locks.write(place / locks.LOCK, lock)
        listed = {**asdict(made), "made_at": contents.made_at.isoformat()}
        del listed["folder"]
        (folder / LIST).write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
        final = _finished_name(folder)
        folder.rename(final)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    done = read(final)
    assert done is not None
    return done


def verify(backup: Backup, key: bytes | None, everything: bool = True, report: Report | None = None) -> Iterator[str]:
    """What is wrong with a backup, in sentences. Without ``everything`` only the database and the list are read.

    Raises WrongKey where it is sealed with another key.
    """
    yield from _wrong_with_database(backup, key)
    yield from verify_others(backup, key, everything, report)


def _wrong_with_database(backup: Backup, key: bytes | None) -> Iterator[str]:
    with opened(backup, key) as database:
        if database is None or _digest(database, None) != backup.digest:
            yield "数据文件与备份时不同"
        else:
            wrong = faults_of_file(database, key)
            if wrong:
                yield f"数据文件已损坏（{wrong[0]}）"


def verify_others(
    backup: Backup, key: bytes | None, everything: bool = True, report: Report | None = None
) -> Iterator[str]:
    """As ``verify`` for what stands beside the database, which ``write`` read back from a checked copy just now."""
    for name, digest in backup.files.items():
        if not _is(backup.folder / KEPT / name, digest, key if backup.sealed else None):
            yield f"“{name}”缺失或与备份时不同"
    for number, digest in enumerate(backup.attachments, start=1):
        pools = backup.pools(key)
        if not any(pool.is_whole(digest) if everything else pool.is_there(digest) for pool in pools):
            yield f"附件 {digest[:12]}… 缺失或与备份时不同"
        if report is not None:
            report(number, len(backup.attachments))


@contextmanager
def opened(backup: Backup, key: bytes | None) -> Iterator[Path | None]:
    """The database of a backup, for as long as it is needed; None where it is gone. Raises WrongKey.

    One of an encrypted office is encrypted itself, with the same key; of others, sealed ones are plain here.
    """
    if not backup.database.is_file():
        yield None
    elif not backup.sealed:
        yield backup.database
    elif not sealing.is_sealed(backup.database):
        _needed(backup, key)
        yield backup.database
    else:
        with TemporaryDirectory(prefix="hotline-restore-") as folder:
            plain = Path(folder) / DATABASE
            try:
                _take(backup.database, plain, _needed(backup, key))
            except sealing.SealBroken:
                yield None
            else:
                yield plain


def take_attachment(backup: Backup, digest: str, files: KeptFiles, key: bytes | None) -> bool:
    """Keeps an attachment of a backup among ``files``; False where it is not there as it was."""
    return any(pool.copy_to(files, digest) for pool in backup.pools(key))


def take_file(backup: Backup, name: str, target: Path, key: bytes | None) -> None:
    """Copies another file of the office out of a backup."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _take(backup.folder / KEPT / name, target, _needed(backup, key) if backup.sealed else None)


def remove(place: Path, backups: Iterable[Backup]) -> None:
    """Removes backups, and attachments that no other backup there names."""
    for backup in backups:
        # Under the name of an unfinished one first: half of a removed backup must not pass for a backup.
        going = free_folder(place, f"{backup.folder.name}{PART}")
        going.rmdir()
        with suppress(OSError):
            backup.folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)
    if unreadable(place):  # nobody knows which attachments such a backup names
        return
    left = [one for one in map(read, finished(place)) if one is not None]
    for pool in place.glob(f"{POOL}*"):
        named = {digest for one in left for digest in one.attachments if one.pool_of(digest) == pool}
        for path in pool.glob("??/*"):
            if len(path.name) == 64 and path.name not in named:
                path.unlink(missing_ok=True)


def encrypt_plain(place: Path, key: bytes, lock: str, report: Report | None) -> tuple[str, ...]:
    """Writes the plain backups in ``place`` anew, encrypted with ``key``; the names of those that could not be.

    Each is read back before the plain one goes. Raises what ``report`` raises.
    """
    left: list[str] = []
    for backup in (one for one in all(place) if not one.sealed):
        try:
            with _written_anew(backup, key) as contents:
                write(place, contents, key, lock, report)
        except (OSError, DatabaseError):
            left.append(backup.folder.name)
        else:
            remove(place, [backup])
    return tuple(left)


@contextmanager
def _written_anew(backup: Backup, key: bytes) -> Iterator[Contents]:
    """What a plain backup holds, its database encrypted."""
    with room_in(backup.folder.parent) as room:
        database = Path(room) / DATABASE
        with alone(backup.database, None) as own:
            own.write_anew(database, key)
        files = {name: backup.folder / KEPT / name for name in backup.files}
        kept, named = backup.pools(None)[0], tuple(backup.attachments)
        yield Contents(
            backup.made_at, backup.head, backup.version, database, kept, named, files, backup.lost, backup.program, True
        )


def _folders(place: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in place.iterdir() if path.is_dir() and path.name[:8].isdigit())


def _finished_name(folder: Path) -> Path:
    names = numbered(folder.name.partition(PART)[0])
    return next(final for name in names if not (final := folder.with_name(name)).exists())


def _pool(pool: KeptFiles, contents: Contents, report: Report | None) -> tuple[dict[str, int], list[str]]:
    """Puts what is new into the pool; the sizes of what is there, and the digests of what was gone or changed."""
    sizes: dict[str, int] = {}
    lost: list[str] = []
    for number, digest in enumerate(contents.attachments, start=1):
        if _fits(pool, contents.kept, digest) or _pooled(contents.kept, pool, digest):
            sizes[digest] = pool.place(digest).stat().st_size
        else:
            lost.append(digest)
        if report is not None:
            report(number, len(contents.attachments))
    return sizes, lost


def _fits(pool: KeptFiles, kept: KeptFiles, digest: str) -> bool:
    """Whether an attachment stands in the pool already.

    Read again only where the office's own copy has another size: that one was changed, or this one.
    """
    target, source = pool.place(digest), kept.place(digest)
    if not target.is_file() or sealing.is_sealed(target) != (pool.key is not None):
        return False
    if pool.key is not None or (source.is_file() and target.stat().st_size == source.stat().st_size):
        return True
    return pool.is_whole(digest)


def _pooled(kept: KeptFiles, pool: KeptFiles, digest: str) -> bool:
    """Copies to the disk itself, and reads back what stands there. Raises OSError where they differ."""
    if not kept.copy_to(pool, digest):
        return False
    if not pool.is_whole(digest):
        raise OSError(5, "what was written reads differently", digest[:12])
    return True


def _put_database(contents: Contents, target: Path, key: bytes | None) -> str:
    """Puts the checked copy in its place: the digest of what stands there. One that is passed on only gets its name."""
    sealing_key = None if is_encrypted(contents.database) else key
    if sealing_key is not None or not contents.passed_on:
        return _put(contents.database, target, sealing_key)
    contents.database.rename(target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return _digest(target, None)


def _put(source: Path, target: Path, key: bytes | None) -> str:
    """Copies to the disk itself, and reads back what stands there: its digest. Raises OSError where they differ."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return sealing.change_form(source, target, None, key)


def _put_files(contents: Contents, folder: Path, key: bytes | None) -> dict[str, str]:
    """Puts the other files there; the digests of those that did not go away meanwhile, such as drafts."""
    digests = dict[str, str]()
    for name, path in contents.files.items():
        try:
            digests[name] = _put(path, folder / name, key)
        except FileNotFoundError:
            if not contents.living or path.exists():
                raise
            (folder / name).unlink(missing_ok=True)
    return digests


def _take(source: Path, target: Path, key: bytes | None) -> None:
    if key is None:
        shutil.copyfile(source, target)
    else:
        sealing.unseal(source, target, key)


def _is(path: Path, digest: str, key: bytes | None) -> bool:
    try:
        return _digest(path, key) == digest
    except OSError:
        return False


def _digest(path: Path, key: bytes | None) -> str:
    with sealing.opened(path, key) as content:
        return sealing.digest_of(content)


def _needed(backup: Backup, key: bytes | None) -> bytes:
    if key is None or sealing.key_mark(key) != backup.sealed:
        raise sealing.WrongKey
    return key
