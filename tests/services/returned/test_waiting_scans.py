"""Scanners that write a file for each page: the pages of one print find each other, whole prints are filed, the rest
says what is missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.foundation.files import INTAKE
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import read_scans
from tests.services.desk import CLERK, Clock, Walk
from tests.services.kept_attachments import kept_file
from tests.services.returned.test_intake import DISPOSAL, NUMBER, OTHER, as_pdf, printed, today


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


def to_long_result(office: Office, walk: Walk) -> Walk:
    """The unit's result takes three pages."""
    walk.to_unit().do("accept", handler="沈强")
    office.tickets.do(walk.id, "unit_contact", {"note": "已问清"}, CLERK)
    walk.do("answer", way="电话", recording="LY-01", content="已停工").do("satisfaction", grade="满意")
    return walk.do(
        "result", handling="责令停工，限期拆除。" * 200, fact="属实", demand="符合政策法规", resolution="实际解决"
    )


def page_files(pdf: Path, folder: Path) -> list[Path]:
    """A file for each page, as such scanners call them."""
    folder.mkdir(exist_ok=True)
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    found = []
    for number in range(len(document)):
        found.append(folder / f"scan_{number + 1:03}.jpg")
        document[number].render(scale=150 / 72).to_pil().save(found[-1], quality=70)
    return found


def three_pages(office: Office, walk: Walk, folder: Path) -> list[Path]:
    pages = page_files(printed(office, to_long_result(office, walk), folder / f"{walk.id}.pdf"), folder / f"{walk.id}")
    assert len(pages) == 3
    return pages


