"""The contents of attachments, each stored once under its SHA-256 digest; encrypted in an encrypted office.

Files stand as ``ab/abcdef…``, and only this module opens them. An encrypted file is decrypted chunk by chunk as it is
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.storage.files import sealing

_PLAIN = re.compile(r"[0-9A-Za-z]+")  # what is anything else could lead out of the folder
_NOWHERE = "-"


def file_path(folder: Path, digest: str) -> Path:
    """Where the content with that digest stands; nowhere in particular where it is none, and nothing is there."""
    return folder / digest[:2] / digest if _PLAIN.fullmatch(digest) else folder / _NOWHERE


def holds(path: Path, digest: str) -> bool:
    """Whether the plain file is there and its content has that digest. Raises OSError where it cannot be read."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return sealing.digest_of(file) == digest


class Source(Protocol):
    """What gives its content as often as it is asked: a path, or something like one."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """The content."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The contents in ``folder``; ``key`` is what new ones are sealed with, None where they stay as they are."""

    folder: Path
    key: bytes | None = None

    def place(self, digest: str) -> Path:
        """Where the content stands, whether plain or sealed."""
        return file_path(self.folder, digest)

    def keep(self, source: Source) -> tuple[str, int]:
        """Copies ``source`` here; its digest and size in bytes. The same content is kept once.

        Raises OSError where it cannot be read or there is no room; nothing is left behind then.
        """
        self.folder.mkdir(exist_ok=True)  # never the folder of data itself: it is gone then, with everything
        with source.open("rb") as file:
            return self._keep(file)

    def _keep(self, file: sealing.Readable, expected: str = "") -> tuple[str, int]:
        """What ``file`` gives, to the disk itself; nothing is kept where it is not the content ``expected``."""
        heard = sealing.Heard(file)
        with unfinished(self.folder / "content") as made:
            with made.open("xb") as copy:
                sealing.write_stream(heard, copy, self.key)
            digest = heard.digest
            if expected in ("", digest):
                target = self.place(digest)
                target.parent.mkdir(exist_ok=True)
                made.replace(target)
        return digest, heard.size

    def opened(self, digest: str) -> BinaryIO:
        """What the content says, to be read from the beginning to the end.

        Raises OSError, also while it is read, where its seal is broken or not ours.
        """
        return sealing.opened(self.place(digest), self.key)

    def read(self, digest: str) -> bytes:
        """What the content says, all of it. Raises OSError."""
        with self.opened(digest) as content:
            return content.read()

    def is_there(self, digest: str) -> bool:
        """Whether something stands where the content should, or nobody may look there."""
        try:
            return self.place(digest).is_file()
        except PermissionError:
            return True

    def is_whole(self, digest: str) -> bool:
        """Whether the content is there and still what it was."""
        try:
            with self.opened(digest) as content:
                return sealing.digest_of(content) == digest
        except OSError:
            return False

    def copy_to(self, other: KeptFiles, digest: str) -> bool:
        """Keeps the content in ``other`` too, in the form that is usual there; False where it is not whole here.

        Raises OSError where there is no room, or the like.
        """
        if not self.is_there(digest):
            return False
        other.folder.mkdir(parents=True, exist_ok=True)
        try:
            with self.opened(digest) as content:
                return other._keep(content, digest)[0] == digest
        except OSError:
            if self.is_whole(digest):
                raise
            return False

    def mend_from(self, other: KeptFiles, digests: Iterable[str]) -> int:
        """Copies those that are not whole here anew from ``other``; how many. Raises OSError."""
        return sum(not self.is_whole(digest) and other.copy_to(self, digest) for digest in digests)


@dataclass(frozen=True, slots=True)
class KeptContent:
    """One content, wherever and however it stands; ``size`` is that of what it says, in bytes."""

    files: KeptFiles
    digest: str
    size: int

    @property
    def is_there(self) -> bool:
        """See KeptFiles."""
        return self.files.is_there(self.digest)

    @property
    def is_whole(self) -> bool:
        """See KeptFiles."""
        return self.files.is_whole(self.digest)

    def opened(self) -> BinaryIO:
        """See KeptFiles."""
        return self.files.opened(self.digest)

    def read(self) -> bytes:
        """See KeptFiles."""
        return self.files.read(self.digest)
