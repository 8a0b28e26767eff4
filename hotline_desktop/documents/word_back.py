"""What a unit typed into the Word file of a sheet, read back: by its marks where they survived, else by its labels.

Word keeps content controls and bookmarks, LibreOffice drops the controls when it saves and keeps the bookmarks, and
whoever retypes a sheet keeps only the labels of the form. What is read is text; whether it is right, the rules say.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.documents.word_labels import Labels, has_tick, read_labelled, tick_name
from hotline_desktop.documents.word_text import lines_of, marks_of, rows_of
from hotline_desktop.domain.papers.print_codes import PrintCode, read_code

if TYPE_CHECKING:
    from lxml.etree import _Element

PRINT_PROPERTY = "HL-PRINT"
_MOST_BYTES = 60_000_000
_BODY, _CUSTOM = "word/document.xml", "docProps/custom.xml"
_OLD_WORD = b"\xd0\xcf\x11\xe0"


class WordUnreadable(Exception):
    """The file is damaged, locked, too large or of another kind. ``reason`` says in Chinese what to do."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class WordBack:
    """A file as it came back: the print it is, what its fields say, and its ``lines``.

    ``marked`` are the keys that were read from marks and not from labels, ``unclear`` fields with more than one tick.
    """

    code: PrintCode | None
    values: Mapping[str, str]
    lines: tuple[str, ...] = ()
    marked: frozenset[str] = frozenset()
    unclear: frozenset[str] = field(default_factory=frozenset)


def is_word(path: Path) -> bool:
    """Whether the file's name is that of a Word file."""
    return path.suffix.lower() in (".docx", ".doc", ".docm", ".wps")


def first_look(path: Path) -> tuple[PrintCode | None, tuple[str, ...]]:
    """The print that the file names, and its lines. Raises WordUnreadable, OSError."""
    body, code = _parts(path.read_bytes())
    return code, tuple(lines_of(body))


def read_word(path: Path, labels: Labels) -> WordBack:
    """The fields of ``labels`` as they stand in the file. Raises WordUnreadable, OSError."""
    body, code = _parts(path.read_bytes())
    lines, marks = lines_of(body), marks_of(body)
    boxes = {tick_name(key, word) for key, choices in labels.ticks.items() for word in choices}
    ticked = (name for name in boxes if has_tick(marks.get(name, "")))
    values, unclear = read_labelled(lines, rows_of(body), labels, ticked)
    marked = {key: text.strip() for key, text in marks.items() if text.strip() and key not in boxes}
    # Who types beside a control types under its label all the same: what holds the other counts.
    read = {key: values[key] if text in values.get(key, "") else text for key, text in marked.items()}
    return WordBack(code, {**values, **read}, tuple(lines), frozenset(marked), unclear)


# -- the file --------------------------------------------------------------------------------------------------


def _parts(data: bytes) -> tuple[_Element, PrintCode | None]:
    from lxml import etree

    if data.startswith(_OLD_WORD):
        raise WordUnreadable("是旧版 Word（.doc）或加了密码的文件，请用 Word/WPS 打开，另存为 .docx 后再放进来")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if any(info.file_size > _MOST_BYTES for info in package.infolist() if info.filename in (_BODY, _CUSTOM)):
                raise WordUnreadable("文件过大，请只留这张表，别的内容另存为附件")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            body = etree.fromstring(package.read(_BODY), parser)
            custom = package.read(_CUSTOM) if _CUSTOM in package.namelist() else b""
            return body, _print_code(etree.fromstring(custom, parser)) if custom else None
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError) as error:
        raise WordUnreadable("不是完好的 Word 文件（.docx）") from error


def _print_code(custom: _Element) -> PrintCode | None:
    for one in custom:
        if one.get("name") == PRINT_PROPERTY:
            return read_code("".join(str(text) for text in one.itertext()))
    return None
