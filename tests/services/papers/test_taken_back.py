"""登记交回 and 不再等 of the wrong row: the paper is waited for again, and what came with its return goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE
from tests.services.desk import CLERK, Clock, Walk

NUMBER, WHY = "20220908102001", "点错了行"


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


def out(office: Office, walk: Walk, kind: PaperKind, state: str) -> int:
    office.papers.remember_printed([walk.id], kind, state, CLERK)
    return office.papers.awaited()[-1].id


def survey(office: Office, walk: Walk) -> int:
    return out(office, walk.to_unit(), PaperKind.SATISFACTION, "待填")


def sheet(office: Office, walk: Walk) -> int:
    return out(office, walk.to_review(), PaperKind.DISPOSAL, "办结")


def notice(office: Office, walk: Walk) -> tuple[int, int]:
    walk.to_unit()
    given = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-08"}
    case_id = office.supervision.start("open_case", given, CLERK).id
    return out(office, walk, PaperKind.SUPERVISION_NOTICE, "派发"), case_id


def scan(tmp_path: Path) -> Path:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def test_a_paper_given_up_is_waited_for_again_and_the_office_remembers_why(office: Office, walk: Walk) -> None:
    paper = survey(office, walk)
    office.papers.give_up(paper, CLERK)
    assert [each.id for each in office.papers.settled(9)] == [paper] and office.papers.settled(9)[0].given_up
    with pytest.raises(HotlineError, match="要写撤回原因，没有变动"):
        office.papers.wait_again(paper, " ", CLERK)
    changes = office.papers.wait_again(paper, WHY, "沈强")
    assert changes.papers and [each.id for each in office.papers.awaited()] == [paper]
    assert office.papers.settled(9) == ()
    newest = office.settings.history()[0]
    assert (newest.step, newest.by, newest.after["原因"]) == ("重新等签字件", "沈强", WHY)


@pytest.mark.parametrize("with_scan", [False, True])
def test_a_returned_paper_of_a_ticket_is_out_again_without_the_scan_that_came(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path, with_scan: bool
) -> None:
    paper = survey(office, walk)
    office.papers.returned(paper, clock.now.date(), CLERK, scan(tmp_path) if with_scan else None)
    assert (office.papers.scan_with(paper) is not None) == with_scan
    office.papers.wait_again(paper, WHY, CLERK)
    assert [each.id for each in office.papers.awaited()] == [paper]
    detail = office.tickets.detail(walk.id)
    assert detail.attachments == () and office.papers.scan_with(paper) is None
    assert (detail.history[-1].label == "移除附件") == with_scan
    assert office.settings.history()[0].step == "撤回签字件交回"


@pytest.mark.parametrize("with_scan", [False, True])
def test_a_disposal_sheet_that_did_not_come_back_takes_its_step_along(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path, with_scan: bool
) -> None:
    paper = sheet(office, walk)
    office.papers.returned(paper, clock.now.date(), CLERK, scan(tmp_path) if with_scan else None)
    assert office.tickets.detail(walk.id).ticket.sheet_back_on == clock.now.date()
    office.papers.wait_again(paper, WHY, CLERK)
    detail = office.tickets.detail(walk.id)
    assert detail.ticket.sheet_back_on is None and detail.attachments == ()
    assert [each.id for each in office.papers.awaited()] == [paper]
    office.papers.returned(paper, clock.now.date(), CLERK)
    assert office.tickets.detail(walk.id).ticket.sheet_back_on == clock.now.date()


def test_another_step_is_never_withdrawn_for_a_sheet(office: Office, walk: Walk, clock: Clock) -> None:
    paper, on = sheet(office, walk), clock.now.date()
    office.papers.returned(paper, on, CLERK)
    walk.do("review", answered="是", handled="是", verdict="通过")
    with pytest.raises(
        HotlineError, match="又办了“结案审核”，这次登记不能单独撤回，没有变动。请先到工单里撤回“结案审核”"
    ):
        office.papers.wait_again(paper, WHY, CLERK)
    detail = office.tickets.detail(walk.id)
    assert detail.ticket.sheet_back_on == on
    assert detail.history[-1].label == "结案审核" and office.papers.awaited() == ()


@pytest.mark.parametrize("with_scan", [False, True])
def test_a_notice_that_did_not_come_back_is_missing_from_its_case_again(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path, with_scan: bool
) -> None:
    paper, case_id = notice(office, walk)
    office.papers.returned(paper, clock.now.date(), CLERK, scan(tmp_path) if with_scan else None)
    case = office.supervision.detail(case_id).case
    assert (case.signed, case.files) == (((), ("督办通知单",)) if with_scan else (("督办通知单",), ()))
    changes = office.papers.wait_again(paper, WHY, CLERK)
    case = office.supervision.detail(case_id).case
    assert (case.signed, case.files) == ((), ()) and changes.cases
    assert [each.id for each in office.papers.awaited()] == [paper]
    label = office.supervision.detail(case_id).history[-1].label
    assert label == ("移除附件" if with_scan else "撤回签字件交回")


def test_what_is_said_twice_of_one_paper_is_said_once(office: Office, walk: Walk, clock: Clock) -> None:
    paper, case_id = notice(office, walk)
    office.papers.returned(paper, clock.now.date(), CLERK)
    again: tuple[Callable[[], object], ...] = (
        lambda: office.papers.returned(paper, clock.now.date(), CLERK),
        lambda: office.papers.give_up(paper, CLERK),
    )
    for call in again:
        with pytest.raises(HotlineError, match="2022-09-08 已登记交回"):
            call()
    assert office.supervision.detail(case_id).case.signed == ("督办通知单",), "one notice is back, not two"


def test_the_later_print_of_a_paper_is_the_one_that_counts(office: Office, walk: Walk, clock: Clock) -> None:
    first = survey(office, walk)
    office.papers.give_up(first, CLERK)
    clock.now += timedelta(minutes=5)
    second = out(office, walk, PaperKind.SATISFACTION, "待填")
    with pytest.raises(HotlineError, match="以后又打印过，以后来的一张为准"):
        office.papers.wait_again(first, WHY, CLERK)
    with pytest.raises(HotlineError, match="正在待签字回收里"):
        office.papers.wait_again(second, WHY, CLERK)
    office.papers.give_up(second, CLERK)
    assert [each.id for each in office.papers.settled(9)] == [second]


def test_of_an_archived_ticket_nothing_is_waited_for_again(office: Office, walk: Walk) -> None:
    walk.to_closed()
    paper = out(office, walk, PaperKind.SATISFACTION, "已填")
    office.papers.give_up(paper, CLERK)
    walk.do("sheet_back").do("platform_close", operator="沈强").do("archive")
    with pytest.raises(HotlineError, match="已经归档，测评表的登记不能撤回"):
        office.papers.wait_again(paper, WHY, CLERK)
    assert office.papers.awaited() == ()


def test_of_two_scans_of_one_day_the_one_that_came_with_the_return_leaves_with_it(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path
) -> None:
    paper, on = survey(office, walk), clock.now.date()
    office.papers.returned(paper, on, CLERK, scan(tmp_path))
    (came,) = office.tickets.detail(walk.id).attachments
    office.papers.wait_again(paper, WHY, CLERK)
    earlier = tmp_path / "早些时候.pdf"
    earlier.write_bytes(b"%PDF-1.7 earlier")
    office.tickets.attach(walk.id, earlier, came.kind, CLERK)
    clock.now += timedelta(minutes=5)
    office.papers.returned(paper, on, CLERK, scan(tmp_path))
    office.papers.wait_again(paper, WHY, CLERK)
    assert [file.name for file in office.tickets.detail(walk.id).attachments] == ["早些时候.pdf"]
