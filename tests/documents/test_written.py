"""Written documents: whole texts over as many pages as they need, rows repeated, and the measures of GB/T 9704."""

import re
import shutil
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from hotline_desktop.documents import DefinitionError, load_forms
from hotline_desktop.documents.typesetting.model import Table
from hotline_desktop.domain.papers.document_values import (
    ClosingReport,
    ContactRecord,
    ContactRow,
    ReturnRequest,
    UnfoundedStatement,
)
from hotline_desktop.domain.papers.paper_records import blank_record
from hotline_desktop.domain.terms.paper_kinds import FORMS as ANNEX_FORMS
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS, FORMS_DIR, compose, draw, write
from tests.documents.reading import docx_text, pdf_text, read_pdf, squeeze
from tests.documents.samples import WITH_NUMBERS
from tests.documents.written import WRITTEN

KINDS = tuple(WRITTEN)
REPORT = WRITTEN[PaperKind.CLOSING_REPORT]
CONTACTS = WRITTEN[PaperKind.CONTACTS]
NAMES = ("王芳", "沈强", "李伟", "周卫民", "镇长", "张小明")


def report(**changes: object) -> ClosingReport:
    assert isinstance(REPORT, ClosingReport)
    return replace(REPORT, **changes)  # type: ignore[arg-type]


def contacts(count: int, note: str = "已说明。") -> ContactRecord:
    assert isinstance(CONTACTS, ContactRecord)
    rows = tuple(
        ContactRow(datetime(2022, 9, 5, 9, number % 60), "单位联系", "电话", "沈强", "已联系", f"第{number}次{note}")
        for number in range(1, count + 1)
    )
    return replace(CONTACTS, contacts=rows)


def test_every_paper_has_a_sample() -> None:
    assert {*ANNEX_FORMS, *WRITTEN} == set(PaperKind)


