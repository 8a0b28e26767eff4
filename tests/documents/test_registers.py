"""Long registers: pages drawn one by one, the same as those set as a whole; heads on each page; stopped where asked."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.documents import DefinitionError, load_forms
from hotline_desktop.documents.typesetting.model import Table
from hotline_desktop.domain.papers.register_sheets import RegisterSheet
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS, FORMS_DIR, PDF, compose, draw
from tests.documents.reading import pdf_text, read_pdf
from tests.documents.registers import REGISTERS, REQUESTS
from tests.documents.samples import SHEET


def register(count: int) -> RegisterSheet:
    sheet = REGISTERS[PaperKind.REGISTER]
    assert isinstance(sheet, RegisterSheet)
    lines = tuple(replace(REQUESTS[place % 2], place=str(place + 1)) for place in range(count))
    return replace(sheet, lines=lines, count=str(count))


@pytest.mark.parametrize("count", [0, 1, 12, 60])
def test_pages_drawn_one_by_one_are_those_set_as_a_whole(count: int) -> None:
    out = BytesIO()
    report = PDF.render_long(FORMS.compose_long(PaperKind.REGISTER, register(count), "退单"), out, title="测试")
    whole, _report = draw(compose(PaperKind.REGISTER, register(count), "退单"))
    assert pdf_text(out.getvalue()) == pdf_text(whole)
    assert [page.rules for page in read_pdf(out.getvalue())] == [page.rules for page in read_pdf(whole)]
    assert report.pages == len(read_pdf(whole))


def test_every_page_of_a_register_repeats_its_heads_and_no_line_is_lost() -> None:
    paper = compose(PaperKind.REGISTER, register(60), "退单")
    tables = [block for page in paper.pages for block in page.blocks if isinstance(block, Table)]
    assert len(tables) > 3 and all(table.heads == 1 and len(table.rows) > 1 for table in tables)
    assert sum(len(table.rows) - table.heads for table in tables) == 60
    numbers = [page.number for page in paper.pages]
    assert numbers == list(range(1, len(paper.pages) + 1))


@pytest.mark.parametrize("kind", [PaperKind.REGISTER, PaperKind.TICKET_LEDGER, PaperKind.CASE_LEDGER])
def test_blank_list_is_a_sheet_of_empty_lines_and_an_empty_period_has_a_single_one(kind: PaperKind) -> None:
    sheet: Any = REGISTERS[kind]
    empty = replace(sheet, lines=())
    counts = []
    for blank in (True, False):
        paper = compose(kind, empty, blank=blank)
        counts.append(
            [len(block.rows) - 1 for page in paper.pages for block in page.blocks if isinstance(block, Table)]
        )
    assert counts == [[16], [1]]
    ledger = kind != PaperKind.REGISTER
    assert not ledger or kind in pdf_text(draw(compose(kind, empty, blank=True))[0])


def test_line_taller_than_a_page_goes_on_to_the_next() -> None:
    sheet = register(1)
    long = replace(sheet, lines=(replace(sheet.lines[0], reason="经现场核实，不属于本单位职责范围。" * 200),))
    pages = read_pdf(draw(compose(PaperKind.REGISTER, long, "退单"))[0])
    whole = "".join(text.text for page in pages for text in page.texts)
    assert len(pages) > 1 and whole.count("职") == 200  # two characters may stand on two pages


def test_drawing_tells_the_lines_that_are_done_and_stops_where_asked() -> None:
    message: list[int] = []
    PDF.render_long(
        FORMS.compose_long(PaperKind.REGISTER, register(60), "退单"), BytesIO(), title="测试", progress=message.append
    )
    assert message[-1] == 60 and message == sorted(message) and len(message) > 3

    def stop(_done: int) -> None:
        raise Cancelled

    out = BytesIO()
    with pytest.raises(Cancelled):
        PDF.render_long(FORMS.compose_long(PaperKind.REGISTER, register(60), "退单"), out, title="测试", progress=stop)
    assert out.getvalue() == b""


def test_form_of_one_sheet_is_not_drawn_as_a_long_paper() -> None:
    with pytest.raises(ValueError, match="one sheet"):
        FORMS.compose_long(PaperKind.DISPOSAL, SHEET, "办结")


def test_register_of_a_town_may_have_its_own_sizes(tmp_path: Path) -> None:
    for path in FORMS_DIR.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    file = tmp_path / "register.toml"
    file.write_text(file.read_text("utf-8").replace("size = 9, pitch = 12", "size = 8, pitch = 11"), "utf-8")
    page = read_pdf(draw(compose(PaperKind.REGISTER, register(2), "退单", forms=load_forms(tmp_path)))[0])[0]
    assert {round(text.size) for text in page.texts if text.text == "海星村"} == {8}
    file.write_text(file.read_text("utf-8").replace("size = 8, pitch = 11", "size = 8, pitch = 2"), "utf-8")
    with pytest.raises(DefinitionError, match=r"register.toml"):
        load_forms(tmp_path)


def test_note_about_missing_characters_stands_beside_the_page_number() -> None:
    record = register(30)
    marked = replace(record, lines=tuple(replace(line, reason="\ue863") for line in record.lines))
    for page in read_pdf(draw(compose(PaperKind.REGISTER, marked, "退单"))[0]):
        (number,) = (text for text in page.texts if text.text.startswith("—"))
        (note,) = (text for text in page.texts if "请手写补上" in text.text)
        assert note.end < number.x or note.x > number.end
