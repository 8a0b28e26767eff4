"""Hints beside the pointer are plain text (see style.qss): long ones are broken into lines here."""

from __future__ import annotations

import textwrap

_LINE = 34  # characters, as wide as a hint may get


def hint(*paragraphs: str) -> str:
    """The paragraphs below each other, no line longer than a hint may be wide."""
    lines = (textwrap.wrap(line, _LINE) or [""] for text in paragraphs for line in text.splitlines())
    return "\n".join(line for wrapped in lines for line in wrapped)
