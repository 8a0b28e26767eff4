"""What came to a record after it was archived: it is kept, and stands apart. 督办二（五）3."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.records.summaries import AttachmentSummary, HistoryLine

FILING = frozenset(("archive", "case_archive"))
ATTACHING = frozenset(("attach", "case_attach"))
FILE_KIND = Field("kind", "附件种类")
REOPENING = frozenset(("upper_return",))


def came_after_filing(history: Sequence[HistoryLine], files: Sequence[AttachmentSummary]) -> frozenset[int]:
    """The ids of the files that were added after the record was archived; none where it is not, or no longer."""
    place = next((place for place in range(len(history) - 1, -1, -1) if _ends(history[place])), None)
    if place is None or history[place].step in REOPENING:
        return frozenset()
    late = {_mark(line) for line in history[place + 1 :] if line.step in ATTACHING}
    return frozenset(file.id for file in files if (file.kind, file.added_at, file.added_by) in late)


def _ends(line: HistoryLine) -> bool:
    return not line.withdrawn and line.step in FILING | REOPENING


def _mark(line: HistoryLine) -> tuple[object, object, str]:
    return FILE_KIND.of(line.values), line.recorded_at, line.by
