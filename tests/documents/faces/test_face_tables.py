"""Faces read in one go hold what reportlab itself reads of them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

from hotline_desktop.documents.faces.tables import QuickFace

FONTS = Path(__file__).resolve().parents[3] / "resources" / "fonts"
FACES = sorted(FONTS.glob("*.ttf"))
_OF_READING = {"_ttf_data", "_pdfScale", "filename", "glyphToChar", "_pos"}


def known(face: TTFontFace) -> dict[str, object]:
    """What a face knows of its file."""
    return {name: value for name, value in vars(face).items() if name not in _OF_READING}


def changed(path: Path, table: bytes, place: int, value: bytes) -> bytes:
    """The file with ``value`` at ``place`` of one of its tables."""
    data = bytearray(path.read_bytes())
    (count,) = struct.unpack_from(">H", data, 4)
    entries = {bytes(data[12 + 16 * each : 16 + 16 * each]): 12 + 16 * each for each in range(count)}
    (start,) = struct.unpack_from(">L", data, entries[table] + 8)
    data[start + place : start + place + len(value)] = value
    return bytes(data)


@pytest.mark.parametrize("path", FACES, ids=[path.stem for path in FACES])
def test_a_bundled_face_is_read_to_the_same_content(path: Path) -> None:
    assert known(QuickFace(str(path))) == known(TTFontFace(str(path)))


def test_a_map_of_characters_in_another_format_is_read_by_reportlab(tmp_path: Path) -> None:
    path = FONTS / "FandolFang-Regular.ttf"
    (offset,) = struct.unpack_from(">L", _table(path, "cmap"), 4 + 8 * 2 + 4)
    odd = tmp_path / "odd.ttf"
    odd.write_bytes(changed(path, b"cmap", offset, struct.pack(">H", 0)))
    face = QuickFace(str(odd))
    assert known(face) == known(TTFontFace(str(odd)))
    assert vars(face)["glyphToChar"]


def test_a_face_whose_outlines_cannot_be_found_is_refused_as_before(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttf"
    bad.write_bytes(changed(FONTS / "FandolFang-Regular.ttf", b"head", 50, struct.pack(">h", 7)))
    with pytest.raises(TTFError, match="location table format"):
        QuickFace(str(bad))


def _table(path: Path, name: str) -> bytes:
    table: bytes = QuickFace(str(path)).get_table(name)
    return table
