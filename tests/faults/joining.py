"""Pages of one print that come in a file each and are filed as one sheet, for the program that is killed meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import read_scans
from tests.services.desk import CLERK, on_disk
from tests.services.kept_attachments import kept_file

ON = datetime(2022, 9, 8).date()  # the sheets came back
PAGES = (1, 2, 3)
LONG_RESULT = "责令停工，限期拆除。" * 200  # takes them
_AT_ONCE, _LAID_FIRST, _BY_TWO = range(3)  # how the pages of a sheet come


def joined_pages(office: Office, folder: Path) -> Iterator[str]:
    """Sheets of three pages come back in any order, at once, one by one, by two programs, after a first ending."""
    office.units.add("新海村", by=CLERK)
    other = on_disk(folder / "data", office._office.clock)
    turn = 0
    while True:
        turn += 1
        number = f"J{turn:04}"
        pages = _printed(office, number, folder / "pages" / number)
        random.Random(turn).shuffle(pages)
        yield f"printed {turn}"
        if turn % 3 == _AT_ONCE:
            office.intake.take_in(pages, ON, CLERK)
        elif turn % 3 == _LAID_FIRST:
            for page in pages:
                office.intake.put_into_tray(read_scans(page)[0][0], "")
                yield f"page {turn}"
            office.intake.take_in(pages, ON, CLERK)
        else:
            for place, page in enumerate(pages):
                (other if place % 2 else office).intake.take_in([page], ON, CLERK)
                yield f"page {turn}"
        yield f"filed {turn}"


def wrong_with_sheet(office: Office, folder: Path, number: str, pages_told: int, filed: bool) -> Iterator[str]:
    """What is wrong with a sheet: filed once and whole, or its pages wait and are filed once they are given again."""
    ticket_id = office.tickets.find(number)
    waits = [one for one in office.intake.tray() if one.print is not None and one.print.number == number]
    kept = _kept(office, ticket_id)
    if filed and not kept:
        yield f"{number}: filed and not there"
    if kept and waits:
        yield f"{number}: filed and waiting"
    if not kept and sum(len(one.ids) for one in waits) < pages_told:
        yield f"{number}: {pages_told} pages were taken in and {len(waits)} wait"
    if not kept:
        office.intake.take_in(sorted((folder / "pages" / number).iterdir()), ON, CLERK)
        waits = [one for one in office.intake.tray() if one.print is not None and one.print.number == number]
        kept = _kept(office, ticket_id)
    if kept != [PAGES] or waits:
        yield f"{number}: pages {kept}, {len(waits)} waiting"


def is_filed(office: Office, number: str) -> bool:
    """Whether the sheet of that ticket lies with it."""
    return bool(office.tickets.detail(office.tickets.find(number)).attachments)


def _kept(office: Office, ticket_id: int) -> list[tuple[int, ...]]:
    """Which pages each attachment of the ticket has."""
    files = [kept_file(office.tickets, file.id) for file in office.tickets.detail(ticket_id).attachments]
    return [tuple(page for scan in read_scans(file)[0] for page in scan.sheet.pages) for file in files]


def _printed(office: Office, number: str, folder: Path) -> list[Path]:
    """The sheet of a new ticket, printed and scanned, a file for each page."""
    known = {"content": "路灯不亮", "caller": "赵文静", "phones": "13800010001", "address": "新海路1号"}
    ticket_id = office.tickets.register({"number": number, **known}, CLERK).id
    for step, values in (
        ("first_contact", {"note": "已问清"}),
        ("dispatch", {"unit": "新海村"}),
        ("accept", {"handler": "沈强"}),
        ("unit_contact", {"note": "已问清"}),
        ("answer", {"way": "电话", "recording": "LY-01", "content": "已停工"}),
        ("satisfaction", {"grade": "满意"}),
        (
            "result",
            {"handling": LONG_RESULT, "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"},
        ),
    ):
        office.tickets.do(ticket_id, step, values, CLERK)
    folder.mkdir(parents=True)
    pdf = folder.with_suffix(".pdf")
    office.papers.render_pdf([ticket_id], PaperKind.DISPOSAL, "办结", pdf)
    office.papers.remember_printed([ticket_id], PaperKind.DISPOSAL, "办结", CLERK)
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    files = [folder / f"scan_{page}.jpg" for page in PAGES]
    for place, file in enumerate(files):
        document[place].render(scale=150 / 72).to_pil().save(file, quality=70)
    return files


JOINING: dict[str, Callable[[Office, Path], Iterator[str]]] = {"joined pages": joined_pages}
