"""What an .xlsx file says beside its values: how far its cells reach, which formulas have no value, what is hidden.

The library that reads the values lays out every cell up to the last one, and leaves errors of formulas empty. So the
parts of the file are looked through first, by pattern, since a large sheet holds a million cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from posixpath import basename, join, normpath
from typing import Any, NamedTuple, cast
from xml.etree import ElementTree

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.exchange.sheets.sheet import MOST_CELLS, UNCALCULATED, Merge

# A part that is larger than this is no list of tickets; a small file may still claim it (a “zip bomb”).
LARGEST_PART = 600_000_000
_LARGE_PART, _STRONGEST_PACKING = 100_000_000, 400
_COMMENTS, _COMMENT = late(r"^xl/(?:comments/)?comments?\d*\.xml$"), late(rb"<(?:\w+:)?comment\s")
_STEP = 1_000_000  # packed bytes that are unpacked at once
_FAR_COLUMN = re.compile(rb"r=[\"']([A-Z]{2,3})\d")
_FAR_ROW = re.compile(rb"r=[\"'][A-Z]{1,3}(\d{6,7})[\"']")
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26  # of cells whose references are too short for the patterns above
_CELL = late(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>(?!</)")
_HIDDEN_COLUMNS = late(rb"<(?:\w+:)?col\s(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*>")
_FROM, _TO = late(rb"\bmin=[\"'](\d{1,5})[\"']"), late(rb"\bmax=[\"'](\d{1,5})[\"']")
_HIDDEN_ROW = late(rb"row\s(?=[^>]*\s(?:hidden=[\"'](?:1|true)|ht=[\"']0(?:\.0+)?)[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']")
_REFERENCE = late(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_FORMULA = late(rb"<(?:\w+:)?f[\s>/]")
_ERROR = late(rb"\st=[\"']e[\"']")
_VALUE = late(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_STRING = late(rb"\st=[\"'](?:str|inlineStr)[\"']")
_SHARED = late(rb"\st=[\"']s[\"']")
_STRING_ITEM = late(rb"<(?:\w+:)?si(?:\s[^>]*)?>(.*?)</(?:\w+:)?si>", re.DOTALL)
_TAG = late(rb"<[^>]*>")
_ROWS = b"sheetData"  # the element around them
_LONGEST_CELL = 40_000  # bytes of one formula and its value
_WORKSHEET_TYPE = "/worksheet"


# A cell farther from the table than this strayed there: a space typed by accident, or left by a system.
_FAR_ROWS, _FAR_COLUMNS = 5_000, 200


class SheetFacts(NamedTuple):
    """Of one worksheet: positions from 0. ``shown`` is what cells show whose values the library leaves out.

    ``part`` is the name of its part in the file. ``merges`` are told where the library does not.
    """

    height: int = 0
    width: int = 0
    hidden_rows: frozenset[int] = frozenset()
    shown: tuple[tuple[int, int, str], ...] = ()
    part: str = ""
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()


class WorkbookFacts(NamedTuple):
    """Of a workbook: by the names of its sheets, and whether its days count from 1904.

    ``beside`` names what it holds beside its cells: 2 处批注.
    """

    sheets: dict[str, SheetFacts]
    from_1904: bool = False
    beside: tuple[str, ...] = ()


class PartTooLarge(ValueError):
    """A part of the file unpacks to more than any list of tickets holds."""


def workbook_facts(package: zipfile.ZipFile) -> WorkbookFacts:
    """What the file says of its sheets; empty where it is no .xlsx. Raises PartTooLarge, and errors of zip and XML."""
    if any(part.file_size > LARGEST_PART or _is_bomb(part) for part in package.infolist()):
        raise PartTooLarge
    main = _workbook_part(package)
    if main is None:
        return WorkbookFacts({})
    workbook = ElementTree.fromstring(package.read(main))
    folder = main.rpartition("/")[0]
    targets = _relations(package, f"{folder}/_rels/{basename(main)}.rels".lstrip("/"))
    sheets = {}
    for sheet in _named(workbook, "sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        part = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
        if target and part in package.namelist():
            sheets[sheet.get("name", "")] = _sheet_facts(_read(package, part))._replace(part=part)
    from_1904 = any(each.get("date1904", "0") in ("1", "true") for each in _named(workbook, "workbookPr"))
    return WorkbookFacts(sheets, from_1904, _beside(package))


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    """Whether a part says the same over and over: no list of tickets packs to a four hundredth."""
    return part.file_size > _LARGE_PART and part.file_size > _STRONGEST_PACKING * max(part.compress_size, 1)


def _beside(package: zipfile.ZipFile) -> tuple[str, ...]:
    """Comments and pictures, which no row of a table holds."""
    names = package.namelist()
    comments = sum(len(_COMMENT.findall(package.read(name))) for name in names if _COMMENTS.search(name))
    pictures = sum(name.startswith("xl/media/") for name in names)
    return beside_cells(comments, pictures)


def beside_cells(comments: int, pictures: int = 0) -> tuple[str, ...]:
    """What a file holds beside its cells, in words: 2 处批注, 1 张图片."""
    counted = ((comments, "处批注"), (pictures, "张图片"))
    return tuple(f"{count} {what}" for count, what in counted if count)


def _read(package: zipfile.ZipFile, part: str) -> bytes:
    """A large part, unpacked in large steps: in the library's own small ones it takes twice as long."""
    with package.open(part) as opened:
        cast(Any, opened).MIN_READ_SIZE = _STEP
        return opened.read()


