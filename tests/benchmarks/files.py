"""Ledgers in Excel and PDF, exports, papers, backup, statistics, recount: what writes files or counts much.

Each large one runs in a process of its own (``python -m tests.benchmarks.files WORK FOLDER``), so that its peak of
memory is its own; what it took is told without the start of the process.
"""

from __future__ import annotations

import gc
import hashlib
import json
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from PIL import Image

from tests.benchmarks.ground import COLUMNS, Ground, by_hand
from tests.benchmarks.measuring import (
    Line,
    Measured,
    Spent,
    Work,
    forget_peak,
    in_process,
    peak_of,
    processor_time,
    python,
)
from tests.benchmarks.offices import CLERK, RESOURCES, opened

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

_FIRST, _LAST = date(2010, 1, 1), date(2030, 1, 1)
_ROUNDS = 3
SCANS = 200


def lines(ground: Ground) -> Iterator[Line | Measured]:
    """Everything that writes or counts much."""
    number = ground.number
    per_line = {
        ("Excel ledger, a line", "ledger_excel", "excel_by_hand"): (1.4, 0.12, 250.0),
        ("export of tickets, a line", "export", "excel_by_hand"): (1.4, 0.12, 250.0),
        ("PDF ledger, a line", "ledger_pdf", "pdf_by_hand"): (3.0, 0.5, 250.0),
    }
    for (name, ours, hand), (ratio, small, memory) in per_line.items():
        mine, theirs = _median(ours, ground.folder), _median(hand, ground.folder)
        yield Measured(
            "files", name, mine.processor / number, theirs.processor / number, ratio, small,
            mine.memory, theirs.memory, memory,
        )  # fmt: skip
    yield from _candidates(ground)
    yield from _apart(ground)
    yield from _small(ground)
    yield from _sizes(ground)


def _candidates(ground: Ground) -> Iterator[Measured]:
    """案源库台账, judged by what a line of the other ledgers may take; its lines hold as much."""
    (number,) = by_hand(ground.folder).execute("SELECT count(*) FROM candidates").fetchone()
    for name, work, small in (("Excel", "pool_excel", 0.2), ("PDF", "pool_pdf", 0.6)):
        spent = _median(work, ground.folder)
        line = f"{name} ledger of {number:,} candidates, a line"
        yield Measured("files", line, spent.processor / number, None, 0, small, spent.memory, None, 250.0)


def _sizes(ground: Ground) -> Iterator[Measured]:
    """Bytes of the database for each ticket: with its history, and those alone that an import brings."""
    used = "SELECT sum(pgsize) FROM dbstat WHERE name != 'sqlite_schema'"
    (whole,) = by_hand(ground.folder).execute(used).fetchone()
    yield Measured("size", "bytes a ticket with its history", whole / ground.number, None)
    (index,) = by_hand(ground.folder).execute(f"{used} AND name LIKE 'ticket_search%'").fetchone()
    yield Measured("size", "bytes a ticket in the index of texts", index / ground.number, None)


def _apart(ground: Ground) -> Iterator[Measured]:
    """What needs a program of its own: one that has loaded nothing yet, one whose memory is looked at."""
    mine, theirs = _median("first_paper", ground.folder), _median("first_page_by_hand", ground.folder)
    yield Measured(
        "papers",
        "the first paper of a fresh program",
        mine.processor,
        theirs.processor,
        3,
        400,
        mine.memory,
        theirs.memory,
    )
    with ground.copied() as folder:
        looked = in_process(python("-m", "tests.benchmarks.files", "case_file_looked_at", str(folder)))
    with ground.copied() as folder:
        made = in_process(python("-m", "tests.benchmarks.files", "case_file_made", str(folder)))
    for name, spent in (("looked at", looked), ("made", made)):
        yield Measured(
            "papers", f"a case file of {SCANS} scans of 3 MB {name}", spent.message["processor"], None, 0, 0,
            spent.memory, None, 200.0,
        )  # fmt: skip


