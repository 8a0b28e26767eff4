"""Word files typed into and turned into pages by another office program, with the faces of this project."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from fontTools.ttLib import TTFont

from tests.documents.press import FONTS_DIR

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="no office program on this machine")
_FACES = {
    "仿宋": "Fang as in Word",
    "楷体": "LXGW WenKai",
    "方正小标宋简体": "Noto Serif SC SemiBold",
    "宋体": "Noto Serif SC",
    "黑体": "Noto Sans SC Medium",
}
_PATIENCE = 180


def paragraphs(document: docx.document.Document) -> list[Paragraph]:
    """Every paragraph of the file, those in tables among them."""
    return [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]


def typed(data: bytes, under: str, text: str, photo: bytes = b"", height: float = 60) -> bytes:
    """The file after somebody typed ``text`` under the words ``under`` and pasted a photo behind it."""
    document = docx.Document(BytesIO(data))
    found = paragraphs(document)
    place = next(number for number, paragraph in enumerate(found) if under in paragraph.text)
    following = found[place + 1] if place + 1 < len(found) else None
    target = following if following is not None and not following.text else found[place]
    target.add_run(text)
    if photo:
        target.add_run().add_picture(BytesIO(photo), height=Mm(height))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _as_measured_in_word(source: Path, out: Path, name: str) -> None:
    """The bundled 仿宋 with the measures of the office's own: letters half as wide as characters, its own height."""
    with TTFont(source) as face:
        size, glyphs = face["head"].unitsPerEm, face.getBestCmap()
        for code in range(0x20, 0x7F):
            if (glyph := glyphs.get(code)) is not None:
                face["hmtx"].metrics[glyph] = (size // 2, face["hmtx"].metrics[glyph][1])
        above, below = round(0.859 * size), round(0.141 * size)
        across, system = face["hhea"], face["OS/2"]
        across.ascent, across.descent, across.lineGap = above, -below, 0
        system.usWinAscent, system.usWinDescent = above, below
        system.sTypoAscender, system.sTypoDescender, system.sTypoLineGap = above, -below, 0
        for record in face["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = name if record.nameID != 6 else name.replace(" ", "")
        if "GPOS" in face:
            del face["GPOS"]
        face.save(out)


def _faces(folder: Path) -> Path:
    """A configuration under which the office's faces are those of this project, so that lines break alike."""

    own_faces = folder / "faces"
    own_faces.mkdir(exist_ok=True)
    _as_measured_in_word(FONTS_DIR / "FandolFang-Regular.ttf", own_faces / "fang.ttf", _FACES["仿宋"])

    def lines() -> Iterator[str]:
        yield '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        yield f"<dir>{FONTS_DIR}</dir><dir>{own_faces}</dir><cachedir>{folder / 'cache'}</cachedir>"
        for name, own in _FACES.items():
            test = f'<test name="family"><string>{name}</string></test>'
            edit = f'<edit name="family" mode="assign" binding="strong"><string>{own}</string></edit>'
            yield f'<match target="pattern">{test}{edit}</match>'
        yield "</fontconfig>"

    path = folder / "fonts.conf"
    path.write_text("\n".join(lines()), "utf-8")
    return path


def pages_of(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each Word file as the PDF that the office program makes of it."""
    assert OFFICE is not None
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    order = [OFFICE, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "pdf"]
    names = [str(folder / f"{name}.docx") for name in files]
    environment = {**os.environ, "FONTCONFIG_FILE": str(_faces(folder))}
    subprocess.run(
        [*order, "--outdir", str(folder), *names],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
        env=environment,
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}
