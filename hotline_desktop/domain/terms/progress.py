"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

# Pieces done, and pieces in all (0 where nobody knows). What it raises, Cancelled, stops the work.
Progress = Callable[[int, int], object]
_FINE = 1_000  # how many parts of a piece a bar can show


def untold(_done: int, _total: int) -> None:
    """For work that nobody waits for."""


def stretch(progress: Progress, first: int, last: int, whole: int) -> Progress:
    """A part of a bar, from ``first`` to ``last`` of ``whole``; who knows no end of his part says where it stands."""
    at = first

    def report(done: int, total: int) -> None:
        nonlocal at
        if total > 0:
            at = first + (last - first) * min(done, total) // total
        progress(at, whole)

    return report


def part_of(progress: Progress, place: int, of: int) -> Progress:
    """The part of a bar for one piece of ``of`` that counts parts of its own."""
    report = stretch(progress, place * _FINE, (place + 1) * _FINE, of * _FINE)
    report(0, 0)
    return report
