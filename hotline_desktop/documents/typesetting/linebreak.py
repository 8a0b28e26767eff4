"""Breaks Chinese text into lines the way Word does, without stretching it.

Ideographs part anywhere, Latin words and numbers stay whole, closing punctuation never begins a line and
opening punctuation never ends one (避头尾).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from hotline_desktop.documents.faces.metrics import character_widths, gap, seams, shape, surely_fits, widest_widths
from hotline_desktop.documents.typesetting.model import Line, Span

# The signs that begin and end no line in Word, and ㎡ —.
NEVER_FIRST = frozenset("，。、；：？！）〕】》〉」』”’％…·℃㎡—)]},.;:!?%〗〞｝］｠＂＇．｀｜～°′″‰›∶¢￠¨ˇˉ‖―")
# Behind Chinese text these may stand in the margin, as Word sets them (标点溢出边界).
HANGING = frozenset("，。、；：？！,.;:?!")
NEVER_LAST = frozenset("（〔【《〈「『“‘([{￥〖〝｛［£¥＄￡$")
# Latin words and numbers keep together, also when a line is stretched.
WORDS = re.compile("[!-~]+")
_ADDRESSES = re.compile("[!-~]*[/?&=][!-~]*")
LATIN = re.compile("[!-~]")
_NO_LATIN = re.compile("[^!-~]")
# So long a word parts behind these, before a letter, in all programs.
_ADDRESS, _ADDRESS_ENDS = 16, frozenset("/?!|")
_UNPARTED = frozenset("—…")
_CLOSING = frozenset("）〕】》〉」』〗］｝")
# Widths are sums of fractions: a line that is full to the last character must not fail by rounding.
_TOLERANCE = 0.01
# Lines with fewer gaps are not stretched: it would show.
_LEAST_GAPS = 15
# More stretch than this share of the size per gap would look worse than a ragged edge.
MOST_STRETCH = 0.25

Cuts = tuple[tuple[int, int], ...]  # where each line of a text begins and ends


def break_line(span: Span, first: float, rest: float, *, hanging: bool = False) -> tuple[Line, ...]:
    """Lines of one span, the first in ``first`` points of width and the others in ``rest``.

    Where ``hanging``, punctuation may stand behind a full line, in the margin.
    """
    if not span.text:
        return ((),)
    cuts = _cuts(shape(span.text, span.face), span.face, span.size, span.tightened, first, rest, hanging)
    return _parted(span, cuts)


def break_lines(spans: Sequence[Span], first: float, rest: float, *, hanging: bool = False) -> tuple[Line, ...]:
    """Lines of several spans that follow each other, as :func:`break_line`."""
    if len(spans) == 1:
        return break_line(spans[0], first, rest, hanging=hanging)
    widths: list[float] = []
    sizes: list[Span] = []
    for span in spans:
        widths += character_widths(span.text, span.face, span.size, span.tightened)
        sizes += [span] * len(span.text)
    text = "".join(span.text for span in spans)
    gaps = {place: gap(sizes[place + 1].size, sizes[place + 1].tightened) for place in seams(text)}
    return tuple(
        _slice(spans, start, end) for start, end in find_cuts(text, widths, first, rest, gaps, hanging=hanging)
    )


def most_lines(spans: Sequence[Span], first: float, rest: float) -> int:
    """How many lines the spans take at most, in whatever faces and with whatever gaps they are set."""
    text = "".join(span.text for span in spans)
    widths: list[float] = []
    for span in spans:
        widths += widest_widths(span.text, span.face, span.size)
    return _most(text, widths, first, rest)


class Broken(NamedTuple):
    """A text in lines; ``most`` of them in whatever face and program; whether all but the last are ``justified``."""

    lines: tuple[Line, ...]
    most: int
    justified: bool


def broken(span: Span, first: float, rest: float, *, hanging: bool = False) -> Broken:
    """As :func:`break_line`, with what else is to be known of the lines: what texts of one shape have in common."""
    if not span.text:
        return Broken(((),), 1, False)
    alike = shape(span.text, span.face)
    cuts, most, justified = _fitted(alike, span.face, span.size, span.tightened, first, rest, hanging)
    return Broken(_parted(span, cuts), most, justified)


def _parted(span: Span, cuts: Cuts) -> tuple[Line, ...]:
    if len(cuts) == 1:
        return ((span,),)
    return tuple((span.with_text(span.text[start:end]),) for start, end in cuts)


def is_justified(lines: Sequence[Line], first: float, rest: float) -> bool:
    """Whether all lines but the last are stretched to the full width, ``first`` and ``rest`` points.

    One that would be torn, before a word longer than the line, leaves all of them ragged: Word knows no other way.
    """
    return len(lines) > 1 and all(
        _stretches(gaps_in(line), rest if number else first, _widths(line), line[0].size)
        for number, line in enumerate(lines[:-1])
    )


def _stretches(gaps: int, room: float, widths: Iterable[float], size: float) -> bool:
    return gaps >= _LEAST_GAPS and room - sum(widths) < MOST_STRETCH * size * (gaps - 1)


def _widths(line: Line) -> Iterator[float]:
    for span in line:
        yield from character_widths(span.text, span.face, span.size, span.tightened)
        yield gap(span.size, span.tightened) * len(seams(span.text))


def gaps_in(line: Line) -> int:
    """After how many characters a stretched line may be wider: all but those inside of words and numbers."""
    return sum(gaps_of(span.text) for span in line)


def gaps_of(text: str) -> int:
    """As ``gaps_in`` for a text."""
    if LATIN.search(text) is None:
        return len(text)
    return len(text) - sum(len(word) - 1 for word in WORDS.findall(text))


@lru_cache(maxsize=4096)
def _fitted(
    text: str, face: str, size: float, tightened: float, first: float, rest: float, hanging: bool
) -> tuple[Cuts, int, bool]:
    """What ``broken`` tells of all texts with that shape."""
    if not tightened and surely_fits(text, face, size, first):
        return ((0, len(text)),), 1, False
    cuts = _cuts(text, face, size, tightened, first, rest, hanging)
    most = _most(text, widest_widths(text, face, size), first, rest)
    lines = tuple((Span(text[start:end], face, size, tightened=tightened),) for start, end in cuts)
    justified = is_justified(lines, first, rest)
    return cuts, max(len(cuts), most), justified


def _most(text: str, widths: Sequence[float], first: float, rest: float) -> int:
    """How many lines the text takes at most: programs part a long address of the net where each likes."""
    long = [place for place in _ADDRESSES.finditer(text) if sum(widths[place.start() : place.end()]) > rest / 2]
    return len(find_cuts(text, widths, first, rest)) + len(long)


@lru_cache(maxsize=4096)
def _cuts(text: str, face: str, size: float, tightened: float, first: float, rest: float, hanging: bool) -> Cuts:
    gaps = dict.fromkeys(seams(text), gap(size, tightened))
    return find_cuts(text, character_widths(text, face, size, tightened), first, rest, gaps, hanging=hanging)


def find_cuts(
    text: str,
    widths: Sequence[float],
    first: float,
    rest: float,
    gaps: Mapping[int, float] = MappingProxyType({}),
    *,
    hanging: bool = False,
) -> Cuts:
    """Start and end of each line in ``text``; spaces where a line ends belong to it and may hang out.

    ``gaps`` are the points that stay free behind the characters at those places, unless a line ends there.
    """
    if gaps:
        widths = [width + gaps.get(place, 0.0) for place, width in enumerate(widths)]
    if text and sum(widths) <= first:  # most lines of lists
        return ((0, len(text)),)
    sums = list(accumulate(widths, initial=0.0))
    length = len(text)
    cuts = []
    start, width = 0, first
    while start < length:
        most = sums[start] + width + _TOLERANCE
        end = bisect_right(sums, most) - 1
        if end in gaps and sums[end + 1] - gaps[end] <= most:
            end += 1
        if end >= length:
            break
        end = max(end, start + 1)
        end = end + 1 if hanging and _hangs(text, end) else _allowed_end(text, start, end)
        end = _skip_spaces(text, end)
        if end >= length:
            break
        cuts.append((start, end))
        start, width = end, rest
    cuts.append((start, length))
    return tuple(cuts)


def _hangs(text: str, place: int) -> bool:
    """Whether the line may be full before that character, which stands outside of it."""
    if text[place] not in HANGING or text[place - 1].isascii():
        return False
    return place + 1 == len(text) or _may_part(text[place], text[place + 1])


def _allowed_end(text: str, start: int, end: int) -> int:
    """The last place up to ``end`` where the line may end; a word longer than the line parts where it must."""
    place = end
    while place > start and not (_may_part(text[place - 1], text[place]) or _in_address(text, place)):
        place -= 1
    if place > start:
        return place
    # What never begins a line takes the end of that word along, where it is no line by itself.
    place = end
    while place > start + 1 and text[place] in NEVER_FIRST and not LATIN.match(text[place]):
        place -= 1
    return place if place > start + 1 else end


def _may_part(left: str, right: str) -> bool:
    if right == " ":
        return True
    if right in NEVER_FIRST or left in NEVER_LAST:
        return False
    if left in _UNPARTED:
        return left != right
    if left in _CLOSING:  # 〔2022〕1号
        return not (right.isascii() and right.isalnum())
    if not (left.isascii() and right.isascii()):
        return True
    # A telephone number with its area code stays whole, a hyphenated word may part.
    return left == " " or (left == "-" and not right.isdigit())


def _in_address(text: str, place: int) -> bool:
    """Whether a long address of the net may part there: a short word with a stroke, as km/h, may not."""
    if text[place - 1] not in _ADDRESS_ENDS or not (text[place].isascii() and text[place].isalpha()):
        return False
    before, behind = (_NO_LATIN.search(part) for part in (text[place - 1 :: -1], text[place:]))
    length = (before.start() if before else place) + (behind.start() if behind else len(text) - place)
    return length >= _ADDRESS


def _skip_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def _slice(spans: Sequence[Span], start: int, end: int) -> Line:
    line = []
    offset = 0
    for span in spans:
        text = span.text[max(0, start - offset) : max(0, end - offset)]
        if text:
            line.append(span.with_text(text))
        offset += len(span.text)
    return tuple(line)
