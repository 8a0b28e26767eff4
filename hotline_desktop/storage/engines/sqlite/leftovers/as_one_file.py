"""A file of data that lies elsewhere, as it would open: what a crash left beside it is taken in, or is not its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hotline_desktop.storage.engines.sqlite.connection.cipher import connect
from hotline_desktop.storage.engines.sqlite.connection.errors import damaged, database_error_from
from hotline_desktop.storage.engines.sqlite.connection.holding import held
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.engines.sqlite.connection.opening import has_log
from hotline_desktop.storage.engines.sqlite.leftovers.journal import has_journal, set_aside_foreign_journal
from hotline_desktop.storage.engines.sqlite.leftovers.leftover_log import set_aside_foreign_log

_BESIDE = ("-wal", "-journal")


@contextmanager
def as_one_file(path: Path, key: bytes | None) -> Iterator[Path]:
    """The file at ``path``, or for as long as it is needed a copy with the log beside it; both stay as they are.

    Raises OSError, and DatabaseError: of kind ``locked`` where another program has it open and goes on writing.
    """
    with held(path):
        if not has_log(path) and not has_journal(path):
            yield path
            return
        with TemporaryDirectory(prefix="hotline-restore-") as room:
            copy = Path(room) / path.name
            for ending in ("", *_BESIDE):
                file = path.with_name(path.name + ending)
                if file.exists():
                    shutil.copyfile(file, copy.with_name(copy.name + ending))
            _take_in(copy, key)
            yield copy


def _take_in(path: Path, key: bytes | None) -> None:
    try:
        set_aside_foreign_journal(path, None, key)
        set_aside_foreign_log(path, None, key)
        with closing(connect(path, key)) as raw:
            raw.execute("PRAGMA journal_mode = DELETE")
    except errors() as error:
        raise database_error_from(error, path) or damaged(path) from error
