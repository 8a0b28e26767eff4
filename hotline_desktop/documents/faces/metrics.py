"""How wide characters are, as far as fitting needs to know before any font file is opened.

The widths are upper bounds over the bundled faces and the office's own (方正小标宋, 仿宋, 宋体, 黑体, 楷体):
a line that fits by them fits on the PDF, whichever of the faces it is set in. For Word files there are wider ones,
because Word breaks lines itself, on PCs that may have neither.
"""

import re
from functools import lru_cache

from hotline_desktop.documents.faces.widths import ASCII, STAND_IN

# The few characters that are wider than their size.
_WIDE = {
    **dict.fromkeys("ŒœЖШЩЫЮ№‰₨₯ﬃﬄǇǈǉǊǋǱǲǳǶѸ", 1.35),
    "⸺": 2.0,
    "⸻": 3.0,
}


class _Widths(dict[str, float]):
    """Width per character in sizes; what is not listed is as wide as an ideograph."""

    def __missing__(self, character: str) -> float:
        return 1.0


_ROLES: dict[str, _Widths] = {
    role: _Widths({**_WIDE, **{chr(32 + place): width / 1000 for place, width in enumerate(widths)}})
    for role, widths in ASCII.items()
}


# A PC without the official faces sets Latin letters and digits in whatever it has: the common stand-in is wider.
_WIDEST: dict[str, _Widths] = {
    role: _Widths({**own, **{chr(32 + n): max(own[chr(32 + n)], width / 1000) for n, width in enumerate(STAND_IN)}})
    for role, own in _ROLES.items()
}

# Word and its relatives set Chinese and Latin letters or digits apart (四分空): by a fifth of the size, or a quarter.
# The PDF sets them a fifth apart.
GAP, _WIDEST_GAP = 0.2, 0.25
_HAN = "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WEST = "0-9A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
_SEAM = re.compile(f"[{_HAN}](?=[{_WEST}])|[{_WEST}](?=[{_HAN}])")


class _Shapes(dict[int, int]):
    """For ``str.translate``: one ideograph for all, and one digit where those of the role are equally wide."""

    def __missing__(self, code: int) -> int:
        self[code] = shape = ord("一") if 0x4E00 <= code <= 0x9FFF else code
        return shape


_DIGITS = "0123456789"
_SHAPES = {
    role: _Shapes(
        dict.fromkeys(map(ord, _DIGITS), ord("0"))
        if len({(widths[digit], _WIDEST[role][digit]) for digit in _DIGITS}) == 1
        else {}
    )
    for role, widths in _ROLES.items()
}


def shape(text: str, face: str) -> str:
    """``text`` with one character for all that are equally wide and part lines alike, so that many texts share it."""
    return text.translate(_SHAPES[face])


def gap(size: float, tightened: float = 0.0) -> float:
    """By how many points Chinese and Latin text of that size stand apart; ``tightened`` as in ``character_widths``.

    What stands apart is not tightened, as the character before it is measured.
    """
    return GAP * (size + tightened) + tightened


@lru_cache(maxsize=8192)
def seams(text: str) -> tuple[int, ...]:
    """Behind which characters of ``text`` there is a gap, unless a line ends there."""
    return tuple([seam.start() for seam in _SEAM.finditer(text)])


def character_widths(text: str, face: str, size: float, tightened: float = 0.0) -> list[float]:
    """Width of each character of ``text`` in points, in the widest of the role's faces, without gaps.

    Characters are as wide as in Word, which sets those that are ``tightened`` in the size proper, so much closer.
    """
    return [width * (size + tightened) - tightened for width in map(_ROLES[face].__getitem__, text)]


def widest_widths(text: str, face: str, size: float) -> list[float]:
    """As ``character_widths``, where the PC's Word has another face, and with the widest gaps."""
    widths = [width * size for width in map(_WIDEST[face].__getitem__, text)]
    for place in seams(text):
        widths[place] += _WIDEST_GAP * size
    return widths


def surely_fits(text: str, face: str, size: float, width: float) -> bool:
    """Whether ``text``, which is not tightened, stands in a line of ``width`` points in whatever face and program."""
    widths = sum(map(_WIDEST[face].__getitem__, text))
    return (widths + len(_SEAM.findall(text)) * _WIDEST_GAP) * size <= width


@lru_cache(maxsize=4096)
def text_width(text: str, face: str, size: float) -> float:
    """Upper bound of the width of ``text`` in points, in whatever face and program."""
    return sum(widest_widths(text, face, size))
