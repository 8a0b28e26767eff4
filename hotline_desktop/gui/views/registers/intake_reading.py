"""What lies in files that were dropped: scans and Word files, each judged alone, so that none keeps others waiting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import NotAllowed
from hotline_desktop.services.intake import Intake
from hotline_desktop.services.scan_reading import Scan, is_word, read_scans, unread
from hotline_desktop.services.sheet_judging import Sheet
from hotline_desktop.services.word_back import TypedSheet, WordReturns


@dataclass(frozen=True, slots=True)
class FilesRead:
    """What was read beside the database. ``unread`` are files that the machine did not give, each with the reason."""

    paths: Sequence[Path]
    scans: Sequence[Scan]
    words: Sequence[Path]
    empty: int
    unread: dict[Path, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What waits for a nod, and how much went to the tray; ``trouble`` is what went wrong with the files themselves."""

    ready: tuple[Sheet, ...]
    typed: tuple[TypedSheet, ...]
    tray: int
    empty: int
    unread: dict[Path, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def words(self) -> str:
        """What is told of it; nothing where there was nothing."""
        if not (self.ready or self.typed or self.tray or self.empty or self.trouble):
            return ""
        typed = f"，{len(self.typed)} 份单位回填的 Word 可以登记" if self.typed else ""
        backs = f"，空白背面 {self.empty} 页略过" if self.empty else ""
        trouble = f"；{self.trouble}" if self.trouble else ""
        return f"读到 {len(self.ready)} 件可以归档{typed}，{self.tray} 件放进托盘{backs}{trouble}。"


def read_files(paths: Sequence[Path], progress: Progress) -> FilesRead:
    """Reads them one after the other."""
    scans: list[Scan] = []
    words: list[Path] = []
    lost: dict[Path, str] = {}
    empty = 0
    for place, path in enumerate(paths):
        progress(place, len(paths))
        try:
            if is_word(path):
                words.append(path)
                continue
            found, backs = read_scans(path)
            scans += found
            empty += backs
        except OSError as error:
            lost[path] = str(unread(path, error))
        except HotlineError as error:
            lost[path] = str(error)
    return FilesRead(paths, scans, words, empty, lost)


def judge_files(intake: Intake, returns: WordReturns, files: FilesRead, beside: Iterable[int]) -> Judged:
    """Lays into the tray what nobody can file by a nod. ``beside`` are prints whose scan waits for one already."""
    lost = dict(files.unread)
    tray = 0
    ready: list[Sheet] = []
    for sheet in intake.judge(files.scans, beside):
        if sheet.ready:
            ready.append(sheet)
        else:
            tray += _laid_aside(intake, sheet.scan, sheet.against, lost)
    typed: list[TypedSheet] = []
    for path in files.words:
        try:
            typed.append(returns.look(path))
        except HotlineError as error:
            tray += _laid_aside(intake, Scan(path, (1,), 1, None), str(error), lost)
    return Judged(tuple(ready), tuple(typed), tray, files.empty, lost)


def _laid_aside(intake: Intake, scan: Scan, reason: str, lost: dict[Path, str]) -> int:
    """How many that makes in the tray."""
    try:
        intake.put_into_tray(scan, reason)
    except NotAllowed:
        raise
    except HotlineError as error:
        lost[scan.path] = str(error)
        return 0
    return 1
