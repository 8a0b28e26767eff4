"""A small office in which every table holds something, made by the services; damages are done to copies of it."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.services.office import Office
from hotline_desktop.storage.office import accounts
from tests.exchange.tables import HEADERS, save_text, ticket
from tests.services.desk import CLERK, Clock, Walk, on_disk, supervise
from tests.services.notices import NOTICES

FIRST, SECOND, WAITING, IMPORTED = "20220908100001", "20220908100002", "20220908100003", "20220908200001"
DAYS = 40  # that pass


def make(folder: Path) -> Path:
    """The closed office in ``folder``."""
    clock = Clock()
    office = on_disk(folder, clock)
    _tickets(office, clock, folder.parent)
    _papers(office, clock, folder.parent)
    clock.pass_minutes(60 * 24 * DAYS)
    _supervision(office)
    office.ranking.freeze(Quarter(2022, 3), CLERK)
    office.time.add_notice(NOTICES[2023], CLERK)
    office.looks.note([Look(clock.now, CLERK, "ticket", FIRST)])
    with office._office.db.write() as c:  # without telling the settings, so that nobody needs to log in
        accounts.add(c, "虚构", Role.CLERK, "x", clock.now)
    office.backups.run()
    office.close()
    return folder


def later() -> Clock:
    """A clock of the next day."""
    clock = Clock()
    clock.pass_minutes(60 * 24 * (DAYS + 1))
    return clock


def _tickets(office: Office, clock: Clock, room: Path) -> None:
    Walk(office, clock, FIRST).to_closed()
    Walk(office, clock, SECOND).to_review().do(
        "review", answered="是", handled="否", verdict="退回再处置", problem="没有到现场"
    ).do("redo")
    Walk(office, clock, WAITING).to_unit()
    for title in ("路灯不亮", "路灯还是不亮"):
        file = save_text(room / "工单导出.csv", [HEADERS, ticket(IMPORTED, 来电内容=title)])
        office.imports.apply(office.imports.preview(office.imports.open(file)), CLERK)
    photo = room / "照片.txt"
    photo.write_text("照片", "utf-8")
    office.tickets.attach(office.tickets.find(FIRST), photo, "其他", CLERK)


def _papers(office: Office, clock: Clock, room: Path) -> None:
    ids = [office.tickets.find(WAITING)]
    state = office.papers.states(PaperKind.DISPOSAL)[0]
    office.papers.render_pdf(ids, PaperKind.DISPOSAL, state, room / "处置单.pdf")
    office.papers.remember_printed(ids, PaperKind.DISPOSAL, state, CLERK)
    photo = room / "IMG_0001.HEIC"
    photo.write_bytes(b"\0\0\0\x18ftypheic")
    office.intake.take_in([photo], clock.now.date(), CLERK)


def _supervision(office: Office) -> None:
    office.tickets.do(office.tickets.find(WAITING), "urge", {}, CLERK)
    supervise(office, SECOND)