def _small(ground: Ground) -> Iterator[Line]:
    office, raw = ground.office, ground.raw
    from hotline_desktop.domain.statistics.periods import StatKind
    from hotline_desktop.domain.terms.paper_kinds import PaperKind

    ids = [row[0] for row in raw.execute("SELECT id FROM tickets WHERE stage = 70 ORDER BY id DESC LIMIT 40")]
    shown = iter(ids * 10)
    draw = _bare_page()
    yield Line(
        "papers",
        "a paper redrawn",
        lambda: office.papers.preview_pdf(next(shown), PaperKind.DISPOSAL, "办结"),
        draw,
        ratio=3,
        small=30,
    )
    quarter = office.ranking.current().before
    year = office.statistics.period(StatKind.YEAR).before
    period = (year.first.isoformat(), (year.last + timedelta(days=1)).isoformat())
    added = (
        "SELECT unit, count(*), sum(contacted), sum(answered), resolution, grade FROM ticket_figures "
        "WHERE counted_on >= ? AND counted_on < ? GROUP BY unit, resolution, grade"
    )
    yield Line(
        "counting",
        "figures of a year",
        lambda: office.statistics.of(year),
        lambda: raw.execute(added, period).fetchall(),
        small=60,
    )
    yield Line("counting", "ranking of a quarter", lambda: office.ranking.sheet(quarter), small=60)
    yield Line(
        "counting",
        "backup, read through",
        lambda: shutil.rmtree(office.backups.make()),
        lambda: _backup_by_hand(ground),
        ratio=1.5,
        small=100,
        rounds=3,
    )
    (open_now,) = raw.execute("SELECT count(*) FROM tickets WHERE due_order < '9'").fetchone()
    yield Line(
        "counting",
        f"recount, an open ticket of {open_now:,}",
        lambda: office.time.preview_settings(replace(office.settings.get(), ordinary_days=4)),
        per=open_now,
        rounds=3,
    )


def _backup_by_hand(ground: Ground) -> None:
    """A copy that counts: one that was read through, indexes and references too, and of which the digest is known.

    The copy alone is a quarter of it; one that nobody read may hold the damage of what it was copied from.
    """
    with tempfile.TemporaryDirectory(dir=ground.scratch) as folder:
        path = Path(folder) / "copy.db"
        with closing(sqlite3.connect(path)) as target:
            ground.raw.backup(target)
        with closing(sqlite3.connect(path)) as copied:
            copied.execute("PRAGMA integrity_check").fetchall()
            copied.execute("PRAGMA foreign_key_check").fetchall()
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")


def _bare_page() -> Callable[[], object]:
    """A page of a hundred texts and fifty rules, drawn by the library alone."""
    from reportlab.pdfgen.canvas import Canvas

    _register_font()

    def draw() -> None:
        out = BytesIO()
        canvas = Canvas(out, pageCompression=1)
        for place in range(100):
            canvas.setFont("bench", 10.5)
            canvas.drawString(60, 780 - 7 * place, f"第{place}行：市民反映道路积水，要求尽快处理")
        for place in range(50):
            canvas.line(50, 780 - 14 * place, 540, 780 - 14 * place)
        canvas.showPage()
        canvas.save()

    return draw


def _register_font() -> None:
    """A font called ``bench``, whose face has a name of its own: the library gives one font for faces of one name."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = next(path for path in sorted((RESOURCES / "fonts").iterdir()) if path.suffix in (".ttf", ".otf"))
    font = TTFont("bench", str(path))
    font.face.name = b"bench"
    pdfmetrics.registerFont(font)


def _median(work: str, folder: Path) -> Spent:
    found = [in_process(python("-m", "tests.benchmarks.files", work, str(folder))) for _round in range(_ROUNDS)]
    processor = statistics.median(one.message["processor"] for one in found)
    return Spent(processor, max(one.memory for one in found))


# -- in processes of their own -----------------------------------------------------------------------------------
# A work that returns another one has only prepared it: that one is measured.


def first_paper(folder: Path, _out: Path) -> Work:
    """The sheet of a ticket, when nothing that draws is loaded yet."""
    from hotline_desktop.domain.terms.paper_kinds import PaperKind

    office = opened(folder)
    (ticket_id,) = by_hand(folder).execute("SELECT max(id) FROM tickets WHERE stage = 70").fetchone()
    return lambda: office.papers.preview_pdf(ticket_id, PaperKind.DISPOSAL, "办结")


def first_page_by_hand(_folder: Path, _out: Path) -> None:
    """The library loaded, and a page drawn with it."""
    _bare_page()()


def case_file_looked_at(folder: Path, _out: Path) -> Work:
    """The contents of a case file, as the window lists them."""
    office, case_id = _case_with_scans(folder)
    return lambda: office.archive.look(case_id)


def case_file_made(folder: Path, out: Path) -> Work:
    """The whole file, bound and written."""
    from hotline_desktop.files.spool import Spool
    from hotline_desktop.services.archiving.case_binding import CaseBinding
    from hotline_desktop.storage.files.case_folders import write_folder

    office, case_id = _case_with_scans(folder)
    archive = office.archive
    record = archive._read(case_id)

    def make() -> None:
        with Spool(folder) as spool:
            made = CaseBinding(record, archive._papers, "档-1").make(spool)
            write_folder(out / "made", made.files)

    return make


def _case_with_scans(folder: Path) -> tuple[Office, int]:
    """A case with many scans, each of pages that hardly shrink."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    office = opened(folder)
    bare = "stage = 30 AND id NOT IN (SELECT ticket_id FROM attachments WHERE ticket_id IS NOT NULL)"
    number, unit = by_hand(folder).execute(f"SELECT number, unit FROM tickets WHERE {bare}").fetchone()
    values = {
        "tickets": number, "unit": unit, "title": "积水", "trigger": "上级督办或媒体曝光", "source": "媒体",
        "source_on": "2026-03-01", "source_text": "见报", "reason": "媒体曝光", "method": "电话督办",
    }  # fmt: skip
    case_id = office.supervision.start("open_case", values, CLERK).id
    for place in range(SCANS):
        path = folder / f"scan-{place}.pdf"
        canvas = Canvas(str(path))
        noise = Image.frombytes("RGB", (1000, 1000), random.Random(place).randbytes(3_000_000))
        canvas.drawImage(ImageReader(noise), 0, 0, 595, 842)
        canvas.save()
        office.supervision.attach(case_id, path, "督办前现场", CLERK)
        path.unlink()
    return office, case_id


