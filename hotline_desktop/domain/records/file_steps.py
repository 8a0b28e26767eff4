"""The steps that note files in a history: one was added, one was removed, one came after archiving."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.records.steps import R, Step, recorded
from hotline_desktop.domain.records.summaries import AttachmentSummary, HistoryLine
from hotline_desktop.domain.terms.clauses import Clause

FILING = frozenset(("archive", "case_archive"))
ATTACHING = frozenset(("attach", "case_attach"))
REOPENING = frozenset(("upper_return",))
FILE_KIND = Field("kind", "附件种类")
FILE_NAME = Field("name", "文件名")
WHY_GONE = Field("reason", "移除原因", required=True, limit=200)


def unchanged(record: R, _entry: Entry) -> R:
    """Leaves the record as it is: the step is only noted in its history."""
    return record


def file_steps(
    attach: str,
    detach: str,
    clause: Clause,
    came: Callable[[R, Entry], R] = unchanged,
    went: Callable[[R, Entry], R] = unchanged,
) -> tuple[Step[R], Step[R]]:
    """The two steps with the ids ``attach`` and ``detach``; ``came`` and ``went`` are what they make of the record."""
    return (
        recorded(attach, "添加附件", clause, (FILE_KIND, FILE_NAME), came, notes=True),
        recorded(detach, "移除附件", clause, (FILE_KIND, FILE_NAME, WHY_GONE), went, notes=True),
    )


def came_after_filing(history: Sequence[HistoryLine], files: Sequence[AttachmentSummary]) -> frozenset[int]:
    """The ids of the files added after the record was archived: they are kept, and stand apart. 督办二（五）3.

    None where it is not archived, or no longer.
    """
    place = next((place for place in range(len(history) - 1, -1, -1) if _ends(history[place])), None)
    if place is None or history[place].step in REOPENING:
        return frozenset()
    late = {_mark(line) for line in history[place + 1 :] if line.step in ATTACHING}
    return frozenset(file.id for file in files if (file.kind, file.added_at, file.added_by) in late)


def _ends(line: HistoryLine) -> bool:
    return not line.withdrawn and line.step in FILING | REOPENING


def _mark(line: HistoryLine) -> tuple[object, object, str]:
    return FILE_KIND.of(line.values), line.recorded_at, line.by
