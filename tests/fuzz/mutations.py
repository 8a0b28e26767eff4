"""Files as no program should write them: good ones, damaged in ways that a seed decides and repeats."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.exchange import case_files as made

OLD_EXCEL = Path(__file__).parents[1] / "exchange" / "data" / "old_excel.xls"
_BOOKS: Sequence[made.Recipe] = (
    *(made.counted_from_1904, made.formulas, made.two_people, made.below_titles, made.hidden_row),
    *(made.number_shapes, made.row_for_each_unit, made.stray_last_column, made.without_references),
)
_TEXTS: Sequence[made.Recipe] = (made.wrapped_cells, made.inner_quotes, made.open_quote, made.many_lines_in_a_cell)
_LARGE = (b"1048576", b"16384", b"4294967295", b"99999999999999999999", b"-1", b"0", b"1e308", b"NaN")
_WORDS = (
    *(
        b'r="XFD1048576"',
        b'r="A1"',
        b"<f>",
        b"</c>",
        b'<c r="B2"',
        b't="s"',
        b't="e"',
        b"<v>",
        b"]]>",
        b"&#0;",
        b"&amp;",
    ),
    *(b' rowspan="65535" colspan="65535"', b'ss:Index="1048576"', b'ss:MergeDown="1048575"', b"<table><tr><td>"),
    *(b"\xff\xfe", b"\0", b"\x80", b'"', b"\r", b"\n\n\n", "合计".encode(), "\u202e".encode(), b"," * 300, b"\t"),
    *(
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<dimension ref="A1:XFD1048576"/>',
        b'date1904="1"',
    ),
    *(b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]>", b"sep=|", b"1.0E+400", b"2.02611E+13", b"9" * 400),
)
_NUMBER = re.compile(rb"\d+")


def seeds(folder: Path) -> list[tuple[str, bytes]]:
    """Good files of every kind, each with the ending of its name."""
    found: list[tuple[str, bytes]] = []
    for ending, recipes in (("xlsx", _BOOKS), ("csv", _TEXTS), ("xls", (made.html, made.xml_2003))):
        for recipe in recipes:
            path = folder / f"{recipe.__name__}.{ending}"
            recipe(path)
            found.append((ending, path.read_bytes()))
    text = (folder / f"{made.inner_quotes.__name__}.csv").read_text("utf-8")
    found.append(("txt", text.replace(",", "\t").encode("utf-16")))
    found.append(("txt", text.encode("gb18030")))
    return [*found, ("xls", OLD_EXCEL.read_bytes())]


def mutated(data: bytes, seed: int) -> bytes:
    """``data`` with some damage, the same for the same seed; of an .xlsx mostly in its parts, not in the packing."""
    chance = random.Random(seed)
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _repacked(data, chance)
    return _damaged(data, chance)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hit = {chance.choice(names), *(name for name in names if "sheet1" in name and chance.random() < 0.7)}
        for name in names:
            if name in hit and chance.random() < 0.05:
                continue  # a part that is missing
            content = old.read(name)
            new.writestr(name, _damaged(content, chance) if name in hit else content)
    return out.getvalue()


def _damaged(data: bytes, chance: random.Random) -> bytes:
    for _time in range(chance.choice((1, 1, 2, 3, 8))):
        data = chance.choice(_WAYS)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _time in range(chance.randint(1, 6)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(data))


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = _place(data, chance)
    return data[:start] + data[start + chance.choice((1, 2, 7, 40, 400)) :]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = _place(data, chance)
    piece = data[start : start + chance.choice((5, 50, 500))]
    return data[:start] + piece * chance.choice((2, 3, 60)) + data[start:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    start = _place(data, chance)
    return data[:start] + chance.choice(_WORDS) + data[start:]


def _renumber(data: bytes, chance: random.Random) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + chance.choice(_LARGE) + data[match.end() :]


def _swap(data: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(_place(data, chance) for _time in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


_WAYS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    *(_flip, _cut, _truncate, _repeat, _insert, _insert, _renumber, _renumber, _swap),
)
