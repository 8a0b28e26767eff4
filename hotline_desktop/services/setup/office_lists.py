"""Lists that the office keeps for itself: phrases, categories, and filters that all of its clerks share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Level, RequestType, Stage
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.text import without_nul
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import settings as settings_table

CHANGED = Changes(settings=True)
_KEPT = "原来的没有变动。"
_MOST_LINES, _LONGEST = 500, 500
_READERS: Mapping[str, Any] = {"stages": Stage, "levels": Level, "request_types": RequestType}
_DAYS = frozenset(("called_from", "called_to"))


class ListKind(StrEnum):
    """The lists that are a text with one entry a line; the value is what they are called."""

    PHRASES = "常用语"
    CATEGORIES = "诉求类别"


class ListRefused(HotlineError):
    """A list cannot be kept as given; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence to put into a field; ``label`` names the field that it is for, empty for every one."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name; ``by`` is who shared it."""

    name: str
    filter: TicketFilter
    by: str = ""


class OfficeLists:
    """Each list is kept as one text beside the settings, and every change stands in the office's history."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def text(self, kind: ListKind) -> str:
        """The list as a clerk writes it, one entry a line; the program's own start where nothing was kept yet."""
        with self._office.db.read() as c:
            return _text(c, kind)

    def change(self, kind: ListKind, text: str, by: str, seen: str | None = None) -> Changes:
        """Keeps another list. Raises ListRefused for one that is too long, or that is no longer as it was ``seen``."""
        lines = [" ".join(line.split()) for line in without_nul(text).splitlines() if line.strip()]
        if len(lines) > _MOST_LINES or any(len(line) > _LONGEST for line in lines):
            raise ListRefused(f"{kind}最多 {_MOST_LINES} 行，每行最多 {_LONGEST} 字。{_KEPT}")
        new = "\n".join(lines)
        with self._office.write(Right.HANDLE, by) as c:
            old = _text(c, kind)
            if new == old:
                return Changes()
            if seen is not None and seen != old:
                raise ListRefused(f"别人刚改过{kind}，没有保存，您写的还在。请重新打开这一页，把要加的几行加进去再存。")
            settings_table.save(c, {_key(kind): json.dumps(new, ensure_ascii=False)})
            self._office.remember(c, f"修改{kind}", by, {kind.value: old}, {kind.value: new})
        return CHANGED

    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase; ``答复内容：已电话告知……`` is for the field of that label."""
        return tuple(phrase_of(line) for line in self.text(ListKind.PHRASES).splitlines() if line.strip())

    def categories(self) -> tuple[str, ...]:
        """The office's own categories, a branch as ``城市管理/占道经营``."""
        return tuple(line.strip() for line in self.text(ListKind.CATEGORIES).splitlines() if line.strip())

    # -- filters -------------------------------------------------------------------------------------------

    def shared_filters(self) -> tuple[SavedFilter, ...]:
        """The filters that all clerks see."""
        with self._office.db.read() as c:
            return tuple(_readable(_kept_filters(c)))

    def share_filter(self, saved: SavedFilter) -> Changes:
        """Keeps a filter for everybody, in place of one of the same name."""
        return self._keep_filters(saved.name, (saved,), f"共享筛选条件“{saved.name}”", saved.by)

    def drop_filter(self, name: str, by: str) -> Changes:
        """Takes a shared filter away."""
        return self._keep_filters(name, (), f"删除共享的筛选条件“{name}”", by)

    def _keep_filters(self, name: str, instead: tuple[SavedFilter, ...], step: str, by: str) -> Changes:
        """Keeps ``instead`` in the place of the filter of that name; the others stay, also those shared just now.

        They stay as they are kept: a later program may have written what this one leaves out.
        """
        with self._office.write(Right.HANDLE, by) as c:
            others = [kept for kept in _kept_filters(c) if not (isinstance(kept, dict) and kept.get("name") == name)]
            filters = [*others, *map(saved_values, instead)]
            settings_table.save(c, {_FILTERS: json.dumps(filters)})  # in ASCII: half a character may be among them
            self._office.remember(c, step, by, {}, {})
        return CHANGED


def phrase_of(line: str) -> Phrase:
    """A line of the list: what stands before the first full-width colon is the field it is for, if it is short."""
    label, colon, text = line.strip().partition("：")
    return Phrase(label, text.strip()) if colon and 0 < len(label) <= 12 and text.strip() else Phrase("", line.strip())


def saved_values(saved: SavedFilter) -> dict[str, object]:
    """A saved filter as JSON holds it: only what narrows."""
    blank, parts = TicketFilter(), {}
    for each in fields(TicketFilter):
        value = _without_nul(getattr(saved.filter, each.name))
        if value != getattr(blank, each.name) and each.name not in ("ids", "number"):
            parts[each.name] = value.isoformat() if isinstance(value, date) else value
    return {"name": without_nul(saved.name), "by": saved.by, "filter": parts}


def _without_nul(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_without_nul, value))
    return without_nul(value) if type(value) is str else value


def read_saved(kept: Mapping[str, Any]) -> SavedFilter:
    """What :func:`saved_values` wrote; parts of a later program are left out."""
    known = {each.name for each in fields(TicketFilter)}
    parts: dict[str, Any] = {}
    for name, value in dict(kept.get("filter", {})).items():
        if name not in known:
            continue
        if name in _DAYS:
            parts[name] = date.fromisoformat(str(value))
        elif isinstance(value, list):
            parts[name] = tuple(_READERS[name](word) if name in _READERS else word for word in value)
        else:
            parts[name] = value
    return SavedFilter(str(kept.get("name", "")), TicketFilter(**parts), str(kept.get("by", "")))


def _text(c: Connection, kind: ListKind) -> str:
    kept = _read(c, _key(kind))
    return kept if isinstance(kept, str) else _STARTS[kind]


def _kept_filters(c: Connection) -> list[Any]:
    kept = _read(c, _FILTERS)
    return kept if isinstance(kept, list) else []


def _readable(kept: Iterable[Any]) -> Iterator[SavedFilter]:
    for one in kept:
        with suppress(*_UNREADABLE):
            yield read_saved(one)


def _read(c: Connection, key: str) -> object:
    """What is kept under ``key``; None where nothing is, or what nobody can read: a check names that."""
    with suppress(*_UNREADABLE):
        return json.loads(settings_table.load(c).get(key, "null"))
    return None


def _key(kind: ListKind) -> str:
    return f"list:{kind.name.lower()}"


_FILTERS = "list:filters"
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
_STARTS = {
    ListKind.PHRASES: """答复内容：已电话告知诉求人处理结果，诉求人表示认可。
答复内容：已上门向诉求人说明情况，{时间}，诉求人在场。
答复内容：经核实，____，已向诉求人解释政策依据，诉求人表示理解。
了解到的情况：诉求人反映{地址}____，已持续____，希望尽快处理。
处理情况：接单后于{今天}到{地址}现场核实，____。
退单理由说明：经核实，该事项属____职责，依据____，建议转____办理。
延期理由：因____，需____方能完成，申请延长____个工作日。
派单备注：请接单后先与诉求人联系，一个工作日内答复。
回访记录：诉求人表示问题已解决，对办理结果满意。
催单内容：诉求人再次来电催办。
""".strip(),
    ListKind.CATEGORIES: "",
}
