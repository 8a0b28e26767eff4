"""一案一档: the file of a closed case is complete, the same for the same record, and can be checked later."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from hotline_desktop.domain.errors import HotlineError
from hotline_desktop.services.case_files import LIST_NAME
from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
NUMBER = "20220908100001"


def pdf(pages: int) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def case_id(office: Office, walk: Start, clock: Clock, tmp_path: Path) -> int:
    """A closed case about a ticket in its second round, with a scanned notice and a photo."""
    ticket = walk(NUMBER).to_review()
    ticket.do("review", answered="是", handled="否", verdict="退回再处置", problem="没办好").do("redo")
    clock.now = datetime(2022, 9, 9, 9, 0)
    values = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光"}
    supervision = office.supervision
    made = supervision.take_up(values, CLERK).id
    for step in ("issue", "deliver", "report", "case_callback", "site_check", "case_close"):
        clock.now += timedelta(minutes=10)
        supervision.do(made, step, COMPLETE[step], CLERK)
    scan, photo = tmp_path / "赵文静的通知单.pdf", tmp_path / "赵文静家门口.jpg"
    scan.write_bytes(pdf(2))
    photo.write_bytes(b"picture")
    supervision.attach(made, scan, "督办通知单", CLERK)
    supervision.attach(made, photo, "处理后现场", CLERK)
    return made


def test_the_file_holds_every_paper_in_archive_order_with_bookmarks_and_page_numbers(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    filed = office.case_files.archive(case_id, tmp_path / "案卷")
    reader = PdfReader(filed.bound)
    titles = [item["/Title"] for item in reader.outline]  # type: ignore[index]
    assert titles[:2] == ["封面", "目录"] and titles[-1] == "备考表"
    papers = titles[2:-1]
    assert papers[0] == "督办通知单" and papers[1] == "督办通知单"
    assert papers[2:4] == [f"处置单（工单{NUMBER}，第1次）", f"处置单（工单{NUMBER}，第2次）"]
    assert papers.index("督办审查核实记录") < papers.index("督办办结报告")
    contents = "".join(reader.pages[1].extract_text().split())
    assert "处理后现场" in contents and "原件在文件夹中" in contents
    assert len(reader.pages) == filed.pages + 3
    numbered = [page.extract_text().split() for page in reader.pages[2:-1]]
    assert [words[-1] for words in numbered] == [str(number) for number in range(1, filed.pages + 1)]


def test_the_folder_carries_the_originals_and_names_no_citizen(office: Office, case_id: int, tmp_path: Path) -> None:
    filed = office.case_files.archive(case_id, tmp_path / "案卷")
    names = sorted(path.name for path in filed.folder.iterdir())
    assert filed.folder.name == "新城运督〔2022〕1号"
    assert not any("赵文静" in name for name in names)
    (photo,) = [path for path in filed.folder.iterdir() if path.suffix == ".jpg"]
    assert photo.read_bytes() == b"picture" and "处理后现场" in photo.name
    assert "赵文静" not in PdfReader(filed.bound).metadata.title  # type: ignore[union-attr,operator]


def test_the_same_record_gives_the_same_bytes(office: Office, case_id: int, clock: Clock, tmp_path: Path) -> None:
    first = office.case_files.archive(case_id, tmp_path / "一").folder
    clock.now += timedelta(days=40)
    second = office.case_files.archive(case_id, tmp_path / "二").folder
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in first.iterdir()} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in second.iterdir()
    }


def test_a_written_file_can_be_checked_for_what_is_missing_changed_or_added(
    office: Office, case_id: int, tmp_path: Path
) -> None:
    folder = office.case_files.archive(case_id, tmp_path / "案卷").folder
    assert office.case_files.verify(folder) == ()
    photo = next(path for path in folder.iterdir() if path.suffix == ".jpg")
    sheet = next(path for path in folder.iterdir() if "处置单" in path.name)
    photo.unlink()
    sheet.write_bytes(b"other")
    (folder / "多余.txt").write_text("x", "utf-8")
    assert office.case_files.verify(folder) == (f"缺少：{photo.name}", f"有改动：{sheet.name}", "多出：多余.txt")
    (folder / LIST_NAME).unlink()
    with pytest.raises(HotlineError, match="不是本程序写的案卷"):
        office.case_files.verify(folder)


def test_a_file_that_lacks_an_element_is_not_written(office: Office, walk: Start, clock: Clock, tmp_path: Path) -> None:
    walk(NUMBER)
    clock.now = datetime(2022, 9, 9, 9, 0)
    values = {**ABOVE, "tickets": NUMBER, "method": "电话督办"}
    case_id = office.supervision.take_up(values, CLERK).id
    with pytest.raises(HotlineError, match="结案后才能成卷"):
        office.case_files.archive(case_id, tmp_path / "案卷")
    for step in ("phone_call", "report", "case_callback", "site_check", "case_close"):
        clock.now += timedelta(minutes=10)
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    with pytest.raises(HotlineError, match="还缺：相关凭证"):
        office.case_files.archive(case_id, tmp_path / "案卷")
    assert not (tmp_path / "案卷").exists()


def test_a_folder_that_is_there_already_is_left_alone(office: Office, case_id: int, tmp_path: Path) -> None:
    folder = office.case_files.archive(case_id, tmp_path / "案卷").folder
    with pytest.raises(HotlineError, match="已经在那里"):
        office.case_files.archive(case_id, tmp_path / "案卷")
    assert office.case_files.verify(folder) == ()
    assert [path.name for path in (tmp_path / "案卷").iterdir()] == [folder.name]


def test_a_kept_attachment_that_is_gone_is_named(office: Office, case_id: int, tmp_path: Path) -> None:
    assert office.case_files.verify_kept() == ()
    photo = next(file for file in office.supervision.detail(case_id).record.attachments if file.name.endswith(".jpg"))
    office.supervision.attachment_path(photo.id).unlink()
    assert office.case_files.verify_kept() == (f"附件文件 {photo.digest[:12]}… 不在或已损坏",)
    with pytest.raises(HotlineError, match="不在数据目录"):
        office.case_files.archive(case_id, tmp_path / "案卷")
    assert not list((tmp_path / "案卷").iterdir())
