"""Texts of a PDF as its operators, each worked out once for a file: lists say the same words again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import getFont

from hotline_desktop.documents.faces.metrics import GAP, seams
from hotline_desktop.documents.typesetting.linebreak import LATIN, WORDS

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from hotline_desktop.documents.pages.marks import TextMark

Piece = tuple[str, str]  # the name of a part of a face in the file, and a character as its code
_Key = tuple[str, str, float, float, float, float, bool]
_Moves = Mapping[int, float]
_MOST_KNOWN = 20_000
_NONE = ("", 0.0)
_UNSEEN = 1e-6
_PART = itemgetter(0)


class TextOperators:
    """How the texts of one file are written, whose faces are parts of 256 characters each."""

    def __init__(self, canvas: Canvas) -> None:
        drawn: Any = canvas
        self._file, self._escaped = drawn._doc, drawn._escape  # noqa: SLF001 - there is no other way to them
        self._faces: dict[str, tuple[_Codes, _Codes]] = {}
        self._known: dict[_Key, tuple[str, str, str]] = {}
        self._shown: tuple[str, float] = _NONE

    def begin(self) -> None:
        """A text object begins, in which no face is set."""
        self._shown = _NONE

    def of(self, mark: TextMark) -> str:
        """The operators that show the text of ``mark`` where the text object stands."""
        key = (mark.font, mark.text, mark.size, mark.stretch, mark.gap, mark.closer, mark.parted)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = self._operators(mark, _apart(mark))
        first, operators, last = known
        shown, self._shown = self._shown, (last, mark.size)
        return operators if shown == (first, mark.size) else f"{first} {fp_str(mark.size)} Tf {operators}"

    def _operators(self, mark: TextMark, apart: Collection[int]) -> tuple[str, str, str]:
        """The part of the face in which the text begins, the operators from there on, and the part in which it ends.

        ``apart`` are the places behind which a gap is.
        """
        if mark.font not in self._faces:
            face: Any = getFont(mark.font)
            self._faces[mark.font] = (
                _Codes(face, self._file, self._escaped),
                _Codes(face.apart, self._file, self._escaped),
            )
        plain, wider = self._faces[mark.font]
        coded = list(map(plain.__getitem__, mark.text))
        for place in apart:
            coded[place] = wider[mark.text[place]]
        moves, place = _moves(mark, apart), 0
        shown: list[str] = []
        first = last = coded[0][0]
        for name, run in groupby(coded, _PART):
            shown += [f"{name} {fp_str(mark.size)} Tf"] if name != last else []
            codes = [code for _name, code in run]
            shown.append(_shown(codes, place, moves))
            place, last = place + len(codes), name
        return first, " ".join(shown), last


def _apart(mark: TextMark) -> Collection[int]:
    """Behind which characters there is a gap: they are wider in themselves, lest the gap be taken for a blank."""
    within = seams(mark.text) if mark.gap else ()
    return (*within, len(mark.text) - 1) if mark.parted else within


def _moves(mark: TextMark, apart: Collection[int]) -> _Moves:
    """By how many thousandths of the size what is behind each place moves back: only where it is not just stretched."""
    if not (apart or mark.stretch or mark.closer):
        return {}
    size, rest = mark.size, GAP - mark.gap / mark.size
    moves = dict.fromkeys(apart, 1000 * rest) if abs(rest) > _UNSEEN else {}
    if mark.stretch and LATIN.search(mark.text):
        for word in WORDS.finditer(mark.text):
            moves |= dict.fromkeys(range(word.start(), word.end() - 1), 1000 * mark.stretch / size)
    if mark.closer:
        for letter in LATIN.finditer(mark.text):
            moves[letter.start()] = moves.get(letter.start(), 0.0) + 1000 * mark.closer / size
    return moves


def _shown(codes: Sequence[str], start: int, moves: _Moves) -> str:
    """The operator that shows characters of one part of a face, the first of them that at ``start``."""
    if not moves or not any(start + number in moves for number in range(len(codes))):
        return f"({''.join(codes)}) Tj"
    shown, piece = "", ""
    for place, code in enumerate(codes, start):
        piece += code
        if place in moves:
            shown, piece = f"{shown}({piece}){fp_str(moves[place])}", ""
    return f"[{shown}({piece})] TJ" if piece else f"[{shown}] TJ"


class _Codes(dict[str, Piece]):
    """The characters of a face that the file holds, each with its code."""

    def __init__(self, font: Any, file: Any, escaped: Callable[[bytes], str]) -> None:
        self._font, self._file, self._escaped = font, file, escaped

    def __missing__(self, character: str) -> Piece:
        ((subset, code),) = self._font.splitString(character, self._file)
        found = self._font.getSubsetInternalName(subset, self._file), self._escaped(code)
        self[character] = found
        return found
