"""A print that was never on paper bears the code of the signed sheet and is not taken for it. 规范一（六）1."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import read_scans
from tests.documents.office import needs_office, pages_of
from tests.services.desk import CLERK, Clock, Walk
from tests.services.returned.test_intake import NUMBER, as_pdf, printed, scanned, today, two_pages

Sign = Callable[[PdfWriter], object]
UNSIGNED = "是打印用的电子文件，上面没有签字、盖章，请放签字以后的扫描件"


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


def ink(writer: PdfWriter) -> None:
    """A signature drawn with the pen of a tablet."""
    stroke = ArrayObject([FloatObject(each) for each in (100, 60, 130, 80, 160, 62)])
    drawn = DictionaryObject({NameObject("/Subtype"): NameObject("/Ink")})
    drawn[NameObject("/InkList")] = ArrayObject([stroke])
    drawn[NameObject("/Rect")] = ArrayObject([FloatObject(each) for each in (100, 60, 160, 80)])
    writer.add_annotation(0, drawn)


def typed_over(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="李强", rect=(100, 60, 160, 80)))


def over(draw: Callable[[Canvas], object]) -> Sign:
    """Something that a program laid over the page and made part of it."""

    def lay(writer: PdfWriter) -> None:
        out = BytesIO()
        canvas = Canvas(out)
        draw(canvas)
        canvas.save()
        writer.pages[0].merge_page(PdfReader(BytesIO(out.getvalue())).pages[0])

    return lay


def seal(canvas: Canvas) -> None:
    """The picture of a round seal; nothing says that it is one."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(picture).ellipse((10, 10, 290, 290), outline="red", width=12)
    canvas.drawImage(ImageReader(picture), 400, 60, 119, 119)  # 42 mm


def stamp(canvas: Canvas) -> None:
    """Words in a drawing of their own, as a program leaves a stamp in the page for good."""
    canvas.beginForm("stamp")
    canvas.drawString(100, 60, "OK")
    canvas.endForm()
    canvas.doForm("stamp")


def signed(pdf: Path, *signs: Sign) -> Path:
    writer = PdfWriter(clone_from=pdf)
    for sign in signs:
        sign(writer)
    path = pdf.with_name("交回.pdf")
    writer.write(path)
    return path


@pytest.mark.parametrize("link", [False, True])
def test_the_print_itself_waits_for_a_person(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, link: bool
) -> None:
    pdf = printed(office, walk.to_review(), tmp_path / "处置单.pdf")
    if link:
        pdf = signed(pdf, lambda writer: writer.add_annotation(0, Link(rect=(9, 9, 99, 20), url="https://example.cn")))
    done = office.intake.take_in([pdf], today(clock), CLERK)
    assert done.filed == []
    assert [one.reason for one in done.tray] == [UNSIGNED]
    assert [paper.returned_on for paper in office.papers.of_ticket(walk.id)] == [None]
    office.intake.file_from_tray(done.tray[0].id, NUMBER, PaperKind.DISPOSAL, today(clock), CLERK)
    assert [paper.returned_on for paper in office.papers.of_ticket(walk.id)] == [today(clock)]


@pytest.mark.parametrize(
    "sign",
    [ink, typed_over, over(seal), over(stamp), over(lambda canvas: canvas.bezier(100, 60, 120, 90, 140, 40, 170, 70))],
    ids=["ink", "note", "seal", "stamp", "curve"],
)
def test_what_may_be_a_signature_is_one(office: Office, clock: Clock, walk: Walk, tmp_path: Path, sign: Sign) -> None:
    pdf = signed(printed(office, walk.to_review(), tmp_path / "处置单.pdf"), sign)
    done = office.intake.take_in([pdf], today(clock), CLERK)
    assert [one.number for one in done.filed] == [NUMBER]


def test_a_scan_whose_words_were_read_by_the_scanner_is_a_scan(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    def read(canvas: Canvas) -> None:
        words = canvas.beginText(100, 700)
        words.setTextRenderMode(3)
        words.textOut("12345")
        canvas.drawText(words)

    picture = scanned(printed(office, walk.to_review(), tmp_path / "处置单.pdf"))
    done = office.intake.take_in([signed(as_pdf(tmp_path / "扫描.pdf", picture), over(read))], today(clock), CLERK)
    assert [one.number for one in done.filed] == [NUMBER]


def test_a_sheet_of_which_one_page_was_signed_on_paper_is_signed(office: Office, walk: Walk, tmp_path: Path) -> None:
    _first, backwards = two_pages(office, walk, tmp_path)
    written, both = tmp_path / "a.pdf", PdfWriter()
    both.append(PdfReader(backwards), pages=(0, 1))
    both.append(PdfReader(written), pages=(0, 1))
    both.write(tmp_path / "合并.pdf")
    (sheet,), _empty = read_scans(tmp_path / "合并.pdf")
    assert (sheet.pages, sheet.reason) == ((2, 1), "")
    (unsigned,), _empty = read_scans(written)
    assert (unsigned.pages, unsigned.reason) == ((1, 2), UNSIGNED)


@needs_office
@pytest.mark.slow
def test_a_word_file_saved_as_pdf_waits_for_a_person(office: Office, walk: Walk, tmp_path: Path) -> None:
    out = tmp_path / "处置单.docx"
    office.papers.render_docx([walk.to_review().id], PaperKind.DISPOSAL, "办结", out)
    made = tmp_path / "另存.pdf"
    made.write_bytes(pages_of({"处置单": out.read_bytes()}, tmp_path)["处置单"])
    (sheet,), _empty = read_scans(made)
    assert sheet.code is not None
    assert sheet.reason == UNSIGNED
