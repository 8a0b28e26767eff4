"""The search for unreachable rings of objects, put off while there is nothing for it to find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Work that makes very many objects and keeps them, or lets go of them by itself.

    The collector would look through all of them again and again: a fifth of the time of a large import. What is
    unreachable in rings meanwhile, in other threads too, is found afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
