"""Records that are frozen for the type checker only: they are made by the ten thousand.

A dataclass that is frozen at run time too takes several times as long to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as quick_record
else:
    from dataclasses import dataclass

    def quick_record(*, frozen, slots):
        """As ``dataclass(frozen=True, slots=True)``: equal and hashed by what it holds."""
        assert frozen
        return dataclass(slots=slots, unsafe_hash=True)


__all__ = ["quick_record"]
