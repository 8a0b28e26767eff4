"""Progress of long work: how far it is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
# Pieces done, and pieces in all (0 where nobody knows). What it raises, Cancelled, stops the work.
Progress = Callable[[int, int], object]
_FINE = 1_000  # how many parts of a piece a bar can show


def untold(_done: int, _total: int) -> None:
    """A Progress that nobody looks at."""


def counted(items: Iterable[Item], total: int, progress: Progress | None, every: int = 1) -> Iterator[Item]:
    """The items, of which there are ``total``; before each ``every`` of them tells how many are done."""
    for done, item in enumerate(items):
        if progress is not None and done % every == 0:
            progress(done, total)
        yield item


def stretch(progress: Progress, first: int, last: int, whole: int) -> Progress:
    """Progress that fills a bar of ``whole`` from ``first`` to ``last``; without a total the bar stays where it is."""
    at = first

    def report(done: int, total: int) -> None:
        nonlocal at
        if total > 0:
            at = first + (last - first) * min(done, total) // total
        progress(at, whole)

    return report


def part_of(progress: Progress, place: int, of: int) -> Progress:
    """Progress for the piece ``place`` of ``of`` pieces, which reports on parts of its own."""
    report = stretch(progress, place * _FINE, (place + 1) * _FINE, of * _FINE)
    report(0, 0)
    return report
