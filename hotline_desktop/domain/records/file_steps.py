"""What every kind of record writes down about its files: one came, one was taken off."""

from __future__ import annotations

from collections.abc import Callable

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.records.steps import R, Step, recorded
from hotline_desktop.domain.terms.clauses import Clause

FILE_KIND = Field("kind", "附件种类")
FILE_NAME = Field("name", "文件名")
WHY_GONE = Field("reason", "移除原因", required=True, limit=200)


def unchanged(record: R, _entry: Entry) -> R:
    """The record of which something was only noted."""
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
