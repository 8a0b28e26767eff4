"""What others recorded while somebody filled in a form: told before it is written, never overwritten unseen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import R
from hotline_desktop.domain.terms.errors import HotlineError

_MOST_NAMED = 5


class ChangedMeanwhile(HotlineError):
    """The record went on since the form was opened; ``since`` is how many entries it has now. Nothing was recorded."""

    def __init__(self, message: str, since: int) -> None:
        super().__init__(message)
        self.since = since


def must_be_unchanged(entries: Sequence[Entry], since: int, kind: RecordKind[R]) -> None:
    """Raises ChangedMeanwhile where something stands behind the first ``since`` entries; files alone do not count."""
    sentences = [_sentence(entry, kind) for entry in entries[since:] if not _only_notes(entry, kind)]
    if not sentences:
        return
    more = f"等{len(sentences)}步" if len(sentences) > _MOST_NAMED else ""
    raise ChangedMeanwhile(
        f"您填写以后，这{_COUNTED.get(kind.word, '件')}{kind.word}又办了：{'；'.join(sentences[:_MOST_NAMED])}{more}。"
        "您这一步还没有记录，填的内容还在。请看过以后再决定。",
        len(entries),
    )


# 一次约谈, else 一件工单.
_COUNTED = {"约谈": "次"}


def _sentence(entry: Entry, kind: RecordKind[R]) -> str:
    """``11月5日16:40 周敏 更正登记内容（诉求地址、标题）``: which fields, not what stands in them."""
    step = kind.by_id.get(entry.step)
    when = entry.recorded_at or entry.at
    labels = [field.label for field in step.fields if entry.values.get(field.key)] if step is not None else []
    fields = f"（{'、'.join(labels)}）" if labels else ""
    return f"{when.month}月{when.day}日{when:%H:%M} {entry.by} {step.label if step is not None else entry.step}{fields}"


def _only_notes(entry: Entry, kind: RecordKind[Any]) -> bool:
    step = kind.by_id.get(entry.step)
    return step is not None and step.notes
