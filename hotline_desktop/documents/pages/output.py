"""What both renderers share: where the file goes, how far they are, and what they report."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hotline_desktop.documents.pages.marks import MissingGlyph
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.unfinished import unfinished


@dataclass(frozen=True, slots=True)
class RenderReport:
    """What a renderer did: the pages drawn, and the characters that no face has.

    ``starts`` are the pages, counted from 0, on which the papers begin.
    """

    pages: int
    missing_glyphs: tuple[MissingGlyph, ...] = ()
    starts: tuple[int, ...] = ()


def report_progress(progress: Progress | None, done: int, total: int) -> None:
    """Tells how far the work is; Cancelled passes through when the clerk wants to stop."""
    if progress is not None:
        progress(done, total)


Settle = Callable[[], AbstractContextManager[object]]


@contextmanager
def destination(out: BinaryIO | Path, settle: Settle = nullcontext) -> Iterator[BinaryIO]:
    """A stream for the whole result: a path gets a complete file or keeps what it had.

    ``settle`` holds the moment in which the finished file takes its place. OSError (full disk, no right to write,
    file open in another program) passes through, as what ``settle`` raises, with the unfinished
    file removed.
    """
    if not isinstance(out, Path):
        yield out
        return
    with unfinished(out) as made:
        with made.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with settle():
            made.replace(out)
