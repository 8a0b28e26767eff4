"""Signed sheets that come back as scans find their ticket by the code on them; the rest waits for a person."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfWriter

from hotline_desktop.documents.returned.scan_pages import cut_out
from hotline_desktop.documents.returned.scans import page_picture
from hotline_desktop.domain.settings import SettingsRefused
from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.keeping.restoring import restore
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.services.returned.scan_reading import read_scans
from tests.services.desk import CLERK, COPIES_ITS_FILE, FORMS, RESOURCES, Clock, Walk, on_disk
from tests.services.kept_attachments import kept_file
from tests.unit_register import stock

DISPOSAL, SURVEY = PaperKind.DISPOSAL, PaperKind.SATISFACTION
NUMBER = "20220908102001"
OTHER = "20220908102002"


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


@pytest.fixture
def empty_office(clock: Clock) -> Iterator[Office]:
    """Another town's office."""
    with tempfile.TemporaryDirectory() as folder:
        other = open_office(Path(folder), clock, FORMS, RESOURCES)
        yield other
        other.close()


def printed(office: Office, walk: Walk, out: Path, kind: PaperKind = DISPOSAL, state: str = "办结") -> Path:
    """The sheet as it was printed, and written down as printed."""
    office.papers.render_pdf([walk.id], kind, state, out)
    office.papers.remember_printed([walk.id], kind, state, CLERK)
    return out


def scanned(pdf: Path, ending: str = ".jpg", per_inch: int = 150, turn: float = 0.0) -> Path:
    """The first page as a scanner makes a picture of it."""
    picture = pypdfium2.PdfDocument(pdf.read_bytes())[0].render(scale=per_inch / 72).to_pil()
    picture = picture.rotate(turn, expand=True, fillcolor="white")
    path = pdf.with_name(f"扫描_{pdf.stem}{ending}")
    picture.save(path, quality=60) if ending == ".jpg" else picture.save(path)
    return path


def as_pdf(path: Path, *pages: Path | None) -> Path:
    """One PDF of the given pictures; None is the empty back of a sheet."""
    writer = PdfWriter()
    for page in pages:
        out = BytesIO()
        picture = Image.open(page).convert("RGB") if page else Image.new("RGB", (1240, 1754), (252, 251, 249))
        picture.save(out, "PDF", resolution=150)
        writer.append(BytesIO(out.getvalue()))
    writer.write(path)
    return path


def today(clock: Clock) -> date:
    return clock.now.date()


