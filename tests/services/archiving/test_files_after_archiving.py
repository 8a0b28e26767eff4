"""Files that come to a record after it was archived: kept, named by every check, and marked in the window.

督办二（五）3.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hotline_desktop.domain.case_file.check import FaultKind
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
NUMBER = "20220908100001"


def archived(walk: Start) -> int:
    ticket = walk(NUMBER).to_closed()
    ticket.do("sheet_back").do("platform_close", operator="沈强").do("archive")
    return ticket.id


def letter(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(name, "utf-8")
    return path


def test_a_file_that_came_before_archiving_is_nothing_to_tell_of(office: Office, walk: Start, tmp_path: Path) -> None:
    ticket = walk(NUMBER).to_closed()
    office.tickets.attach(ticket.id, letter(tmp_path, "回函.txt"), "情况说明", CLERK)
    ticket.do("sheet_back").do("platform_close", operator="沈强").do("archive")
    assert office.archive.verify_ticket(ticket.id).whole and office.archive.moved_after_archiving() == ()
    assert office.tickets.detail(ticket.id).late_files == frozenset()


def test_a_file_that_came_in_the_minute_of_archiving_but_after_it_is_named(
    office: Office, walk: Start, tmp_path: Path
) -> None:
    ticket = archived(walk)
    office.tickets.attach(ticket, letter(tmp_path, "补.txt"), "情况说明", CLERK)
    (fault,) = office.archive.verify_ticket(ticket).faults
    assert (fault.kind, fault.name) == (FaultKind.EXTRA, "附件“情况说明”") and "归档以后添加" in fault.message
    (named,) = office.archive.moved_after_archiving()
    assert named.name == f"附件“情况说明”（工单{NUMBER}）"
    detail = office.tickets.detail(ticket)
    assert detail.late_files == {detail.attachments[0].id}


def test_a_file_that_is_taken_off_after_archiving_is_named_too(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    ticket = walk(NUMBER).to_closed()
    office.tickets.attach(ticket.id, letter(tmp_path, "回函.txt"), "情况说明", CLERK)
    ticket.do("sheet_back").do("platform_close", operator="沈强").do("archive")
    clock.pass_minutes(5)
    (file,) = office.tickets.detail(ticket.id).attachments
    office.tickets.detach(file.id, "放错了", CLERK)
    (fault,) = office.archive.moved_after_archiving()
    assert fault.kind is FaultKind.MISSING and "归档以后移除" in fault.message


def test_a_ticket_that_went_out_again_is_open_for_files(office: Office, walk: Start, tmp_path: Path) -> None:
    ticket = archived(walk)
    office.tickets.do(ticket, "upper_return", {"office": "市热线办", "reason": "市民再次来电"}, CLERK)
    office.tickets.attach(ticket, letter(tmp_path, "新.txt"), "情况说明", CLERK)
    assert office.archive.verify_ticket(ticket).whole and office.archive.moved_after_archiving() == ()
    assert office.tickets.detail(ticket).late_files == frozenset()
