"""Two people in one table: which 姓名, which 联系电话 is the citizen's.

A header that fits anybody (姓名) is told by the nearest word for a person or office to its left. What stays unclear is
asked, never guessed: a unit's telephone must not become the citizen's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.exchange.headers.aliases import PERSONAL, AliasTable, Whose

_REPEATED = re.compile(r"(.+)（\d+）")


def of_somebody_else(headers: Sequence[str], aliases: AliasTable) -> frozenset[int]:
    """Positions of headers that look like the citizen's and are another person's, or may be."""
    strangers: set[int] = set()
    for column in PERSONAL:
        strangers |= _others_among(_candidates(headers, aliases, column), headers, aliases)
    return frozenset(strangers)


def unclear_headers(headers: Sequence[str], aliases: AliasTable) -> tuple[tuple[str, ...], ...]:
    """Headers that come several times in the file, and of which it cannot be told which is the citizen's."""
    strangers, found = of_somebody_else(headers, aliases), {}
    owners = _owners(headers, aliases)
    for place in sorted(strangers):
        if owners[place] is not Whose.OTHER:
            found[_base(headers, place)] = tuple(
                header for index, header in enumerate(headers) if _base(headers, index) == _base(headers, place)
            )
    return tuple(found.values())


def _candidates(headers: Sequence[str], aliases: AliasTable, column: Column) -> list[int]:
    found = [(place, aliases.find(header)) for place, header in enumerate(headers)]
    return [place for place, meaning in found if meaning and meaning[0] is column]


def _others_among(places: Sequence[int], headers: Sequence[str], aliases: AliasTable) -> set[int]:
    owners = _owners(headers, aliases)
    theirs = {place for place in places if aliases.is_shared(_base(headers, place)) and owners[place] is Whose.OTHER}
    if len(theirs) == len(places) and len({_base(headers, place) for place in places}) == len(places):
        return set()  # the only ones that the file has, whatever stands before them
    rest = [place for place in places if place not in theirs]
    unclear: set[int] = set()
    for base in {_base(headers, place) for place in rest}:
        same = [place for place in rest if _base(headers, place) == base]
        surely = [place for place in same if owners[place] is Whose.CITIZEN]
        beside_each_other = same[-1] - same[0] == len(same) - 1
        if len(same) > 1:
            first = surely[:1] or (same[:1] if beside_each_other else [])
            unclear.update(place for place in same if place not in first)
    return theirs | unclear


def _owners(headers: Sequence[str], aliases: AliasTable) -> list[Whose | None]:
    """For each header of whom it or the nearest header before it speaks."""
    owners: list[Whose | None] = []
    current: Whose | None = None
    for place in range(len(headers)):
        base = _base(headers, place)
        if not aliases.is_shared(base):
            current = aliases.whose(base) or current
        owners.append(current)
    return owners


def _base(headers: Sequence[str], place: int) -> str:
    """The header as it stood in the file, before repeated ones were numbered."""
    repeated = _REPEATED.fullmatch(headers[place])
    return repeated[1] if repeated and repeated[1] in headers else headers[place]
