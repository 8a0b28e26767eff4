"""The files: the same bytes every time, nothing personal in them, whole or not there at all."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from hotline_desktop.documents import DocxRenderer, PdfRenderer
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FONTS_DIR, PDF, compose, draw, write
from tests.documents.reading import read_pdf
from tests.documents.samples import ENDLESS, RECORDS, SHEET

PAPERS = [compose(kind, record) for kind, record in RECORDS.items()]
RENDERERS = [PDF, DocxRenderer()]


def test_same_papers_give_the_same_bytes() -> None:
    assert draw(*PAPERS)[0] == draw(*PAPERS)[0]
    assert write(*PAPERS) == write(*PAPERS)


def test_another_renderer_gives_the_same_bytes() -> None:
    out = BytesIO()
    PdfRenderer(FONTS_DIR).render(PAPERS, out, title="测试")
    assert out.getvalue() == draw(*PAPERS)[0]


def test_properties_of_the_pdf_name_the_program_and_no_person() -> None:
    document = pypdfium2.PdfDocument(draw(*PAPERS)[0])
    found = document.get_metadata_dict()
    document.close()
    assert found["Title"] == "测试"
    assert found["Producer"] == found["Creator"] == "hotline-desktop"
    assert found["Author"] == found["Subject"] == ""
    assert "2000" in found["CreationDate"]


def test_every_face_that_the_pdf_names_is_in_it() -> None:
    document = pypdfium2.PdfDocument(draw(*PAPERS)[0])
    fonts = {
        (font.get_base_name(), font.is_embedded)
        for page in document
        for found in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,))
        if (font := found.get_font()) is not None
    }
    document.close()
    assert fonts
    assert all(embedded for _name, embedded in fonts)
    assert b"Helvetica" not in draw(*PAPERS)[0]


def test_properties_of_the_word_file_name_no_person_and_no_time() -> None:
    with ZipFile(BytesIO(write(*PAPERS))) as package:
        names = package.namelist()
        core = package.read("docProps/core.xml").decode()
        program = package.read("docProps/app.xml").decode()
        assert {member.date_time[0] for member in package.infolist()} == {1980}
    assert re.findall(r"<(?:\w+:)?(\w+)[ >]", core.partition("?>")[2]) == ["coreProperties", "title"]
    assert "<Application>hotline-desktop</Application>" in program
    assert not [name for name in names if "thumbnail" in name or "custom" in name]


def test_word_file_names_the_official_faces_for_every_script() -> None:
    with ZipFile(BytesIO(write(*PAPERS))) as package:
        text = package.read("word/document.xml").decode()
    fonts = set(re.findall(r"<w:rFonts [^>]*/>", text))
    for face in fonts:
        names = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', face))
        assert len(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="', face)) == 4
        assert len(names) == 1
        assert names <= {"方正小标宋简体", "仿宋", "宋体", "黑体", "楷体"}


def test_word_tables_are_fixed_and_their_rows_do_not_part() -> None:
    document = docx.Document(BytesIO(write(compose(PaperKind.DISPOSAL, SHEET))))
    (table,) = document.tables
    properties = table._tbl.xml
    assert 'w:tblLayout w:type="fixed"' in properties
    assert properties.count("<w:cantSplit/>") == len(table.rows)
    assert 'w:hRule="exact"' not in properties


def test_pages_of_several_papers_follow_each_other() -> None:
    papers = [*PAPERS, compose(PaperKind.DISPOSAL, ENDLESS[PaperKind.DISPOSAL])]
    drawn, report = draw(*papers)
    pages = read_pdf(drawn)
    assert report.pages == len(pages) == sum(len(paper.pages) for paper in papers)
    assert [page.texts[0].text for page in pages[:3]] == [
        "“12345”市民服务热线处置单",
        "“12345”市民服务热线督办通知单",
        "新海镇“12345”市民服务热线工单处置满意度测评表",
    ]


def test_progress_counts_papers() -> None:
    message: list[tuple[int, int]] = []
    PDF.render(PAPERS, BytesIO(), title="测试", progress=lambda done, total: message.append((done, total)))
    assert message == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_stopped_work_leaves_the_old_file_as_it_was(tmp_path: Path, renderer: PdfRenderer | DocxRenderer) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    out = tmp_path / "处置单.out"
    out.write_bytes(b"old")
    with pytest.raises(Cancelled):
        renderer.render(PAPERS, out, title="测试", progress=stop)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_folder_that_is_not_there_is_an_error_of_the_machine(
    tmp_path: Path, renderer: PdfRenderer | DocxRenderer
) -> None:
    with pytest.raises(FileNotFoundError):
        renderer.render(PAPERS, tmp_path / "没有" / "处置单.pdf", title="测试")


@pytest.mark.parametrize("renderer", RENDERERS)
def test_nothing_to_render_is_refused(renderer: PdfRenderer | DocxRenderer) -> None:
    with pytest.raises(ValueError, match="no papers"):
        renderer.render([], BytesIO(), title="测试")


def test_each_paper_begins_on_its_own_leaf_where_that_is_asked_for() -> None:
    out, word = BytesIO(), BytesIO()
    papers = [compose(PaperKind.DISPOSAL, SHEET), compose(PaperKind.DISPOSAL, SHEET)]
    assert PDF.render(papers, out, title="测试", own_leaf=True).pages == 3
    assert [bool(page.texts) for page in read_pdf(out.getvalue())] == [True, False, True]
    DocxRenderer().render(papers, word, title="测试", own_leaf=True)
    kinds = re.findall(r'<w:type w:val="(\w+)"', docx.Document(word).element.xml)
    assert kinds == ["oddPage", "oddPage"]
