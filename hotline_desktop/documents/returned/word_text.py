"""The text of a Word file as its reader sees it: nothing that was deleted or moved away, and nothing twice.

Text boxes stand in the file a second time for older programs. A tick may be a letter of a symbol font. How a character
is read, set above it in small letters, is no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_UNSEEN = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}rt", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)
_STRUCK = (f"{W}strike", f"{W}dstrike", f"{W}vanish")
_OFF = frozenset(("0", "false", "off"))
_HEX = re.compile("[0-9a-fA-F]{1,4}")
_FORMS_OF_SIGNS = {0xFE0E: None, 0xFE0F: None}  # ☑️ is a coloured ☑
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
# What letters of the faces of signs show; a symbol that was inserted has the same code in the private area.
_SIGNS = {
    "wingdings": {0xFC: "√", 0xFE: "☑", 0xFD: "☒", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA8: "□"},
    "wingdings 2": {0x50: "√", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA2: "■", 0xA3: "□", 0x2A: "□", 0x30: "□"},
}


def lines_of(body: _Element) -> list[str]:
    """The paragraphs in order; a new line within one begins a line too, and a row of a pasted table is one line."""
    lines: list[str] = []
    before: _Element | None = None
    for paragraph in body.iter(f"{W}p"):
        around = list(paragraph.iterancestors())
        if any(above.tag in _UNSEEN for above in around):
            continue
        text = "".join(map(_text_of, _own(paragraph)))
        row = _row_within_a_cell(around)
        if row is not None and row is before:
            lines[-1] += f" {text}"
        else:
            lines += text.split("\n")
        before = row
    return [*map(_tidy, lines)]


def _tidy(line: str) -> str:
    return _SPACES.sub(" ", line.translate(_FORMS_OF_SIGNS)).strip()


def _tidied(text: str) -> str:
    return "\n".join(map(_tidy, text.split("\n"))).strip()


def _row_within_a_cell(around: Sequence[_Element]) -> _Element | None:
    """The innermost row around something, where its table stands in a cell of another: somebody pasted it there."""
    rows = [above for above in around if above.tag == f"{W}tr"]
    return rows[0] if len(rows) > 1 else None


def rows_of(body: _Element) -> list[list[str]]:
    """The cells of every row of every table."""
    return [["\n".join(lines_of(cell)).strip() for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr")]


def marks_of(body: _Element) -> dict[str, str]:
    """Texts inside bookmarks, and inside content controls by their tags, which are newer where both are there."""
    found = dict(_bookmarks(body))
    for control in body.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        content = control.find(f"{W}sdtContent")
        if tag is None or content is None:
            continue
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            continue
        box = control.find(f"{W}sdtPr/{_W14}checkbox/{_W14}checked")
        text = "\n".join(lines_of(content)) or _tidied("".join(map(_text_of, _own(content))))  # a control in a line
        key = str(tag.get(f"{W}val"))
        found[key] = text if box is None else ("√" if box.get(f"{_W14}val") in ("1", "true") else "□")
    return found


def _bookmarks(body: _Element) -> Iterator[tuple[str, str]]:
    """Every bookmark with the text between its start and its end, paragraphs as lines."""
    open_ones: dict[str, tuple[str, list[str]]] = {}
    for node in _seen(body):
        if node.tag == f"{W}bookmarkStart":
            open_ones[str(node.get(f"{W}id"))] = (str(node.get(f"{W}name")), [])
        elif node.tag == f"{W}bookmarkEnd":
            held = open_ones.pop(str(node.get(f"{W}id")), None)
            if held is not None:
                yield held[0], _tidied("".join(held[1]))
        elif open_ones:
            text = "\n" if node.tag == f"{W}p" else _text_of(node)
            for _name, texts in open_ones.values():
                texts.append(text)


def is_seen(node: _Element) -> bool:
    """Whether it is shown and counts: not deleted, not hidden, not struck through."""
    if node.tag in _UNSEEN:
        return False
    marks = node.find(f"{W}rPr") if node.tag == f"{W}r" else None
    return marks is None or not any(
        (mark := marks.find(name)) is not None and str(mark.get(f"{W}val", "1")) not in _OFF for name in _STRUCK
    )


def _seen(node: _Element) -> Iterator[_Element]:
    for child in node:
        if is_seen(child):
            yield child
            yield from _seen(child)


def _own(node: _Element) -> Iterator[_Element]:
    """What stands in a paragraph itself: paragraphs of a text box in it are told on their own."""
    for child in node:
        if is_seen(child) and child.tag != f"{W}p":
            yield child
            yield from _own(child)


def _text_of(node: _Element) -> str:
    if node.tag == f"{W}t":
        return _as_signs(node.text or "", _face_of(node))
    if node.tag == f"{W}sym":
        code = str(node.get(f"{W}char"))
        return _as_signs(chr(int(code, 16)), str(node.get(f"{W}font"))) if _HEX.fullmatch(code) else ""
    if node.tag == f"{W}noBreakHyphen":
        return "-"
    if node.tag in (f"{W}tab", f"{W}ptab"):
        return " "
    return "\n" if node.tag in (f"{W}br", f"{W}cr") else ""


def _face_of(text: _Element) -> str:
    run = text.getparent()
    fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    return str(fonts.get(f"{W}ascii") or "") if fonts is not None else ""


def _as_signs(text: str, face: str) -> str:
    signs = _SIGNS.get(face.lower())
    return "".join(signs.get(ord(letter) & 0xFF, letter) for letter in text) if signs else text
