"""How rare pieces of texts are among the tickets, and the tickets that hold the rarest of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from hotline_desktop.domain.repeats.similarity import rarity
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

    An import looks up a thousand tickets, and most of what they say others say too. Rare pieces are counted; of others
    the number is told from how soon enough tickets hold them.
    """

    def __init__(self) -> None:
        self._counted = _Counted(0)

    def weights(self, c: Connection, searches: Iterable[Iterable[str]]) -> list[dict[str, float]]:
        """Of each two-character piece of each of ``searches`` how telling it is (``similarity.rarity``).

        To ask for several texts together takes less time, and for very many of them a good deal less.
        """
        listed, newest = [_asked_for(search) for search in searches], highest(c)
        if not newest:
            return [{} for _search in listed]
        weight = self._weight(c, listed, newest).__getitem__
        return [dict(zip(pieces, map(weight, pieces), strict=True)) for pieces in listed]

    def learn(self, c: Connection, searches: Iterable[Iterable[str]]) -> None:
        """Counts what ``weights`` asks for, so that it has it at once."""
        if newest := highest(c):
            self._weight(c, map(_asked_for, searches), newest)

    def _weight(self, c: Connection, listed: Iterable[Iterable[str]], newest: int) -> Mapping[str, float]:
        """The weights of at least all pieces of ``listed``; ``newest`` is the id of the newest ticket."""
        counted = self._counted
        if not counted.newest <= newest <= counted.newest * _HARDLY_GROWN:
            counted = self._counted = _Counted(newest)
        asked, weight = set().union(*listed), counted.weight_among(newest)
        missing = asked.difference(weight)
        unknown = sorted(missing.difference(counted.found))
        if unknown:
            if len(counted.found) > _MOST_REMEMBERED:
                counted = self._counted = _Counted(newest)
                weight, missing, unknown = counted.weight_among(newest), asked, sorted(asked)
            found = statements_of(c).index.frequencies(c, unknown, _ENOUGH)
            # Who reads aside does not wait for who else looks up: each adds what it found out.
            counted.found.update(zip(unknown, found, strict=True))
        if missing:
            numbers = zip(missing, map(counted.found.__getitem__, missing), strict=True)
            weight.update(rarity({piece: _among(held, newest) for piece, held in numbers}, newest))
        return weight


class _Counted:
    """In how many tickets pieces stand, and the last of those, as of when ``newest`` was the newest ticket."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        self.found: dict[str, tuple[int, int]] = {}
        self._weight: tuple[int, dict[str, float]] = (0, {})

    def weight_among(self, texts: int) -> dict[str, float]:
        """How telling pieces are among that many tickets, as far as that was asked for."""
        among, weight = self._weight
        if among != texts:
            weight = {}
            self._weight = (texts, weight)
        return weight


def _among(held: tuple[int, int], newest: int) -> int:
    """In how many tickets a piece stands, told from how soon it was found often enough where it is not rare."""
    count, last = held
    return count if count < _ENOUGH else count * newest // last


def _asked_for(search: Iterable[str]) -> list[str]:
    """The pieces of a text that are counted: of a long one some stand for all."""
    listed = [piece for piece in search if len(piece) == PAIR and not (piece.isascii() and piece.isdigit())]
    if len(listed) < _MOST_COUNTED:
        return listed
    return sorted(listed)[:: len(listed) // _MOST_COUNTED + 1]


def alike(c: Connection, weights: Iterable[Mapping[str, float]], most: int) -> list[tuple[int, ...]]:
    """Of each of ``weights`` the tickets that hold its heaviest pieces: first those whose pieces weigh most together.

    Of each piece only the newest tickets count.
    """
    return statements_of(c).index.heaviest(c, [_telling(weight) for weight in weights], _NEWEST, most)


def _telling(weight: Mapping[str, float]) -> dict[str, float]:
    """The heaviest pieces, those first in the order of letters where several weigh the same."""
    least = sorted(weight.values(), reverse=True)[:_MOST_TELLING][-1:]
    heavy = sorted((-heavy, piece) for piece, heavy in weight.items() if heavy >= least[0])
    return {piece: -heavy for heavy, piece in heavy[:_MOST_TELLING]}
