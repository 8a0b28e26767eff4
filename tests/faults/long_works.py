"""Long works over what is there already, for the program that is killed: case files, recounts, imports that change."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from pypdf import PdfWriter

from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk, on_disk
from tests.unit_register import stock

ROWS, DAYS = 60, (3, 4)
TO_CLOSED = ("issue", "deliver", "report", "case_callback", "site_check", "case_close")
_HEADERS = ("工单编号", "标题", "诉求内容", "来电人", "联系电话", "来电时间")


def case_files(office: Office, folder: Path) -> Iterator[str]:
    """The file of one closed case is written again and again, as a folder and packed."""
    office.close()
    clock = Clock()
    own = stock(on_disk(folder / "data", clock))
    walk = Walk(own, clock, "20220908100001").to_review()
    walk.do("review", answered="是", handled="否", verdict="退回再处置", problem="没办好").do("redo")
    given = {**ABOVE, "tickets": "20220908100001", "method": "书面督办", "direct_reason": "媒体曝光"}
    case_id = own.supervision.start("open_case", given, CLERK).id
    for step in TO_CLOSED:
        clock.pass_minutes(10)
        own.supervision.do(case_id, step, COMPLETE[step], CLERK)
    signed = folder / "督办通知单.pdf"
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(signed)
    own.supervision.attach(case_id, signed, "督办通知单", CLERK)
    turn = 0
    while True:
        turn += 1
        own.archive.assemble(case_id, folder / "files" / str(turn), CLERK, zip=turn % 2 == 0)
        yield f"file {turn}"


def wrong_files(office: Office, folder: Path, last: int) -> Iterator[str]:
    """Files of the case that bear their name and are not whole, or that were reported and are not there."""
    for turn in range(1, last + 1):
        if not list((folder / "files" / str(turn)).glob("[!.]*")):
            yield f"file {turn} is not there"
    for path in sorted((folder / "files").glob("*/[!.]*")):
        check = office.archive.verify(path)
        yield from (f"{path.parent.name}: {fault.name} {fault.message}" for fault in check.faults)


def recounts(office: Office, folder: Path) -> Iterator[str]:
    """Deadlines of many open tickets are recounted: other limits, now and then a notice of working days."""
    numbers = range(ROWS)
    path = _sheet(folder / "all.csv", [(f"R{n:04}", "路灯不亮") for n in numbers])
    office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)
    stock(office)
    for n in range(0, ROWS, 3):
        ticket_id = office.tickets.find(f"R{n:04}")
        office.tickets.do(ticket_id, "first_contact", {"note": "已问清"}, CLERK)
        office.tickets.do(ticket_id, "dispatch", {"unit": "新海村"}, CLERK)
    turn = 0
    while True:
        turn += 1
        office.settings.change(office.settings.get().changed({"ordinary_days": DAYS[turn % 2]}), CLERK)
        yield f"days {DAYS[turn % 2]}"


def changing_imports(office: Office, folder: Path) -> Iterator[str]:
    """The same tickets come again with other contents, every third of these imports is taken back."""
    turn = 0
    while True:
        path = _sheet(folder / f"{turn}.csv", [(f"R{n:04}", f"路灯不亮，第{turn}次") for n in range(ROWS)])
        done = office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)
        yield f"content {turn}"
        if turn % 3 == 2:
            office.imports.undo(done.batch_id, CLERK)
            yield f"content {turn - 1}"
        turn += 1


def wrong_contents(contents: list[str], reported: list[str]) -> Iterator[str]:
    """All tickets say what one import said: that of the last report, or of what was under way then."""
    said = {int(text.removeprefix("路灯不亮，第").removesuffix("次")) for text in contents}
    if len(said) > 1 or len(contents) not in (0, ROWS):
        yield f"{len(contents)} tickets say {sorted(said)}"
    turns = [int(line.split()[1]) for line in reported if line.startswith("content ")]
    after = {turns[-1] - 1, turns[-1], turns[-1] + 1, turns[-1] + 2} if turns else {0}
    if not said <= after or (turns and not said):
        yield f"tickets say {sorted(said)} after {turns[-1:]}"


def _sheet(path: Path, rows: list[tuple[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADERS)
        writer.writerows((n, "路灯", text, "赵文静", "13800010001", "2022-09-08 09:00") for n, text in rows)
    return path


LONG_WORKS: dict[str, Callable[[Office, Path], Iterator[str]]] = {
    "case files": case_files,
    "recounts": recounts,
    "changing imports": changing_imports,
}
