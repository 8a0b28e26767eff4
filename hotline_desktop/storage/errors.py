"""What can go wrong with an office's records, whatever keeps them."""

from __future__ import annotations

from hotline_desktop.domain.terms.errors import HotlineError


class DatabaseError(HotlineError):
    """The records cannot be opened, read or written. ``kind`` is a stable English word for logs."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)
