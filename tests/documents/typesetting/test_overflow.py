"""Nothing is clipped or lost: texts shrink, rows trade height, and the rest stands whole on continuation pages."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_desktop.documents import Paper
from hotline_desktop.documents.typesetting.model import Page, Paragraph, Table
from hotline_desktop.domain.papers.annex_values import DisposalSheet
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import compose, draw, write
from tests.documents.reading import PageRead, docx_text, pdf_text, read_pdf, squeeze
from tests.documents.samples import COMPLAINT, ENDLESS, NOTICE, RECORDS, SHEET, SURVEY, WITH_NUMBERS
from tests.documents.written import WRITTEN

KINDS = tuple(ENDLESS)


def assert_inside(page: PageRead) -> None:
    """Every character is on the sheet's text area, and no two lines of text touch."""
    for text in page.texts:
        assert text.x >= 24.5
        assert text.end <= 185.5, text
        assert 15 < text.y < page.height - 14.5
    lines = sorted((text.y, text.x, text.end, text.size) for text in page.texts)
    for number, (y, x, end, size) in enumerate(lines):
        for other_y, other_x, other_end, _ in lines[number + 1 : number + 12]:
            beside = other_x >= end - 0.5 or other_end <= x + 0.5
            assert beside or abs(other_y - y) < 0.1 or other_y - y > size * 0.9 * 25.4 / 72


def assert_cells_hold_their_texts(paper: Paper) -> None:
    for page in paper.pages:
        for table in (block for block in page.blocks if isinstance(block, Table)):
            for row in table.rows:
                for cell in row.cells:
                    assert cell.content_height <= row.height + 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_endless_texts_stand_whole_on_continuation_pages(kind: PaperKind) -> None:
    paper = compose(kind, ENDLESS[kind])
    text = pdf_text(draw(paper)[0])
    assert "（续见附页）" in text
    for field in ("content", "handling", "feedback", "demand", "reason", "reply", "summary"):
        value = getattr(ENDLESS[kind], field, None)
        assert value is None or squeeze(value) in text
    assert squeeze(docx_text(write(paper))) == text.replace("□√", "√")


@pytest.mark.parametrize("kind", KINDS)
def test_first_page_keeps_all_the_words_of_the_form(kind: PaperKind) -> None:
    blank = compose(kind, ENDLESS[kind], blank=True)
    first = read_pdf(draw(compose(kind, ENDLESS[kind]))[0])[0]
    first_text = squeeze("".join(text.text for text in first.texts))
    for label in (text.text for text in read_pdf(draw(blank)[0])[0].texts):
        for part in squeeze(label).split("□"):
            assert part in first_text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_page_or_runs_into_another_line(kind: PaperKind) -> None:
    short: dict[PaperKind, PaperRecord] = {PaperKind.DISPOSAL: SHEET, PaperKind.SATISFACTION: SURVEY}
    for record in (ENDLESS[kind], short.get(kind, NOTICE)):
        paper = compose(kind, record)
        assert_cells_hold_their_texts(paper)
        for page in read_pdf(draw(paper)[0]):
            assert_inside(page)


def test_short_text_is_set_large_and_longer_text_smaller() -> None:
    sizes = []
    for times in (1, 8, 11):
        page = read_pdf(draw(compose(PaperKind.DISPOSAL, replace(SHEET, content=COMPLAINT * times)))[0])[0]
        sizes.append(next(text.size for text in page.texts if "市民反映" in text.text))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 12
    assert sizes[-1] < 12


def test_rows_trade_height_before_anything_is_cut() -> None:
    long, short = COMPLAINT * 9, "已清运。"
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, content=long, handling=short, feedback=None))
    usual = compose(PaperKind.DISPOSAL, SHEET)
    (table,) = (block for block in paper.pages[0].blocks if isinstance(block, Table))
    (before,) = (block for block in usual.pages[0].blocks if isinstance(block, Table))
    assert len(paper.pages) == 1
    assert table.rows[5].height > before.rows[5].height
    assert table.rows[6].height < before.rows[6].height
    assert sum(row.height for row in table.rows) == pytest.approx(sum(row.height for row in before.rows))


def test_continuation_says_which_form_and_ticket_it_belongs_to() -> None:
    pages = read_pdf(draw(compose(PaperKind.DISPOSAL, ENDLESS[PaperKind.DISPOSAL]))[0])
    assert pages[1].texts[0].text == "处置单续页 · 工单编号20220905091012"
    assert "来电内容：" in [text.text for text in pages[1].texts]


def test_no_single_line_of_a_text_is_alone_on_its_continuation_page() -> None:
    for more in range(30):
        paper = compose(PaperKind.DISPOSAL, replace(SHEET, content=COMPLAINT * 26 + "字" * 9 * more))
        for page in paper.pages[2:]:
            first = page.blocks[0]
            assert isinstance(first, Paragraph) and (len(first.lines) > 1 or not first.rest)


@pytest.mark.parametrize(("kind", "field"), [(PaperKind.DISPOSAL, "content"), (PaperKind.CLOSING_REPORT, "facts")])
def test_text_with_a_word_that_tears_a_line_is_ragged(kind: PaperKind, field: str) -> None:
    record: Any = {**RECORDS, **WRITTEN}[kind]
    torn = f"第二行写着网址和一个很长很长的编号，编号是{'9876543210' * 4}，请据此核实处理，并将处理情况及时答复市民。"
    for text, justified in ((torn, False), (torn.replace("9876543210", "二〇二二"), True)):
        paper = compose(kind, replace(record, **{field: text}))
        found = [p for page in paper.pages for p in paragraphs_of(page) if "第二行写着" in text_of(p)]
        assert [p.justify for p in found] == [justified]


def paragraphs_of(page: Page) -> Iterator[Paragraph]:
    for block in page.blocks:
        items = (
            [i for row in block.rows for cell in row.cells for i in cell.items] if isinstance(block, Table) else [block]
        )
        yield from (item for item in items if isinstance(item, Paragraph))


def text_of(paragraph: Paragraph) -> str:
    return "".join(span.text for line in paragraph.lines for span in line)


def test_telephone_number_is_not_parted() -> None:
    phones = "13800138000、021-59641234、13911112222"
    page = read_pdf(draw(compose(PaperKind.DISPOSAL, replace(SHEET, phone=phones)))[0])[0]
    lines = [text.text for text in page.texts]
    assert any("021-59641234" in line for line in lines)


@settings(max_examples=40, deadline=None)
@given(
    content=st.integers(0, 1500),
    handling=st.integers(0, 1500),
    feedback=st.integers(0, 600),
    remarks=st.integers(0, 200),
    address=st.integers(0, 80),
)
def test_texts_of_any_length_stay_within_their_cells(
    content: int, handling: int, feedback: int, remarks: int, address: int
) -> None:
    endless = WITH_NUMBERS * 30
    sheet = DisposalSheet(
        number="1",
        content=endless[:content],
        handling=endless[:handling],
        feedback=endless[:feedback],
        remarks=endless[:remarks],
        address=endless[:address],
    )
    paper = compose(PaperKind.DISPOSAL, sheet)
    assert_cells_hold_their_texts(paper)
    table = next(block for block in paper.pages[0].blocks if isinstance(block, Table))
    height = sum(block.height for block in paper.pages[0].blocks if not isinstance(block, Table))
    assert height + sum(row.height for row in table.rows) <= paper.sheet.text_height
    ends = [sum(row.height for row in table.rows[:number]) for number in range(len(table.rows) + 1)]
    assert all(after > before for before, after in pairwise(ends))
