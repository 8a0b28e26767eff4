"""Faces for PDF: which file draws a role, which face draws a character, and which characters none has.

reportlab draws an empty box for a missing glyph and says nothing, so coverage is looked up here first and text
is split into runs of one face each.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.names import COMMON_SURNAMES, COMPOUND_SURNAMES

if TYPE_CHECKING:
    from hotline_desktop.documents.faces.embedding import EmbeddedFont

# The geta mark (下駄) is the printers' sign for a type that the case does not have.
GETA = "〓"

BUNDLED = {
    "title": "NotoSerifSC-SemiBold.ttf",
    "song": "NotoSerifSC-Regular.ttf",
    "hei": "NotoSansSC-Medium.ttf",
    "fang": "FandolFang-Regular.ttf",
    "kai": "LXGWWenKai-Regular.ttf",
    "rare": "HanaMinB.ttf",
}
# Drawn wrongly: this face has one outline for two characters that mean different things.
WRONG = {"FandolFang-Regular.ttf": frozenset("￥")}
# After its own face a character may come from these, in this order.
FALLBACKS = ("song", "rare", "kai")

# File names, in lower case, under which offices have the official faces, and what Word calls each.
OFFICIAL = {
    "title": {
        "fzxbsjw.ttf": "方正小标宋简体",
        "fzxbsjw_gb1_0.ttf": "方正小标宋简体",
        "方正小标宋简体.ttf": "方正小标宋简体",
        "方正小标宋_gbk.ttf": "方正小标宋_GBK",
        "fzxbsk.ttf": "方正小标宋_GBK",
    },
    "fang": {
        "simfang.ttf": "仿宋",
        "仿宋_gb2312.ttf": "仿宋_GB2312",
        "fangsong_gb2312.ttf": "仿宋_GB2312",
        "fzfsk.ttf": "方正仿宋_GBK",
        "方正仿宋_gbk.ttf": "方正仿宋_GBK",
    },
    "song": {
        "simsun.ttf": "宋体",
        "simsun.ttc": "宋体",
        "fzssk.ttf": "方正书宋_GBK",
        "方正书宋_gbk.ttf": "方正书宋_GBK",
    },
    "hei": {"simhei.ttf": "黑体", "fzhtk.ttf": "方正黑体_GBK", "方正黑体_gbk.ttf": "方正黑体_GBK"},
    "kai": {
        "simkai.ttf": "楷体",
        "楷体_gb2312.ttf": "楷体_GB2312",
        "kaiti_gb2312.ttf": "楷体_GB2312",
        "fzktk.ttf": "方正楷体_GBK",
        "方正楷体_gbk.ttf": "方正楷体_GBK",
    },
}

# All that draw share the faces, and cutting a subset out of a face moves a reading position in it.
SUBSETTING = threading.Lock()
_LONGEST_NAME = 4

Runs = tuple[tuple["Face", str], ...]


class FontsMissing(HotlineError):
    """A font file of the program is missing or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(f"程序的字体文件 {name} 不存在或已损坏，没有生成 PDF。请重新安装程序。")


