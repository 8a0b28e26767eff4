"""What others recorded while a form was open: it is shown before anything is written, and never overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import R, Step
from hotline_desktop.domain.terms.errors import HotlineError

NOTHING_SEEN: Mapping[int, int] = MappingProxyType({})  # nobody says how the records stood
_MOST_NAMED = 5
_FILLED_IN = "您填写以后"
_STILL_THERE = "您这一步还没有记录，填的内容还在"


class ChangedMeanwhile(HotlineError):
    """The record went on since the form was opened; ``since`` is how many entries it has now. Nothing was recorded."""

    def __init__(self, message: str, since: int) -> None:
        super().__init__(message)
        self.since = since


def must_be_unchanged(
    entries: Sequence[Entry], since: int, kind: RecordKind[R], begun: str = _FILLED_IN, kept: str = _STILL_THERE
) -> None:
    """Raises what :func:`changed_since` finds."""
    change = changed_since(entries, since, kind, begun, kept)
    if change is not None:
        raise change


def changed_since(
    entries: Sequence[Entry], since: int, kind: RecordKind[R], begun: str = _FILLED_IN, kept: str = _STILL_THERE
) -> ChangedMeanwhile | None:
    """What stands behind the first ``since`` entries; None where nothing does: files alone do not count.

    ``begun`` says since when it changed, and ``kept`` what became of the clerk's own work.
    """
    sentences = [
        _sentence(entries[: place + 1], kind)
        for place in range(since, len(entries))
        if not _only_notes(entries[place], kind)
    ]
    if not sentences:
        return None
    more = f"等{len(sentences)}步" if len(sentences) > _MOST_NAMED else ""
    return ChangedMeanwhile(
        f"{begun}，这{_COUNTED.get(kind.word, '件')}{kind.word}又办了：{'；'.join(sentences[:_MOST_NAMED])}{more}。"
        f"{kept}。请看过以后再决定。",
        len(entries),
    )


# 一次约谈, else 一件工单.
_COUNTED = {"约谈": "次"}


def _sentence(entries: Sequence[Entry], kind: RecordKind[R]) -> str:
    """``11月5日16:40 周敏 更正登记内容（诉求地址、标题）`` of the last entry: which fields, not what stands in them."""
    entry = entries[-1]
    step = kind.by_id.get(entry.step)
    when = entry.recorded_at or entry.at
    labels = _labels(entries, step, kind) if step is not None else []
    fields = f"（{'、'.join(labels)}）" if labels else ""
    return f"{when.month}月{when.day}日{when:%H:%M} {entry.by} {step.label if step is not None else entry.step}{fields}"


def _labels(entries: Sequence[Entry], step: Step[R], kind: RecordKind[R]) -> list[str]:
    """What the last entry says; of a correction, whose form says again what stood there, what it made different."""
    entry = entries[-1]
    if step.rewrites:
        return list(kind.changed(kind.replay(entries[:-1]), kind.replay(entries))[1])
    return [field.label for field in step.fields if entry.values.get(field.key)]


def _only_notes(entry: Entry, kind: RecordKind[Any]) -> bool:
    step = kind.by_id.get(entry.step)
    return step is not None and step.notes
