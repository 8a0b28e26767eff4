"""Measures the bundled faces and writes hotline_desktop/documents/faces/widths.py.

    python resources/fonts/measure_widths.py [--stand-in DejaVuSans.ttf]

Run it after a face was replaced. The stand-in is what a PC without the official faces commonly sets Latin letters in;
without the option its widths stay as they are.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from fontTools.ttLib import TTFont

from hotline_desktop.documents.faces import widths as face_widths
from hotline_desktop.documents.faces.fonts import BUNDLED

HERE = Path(__file__).parent
MADE = Path(face_widths.__file__)
_FIRST, _LAST = 0x20, 0x7E
# The official faces (方正小标宋, 仿宋, 宋体, 黑体, 楷体) set each of these half a size wide.
_HALF = 500
_PER_LINE = 19
_HEAD = '''"""Widths of U+0020 to U+007E in thousandths of the size, made by resources/fonts/measure_widths.py.

Of each role the wider of its bundled face and the official ones; STAND_IN is what a PC without those has.
"""

'''


def measured(font: Path, least: int = 0) -> tuple[int, ...]:
    """The width of each character, none less than ``least``, rounded up."""
    characters = range(_FIRST, _LAST + 1)
    with TTFont(font, lazy=True) as face:
        named, widths, size = face.getBestCmap(), face["hmtx"], face["head"].unitsPerEm
        return tuple(max(least, math.ceil(widths[named[each]][0] * 1000 / size)) for each in characters)


def source(stand_in: Sequence[int]) -> str:
    """The module as it is written."""
    roles = {role: measured(HERE / name, _HALF) for role, name in BUNDLED.items() if role in face_widths.ASCII}
    lines = [f'    "{role}": (\n{_rows(widths, 8)}    ),\n' for role, widths in roles.items()]
    body = f"ASCII: dict[str, tuple[int, ...]] = {{\n{''.join(lines)}}}\n"
    return f"{_HEAD}# fmt: off\n{body}STAND_IN: tuple[int, ...] = (\n{_rows(stand_in, 4)})\n# fmt: on\n"


def _rows(widths: Sequence[int], indent: int) -> str:
    rows = [widths[place : place + _PER_LINE] for place in range(0, len(widths), _PER_LINE)]
    return "".join(f"{' ' * indent}{', '.join(map(str, row))},\n" for row in rows)


def main() -> None:
    """Writes the module anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stand-in", type=Path)
    font = parser.parse_args().stand_in
    MADE.write_text(source(measured(font) if font else face_widths.STAND_IN), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
