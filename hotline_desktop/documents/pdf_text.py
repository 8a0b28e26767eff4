"""Texts of a PDF as its operators, each worked out once for a file: lists say the same words again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import getFont

from hotline_desktop.documents.linebreak import LATIN, WORDS
from hotline_desktop.documents.metrics import seams

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Piece = tuple[str, str]  # the name of a part of a face in the file, and a character as its code
_Key = tuple[str, str, float, float, float, float]
_Moves = Mapping[int, float]
_MOST_KNOWN = 20_000
_NONE = ("", 0.0)
_PART = itemgetter(0)


class TextOperators:
    """How the texts of one file are written, whose faces are parts of 256 characters each."""

    def __init__(self, canvas: Canvas) -> None:
        drawn: Any = canvas
        self._file, self._escaped = drawn._doc, drawn._escape  # noqa: SLF001 - there is no other way to them
        self._faces: dict[str, _Codes] = {}
        self._known: dict[_Key, tuple[str, str, str]] = {}
        self._shown: tuple[str, float] = _NONE

    def begin(self) -> None:
        """A text object begins, in which no face is set."""
        self._shown = _NONE

    def of(self, text: str, font: str, size: float, gap: float = 0.0, stretch: float = 0.0, closer: float = 0.0) -> str:
        """The operators that show ``text`` where the text object stands.

        ``stretch`` is the space between characters that is set, ``gap`` what Chinese and other text stand apart,
        ``closer`` what letters and digits stand closer.
        """
        key = (font, text, size, gap, stretch, closer)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = self._operators(text, font, size, _moves(text, size, gap, stretch, closer))
        first, operators, last = known
        shown, self._shown = self._shown, (last, size)
        return operators if shown == (first, size) else f"{first} {fp_str(size)} Tf {operators}"

    def _operators(self, text: str, font: str, size: float, moves: _Moves) -> tuple[str, str, str]:
        """The part of the face in which ``text`` begins, the operators from there on, and the part in which it ends."""
        if font not in self._faces:
            self._faces[font] = _Codes(getFont(font), self._file, self._escaped)
        coded = list(map(self._faces[font].__getitem__, text))
        if not moves:
            (first, plain), *others = ((name, "".join(map(itemgetter(1), run))) for name, run in groupby(coded, _PART))
            rest = "".join(f" {name} {fp_str(size)} Tf ({codes}) Tj" for name, codes in others)
            return first, f"({plain}) Tj{rest}", others[-1][0] if others else first
        shown, last = [], coded[0][0]
        for start, end, apart in _stretches(text, moves):
            shown += [_spoken_as(text[start:end])] if apart else []
            place = start
            for name, run in groupby(coded[start:end], _PART):
                shown += [f"{name} {fp_str(size)} Tf"] if name != last else []
                codes = [code for _name, code in run]
                shown.append(_shown(codes, place, moves))
                place, last = place + len(codes), name
            shown += ["EMC"] if apart else []
        return coded[0][0], " ".join(shown), last


def _moves(text: str, size: float, gap: float, stretch: float, closer: float) -> _Moves:
    """By how many thousandths of ``size`` what is behind each place moves back: only where it is not just stretched."""
    if not (gap or stretch or closer):
        return {}
    moves = dict.fromkeys(seams(text), -1000 * gap / size) if gap else {}
    if stretch and LATIN.search(text):
        for word in WORDS.finditer(text):
            moves |= dict.fromkeys(range(word.start(), word.end() - 1), 1000 * stretch / size)
    if closer:
        for letter in LATIN.finditer(text):
            moves[letter.start()] = moves.get(letter.start(), 0.0) + 1000 * closer / size
    return moves


def _stretches(text: str, moves: _Moves) -> Iterator[tuple[int, int, bool]]:
    """The pieces of a text, and whether their characters stand apart by gaps that nobody is to take for blanks.

    Blanks go with what stands before them: a piece of nothing else would not be copied.
    """
    start = place = 0
    while place < len(text):
        end = place
        while moves.get(end, 0.0) < 0 or (end > place and end + 1 < len(text) and text[end + 1].isspace()):
            end += 1
        if end > place:
            if place > start:
                yield start, place, False
            yield place, end + 1, True
            start = place = end + 1
        else:
            place += 1
    if start < len(text):
        yield start, len(text), False


def _shown(codes: Sequence[str], start: int, moves: _Moves) -> str:
    """The operator that shows characters of one part of a face, the first of them that at ``start``."""
    if not any(start + number in moves for number in range(len(codes))):
        return f"({''.join(codes)}) Tj"
    shown, piece = "", ""
    for place, code in enumerate(codes, start):
        piece += code
        if place in moves:
            shown, piece = f"{shown}({piece}){fp_str(moves[place])}", ""
    return f"[{shown}({piece})] TJ" if piece else f"[{shown}] TJ"


def _spoken_as(text: str) -> str:
    """What is copied, searched and read aloud of the text that follows: programs take a gap for a blank."""
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC"


class _Codes(dict[str, Piece]):
    """The characters of a face that the file holds, each with its code."""

    def __init__(self, font: Any, file: Any, escaped: Callable[[bytes], str]) -> None:
        self._font, self._file, self._escaped = font, file, escaped

    def __missing__(self, character: str) -> Piece:
        ((subset, code),) = self._font.splitString(character, self._file)
        found = self._font.getSubsetInternalName(subset, self._file), self._escaped(code)
        self[character] = found
        return found
