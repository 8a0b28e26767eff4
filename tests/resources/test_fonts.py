"""Every bundled face is what the table says, may be shipped, and loads on paper and on screen."""

import hashlib
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from pytestqt.qtbot import QtBot
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FACES = sorted(FONTS.glob("*.ttf"))
README = (FONTS / "README.md").read_text("utf-8")
# The words every paper needs: form titles, brackets of document numbers, square metres.
PRINTED_TEXT = "“12345”市民服务热线处置单督办通知单满意度测评表〔2022〕新热转号（）：、。㎡"

by_face = pytest.mark.parametrize("face", FACES, ids=lambda path: path.stem)


def test_table_lists_exactly_the_faces_with_their_checksums() -> None:
    listed = dict(re.findall(r"(?m)^\| `([^`]+\.ttf)` .*`([0-9a-f]{64})` \|$", README))
    assert listed == {face.name: hashlib.sha256(face.read_bytes()).hexdigest() for face in FACES}


def test_every_licence_the_table_names_lies_beside_it() -> None:
    named = set(re.findall(r"\]\(([^)]+\.LICENSE\.txt)\)", README))
    assert named == {path.name for path in FONTS.glob("*.LICENSE.txt")}
    assert all("Licen" in (FONTS / name).read_text("utf-8") or "LICENSE" in name for name in named)


@by_face
def test_face_can_be_embedded_in_a_pdf(face: Path) -> None:
    assert TTFont(face.stem, str(face)).face.charWidths


@by_face
def test_face_loads_in_the_window(face: Path, qtbot: QtBot) -> None:
    number = QFontDatabase.addApplicationFont(str(face))
    assert QFontDatabase.applicationFontFamilies(number)


@pytest.mark.parametrize("name", ["NotoSerifSC-SemiBold", "NotoSerifSC-Regular", "NotoSansSC-Regular"])
def test_main_faces_have_every_word_that_is_printed(name: str) -> None:
    widths = TTFont(name, str(FONTS / f"{name}.ttf")).face.charToGlyph
    assert [character for character in PRINTED_TEXT if ord(character) not in widths] == []


def test_fang_song_with_its_fallback_has_every_word_that_is_printed() -> None:
    have: set[int] = set()
    for name in ("FandolFang-Regular", "NotoSerifSC-Regular"):
        have |= set(TTFont(name, str(FONTS / f"{name}.ttf")).face.charToGlyph)
    assert {ord(character) for character in PRINTED_TEXT} <= have


@pytest.mark.parametrize("character", ["𠀀", "𬌗", "𪚥"])
def test_rare_characters_are_covered_by_the_last_fallback(character: str) -> None:
    serif = TTFont("serif", str(FONTS / "NotoSerifSC-Regular.ttf")).face.charToGlyph
    rare = TTFont("rare", str(FONTS / "HanaMinB.ttf")).face.charToGlyph
    assert ord(character) in serif or ord(character) in rare
