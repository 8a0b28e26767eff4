"""Notices when anything in this process speaks to another computer, or asks for the name of one."""

from __future__ import annotations

import sys
from typing import Any

_EVENTS = frozenset(
    (
        "socket.connect",
        "socket.sendto",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "urllib.Request",
        "http.client.connect",
    )
)


def watch_network() -> list[str]:
    """A list that grows with every attempt from now on. Sockets within the computer (the X server) are none."""
    touched: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS and not _within(event, arguments):
            touched.append(event)

    sys.addaudithook(hook)  # stays until the process ends
    return touched


def _within(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether the address is a file: a socket of this computer."""
    return event in ("socket.connect", "socket.sendto") and not isinstance(arguments[1], tuple)
