"""Names by their sound: in letters (Wang Jianguo, WANG JIAN-GUO, Jianguo Wang, 王Jianguo), or as heard on the telephone
(汪建国, 王建果).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from hotline_desktop.domain.terms.names import COMMON_SURNAMES, HONORIFICS, surname_of
from hotline_desktop.domain.terms.patterns import late

Readings = Callable[[str], tuple[frozenset[str], ...]]

# A run of letters that could be a name; nothing else needs the readings.
LETTERS = late("[a-z]")
_HAN = late("[\u3400-\u9fff]+")
_BETWEEN = r"[\s\-'’·.,]{0,2}"
_readings: Readings | None = None


def read_by(readings: Readings) -> None:
    """How characters are read, in letters without tones; until it is told, names are not known in letters."""
    global _readings  # noqa: PLW0603 - one process serves one office, and the dictionary is not the domain's
    if readings is not _readings:
        _readings = readings
        in_letters.cache_clear()  # what was asked before knew no letters


@lru_cache(maxsize=4096)
def in_letters(name: str) -> str:
    """A pattern that finds the Chinese ``name`` in a readable text where it is spelled in letters."""
    surname, given = surname_of(name), name[len(surname_of(name)) :]
    if _readings is None or not given or name.isascii():
        return r"(?!)"
    family, own = (_BETWEEN.join(map(_syllable, _readings(part))) for part in (surname, given))
    ways = (rf"{family}{_BETWEEN}{own}", rf"{own}{_BETWEEN}{family}")
    mixed = rf"{re.escape(surname)}{_BETWEEN}{own}"
    whole = "|".join((*ways, mixed))
    # Two syllables begin many a word, three are nothing but the name.
    whole = whole if len(given) > 1 else rf"(?<![a-z])(?:{whole})(?![a-z])"
    return rf"{whole}|{_begun(name)}|(?<=姓)\s?{family}(?![a-z])|(?<![a-z]){_initials(surname)}(?={HONORIFICS})"


def _begun(name: str) -> str:
    """A pattern that finds the name where some characters are told by their first letters: WJJ, Wei J.J., 魏jj, W建军.

    Two letters alone are more than one word's.
    """
    assert _readings is not None
    initials = [_initials(character) for character in name]
    ways = (
        f"(?:{re.escape(character)}|{_syllable(_readings(character)[0])}|{initial})"
        for character, initial in zip(name, initials, strict=True)
    )
    bare = f"(?!{_BETWEEN.join(initials)}(?![a-z]))" if len(name) == 2 else ""
    return rf"(?<![a-z]){bare}{_BETWEEN.join(ways)}(?![a-z])"


def _initials(name: str) -> str:
    assert _readings is not None
    return _BETWEEN.join(
        f"[{''.join(sorted({reading[0] for reading in _readings(character)[0]}))}]" for character in name
    )


def _syllable(readings: frozenset[str]) -> str:
    ways = sorted((re.escape(reading).replace("v", "(?:v|u|yu)") for reading in readings), key=len, reverse=True)
    return rf"(?:{'|'.join(ways)})"


def sounding_alike(name: str, text: str, least: int = 3) -> tuple[str, ...]:
    """What of ``text`` is read like the Chinese ``name`` of at least so many characters, but written otherwise.

    It begins with a surname and has a character of the name, or all but the first: other words of as many syllables
    seldom do.
    """
    length = len(name)
    if _readings is None or length < least or not _HAN.fullmatch(name):
        return ()
    found: dict[str, None] = {}
    for run in _HAN.findall(text):
        for heard in (run[start : start + length] for start in range(len(run) - length + 1)):
            begins = heard[0] == name[0] or heard[0] in COMMON_SURNAMES or heard[1:] == name[1:]
            if heard == name or not begins:
                continue
            pairs = list(zip(heard, name, strict=True))
            if any(own == other for own, other in pairs) and all(_reading(o) & _reading(n) for o, n in pairs):
                found[heard] = None
    return tuple(found)


@lru_cache(maxsize=8192)
def _reading(character: str) -> frozenset[str]:
    assert _readings is not None
    return _readings(character)[0]
