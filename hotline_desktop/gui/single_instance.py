"""One window per data folder: a second start raises the first window instead of opening the file twice.

A lock decides who is first, also when three starts come within a moment; the socket only raises the window.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject, QThread, Signal

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.system.user import user_name

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT_MS = 1000
_PATIENCE_S = 15.0  # how long a first start may take until it listens
_PAUSE_MS = 100


class NotAnswering(HotlineError):
    """Another start holds the place but does not answer; ``str()`` is for the clerk."""


class SingleInstance(QObject):
    """Holds the place of the one window over ``data_dir``; ``raised`` when a second start asks for it."""

    raised = Signal()

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        # Local sockets share one name space per machine and their names must be short. Windows writes a folder in
        # many ways; the real path of one that exists has one spelling.
        owner = f"{user_name()}|{os.path.normcase(data_dir.resolve())}"
        self._name = "hotline-" + _digest_of(owner)[:24]
        # Beside the data it would fail in a folder that may only be read, and stay behind in copies of the folder.
        self._lock = QLockFile(QDir.temp().filePath(self._name + ".lock"))
        self._lock.setStaleLockTime(0)  # left behind by a crash: the process that it names is gone
        self._server: QLocalServer | None = None

    def claim(self, patience: float = _PATIENCE_S) -> bool:
        """True when this is the first start; otherwise the running window has been asked to come forward.

        Who has the place should :meth:`listen` soon: further starts wait for that. ``patience`` in seconds is given to
        another start that has the place but does not answer yet; when it ends in the meantime the place is ours.
        Raises NotAnswering after that.
        """
        until = time.monotonic() + patience
        while not self._lock.tryLock(0):
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                break  # nothing can be written there: the socket alone has to do
            if not self.is_free():
                return False
            if time.monotonic() >= until:
                raise NotAnswering(
                    "热线工单已经在打开，但没有回应。数据没有变动。请等一会儿再点一次；一直没有回应时，请重新启动电脑。"
                )
            QThread.msleep(_PAUSE_MS)
        if not self._lock.isLocked():
            if not self.is_free():
                return False
            self.listen()
        return True

    def listen(self) -> None:
        """Answers further starts from now on. What that takes is loaded here, behind what the clerk waits for."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            return
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left behind by a crash
            self._server.listen(self._name)

    def release(self) -> None:
        """Gives the place up."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def is_free(self) -> bool:
        """True when no window over the folder answers; one that does comes forward."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return True
        socket.disconnectFromServer()
        return False

    def _called(self) -> None:
        connection = self._server.nextPendingConnection() if self._server is not None else None
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
            self.raised.emit()


def _digest_of(text: str) -> str:
    """Its SHA-256, by Qt, which is there: Python's own would load a library for it before the window stands."""
    return str(QCryptographicHash.hash(text.encode(), QCryptographicHash.Algorithm.Sha256).toHex().data(), "ascii")


def is_shown(data_dir: Path) -> bool:
    """Whether a window over ``data_dir`` is open; it comes forward when asked."""
    return not SingleInstance(data_dir).is_free()
