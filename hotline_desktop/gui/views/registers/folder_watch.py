"""The scanner's folder as the open page watches it: what is new is told, what is dealt with is remembered and moved."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.returned.intake_folder import IntakeFolder, folder_of

_LOOK_MS = 5_000


class FolderWatch(QObject):
    """``found(paths)`` tells of complete files that nobody has seen yet; nothing is looked for while it is stopped."""

    found = Signal(list)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._folder: IntakeFolder | None = None
        self._moves = False
        self._looks = False
        self._lost = ""
        self._rests = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, settings: Settings, watched: bool) -> None:
        """Watches the folder that the settings name, from now on where ``watched``."""
        self._moves = settings.intake_moves
        folder = folder_of(settings.intake_folder)
        if folder is None:
            self._folder = None
            self._timer.stop()
            return
        if self._folder is None or self._folder.folder != folder:
            self._folder = self._session.office.intake.folder(folder, everything=self._moves)
        if watched and not self._rests:
            self._timer.start()

    def stop(self) -> None:
        """Nothing is looked for until it is followed again."""
        self._timer.stop()
        self._rests = False

    def rest(self) -> None:
        """The clerk stopped the reading: nothing is looked for until the page was left and is opened anew."""
        self._timer.stop()
        self._rests = True

    def look(self) -> None:
        """Looks for new files, unless the last look is still under way."""
        folder = self._folder
        if folder is None or self._looks:
            return
        self._looks = True
        self._session.jobs.draw(
            lambda _progress: folder.fresh(), self._looked, failed=self._failed, owner=self, with_progress=True
        )

    def again(self, path: Path) -> None:
        """The file could not be read; it is new at the next look."""
        if self._folder is not None:
            self._folder.again(path)

    def settle(self, paths: Iterable[Path]) -> str:
        """Files of the folder that are filed or in the tray, moved away where the office wants that; what went wrong.

        Called beside the window.
        """
        return self._folder.settle(paths, self._moves) if self._folder is not None else ""

    def _looked(self, paths: tuple[Path, ...]) -> None:
        self._looks = False
        if self._lost:
            self._lost = ""
            self._session.prompts.say("扫描件文件夹又能读了。")
        if paths:
            self.found.emit(list(paths))

    def _failed(self, error: Exception) -> None:
        """Told once; it is looked for again, since a shared folder comes back by itself."""
        self._looks = False
        reason = machine_reason(error) if isinstance(error, OSError) else str(error)
        if reason != self._lost:
            self._lost = reason
            self._session.prompts.say(
                f"扫描件文件夹现在读不了：{reason}。里面的文件没有动，连上以后接着读；设置里可以改。"
            )
