"""What lies in files that were dropped: scans and Word files, each judged alone, so that none keeps others waiting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.domain.terms.progress import Progress, part_of
from hotline_desktop.domain.terms.roles import NotAllowed
from hotline_desktop.services.returned.intake import Intake
from hotline_desktop.services.returned.scan_reading import Scan, is_word, read_scans, unread
from hotline_desktop.services.returned.sheet_judging import Sheet
from hotline_desktop.services.returned.word_back import TypedSheet, WordReturns


@dataclass(slots=True)
class FilesRead:
    """What was read beside the database. ``unread`` are files that the machine did not give, each with the reason.

    ``left`` are those that nobody looked at, because the clerk stopped it.
    """

    paths: list[Path] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    words: list[Path] = field(default_factory=list)
    empty: int = 0
    unread: dict[Path, str] = field(default_factory=dict)
    left: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What waits for a nod, and how much went to the tray; ``trouble`` is what went wrong with the files themselves.

    ``gathered`` counts the prints in the tray of which all pages are there by now.
    """

    ready: tuple[Sheet, ...]
    typed: tuple[TypedSheet, ...]
    tray: int
    empty: int
    unread: dict[Path, str] = field(default_factory=dict)
    trouble: str = ""
    left: int = 0
    gathered: int = 0

    @property
    def words(self) -> str:
        """What is told of it; nothing where there was nothing."""
        ready = len(self.ready) + self.gathered
        if not (ready or self.typed or self.tray or self.empty or self.trouble or self.left):
            return ""
        typed = f"，{len(self.typed)} 份单位回填的 Word 可以登记" if self.typed else ""
        backs = f"，空白背面 {self.empty} 页略过" if self.empty else ""
        trouble = f"；{self.trouble}" if self.trouble else ""
        left = (
            f"已停下，{self.left} 个文件没有读，原样留着（扫描件文件夹里的，再打开这一页时接着读）；"
            if self.left
            else ""
        )
        return f"{left}读到 {ready} 件可以归档{typed}，{self.tray} 件放进托盘{backs}{trouble}。"


def read_files(paths: Sequence[Path], progress: Progress) -> FilesRead:
    """Reads them one after the other; what was read before the clerk stops it counts."""
    read = FilesRead()
    for place, path in enumerate(paths):
        try:
            _read(path, read, part_of(progress, place, len(paths)))
        except Cancelled:
            read.left = tuple(paths[place:])
            return read
        read.paths.append(path)
    return read


def _read(path: Path, into: FilesRead, progress: Progress) -> None:
    try:
        if is_word(path):
            into.words.append(path)
            return
        scans, backs = read_scans(path, progress)
    except Cancelled:
        raise
    except OSError as error:
        into.unread[path] = str(unread(path, error))
    except HotlineError as error:
        into.unread[path] = str(error)
    else:
        into.scans += scans
        into.empty += backs


def judge_files(
    intake: Intake, returns: WordReturns, files: FilesRead, beside: Iterable[int], progress: Progress
) -> Judged:
    """Lays into the tray what nobody can file by a nod. ``beside`` are prints whose scan waits for one already."""
    lost = dict(files.unread)
    met, laid = list[int](), set[int]()  # what waited in the tray before, and what does only now
    ready: list[Sheet] = []

    def lay_aside(scan: Scan, reason: str) -> None:
        try:
            one = intake.put_into_tray(scan, reason)
        except NotAllowed:
            raise
        except HotlineError as error:
            lost[scan.path] = str(error)
        else:
            (met.append if one.known else laid.add)(one.id)

    sheets = intake.judge(files.scans, beside)
    with intake.stack():
        for place, sheet in enumerate(sheets):
            progress(place, len(sheets))
            if sheet.ready:
                ready.append(sheet)
            else:
                lay_aside(sheet.scan, sheet.against)
    typed: list[TypedSheet] = []
    for path in files.words:
        try:
            typed.append(returns.look(path))
        except HotlineError as error:
            lay_aside(Scan(path, (1,), 1, None), str(error))
    waiting = intake.tray()
    gathered = sum(one.ready for one in waiting if laid.union(met).intersection(one.ids))
    asked = [one for one in waiting if not one.ready]
    still = {tray_id for one in asked for tray_id in one.ids}
    tray = sum(tray_id in still for tray_id in met) + sum(bool(laid.intersection(one.ids)) for one in asked)
    return Judged(tuple(ready), tuple(typed), tray, files.empty, lost, left=len(files.left), gathered=gathered)
