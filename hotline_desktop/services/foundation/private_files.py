"""Files beside the database with citizens' data (attachments, drafts, waiting scans): encrypted if the office is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hotline_desktop.files.unfinished import unfinished, write_whole
from hotline_desktop.services.foundation.files import SEALED_FOLDERS
from hotline_desktop.storage.files import sealing


def write_private(path: Path, content: bytes, key: bytes | None) -> None:
    """Writes ``content`` whole or not at all, sealed where there is a ``key``. Raises OSError."""
    write_whole(path, sealing.sealed_bytes(content, key) if key is not None else content)


def read_private(path: Path, key: bytes | None) -> bytes:
    """What was written there. Raises OSError, also where another key is needed."""
    content = path.read_bytes()
    if key is None or not sealing.is_sealed_bytes(content):
        return content
    try:
        return sealing.unsealed_bytes(content, key)
    except (sealing.WrongKey, sealing.SealBroken):
        raise OSError(5, "changed, or sealed with another key", path.name) from None


def private_files(data_dir: Path) -> Iterator[Path]:
    """All of them that are whole, folder by folder."""
    for name in SEALED_FOLDERS:
        yield from sorted(path for path in (data_dir / name).rglob("*") if path.is_file() and path.suffix != ".part")


def plain_files(data_dir: Path) -> Iterator[Path]:
    """Those that everybody can read; what this computer cannot read at all is none of them."""
    for path in private_files(data_dir):
        with suppress(OSError):
            if not sealing.is_sealed(path):
                yield path


def seal_in_place(path: Path, key: bytes) -> None:
    """Seals a plain file under its name, read back before it counts. Raises OSError; it is plain still then."""
    with unfinished(path) as made:
        sealing.change_form(path, made, None, key)
        made.replace(path)
