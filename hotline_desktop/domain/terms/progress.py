"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

# Pieces done, and pieces in all (0 where nobody knows). What it raises, Cancelled, stops the work.
Progress = Callable[[int, int], object]
