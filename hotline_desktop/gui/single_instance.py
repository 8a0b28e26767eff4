"""One window per data folder: a second start raises the first window instead of opening the file twice."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1000


class SingleInstance(QObject):
    """Holds the place of the one window over ``data_dir``; ``raised`` when a second start asks for it."""

    raised = Signal()

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Local sockets share one name space per machine and their names must be short.
        owner = f"{getpass.getuser()}|{data_dir.resolve()}"
        self._name = "hotline-" + hashlib.sha256(owner.encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)

    def claim(self) -> bool:
        """True when this is the first start; otherwise the running window has been asked to come forward."""
        if not self.is_free():
            return False
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left behind by a crash
            self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Gives the place up."""
        self._server.close()

    def is_free(self) -> bool:
        """True when no window over the folder answers."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return True
        socket.disconnectFromServer()
        return False

    def _called(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
            self.raised.emit()


def is_shown(data_dir: Path) -> bool:
    """Whether a window over ``data_dir`` is open; it comes forward when asked."""
    return not SingleInstance(data_dir).is_free()
