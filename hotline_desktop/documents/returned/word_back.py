"""Reads what a unit typed into the Word file of a sheet.

Word keeps content controls and bookmarks; LibreOffice drops the controls when it saves and keeps the bookmarks; whoever
types a sheet anew keeps only the printed labels. So fields are read by controls or bookmarks where they are there, and
by the labels otherwise. Whether what was read is right, the rules say.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.documents.returned.word_labels import Labels, has_tick, read_labelled, swallows_label, tick_name
from hotline_desktop.documents.returned.word_numbers import write_numbers
from hotline_desktop.documents.returned.word_text import W, lines_of, marks_of, rows_of
from hotline_desktop.domain.papers.print_codes import PrintCode, read_code

if TYPE_CHECKING:
    from lxml.etree import _Element

PRINT_PROPERTY = "HL-PRINT"
_MOST_BYTES, _MOST_PARTS = 12_000_000, 400_000
_BODY, _CUSTOM, _LISTS = "word/document.xml", "docProps/custom.xml", "word/numbering.xml"
_ENDINGS = (".docx", ".doc", ".docm", ".dotx", ".wps", ".wpt", ".rtf", ".odt")
_TOO_LARGE = "文件过大，请只留这张表，别的内容另存为附件"
_SAVE_AS = "另存为 .docx 后再放进来"
_NO_WORD = "不是 Word 文件，只是名称像，可能没有复制好；请重新复制，或请单位用 Word/WPS 另存为 .docx 再发"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ODT = b"application/vnd.oasis.opendocument"
_TEXT_KINDS = {
    b"{\\rtf": "RTF 文件",
    b"<html": "网页格式的文件",
    b"mime-version": "网页格式的文件",
    b"<!doctype": "网页格式的文件",
    b"<?xml": "XML 格式的文件",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP, _OLD_WORD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


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


def has_name_of_word(path: Path) -> bool:
    """Whether the file calls itself a Word file."""
    return path.suffix.lower() in _ENDINGS


def looks_like_word(path: Path) -> bool:
    """Whether the file is a Word file whatever it is called. Raises OSError."""
    with path.open("rb") as file:
        if not file.read(len(_ZIP)).startswith(_ZIP):
            return False
        try:
            with zipfile.ZipFile(file) as package:
                return _BODY in package.namelist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
            return False


def first_look(content: bytes) -> tuple[PrintCode | None, tuple[str, ...]]:
    """The print that the file names, and its lines. Raises WordUnreadable."""
    body, code = _parts(content)
    return code, tuple(lines_of(body))


def says_the_same(one: bytes, other: bytes) -> bool:
    """Whether two Word files hold the same words and as many parts: pictures, comments; not where one is unreadable."""
    try:
        return first_look(one)[1] == first_look(other)[1] and _names(one) == _names(other)
    except WordUnreadable:
        return False


def read_word(content: bytes, labels: Labels) -> WordBack:
    """The fields of ``labels`` as they stand in the file. Raises WordUnreadable."""
    body, code = _parts(content)
    lines, marks = lines_of(body), marks_of(body)
    boxes = {tick_name(key, word) for key, choices in labels.ticks.items() for word in choices}
    ticked = (name for name in boxes if has_tick(marks.get(name, "")))
    values, unclear = read_labelled(lines, rows_of(body), labels, ticked)
    marked = {key: text.strip() for key, text in marks.items() if text.strip() and key not in boxes}
    # Who types beside a control types under its label all the same: what holds the other counts. A mark that was drawn
    # over the next field's label holds too much.
    read = {
        key: values[key]
        if text in values.get(key, "") or (key in values and swallows_label(text, lines, labels, key))
        else text
        for key, text in marked.items()
    }
    return WordBack(code, {**values, **read}, tuple(lines), frozenset(marked), unclear)


# -- the file --------------------------------------------------------------------------------------------------


def _parts(data: bytes) -> tuple[_Element, PrintCode | None]:
    from lxml import etree

    if not data:
        raise WordUnreadable("是空文件（0 字节），可能没有复制完，请重新复制")
    if (kind := _other_kind(data)) is not None:
        raise WordUnreadable(f"是{kind}，请用 Word/WPS 打开，{_SAVE_AS}")
    if not data.startswith(_ZIP):
        raise WordUnreadable(_NO_WORD)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if any(
                info.file_size > _MOST_BYTES for info in package.infolist() if info.filename in (_BODY, _CUSTOM, _LISTS)
            ):
                raise WordUnreadable(_TOO_LARGE)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            body = etree.fromstring(package.read(_BODY), parser)
            if sum(1 for _part in body.iter()) > _MOST_PARTS:
                raise WordUnreadable(_TOO_LARGE)
            if body.tag != f"{W}document":
                raise WordUnreadable(f"不是普通的 .docx（例如“严格”格式），请用 Word/WPS 打开，{_SAVE_AS}")
            if _LISTS in package.namelist():
                write_numbers(body, etree.fromstring(package.read(_LISTS), parser))
            custom = package.read(_CUSTOM) if _CUSTOM in package.namelist() else b""
            return body, _print_code(etree.fromstring(custom, parser)) if custom else None
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError) as error:
        raise WordUnreadable("不是完好的 Word 文件（.docx），可能没有复制完，请重新复制，或请单位再发一次") from error


def _names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return sorted(package.namelist())


def _other_kind(data: bytes) -> str | None:
    """What a file is that Word opens and this program does not; None where it may be a .docx."""
    if data.startswith(_OLD_WORD):
        return "加了打开密码的文件（先去掉密码）" if _LOCKED in data else "旧版 Word（.doc、.wps）"
    begin = data[:512].decode("utf-16", "ignore").encode() if data.startswith(_UTF_16) else data[:512]
    plain = begin.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for mark, kind in _TEXT_KINDS.items():
        if plain.startswith(mark):
            return kind
    return "ODT 文件" if data.startswith(_ZIP) and _ODT in data[:200] else None


def _print_code(custom: _Element) -> PrintCode | None:
    for one in custom:
        if one.get("name") == PRINT_PROPERTY:
            return read_code("".join(str(text) for text in one.itertext()))
    return None
