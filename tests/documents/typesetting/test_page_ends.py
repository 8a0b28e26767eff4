"""What stands at the foot and the head of pages: no signature, heading or first row of an entry is alone there."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from hotline_desktop.documents.faces.metrics import character_widths
from hotline_desktop.documents.typesetting.model import Cell, Paragraph, Row, Span, Table
from hotline_desktop.documents.typesetting.paging import Pager
from hotline_desktop.domain.papers.document_values import ClosingReport, ExplanationRecord, UnfoundedStatement
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.lengthened import filled
from tests.documents.office import needs_office, pages_of
from tests.documents.press import FORMS, compose, draw, write
from tests.documents.reading import pdf_text, read_pdf, squeeze
from tests.documents.registers import REGISTERS
from tests.documents.samples import COMPLAINT
from tests.documents.statistics import STATISTICS
from tests.documents.written import WRITTEN


def words_of(page: int, data: bytes) -> list[str]:
    return [text.text for text in read_pdf(data)[page].texts if text.y > 20]


def statement(times: int) -> PaperRecord:
    record = WRITTEN[PaperKind.UNFOUNDED]
    assert isinstance(record, UnfoundedStatement)
    return replace(record, checked_how=COMPLAINT * times, answer=COMPLAINT * times)


@pytest.mark.parametrize("kind", [PaperKind.UNFOUNDED, PaperKind.UNSATISFIED])
def test_blank_statement_takes_its_last_heading_to_the_page_of_the_signature(kind: PaperKind) -> None:
    first, second = (words_of(page, draw(compose(kind, WRITTEN[kind], blank=True))[0]) for page in (0, 1))
    assert second[0].startswith("五、")
    assert not first[-1].startswith("五、")


def test_an_entry_of_several_rows_does_not_leave_its_first_one_at_the_foot_of_a_page() -> None:
    record = WRITTEN[PaperKind.EXPLANATION]
    assert isinstance(record, ExplanationRecord)
    for times in range(2, 12):
        for lines in (1, 4, 7):
            entry = replace(record.explanations[0], reasons="\n".join(["现行布点规划没有这一点位。"] * lines))
            paper = compose(PaperKind.EXPLANATION, replace(record, explanations=(entry,) * times))
            for page in paper.pages:
                last = page.blocks[-1]
                assert not (isinstance(last, Table) and last.rows[-1].keeps)


@pytest.mark.parametrize("kind", [PaperKind.BUILDING, PaperKind.RETURN, PaperKind.CASE_EXTENSION])
def test_a_long_text_begins_below_the_rows_above_it_and_leaves_no_page_empty(kind: PaperKind) -> None:
    record: Any = WRITTEN[kind]
    for times in (16, 30, 60):
        paper = compose(kind, replace(record, content=COMPLAINT * times))
        for page in paper.pages[:-1]:
            assert paper.sheet.text_height - sum(block.height for block in page.blocks) < paper.sheet.text_height / 2
        parted = [
            row for page in paper.pages for block in page.blocks if isinstance(block, Table) for row in block.rows
        ]
        assert all(row.height >= 24 for row in parted if row.parted)  # two lines
        assert squeeze(COMPLAINT * times) in pdf_text(draw(paper)[0])


_FORMS_OF_LONG_ROWS = [
    *(PaperKind.EXTENSION, PaperKind.BUILDING, PaperKind.JOINT, PaperKind.SITE_RECORD, PaperKind.CHECK_RECORD),
    *(PaperKind.TALK_RECORD, PaperKind.LEADER_REQUEST),
]


@pytest.mark.parametrize("kind", _FORMS_OF_LONG_ROWS)
def test_no_row_that_goes_along_to_the_signature_leaves_much_of_a_page_empty(kind: PaperKind) -> None:
    for characters in (500, 600, 700, 800, 900, 1_000, 1_500):
        paper = compose(kind, filled(WRITTEN[kind], characters, COMPLAINT))
        room = paper.sheet.text_height
        free = [room - sum(block.height for block in page.blocks) for page in paper.pages[:-1]]
        assert max(free, default=0.0) < 0.36 * room, characters


def test_a_row_that_parts_above_the_foot_of_its_page_parts_there_in_word_too() -> None:
    record = filled(WRITTEN[PaperKind.EXTENSION], 900, COMPLAINT)
    body = docx.Document(BytesIO(write(compose(PaperKind.EXTENSION, record)))).element.body
    last = list(body.iter(qn("w:tbl")))[-1]
    (first_row, *_others) = last.iter(qn("w:tr"))
    assert "".join(node.text or "" for node in first_row.iter(qn("w:t"))) in COMPLAINT * 40
    assert last.getprevious().find(f".//{qn('w:pageBreakBefore')}") is not None


@pytest.mark.parametrize("kind", [PaperKind.BUILDING, PaperKind.RETURN])
def test_a_text_of_several_pages_is_one_paragraph_in_one_row_of_the_word_file(kind: PaperKind) -> None:
    record: Any = WRITTEN[kind]
    text = COMPLAINT * 60
    paper = compose(kind, replace(record, content=text))
    assert len(paper.pages) > 1
    body = docx.Document(BytesIO(write(paper))).element.body
    holders = [p for p in body.iter(qn("w:p")) if COMPLAINT in "".join(node.text or "" for node in p.iter(qn("w:t")))]
    assert ["".join(node.text or "" for node in p.iter(qn("w:t"))) for p in holders] == [text]
    (row,) = (row for row in body.iter(qn("w:tr")) if holders[0] in list(row.iter(qn("w:p"))))
    assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None
    assert not list(body.iter(qn("w:pageBreakBefore")))


def test_an_enclosure_whose_name_is_longer_than_a_page_stands_whole_on_several() -> None:
    report = WRITTEN[PaperKind.CLOSING_REPORT]
    assert isinstance(report, ClosingReport)
    name = COMPLAINT * 40
    data = draw(compose(PaperKind.CLOSING_REPORT, replace(report, attachments=name)))[0]
    assert squeeze(name) in re.sub("—[0-9]+—", "", pdf_text(data))
    assert all(text.y < 297 - 25 for page in read_pdf(data) for text in page.texts)


def test_enclosures_and_signature_never_stand_without_text_on_the_last_page_of_a_report() -> None:
    report = WRITTEN[PaperKind.CLOSING_REPORT]
    assert isinstance(report, ClosingReport)
    for times in range(30):
        paper = compose(
            PaperKind.CLOSING_REPORT, replace(report, opinion=(report.opinion or "") + COMPLAINT[:12] * times)
        )
        assert len(paper.pages) == 2
        first = paper.pages[1].blocks[0]
        assert isinstance(first, Paragraph)
        assert not first.signs
        assert not first.lines[0][0].text.startswith("附件")


def test_lines_to_sign_on_take_text_along_from_a_page_that_one_row_fills() -> None:
    phone: Any = WRITTEN[PaperKind.PHONE_RECORD]
    ends = set()
    for lines in range(70, 140):
        record = replace(phone, reply="\n".join(["已安排当晚到场。"] * lines))
        last = compose(PaperKind.PHONE_RECORD, record).pages[-1]
        ends.add(len(last.blocks))
        assert any(isinstance(block, Table) for block in last.blocks), lines
    assert ends == {2}  # a table and the line to sign on


@pytest.mark.parametrize("kind", [PaperKind.RETURN, PaperKind.EXTENSION, PaperKind.CASE_EXTENSION, PaperKind.JOINT])
def test_who_approves_signs_no_page_that_says_nothing_of_the_matter(kind: PaperKind) -> None:
    record: Any = WRITTEN[kind]
    for times in range(2, 40):
        paper = compose(kind, replace(record, content=COMPLAINT * times), FORMS.states(kind)[0])
        last = paper.pages[-1].blocks[-1]
        assert isinstance(last, Table)
        assert len(paper.pages) == 1 or len(last.rows) > 1, times


def test_enclosures_longer_than_a_page_do_not_hold_each_other_in_word() -> None:
    report = WRITTEN[PaperKind.CLOSING_REPORT]
    assert isinstance(report, ClosingReport)
    names = "\n".join(COMPLAINT * 6 for _ in range(4))
    body = docx.Document(BytesIO(write(compose(PaperKind.CLOSING_REPORT, replace(report, attachments=names))))).element
    listed = [p for p in body.iter(qn("w:p")) if COMPLAINT * 2 in "".join(n.text or "" for n in p.iter(qn("w:t")))]
    held = [p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in listed]
    assert len(held) == 4
    assert not any(held[:-1])  # the last one holds the signature


@needs_office
@pytest.mark.slow
def test_no_signature_stands_alone_on_the_last_page_in_word(tmp_path: Path) -> None:
    report: Any = WRITTEN[PaperKind.CLOSING_REPORT]
    phone: Any = WRITTEN[PaperKind.PHONE_RECORD]
    papers = {}
    for times in range(5, 13):
        names = "\n".join(COMPLAINT * times for _ in range(4))
        papers[f"report{times}"] = compose(PaperKind.CLOSING_REPORT, replace(report, attachments=names))
    for lines in (40, 41, 42, 43, 90, 91, 92, 93):
        record = replace(phone, reply="\n".join(["已安排当晚到场。"] * lines))
        papers[f"phone{lines}"] = compose(PaperKind.PHONE_RECORD, record)
    for name, data in pages_of({name: write(paper) for name, paper in papers.items()}, tmp_path).items():
        pages = read_pdf(data)
        said = "".join(text.text for text in pages[-1].texts if 20 < text.y < 270)
        assert "到场" in said or "要求" in said, name
        assert len(pages) == len(papers[name].pages), name


def test_heading_of_a_table_goes_to_its_page_in_the_statistics() -> None:
    data = draw(compose(PaperKind.STATISTICS, STATISTICS[PaperKind.STATISTICS], blank=True))[0]
    assert not any("未办结的逐件列出" in text for text in words_of(0, data))
    assert "未办结的逐件列出" in words_of(1, data)[0]


def test_digits_of_tightened_text_are_measured_as_word_sets_them() -> None:
    assert character_widths("字1", "fang", 15.75, 0.25) == [15.75, 7.75]


@needs_office
@pytest.mark.slow
def test_long_statements_take_as_many_pages_in_word(tmp_path: Path) -> None:
    papers = {
        f"{n}": compose(PaperKind.UNFOUNDED, statement(n), FORMS.states(PaperKind.UNFOUNDED)[0]) for n in (3, 6, 9, 14)
    }
    made = pages_of({name: write(paper) for name, paper in papers.items()}, tmp_path)
    for name, paper in papers.items():
        ours, theirs = read_pdf(draw(paper)[0]), read_pdf(made[name])
        assert len(ours) == len(theirs), name
        ends = [[text.y for text in pages[-1].texts if "分管领导签字" in text.text] for pages in (ours, theirs)]
        assert ends[0] == pytest.approx(ends[1], abs=1.5), name


@needs_office
@pytest.mark.slow
def test_long_rows_of_forms_part_at_the_same_lines_in_word(tmp_path: Path) -> None:
    papers = {
        f"{kind}{characters}": compose(kind, filled(WRITTEN[kind], characters, COMPLAINT))
        for kind in [*_FORMS_OF_LONG_ROWS, PaperKind.PHONE_RECORD]
        for characters in (700, 900, 1_000)
    }
    made = pages_of({name: write(paper) for name, paper in papers.items()}, tmp_path)
    for name, paper in papers.items():
        ours, theirs = read_pdf(draw(paper)[0]), read_pdf(made[name])
        said = [[sum(len(squeeze(text.text)) for text in page.texts) for page in pages] for pages in (ours, theirs)]
        assert said[0] == pytest.approx(said[1], abs=90), name  # two lines


_ADDRESS = "https://xinhai.example.cn/service/index.html?ticket=20220905091012&channel=12345&source=wechat_article"
_TEXTS = {
    "long": COMPLAINT * 100,
    "addresses": f"{COMPLAINT}详见{_ADDRESS}。{COMPLAINT}" * 4,
    "digits": "编号" + "9876543210" * 9 + "，又" + "12345" * 30,
    "signs": "，。；：！？" * 30,
    "lines": "\n".join(f"{number}. 第{number}条。" for number in range(1, 30)),
    "rare": "诉求人𬭎赟喆玥、瑄昇䶮𠮷反映垃圾桶又满了😀，" * 6,
}
_LONG_FIELDS = {
    PaperKind.RETURN: "content",
    PaperKind.BUILDING: "content",
    PaperKind.UNFOUNDED: "checked_how",
    PaperKind.CLOSING_REPORT: "attachments",
}


@needs_office
@pytest.mark.slow
def test_texts_of_any_kind_take_as_many_pages_in_word(tmp_path: Path) -> None:
    papers = {}
    for kind, field in _LONG_FIELDS.items():
        for name, text in _TEXTS.items():
            record: Any = WRITTEN[kind]
            papers[f"{kind}_{name}"] = compose(kind, replace(record, **{field: text}))
    made = pages_of({name: write(paper) for name, paper in papers.items()}, tmp_path)
    counted = {name: (len(paper.pages), len(read_pdf(made[name]))) for name, paper in papers.items()}
    assert {name: counts for name, counts in counted.items() if counts[0] != counts[1]} == {}


def test_a_row_that_is_higher_than_its_lines_leaves_no_empty_page_behind() -> None:
    cell = Cell(1, (Paragraph(((Span("字", "fang", 12.0),),) * 10, 15.0, 100.0),), 4.0, 4.0, False)
    for above in range(0, 600, 7):
        pager = Pager(640.0)
        rows = (Row(float(above), (replace(cell, items=()),)), Row(400.0, (cell,)))
        for _turn in pager.table(Table((100.0,), (), 0.5, 1.0), rows):
            pass
        pages = pager.pages()
        assert all(page for page in pages), above
        last = pages[-1][0]
        assert isinstance(last, Table)
        assert any(each.items for each in last.rows[-1].cells), above
        assert all(sum(block.height for block in page) <= 640.0 for page in pages), above
        # Word sets the lines of a table beside its rows, and a paragraph behind it.
        assert last.rows[-1].parted or last.height <= 640.0 - 3.0, above


def test_the_last_line_of_a_page_is_as_full_as_the_others_where_the_paragraph_goes_on() -> None:
    record: Any = WRITTEN[PaperKind.UNFOUNDED]
    for words in range(1, 9):
        text = "KTV噪音扰民" * words + "自2022年8月28日起，PM2.5超标，曾于9月1日10:30拨打12345反映，" * 40
        page = read_pdf(draw(compose(PaperKind.UNFOUNDED, replace(record, checked_how=text)))[0])[0]
        lines = sorted((text for text in page.texts if text.size > 15), key=lambda text: text.y)
        last = max(text.end for text in lines if abs(text.y - lines[-1].y) < 0.1)
        assert last > 210 - 26 - 4.0, words  # punctuation is drawn at the left of its square


@pytest.mark.parametrize("kind", [PaperKind.REGISTER, PaperKind.TICKET_LEDGER, PaperKind.CASE_LEDGER])
def test_a_list_whose_first_row_is_long_begins_below_its_title(kind: PaperKind) -> None:
    for characters in range(100, 900, 50):
        paper = compose(kind, filled(REGISTERS[kind], characters, COMPLAINT), FORMS.states(kind)[0])
        assert any(isinstance(block, Table) for block in paper.pages[0].blocks), characters