def _workbook_part(package: zipfile.ZipFile) -> str | None:
    names = set(package.namelist())
    if "_rels/.rels" in names:
        for relation in ElementTree.fromstring(package.read("_rels/.rels")):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in names and target.endswith(".xml"):
                return target
    return "xl/workbook.xml" if "xl/workbook.xml" in names else None


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    if part not in package.namelist():
        return {}
    root = ElementTree.fromstring(package.read(part))
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in root
        if relation.get("Type", "").endswith(_WORKSHEET_TYPE)
    }


def _named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in root.iter() if each.tag.rpartition("}")[2] == name)


def _sheet_facts(xml: bytes) -> SheetFacts:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = xml.decode("utf-16").encode()
    height, width = _extent(xml)
    hidden_rows = _HIDDEN_ROW.finditer(xml) if _has(xml, b"h", b"hidden=", b'ht="0', b"ht='0") else ()
    hidden = frozenset(int(match[1]) - 1 for match in hidden_rows)
    return SheetFacts(height, width, hidden, tuple(_left_out(xml)), hidden_columns=_hidden_columns(xml))


def _hidden_columns(xml: bytes) -> frozenset[int]:
    ranges = (match[0] for match in _HIDDEN_COLUMNS.finditer(xml[: xml.find(b"sheetData")]))
    bounds = ((_FROM.search(each), _TO.search(each)) for each in ranges)
    return frozenset(
        place
        for first, last in bounds
        if first and last
        for place in range(int(first[1]) - 1, min(int(last[1]), _FAR_COLUMNS))
    )


def _extent(xml: bytes) -> tuple[int, int]:
    """At least how far the cells reach, rows and columns; exact where that may be too far."""
    width = max(map(_column, {match[1] for match in _FAR_COLUMN.finditer(xml)}), default=_NEAR_COLUMNS)
    height = max((int(match[1]) for match in _FAR_ROW.finditer(xml)), default=_NEAR_ROWS)
    if height * width <= MOST_CELLS:
        return height, width
    columns: set[bytes] = set()
    height = 0
    for match in _CELL.finditer(xml):
        columns.add(match[1])
        height = max(height, int(match[2]))
    return height, max(map(_column, columns), default=0)


