"""Texts of a PDF as its operators, each worked out once for a file: lists say the same words again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import getFont

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Piece = tuple[str, str]  # the name of a part of a face in the file, and characters as its codes
_MOST_KNOWN = 20_000
_NONE = ("", 0.0)


class TextOperators:
    """How the texts of one file are written, whose faces are parts of 256 characters each."""

    def __init__(self, canvas: Canvas) -> None:
        drawn: Any = canvas
        self._file, self._escaped = drawn._doc, drawn._escape  # noqa: SLF001 - there is no other way to them
        self._faces: dict[str, _Codes] = {}
        self._known: dict[tuple[str, str, float], tuple[str, str, str]] = {}
        self._shown: tuple[str, float] = _NONE

    def begin(self) -> None:
        """A text object begins, in which no face is set."""
        self._shown = _NONE

    def of(self, text: str, font: str, size: float) -> str:
        """The operators that show ``text`` where the text object stands."""
        known = self._known.get((font, text, size))
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[font, text, size] = self._operators(text, font, size)
        first, operators, last = known
        shown, self._shown = self._shown, (last, size)
        return operators if shown == (first, size) else f"{first} {fp_str(size)} Tf {operators}"

    def _operators(self, text: str, font: str, size: float) -> tuple[str, str, str]:
        """The part of the face in which ``text`` begins, the operators from there on, and the part in which it ends."""
        (first, codes), *others = self._pieces(text, font)
        rest = "".join(f" {name} {fp_str(size)} Tf ({codes}) Tj" for name, codes in others)
        return first, f"({codes}) Tj{rest}", others[-1][0] if others else first

    def _pieces(self, text: str, font: str) -> Iterable[Piece]:
        if font not in self._faces:
            self._faces[font] = _Codes(getFont(font), self._file, self._escaped)
        coded = map(self._faces[font].__getitem__, text)
        return ((name, "".join(map(itemgetter(1), run))) for name, run in groupby(coded, itemgetter(0)))


class _Codes(dict[str, Piece]):
    """The characters of a face that the file holds, each with its code."""

    def __init__(self, font: Any, file: Any, escaped: Callable[[bytes], str]) -> None:
        self._font, self._file, self._escaped = font, file, escaped

    def __missing__(self, character: str) -> Piece:
        ((subset, code),) = self._font.splitString(character, self._file)
        found = self._font.getSubsetInternalName(subset, self._file), self._escaped(code)
        self[character] = found
        return found
