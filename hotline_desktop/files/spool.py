"""A temporary store on the disk for contents that are too large for memory: one file without a name.

The file is gone with the work, and with the program however that ends; nobody finds it in a folder. It is encrypted
with a key that is only in memory, so that what the disk keeps of it cannot be read.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

_CHUNK = 1024 * 1024
_BLOCK = 16


@dataclass(frozen=True, slots=True)
class Spooled:
    """A content of ``size`` bytes in a spool, which can be read as long as that is open."""

    _file: BinaryIO
    _start: int
    size: int

    def read(self) -> bytes:
        """The whole content."""
        self._file.seek(self._start)
        return self._file.read(self.size)

    def opened(self) -> BinaryIO:
        """The content as a stream."""
        return io.BufferedReader(_Window(self._file, self._start, self.size), _CHUNK)


class Spool:
    """Contents put one behind the other, on the disk of ``folder``. OSError where that is full."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._together: BinaryIO | None = None
        self._open = ExitStack()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._open.close()

    def keep(self, content: bytes) -> Spooled:
        """Puts a content behind those that are there."""
        if self._together is None:
            self._together = self._new()
        start = self._together.seek(0, io.SEEK_END)
        self._together.write(content)
        self._together.flush()  # a full disk is told here, and not when all is over
        return Spooled(self._together, start, len(content))

    def written(self, write: Callable[[BinaryIO], object]) -> Spooled:
        """A content that ``write`` puts into a stream piece by piece."""
        file = self._new()
        write(file)
        return Spooled(file, 0, file.seek(0, io.SEEK_END))

    def _new(self) -> BinaryIO:
        enter = self._open.enter_context
        return enter(io.BufferedRandom(_Veiled(enter(tempfile.TemporaryFile(dir=self._folder, buffering=0))), _CHUNK))


class _Veiled(io.RawIOBase):
    """A file of which the disk sees nothing: AES-256 in counter mode, so that every place is reached at once."""

    def __init__(self, file: io.RawIOBase) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        self._file, key = file, algorithms.AES256(os.urandom(32))

        def stream_from(block: int) -> Any:
            return Cipher(key, modes.CTR(block.to_bytes(_BLOCK, "big"))).encryptor()

        self._stream_from = stream_from

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        place = self._file.tell()
        piece = self._file.read(len(buffer)) or b""
        buffer[: len(piece)] = self._veil(place, piece)
        return len(piece)

    def write(self, content: memoryview) -> int:  # type: ignore[override]
        return self._file.write(self._veil(self._file.tell(), bytes(content))) or 0

    def _veil(self, place: int, content: bytes) -> bytes:
        block, within = divmod(place, _BLOCK)
        stream = self._stream_from(block)
        stream.update(bytes(within))
        return bytes(stream.update(content))


class _Window(io.RawIOBase):
    """A part of a file as a stream of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._place = file, start, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._start + self._place)
        piece = self._file.read(min(len(buffer), self._size - self._place))
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)
