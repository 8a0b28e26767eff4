"""A disk that is full for a while, without any right to make one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

HAS_LIMITS = pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")


@contextmanager
def no_room() -> Iterator[None]:
    """Inside, no file of this process can take a byte more: a file may be made and emptied, as on a full disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
