"""How rare pieces of texts are among the tickets, and the tickets that hold the rarest of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest

from sqlalchemy import Connection

from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.pieces import PAIR
from hotline_desktop.storage.search import highest

_MOST_COUNTED = 200  # pieces of one text; of a long one some stand for all
_ENOUGH = 300  # tickets that tell how rare a piece is
_HARDLY_GROWN = 1.02
_MOST_REMEMBERED = 100_000
_MOST_TELLING = 16  # pieces that similar tickets are looked for by
_NEWEST = 500  # tickets that each of them brings


class Frequencies:
    """How often pieces stand in tickets, remembered from one look-up to the next while the office hardly grows.

    An import looks up a thousand tickets, and most of what they say others say too.
    """

    def __init__(self) -> None:
        self._newest = 0
        self._found: dict[str, tuple[int, int]] = {}

    def of(self, c: Connection, listed: Iterable[Iterable[str]], newest: int) -> Mapping[str, tuple[int, int]]:
        """Of each piece of ``listed`` in how many tickets it stands, counted up to some, and the last of those.

        ``newest`` is the id of the newest ticket.
        """
        grown = not self._newest <= newest <= self._newest * _HARDLY_GROWN
        if grown or len(self._found) > _MOST_REMEMBERED:
            self._newest, self._found = newest, {}
        unknown = sorted(set().union(*listed).difference(self._found))
        if unknown:
            counted = statements_of(c).index.frequencies(c, unknown, _ENOUGH)
            self._found.update(zip(unknown, counted, strict=True))
        return self._found


def counts(c: Connection, searches: Iterable[Iterable[str]], known: Frequencies) -> tuple[list[dict[str, int]], int]:
    """In how many tickets each two-character piece of each of ``searches`` stands, and how many tickets there are.

    Rare pieces are counted; of others the number is told from how soon enough tickets hold them. To ask for several
    texts together takes less time: what is not known yet is counted in the order of the index.
    """
    listed, newest = [_counted(search) for search in searches], highest(c)
    if not newest:
        return [{} for _search in listed], 0
    found = known.of(c, listed, newest)
    return [
        {
            piece: count if count < _ENOUGH else count * newest // last
            for piece, (count, last) in zip(pieces, map(found.__getitem__, pieces), strict=True)
        }
        for pieces in listed
    ], newest


def _counted(search: Iterable[str]) -> list[str]:
    """The pieces of a text that are counted: of a long one some stand for all."""
    listed = [piece for piece in search if len(piece) == PAIR and not (piece.isascii() and piece.isdigit())]
    if len(listed) < _MOST_COUNTED:
        return listed
    return sorted(listed)[:: len(listed) // _MOST_COUNTED + 1]


def alike(c: Connection, weight: Mapping[str, float], most: int) -> tuple[int, ...]:
    """Tickets that hold the heaviest pieces of ``weight``: first those whose pieces weigh most together.

    Of each piece only the newest tickets count.
    """
    telling = nsmallest(_MOST_TELLING, ((-heavy, piece) for piece, heavy in weight.items()))
    if not telling:
        return ()
    return statements_of(c).index.heaviest(c, {piece: weight[piece] for _heavy, piece in telling}, _NEWEST, most)
