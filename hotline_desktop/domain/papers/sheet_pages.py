"""Which pages of one print are there, by what the codes on them say, and which are missing still."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from hotline_desktop.domain.papers.print_codes import FURTHER, PrintCode

_SHAPE = re.compile(r"(?P<pages>\d+(?:\+\d+)*)of(?P<of>\d+)")
_TWO_COUNTS = "几页上写的总页数不一样（共 {} 页），可能是两次打印的"


class SheetPages(NamedTuple):
    """Pages of a print in their order, ``FURTHER`` for those that nobody can number, and how many the print has.

    ``of`` is 0 where nobody counted them.
    """

    pages: tuple[int, ...] = ()
    of: int = 0

    @classmethod
    def read(cls, text: str) -> SheetPages | None:
        """What :attr:`text` wrote; None where it is something else."""
        found = _SHAPE.fullmatch(text)
        return cls(tuple(map(int, found["pages"].split("+"))), int(found["of"])) if found else None

    @property
    def text(self) -> str:
        """``1+2of3``, which may stand in a file's name."""
        return f"{'+'.join(map(str, self.pages))}of{self.of}"

    @property
    def numbered(self) -> SheetPages:
        """The same where the one later page of a Word file can only be the second."""
        return SheetPages((1, 2), 2) if self == ((1, FURTHER), 2) else self

    @property
    def missing(self) -> str:
        """``缺第 2 页，共 3 页``; empty where all are there."""
        there = set(self.pages) - {FURTHER}
        of = max(self.of, *there, 0)
        absent = [number for number in range(1, of + 1) if number not in there]
        further = self.pages.count(FURTHER)
        if not further:
            return f"缺{'、'.join(f'第 {number} 页' for number in absent)}，共 {of} 页" if absent else ""
        if 1 not in there:
            return "缺第 1 页"
        return f"缺 {len(absent) - further} 页，共 {of} 页" if len(absent) > further else ""

    @property
    def whole(self) -> bool:
        """Whether every page is there and numbered."""
        return bool(self.pages) and not self.missing and FURTHER not in self.pages


def how_many(codes: Sequence[PrintCode]) -> int:
    """How many pages the print of these codes has; 0 where nobody counted. Raises PagesDisagree."""
    return agreed([code.of if code.page <= code.of else 0 for code in codes])


def agreed(counts: Sequence[int]) -> int:
    """The one count among them, 0 where there is none. Raises PagesDisagree where there are several."""
    told = sorted(set(counts) - {0})
    if len(told) > 1:
        raise PagesDisagree(_TWO_COUNTS.format(" 页、共 ".join(map(str, told))))
    return told[0] if told else 0


class PagesDisagree(Exception):
    """Pages with the code of one print that count differently: they were printed at different times."""


NO_PAGES = SheetPages()