@pytest.mark.parametrize("kind", KINDS)
def test_both_outputs_have_the_same_words(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        paper = compose(kind, WRITTEN[kind], state)
        drawn = re.sub("—[0-9]+—", "", pdf_text(draw(paper)[0]).replace("□√", "√"))
        assert drawn == docx_text(write(paper))


@pytest.mark.parametrize("kind", KINDS)
def test_empty_paper_knows_only_the_names_of_the_office(kind: PaperKind) -> None:
    paper = compose(kind, blank_record(kind, "北湖镇", "北湖镇城运中心"), blank=True)
    filled = compose(kind, WRITTEN[kind], blank=True)
    text = pdf_text(draw(paper)[0])
    assert "20220905091012" not in text
    assert re.sub("北湖镇", "新海镇", text) == pdf_text(draw(filled)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_names_of_signers_stay_blank(kind: PaperKind) -> None:
    text = pdf_text(draw(compose(kind, WRITTEN[kind]))[0])
    for after in re.findall(r"(?:签字|审核人|审批人|经办人)：(.{0,4})", text):
        assert not after.startswith(NAMES)


def test_long_report_goes_over_pages_with_numbers_at_the_outer_edges() -> None:
    paper = compose(PaperKind.CLOSING_REPORT, report(facts=WITH_NUMBERS * 20))
    pages = read_pdf(draw(paper)[0])
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        mark = next(text for text in page.texts if text.text.startswith("—"))
        assert mark.text == f"— {number} —"
        edge = 210 - 26 - mark.end if number % 2 else mark.x - 28
        assert edge == pytest.approx(14 / 72 * 25.4, abs=0.6)
        assert all(text.y < 262.5 for text in page.texts if text is not mark)
    assert squeeze(WITH_NUMBERS * 20) in re.sub("—[0-9]+—", "", pdf_text(draw(paper)[0]))


def test_side_margins_change_places_on_the_backs_of_leaves() -> None:
    paper = replace(compose(PaperKind.CLOSING_REPORT, report(facts=WITH_NUMBERS * 20)), mirrored=True)
    first, second, third = read_pdf(draw(paper)[0])[:3]
    left = [min(text.x for text in page.texts if text.size == 15.75) for page in (first, second, third)]
    assert left == pytest.approx([28, 26, 28], abs=0.1)
    assert next(text.x for text in second.texts if text.text.startswith("—")) == pytest.approx(26 + 4.9, abs=0.3)
    with ZipFile(BytesIO(write(paper))) as package:
        assert b"<w:mirrorMargins/>" in package.read("word/settings.xml")
    with ZipFile(BytesIO(write(replace(paper, mirrored=False)))) as package:
        assert b"mirrorMargins" not in package.read("word/settings.xml")


def test_page_of_an_official_document_has_22_lines_of_28_characters() -> None:
    paper = compose(PaperKind.CLOSING_REPORT, report(title="某", opening="字" * 28 * 60))
    second = read_pdf(draw(paper)[0])[1]
    lines = [text for text in second.texts if set(text.text) == {"字"}]
    assert [len(text.text) for text in lines] == [28] * 22
    assert lines[1].y - lines[0].y == pytest.approx(28.95 / 72 * 25.4, abs=0.05)
    assert lines[0].size == 15.75


def test_word_sets_official_text_in_16_points_and_closer_characters() -> None:
    with ZipFile(BytesIO(write(compose(PaperKind.CLOSING_REPORT, REPORT)))) as package:
        document, settings = package.read("word/document.xml").decode(), package.read("word/settings.xml").decode()
        styles = package.read("word/styles.xml").decode()
        footers = [package.read(name).decode() for name in package.namelist() if "footer" in name]
    assert '<w:spacing w:val="-5"/><w:sz w:val="32"/>' in styles
    assert 'w:line="579" w:lineRule="atLeast"' in styles
    assert "<w:evenAndOddHeaders" in settings
    assert sorted(re.findall(r'<w:jc w:val="(\w+)"', "".join(footers))) == ["left", "right", "right"]
    assert all("PAGE" in footer for footer in footers)
    assert "docGrid" not in document


def test_each_report_of_several_in_a_word_file_is_numbered_from_one() -> None:
    document = docx.Document(BytesIO(write(*[compose(PaperKind.CLOSING_REPORT, REPORT)] * 3)))
    starts = re.findall(r'<w:pgNumType w:start="1"/>', document.element.xml)
    assert len(document.sections) == len(starts) == 3


def test_date_of_a_letter_keeps_four_characters_from_the_right_edge() -> None:
    pages = read_pdf(draw(compose(PaperKind.CLOSING_REPORT, REPORT))[0])
    (date,) = (text for page in pages for text in page.texts if text.text == "2022年9月13日")
    (unit,) = (text for page in pages for text in page.texts if text.text == "新海镇城市管理行政执法中队")
    assert 210 - 26 - date.end == pytest.approx(4 * 15.75 / 72 * 25.4, abs=2)
    assert (unit.x + unit.end) / 2 == pytest.approx((date.x + date.end) / 2, abs=1)


def test_end_of_a_letter_never_stands_alone_on_its_page() -> None:
    for count in range(1, 40, 2):
        paper = compose(PaperKind.CLOSING_REPORT, report(attachments=None, answer="字" * 28 * count))
        last = read_pdf(draw(paper)[0])[-1]
        texts = [text.text for text in last.texts]
        place = texts.index("新海镇城市管理行政执法中队")
        assert place > 0, count


def test_heading_stands_on_the_page_of_its_text() -> None:
    for count in range(20, 60, 3):
        paper = compose(PaperKind.CLOSING_REPORT, report(facts="字" * 28 * count))
        for page in read_pdf(draw(paper)[0]):
            lines = [text.text for text in page.texts if not text.text.startswith("—")]
            assert not re.match("[一二三四]、", lines[-1])


def test_numbered_headings_in_a_text_are_set_in_their_faces() -> None:
    paper = compose(PaperKind.CLOSING_REPORT, report(facts="（一）现场核实\n属实。\n一、是句子。不是标题"))
    fonts = {
        "".join(span.text for span in block.lines[0]): block.lines[0][0].face
        for page in paper.pages
        for block in page.blocks
        if hasattr(block, "lines")
    }
    assert fonts["（一）现场核实"] == "kai"
    assert fonts["二、查明的事实和证据"] == "hei"
    assert fonts["一、是句子。不是标题"] == "fang"


def test_rows_are_repeated_and_empty_ones_are_left_to_write_on() -> None:
    paper = compose(PaperKind.CONTACTS, contacts(3))
    table = [block for block in paper.pages[0].blocks if isinstance(block, Table)][1]
    assert len(table.rows) == 1 + 8
    assert "第3次已说明。" in pdf_text(draw(paper)[0])


def test_table_goes_on_to_further_pages_under_its_head_row() -> None:
    paper = compose(PaperKind.CONTACTS, contacts(40))
    pages = read_pdf(draw(paper)[0])
    text = pdf_text(draw(paper)[0])
    assert len(pages) > 2
    assert text.count("方式、号码") == len(pages)
    assert all(f"第{number}次已说明。" in text for number in range(1, 41))
    document = docx.Document(BytesIO(write(paper)))
    head, *lists = document.tables
    assert len(head.rows) == 3
    assert sum(len(table.rows) - 1 for table in lists) == 40
    assert all(table._tbl.xml.count("<w:tblHeader/>") == 1 for table in lists)


def test_row_taller_than_a_page_is_parted_and_keeps_every_word() -> None:
    note = WITH_NUMBERS * 30
    paper = compose(PaperKind.CONTACTS, contacts(1, note))
    drawn = draw(paper)[0]
    assert squeeze(note) in pdf_text(drawn).replace("时间事项方式、号码人员结果情况、凭证", "")
    for page in read_pdf(drawn):
        assert all(text.y < page.height - 14.5 for text in page.texts)


def test_every_cell_of_a_word_table_has_a_paragraph() -> None:
    paper = compose(PaperKind.CONTACTS, contacts(1, WITH_NUMBERS * 30))
    document = docx.Document(BytesIO(write(paper)))
    assert all(cell.paragraphs for table in document.tables for row in table.rows for cell in row.cells)


def test_title_of_two_lines_is_centred() -> None:
    first, second = read_pdf(draw(compose(PaperKind.CLOSING_REPORT, REPORT))[0])[0].texts[:2]
    assert first.text + second.text == "关于海星村三队垃圾桶满溢督办件办理情况的报告"
    assert (first.x + first.end) / 2 == pytest.approx((second.x + second.end) / 2, abs=0.5)


def test_repeated_group_of_rows_stands_once_for_each_explanation() -> None:
    record = WRITTEN[PaperKind.EXPLANATION]
    twice = replace(record, explanations=record.explanations * 2)  # type: ignore[union-attr, call-arg, operator]
    text = pdf_text(draw(compose(PaperKind.EXPLANATION, twice))[0])
    assert text.count("说明的理由") == text.count("引用的政策法规") == 2


def test_returned_request_says_late_or_not_by_its_boxes() -> None:
    record = WRITTEN[PaperKind.RETURN]
    assert isinstance(record, ReturnRequest)
    for late, text in ((True, "□√是□否"), (False, "□是□√否"), (None, "□是□否")):
        drawn = pdf_text(draw(compose(PaperKind.RETURN, replace(record, late=late)))[0])
        assert f"是否逾期{text}" in drawn


def test_statement_handed_in_leaves_the_filing_to_the_centre() -> None:
    text = pdf_text(draw(compose(PaperKind.UNFOUNDED, WRITTEN[PaperKind.UNFOUNDED], "审核中"))[0])
    assert "备案编号备案日期镇城运中心审核备案意见：审核人：日期：" in text


def test_empty_statement_has_room_to_write_under_each_heading() -> None:
    paper = compose(PaperKind.UNFOUNDED, UnfoundedStatement(center="新海镇城运中心"), blank=True)
    lines = [text for page in read_pdf(draw(paper)[0]) for text in page.texts]
    first, second = (next(text for text in lines if text.text.startswith(mark)) for mark in ("一、", "二、"))
    assert second.y - first.y > 30


def test_long_name_of_a_document_shrinks_to_its_line() -> None:
    pages = read_pdf(draw(compose(PaperKind.REVIEW, WRITTEN[PaperKind.REVIEW]))[0])
    assert pages[0].texts[0].text == "“12345”市民服务热线结案审核与回访记录"
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("contact_record.toml", 'each = "contacts"', 'each = "contact"', "没有“contact”"),
        ("contact_record.toml", 'field = "what"', 'field = "number"', "没有“number”这个字段"),
        ("contact_record.toml", 'layout = "flow"', 'layout = "flows"', "没有“flows”"),
        ("closing_report.toml", 'page = "official"', 'page = "offical"', "没有“offical”"),
        ("closing_report.toml", 'date = "dated"', 'date = "day"', "没有“day”这个字段"),
        ("disposal.toml", "[continuation]", '[[blocks]]\nsign = "unit"\ndate = "handed_on"\n[continuation]', "署名"),
        ("disposal.toml", "height = 44", 'each = "contacts"\nheight = 44', "没有这个键"),
    ],
)
def test_wrong_document_is_refused_by_name(tmp_path: Path, file: str, old: str, new: str, reason: str) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(FORMS_DIR, folder)
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_forms(folder)
    assert caught.value.file == file
    assert reason in str(caught.value)


@pytest.mark.parametrize("times", [1, 4, 10, 60])
def test_signature_of_any_length_is_printed_whole(times: int) -> None:
    unit = "新海镇城市运行管理中心联合指挥部" * times
    paper = compose(PaperKind.CLOSING_REPORT, report(unit=unit))
    drawn = draw(paper)[0]
    assert unit in re.sub("—[0-9]+—", "", pdf_text(drawn))
    assert unit in docx_text(write(paper))
    assert all(text.end < 210 - 25 and text.y < 297 - 25 for page in read_pdf(drawn) for text in page.texts)


def test_moment_in_a_narrow_column_parts_behind_its_day() -> None:
    record = WRITTEN[PaperKind.CONTACTS]
    assert isinstance(record, ContactRecord)
    times = (datetime(2022, 9, 5, 9, 5), datetime(2022, 12, 30, 16, 40))
    rows = tuple(replace(record.contacts[0], at=at) for at in times)
    (page,) = read_pdf(draw(compose(PaperKind.CONTACTS, replace(record, contacts=rows)))[0])
    said = [text.text for text in page.texts]
    assert {"2022年9月5日", "9:05", "2022年12月30日", "16:40"} <= {squeeze(text) for text in said}