def pages_kept(office: Office, walk: Walk) -> list[tuple[int, ...]]:
    """Which pages of its sheet each page of the ticket's one attachment is."""
    (kept,) = office.tickets.detail(walk.id).attachments
    return [scan.sheet.pages for scan in read_scans(kept_file(office.tickets, kept.id))[0]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_pages_that_come_minutes_apart_in_any_order_are_filed_as_one_sheet(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, order: Sequence[int]
) -> None:
    pages = three_pages(office, walk, tmp_path)
    first, second, third = (pages[number] for number in order)
    (waits,) = office.intake.take_in([first], today(clock), CLERK).tray
    lacking = sorted({1, 2, 3} - {order[0] + 1})
    assert waits.reason == f"{NUMBER} 的处置单：缺第 {lacking[0]} 页、第 {lacking[1]} 页，共 3 页"
    clock.pass_minutes(7)
    (waits,) = office.intake.take_in([second], today(clock), CLERK).tray
    assert waits.reason == f"{NUMBER} 的处置单：缺第 {order[2] + 1} 页，共 3 页" and len(office.intake.tray()) == 1
    assert office.papers.awaited() and office.tickets.detail(walk.id).attachments == ()
    clock.pass_minutes(7)
    done = office.intake.take_in([third], today(clock), CLERK)
    assert [(one.number, one.kind, one.pages) for one in done.filed] == [(NUMBER, DISPOSAL, "1、2、3")]
    assert office.intake.tray() == () and office.papers.awaited() == ()
    assert pages_kept(office, walk) == [(1, 2, 3)]
    told = next(entry for entry in office.settings.history() if entry.step == "扫描件合成一份").after["原件"]
    for page in pages:
        assert f"{page.name} 第 1 页 SHA-256 {hashlib.sha256(page.read_bytes()).hexdigest()}" in told
        assert page.is_file()


def test_pages_of_two_prints_mixed_in_one_folder_go_each_to_its_own_ticket(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    other = Walk(office, clock, OTHER)
    mine, others = three_pages(office, walk, tmp_path), three_pages(office, other, tmp_path)
    mixed = [others[2], mine[1], others[0], mine[2], mine[0]]
    done = office.intake.take_in(mixed, today(clock), CLERK)
    assert [one.number for one in done.filed] == [NUMBER]
    assert [one.reason for one in done.tray] == [f"{OTHER} 的处置单：缺第 2 页，共 3 页"]
    assert office.tickets.detail(other.id).attachments == () and pages_kept(office, walk) == [(1, 2, 3)]
    done = office.intake.take_in([others[1]], today(clock), CLERK)
    assert [one.number for one in done.filed] == [OTHER] and pages_kept(office, other) == [(1, 2, 3)]


def test_of_a_page_that_is_scanned_again_the_newest_counts_and_the_same_file_twice_counts_once(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    pages = three_pages(office, walk, tmp_path)
    better = tmp_path / "scan_004.png"
    signed = Image.open(pages[1]).convert("L")
    ImageDraw.Draw(signed).rectangle((300, 800, 900, 1000), fill=0)
    signed.save(better)
    assert office.intake.take_in([pages[1], pages[1]], today(clock), CLERK).known == 1
    done = office.intake.take_in([better, pages[2], pages[0]], today(clock), CLERK)
    assert len(done.filed) == 1 and office.intake.tray() == () and pages_kept(office, walk) == [(1, 2, 3)]
    (kept,) = office.tickets.detail(walk.id).attachments
    document = pypdfium2.PdfDocument(kept_file(office.tickets, kept.id).read_bytes())
    shown = document[1].render(scale=1).to_pil().convert("L")
    assert shown.crop((200, 420, 380, 450)).getextrema()[1] < 60  # what was written on it since
    lying = {path.suffix for path in (tmp_path / INTAKE).iterdir()}
    assert {".jpg", ".png"} <= lying  # every copy is there still


def test_pages_that_all_waited_when_the_program_was_ended_are_filed_when_they_are_given_again(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    pages = three_pages(office, walk, tmp_path)
    for page in pages:
        office.intake.put_into_tray(read_scans(page)[0][0], "")
    assert office.intake.tray()[0].ready
    done = office.intake.take_in(pages, today(clock), CLERK)
    assert [one.number for one in done.filed] == [NUMBER] and pages_kept(office, walk) == [(1, 2, 3)]
    assert (done.tray, done.known, office.intake.tray()) == ([], 0, ())  # nothing of it waits any more


def test_part_of_a_sheet_is_filed_by_hand_and_never_with_another_ticket(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    first, _second, third = three_pages(office, walk, tmp_path)
    Walk(office, clock, OTHER).to_review()
    (waits,) = office.intake.take_in([third, first], today(clock), CLERK).tray
    for number, kind in ((OTHER, DISPOSAL), (NUMBER, PaperKind.SATISFACTION)):
        with pytest.raises(HotlineError, match=f"二维码是 {NUMBER} 的处置单，没有归到 {number} 的{kind}"):
            office.intake.file_from_tray(waits.id, number, kind, today(clock), CLERK)
    office.intake.file_from_tray(waits.id, NUMBER, DISPOSAL, today(clock), CLERK)
    assert office.intake.tray() == () and pages_kept(office, walk) == [(1, 3)]
    with pytest.raises(NotFound):
        office.intake.file_from_tray(waits.id, NUMBER, DISPOSAL, today(clock), CLERK)


def test_a_page_that_comes_after_its_sheet_was_filed_waits_and_says_so(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    first, second, third = three_pages(office, walk, tmp_path)
    (waits,) = office.intake.take_in([first, third], today(clock), CLERK).tray
    office.intake.file_from_tray(waits.id, NUMBER, DISPOSAL, today(clock), CLERK)
    (late,) = office.intake.take_in([second], today(clock), CLERK).tray
    assert late.reason == f"{NUMBER} 的处置单签字件已于 2022-09-08 登记收回" and not late.ready
    office.intake.file_from_tray(late.id, NUMBER, DISPOSAL, today(clock), CLERK)
    assert len(office.tickets.detail(walk.id).attachments) == 2


def test_the_whole_sheet_in_one_file_takes_its_waiting_pages_along(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    pages = three_pages(office, walk, tmp_path)
    office.intake.take_in([pages[1]], today(clock), CLERK)
    done = office.intake.take_in([as_pdf(tmp_path / "全.pdf", *reversed(pages))], today(clock), CLERK)
    assert len(done.filed) == 1 and office.intake.tray() == ()


def test_some_pages_of_a_stack_find_those_of_another_stack(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    first, second, third = three_pages(office, walk, tmp_path)
    office.intake.take_in([as_pdf(tmp_path / "一.pdf", third, first)], today(clock), CLERK)
    done = office.intake.take_in([as_pdf(tmp_path / "二.pdf", second, None)], today(clock), CLERK)
    assert len(done.filed) == 1 and pages_kept(office, walk) == [(1, 2, 3)]


def test_pages_wait_with_the_reason_where_a_rule_refuses_their_sheet(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    pages = three_pages(office, walk, tmp_path)
    tomorrow = today(clock) + timedelta(days=1)
    (waits,) = office.intake.take_in(pages, tomorrow, CLERK).tray
    assert "交回日期晚于今天" in waits.reason and not waits.ready and len(waits.entries) == 3
    office.intake.file_from_tray(waits.id, NUMBER, DISPOSAL, today(clock), CLERK)
    assert office.intake.tray() == () and pages_kept(office, walk) == [(1, 2, 3)]


def test_only_the_pages_that_were_shown_are_filed_by_a_nod(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    pages = three_pages(office, walk, tmp_path)
    for page in pages:
        office.intake.put_into_tray(read_scans(page)[0][0], "")
    (shown,) = office.intake.tray()
    assert shown.ready and office.intake.picture(shown) != b""
    again = tmp_path / "again.png"
    Image.open(pages[0]).save(again)
    office.intake.put_into_tray(read_scans(again)[0][0], "")
    with pytest.raises(HotlineError, match="又收到了别的页，没有归档"):
        office.intake.file_gathered(shown, today(clock), CLERK)
    (shown,) = office.intake.tray()
    office.intake.file_gathered(shown, today(clock), CLERK)
    with pytest.raises(NotFound):  # another program was quicker
        office.intake.file_gathered(shown, today(clock), CLERK)
    assert pages_kept(office, walk) == [(1, 2, 3)]


def test_a_copy_in_the_tray_that_was_changed_is_not_filed(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    first, second, third = three_pages(office, walk, tmp_path)
    (waits,) = office.intake.take_in([first, second], today(clock), CLERK).tray
    (tmp_path / INTAKE / waits.entries[0].kept).write_bytes(third.read_bytes())
    (waits,) = office.intake.take_in([third], today(clock), CLERK).tray
    assert "副本和放进来时不一样了，没有归档" in waits.reason
    assert office.tickets.detail(walk.id).attachments == () and office.papers.awaited()


def test_pages_that_were_printed_before_and_after_a_change_are_not_put_together(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    """A sheet that was saved as a file twice bears one code; what stands on it has changed meanwhile."""
    to_long_result(office, walk)
    office.papers.render_pdf([walk.id], DISPOSAL, "办结", tmp_path / "a.pdf")
    office.tickets.withdraw(walk.id, "写错了", CLERK)
    walk.do("result", handling="责令停工，限期拆除。" * 80, fact="属实", demand="符合政策法规", resolution="实际解决")
    office.papers.render_pdf([walk.id], DISPOSAL, "办结", tmp_path / "b.pdf")
    old, new = page_files(tmp_path / "a.pdf", tmp_path / "a"), page_files(tmp_path / "b.pdf", tmp_path / "b")
    assert (len(old), len(new)) == (3, 2)
    done = office.intake.take_in([new[0], old[1], old[2]], today(clock), CLERK)
    assert not done.filed and "几页上写的总页数不一样（共 2 页、共 3 页）" in done.tray[0].reason
    done = office.intake.take_in([as_pdf(tmp_path / "混.pdf", new[0], old[1], old[2])], today(clock), CLERK)
    assert not done.filed and "几页上写的总页数不一样" in done.tray[0].reason
