"""Alt keys as Chinese programs show them: 保存(S). A letter is given once among what stands together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from PySide6.QtWidgets import QAbstractButton

_ELLIPSIS = "…"
_SPARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ56789"  # 1 to 4 and 0 are the steps of a ticket
# The common characters of GB 2312 stand in the order of their pinyin: where each first letter begins.
_BEGINS = (
    (0xB0A1, "A"), (0xB0C5, "B"), (0xB2C1, "C"), (0xB4EE, "D"), (0xB6EA, "E"), (0xB7A2, "F"), (0xB8C1, "G"),
    (0xB9FE, "H"), (0xBBF7, "J"), (0xBFA6, "K"), (0xC0AC, "L"), (0xC2E8, "M"), (0xC4C3, "N"), (0xC5B6, "O"),
    (0xC5BE, "P"), (0xC6DA, "Q"), (0xC8BB, "R"), (0xC8F6, "S"), (0xCBFA, "T"), (0xCDDA, "W"), (0xCEF4, "X"),
    (0xD1B9, "Y"), (0xD4D1, "Z"), (0xD7FA, ""),
)  # fmt: skip
_PLACES = [place for place, _letter in _BEGINS]


class MnemonicLetters:
    """Gives letters out, each once; ``taken`` are those that something else beside them has."""

    def __init__(self, taken: str = "") -> None:
        self._taken = set(taken.upper())

    def give(self, label: str) -> str:
        """The first free initial of ``label``, else any free letter; '' where none is left."""
        letters = [*filter(None, map(initial, label)), *_SPARE]
        letter = next((each for each in letters if each not in self._taken), "")
        self._taken.add(letter)
        return letter

    def name(self, buttons: Iterable[QAbstractButton]) -> None:
        """Puts a letter behind the word of each button."""
        for button in buttons:
            button.setText(with_letter(button.text(), self.give(button.text())))


def with_letter(label: str, letter: str) -> str:
    """``保存(&S)`` from ``保存``, ``打印(&P)…`` from ``打印…``; the words alone where there is no letter."""
    if not letter:
        return label
    stem = label.removesuffix(_ELLIPSIS)
    return f"{stem}(&{letter}){label[len(stem) :]}"


def initial(character: str) -> str:
    """The first letter of a character's pinyin, or the letter itself; '' for what has none."""
    if character.isascii():
        return character.upper() if character.isalpha() else ""
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    place = bisect_right(_PLACES, code) - 1
    return _BEGINS[place][1] if place >= 0 else ""