def ledger_excel(folder: Path, out: Path) -> None:
    """工单台账 of all years as Excel, masked."""
    _written(folder, out / "a.xlsx", "工单台账")


def ledger_pdf(folder: Path, out: Path) -> None:
    """The same as PDF."""
    _written(folder, out / "a.pdf", "工单台账")


def pool_excel(folder: Path, out: Path) -> None:
    """案源库台账 of all years as Excel, masked."""
    _written(folder, out / "a.xlsx", "案源库台账")


def pool_pdf(folder: Path, out: Path) -> None:
    """The same as PDF."""
    _written(folder, out / "a.pdf", "案源库台账")


def _written(folder: Path, out: Path, kind: str) -> None:
    from hotline_desktop.domain.papers.registers import Period, RegisterKind

    registers = opened(folder).registers
    write = registers.to_pdf if out.suffix == ".pdf" else registers.to_excel
    write(RegisterKind(kind), Period(_FIRST, _LAST), out, False, CLERK)


def export(folder: Path, out: Path) -> None:
    """The list of tickets as Excel, masked."""
    from hotline_desktop.domain.records.summaries import TicketFilter

    opened(folder).exports.tickets(TicketFilter(), out / "a.xlsx", False, CLERK)


def excel_by_hand(folder: Path, out: Path) -> None:
    """The same columns as inline texts of a sheet written by hand, packed as it is written."""
    raw = by_hand(folder)
    columns = "ABCDEFGHIJKLMNOPQRST"
    with (
        zipfile.ZipFile(out / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        found = raw.execute(f"SELECT {COLUMNS} FROM tickets ORDER BY due_order, id")
        for place, row in enumerate(found, start=2):
            cells = "".join(
                f'<c r="{column}{place}" t="inlineStr"><is><t>{escape(str(text))}</t></is></c>'
                for column, text in zip(columns, row[1:21], strict=True)
            )
            sheet.write(f'<row r="{place}">{cells}</row>'.encode())
        sheet.write(b"</sheetData></worksheet>")


def pdf_by_hand(folder: Path, out: Path) -> None:
    """Nine short texts and a rule a line, twenty lines a page, their places known, drawn by the library alone."""
    from reportlab.pdfgen.canvas import Canvas

    _register_font()
    canvas = Canvas(str(out / "a.pdf"), pageCompression=1)
    raw = by_hand(folder)
    names = "number, title, caller, phones, address, unit, received_at, due, closed_at"
    for place, row in enumerate(raw.execute(f"SELECT {names} FROM tickets ORDER BY received_at, id")):
        line = place % 20
        if place and not line:
            canvas.showPage()
        if not line:
            canvas.setFont("bench", 9)
        for column, text in enumerate(row):
            canvas.drawString(30 + 85 * column, 550 - 25 * line, text[:14])
        canvas.line(30, 545 - 25 * line, 800, 545 - 25 * line)
    canvas.save()


def main() -> None:
    """Does one of the works and prints what it took."""
    work, folder = globals()[sys.argv[1]], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as out:
        prepared = work(folder, Path(out)) if work.__annotations__["return"] == "Work" else None
        gc.collect()
        forget_peak()
        began = processor_time()
        prepared() if prepared is not None else work(folder, Path(out))
        spent = (processor_time() - began) * 1000
        print(json.dumps({"processor": spent, "memory": peak_of("self")}))


if __name__ == "__main__":
    main()