def test_a_signed_sheet_files_itself_with_its_ticket(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    scan = scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"), turn=2.3)
    clock.pass_minutes(60)
    done = office.intake.take_in([scan], today(clock), CLERK)
    assert [(one.number, one.kind, one.nth) for one in done.filed] == [(NUMBER, DISPOSAL, 1)] and not done.tray
    assert office.papers.awaited() == () and scan.is_file()
    detail = office.tickets.detail(walk.id)
    assert detail.ticket.sheet_back_on == today(clock)
    (kept,) = detail.attachments
    assert (kept.kind, kept.name) == ("签字处置单", f"处置单_{NUMBER}_20220908.jpg")


def test_no_page_of_a_scan_or_a_file_in_the_making_lies_in_the_systems_folder(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = scanned(printed(office, walk.to_review(), tmp_path / "out.pdf"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有这个文件夹"))  # whoever writes there fails
    assert len(office.intake.take_in([scan], today(clock), CLERK).filed) == 1
    out = BytesIO()
    office.papers.render_pdf([walk.id], DISPOSAL, "办结", out)
    assert out.getvalue().startswith(b"%PDF-")


def test_the_same_sheet_a_second_time_is_said_to_be_back(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    scan = scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"))
    office.intake.take_in([scan], today(clock), CLERK)
    done = office.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and f"{NUMBER} 的处置单签字件已于 2022-09-08 登记收回" in done.tray[0].reason
    assert len(office.tickets.detail(walk.id).attachments) == 1
    again = office.intake.take_in([scan], today(clock), CLERK)
    assert (again.tray, again.known) == ([], 1)


def test_a_page_that_was_scanned_upside_down_is_shown_upright(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    out = printed(office, walk.to_review(), tmp_path / "a.pdf")
    upright = page_picture(scanned(out, ".png").read_bytes(), 1)
    for turn in (90, 180, 270):
        shown = page_picture(scanned(out, ".png", turn=turn).read_bytes(), 1)
        same = ImageChops.difference(Image.open(BytesIO(shown)).convert("L"), Image.open(BytesIO(upright)).convert("L"))
        assert sum(level * count for level, count in enumerate(same.histogram())) / (same.width * same.height) < 2


def test_two_programs_do_not_file_one_sheet_twice(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    scans, _empty = read_scans(scanned(printed(office, walk.to_review(), tmp_path / "a.pdf")))
    (sheet,) = office.intake.judge(scans)  # as both programs saw it before either of them filed it
    office.intake.file(sheet, today(clock), CLERK)
    with pytest.raises(HotlineError, match=f"{NUMBER} 的处置单签字件已于 2022-09-08 登记收回"):
        office.intake.file(sheet, today(clock), CLERK)
    assert len(office.tickets.detail(walk.id).attachments) == 1


def test_a_mixed_stack_upside_down_with_empty_backs_is_split_by_sheet(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    other = Walk(office, clock, OTHER).to_review()
    first = scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"), turn=180)
    second = scanned(printed(office, other, tmp_path / "b.pdf"), turn=90)
    survey = scanned(printed(office, other, tmp_path / "c.pdf", SURVEY, office.papers.states(SURVEY)[-1]), ".png")
    letter = tmp_path / "letter.png"
    lines = Image.new("L", (1240, 1754), 255)
    lines.paste(0, (200, 300, 1000, 340))
    lines.save(letter)
    stack = as_pdf(tmp_path / "一叠.pdf", first, None, second, None, letter, survey)
    done = office.intake.take_in([stack], today(clock), CLERK)
    assert {(one.number, one.kind, one.pages) for one in done.filed} == {
        (NUMBER, DISPOSAL, "1"),
        (OTHER, DISPOSAL, "3"),
        (OTHER, SURVEY, "6"),
    }
    assert done.empty == 2
    assert [(entry.pages, entry.reason) for entry in done.tray] == [("5", "没有读到本程序的二维码")]
    (kept,) = office.tickets.detail(walk.id).attachments
    assert len(pypdfium2.PdfDocument(kept_file(office.tickets, kept.id).read_bytes())) == 1


def test_a_photo_without_a_code_is_filed_by_its_number(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    printed(office, walk.to_review(), tmp_path / "a.pdf")
    photo = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((900, 1200), 60).save(photo)
    (entry,) = office.intake.take_in([photo], today(clock), CLERK).tray
    with pytest.raises(NotFound, match="没有编号为“999”的工单或督办件"):
        office.intake.file_from_tray(entry.id, "999", DISPOSAL, today(clock), CLERK)
    office.intake.file_from_tray(entry.id, NUMBER, DISPOSAL, today(clock), CLERK)
    assert office.intake.tray() == () and office.papers.awaited() == ()
    assert office.tickets.detail(walk.id).ticket.sheet_back_on == today(clock)
    with pytest.raises(NotFound):
        office.intake.file_from_tray(entry.id, NUMBER, DISPOSAL, today(clock), CLERK)


def test_a_photo_of_a_phones_own_kind_is_kept_with_what_to_do(office: Office, clock: Clock, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.HEIC"
    photo.write_bytes(b"\0\0\0\x18ftypheic")
    (entry,) = office.intake.take_in([photo], clock.now.date(), CLERK).tray
    assert "另存为 JPG" in entry.reason and office.intake.tray_path(entry).read_bytes() == photo.read_bytes()


def test_a_scan_of_nothing_is_taken_out_of_the_tray_with_a_reason(office: Office, clock: Clock, tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_text("不是扫描件", "utf-8")
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    done = office.intake.take_in([text, broken], today(clock), CLERK)
    assert [entry.reason for entry in done.tray] == [
        "不是扫描件，也不是单位回填的 Word（可用 PDF、JPG、PNG、TIFF、BMP、WebP、.docx）",
        "不是完好的 PDF，请重新复制，或再扫一次",
    ]
    with pytest.raises(HotlineError, match="要写原因"):
        office.intake.drop(done.tray[0].id, " ", CLERK)
    office.intake.drop(done.tray[0].id, "误放", CLERK)
    assert [entry.name for entry in office.intake.tray()] == ["坏.pdf"]
    assert office.intake.tray_path(office.intake.tray()[0]).read_bytes() == broken.read_bytes()


def test_a_sheet_of_another_office_is_never_filed_here(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, empty_office: Office
) -> None:
    scan = scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"))
    done = empty_office.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and done.tray[0].reason == "是别的单位（或另一份数据）打印的纸"


@COPIES_ITS_FILE
def test_a_sheet_from_before_the_data_were_put_back_is_never_taken_for_another_tickets(
    clock: Clock, tmp_path: Path
) -> None:
    """What was printed after the backup is unknown then, and the next print must not be known by the same code."""
    data = tmp_path / "数据"
    with closing(stock(on_disk(data, clock))) as first:
        walk = Walk(first, clock, NUMBER).to_review()
        printed(first, walk, tmp_path / "before.pdf", SURVEY, "待填")
        backup = first.backups.make()
        scan = scanned(printed(first, walk, tmp_path / "a.pdf"))
    restore(data, backup, clock.now)
    with closing(on_disk(data, clock)) as second:
        printed(second, Walk(second, clock, OTHER).to_review(), tmp_path / "b.pdf")
        done = second.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and done.tray[0].reason == "二维码上的打印记录不在本单位的数据里"


def test_a_sheet_whose_step_was_withdrawn_waits_for_a_person(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    scan = scanned(printed(office, walk.to_unit(), tmp_path / "a.pdf", SURVEY, "待填"))
    office.tickets.withdraw(walk.id, "派错了", CLERK)
    done = office.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and done.tray[0].reason == f"{NUMBER} 的这张测评表印的那一步已经撤回"


def test_a_sheet_of_a_ticket_that_was_merged_into_another_waits_for_a_person(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    Walk(office, clock, OTHER).to_unit()
    scan = scanned(printed(office, walk.to_unit(), tmp_path / "a.pdf", SURVEY, "待填"))
    walk.do("merge", main_number=OTHER, why="同一件事")
    done = office.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and done.tray[0].reason == f"工单 {NUMBER} 已并入 {OTHER}，这张是并入以前打印的"


@pytest.mark.parametrize(("days", "says"), [(-1, "交回日期早于打印日期"), (1, "交回日期晚于今天")])
def test_a_sheet_comes_back_neither_before_its_print_nor_after_today(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, days: int, says: str
) -> None:
    scan = scanned(printed(office, walk.to_unit(), tmp_path / "a.pdf", SURVEY, "待填"))
    done = office.intake.take_in([scan], today(clock) + timedelta(days=days), CLERK)
    assert not done.filed and says in done.tray[0].reason and len(office.papers.awaited()) == 1


def given_back(walk: Walk, unit: str) -> Walk:
    """The unit gave the ticket back, and ``unit`` has it now."""
    agreed = {"leader": "李四", "approved_on": walk.clock.now.date()}
    said = {"reason": "非本单位职能", "detail": "不归我们", "duty": "三定方案", "suggested_unit": unit}
    walk.do("accept").do("return_request", **said, **agreed).do("return_decision", decision="同意")
    return walk.do("dispatch", unit=unit)


def test_sheets_of_the_unit_that_gave_the_ticket_back_wait_and_its_request_files_itself(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    scan = scanned(printed(office, walk.to_unit(), tmp_path / "a.pdf", SURVEY, "待填"))
    given_back(walk, "红星村")
    request = scanned(printed(office, walk, tmp_path / "b.pdf", PaperKind.RETURN, "已批准"))
    done = office.intake.take_in([scan, request], today(clock), CLERK)
    assert [one.kind for one in done.filed] == ["退单申请"]
    assert [entry.reason for entry in done.tray] == [f"工单 {NUMBER} 已退单改派红星村，这张是此前打印的"]


def test_a_file_that_was_replaced_since_it_was_read_is_not_filed(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    """Scanners that call every scan the same: what is filed is what was read and shown."""
    scan = scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"))
    (sheet,) = office.intake.judge(read_scans(scan)[0])
    other = Walk(office, clock, OTHER).to_review()
    scanned(printed(office, other, tmp_path / "b.pdf")).replace(scan)
    done = office.intake.file_all([sheet], today(clock), CLERK)
    assert not done.filed and not done.tray and "换成了别的内容，没有归档" in done.unread[0].reason
    assert len(office.papers.awaited()) == 2 and office.intake.picture(sheet.scan) == b""
    (again,) = office.intake.judge(read_scans(scan)[0])
    assert again.print is not None and again.print.number == OTHER


def two_pages(office: Office, walk: Walk, tmp_path: Path) -> tuple[Path, Path]:
    """Both pages of a sheet with its continuation, each scanned for itself."""
    walk.to_unit().do("accept", handler="沈强")
    office.tickets.do(walk.id, "unit_contact", {"note": "已问清"}, CLERK)
    walk.do("answer", way="电话", recording="LY-01", content="已停工").do("satisfaction", grade="满意")
    walk.do("result", handling="责令停工。" * 160, fact="属实", demand="符合政策法规", resolution="实际解决")
    document = pypdfium2.PdfDocument(printed(office, walk, tmp_path / "a.pdf").read_bytes())
    assert len(document) > 1
    pages = tuple(tmp_path / f"{number + 1}.png" for number in range(len(document)))
    for number, page in enumerate(pages):
        document[number].render(scale=150 / 72).to_pil().save(page)
    return pages[0], as_pdf(tmp_path / "倒着.pdf", *reversed(pages))


def test_part_of_a_sheet_waits_and_the_whole_is_put_in_order(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    first, backwards = two_pages(office, walk, tmp_path)
    done = office.intake.take_in([first], today(clock), CLERK)
    assert not done.filed and done.tray[0].reason == f"{NUMBER} 的处置单：缺第 2 页，共 2 页"
    done = office.intake.take_in([backwards], today(clock), CLERK)
    assert [one.number for one in done.filed] == [NUMBER]
    (kept,) = office.tickets.detail(walk.id).attachments
    assert [scan.pages for scan in read_scans(kept_file(office.tickets, kept.id))[0]] == [(1, 2)]


def test_a_sheet_of_an_earlier_round_waits_for_a_person(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    scan = scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"))
    walk.do("review", answered="是", handled="否", verdict="退回再处置", problem="没办好")
    walk.do("redo")
    done = office.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and "已进入第 2 轮，这张是此前打印的" in done.tray[0].reason


def test_a_sheet_before_the_units_result_is_kept_and_explained(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    scan = scanned(printed(office, walk.to_unit(), tmp_path / "a.pdf", state="转办"))
    done = office.intake.take_in([scan], today(clock), CLERK)
    assert not done.filed and len(done.tray) == 1
    assert office.tickets.detail(walk.id).attachments == () and len(office.papers.awaited()) == 1


def test_a_sheet_that_was_saved_and_printed_elsewhere_comes_back_too(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    out = tmp_path / "a.pdf"
    office.papers.render_pdf([walk.to_review().id], DISPOSAL, "办结", out)
    done = office.intake.take_in([scanned(out)], today(clock) + timedelta(days=0), CLERK)
    assert len(done.filed) == 1 and office.papers.of_ticket(walk.id)[0].returned_on == today(clock)


def test_an_office_without_codes_prints_none(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    office.settings.change(office.settings.get().changed({"paper_codes": "否"}), CLERK)
    done = office.intake.take_in([scanned(printed(office, walk.to_review(), tmp_path / "a.pdf"))], today(clock), CLERK)
    assert not done.filed and done.tray[0].reason == "没有读到本程序的二维码"


def test_a_copy_says_so_and_has_a_code_of_its_own(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    first = printed(office, walk.to_review(), tmp_path / "a.pdf")
    second = printed(office, walk, tmp_path / "b.pdf")
    text = pypdfium2.PdfDocument(second.read_bytes())[0].get_textpage().get_text_range()
    assert "第2次打印 2022年9月8日" in text and "第2次打印" not in first.read_bytes().decode("latin-1")
    done = office.intake.take_in([scanned(first)], today(clock), CLERK)
    assert [one.nth for one in done.filed] == [1] and office.papers.awaited() == ()


def test_a_page_cut_out_of_a_picture_keeps_its_red_seal(tmp_path: Path) -> None:
    page = Image.new("RGB", (600, 800), "white")
    page.paste((220, 20, 20), (200, 500, 400, 700))
    path = tmp_path / "两页.tif"
    page.save(path, save_all=True, append_images=[Image.new("RGB", (600, 800), "white")])
    data, ending = cut_out(path.read_bytes(), (1,), 2)
    kept = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("RGB")
    colours = [colour for _count, colour in kept.getcolors(1_000_000) or []]
    assert ending == ".pdf" and any(r > 180 and g < 80 for r, g, _b in colours)


@pytest.mark.parametrize("inside", ["", "attachments"])
def test_the_offices_own_folder_is_refused_as_the_folder_for_scans(office: Office, tmp_path: Path, inside: str) -> None:
    with pytest.raises(SettingsRefused, match="不能是数据文件夹或在它里面"):
        office.settings.change(office.settings.get().changed({"intake_folder": str(tmp_path / inside)}), CLERK)
    assert office.settings.get().intake_folder == ""
