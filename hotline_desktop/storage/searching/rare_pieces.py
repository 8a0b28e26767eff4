"""How rare pieces of texts are among the tickets, and the tickets that hold several rare ones of a text.

This is MinHash: two texts that say much the same share most of any few pieces that are drawn from both by the same lot
(Broder, On the resemblance and containment of documents, 1997), and the index of pieces is its table. So of a text
those pieces are asked for that come first by a fixed lot, until there are enough that some other tickets hold, but few:
what all say tells nothing, and what nobody else says leads nowhere, though there is much of that in every text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from heapq import nsmallest
from itertools import islice, repeat
from math import log
from operator import add, and_, mul
from typing import NamedTuple

from sqlalchemy import Connection

from hotline_desktop.domain.repeats.similarity import rarity
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.searching.pieces import PAIR
from hotline_desktop.storage.searching.search import highest
from hotline_desktop.storage.tables.bulk import of_ids

_MOST_COUNTED = 200  # pieces of one text; of a long one some stand for all
_ENOUGH = 150  # tickets that tell how rare a piece is; one that so many hold is common
_HARDLY_GROWN = 1.02
_MOST_REMEMBERED = 100_000
_TELLING, _TELLING_OF_FEW = 12, 24  # pieces that similar tickets are looked for by; so many where few texts are
_ASKED_TOGETHER = 3_000  # pieces of all texts, about as many as of an import's
_OF_PIECES = 20  # of a long text one in so many
_ASKED = 4  # times as many are asked for at most, to find so many that few others hold
_TOO_FEW = 6  # where there are no more of those, a text is looked for by its common ones
_PLACES, _NEIGHBOURS = 25, 16  # of the list that is sampled, and tickets at each, which lie together in the file
_NEWEST = 500  # tickets that each common one brings
_LOOKED_AT = 2  # for so many pieces one ticket that holds several is; further ones where they hold so much of them
_MUCH = 0.15  # half of what makes two texts alike: of a few pieces the lot may draw those that only one of them has
_STIRRED, _LOT_MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1

_Held = Sequence[int]  # tickets that hold a piece


class Search(NamedTuple):
    """The pieces of a text, and the ticket that it stands in: 0 where it stands in none yet."""

    pieces: Iterable[str]
    own: int = 0


class Alike(NamedTuple):
    """The tickets that may say much the same as a text, the likeliest first, and all that hold any of the pieces that
    they were looked for by: None where there are not enough of these to tell anything of the others.
    """

    likeliest: tuple[int, ...]
    holding: Set[int] | None


class RarePieces:
    """What is known of pieces, remembered from one look-up to the next while the office hardly grows.

    An import looks up a thousand tickets, and most of what they say others say too. Rare pieces are counted; of others
    the number is told from how soon enough tickets hold them.
    """

    def __init__(self) -> None:
        self._known = _Known(0)

    def weights(self, c: Connection, search: Iterable[str]) -> dict[str, float]:
        """Of each two-character piece of ``search`` how telling it is (``similarity.rarity``)."""
        listed, newest = _asked_for(search), highest(c)
        if not newest:
            return {}
        counts = self._known_as_of(newest).counts
        unknown = sorted(set(listed).difference(counts))
        counts.update(zip(unknown, statements_of(c).index.frequencies(c, unknown, _ENOUGH), strict=True))
        return rarity({piece: _among(counts[piece], newest) for piece in listed}, newest)

    def alike(self, c: Connection, searches: Iterable[Search], most: int) -> list[Alike]:
        """Of each of ``searches`` the tickets that may say much the same, ``most`` or fewer.

        To ask for several texts together takes less time.
        """
        newest, listed = highest(c), list(searches)
        if not (newest and listed):
            return [Alike((), None) for _search in listed]
        known = self._known_as_of(newest)
        sample = known.sample = known.sample or _Sample(c, newest)
        telling = min(max(_ASKED_TOGETHER // len(listed), _TELLING), _TELLING_OF_FEW)
        drawn = [_Drawn(search, sample, telling) for search in listed]
        while wanted := {piece for each in drawn for piece in each.draw(known.common)}:
            held = _held(c, wanted, _ENOUGH)
            known.learn(held)
            for each in drawn:
                each.take(held)
        return [
            each.alike(newest, most) if len(each.held) > _TOO_FEW else Alike(self.holding_most(c, search, most), None)
            for each, search in zip(drawn, listed, strict=True)
        ]

    def holding_most(self, c: Connection, search: Search, most: int) -> tuple[int, ...]:
        """The tickets that hold the heaviest pieces of a text, whether these are rare or not: first those whose pieces
        weigh most together. Of each piece only the newest tickets count.
        """
        weights = self.weights(c, search.pieces)
        if search.own:  # what nobody else holds
            alone = rarity({"": 1}, highest(c))[""]
            weights = {piece: weight for piece, weight in weights.items() if weight < alone}
        telling = _heaviest(weights)
        held = _held(c, telling, _NEWEST, newest=True)
        return _first(_weighed((telling[piece], ticket_ids) for piece, ticket_ids in held.items()), most)

    def _known_as_of(self, newest: int) -> _Known:
        known = self._known
        grown = not known.newest <= newest <= known.newest * _HARDLY_GROWN
        if grown or len(known.counts) > _MOST_REMEMBERED:
            known = self._known = _Known(newest)
        return known


class _Known:
    """In how many tickets pieces stand, and the last of those, as of when ``newest`` was the newest ticket; and which
    are ``common``.
    """

    def __init__(self, newest: int) -> None:
        self.newest = newest
        self.counts: dict[str, tuple[int, int]] = {}
        self.common: set[str] = set()
        self.sample: _Sample | None = None

    def learn(self, held: Mapping[str, _Held]) -> None:
        """Remembers what was asked for."""
        self.common.update([piece for piece, ticket_ids in held.items() if len(ticket_ids) == _ENOUGH])
        self.counts.update((piece, (len(ids), 0)) for piece, ids in held.items() if len(ids) < _ENOUGH)


class _Sample:
    """Some texts of all times, by which a piece is told to be common before the index is asked: it stands in too many
    of them, or is made of two common characters.

    To find out by the index that a piece is common takes twice as long as to find the few tickets that hold a rare one.
    """

    def __init__(self, c: Connection, newest: int) -> None:
        firsts = range(newest, 0, -max(newest // _PLACES, _NEIGHBOURS))
        ids = [first - place for first in firsts[:_PLACES] for place in range(_NEIGHBOURS)]
        texts = [row[0] for row in of_ids(c, "SELECT content FROM tickets WHERE id IN ({ids})", ids)]
        told = "\n".join([text for text in texts if isinstance(text, str)])
        self._times, self._together = Counter(told), Counter(map(add, told, told[1:]))
        common = _ENOUGH * len(texts) / newest  # so often a piece that is common stands in as many texts
        self._common, self._common_characters = max(common, 1.0), common * self._times.total()

    def is_common(self, piece: str) -> bool:
        """Whether a piece is likely to be common."""
        characters = self._times[piece[0]] * self._times[piece[1]]
        return characters >= self._common_characters or self._together[piece] >= self._common


class _Drawn:
    """The pieces of a text as they are drawn by lot, and the tickets that hold those that tell something."""

    def __init__(self, search: Search, sample: _Sample, telling: int) -> None:
        self._own = search.own
        pairs = _pairs(search.pieces)
        self._order = _in_order(pairs, sample)
        self._telling = max(telling, len(pairs) // _OF_PIECES)
        self._may_ask = self._telling * _ASKED
        self._wanted: list[str] = []
        self.held: list[_Held] = []

    def draw(self, common: set[str]) -> list[str]:
        """The next pieces that must be asked for; none where there are enough."""
        lacking = min(self._telling - len(self.held), self._may_ask)
        self._wanted = list(islice((piece for piece in self._order if piece not in common), lacking))
        self._may_ask -= len(self._wanted)
        return self._wanted

    def take(self, held: Mapping[str, _Held]) -> None:
        """Keeps what tells something of the pieces that were drawn."""
        for piece in self._wanted:
            ticket_ids = held[piece]
            if len(ticket_ids) < _ENOUGH and (len(ticket_ids) > 1 or (ticket_ids and ticket_ids[0] != self._own)):
                self.held.append(ticket_ids)

    def alike(self, newest: int, most: int) -> Alike:
        """The tickets that hold several of them."""
        one, several = set[int](), set[int]()
        for ticket_ids in self.held:
            several.update(one.intersection(ticket_ids))
            one.update(ticket_ids)
        several.discard(self._own)
        weights = [log(newest / len(ticket_ids)) for ticket_ids in self.held]
        heavy = _weighed(zip(weights, map(several.intersection, self.held), strict=True)) if several else {}
        much = sum(weights) * _MUCH
        ranked = enumerate(_first(heavy, most))
        least = self._telling // _LOOKED_AT
        first = tuple(ticket_id for place, ticket_id in ranked if place < least or heavy[ticket_id] >= much)
        return Alike(first, one)


def _in_order(pairs: Sequence[str], sample: _Sample) -> Iterator[str]:
    """Pieces by lot, those that are likely to be common behind all others."""
    lots = dict(zip(pairs, _lots(pairs), strict=True))
    behind = []
    for piece in sorted(pairs, key=lots.__getitem__):
        if sample.is_common(piece):
            behind.append(piece)
        else:
            yield piece
    yield from behind


def _lots(pairs: Iterable[str]) -> Iterator[int]:
    """What each piece is drawn by: its two characters as one number, times an odd one, cut off: no two come out alike
    (Knuth, The Art of Computer Programming 3, 6.4).
    """
    numbers = memoryview("".join(pairs).encode("utf-32-le", "surrogatepass")).cast("Q")
    return map(and_, map(mul, numbers, repeat(_STIRRED)), repeat(_LOT_MASK))


def _held(c: Connection, pieces: Iterable[str], most: int, newest: bool = False) -> dict[str, _Held]:
    listed = sorted(pieces)  # what lies together in the index is asked for together
    return dict(zip(listed, statements_of(c).index.held(c, listed, most, newest), strict=True))


def _weighed(held: Iterable[tuple[float, Iterable[int]]]) -> dict[int, float]:
    """What the pieces of each ticket weigh together; given are weights with the tickets that have each."""
    heavy: dict[int, float] = {}
    for weight, ticket_ids in held:
        for ticket_id in ticket_ids:
            heavy[ticket_id] = heavy.get(ticket_id, 0.0) + weight
    return heavy


def _first(heavy: Mapping[int, float], most: int) -> tuple[int, ...]:
    """The heaviest, of those that weigh the same the newest."""
    first = nsmallest(most, ((-weight, -ticket_id) for ticket_id, weight in heavy.items()))
    return tuple(-ticket_id for _weight, ticket_id in first)


def _among(held: tuple[int, int], newest: int) -> int:
    """In how many tickets a piece stands, told from how soon it was found often enough where it is not rare."""
    count, last = held
    return count if count < _ENOUGH else count * newest // last


def _pairs(search: Iterable[str]) -> list[str]:
    return [piece for piece in search if len(piece) == PAIR and not (piece.isdigit() and piece.isascii())]


def _asked_for(search: Iterable[str]) -> list[str]:
    """The pieces of a text that are counted: of a long one some stand for all."""
    listed = _pairs(search)
    if len(listed) < _MOST_COUNTED:
        return listed
    return sorted(listed)[:: len(listed) // _MOST_COUNTED + 1]


def _heaviest(weight: Mapping[str, float]) -> dict[str, float]:
    """The heaviest pieces, those first in the order of letters where several weigh the same."""
    heavy = nsmallest(_TELLING, ((-heavy, piece) for piece, heavy in weight.items()))
    return {piece: -heavy for heavy, piece in heavy}
