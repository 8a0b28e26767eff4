"""A program that works until it is killed; it says a line for every step that was reported as done.

Run as ``python -m tests.faults.worker WHAT FOLDER SEED``.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from hotline_desktop.cli.main import main as main_of_cli
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from hotline_desktop.services.setup.office_lists import ListKind
from tests.faults.encrypting import ENCRYPTING
from tests.faults.joining import JOINING
from tests.faults.long_works import LONG_WORKS
from tests.faults.matters import MATTERS, START, table
from tests.faults.putting_back import PUTTING_BACK
from tests.services.desk import CLERK, on_disk

UPGRADES = {"upgrade": "0001", "upgrade of 0011": "0011"}  # the kept office from which each begins


class Ticking:
    """Office time that moves a second with each look, as steps need it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def steps(office: Office, _folder: Path) -> Iterator[str]:
    """Tickets that are registered, contacted and dispatched."""
    if "新海村" not in office.units.names():
        office.units.add("新海村", by=CLERK)
    number = office.tickets.count()
    while True:
        number += 1
        name = f"K{number:06}"
        known = {"content": "路灯不亮", "caller": "赵文静", "phones": "13800010001", "address": "新海路1号"}
        ticket_id = office.tickets.register({"number": name, **known}, CLERK).id
        yield f"{name} 1"
        office.tickets.do(ticket_id, "first_contact", {"note": "已问清"}, CLERK)
        yield f"{name} 2"
        office.tickets.do(ticket_id, "dispatch", {"unit": "新海村"}, CLERK)
        yield f"{name} 3"


def attachments(office: Office, folder: Path) -> Iterator[str]:
    """Files that are attached to one ticket."""
    ticket_id = office.tickets.register({"number": "K1", "content": "路灯不亮", "caller": "赵文静"}, CLERK).id
    path, number = folder / "照片.txt", 0
    while True:
        number += 1
        path.write_text(f"照片{number}" * 5000, "utf-8")
        office.tickets.attach(ticket_id, path, "其他", CLERK)
        yield f"K1 {number + 1}"


def imports(office: Office, folder: Path) -> Iterator[str]:
    """Imports of two hundred tickets, every third taken back."""
    turn = 0
    while True:
        turn += 1
        path = table(folder / f"{turn}.csv", f"I{turn:03}", START, rows=200)
        done = office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)
        yield f"I{turn:03}0000 1"
        if turn % 3 == 0:
            office.imports.undo(done.batch_id, CLERK)
            yield f"I{turn:03}0000 0"


def backups(office: Office, folder: Path) -> Iterator[str]:
    """A step and a backup, again and again."""
    for line in steps(office, folder):
        yield line
        office.backups.run()
        yield "backup"


def withdrawals(office: Office, folder: Path) -> Iterator[str]:
    """Steps that are taken back: the history keeps both."""
    for line in steps(office, folder):
        yield line
        number, count = line.split()
        if count == "3":
            office.tickets.withdraw(office.tickets.find(number), "派错了单位", CLERK)
            yield f"{number} 4"


def supervision(office: Office, folder: Path) -> Iterator[str]:
    """Tickets that are taken into supervision: the case and its ticket are written together."""
    known = {
        "trigger": "上级督办或媒体曝光",
        "unit": "新海村",
        "title": "路灯",
        "reason": "从速核实",
        "source": "区电视台",
    }
    for line in steps(office, folder):
        yield line
        number, count = line.split()
        if count == "3":
            values = {
                **known,
                "tickets": number,
                "source_on": START.date(),
                "source_text": "报道",
                "method": "电话督办",
            }
            case_id = office.supervision.start("open_case", values, CLERK).id
            yield f"{number} 4"
            office.supervision.do(case_id, "phone_call", {"called": "沈强", "demands": "三日内修好"}, CLERK)


def settings(office: Office, _folder: Path) -> Iterator[str]:
    """The office's own matters: units, settings, phrases, notices of working days."""
    number = len(office.units.names())
    while True:
        number += 1
        office.units.add(f"虚构{number}村", by=CLERK)
        yield f"unit 虚构{number}村"
        own = office.settings.get()
        office.settings.change(own.changed({"near_days": 1 + number % 5}), CLERK)
        yield f"near {1 + number % 5}"
        office.lists.change(ListKind.PHRASES, f"常用语{number}", CLERK)


def exports(office: Office, folder: Path) -> Iterator[str]:
    """Lists, papers and the moving file, written over each other; what stands there is always whole."""
    done = list(zip(steps(office, folder), range(9), strict=False))
    yield from (line for line, _n in done)
    out = folder / "out"
    ticket_id = office.tickets.find(done[0][0].split()[0])
    while True:
        office.exports.tickets(TicketFilter(), out / "台账.xlsx", False, CLERK)
        office.papers.render_docx([ticket_id], PaperKind.DISPOSAL, "转办", out / "处置单.docx")
        office.papers.render_pdf([ticket_id], PaperKind.DISPOSAL, "转办", out / "处置单.pdf")
        office.move_out(out / "搬家.zip")
        yield "written"


def command(folder: Path) -> Callable[..., None]:
    """Runs one command over the office in ``folder``; the program ends where one fails."""
    data, ticking = ["--data", str(folder / "data")], Ticking()

    def run(*text: str) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            code = main_of_cli([*data, *text], ticking)
        if code:
            raise SystemExit(code)

    return run


def command_line(_office: Office, folder: Path) -> Iterator[str]:
    """Whole commands, each opening and closing the office."""
    run, number = command(folder), 0
    run("units", "add", "新海村", "group=村居")
    while True:
        number += 1
        run("do", f"C{number:05}", "register", "content=路灯不亮", "caller=赵文静", "phones=13800010001")
        yield f"C{number:05} 1"
        run("do", f"C{number:05}", "first_contact", "note=已问清")
        yield f"C{number:05} 2"
        run("settings", "set", f"near_days={1 + number % 5}")
        run("backup")
        run("check", "--repair")


def window(office: Office, folder: Path) -> Iterator[str]:
    """The window itself: a form is filled in and confirmed, page by page, as a clerk does."""
    from tests.faults.clerk import typed_steps

    yield from typed_steps(office, folder)


WORK: dict[str, Callable[[Office, Path], Iterator[str]]] = {
    "steps": steps,
    "attachments": attachments,
    "imports": imports,
    "backups": backups,
    **dict.fromkeys(UPGRADES, steps),
    "withdrawals": withdrawals,
    "supervision": supervision,
    "settings": settings,
    "exports": exports,
    "the command line": command_line,
    "the window": window,
    **MATTERS,
    **PUTTING_BACK,
    **ENCRYPTING,
    **JOINING,
    **LONG_WORKS,
}


def main() -> None:
    """Works until somebody ends it."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    (folder / "out").mkdir(exist_ok=True)
    say("opening")
    office = on_disk(folder / "data", Ticking())
    for line in WORK[what](office, folder):
        say(line)


def say(line: str) -> None:
    """Tells whoever is about to kill this program that something is done."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
