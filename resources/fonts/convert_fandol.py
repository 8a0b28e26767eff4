"""Make FandolFang-Regular.ttf from the OpenType/CFF original of the Fandol collection.

reportlab embeds TrueType outlines only, and Fandol publishes its 仿宋 with CFF (cubic) outlines. This
script replaces them by quadratic ones that stay within one font unit (a thousandth of the em) of the
original; names, character map and vertical metrics stay as they are. Latin letters, digits and signs are half an em
wide, as the official 仿宋 has them, so that the PDF's text stands where Word sets it: narrower ones stand in the middle
of it, wider ones are drawn narrower. The result is a modified version in the sense of Fandol's licence (GPL with font
exception), so the version string says so.

    python resources/fonts/convert_fandol.py FandolFang-Regular.otf resources/fonts/FandolFang-Regular.ttf
"""

import sys
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

MAX_ERROR_UNITS = 1.0
# The CFF outlines, what refers to them, and a signature that would no longer be true.
OBSOLETE_TABLES = ("CFF ", "VORG", "BASE", "DSIG")
VERSION_NAME_ID = 5
ASCII = range(0x20, 0x7F)


def quadratic_glyphs(font: TTFont) -> dict[str, Any]:
    """Every glyph of `font` redrawn with quadratic curves, contours reversed to TrueType's fill direction."""
    source = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        source[name].draw(Cu2QuPen(pen, MAX_ERROR_UNITS, reverse_direction=True))
        glyphs[name] = pen.glyph()
    return glyphs


def install_outlines(font: TTFont, glyphs: dict[str, Any]) -> None:
    """Put `glyphs` in place of the CFF outlines and set the left side bearings they imply."""
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder = font.getGlyphOrder()
    table.glyphs = glyphs
    metrics = font["hmtx"].metrics
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))
    for tag in OBSOLETE_TABLES:
        if tag in font:
            del font[tag]


def set_half_wide(font: TTFont) -> None:
    """Make every character of ASCII half an em wide."""
    half, names, metrics, table = font["head"].unitsPerEm // 2, font.getBestCmap(), font["hmtx"].metrics, font["glyf"]
    for name in {names[code] for code in ASCII}:
        width, glyph = metrics[name][0], table[name]
        if glyph.numberOfContours:
            if width > half:
                glyph.coordinates.scale((half / width, 1.0))
                glyph.coordinates.toInt()
            else:
                glyph.coordinates.translate(((half - width) // 2, 0))
            glyph.recalcBounds(table)
        metrics[name] = (half, getattr(glyph, "xMin", 0))


def set_truetype_header(font: TTFont) -> None:
    """Turn the header tables from the CFF to the TrueType flavour; sizes are recomputed on saving."""
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    profile.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
        "maxCompositeContours", "maxComponentDepth",
    ):  # fmt: skip
        setattr(profile, field, 0)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"


def mark_as_modified(font: TTFont) -> None:
    """Say in the version string what was done."""
    for record in font["name"].names:
        if record.nameID == VERSION_NAME_ID:
            record.string = f"{record.toUnicode()}; outlines converted to TrueType, ASCII half an em wide"


def convert(source: Path, target: Path) -> None:
    """Write the TrueType version of the CFF font `source` to `target`."""
    font = TTFont(source, recalcTimestamp=False)
    install_outlines(font, quadratic_glyphs(font))
    set_half_wide(font)
    set_truetype_header(font)
    mark_as_modified(font)
    font.save(target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
