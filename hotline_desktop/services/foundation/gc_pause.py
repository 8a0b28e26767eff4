"""Python's cyclic garbage collector, paused where it would search long and find nothing."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Pauses the collector while work makes very many objects that stay, or that are freed by reference counting.

    It would search all of them again and again, a fifth of the time of a large import. Nor does it search them right
    afterwards: what was made counts as old. Unreachable cycles that come up meanwhile, in other threads too, are
    collected when it next searches the old objects.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _call_all_old()
            gc.enable()


@contextmanager
def loading(module: str) -> Iterator[None]:
    """Pauses the collector while ``module`` is imported for the first time, and never searches what came with it again.

    All of that stays until the process ends.
    """
    if module in sys.modules:
        yield
        return
    with collector_at_rest():
        yield
    gc.freeze()


def _call_all_old() -> None:
    """Makes every object one of the oldest, without looking at any; those excused before are old ones again too."""
    gc.freeze()
    gc.unfreeze()


def ending() -> None:
    """Excuses the collector from its last search: the process ends, and everything goes with it.

    That search would take a quarter of the time of a short command.
    """
    gc.freeze()
