"""恢复单: the code that opens an encrypted office, and its encrypted backups, where the passphrase was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hotline_desktop.domain.papers.document_values import rows_of
from hotline_desktop.domain.terms.dates import chinese_date

_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class CodeRow:
    """Four groups of the code; fewer in the last row."""

    place: str | None = None
    first: str | None = None
    second: str | None = None
    third: str | None = None
    fourth: str | None = None


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The sheet to be printed and locked away. ``made_on`` is the day on which it was written."""

    unit: str | None = None
    made_on: str | None = None
    rows: tuple[CodeRow, ...] = rows_of(CodeRow)


def recovery_sheet(code: str, center: str, on: date) -> RecoverySheet:
    """The sheet of ``code``, whose groups are divided by dashes."""
    return RecoverySheet(center or None, chinese_date(on), tuple(_rows(code.split("-"))))


def _rows(groups: list[str]) -> Iterator[CodeRow]:
    for place, start in enumerate(range(0, len(groups), _IN_A_ROW), start=1):
        yield CodeRow(str(place), *groups[start : start + _IN_A_ROW])