def without_strays(package: bytes, facts: WorkbookFacts) -> bytes:
    """The file without cells that lie far from the table and say nothing, where they make a sheet too large."""
    too_large = {sheet.part for sheet in facts.sheets.values() if sheet.height * sheet.width > MOST_CELLS}
    if not too_large:
        return package
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        strings = _shared_strings(old)
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, _trimmed(content, strings) if part.filename in too_large else content)
    return out.getvalue()


def _trimmed(xml: bytes, strings: list[bytes]) -> bytes:
    rows, columns = set(), set()
    for match in _CELL.finditer(xml):
        rows.add(int(match[2]))
        columns.add(_column(match[1]))
    last_row, last_column = _before_gap(sorted(rows), _FAR_ROWS), _before_gap(sorted(columns), _FAR_COLUMNS)
    kept, start = [], 0
    for match in _CELL.finditer(xml):
        if int(match[2]) <= last_row and _column(match[1]) <= last_column:
            continue
        end = xml.find(b"c>", match.end())
        if end >= 0 and _says_nothing(xml[match.start() : end + 2], strings):
            kept.append(xml[start : match.start()])
            start = end + 2
    return b"".join([*kept, xml[start:]])


def _before_gap(places: list[int], far: int) -> int:
    """The last of the places before the first wide gap."""
    for place, following in pairwise(places):
        if following - place > far:
            return place
    return places[-1] if places else 0


def _says_nothing(cell: bytes, strings: list[bytes]) -> bool:
    if _SHARED.search(cell, 0, cell.find(b">")):
        value = _VALUE.search(cell)
        number = int(value[1]) if value and value[1].strip().isdigit() else -1
        return 0 <= number < len(strings) and not strings[number].strip()
    return not _TAG.sub(b"", cell).strip()


def _shared_strings(package: zipfile.ZipFile) -> list[bytes]:
    part = next((name for name in package.namelist() if name.endswith("sharedStrings.xml")), None)
    return [_TAG.sub(b"", each) for each in _STRING_ITEM.findall(package.read(part))] if part else []


def _left_out(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Cells with an error, or a formula without a value."""
    formulas = _FORMULA.finditer(xml) if _has(xml, b"f", b"<f", b":f") else ()
    errors = _ERROR.finditer(xml) if b't="e"' in xml or _has(xml, b"'", b"t='e'") else ()
    for match in (*errors, *formulas):
        cell = _cell_around(xml, match.start())
        place = _place(cell)
        if place is None:
            continue
        value = _VALUE.search(cell)
        if _ERROR.search(cell, 0, cell.find(b">")):
            if value:
                yield (*place, value[1].decode("utf-8", "replace"))
        elif not (value and value[1]) and not (value and _STRING.search(cell, 0, cell.find(b">"))):
            yield (*place, UNCALCULATED)


def _has(xml: bytes, letter: bytes, *markup: bytes) -> bool:
    """Whether any ``markup`` stands among the rows; each holds ``letter``, which is rare there.

    One letter is found some twenty times as fast as two: they are looked for from its first place on.
    """
    first, last = xml.find(_ROWS), xml.rfind(_ROWS)
    place = xml.find(letter, first, last)
    return place >= 0 and any(xml.find(each, max(place - len(each), 0), last) >= 0 for each in markup)


def _cell_around(xml: bytes, place: int) -> bytes:
    """The element of the cell that holds the byte at ``place``; empty where none does."""
    before = xml[max(place - _LONGEST_CELL, 0) : place + 1]
    start = max(before.rfind(b"<c "), before.rfind(b":c "))
    if start < 0:
        return b""
    start += place + 1 - len(before)
    end = xml.find(b"c>", place, place + _LONGEST_CELL)
    closed = xml.find(b"/>", start, xml.find(b">", start) + 1)
    return xml[start : end if closed < 0 and end >= 0 else closed + 2]


def _place(cell: bytes) -> tuple[int, int] | None:
    reference = _REFERENCE.search(cell, 0, cell.find(b">") + 1)
    return (int(reference[2]) - 1, _column(reference[1]) - 1) if reference else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
