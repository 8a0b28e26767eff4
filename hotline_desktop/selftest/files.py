"""Files that come in and go out: a photo kept with a ticket, spreadsheets, the file of a supervised case."""

from __future__ import annotations

import os

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.supervision.case import CaseFilter
from hotline_desktop.selftest.bench import CLERK, Bench, Failed, expect, expect_some
from hotline_desktop.services.office import Office

_SIZE = (640, 480)
_KIND = "照片"


def attachment(bench: Bench) -> str:
    """A photo is kept as it is, found again by its sum, and opened as a copy that nobody can write into."""
    from PIL import Image

    photo = bench.path("现场 照片.jpg")
    Image.new("RGB", _SIZE, "#6a8caf").save(photo, quality=80)
    office, ticket = bench.office, bench.ticket()
    office.tickets.attach(ticket, photo, _KIND, CLERK)
    (kept,) = office.tickets.detail(ticket).attachments
    path = office.tickets.attachment_copy(kept.id)
    expect((path.name, os.access(path, os.W_OK) and not _is_root()), (photo.name, False), "打开的副本的名称，能不能改")
    expect(path.read_bytes() == photo.read_bytes(), True, "存下的照片与原来的相同")
    with Image.open(path) as opened:
        expect(opened.size, _SIZE, "打开的照片的大小")
    check = office.archive.verify_kept()
    expect([fault.message for fault in check.faults], [], "核对附件的结果")
    return f"{kept.name} 存取无误，核对 {check.files} 个文件"


def spreadsheets(bench: Bench) -> str:
    """The list as Excel, read back by the import in a process of its own."""
    path, office = bench.path("工单台账.xlsx"), bench.office
    count = office.exports.tickets(TicketFilter(), path, False, CLERK)
    expect(count, office.tickets.count(), "写出的工单数")
    sheet = office.imports.open(path)
    preview = office.imports.preview(sheet)
    expect(len(preview.new), 0, "读回时的新工单数")
    return f"写出 {count} 件，读回没有新工单"


def case_file(bench: Bench) -> str:
    """The file of a closed case is bound, checked, and a change in it noticed."""
    office = bench.example
    made = office.archive.assemble(_whole_case(office), bench.path("案卷"), CLERK)
    check = office.archive.verify(made.path)
    expect([fault.message for fault in check.faults], [], "核对案卷的结果")
    victim = next(path for path in sorted(made.path.rglob("*")) if path.suffix in (".pdf", ".jpg"))
    victim.write_bytes(victim.read_bytes() + b"\n")
    expect(office.archive.verify(made.path).whole, False, "改动后的案卷仍然完整")
    return f"{made.papers} 件、{made.pages} 页，核对 {check.files} 个文件，改动看得出"


def _whole_case(office: Office) -> int:
    cases = office.supervision.cases(CaseFilter())
    found = next((case.id for case in cases if not office.archive.missing(case.id)), None)
    expect_some(found, "材料齐全的督办件")
    if found is None:
        raise Failed("没有材料齐全的督办件")
    return found


def _is_root() -> bool:
    """To whom nothing is read-only."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
