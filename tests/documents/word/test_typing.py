"""The Word sheet stands up to typing: what a unit writes makes its own row higher, and the rest stays in order."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
import zxingcpp
from docx.oxml.ns import qn
from PIL import Image

from hotline_desktop.documents.typesetting.model import PaperMark
from hotline_desktop.domain.papers.annex_values import SupervisionNotice
from hotline_desktop.domain.papers.document_values import ReturnRequest, UnfoundedStatement
from hotline_desktop.domain.papers.print_codes import FURTHER, PrintCode
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.lengthened import lengthened
from tests.documents.office import needs_office, pages_of, paragraphs, typed
from tests.documents.press import FORMS, compose, draw, write
from tests.documents.reading import PageRead, pdf_text, read_pdf, running_head, squeeze
from tests.documents.samples import RECORDS
from tests.documents.written import WRITTEN

SAMPLES = {**RECORDS, **WRITTEN}
_NEAR = 0.5  # mm
_ACROSS = 90.0  # mm: lines of tables, not the rules under blanks
TEXT = "我单位接单后立即安排人员到现场核实有关情况，并与诉求人取得联系，约定次日上午共同查看。" * 20
OPINIONS = (
    (PaperKind.RETURN, "承办单位意见："),
    (PaperKind.RETURN, "镇城运中心审核意见："),
    (PaperKind.EXTENSION, "承办单位意见："),
    (PaperKind.CASE_EXTENSION, "镇城运中心审批意见："),
    (PaperKind.LEADER_REQUEST, "领导批示："),
    (PaperKind.CHECK_RECORD, "审查意见："),
)


def sheet(kind: PaperKind, state: str = "") -> bytes:
    return write(compose(kind, SAMPLES[kind], state or FORMS.states(kind)[0]))


def every_sheet() -> list[tuple[PaperKind, str]]:
    return [(kind, state) for kind in SAMPLES for state in FORMS.states(kind)]


@pytest.mark.parametrize(("kind", "state"), every_sheet())
def test_room_to_write_is_height_and_not_empty_lines(kind: PaperKind, state: str) -> None:
    document = docx.Document(BytesIO(sheet(kind, state)))
    for cell in document.element.body.iter(qn("w:tc")):
        texts = ["".join(node.text or "" for node in p.iter(qn("w:t"))) for p in cell.iter(qn("w:p"))]
        assert texts.count("") <= 1, texts
    for row in document.element.body.iter(qn("w:trHeight")):
        assert row.get(qn("w:hRule")) == "atLeast"


@pytest.mark.parametrize(("kind", "state"), every_sheet())
def test_lines_are_of_exact_height_only_where_nobody_types(kind: PaperKind, state: str) -> None:
    with ZipFile(BytesIO(sheet(kind, state))) as package:
        styles = package.read("word/styles.xml").decode()
    exact = {
        match[1] for match in re.finditer(r'w:styleId="(\w+)"(?:(?!</w:style>).)*?w:lineRule="exact"', styles, re.S)
    }
    titles = {"Title", "LongTitle", "LetterTitle", "CoverTitle", "ContinuedTitle", "Heading"}
    assert exact <= titles | {"Tick", "Column"}


def test_typed_text_looks_like_the_printed_values() -> None:
    document = docx.Document(BytesIO(typed(sheet(PaperKind.DISPOSAL), "承办单位处理情况", "已处理")))
    written = next(paragraph for paragraph in paragraphs(document) if paragraph.text == "已处理")
    value = next(paragraph for paragraph in paragraphs(document) if paragraph.text == "20220905091012")
    assert written.style is not None and value.style is not None
    assert written.style.name == value.style.name == "表格正文"
    assert written.runs[0].font.size is None
    assert value.runs[0].font.size is None


def test_titles_and_headings_stand_in_the_outline_and_no_style_is_the_librarys() -> None:
    styles = docx.Document(BytesIO(sheet(PaperKind.CLOSING_REPORT))).styles
    names = {style.name for style in styles}
    assert {"Normal", "Title", "Heading 1", "Heading 2", "公文正文", "表格正文", "签字行"} <= names
    assert not [name for name in names if name.startswith(("List", "Light", "Medium", "Colorful", "TOC", "Intense"))]
    for name, level in (("Title", "0"), ("Heading 1", "0"), ("Heading 2", "1")):
        outline = styles[name].element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        assert outline is not None
        assert outline.get(qn("w:val")) == level


def test_faces_are_named_as_other_pcs_have_them() -> None:
    with ZipFile(BytesIO(sheet(PaperKind.DISPOSAL))) as package:
        table = package.read("word/fontTable.xml").decode()
    assert re.search(r"'仿宋'|\"仿宋\"", table)
    assert all(name in table for name in ("仿宋_GB2312", "FangSong", "方正仿宋", "楷体_GB2312", "SimHei"))


@needs_office
@pytest.mark.slow
def test_six_hundred_characters_and_a_photo_run_on_in_order(tmp_path: Path) -> None:
    photo = BytesIO()
    Image.new("RGB", (400, 300), "navy").save(photo, "PNG")
    under, blank = "承办单位处理情况", sheet(PaperKind.DISPOSAL)
    files = {
        "plain": blank,
        "hundred": typed(blank, under, TEXT[:100]),
        "long": typed(blank, under, TEXT[:600]),
        "photo": typed(blank, under, TEXT[:80], photo.getvalue()),
        "notice": typed(sheet(PaperKind.SUPERVISION_NOTICE), "办理答复", TEXT[:600]),
    }
    made = pages_of(files, tmp_path)
    counts = {name: len(read_pdf(data)) for name, data in made.items()}
    assert counts == {"plain": 1, "hundred": 1, "long": 2, "photo": 2, "notice": 1}
    printed = re.sub("处置单工单编号20220905091012第2页共2页", "", squeeze(pdf_text(made["long"])))
    order = ["来电内容：", TEXT[:600], "办理情况反馈：", "承办人：", "办理回复期限：", "备注：", "分管领导签字："]
    places = [printed.index(squeeze(each)) for each in order]
    assert places == sorted(places)
    second = read_pdf(made["long"])[1]
    assert running_head(second)
    signed = next(text for text in second.texts if "分管领导签字" in text.text)
    assert [text for text in second.texts if text.y < signed.y - 5 and text.y > 20]


@needs_office
@pytest.mark.slow
def test_table_of_a_coded_copy_begins_on_its_first_page(tmp_path: Path) -> None:
    asked = SAMPLES[PaperKind.RETURN]
    assert isinstance(asked, ReturnRequest)
    record = replace(asked, content=TEXT[:600], detail=TEXT[:600], duty=TEXT[:600])
    mark = PaperMark(PrintCode(PaperKind.RETURN, 2, 7, 1, "K7Q2M9"), "退单申请 第2次", "第2次打印 2022年9月9日")
    paper = replace(compose(PaperKind.RETURN, record), mark=mark)
    made = pages_of({"copy": write(paper)}, tmp_path)["copy"]
    pages = read_pdf(made)
    assert len(pages) == len(paper.pages) == 2
    assert any("转办编号" in text.text for text in pages[0].texts)


@needs_office
@pytest.mark.slow
def test_hundred_and_twenty_characters_fit_every_opinion(tmp_path: Path) -> None:
    files = {f"{kind}{n}": typed(sheet(kind), under, TEXT[:120]) for n, (kind, under) in enumerate(OPINIONS)}
    for name, data in pages_of(files, tmp_path).items():
        assert len(read_pdf(data)) == 1, name
        assert squeeze(TEXT[:120]) in pdf_text(data)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 3, 6, 10])
def test_word_and_pdf_have_their_lines_in_the_same_places(times: int, tmp_path: Path) -> None:
    papers = {
        f"{kind}_{state}": compose(kind, lengthened(SAMPLES[kind], times), state) for kind, state in every_sheet()
    }
    if times == 1:
        papers |= {f"{kind}_空白": compose(kind, SAMPLES[kind], blank=True) for kind in SAMPLES}
    made = pages_of({name: write(paper) for name, paper in papers.items()}, tmp_path)
    far: dict[str, float] = {}
    low: dict[str, float] = {}
    aside: dict[str, float] = {}
    for name, paper in papers.items():
        ours, theirs = read_pdf(draw(paper)[0]), read_pdf(made[name])
        assert len(ours) == len(theirs), name
        far[name] = max(_farthest(*pages) for pages in zip(ours, theirs, strict=True))
        if times == 1:
            low[name], aside[name] = (
                max(gaps) for gaps in zip(*(_apart(*pages) for pages in zip(ours, theirs, strict=True)), strict=True)
            )
    assert {name: round(gap, 2) for name, gap in far.items() if gap > _NEAR} == {}
    assert {name: round(gap, 2) for name, gap in low.items() if gap > _NEAR} == {}
    assert {name: round(gap, 2) for name, gap in aside.items() if gap > _NEAR} == {}


def _farthest(own: PageRead, other: PageRead) -> float:
    """How far any line across our page is from one on theirs, in mm."""
    flat = [rule for rule in own.rules if abs(rule.y1 - rule.y2) < 0.05 and abs(rule.x1 - rule.x2) > _ACROSS]
    found = [y for rule in other.rules for y in (rule.y1, rule.y2)]
    return max((min((abs(rule.y1 - y) for y in found), default=99.0) for rule in flat), default=0.0)


def _apart(own: PageRead, other: PageRead) -> tuple[float, float]:
    """How far the baseline, and the beginning or the end, of any text is from that of the same text on the other page,
    in mm.
    """
    low, aside = [0.0], [0.0]
    for text in own.texts:
        words = squeeze(text.text)
        same = [each for each in other.texts if squeeze(each.text) == words]
        if same and words != "√":
            near = min(same, key=lambda each: abs(each.y - text.y) + abs(each.x - text.x))
            low.append(abs(near.y - text.y))
            aside.append(abs(near.x - text.x))
            if near.text == near.text.rstrip():  # blanks go on at the end of a line to sign on
                aside.append(abs(near.end - text.end))
    return max(low), max(aside)


@needs_office
@pytest.mark.slow
def test_word_and_pdf_break_ordinary_text_at_the_same_characters(tmp_path: Path) -> None:
    text = "\n".join(f"{n}号楼{n * 7}户居民来电反映（第{n}次），夜间施工；" * 3 for n in range(1, 20))
    letter, notice = WRITTEN[PaperKind.UNFOUNDED], RECORDS[PaperKind.SUPERVISION_NOTICE]
    assert isinstance(letter, UnfoundedStatement)
    assert isinstance(notice, SupervisionNotice)
    papers = {
        "letter": compose(PaperKind.UNFOUNDED, replace(letter, checked_how=text)),
        "table": compose(PaperKind.SUPERVISION_NOTICE, replace(notice, demand=text)),
    }
    made = pages_of({name: write(paper) for name, paper in papers.items()}, tmp_path)
    for name, paper in papers.items():
        ours, theirs = (_lines_with(data, "户居民") for data in (draw(paper)[0], made[name]))
        assert len(ours) > 35
        # A line that is full to the last fraction of a point may end a character earlier in one of them.
        assert all(abs(len(own) - len(other)) <= 1 for own, other in zip(ours, theirs, strict=True))


def _lines_with(data: bytes, printed: str) -> list[str]:
    lines: dict[tuple[int, float], str] = {}
    for number, page in enumerate(read_pdf(data)):
        places: list[float] = []
        for text in page.texts:
            y = next((known for known in places if abs(known - text.y) < 1.0), text.y)
            places.append(y)
            lines[number, y] = lines.get((number, y), "") + squeeze(text.text)
    return [line for line in lines.values() if printed in line]


def marked(kind: PaperKind) -> bytes:
    code = PrintCode(kind, 2, 17, 1, "K7Q2M9")
    mark = PaperMark(code, f"{kind} 20220905091012 第2次打印", "第2次打印　2026年11月29日")
    return write(replace(compose(kind, SAMPLES[kind], FORMS.states(kind)[0]), mark=mark))


@pytest.mark.parametrize("kind", list(RECORDS))
def test_word_sheet_carries_the_code_of_its_print_and_names_it_in_its_properties(kind: PaperKind) -> None:
    with ZipFile(BytesIO(marked(kind))) as package:
        properties = package.read("docProps/custom.xml").decode()
        heads = "".join(package.read(name).decode() for name in package.namelist() if "header" in name)
        pictures = [package.read(name) for name in package.namelist() if name.endswith(".png")]
    assert f">{PrintCode(kind, 2, 17, 1, 'K7Q2M9').text}<" in properties
    assert 'name="HL-PRINT"' in properties
    assert "第2次打印" in heads
    codes = {found.text for picture in pictures if (found := zxingcpp.read_barcode(Image.open(BytesIO(picture))))}
    assert codes == {PrintCode(kind, 2, 17, page, "K7Q2M9").text for page in (1, FURTHER)}


def test_what_the_unit_fills_in_is_a_control_and_a_bookmark_of_the_same_name() -> None:
    body = docx.Document(BytesIO(sheet(PaperKind.DISPOSAL))).element.body
    tags = [tag.get(qn("w:val")) for tag in body.iter(qn("w:tag"))]
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert {"handling", "feedback", "handler", "handled_on", "leader", "signed_on"} <= set(tags)
    assert {"answered_within_day_是", "answered_within_day_否", "resolution_实际解决"} <= set(tags)
    assert set(tags) <= set(names)
    assert {"content", "caller", "number"} <= set(names)
    assert len(names) == len(set(names))


def test_papers_of_one_file_have_fields_of_their_own() -> None:
    paper = compose(PaperKind.DISPOSAL, SAMPLES[PaperKind.DISPOSAL], "转办")
    body = docx.Document(BytesIO(write(paper, paper))).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert {"handling", "handling_2"} <= set(names)
    assert len(names) == len(set(names))
