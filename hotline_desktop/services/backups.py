"""Copies of the office's data: where it lies, how large it is, and the way to bring it into safety."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.services.context import OfficeContext

BACKUPS = "backups"
DATABASE = "hotline.db"
_STAMP = "%Y%m%d-%H%M%S"


class BackupRefused(HotlineError):
    """The copy could not be made. The office's own data is as it was."""


@dataclass(frozen=True, slots=True)
class DataState:
    """``folder`` holds everything; sizes are bytes. ``latest`` is the newest copy there, None where there is none."""

    folder: Path
    database_size: int
    attachments: int
    attachments_size: int
    latest: Path | None
    latest_at: datetime | None


class Backups:
    """Copies are made while the program runs; the database through its own online backup, never as a file."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def state(self) -> DataState:
        """Where the data lies and how large it is."""
        folder = self._office.data_dir
        files = [path.stat().st_size for path in _files(self._office.attachments_dir)]
        copies = sorted(_files(folder / BACKUPS), key=lambda path: path.stat().st_mtime)
        latest = copies[-1] if copies else None
        return DataState(
            folder,
            sum(path.stat().st_size for path in folder.glob(f"{DATABASE}*")),
            len(files),
            sum(files),
            latest,
            datetime.fromtimestamp(latest.stat().st_mtime) if latest else None,
        )

    def make(self) -> Path:
        """Copies the database into the folder of backups beside it. Raises DatabaseTrouble."""
        target = self._office.data_dir / BACKUPS / f"hotline-{self._office.clock():{_STAMP}}.db"
        self._office.db.backup(target)
        return target

    def make_elsewhere(self, folder: Path, progress: Progress | None = None) -> Path:
        """Copies the database and every attachment into a new folder below ``folder`` (another disk).

        The copy can be used as a folder of data as it is. Raises BackupRefused or DatabaseTrouble, and what
        ``progress`` raises; a copy that was not finished is removed.
        """
        target = folder / f"热线工单备份_{self._office.clock():{_STAMP}}"
        files = tuple(_files(self._office.attachments_dir))
        if target.resolve().is_relative_to(self._office.attachments_dir.resolve()):
            raise BackupRefused("不能备份到附件文件夹里面。请换一个文件夹，最好在另一块磁盘上。")
        try:
            target.mkdir(parents=True)
            self._office.db.backup(target / DATABASE)
            for number, file in enumerate(files, start=1):
                if progress is not None:
                    progress(number, len(files))
                place = target / file.relative_to(self._office.data_dir)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, place)
        except BaseException as error:
            shutil.rmtree(target, ignore_errors=True)
            if isinstance(error, OSError):
                reason = machine_reason(error)
                message = f"备份没有完成（{reason}），已复制的部分已清除，工单数据没有变动。"
                raise BackupRefused(f"{message}请检查那个文件夹能否写入、空间是否够用。") from error
            raise
        return target


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
