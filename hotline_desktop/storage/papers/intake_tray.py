"""Scans that wait for a person, because nothing on them says where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from hotline_desktop.domain.papers.sheet_pages import SheetPages
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text

_t = schema.intake_tray


class PrintPages(NamedTuple):
    """Of which print of the office a scan is, and which pages of it."""

    print_id: int
    sheet: SheetPages


class TrayEntry(NamedTuple):
    """One waiting scan. ``pages`` are those of the file it came in, as ``2-3``; ``kept`` is its copy's file name.

    ``digest`` is the copy's SHA-256. The reason of pages that wait for others of their print is empty.
    """

    id: int
    name: str
    pages: str
    reason: str
    kept: str
    came_at: datetime
    digest: str

    @property
    def of_print(self) -> PrintPages | None:
        """Which pages it is, where its print is known: the copy's name tells it."""
        _digest, _mark, told = self.kept.partition(".")[0].partition("_")
        print_id, _mark, pages = told.partition("_")
        sheet = SheetPages.read(pages)
        return PrintPages(int(print_id), sheet) if sheet is not None and print_id.isdecimal() else None


def kept_name(digest: str, ending: str, of_print: PrintPages | None = None) -> str:
    """What a scan's copy is called: by its content, and which pages of which print it is."""
    told = f"_{of_print.print_id}_{of_print.sheet.text}" if of_print is not None else ""
    return f"{digest[:16]}{told}{ending}"


def add(c: Connection, *, name: str, pages: str, reason: str, kept: str, digest: str, at: datetime) -> int:
    """Puts a scan into the tray; its id."""
    row = {"name": name, "pages": pages, "reason": reason, "kept": kept, "digest": digest, "came_at": moment_text(at)}
    tray_id = int(c.execute(insert(_t).returning(_t.c.id), row).scalar_one())
    row_digests.touch(c, _t, [tray_id])
    return tray_id


def waiting(c: Connection) -> tuple[TrayEntry, ...]:
    """What waits, the first that came first."""
    return tuple(_entry(row) for row in c.execute(select(_t).where(_t.c.settled == "").order_by(_t.c.id)))


def parts_of(c: Connection, print_id: int) -> list[int]:
    """The numbers of what waits for other pages of that print."""
    return [
        entry.id
        for entry in waiting(c)
        if (told := entry.of_print) is not None and told.print_id == print_id and not told.sheet.whole
    ]


def of_content(c: Connection, digest: str) -> int:
    """The number of a scan of the same content that waits already; 0 where none does."""
    return c.execute(select(_t.c.id).where(_t.c.digest == digest, _t.c.settled == "")).scalar() or 0


def refuse(c: Connection, ids: Sequence[int], reason: str) -> None:
    """Says in Chinese why those of the scans were not filed that wait still."""
    row_digests.touch(c, _t, ids)
    c.execute(update(_t).where(_t.c.id.in_(ids), _t.c.settled == ""), {"reason": reason})


def settle(c: Connection, ids: Sequence[int], what: str) -> None:
    """The scans wait no more; ``what`` says in Chinese what became of them."""
    _settle(c, _t.c.id.in_(ids), what)


def settle_same(c: Connection, digest: str, what: str) -> None:
    """Scans of that content wait no more."""
    _settle(c, (_t.c.digest == digest) & (_t.c.settled == ""), what)


def _settle(c: Connection, where: ColumnElement[bool], what: str) -> None:
    row_digests.touch(c, _t, c.execute(select(_t.c.id).where(where)).scalars())
    c.execute(update(_t).where(where), {"settled": what})


def _entry(row: Row[Any]) -> TrayEntry:
    came = datetime.fromisoformat(row.came_at)
    return TrayEntry(row.id, row.name, row.pages, row.reason, row.kept, came, row.digest)
