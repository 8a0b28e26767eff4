"""How wide characters are, as far as fitting needs to know before any font file is opened.

The widths are upper bounds over the bundled faces and the office's own (方正小标宋, 仿宋, 宋体, 黑体, 楷体):
a line that fits by them fits on the PDF, whichever of the faces it is set in. For Word files there are wider ones,
because Word breaks lines itself, on PCs that may have neither.
"""

import re
from functools import lru_cache

# Thousandths of the size for U+0020 to U+007E, per face role; every ideograph is one full size wide.
# fmt: off
_ASCII: dict[str, tuple[int, ...]] = {
    "title": (
        500, 500, 500, 598, 573, 948, 792, 500, 500, 500, 500, 593, 500, 500, 500, 500, 578, 500, 579,
        578, 577, 579, 579, 571, 579, 582, 500, 500, 593, 593, 593, 500, 946, 735, 692, 697, 781, 660,
        640, 750, 860, 500, 500, 752, 635, 990, 807, 777, 660, 777, 736, 584, 680, 809, 725, 1075, 715,
        695, 617, 500, 500, 500, 593, 580, 500, 573, 658, 554, 646, 562, 500, 584, 677, 500, 500, 632,
        500, 994, 674, 612, 657, 626, 500, 500, 500, 667, 565, 859, 584, 570, 509, 500, 500, 500, 593,
    ),
    "song": (
        500, 500, 500, 574, 550, 923, 779, 500, 500, 500, 500, 580, 500, 500, 500, 500, 557, 500, 558,
        557, 555, 558, 558, 549, 558, 562, 500, 500, 580, 580, 580, 500, 912, 718, 670, 691, 770, 652,
        629, 741, 853, 500, 500, 731, 625, 975, 796, 767, 641, 767, 715, 567, 659, 797, 714, 1053, 700,
        687, 605, 500, 500, 500, 580, 563, 500, 557, 638, 538, 629, 547, 500, 566, 663, 500, 500, 607,
        500, 974, 661, 596, 638, 607, 500, 500, 500, 653, 548, 838, 564, 552, 500, 500, 500, 500, 580,
    ),
    "hei": (
        500, 500, 518, 570, 570, 939, 706, 500, 500, 500, 500, 570, 500, 500, 500, 500, 570, 570, 570,
        570, 570, 570, 570, 570, 570, 570, 500, 500, 570, 570, 570, 500, 972, 622, 667, 646, 699, 600,
        566, 701, 741, 500, 549, 664, 558, 830, 734, 754, 648, 754, 656, 608, 611, 733, 594, 894, 596,
        553, 607, 500, 500, 500, 570, 562, 615, 575, 629, 517, 630, 566, 500, 578, 621, 500, 500, 575,
        500, 943, 624, 615, 630, 630, 500, 500, 500, 620, 545, 829, 526, 544, 500, 500, 500, 500, 570,
    ),
    "fang": (
        500, 500, 500, 833, 500, 833, 781, 500, 500, 500, 500, 778, 500, 500, 500, 500, 500, 500, 500,
        500, 500, 500, 500, 500, 500, 500, 500, 500, 778, 778, 778, 500, 778, 739, 703, 722, 758, 675,
        647, 782, 739, 500, 508, 767, 619, 906, 739, 778, 675, 778, 731, 556, 722, 739, 739, 1017, 739,
        739, 611, 500, 500, 500, 611, 778, 500, 500, 561, 500, 561, 500, 500, 500, 561, 500, 500, 533,
        500, 839, 561, 500, 561, 533, 500, 500, 500, 561, 533, 728, 533, 533, 500, 500, 500, 500, 611,
    ),
    "kai": (
        500, 500, 500, 600, 600, 800, 700, 500, 500, 500, 500, 600, 500, 500, 500, 500, 600, 600, 600,
        600, 600, 600, 600, 600, 600, 600, 500, 500, 600, 600, 600, 600, 784, 690, 650, 703, 728, 638,
        582, 752, 700, 500, 500, 630, 547, 855, 738, 745, 618, 745, 635, 617, 577, 710, 620, 880, 600,
        600, 600, 500, 500, 500, 600, 500, 500, 575, 573, 530, 575, 543, 500, 580, 588, 500, 500, 510,
        500, 816, 588, 562, 572, 576, 500, 510, 500, 590, 500, 730, 500, 500, 500, 500, 500, 500, 600,
    ),
}
# fmt: on

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
    for role, widths in _ASCII.items()
}


# A PC without the official faces sets Latin letters and digits in whatever it has: the common stand-in is wider.
_STAND_IN: tuple[int, ...] = (
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637,
    637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632,
    576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686,
    611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
)  # fmt: skip
_WIDEST: dict[str, _Widths] = {
    role: _Widths({**own, **{chr(32 + n): max(own[chr(32 + n)], width / 1000) for n, width in enumerate(_STAND_IN)}})
    for role, own in _ROLES.items()
}

# Word and its relatives put a quarter of the size between ideographs and Latin letters or digits, some even
# where the file asks them not to.
_GAP = 0.25
_SEAM = re.compile("[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u3400-\u9fff])")


def character_widths(text: str, face: str, size: float) -> list[float]:
    """Width of each character of ``text`` in points, in the widest of the role's faces."""
    return [width * size for width in map(_ROLES[face].__getitem__, text)]


def widest_widths(text: str, face: str, size: float) -> list[float]:
    """As ``character_widths``, where the PC's Word has another face and puts gaps beside Latin letters and digits."""
    widths = [width * size for width in map(_WIDEST[face].__getitem__, text)]
    for seam in _SEAM.finditer(text):
        widths[seam.start()] += _GAP * size
    return widths


@lru_cache(maxsize=4096)
def text_width(text: str, face: str, size: float) -> float:
    """Upper bound of the width of ``text`` in points, in whatever face and program."""
    return sum(widest_widths(text, face, size))
