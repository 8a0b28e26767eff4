"""Headers in two rows: a group (诉求人, 承办人) above what is said of it (姓名, 电话), or a header merged over both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hotline_desktop.domain.importing.model import Cell
from hotline_desktop.domain.terms.text import unwrapped
from hotline_desktop.exchange.headers.aliases import AliasTable, plain_header
from hotline_desktop.exchange.sheets.cells import cell_text
from hotline_desktop.exchange.sheets.sheet import Sheet

_LONGEST_GROUP = 12
_GROUP_ENDING = re.compile(r"(?<=.)(?:基本)?(?:信息|资料|情况)$")  # 诉求人信息 above 姓名 means 诉求人
_NO_GROUP = re.compile(r"[:：\d]")


def header_text(cell: Cell) -> str:
    """The cell as a header: without spaces and line breaks, and without ``="…"`` around it."""
    text = "".join(cell_text(cell).split())
    return unwrapped(text) if text.startswith('="') else text


def joined_headers(sheet: Sheet, header: int, aliases: AliasTable) -> list[str]:
    """The names in the row at position ``header``, each with the group above it where it needs one to be understood."""
    own = _texts(sheet, header)
    above = _texts(sheet, header - 1) if header else []
    groups = _groups(sheet, header - 1, above, own) if header else []
    width = max(len(own), len(above))
    own += [""] * (width - len(own))
    groups += [""] * (width - len(groups))
    repeated = {name for name, count in Counter(filter(None, own)).items() if count > 1}
    names = []
    for place, name in enumerate(own):
        if not name:
            over = _could_be_header(sheet, header, above, place, aliases)
            names.append(above[place] if over else "")
        elif (group := groups[place]) and _needs_group(name, group, repeated, aliases):
            names.append(group + name)
        else:
            names.append(name)
    return names


def continues_below(sheet: Sheet, header: int, aliases: AliasTable) -> bool:
    """Whether the row below the headers is their second one: words under groups only, nothing under the others."""
    own, below = _texts(sheet, header), _texts(sheet, header + 1)
    places = [place for place, text in enumerate(below) if text]
    grouped = _grouped(sheet, header, own)
    if not places or not grouped.issuperset(places) or len(grouped) >= max(len(own), len(below)):
        return False
    texts = [below[place] for place in places]
    return all(len(word) <= _LONGEST_GROUP and not _NO_GROUP.search(word) for word in texts) and any(
        map(aliases.knows, texts)
    )


def _texts(sheet: Sheet, place: int) -> list[str]:
    return [header_text(cell) for cell in sheet.rows[place]] if 0 <= place < len(sheet.rows) else []


def _grouped(sheet: Sheet, row: int, texts: Sequence[str]) -> set[int]:
    """The columns over which a cell of ``row`` is merged with its neighbours, or would be in a file without merging."""
    across = [merge for merge in sheet.merges if merge.top == row == merge.bottom and merge.right > merge.left]
    if across or sheet.merges:
        return {place for merge in across for place in range(merge.left, merge.right + 1)}
    places, start = set(), None
    width = len(sheet.rows[row + 1]) if row + 1 < len(sheet.rows) else 0
    for place in range(max(len(texts), width)):
        if place < len(texts) and texts[place]:
            start = place
        elif start is not None:
            places |= {start, place}
    return places


def _groups(sheet: Sheet, row: int, above: Sequence[str], own: Sequence[str]) -> list[str]:
    """The group over each column; none where the row above is a title or tells of the table as a whole."""
    filled = [text for text in above if text]
    if len(set(filled)) < 2 and len(_grouped(sheet, row, above)) >= len(own):
        return []
    groups, grouped, current = [], _grouped(sheet, row, above), ""
    for place in range(max(len(above), len(own))):
        text = above[place] if place < len(above) else ""
        current = text or (current if place in grouped else "")
        current = _GROUP_ENDING.sub("", current)
        fits = len(current) <= _LONGEST_GROUP and not _NO_GROUP.search(current) and place in grouped
        groups.append(current if fits else "")
    return groups


def _needs_group(name: str, group: str, repeated: set[str], aliases: AliasTable) -> bool:
    """Whether only the group tells what is meant: 姓名 under 承办人, 时间 under 受理; 来电时间 says it itself."""
    if plain_header(name).startswith(plain_header(group)):
        return False
    if name in repeated or not aliases.knows(name):
        return True
    if not aliases.fits_anything(name):
        return False
    return aliases.knows(group + name) or aliases.is_of_others(group)


def _could_be_header(sheet: Sheet, header: int, above: Sequence[str], place: int, aliases: AliasTable) -> bool:
    """Whether the cell above an empty one is a header that is merged over both rows."""
    if place >= len(above) or not above[place]:
        return False
    merged = any(
        merge.top <= header - 1 < header <= merge.bottom and merge.left <= place <= merge.right
        for merge in sheet.merges
    )
    return merged or aliases.knows(above[place])
