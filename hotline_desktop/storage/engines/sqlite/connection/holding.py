"""Locks a file of data against every other program, without needing its key and whatever is in it.

The locked bytes are those that SQLite itself locks (https://www.sqlite.org/lockingv3.html): a connection to an open
office shares some of them for as long as it lives, and a new connection waits for them.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from hotline_desktop.storage.engines.sqlite.connection.errors import in_use

# Nobody changes what is not there, or what may not be written, such as a disc.
_NOBODY_WRITES = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.EROFS)
_FIRST, _COUNT = 0x40000000, 512  # PENDING, RESERVED and the 510 bytes that are shared


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Nobody else has ``path`` open until the block ends; nothing to hold where no file is there.

    Not while this process has the file open: its locks are given up at the end. On Windows the lock is given up before
    the block, which may move the file: it moves no file there that somebody has open. Raises DatabaseError of kind
    ``locked`` where another program has it open, and OSError.
    """
    try:
        file = path.open("r+b")
    except OSError as error:
        if error.errno not in _NOBODY_WRITES:
            raise
        yield
        return
    with file:
        if not _locked(file):
            raise in_use(path)
        if sys.platform == "win32":
            file.close()
        yield


def is_alone(path: Path) -> bool:
    """Whether no other program has ``path`` open at this moment; as with ``held``, not while this process has."""
    try:
        with path.open("r+b") as file:
            return _locked(file)
    except OSError:
        return False


def _locked(file: BinaryIO) -> bool:
    """Whether none of the bytes were locked by others; then they are ours until the file is closed."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(_FIRST)
        with suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, _COUNT)
            file.seek(_FIRST)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, _COUNT)
            return True
        return False
    import fcntl

    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _COUNT, _FIRST, os.SEEK_SET)
    except (BlockingIOError, PermissionError):
        return False
    return True