class Face:
    """One font file, opened when its first character is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._font: EmbeddedFont | None = None
        self._widths: dict[str, float] = {}
        self._width = lru_cache(maxsize=8192)(self._measured)  # what is centred is measured before it is drawn

    @property
    def name(self) -> str:
        """The name under which reportlab knows the face."""
        return self.font.fontName

    @property
    def font(self) -> EmbeddedFont:
        """The font itself; FontsMissing when the file cannot be read or embedded."""
        if self._font is None:
            with self._lock:
                if self._font is None:
                    self._open()
        assert self._font is not None
        return self._font

    def _open(self) -> None:
        from hotline_desktop.documents.faces.embedding import UnusableFont, open_font

        try:
            font = open_font(self.path)
        except UnusableFont as error:
            raise FontsMissing(self.path.name) from error
        self._widths = {chr(code): width / 1000 for code, width in font.face.charWidths.items()}
        for character in WRONG.get(self.path.name, ()):
            self._widths.pop(character, None)
        self._font = font

    def covers(self, text: str) -> bool:
        """True where the face has every character of ``text``."""
        if self._font is None:
            self.font  # noqa: B018 - opens the file
        return all(map(self._widths.__contains__, text))

    def width(self, text: str, size: float) -> float:
        """Width of ``text`` in points; all its characters must be covered."""
        return self._width(text) * size

    def _measured(self, text: str) -> float:
        """The width in sizes."""
        return sum(map(self._widths.__getitem__, text))


class FaceSet:
    """The faces of one office: the bundled ones, and before them the official ones where the PC has them."""

    def __init__(self, fonts_dir: Path, system_fonts: Sequence[Path] = ()) -> None:
        bundled = {role: face_of(fonts_dir / name) for role, name in BUNDLED.items()}
        official = _official_faces(system_fonts)
        self._chains: dict[str, tuple[Face, ...]] = {}
        for role in BUNDLED:
            own = (official[role],) if role in official else ()
            chain = (*own, bundled[role], *(bundled[name] for name in FALLBACKS))
            self._chains[role] = tuple(dict.fromkeys(chain))
        self.runs = lru_cache(maxsize=8192)(self._runs)

    def _runs(self, text: str, role: str) -> Runs:
        """``text`` in pieces of one face each, with 〓 for characters that no face has (see ``missing``)."""
        first = self._chains[role][0]
        if first.covers(text):
            return ((first, text),)
        runs: list[tuple[Face, str]] = []
        of_names = self._faces_of_names(text, role)
        for place, character in enumerate(text):
            face = of_names.get(place) or self._face_of(character, role)
            shown = character
            if face is None:
                shown = GETA
                face = self._face_of(GETA, role) or first
            if runs and runs[-1][0] is face:
                runs[-1] = (face, runs[-1][1] + shown)
            else:
                runs.append((face, shown))
        return tuple(runs)

    def _faces_of_names(self, text: str, role: str) -> dict[int, Face]:
        """The places of names with a character that the first face lacks, and the one face for all of the name."""
        first, found = self._chains[role][0], {}
        for place, character in enumerate(text):
            if first.covers(character) or not _is_ideograph(character):
                continue
            begin, end = _name_around(text, place)
            name = text[begin:end]
            face = next((face for face in self._chains[role][1:] if face.covers(name)), None)
            if face is not None:
                found.update(dict.fromkeys(range(begin, end), face))
        return found

    def first(self, role: str) -> Face:
        """The face in which ``role`` is set wherever it has the characters."""
        return self._chains[role][0]

    def missing(self, text: str, role: str) -> list[str]:
        """The characters of ``text`` that no face has, in order, each once."""
        if self._chains[role][0].covers(text):
            return []
        return [c for c in dict.fromkeys(text) if self._face_of(c, role) is None]

    def _face_of(self, character: str, role: str) -> Face | None:
        return next((face for face in self._chains[role] if face.covers(character)), None)


def _is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _name_around(text: str, place: int) -> tuple[int, int]:
    """Where the name with the character at ``place`` begins and ends: a short word is one, else the surname tells."""
    begin = end = place
    while begin and _is_ideograph(text[begin - 1]):
        begin -= 1
    while end < len(text) and _is_ideograph(text[end]):
        end += 1
    if end - begin <= _LONGEST_NAME:
        return begin, end
    for back in (1, 2):
        surname = text[max(begin, place - back)]
        if surname in COMMON_SURNAMES or text[max(begin, place - back) :][:2] in COMPOUND_SURNAMES:
            return max(begin, place - back), place + 1
    return place, place + 1


@lru_cache(maxsize=64)
def face_of(path: Path) -> Face:
    """The face in a file, shared by all that draw: parsing one takes up to half a second."""
    return Face(path)


def word_names(asked: Mapping[str, str], folders: Sequence[Path]) -> dict[str, str]:
    """The names of faces for Word files: those ``asked``, or where the PC has only the like by another name, that."""
    there = _files_in(tuple(folders))
    names = {role: [name for file, name in known.items() if file in there] for role, known in OFFICIAL.items()}
    return {
        role: found[0]
        if (found := names.get(role, [])) and name not in found and name in OFFICIAL[role].values()
        else name
        for role, name in asked.items()
    }


def _official_faces(folders: Sequence[Path]) -> dict[str, Face]:
    """Official faces in ``folders`` that may be embedded by their makers' word (fsType); the others are passed over."""
    there = _files_in(tuple(folders))
    found: dict[str, Face] = {}
    for role, names in OFFICIAL.items():
        for path in (there[name] for name in names if name in there):
            if _usable(face := face_of(path)):
                found[role] = face
                break
    return found


@lru_cache(maxsize=4)
def _files_in(folders: tuple[Path, ...]) -> dict[str, Path]:
    """The font files below the folders by their names in lower case; a folder that cannot be read has none."""
    known = {name for names in OFFICIAL.values() for name in names}
    found: dict[str, Path] = {}
    for folder in folders:
        for here, _folders, files in os.walk(folder):
            found |= {name.lower(): Path(here) / name for name in files if name.lower() in known}
    return found


def _usable(face: Face) -> bool:
    try:
        return face.covers("中文")
    except FontsMissing:
        return False


def code_points(characters: Iterable[str]) -> str:
    """Characters by their code for a message about what cannot be shown: U+E863、U+1F600 至 U+1F609."""
    spans: list[list[int]] = []
    for code in sorted(set(map(ord, characters))):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "、".join(_span(first, last) for first, last in spans)


def _span(first: int, last: int) -> str:
    between = "" if first == last else ("、" if last == first + 1 else " 至 ") + f"U+{last:04X}"
    return f"U+{first:04X}{between}"
