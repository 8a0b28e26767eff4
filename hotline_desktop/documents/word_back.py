"""What a unit typed into the Word file of a sheet, read back: by its marks where they survived, else by its labels.

Word keeps content controls and bookmarks, LibreOffice drops the controls when it saves and keeps the bookmarks, and
whoever retypes a sheet keeps only the labels of the form. What is read is text; whether it is right, the rules say.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.papers.print_codes import PrintCode, read_code

if TYPE_CHECKING:
    from lxml.etree import _Element

PRINT_PROPERTY = "HL-PRINT"
_MOST_BYTES = 60_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_TICKED = "√✓✔☑☒■▣●◼"
_EMPTY_BOX = "□☐○▢"
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")


class WordUnreadable(Exception):
    """The file is damaged, locked, too large or of another kind. ``reason`` says in Chinese what to do."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a form by which its fields are found: ``texts`` in their order on the paper, by field key.

    ``ticks`` lists for a field the words that may be ticked, each with the value it stands for. ``stops`` are labels
    at which the text of the field before them ends. ``columns`` lists for a field the heads of the columns in which a
    tick is put, each with the value it stands for.
    """

    texts: Mapping[str, str]
    ticks: Mapping[str, Mapping[str, str]]
    stops: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


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
    return code, tuple(_lines(body))


def read_word(path: Path, labels: Labels) -> WordBack:
    """The fields of ``labels`` as they stand in the file. Raises WordUnreadable, OSError."""
    data = path.read_bytes()
    body, code = _parts(data)
    lines = _lines(body)
    marks = _by_marks(body)
    values, unclear = _by_labels(lines, labels, _ticked_marks(marks, labels))
    for key, heads in labels.columns.items():
        ticked = _ticked_columns(body, heads)
        values |= {key: ticked[0]} if len(ticked) == 1 else {}
        unclear |= {key} if len(ticked) > 1 else set()
    boxes = {_tick_name(key, word) for key, words in labels.ticks.items() for word in words}
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
            if sum(info.file_size for info in package.infolist()) > _MOST_BYTES:
                raise WordUnreadable("文件过大，里面可能有大图片，请把图片另存为附件")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            body = etree.fromstring(package.read("word/document.xml"), parser)
            custom = package.read("docProps/custom.xml") if "docProps/custom.xml" in package.namelist() else b""
            return body, _print_code(etree.fromstring(custom, parser)) if custom else None
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError) as error:
        raise WordUnreadable("不是完好的 Word 文件（.docx）") from error


def _print_code(custom: _Element) -> PrintCode | None:
    for one in custom:
        if one.get("name") == PRINT_PROPERTY:
            return read_code("".join(str(text) for text in one.itertext()))
    return None


# -- marks -----------------------------------------------------------------------------------------------------


def _by_marks(body: _Element) -> dict[str, str]:
    """Texts inside bookmarks, and inside content controls by their tags, which are newer where both are there."""
    found = dict(_bookmarks(body))
    for control in body.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        content = control.find(f"{_W}sdtContent")
        if tag is None or content is None:
            continue
        if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            continue
        box = control.find(f"{_W}sdtPr/{_W14}checkbox/{_W14}checked")
        text = "\n".join(_lines(content)) or "".join(map(_text_of, content.iter())).strip()  # a control in a line
        key = str(tag.get(f"{_W}val"))
        found[key] = text if box is None else ("√" if box.get(f"{_W14}val") in ("1", "true") else "□")
    return found


def _bookmarks(body: _Element) -> Iterator[tuple[str, str]]:
    """Every bookmark with the text between its start and its end, paragraphs as lines."""
    open_ones: dict[str, tuple[str, list[str]]] = {}
    for node in body.iter():
        if node.tag == f"{_W}bookmarkStart":
            open_ones[str(node.get(f"{_W}id"))] = (str(node.get(f"{_W}name")), [])
        elif node.tag == f"{_W}bookmarkEnd":
            held = open_ones.pop(str(node.get(f"{_W}id")), None)
            if held is not None:
                yield held[0], "".join(held[1]).strip()
        elif open_ones:
            text = _text_of(node)
            for _name, texts in open_ones.values():
                texts.append(text)


def _text_of(node: _Element) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    if node.tag == f"{_W}noBreakHyphen":
        return "-"
    if node.tag in (f"{_W}tab", f"{_W}ptab"):
        return " "
    return "\n" if node.tag in (f"{_W}br", f"{_W}p") else ""


def _ticked_columns(body: _Element, heads: Mapping[str, str]) -> list[str]:
    """The values of the columns that have a tick below their head."""
    places: dict[int, str] = {}
    found: list[str] = []
    for row in body.iter(f"{_W}tr"):
        cells = ["".join("".join(_lines(cell)).split()) for cell in row.iter(f"{_W}tc")]
        if all(head in cells for head in heads):
            places = {cells.index(head): value for head, value in heads.items()}
            continue
        found += [value for place, value in places.items() if place < len(cells) and _has_tick(cells[place])]
        places = {}
    return found


def _has_tick(cell: str) -> bool:
    return any(sign in _TICKED for sign in cell)


# -- labels ----------------------------------------------------------------------------------------------------


def _lines(body: _Element) -> list[str]:
    """The paragraphs of the file in order, deleted text left out; a bordered √ is a ticked box."""
    lines = []
    for paragraph in body.iter(f"{_W}p"):
        parts = [
            _text_of(node)
            for node in paragraph.iter()
            if node.tag != f"{_W}p" and not any(above.tag == f"{_W}del" for above in node.iterancestors())
        ]
        lines += "".join(parts).split("\n")
    return [_SPACES.sub(" ", line).strip() for line in lines]


def _tick_name(key: str, word: str) -> str:
    return f"{key}_{word}"


def _ticked_marks(marks: Mapping[str, str], labels: Labels) -> frozenset[str]:
    """The names of boxes that are ticked by their marks."""
    names = (_tick_name(key, word) for key, words in labels.ticks.items() for word in words)
    return frozenset(name for name in names if any(sign in _TICKED for sign in marks.get(name, "")))


def _by_labels(lines: list[str], labels: Labels, marked: frozenset[str]) -> tuple[dict[str, str], frozenset[str]]:
    values = _texts(lines, labels)
    unclear = set()
    whole = "\n".join(lines)
    for key, words in labels.ticks.items():
        chosen = [value for word, value in words.items() if _tick_name(key, word) in marked or _is_ticked(whole, word)]
        if len(chosen) == 1:
            values[key] = chosen[0]
        elif chosen:
            unclear.add(key)
    return values, frozenset(unclear)


def _texts(lines: list[str], labels: Labels) -> dict[str, str]:
    """What stands between each label and the next one, whichever that is."""
    whole = "\n".join(lines)
    ends = (*labels.texts.values(), *labels.stops)
    found: dict[str, str] = {}
    for key, label in labels.texts.items():
        start = _place(whole, label)
        if start is None:
            continue
        after = whole[start[1] :]
        stop = min((place[0] for other in ends if (place := _place(after, other)) is not None), default=len(after))
        text = "\n".join(line.strip() for line in after[:stop].split("\n")).strip()
        if text:
            found[key] = text
    return found


def _place(text: str, label: str) -> tuple[int, int] | None:
    """Where the label stands, however it is spaced and whichever colon follows."""
    plain = r"\s*".join(re.escape(letter) for letter in label.rstrip("：:"))
    match = re.search(rf"(?<!\w){plain}\s*[：:]", text)
    return match.span() if match else None


def _is_ticked(text: str, word: str) -> bool:
    """Whether a tick stands before the word, in or instead of its box, or right behind it."""
    box = f"[{_EMPTY_BOX}]?"
    before = re.search(rf"{box}\s*[{_TICKED}]\s*{box}\s*{re.escape(word)}(?![\w])", text)
    behind = re.search(rf"{box}\s*{re.escape(word)}\s*[{_TICKED}](?!\s*[{_EMPTY_BOX}\w])", text)
    return before is not None or behind is not None
