"""To another computer in one file: everything that the office keeps, with a sum of each part, and taken over there.

Folders of data and backups of earlier days are recognised too. What is taken over is checked before anything changes;
what lay there before is put aside, never deleted.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError, MachineTrouble
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import DATABASE, KEY_FILE, OPENED, TRIES_FILE
from hotline_desktop.services.keeping import restoring
from hotline_desktop.services.keeping.changing_places import change_places, room_beside
from hotline_desktop.services.keeping.companions import Companions, companions
from hotline_desktop.storage.chain.chain_head import head_path
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets, locks, sealing
from hotline_desktop.storage.opening import FileCondition, examine, held, is_encrypted, open_database, opens
from hotline_desktop.storage.records import tickets

ENDING = ".zip"
_LIST = "搬家清单.json"
_KIND = "hotline_desktop office"
_BACKUPS, _LOGS = "backups", "logs"
# Parts of the open database, and what belongs to the computer rather than to the office.
_HEAD = head_path(Path(DATABASE)).name
_DATABASE_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", _HEAD)
_STAYS = (
    *_DATABASE_FILES,
    f"{DATABASE}-base",
    _BACKUPS,
    _LOGS,
    OPENED,
    ASIDE,
    TRIES_FILE,
    "window.ini",
    "example.json",
)
_STAMP = "%Y%m%d-%H%M%S"
_CHUNK = 1024 * 1024


class MoveRefused(HotlineError):
    """Nothing was moved; ``str()`` says why, and that the data are as they were."""


class MoveFailed(MoveRefused, MachineTrouble):
    """As MoveRefused, where the machine is at fault."""


class SecretNeeded(MoveRefused):
    """What is to be moved in is encrypted, and passphrase or recovery code are missing or wrong."""


class Moved(NamedTuple):
    """How many files the one for the new computer holds, and what to say of those that it does not."""

    files: int
    left_out: str


def needs_secret(source: Path) -> bool:
    """Whether passphrase or recovery code are needed to move ``source`` in; False also for what is none of ours."""
    source = _meant(source)
    try:
        if backup_sets.read(source) is not None:
            return restoring.needs_secret(source)
        if source.is_dir() or not zipfile.is_zipfile(source):
            return is_encrypted(source / DATABASE if source.is_dir() else source)
        with zipfile.ZipFile(source) as packed:
            return KEY_FILE in packed.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def move_out(office: OfficeContext, out: Path, progress: Progress | None = None) -> Moved:
    """Writes the whole office into the file ``out``. An old file stays until it is whole.

    Raises MoveRefused, DatabaseError, and what ``progress`` raises.
    """
    try:
        with unfinished(out) as made, unfinished(out) as copied, unfinished(out) as head:
            with suppress(FileNotFoundError):
                shutil.copyfile(office.data_dir / _HEAD, head)
            office.db.backup(copied)  # holds that end of the chain, and perhaps steps that were taken since
            ended = [(_HEAD, head)] if head.is_file() else []
            kept = _kept(office.data_dir)
            files = [(DATABASE, copied), *ended, *kept.files.items()]
            sums = _pack_all(made, files, office.clock(), progress)
            _check(made, sums)
            made.replace(out)
    except OSError as error:
        raise MoveFailed(
            f"“{out.name}”没有写成：{machine_reason(error)}。工单数据没有变动，请换一个写得进、空间够的地方。"
        ) from error
    return Moved(len(sums), kept.left_out)


def move_in(
    source: Path, data_dir: Path, at: datetime, progress: Progress | None = None, secret: str = ""
) -> bytes | None:
    """Makes ``data_dir`` the office that ``source`` holds: a file of :func:`move_out`, a folder of data, a backup, the
    latest of a place with backups, or a database.

    ``secret`` is the passphrase or recovery code of an encrypted one, whose key is returned.

    The office there must be closed. Raises MoveRefused where it has tickets already, or ``source`` is something else or
    not whole, SecretNeeded, DatabaseError for a database that is damaged, of a later version, or open in another
    program: nothing is changed.
    """
    source = _meant(source)
    if source.is_dir() and source.resolve() == data_dir.resolve():
        raise MoveRefused("这就是本机正在用的数据文件夹，不用搬。没有变动。")
    _refuse_where_work_is(data_dir)
    if backup_sets.read(source) is not None:
        return _restore(source, data_dir, at, progress, secret)
    with held(data_dir / DATABASE):
        return _move_in(source, data_dir, at, progress, secret)


def _meant(source: Path) -> Path:
    """The folder of data or the backup where its database was chosen, the latest backup of a place with several."""
    folder = source.parent if source.name == DATABASE and source.is_file() else source
    if folder.is_dir() and not (folder / DATABASE).is_file():
        return next((backup.folder for backup in backup_sets.all(folder)), folder)
    return folder


def _restore(source: Path, data_dir: Path, at: datetime, progress: Progress | None, secret: str) -> bytes | None:
    """A backup keeps its attachments apart, and a sealed one has its lock there."""
    try:
        restoring.restore(data_dir, source, at, secret, progress)
    except restoring.PassphraseNeeded as needed:
        raise SecretNeeded(str(needed)) from needed
    except restoring.RestoreRefused as refused:
        raise MoveRefused(str(refused)) from refused
    try:
        return _key(data_dir, source, secret)
    except SecretNeeded:  # its lock was gone, and the recovery code opened it
        return sealing.key_from_code(secret)


def _move_in(source: Path, data_dir: Path, at: datetime, progress: Progress | None, secret: str) -> bytes | None:
    try:
        aside, stage = room_beside(data_dir, f"搬入前-{at:{_STAMP}}")
        try:
            _bring(source, stage, progress)
            key = _key(stage, source, secret)
            _examine(stage / DATABASE, key, source)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        change_places(data_dir, stage, aside, [child.name for child in stage.iterdir()])
        stage.rmdir()
        with suppress(OSError):
            aside.rmdir()  # where nothing had to go
        return key
    except OSError as error:
        raise MoveFailed(f"没有搬入：{machine_reason(error)}。这里的数据和“{source.name}”都没有变动。") from error


def _key(stage: Path, source: Path, secret: str) -> bytes | None:
    if not is_encrypted(stage / DATABASE):
        return None
    try:
        key = locks.key_in(stage / KEY_FILE, secret)
    except sealing.WrongKey:
        key = b""
    if not key or not opens(stage / DATABASE, key):
        wrong = "口令或恢复码不对" if secret else "要用它的口令或恢复码才能搬入"
        raise SecretNeeded(f"“{source.name}”里的数据是加密的，{wrong}，没有搬入。这里没有变动。")
    return key


def _examine(database: Path, key: bytes | None, source: Path) -> None:
    try:
        empty = examine(database, key) is FileCondition.NEW
    except DatabaseError as problem:
        if problem.kind == "newer":
            raise
        why = "不是热线工单的搬家文件、数据文件夹或备份" if problem.kind == "not_a_database" else "里的工单数据读不完整"
        raise MoveRefused(f"“{source.name}”{why}，没有搬入。这里没有变动，请换一个文件再试。") from problem
    if empty:
        raise MoveRefused(f"“{source.name}”里的工单数据是空的，没有搬入。这里没有变动。")


def _kept(data_dir: Path) -> Companions:
    """What moves along with the database: attachments, changed forms. Raises MoveFailed where one cannot be read."""
    found = companions(data_dir, _is_left, lambda path: path.suffix != ".part")
    if found.unread:
        raise MoveFailed(
            f"“{data_dir.name}”里有 {found.unread} 个文件没有权限读，没有搬。没有变动，请管理员给予权限后再试。"
        )
    return found


def _is_left(child: Path) -> bool:
    return child.name in _STAYS or child.suffix in (".part", ".lock")


def _pack_all(made: Path, files: Sequence[tuple[str, Path]], at: datetime, progress: Progress | None) -> dict[str, str]:
    """Writes the files and the list of them into one zip; the digest of each by its name."""
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        sums = dict[str, str]()
        for name, path in counted(files, len(files), progress):
            with suppress(FileNotFoundError):  # a draft that a clerk is done with; the database is our own copy
                sums[name] = _pack(packed, name, path)
        content = {"kind": _KIND, "made_at": at.isoformat(timespec="minutes"), "files": sums}
        packed.writestr(_LIST, json.dumps(content, ensure_ascii=False, indent=1))
    return sums


def _pack(packed: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)  # clocks were wrong when some were written
    with path.open("rb") as file, packed.open(info, "w", force_zip64=True) as held:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            held.write(chunk)
    return digest.hexdigest()


def _check(path: Path, sums: dict[str, str]) -> None:
    """Reads back what was written: a stick that is pulled or worn out shows here, not on the new computer."""
    with zipfile.ZipFile(path) as packed:
        for name, digest in sums.items():
            with packed.open(name) as held:
                if hashlib.file_digest(held, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                    raise OSError(f"写进去的“{name}”读回来不一样，存储设备可能坏了")


def _refuse_where_work_is(data_dir: Path) -> None:
    path = data_dir / DATABASE
    if is_encrypted(path):
        raise MoveRefused(
            "这里已经有加密的工单数据，不会用别处的数据盖掉。没有变动。要换，请先把这里的数据文件夹改名。"
        )
    if examine(path) is FileCondition.NEW:
        return
    db = open_database(path)
    try:
        with db.read() as c:
            empty = tickets.is_empty(c)
    finally:
        db.close()
    if not empty:
        raise MoveRefused(
            "这里已经有工单，不会用别处的数据盖掉。没有变动。要换成那份数据，请先把这里的数据文件夹改名。"
        )


def _bring(source: Path, stage: Path, progress: Progress | None) -> None:
    if source.is_dir():
        with _nobody_at_work(source):
            _bring_folder(source, stage, progress)
    elif zipfile.is_zipfile(source):
        _bring_packed(source, stage, progress)
    else:
        shutil.copy2(source, stage / DATABASE)


@contextmanager
def _nobody_at_work(source: Path) -> Iterator[None]:
    """File and log of an office that is open change while they are copied, and then fit together no more."""
    try:
        with held(source / DATABASE):
            yield
    except DatabaseError as error:
        if error.kind != "locked":
            raise
        raise MoveRefused(
            f"“{source.name}”正被另一个程序打开着，还在往里写，现在搬不全，没有搬入。两边都没有变动。"
            "请在那台电脑上关闭窗口，等命令和备份结束后再试；或者在那边写成搬家文件。"
        ) from error


def _bring_folder(source: Path, stage: Path, progress: Progress | None) -> None:
    if not (source / DATABASE).is_file():
        raise MoveRefused(f"“{source.name}”里没有 {DATABASE}，不是热线工单的数据或备份。没有变动。")
    files = [(name, source / name) for name in _DATABASE_FILES if (source / name).is_file()]
    files += _kept(source).files.items()
    for name, path in counted(files, len(files), progress):
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def _bring_packed(source: Path, stage: Path, progress: Progress | None) -> None:
    try:
        with zipfile.ZipFile(source) as packed:
            sums = _listed(packed, source)
            for name, digest in counted(sums.items(), len(sums), progress):
                if _unpack(packed, name, stage) != digest:
                    raise MoveRefused(
                        f"“{source.name}”里的一个文件与清单不符，可能没有拷贝完整。没有变动，请再拷贝一次。"
                    )
    except (zipfile.BadZipFile, EOFError, KeyError) as error:
        raise MoveRefused(f"“{source.name}”不完整，可能没有拷贝完。没有变动，请再拷贝一次。") from error


def _listed(packed: zipfile.ZipFile, source: Path) -> dict[str, str]:
    """Names and sums of the list. Names that lead elsewhere make it no list of ours."""
    try:
        content = json.loads(packed.read(_LIST))
        sums = {str(name): str(digest) for name, digest in content["files"].items()}
        ours = content["kind"] == _KIND and DATABASE in sums
    except (KeyError, ValueError, TypeError, AttributeError):
        ours, sums = False, {}
    if not ours or any(_leads_elsewhere(name) for name in sums):
        raise MoveRefused(f"“{source.name}”不是热线工单搬家用的文件。没有变动。")
    return sums


def _leads_elsewhere(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _unpack(packed: zipfile.ZipFile, name: str, stage: Path) -> str:
    target, digest = stage / name, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(name) as held, target.open("wb") as file:
        while chunk := held.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
