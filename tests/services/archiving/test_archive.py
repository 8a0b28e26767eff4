"""一案一档: the file of a closed case is complete, the same for the same record, and can be checked later."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter

from hotline_desktop.domain.case_file.check import LIST_NAME, FaultKind, FileList
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError, NotFound, StepRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.archiving.archive import Assembled
from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk, in_memory
from tests.services.kept_attachments import kept_file
from tests.unit_register import stock

Start = Callable[..., Walk]
NUMBER = "20220908100001"
FRONT = 3  # the cover of two pages, and the contents
FILE = "新海督档〔2022〕1号"


def pdf(pages: int, turned: int = 0) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842).rotate(turned)
    writer.write(out)
    return out.getvalue()


def picture(kind: str = "JPEG", width: int = 80, height: int = 60) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind)
    return out.getvalue()


def keep(office: Office, folder: Path, case_id: int, name: str, kind: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    office.supervision.attach(case_id, path, kind, CLERK)


def supervised(office: Office, clock: Clock, *steps: str, tickets: str = NUMBER, **values: object) -> int:
    """A case about a report in the media, written at once."""
    given = {**ABOVE, "tickets": tickets, "method": "书面督办", "direct_reason": "媒体曝光", **values}
    case_id = office.supervision.start("open_case", given, CLERK).id
    for step in steps:
        clock.now += timedelta(minutes=10)
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    return case_id


TO_CLOSED = ("issue", "deliver", "report", "case_callback", "site_check", "case_close")


@pytest.fixture
def case_id(office: Office, walk: Start, clock: Clock, tmp_path: Path) -> int:
    """A closed case about a ticket in its second round, with a scanned notice and a photo."""
    return closed_case(office, walk(NUMBER), clock, tmp_path)


def closed_case(office: Office, ticket: Walk, clock: Clock, folder: Path) -> int:
    ticket.to_review()
    ticket.do("review", answered="是", handled="否", verdict="退回再处置", problem="没办好").do("redo")
    clock.now = datetime(2022, 9, 9, 9, 0)
    made = supervised(office, clock, *TO_CLOSED)
    keep(office, folder, made, "赵文静的通知单.pdf", "督办通知单", pdf(2))
    keep(office, folder, made, "赵文静家门口.jpg", "处理后现场", picture())
    keep(office, folder, made, "来电.mp3", "录音", b"ID3 sound")
    return made


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def bound(made: Assembled) -> PdfReader:
    (path,) = made.path.glob("*_案卷_*.pdf")
    return PdfReader(path)


def corners(page: PageObject) -> list[tuple[float, float]]:
    """Where the texts of a page begin."""
    found: list[tuple[float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=visit)
    return found


def bookmarks(outline: list[Any], reader: PdfReader) -> list[tuple[str, int]]:
    """Titles with their pages, those of sections left out."""
    found: list[tuple[str, int]] = []
    for place, item in enumerate(outline):
        if isinstance(item, list):
            found += bookmarks(item, reader)
        elif place + 1 == len(outline) or not isinstance(outline[place + 1], list):
            found.append((item.title, reader.get_destination_page_number(item) or 0))
    return found


def test_the_file_holds_every_paper_in_archive_order_with_bookmarks_and_page_numbers(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    made = office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    reader = bound(made)
    titles = [title for title, _page in bookmarks(reader.outline, reader)]
    assert titles == [
        "封面",
        "卷内目录",
        "督办通知单",
        "附件：督办通知单",
        "处置单（第1次处置）",
        "处置单（第2次处置）",
        "联系与答复记录",
        "结案审核与回访记录（第1次处置）",
        "督办审查核实记录",
        "督办办结报告",
        "附件：处理后现场",
        "测评表（第1次处置）",
        "备考表",
    ]
    sections = [item.title for item, after in pairwise(reader.outline) if isinstance(after, list)]  # type: ignore[union-attr]
    assert sections[:3] == ["督办通知单", "处置单", "联系、答复、回访记录"]
    assert len(reader.pages) == made.pages + FRONT + 1
    numbered = [page.extract_text().split()[-1] for page in reader.pages[FRONT:-1]]
    assert numbered == [str(number) for number in range(1, made.pages + 1)]


def test_the_contents_name_the_page_on_which_each_paper_begins(office: Office, case_id: int, tmp_path: Path) -> None:
    reader = bound(office.archive.assemble(case_id, tmp_path, CLERK))
    look = office.archive.look(case_id)
    begins = {title: page - FRONT + 1 for title, page in bookmarks(reader.outline, reader)[2:-1]}
    assert {line.title: line.page for line in look.contents if line.page} == begins
    printed = "".join(reader.pages[FRONT - 1].extract_text().split())
    for place, line in enumerate(look.contents, start=1):
        title, day = "".join(line.title.split()), chinese_date(line.dated) if line.dated else ""
        assert f"{place}{line.reference}{line.author}{title}{day}{line.page or line.note}" in printed


def test_what_cannot_be_bound_is_carried_beside_the_papers_and_listed(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    keep(office, tmp_path, case_id, "记录.docx", "办结报告", b"PK\x03\x04")
    keep(office, tmp_path, case_id, "坏.pdf", "政策法规材料", b"%PDF-1.7 broken")
    keep(office, tmp_path, case_id, "坏.jpg", "其他", b"\xff\xd8\xff broken")
    made = office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    notes = {line.title: line.note for line in office.archive.look(case_id).contents if line.page is None}
    assert notes == {
        "附件：录音": "另附",
        "附件：办结报告": "另附",
        "附件：政策法规材料": "另附，无法装订",
        "附件：其他": "另附，图片打不开",
    }
    assert made.beside == 4 and (made.path / f"附件/{FILE}_录音_{NUMBER}_20220909.mp3").read_bytes() == b"ID3 sound"
    last = "".join(bound(made).pages[-1].extract_text().split())
    assert "另附4件" in last and "录音、办结报告、政策法规材料、其他" in last


def test_turned_scans_carry_their_number_where_the_reader_looks_for_it(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    keep(office, tmp_path, case_id, "横.pdf", "政策法规材料", pdf(1, turned=90))
    reader = bound(office.archive.assemble(case_id, tmp_path / "案卷", CLERK))
    (page,) = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert page.rotation == 0 and page.extract_text().strip().isdigit()
    ((right, upper),) = corners(page)
    assert right > 0.9 * float(page.mediabox.right) and upper > 0.9 * float(page.mediabox.top)


def test_names_of_files_follow_the_archive_and_tell_of_no_citizen(office: Office, case_id: int, tmp_path: Path) -> None:
    made = office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    names = sorted(bytes_of(made.path))
    assert made.path.name == made.file_number == FILE
    assert f"{FILE}_案卷_{NUMBER}_20220909.pdf" in names and f"文件/{FILE}_督办通知单_{NUMBER}_20220909.pdf" in names
    assert not any("赵文静" in name for name in names)
    assert (made.path / f"附件/{FILE}_处理后现场_{NUMBER}_20220909.jpg").read_bytes() == picture()
    message = FileList.read((made.path / LIST_NAME).read_text("utf-8"))
    assert set(message.files) == set(names) - {LIST_NAME} and message.ticket_numbers == NUMBER
    assert "赵文静" not in str(bound(made).metadata)


def test_the_same_record_gives_the_same_bytes_whenever_it_is_assembled(
    office: Office, case_id: int, clock: Clock, tmp_path: Path
) -> None:
    first = office.archive.assemble(case_id, tmp_path / "一", CLERK)
    packed = office.archive.assemble(case_id, tmp_path / "一", CLERK, zip=True)
    clock.now += timedelta(days=40)
    office.supervision.do(case_id, "case_archive", {}, CLERK)
    assert bytes_of(office.archive.assemble(case_id, tmp_path / "二", "陈敏").path) == bytes_of(first.path)
    again = office.archive.assemble(case_id, tmp_path / "二", CLERK, zip=True)
    assert again.path.read_bytes() == packed.path.read_bytes()


def test_the_same_record_gives_the_same_bytes_in_another_office(clock: Clock, tmp_path: Path) -> None:
    made = []
    for name in ("甲", "乙"):
        clock.now = datetime(2022, 9, 8, 10, 20)
        office = stock(in_memory(clock, tmp_path / name / "数据"))
        (tmp_path / name).mkdir(exist_ok=True)
        case = closed_case(office, Walk(office, clock, NUMBER), clock, tmp_path / name)
        made.append(bytes_of(office.archive.assemble(case, tmp_path / name / "案卷", CLERK).path))
    assert made[0] == made[1]


def test_a_written_file_can_be_checked_for_what_is_missing_changed_or_added(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    folder = office.archive.assemble(case_id, tmp_path / "案卷", CLERK).path
    whole = office.archive.verify(folder)
    assert whole.whole and whole.file_number == FILE and whole.files == len(bytes_of(folder))
    photo, sheet = next(folder.rglob("*.jpg")), next(folder.rglob("*处置单*"))
    photo.unlink()
    sheet.write_bytes(sheet.read_bytes()[:-1] + b"x")
    (folder / "多余.txt").write_text("x", "utf-8")
    faults = office.archive.verify(folder).faults
    assert [(fault.kind, Path(fault.name).name) for fault in faults] == [
        (FaultKind.MISSING, photo.name),
        (FaultKind.CHANGED, sheet.name),
        (FaultKind.EXTRA, "多余.txt"),
    ]
    assert faults[1].message == "大小相同，内容不同"


def test_a_zip_is_checked_as_a_folder_is(office: Office, case_id: int, tmp_path: Path) -> None:
    path = office.archive.assemble(case_id, tmp_path, CLERK, zip=True).path
    assert office.archive.verify(path).whole
    with zipfile.ZipFile(path) as packed:
        kept = {item.filename: packed.read(item) for item in packed.infolist()}
    assert all(name.startswith(f"{FILE}/") for name in kept)
    sound = next(name for name in kept if name.endswith(".mp3"))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as packed:
        for name, data in kept.items():
            packed.writestr(name, b"other" if name == sound else data)
    path.write_bytes(changed.getvalue())
    (fault,) = office.archive.verify(path).faults
    assert (fault.kind, fault.name) == (FaultKind.CHANGED, sound.removeprefix(f"{FILE}/"))
    path.write_bytes(changed.getvalue()[:2000])
    with pytest.raises(HotlineError, match="打不开"):
        office.archive.verify(path)


def test_files_changed_together_with_their_list_are_found_by_the_office_that_wrote_it(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    folder = office.archive.assemble(case_id, tmp_path, CLERK).path
    sound, listed = next(folder.rglob("*.mp3")), folder / LIST_NAME
    old = FileList.read(listed.read_text("utf-8"))
    sound.write_bytes(b"cut")
    files = {name: seal for name, seal in old.files.items() if not name.endswith(".mp3")}
    sound.unlink()
    listed.write_text(FileList(old.file_number, old.case_number, old.ticket_numbers, files).text(), "utf-8")
    (fault,) = office.archive.verify(folder).faults
    assert (fault.kind, fault.name) == (FaultKind.CHANGED, LIST_NAME)


def test_what_is_no_case_file_is_not_checked(office: Office, case_id: int, tmp_path: Path) -> None:
    folder = office.archive.assemble(case_id, tmp_path / "案卷", CLERK).path
    (folder / LIST_NAME).write_text("别的文字", "utf-8")
    with pytest.raises(HotlineError, match="不是本程序写的清单"):
        office.archive.verify(folder)
    (folder / LIST_NAME).unlink()
    with pytest.raises(HotlineError, match="不是本程序写的案卷"):
        office.archive.verify(folder)
    with pytest.raises(HotlineError, match="读不了"):
        office.archive.verify(tmp_path / "没有")


def test_a_record_that_went_on_after_its_file_was_made_is_told(office: Office, case_id: int, tmp_path: Path) -> None:
    assert office.archive.verify_case(case_id).whole
    office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    assert office.archive.verify_case(case_id).whole
    keep(office, tmp_path, case_id, "补.jpg", "督办前现场", picture("PNG"))
    (fault,) = office.archive.verify_case(case_id).faults
    assert fault.kind is FaultKind.CHANGED and "请重新生成案卷" in fault.message
    (late,) = office.archive.verify(tmp_path / "案卷" / FILE).faults
    assert (late.kind, late.name) == (FaultKind.EXTRA, "附件“督办前现场”") and "这份案卷生成以后添加" in late.message
    office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    assert office.archive.verify_case(case_id).whole
    assert office.archive.verify(tmp_path / "案卷" / FILE).whole


def test_files_that_come_after_archiving_are_named_by_every_check(
    office: Office, case_id: int, clock: Clock, tmp_path: Path
) -> None:
    office.supervision.do(case_id, "case_archive", {}, CLERK)
    assert office.archive.verify_case(case_id).whole
    keep(office, tmp_path, case_id, "补.jpg", "其他", picture("PNG"))
    clock.now += timedelta(minutes=1)
    ticket = office.tickets.find(NUMBER)
    office.tickets.attach(ticket, tmp_path / "补.jpg", "情况说明", CLERK)
    faults = office.archive.verify_case(case_id).faults
    assert [(fault.kind, fault.name) for fault in faults] == [
        (FaultKind.EXTRA, "附件“其他”"),
        (FaultKind.EXTRA, f"附件“情况说明”（工单{NUMBER}）"),
    ]
    assert all("归档以后添加" in fault.message and CLERK in fault.message for fault in faults)
    named = [fault.name for fault in office.archive.moved_after_archiving()]
    assert named == [f"附件“其他”（督办{office.supervision.detail(case_id).case.number}）"]
    assert len(office.supervision.detail(case_id).late_files) == 1


def test_a_notice_that_came_back_signed_without_a_scan_counts_as_back(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    ticket = walk(NUMBER).to_closed()
    case_id = supervised(office, clock, *TO_CLOSED)
    office.papers.remember_printed([ticket.id], PaperKind.SUPERVISION_NOTICE, "反馈", CLERK)
    with pytest.raises(StepRefused, match="签字的督办通知单（还差1份"):
        office.supervision.do(case_id, "case_archive", {}, CLERK)
    (out,) = office.papers.awaited()
    office.papers.returned(out.id, clock.now.date(), CLERK)
    assert office.supervision.detail(case_id).history[-1].label == "签字件交回"
    office.supervision.do(case_id, "case_archive", {}, CLERK)


@pytest.mark.parametrize("kind", ["督办前现场", "处理后现场", "督办通知单", "签到单", "录音"])
@pytest.mark.parametrize("name", ["照片.txt", "照片.jpg", "空.jpg"])
def test_a_text_is_no_photo_no_recording_and_no_signed_paper_by_whatever_name(
    office: Office, walk: Start, clock: Clock, tmp_path: Path, name: str, kind: str
) -> None:
    walk(NUMBER)
    case_id = supervised(office, clock)
    content = b"" if name.startswith("空") else "已到现场".encode()
    with pytest.raises(HotlineError, match=f"不能作为“{kind}”，没有存进来，原文件还在"):
        keep(office, tmp_path, case_id, name, kind, content)
    assert office.supervision.detail(case_id).case.files == ()
    if content:
        keep(office, tmp_path, case_id, name, "其他", content)


def test_a_file_that_lacks_an_element_is_not_written_and_not_archived(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    walk(NUMBER)
    clock.now = datetime(2022, 9, 9, 9, 0)
    case_id = supervised(office, clock)
    look = office.archive.look(case_id)
    assert [element.word for element in look.elements if not element.present] == [
        "承办单位和人员",
        "督办方式及过程",
        "办理结果",
        "相关凭证",
    ]
    assert [blocker.message for blocker in office.archive.missing(case_id)] == [b.message for b in look.missing]
    for step in TO_CLOSED:
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    with pytest.raises(StepRefused, match=r"不能办理“生成案卷”：一案一档缺“相关凭证”.*督办二（五）3"):
        office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    with pytest.raises(StepRefused, match="一案一档缺“相关凭证”"):
        office.supervision.do(case_id, "case_archive", {}, CLERK)
    assert not (tmp_path / "案卷").exists()
    assert office.supervision.detail(case_id).case.file_number == ""
    keep(office, tmp_path, case_id, "照片.jpg", "其他", picture())
    keep(office, tmp_path, case_id, "照片.jpg", "处理后现场", picture())
    assert ["签字的督办通知单（还差1份" in b.message for b in office.archive.missing(case_id)] == [True]
    keep(office, tmp_path, case_id, "通知单.pdf", "督办通知单", pdf(1))
    assert office.archive.missing(case_id) == ()
    office.supervision.do(case_id, "case_archive", {}, CLERK)
    archived = office.supervision.detail(case_id).case
    assert (archived.stage, archived.file_number) == (CaseStage.ARCHIVED, FILE)


def test_a_ticket_is_archived_only_after_its_case(office: Office, walk: Start, clock: Clock, tmp_path: Path) -> None:
    ticket = walk(NUMBER)
    case_id = supervised(office, clock, *TO_CLOSED)
    ticket.to_closed()

    def message() -> list[str]:
        offers = office.tickets.detail(ticket.id).offers
        return [b.message for offer in offers if offer.step.id == "archive" for b in offer.blockers]

    assert any("尚未结案归档" in message for message in message())
    keep(office, tmp_path, case_id, "通知单.pdf", "督办通知单", pdf(1))
    office.supervision.do(case_id, "case_archive", {}, CLERK)
    assert not any("尚未结案归档" in message for message in message())


def test_numbers_of_files_follow_each_other_and_skip_those_typed_by_hand(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    made = []
    for last in (1, 2, 3):
        number = f"2022090810000{last}"
        walk(number)
        made.append(supervised(office, clock, *TO_CLOSED, tickets=number))
        keep(office, tmp_path, made[-1], f"{last}.jpg", "督办通知单", picture())
    office.supervision.do(made[0], "case_archive", {"file_number": "新海督档〔2022〕2号"}, CLERK)
    with pytest.raises(StepRefused, match="已经给了别的督办件"):
        office.supervision.do(made[1], "case_archive", {"file_number": "新海督档〔2022〕2号"}, CLERK)
    numbers = [office.archive.assemble(each, tmp_path, CLERK).file_number for each in made[1:]]
    assert numbers == ["新海督档〔2022〕1号", "新海督档〔2022〕3号"]
    assert office.supervision.find("新海督档〔2022〕3号") == made[2]
    with pytest.raises(StepRefused, match="不能改用别的档号"):
        office.supervision.do(made[1], "case_archive", {"file_number": "新海督档〔2022〕9号"}, CLERK)


def test_a_former_file_is_replaced_but_strange_files_are_left_alone(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    folder = office.archive.assemble(case_id, tmp_path, CLERK).path
    before = bytes_of(folder)
    assert bytes_of(office.archive.assemble(case_id, tmp_path, CLERK).path) == before
    (folder / "我的笔记.txt").write_text("x", "utf-8")
    with pytest.raises(HotlineError, match="我的笔记"):
        office.archive.assemble(case_id, tmp_path, CLERK)
    assert bytes_of(folder) == {**before, "我的笔记.txt": b"x"}
    assert not list(tmp_path.glob(".*"))


def test_stopping_leaves_nothing_behind(office: Office, case_id: int, tmp_path: Path) -> None:
    reports: list[tuple[int, int]] = []
    office.archive.assemble(case_id, tmp_path / "全", CLERK, progress=lambda done, total: reports.append((done, total)))
    assert reports == sorted(reports) and reports[-1][0] == reports[-1][1]
    for stop in (3, reports[-1][0] - 4):
        for zipped in (False, True):

            def until(done: int, _total: int, stop: int = stop) -> None:
                if done >= stop:
                    raise Cancelled

            with pytest.raises(Cancelled):
                office.archive.assemble(case_id, tmp_path / "停", CLERK, zip=zipped, progress=until)
            assert not (tmp_path / "停").exists() or not list((tmp_path / "停").iterdir())


def test_attachments_that_are_gone_or_damaged_keep_the_file_from_being_made(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    assert office.archive.verify_kept().whole
    photo, sound = office.supervision.detail(case_id).attachments[1:]
    kept_file(office.supervision, photo.id).unlink()
    kept_file(office.supervision, sound.id).write_bytes(b"cut")
    with pytest.raises(StepRefused, match=r"处理后现场.*文件不在数据目录里了.*录音.*与存入时不同"):
        office.archive.assemble(case_id, tmp_path / "案卷", CLERK)
    assert not (tmp_path / "案卷").exists()
    faults = office.archive.verify_case(case_id).faults
    assert [fault.kind for fault in faults] == [FaultKind.MISSING, FaultKind.CHANGED]
    assert len(office.archive.verify_kept().faults) == 2
    assert len(office.archive.look(case_id).missing) == 2


def test_confidential_callers_stand_on_no_page_and_the_closing_sheet_warns_of_attachments(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    walk(NUMBER, confidential="是").to_closed()
    said = "赵文静来电13800010001反映的施工扰民"
    case_id = supervised(office, clock, *TO_CLOSED, title=said, reason=said)
    keep(office, tmp_path, case_id, "照片.jpg", "督办通知单", picture())
    reader = bound(office.archive.assemble(case_id, tmp_path / "案卷", CLERK))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert "赵文静" not in text and "13800010001" not in text and "（保密）" in text
    assert "附件是原件，未作处理" in "".join(reader.pages[-1].extract_text().split())


def titles_of(office: Office, case_id: int, part: str) -> list[str]:
    return [line.title for line in office.archive.look(case_id).contents if part in line.title]


def test_several_tickets_and_measures_each_have_their_papers(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    other = "20220908100002"
    walk(NUMBER).to_closed()
    walk(other).to_unit().do("accept", handler="沈强").do(
        "extension_request", reason="等检测", days="2", basis="噪声污染防治法", leader="李伟"
    )
    steps = ("issue", "deliver", "case_extension", "case_extension_decision", "report", "case_callback")
    case_id = supervised(office, clock, *steps, tickets=f"{NUMBER}、{other}")
    again = ("send_back", "issue", "deliver", "report", "case_callback", "site_check", "case_close")
    for step in ("site_check", *again):
        clock.now += timedelta(minutes=10)
        failed = {"result": "核实不符"} if step == "site_check" and not titles_of(office, case_id, "第2次") else {}
        office.supervision.do(case_id, step, {**COMPLETE[step], **failed}, CLERK)
    for name in ("通知单.jpg", "第二份通知单.jpg"):
        keep(office, tmp_path, case_id, name, "督办通知单", picture())
    titles = [line.title for line in office.archive.look(case_id).contents]
    assert {"督办通知单（第1次督办）", "督办审查核实记录（第1次督办）", "督办审查核实记录（第2次督办）"} <= set(titles)
    assert {"督办办结报告（第1次督办）", "督办办结报告（第2次督办）", "督办延期申请（第1次督办）"} <= set(titles)
    assert {f"处置单（工单{NUMBER}）", f"处置单（工单{other}）", f"延期申请（工单{other}）"} <= set(titles)
    names = bytes_of(office.archive.assemble(case_id, tmp_path / "案卷", CLERK).path)
    assert f"文件/{FILE}_督办延期申请_{NUMBER}等2件_20220908.pdf" in names


def test_an_unknown_case_has_no_file(office: Office, tmp_path: Path) -> None:
    for call in (office.archive.missing, office.archive.look, office.archive.verify_case):
        with pytest.raises(NotFound):
            call(99)
