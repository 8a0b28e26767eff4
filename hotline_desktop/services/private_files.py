"""Small files beside the database that hold citizens' words (drafts, filters, scans that wait): sealed where it is."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.storage import sealing


def write_private(path: Path, content: bytes, key: bytes | None) -> None:
    """Writes ``content`` whole or not at all, sealed where there is a ``key``. Raises OSError."""
    with unfinished(path) as made:
        made.write_bytes(sealing.sealed_bytes(content, key) if key is not None else content)
        made.replace(path)


def read_private(path: Path, key: bytes | None) -> bytes:
    """What was written there. Raises OSError, also where another key is needed."""
    content = path.read_bytes()
    if key is None or not sealing.is_sealed_bytes(content):
        return content
    try:
        return sealing.unsealed_bytes(content, key)
    except (sealing.WrongKey, sealing.SealBroken):
        raise OSError(5, "changed, or sealed with another key", path.name) from None
