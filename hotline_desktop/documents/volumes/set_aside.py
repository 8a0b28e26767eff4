"""Keeps the pictures and fonts of a PDF on the disk until the file is written: together they may be gigabytes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hotline_desktop.files.spool import Spool, Spooled

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import EncodedStreamObject

_LARGE = 16 * 1024


class SetAside:
    """Moves large objects of ``writer`` into ``spool``; the file that is written at the end stays the same."""

    def __init__(self, writer: PdfWriter, spool: Spool) -> None:
        self._writer, self._spool, self._seen = writer, spool, 0

    def put(self) -> None:
        """Moves the large ones among the objects that were added since the last call."""
        from pypdf.generic import EncodedStreamObject

        objects = self._writer._objects  # noqa: SLF001 - the library knows only files that are whole in memory
        for place in range(self._seen, len(objects)):
            found = objects[place]
            if isinstance(found, EncodedStreamObject) and len(found._data) >= _LARGE:  # noqa: SLF001
                objects[place] = _on_disk(found, self._spool.keep(found._data))  # noqa: SLF001
        self._seen = len(objects)


def _on_disk(known: EncodedStreamObject, kept: Spooled) -> EncodedStreamObject:
    """The same object with its content in a spool."""
    made: EncodedStreamObject = _kind()()
    made.update(known)
    vars(made)["kept"] = kept
    made.indirect_reference = known.indirect_reference
    return made


@cache
def _kind() -> Any:
    """The class of objects that read their content from the spool each time it is asked for."""
    from pypdf.generic import EncodedStreamObject

    class OnDisk(EncodedStreamObject):
        kept: Spooled | bytes

        @property
        def _data(self) -> bytes:
            return self.kept if isinstance(self.kept, bytes) else self.kept.read()

        @_data.setter
        def _data(self, data: bytes) -> None:
            self.kept = data

    return OnDisk
