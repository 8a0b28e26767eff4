"""Names as they are written in letters: Wang Jianguo, WANG JIAN-GUO, Jianguo Wang, 王Jianguo."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from hotline_desktop.domain.terms.names import surname_of
from hotline_desktop.domain.terms.patterns import late

Readings = Callable[[str], tuple[frozenset[str], ...]]

# A run of letters that could be a name; nothing else needs the readings.
LETTERS = late("[a-z]{2}[^a-z]{0,3}[a-z]{2}")
_BETWEEN = r"[\s\-'’·.,]{0,2}"
_readings: Readings | None = None


def read_by(readings: Readings) -> None:
    """How characters are read, in letters without tones; until it is told, names are not known in letters."""
    global _readings  # noqa: PLW0603 - one process serves one office, and the dictionary is not the domain's
    _readings = readings


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
    return whole if len(given) > 1 else rf"(?<![a-z])(?:{whole})(?![a-z])"


def _syllable(readings: frozenset[str]) -> str:
    ways = sorted((re.escape(reading).replace("v", "(?:v|u|yu)") for reading in readings), key=len, reverse=True)
    return rf"(?:{'|'.join(ways)})"
