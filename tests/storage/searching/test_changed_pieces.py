"""What the index is told of a changed ticket: the pieces that went and came, as if both texts were cut anew."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from hotline_desktop.storage.searching.pieces import FIELDS, Row, gone_and_come, pieces

_PLAIN, _ODD = "新海镇路续件甲乙丙丁，。", "新海丁①-—Ａ１2a ，。（）、\n豈㈱"
_PHONES = ("", "13800000000", "021-59210001", "13800000000、13900000000")


def _text(chance: random.Random, most: int, letters: str) -> str:
    return "".join(chance.choices(letters, k=chance.randrange(most)))


def _changes(chance: random.Random) -> Iterator[tuple[Row, Row]]:
    """Rows of few characters, which stand in one another's texts again and again, and the same with texts changed."""
    for _number in range(2_000):
        row = dict.fromkeys(FIELDS, "")
        row |= {
            name: _text(chance, 10, chance.choice((_PLAIN, _PLAIN, _PLAIN + _ODD))) for name in ("content", "title")
        }
        row |= {"caller": _text(chance, 4, _PLAIN), "address": _text(chance, 6, _PLAIN + "12弄")}
        row |= {"number": chance.choice(("P2026", "20260101123456")), "phones": chance.choice(_PHONES)}
        changed = dict(row)
        for name in chance.sample(("content", "title", "caller", "address"), chance.choice((0, 1, 1, 1, 2))):
            texts = _text(chance, 8, _PLAIN), row[name] + "（续）", row[name][:-1], _text(chance, 6, _ODD)
            changed[name] = chance.choice(texts)
        yield row, changed


@pytest.mark.parametrize("seed", range(3))
def test_a_change_says_exactly_the_pieces_that_went_and_came(seed: int) -> None:
    for old, new in _changes(random.Random(seed)):
        before, after = set(pieces(old).split()), set(pieces(new).split())
        gone, come = gone_and_come(old, new) or ("", "")
        assert (set(gone.split()), set(come.split())) == (before - after, after - before), (old, new)
