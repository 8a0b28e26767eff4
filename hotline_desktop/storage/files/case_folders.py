"""Files of cases on the disk: written as a folder or a zip, whole or not at all, and read again to be checked.

The same files give the same bytes: a zip is neither compressed nor marked with the machine's time.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from hotline_desktop.domain.case_file.check import LIST_NAME, FileList, ListUnreadable, Seal
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.files.spool import Spooled
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.storage.files.kept_files import KeptContent

_CHUNK = 1024 * 1024
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_UTF_8 = 0x800


class CarriedFile(NamedTuple):
    """One file of a case's file: its path in the folder with ``/``, and its content, or an attachment that has it."""

    name: str
    content: bytes | KeptContent | Spooled


class NotReplaced(Exception):
    """A folder of that name is there and holds ``names`` that its own list does not know, so it was left alone."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def seal(file: CarriedFile) -> Seal:
    """Digest and size of what will be written. Raises OSError where it cannot be read."""
    with _opened(file) as stream:
        return _sealed(stream)


def write_folder(target: Path, files: Sequence[CarriedFile], progress: Progress | None = None) -> None:
    """Writes ``files`` into the folder ``target``; a former file of the same case there is replaced.

    Raises NotReplaced, OSError, and what ``progress`` raises; what was there stays then.
    """
    former = target.exists()
    if former:
        _must_be_own(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target) as made:
        for file in counted(files, len(files), progress):
            place = made.joinpath(*file.name.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            with _opened(file) as source, place.open("xb") as out:
                shutil.copyfileobj(source, out, _CHUNK)
        if former:
            _swap(made, target)
        else:
            made.replace(target)
    if progress is not None:
        progress(len(files), len(files))


def write_zip(
    target: Path, root: str, files: Sequence[CarriedFile], moment: datetime, progress: Progress | None = None
) -> None:
    """Writes ``files`` under the folder ``root`` into the zip ``target``, which is replaced where it is there.

    Raises OSError, and what ``progress`` raises; what was there stays then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target) as made:
        with made.open("xb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
            for file in counted(files, len(files), progress):
                with _opened(file) as source, packed.open(_entry(f"{root}/{file.name}", moment, file), "w") as entry:
                    shutil.copyfileobj(source, entry, _CHUNK)
        made.replace(target)
    if progress is not None:
        progress(len(files), len(files))


def read(path: Path) -> tuple[FileList, str, dict[str, Seal]]:
    """The list of a folder or zip, the digest of that list, and the seals of every other file that is there.

    Raises ListUnreadable where there is no list, OSError where the disk cannot be read.
    """
    return _read_folder(path) if path.is_dir() else _read_zip(path)


def _read_folder(folder: Path) -> tuple[FileList, str, dict[str, Seal]]:
    listed = folder / LIST_NAME
    if not listed.is_file():
        raise _no_list(folder.name)
    text = listed.read_bytes()
    there = {}
    for name in _names(folder):
        if name != LIST_NAME:
            with folder.joinpath(*name.split("/")).open("rb") as stream:
                there[name] = _sealed(stream)
    return _list(text), hashlib.sha256(text).hexdigest(), there


def _read_zip(path: Path) -> tuple[FileList, str, dict[str, Seal]]:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = {item.filename: item for item in packed.infolist() if not item.is_dir()}
            lists = [name for name in entries if name.rpartition("/")[2] == LIST_NAME]
            if len(lists) != 1:
                raise _no_list(path.name)
            root = lists[0].removesuffix(LIST_NAME)
            text = packed.read(lists[0])
            there = {
                name.removeprefix(root): _sealed_entry(packed, item)
                for name, item in entries.items()
                if name != lists[0]
            }
            return _list(text), hashlib.sha256(text).hexdigest(), there
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ListUnreadable(f"“{path.name}”打不开，不是案卷压缩包或已损坏，没有核对。请从备份取回。") from error


def _sealed_entry(packed: zipfile.ZipFile, item: zipfile.ZipInfo) -> Seal:
    """The seal of one entry; one that cannot be read has a digest that no file has."""
    try:
        with packed.open(item) as stream:
            return _sealed(stream)
    except (zipfile.BadZipFile, EOFError):
        return Seal("", item.file_size)


def _sealed(stream: IO[bytes]) -> Seal:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Seal(digest.hexdigest(), size)


def _list(text: bytes) -> FileList:
    try:
        return FileList.read(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ListUnreadable(f"“{LIST_NAME}”的编码不对，已被改坏，没有核对。请从备份取回原来的清单。") from error


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() or path.is_symlink():
            yield path.relative_to(folder).as_posix()


def _must_be_own(folder: Path) -> None:
    """Raises NotReplaced unless everything in ``folder`` came from an earlier file of a case."""
    try:
        known: Mapping[str, Seal] = _list((folder / LIST_NAME).read_bytes()).files
    except (OSError, ListUnreadable):
        known = {}
    strange = [name for name in _names(folder) if name != LIST_NAME and name not in known] if folder.is_dir() else []
    if strange or not known:
        raise NotReplaced(strange or [folder.name])


def _swap(new: Path, old: Path) -> None:
    aside = old.with_name(f".{secrets.token_hex(6)}.old")
    old.replace(aside)
    try:
        new.replace(old)
    except OSError:
        aside.replace(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _opened(file: CarriedFile) -> Iterator[BinaryIO]:

    if isinstance(file.content, bytes):
        yield io.BytesIO(file.content)
        return
    with file.content.opened() as stream:
        yield stream


def _entry(name: str, moment: datetime, file: CarriedFile) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, moment.timetuple()[:6])
    info.create_system = _UNIX
    info.external_attr = _PLAIN_FILE
    info.flag_bits |= _UTF_8
    content = file.content
    info.file_size = len(content) if isinstance(content, bytes) else content.size
    return info


def _no_list(name: str) -> ListUnreadable:
    return ListUnreadable(f"“{name}”里没有“{LIST_NAME}”，不是本程序写的案卷，或清单已丢失，没有核对。")
