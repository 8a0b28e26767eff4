"""How alike two texts are: Chinese has no spaces, so texts are compared by their pieces of two characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import repeat
from math import log
from operator import add

from hotline_desktop.domain.terms.patterns import late

_RUN = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"([^\d]{2,3})(\d+)")
# Ideographs and what stands between them: in one spelling already, as nearly every text, which is told much sooner than
# it is spelled anew. The marks of full width among them part words as those do that they would become.
_SPELLED = late(
    r"[\x00-\x7f\u4e00-\u9fff\u3001-\u3003\u3008-\u3011\u2018-\u201d\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09]*"
)
_ENOUGH = 4
_SHOWN = 6  # so many shared texts tell a person why two tickets are alike
_LEAST_TEXTS = 1_000
# What every ticket says says nothing about its matter.
_PHRASES = late(
    "市民|来电|反映|诉求人|求助|投诉|咨询|举报|建议|希望|要求|相关|有关|部门|单位|尽快|及时|核实|处理|处置|解决|答复"
    "|工单|请|您好|谢谢"
)
# Characters that tell nothing of how much a text says: those of the phrases, and the marks that most texts hold.
_IDLE = frozenset(_PHRASES.pattern) - {"|"} | frozenset("，。；：、！？（）“”‘’《》【】 \n,.;:!?()-_/")
_PAIR, _LETTER_BYTES = 2, 4
_ROUNDING = 1e-9
_CHARACTERS_OF_A_PIECE = 4  # so many hold twice as many different ones as a rule
# As ``plain`` writes it: most addresses are.
_PLAIN_CHARACTERS = "[0-9a-z\u4e00-\u9fff]*"
_PLAIN = late(_PLAIN_CHARACTERS)
# Province, city, district and town at the head of an address, whatever their names; 小区, 菜市场 and 古镇路 are places.
_TOWN_HEAD = (
    r"(?:[^\W\d]{2,3}省)?(?:[^\W\d]{2,3}市(?!场)){0,2}(?:[^\W\d]{1,3}(?<![小社园厂景校库片])区|[^\W\d]{2,3}县)?"
    r"(?:[^\W\d]{1,3}(?:镇|乡|街道)(?![路街中小]))?"
)
_TOWN = late(f"^{_TOWN_HEAD}")
_PLAIN_PLACE = late(f"{_TOWN_HEAD}({_PLAIN_CHARACTERS})")  # both at once, of a plain address


def plain(text: str) -> str:
    """``text`` in half-width letters and digits, without spaces and marks."""
    return text if _PLAIN.fullmatch(text) else "".join(_RUN.findall(_spelled(text)))


def _spelled(text: str) -> str:
    """``text`` in half-width letters and digits and lower case; its marks may be of either width."""
    return (text if _SPELLED.fullmatch(text) else unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=4_096)
def pieces(text: str) -> frozenset[str]:
    """The two-character pieces of what a text says, without the phrases that all tickets share."""
    plain = _PHRASES.sub(" ", _spelled(text))
    found: set[str] = set()
    for run in _RUN.findall(plain):
        found.update(map(add, run, run[1:]) if len(run) > 1 else (run,))
    return frozenset(found)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """How much of the smaller set of pieces stands in the other one: 0 to 1; 0 where one is nearly empty."""
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer >= _ENOUGH else 0.0


def weights(texts: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """How telling each piece is among ``texts``: a piece that few of them hold weighs more."""
    counts: Counter[str] = Counter()
    number = 0
    for held in texts:
        counts.update(held)
        number += 1
    return {piece: log((number + 1) / count) for piece, count in counts.items()}


def rarity(counts: Mapping[str, int], texts: int) -> dict[str, float]:
    """As ``weights``, from in how many of ``texts`` each piece stands. Of few texts nothing can be told: a piece that
    two of three hold still weighs nearly as much as a new one.
    """
    number = max(texts, _LEAST_TEXTS) + 1
    return {piece: log(number / max(count, 1)) for piece, count in counts.items()}


class Said:
    """What one text says, all pieces counting alike, to be held against many others."""

    def __init__(self, said: frozenset[str]) -> None:
        pairs = [piece for piece in said if len(piece) == _PAIR]
        self._number, self._alone = len(said), len(said) - len(pairs)
        self._pairs = frozenset(_pairs("".join(pairs))[0])

    def may_reach(self, share: float, text: str) -> bool:
        """Whether ``overlap`` with the pieces of ``text`` may be ``share`` or more; see ``Weighed.may_reach``."""
        spelled = _spelled(text)
        even, odd = _pairs(spelled)
        common = self._alone + len(self._pairs.intersection(even) | self._pairs.intersection(odd))
        few = common / share * (1 + _ROUNDING)
        return common > 0 and (few >= self._number or not _says_more(spelled, few))


class Weighed:
    """What one text says, with how telling each piece is, to be held against many others.

    A piece without a weight is new and weighs most.
    """

    def __init__(self, said: frozenset[str], weight: Mapping[str, float]) -> None:
        self._said = said
        self._heaviest = max(weight.values(), default=1.0)
        self._weight = dict(zip(said, map(weight.get, said, repeat(self._heaviest)), strict=True))
        self._beside = {piece: weight[piece] for piece in weight.keys() - said}
        self._whole = sum(self._weight.values())
        pairs = [piece for piece in said if len(piece) == _PAIR]
        self._of_pair = dict(zip(_pairs("".join(pairs))[0], map(self._weight.__getitem__, pairs), strict=True))
        self._pairs = frozenset(self._of_pair)
        self._alone = [self._weight[piece] for piece in said.difference(pairs)] if len(pairs) < len(said) else []

    def may_reach(self, share: float, text: str) -> bool:
        """Whether ``overlap`` with the pieces of ``text`` may be ``share`` or more.

        Told from the text as it stands, a good deal sooner than its pieces are made; a no is certain, a yes is not.
        """
        spelled = _spelled(text)
        # What stands across a phrase is no piece of the text: these are at least all that both say.
        even, odd = _pairs(spelled)
        shared = self._pairs.intersection(even) | self._pairs.intersection(odd)
        common = (sum(map(self._of_pair.__getitem__, shared)) + sum(self._alone)) * (1 + _ROUNDING)
        if self._beside or common >= share * self._whole:
            return common > 0
        # Where the text says no more than that many pieces, they are a great part of it.
        few = len(shared) + len(self._alone) + common * (1 / share - 1) / self._heaviest
        return not _says_more(spelled, few)

    def overlap(self, other: frozenset[str]) -> float:
        """As the plain ``overlap``, telling pieces counting more: 0 to 1."""
        shared = self._said & other
        if not shared:
            return 0.0
        common = sum(map(self._weight.__getitem__, shared))
        less = min(self._whole, common + self._others(other, len(shared)))
        return common / less if less else 0.0

    def _others(self, other: frozenset[str], shared: int) -> float:
        """The weight of what only the other text says."""
        if not self._beside:
            return self._heaviest * (len(other) - shared)
        return sum(self._beside.get(piece, self._heaviest) for piece in other - self._said)


def _pairs(text: str) -> tuple[memoryview, memoryview]:
    """Every two characters that stand together, as one number: those that begin at even places, and the others."""
    letters = memoryview(text.encode("utf-32-le", "surrogatepass"))
    even, odd = len(text) // _PAIR, (len(text) - 1) // _PAIR
    pair = _PAIR * _LETTER_BYTES
    return letters[: even * pair].cast("Q"), letters[_LETTER_BYTES : _LETTER_BYTES + odd * pair].cast("Q")


def _says_more(spelled: str, few: float) -> bool:
    """Whether a text certainly has more than ``few`` pieces, told by its first characters.

    Each character beside the phrases is in a piece, and two are in each.
    """
    begins = set(spelled[: int(few * _CHARACTERS_OF_A_PIECE)]) - _IDLE
    return len(begins) > few * _PAIR and ("".join(begins).isalnum() or sum(map(str.isalnum, begins)) > few * _PAIR)


def shared_texts(first: str, second: str) -> tuple[str, ...]:
    """The longest runs of characters that both texts hold, longest first: what shows that they are alike."""
    left, right = plain(first), plain(second)
    found: set[str] = set()
    at = 0
    while at < len(left) - 1:
        end = at + 2
        if left[at:end] not in right:
            at += 1
            continue
        while end < len(left) and left[at : end + 1] in right:
            end += 1
        found.add(left[at:end])
        at = end
    telling = [run for run in found if _PHRASES.sub("", _TOWN.sub("", run))]
    return tuple(sorted(telling, key=lambda run: (-len(run), run))[:_SHOWN])


@lru_cache(maxsize=65_536)  # most addresses that a ticket is held against come again with the next one
def place(address: str) -> str:
    """An address without the names of city, district and town before it, without spaces and marks."""
    found = _PLAIN_PLACE.fullmatch(address)
    return found[1] if found else _TOWN.sub("", plain(address))


@lru_cache(maxsize=65_536)
def place_pieces(address: str) -> frozenset[str]:
    """The pieces of an address without the names of city, district and town."""
    return pieces(place(address))


@lru_cache(maxsize=65_536)
def place_keys(address: str) -> tuple[str, ...]:
    """What addresses of the same place have in common, to look them up by: 崇明区新海路120弄6号 gives 新海路120.

    Every number with the two or three characters before it; the whole address where that gives nothing. Whether two
    addresses mean the same place ``same_place`` decides.
    """
    spoken = place(address)
    numbered = tuple(dict.fromkeys(f"{before}{number}" for before, number in _NUMBERED.findall(spoken)))
    return numbered or ((spoken,) if spoken else ())


def same_place(first: str, second: str) -> bool:
    """Whether two addresses mean the same place: one says what the other says, with the same numbers.

    新海路120弄 and 新海路12弄 are two places; 新海路120弄 and 崇明区新海镇新海路120弄6号 are one.
    """
    return one_place(place(first), place(second))


def one_place(here: str, there: str) -> bool:
    """As ``same_place``, of what ``place`` says of two addresses."""
    if not here or not there:
        return False
    shorter, longer = (here, there) if len(here) <= len(there) else (there, here)
    if len(shorter) < _ENOUGH:
        return shorter == longer
    start = longer.find(shorter)
    if start < 0:
        return False
    end = start + len(shorter)
    cut_before = start > 0 and longer[start].isdigit() and longer[start - 1].isdigit()
    cut_after = end < len(longer) and longer[end].isdigit() and longer[end - 1].isdigit()
    return not cut_before and not cut_after and bool(_DIGITS.search(shorter) or shorter == longer)


class Place:
    """Where one ticket is, to be held against the places of many others; ``is_told`` where its address says it."""

    def __init__(self, address: str) -> None:
        self.name = place(address)
        self._pieces = place_pieces(address)
        self._are_pairs = all(len(piece) == _PAIR for piece in self._pieces)
        self.is_told = bool(self._pieces)

    def is_one_with(self, other: str) -> bool:
        """Whether another place is the same one; ``other`` is what ``place`` says. Most say quite another thing."""
        return (other in self.name or self.name in other) and one_place(self.name, other)

    def is_apart(self, other: str) -> bool:
        """Whether two places that are told certainly have no piece in common; ``other`` is what ``place`` says, and
        ``tells_more``.

        Told without making the pieces of the other one, of which many a one is none: a no may be one yet.
        """
        # Every two characters of a place are at least all its pieces, as long as no letter stands alone.
        return self._are_pairs and self.is_told and self._pieces.isdisjoint(map(add, other, other[1:]))

    def meets(self, address: str) -> bool | None:
        """Whether the place of another address has a piece in common with this one; None where one of them is none."""
        other = place_pieces(address)
        return not self._pieces.isdisjoint(other) if self._pieces and other else None


def tells_more(place: str) -> bool:
    """Whether a place certainly tells more than the phrases that all tickets share."""
    return not _IDLE.issuperset(place) and bool(_PLAIN.fullmatch(place))
