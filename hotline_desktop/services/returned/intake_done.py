"""What became of files that were taken in: filed, laid into the tray, or left where they stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.files.names import plain_name
from hotline_desktop.services.returned.sheet_judging import Sheet
from hotline_desktop.services.returned.waiting_scans import Waiting


@dataclass(frozen=True, slots=True)
class Filed:
    """A sheet that was filed: its file and pages, its paper, the ticket's or case's number, and which print it is."""

    name: str
    pages: str
    kind: str
    number: str
    nth: int

    @classmethod
    def of(cls, one: Sheet | Waiting) -> Filed:
        """A sheet of one file, or one whose pages were gathered."""
        coded = one.print
        assert coded is not None
        if isinstance(one, Waiting):
            return cls(one.name, one.pages, coded.kind, coded.number, coded.nth)
        return cls(plain_name(one.scan.path.name), one.scan.page_text, coded.kind, coded.number, coded.nth)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was not taken in at all, and why; it stands where it was."""

    path: Path
    reason: str

    @property
    def name(self) -> str:
        """The file's name alone."""
        return plain_name(self.path.name)


@dataclass(frozen=True, slots=True)
class Laid:
    """A scan in the tray by its number there; ``known`` where the same one waited already."""

    id: int
    known: bool


@dataclass(slots=True)
class IntakeDone:
    """What became of some files.

    ``empty`` counts the backs of sheets that were left out, ``known`` what waits in the tray still since an earlier
    time; ``known_tray`` is that. ``laid`` are the numbers of what was laid into the tray, where pages of one print may
    find each other, ``met`` those of what had been laid there before, one for each scan.
    """

    filed: list[Filed] = field(default_factory=list)
    tray: list[Waiting] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    empty: int = 0
    known: int = 0
    known_tray: list[Waiting] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    laid: set[int] = field(default_factory=set)
    met: list[int] = field(default_factory=list)

    @property
    def changes(self) -> Changes:
        """What has to be shown anew."""
        return Changes(tickets=frozenset(self.touched), cases=bool(self.filed), papers=True)
