"""Reads fields by their labels, under, beside or before the text: for files without controls and bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

TICKED = "√✓✔✅☑☒⊠■▣●◼∨⋁˅ˇ"
_EMPTY_BOX = "□☐○▢"
# （√） and [ ], as who has no boxes writes them.
_IN_BRACKETS = re.compile(rf"[（(\[［【]\s*([{TICKED}]?)\s*[)）\]］】]")
_SIGN = re.compile(rf"[{TICKED}]|[{_EMPTY_BOX}]")
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
    by_marks = frozenset(marked)
    for key, choices in labels.ticks.items():
        ticked, doubtful = _ticked_words(lines, tuple(choices))
        ticked |= {word for word in choices if tick_name(key, word) in by_marks}
        if len(ticked) == 1 and not doubtful - ticked:
            values[key] = choices[ticked.pop()]
        elif ticked or doubtful:
            unclear.add(key)
    for key, heads in labels.columns.items():
        found = _ticked_columns(rows, heads)
        values |= {key: found[0]} if len(found) == 1 else {}
        unclear |= {key} if len(found) > 1 else set()
    return values, frozenset(unclear)


def swallows_label(text: str, lines: Sequence[str], labels: Labels, key: str) -> bool:
    """Whether the label of another field than ``key`` stands in its text and nowhere else: who types the same words
    leaves the form's own where they are.
    """
    whole = "\n".join(lines)
    for other, label in labels.texts.items():
        inside = len(_places(text, label)) if other != key else 0
        if inside and inside == len(_places(whole, label)):
            return True
    return False


def tick_name(key: str, word: str) -> str:
    """The name of the mark around a box."""
    return f"{key}_{word}"


def has_tick(text: str) -> bool:
    """Whether the text holds a tick of any kind."""
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
    starts = sorted(place[0] for label in dict.fromkeys(ends) for place in _places(whole, label))
    cells = {_plain(label) for label in (*labels.cells.values(), *labels.stops)}
    found: dict[str, str] = {}
    for key, label in labels.texts.items():
        place = next(iter(_places(whole, label)), None)
        if place is None:
            continue
        stop = next((start for start in starts if start >= place[1]), len(whole))
        after = whole[place[1] : stop]
        own = takewhile(lambda line: _plain(line) not in cells, after.split("\n"))
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


def _places(text: str, label: str) -> list[tuple[int, int]]:
    """Where the label stands, however it is spaced and whichever colon follows.

    A form's own begin a line or stand apart in it; words of a sentence count only where there are none of those.
    """
    plain = r"\s*".join(re.escape(letter) for letter in label.rstrip("：:"))
    found = list(re.finditer(rf"(?<!\w){plain}\s*[：:]", text))
    apart = [match for match in found if not text[: match.start()] or text[match.start() - 1].isspace()]
    return [match.span() for match in apart or found]


_Part = tuple[str, int, int]


def _ticked_words(lines: Sequence[str], words: Sequence[str]) -> tuple[set[str], set[str]]:
    """The words that have a tick, and those of which nobody can say whether the tick beside them is theirs."""
    ticked: set[str] = set()
    doubtful: set[str] = set()
    for line in lines:
        plain = _IN_BRACKETS.sub(lambda found: found[1] or _EMPTY_BOX[0], line)
        parts = _signs_and_words(plain, words)
        for place, (sign, _start, _end) in enumerate(parts):
            if sign in TICKED:
                owners = _owners(parts, place, plain, words)
                (ticked if len(owners) == 1 else doubtful).update(owners)
    return ticked, doubtful


def _signs_and_words(line: str, words: Sequence[str]) -> list[_Part]:
    """Ticks, boxes and the words of the form in the line, each with its place."""
    parts = [(found[0], *found.span()) for found in _SIGN.finditer(line)]
    for word in words:
        parts += [(word, *found.span()) for found in re.finditer(rf"{re.escape(word)}(?!\w)", line)]
    return sorted(parts, key=lambda part: part[1])


def _owners(parts: Sequence[_Part], place: int, line: str, words: Sequence[str]) -> set[str]:
    """The words that a tick can belong to: the one after it, a box between or not, and the one right before it."""
    _tick, start, end = parts[place]
    after, boxed = _word_after(parts, place, line, words)
    before = parts[place - 1] if place and parts[place - 1][0] in words else None
    if before is not None and line[before[2] : start].strip(" ：:"):
        before = None
    if before is None or not after:
        return {after} if after else {before[0]} if before is not None else set()
    if not boxed and place > 1 and _is_sign(parts[place - 2]) and not line[parts[place - 2][2] : before[1]].strip():
        return {after}  # every word has its sign before it, and this tick stands instead of a box
    left, right = line[start - 1] == " ", line[end : end + 1] == " "
    if left == right:
        return {before[0], after}
    return {before[0]} if right else {after}


def _word_after(parts: Sequence[_Part], place: int, line: str, words: Sequence[str]) -> tuple[str, bool]:
    """The word after a tick, and whether a box stands between them."""
    boxed, end = False, parts[place][2]
    for part, start, next_end in parts[place + 1 : place + 3]:
        if line[end:start].strip():
            return "", False
        if part in words:
            return part, boxed
        boxed, end = part in _EMPTY_BOX, next_end
    return "", False


def _is_sign(part: _Part) -> bool:
    return part[0] in TICKED or part[0] in _EMPTY_BOX
