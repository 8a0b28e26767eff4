"""The search for unreachable rings of objects, put off while there is nothing for it to find."""

from __future__ import annotations

import gc
import sys
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


@contextmanager
def loading(module: str) -> Iterator[None]:
    """The first load of ``module`` in this process, with what comes with it: all of that stays until the end.

    The collector neither looks at it meanwhile nor ever afterwards.
    """
    if module in sys.modules:
        yield
        return
    with collector_at_rest():
        yield
        gc.freeze()


def ending() -> None:
    """The process is about to end: all that is there goes with it, and need not be looked through once more.

    That look would take a quarter of the time of a short command.
    """
    gc.freeze()
