"""谁看过: who saw names and phones in full, on screen, on paper or in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.office import looks

_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Seen:
    """``person`` saw ``what`` in that ``way`` (页面, 打印, 导出, 未遮盖)."""

    at: datetime
    person: str
    way: str
    what: str


class Looks:
    """Writes down who looked, and tells it to the administrator."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def note(self, seen: Sequence[Look]) -> int:
        """Writes down what stood on the screen, once for a person, a record and a day; how many were new.

        Also after the person has gone: each look names who it was. Nothing is written where nothing can be.
        """
        if not seen or self._office.db.reading_only is not None:
            return 0
        with self._office.db.write() as c:
            return looks.add(c, seen)

    def between(self, first: date, last: date, person: str = "", number: str = "") -> tuple[Seen, ...]:
        """Who looked on those days, the latest first, at most some thousands. Raises NotAllowed."""
        self._office.may(Right.ADMINISTER)
        with self._office.db.read() as c:
            pages = looks.between(c, first, last, _MOST)
            others = looks.elsewhere(c, first, last, _MOST)
        found = [Seen(one.at, one.person, "页面", f"{_KINDS.get(one.kind, '')}{one.number}") for one in pages]
        found += [Seen(*other) for other in others]
        matching = [one for one in found if person in one.person and number in one.what]
        return tuple(sorted(matching, key=lambda one: one.at, reverse=True)[:_MOST])


_KINDS = {"ticket": "工单 ", "case": "督办件 ", "scan": "扫描件 "}  # a talk says that it is one
