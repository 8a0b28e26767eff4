"""One spelling of a word that is written in several: full or half width, capitals, spaces, traditional characters."""

from __future__ import annotations

import unicodedata

from hotline_desktop.domain.terms.text import without_format_characters


def tidy(text: str) -> str:
    """The text in one spelling: half-width, small letters, simplified characters, without spaces."""
    plain = "".join(unicodedata.normalize("NFKC", without_format_characters(text)).lower().split())
    if plain.isascii():
        return plain
    from hotline_desktop.domain.terms.traditional import SIMPLIFIED

    return "".join(map(SIMPLIFIED.get, plain, plain))
