"""What stands under, beside and behind the words of a form, where a file has lost its marks or never had them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

TICKED = "√✓✔☑☒■▣●◼"
_EMPTY_BOX = "□☐○▢"
_BETWEEN = re.compile(r"[\s：:]+")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s*[、.．])"
)
# The end of a letter: its date, filled in or not, and who writes it on the line above.
_DATED = re.compile(
    r"[\d〇○零一二三四五六七八九十]{0,4}\s*[年./-]\s*[\d一二三四五六七八九十]{0,3}\s*[月./-]\s*[\d一二三四五六七八九十]{0,3}\s*日?"
)
_WRITER = re.compile(r"[^。；，：:]{2,30}")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a form by which its fields are found: ``texts`` in their order on the paper, by field key.

    ``ticks`` lists for a field the words that may be ticked, each with the value it stands for. ``stops`` are labels
    at which the text of the field before them ends. ``columns`` lists for a field the heads of the columns in which a
    tick is put, each with the value it stands for. ``cells`` are labels with a cell of their own before the field's,
    ``heads`` headings above the field's text.
    """

    texts: Mapping[str, str]
    ticks: Mapping[str, Mapping[str, str]]
    stops: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)


def read_labelled(
    lines: Sequence[str], rows: Sequence[Sequence[str]], labels: Labels, marked: Iterable[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """The fields by their labels, and those with more than one tick; ``marked`` are boxes that are ticked by marks."""
    values = {**_below(lines, labels), **_behind(lines, labels), **_beside(rows, labels)}
    unclear = set()
    whole, by_marks = "\n".join(lines), frozenset(marked)
    for key, choices in labels.ticks.items():
        chosen = [
            value for word, value in choices.items() if tick_name(key, word) in by_marks or _is_ticked(whole, word)
        ]
        if len(chosen) == 1:
            values[key] = chosen[0]
        elif chosen:
            unclear.add(key)
    for key, heads in labels.columns.items():
        ticked = _ticked_columns(rows, heads)
        values |= {key: ticked[0]} if len(ticked) == 1 else {}
        unclear |= {key} if len(ticked) > 1 else set()
    return values, frozenset(unclear)


def tick_name(key: str, word: str) -> str:
    """The name of the mark around a box."""
    return f"{key}_{word}"


def has_tick(text: str) -> bool:
    """Whether a tick of any kind stands in it."""
    return any(sign in TICKED for sign in text)


def _ticked_columns(rows: Sequence[Sequence[str]], heads: Mapping[str, str]) -> list[str]:
    """The values of the columns that have a tick below their head."""
    places: dict[int, str] = {}
    found: list[str] = []
    for row in rows:
        cells = ["".join(cell.split()) for cell in row]
        if all(head in cells for head in heads):
            places = {cells.index(head): value for head, value in heads.items()}
            continue
        found += [value for place, value in places.items() if place < len(cells) and has_tick(cells[place])]
        places = {}
    return found


def _behind(lines: Sequence[str], labels: Labels) -> dict[str, str]:
    """What stands between each label with a colon and the next one, whichever that is."""
    whole = "\n".join(lines)
    ends = (*labels.texts.values(), *(title for title in labels.stops if title.endswith("：")))
    cells = {_plain(label) for label in (*labels.cells.values(), *labels.stops)}
    found: dict[str, str] = {}
    for key, label in labels.texts.items():
        start = _place(whole, label)
        if start is None:
            continue
        after = whole[start[1] :]
        stop = min((place[0] for other in ends if (place := _place(after, other)) is not None), default=len(after))
        own = takewhile(lambda line: _plain(line) not in cells, after[:stop].split("\n"))
        text = "\n".join(line.strip() for line in own).strip()
        if text:
            found[key] = text
    return found


def _beside(rows: Sequence[Sequence[str]], labels: Labels) -> dict[str, str]:
    """What stands in the cell after each label; rows that were added below it go on with it."""
    keys = {_plain(label): key for key, label in labels.cells.items()}
    found: dict[str, str] = {}
    last = ""
    for row in rows:
        if last and len(row) > 1 and not any(row[:-1]) and row[-1]:
            found[last] = f"{found.get(last, '')}\n{row[-1]}".strip()
            continue
        last = ""
        for place, cell in enumerate(row):
            key = keys.get(_plain(cell))
            if key is not None and place + 1 < len(row) and _plain(row[place + 1]) not in keys:
                last = key
                if row[place + 1]:
                    found.setdefault(key, row[place + 1])
    return found


def _below(lines: Sequence[str], labels: Labels) -> dict[str, str]:
    """What stands on the lines below a heading, or below a label whose table is lost, or right behind either."""
    names = {_plain(_unnumbered(label)): key for key, label in {**labels.cells, **labels.heads}.items()}
    others = {_plain(label) for label in (*labels.texts.values(), *labels.stops)}
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        bare = _unnumbered(line)
        if (name := names.get(_plain(bare))) is not None:
            key = name
        elif any(_begins(line, other) for other in others):
            key = ""
        elif (begun := _name_ahead(bare, names)) is not None:
            key, rest = begun
            found.setdefault(key, []).append(rest)
        elif key:
            found.setdefault(key, []).append(line)
    texts = {name: "\n".join(line for line in _unsigned(part) if line) for name, part in found.items()}
    return {name: text for name, text in texts.items() if text}


def _name_ahead(line: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The field whose label begins the line, a colon or a gap behind it, and the rest."""
    head, gap, rest = _parted(line)
    key = names.get(_plain(head)) if gap else None
    return (key, rest.strip()) if key is not None and rest.strip() else None


def _parted(line: str) -> tuple[str, str, str]:
    found = re.search(r"[：:\t ]+", line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


def _begins(line: str, label: str) -> bool:
    head, _gap, _rest = _parted(line)
    return _plain(head) == label


def _unsigned(lines: list[str]) -> list[str]:
    """The text of a letter without who wrote it and when, which stand below its last part."""
    kept = list(lines)
    dated = False
    while kept and (not kept[-1] or _DATED.fullmatch(kept[-1])):
        dated = bool(kept.pop()) or dated
    if dated and len(kept) > 1 and _WRITER.fullmatch(kept[-1]):
        kept.pop()
    return kept


def _unnumbered(line: str) -> str:
    return _NUMBERED.sub("", line.strip())


def _plain(text: str) -> str:
    return _BETWEEN.sub("", text)


def _place(text: str, label: str) -> tuple[int, int] | None:
    """Where the label stands, however it is spaced and whichever colon follows."""
    plain = r"\s*".join(re.escape(letter) for letter in label.rstrip("：:"))
    match = re.search(rf"(?<!\w){plain}\s*[：:]", text)
    return match.span() if match else None


def _is_ticked(text: str, word: str) -> bool:
    """Whether a tick stands before the word, in or instead of its box, or right behind it."""
    box = f"[{_EMPTY_BOX}]?"
    before = re.search(rf"{box}\s*[{TICKED}]\s*{box}\s*{re.escape(word)}(?![\w])", text)
    behind = re.search(rf"{box}\s*{re.escape(word)}\s*[{TICKED}](?!\s*[{_EMPTY_BOX}\w])", text)
    return before is not None or behind is not None
