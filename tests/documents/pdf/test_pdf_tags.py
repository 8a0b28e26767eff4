"""Tags of a PDF: titles, headings, paragraphs and tables in the order of reading, for who hears the page read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from hotline_desktop.documents import LongPaper
from hotline_desktop.domain.papers.document_values import ClosingReport, ContactRecord, ContactRow
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS, PDF, compose, draw
from tests.documents.samples import ENDLESS, RECORDS
from tests.documents.written import WRITTEN

PAPERS = {**RECORDS, **WRITTEN}
_TOKEN = re.compile(rb"/(\w+) <</MCID (\d+)>> BDC|/Artifact BMC|\bEMC\b|\bT[jJ]\b")


def opened(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf), strict=True)


def below(element: Any) -> list[Any]:
    return [kid.get_object() for kid in element["/K"] if not isinstance(kid, int) and "/S" in kid.get_object()]


def walk(element: Any) -> Iterator[Any]:
    yield element
    for kid in below(element):
        yield from walk(kid)


def tree(reader: PdfReader) -> list[Any]:
    root: Any = reader.root_object["/StructTreeRoot"]
    return list(walk(root["/K"].get_object()))


def pieces(element: Any) -> list[tuple[Any, int]]:
    """The pages and numbers of the marked pieces that are the element's own."""
    found = []
    for kid in element["/K"]:
        if isinstance(kid, int):
            found.append((element.raw_get("/Pg"), int(kid)))
        elif kid.get_object().get("/Type") == "/MCR":
            found.append((kid.get_object().raw_get("/Pg"), int(kid.get_object()["/MCID"])))
    return found


def marked(page: Any) -> tuple[list[tuple[str, int]], int]:
    """The marked pieces of a page in order, and how many texts stand outside of any mark."""
    found, depth, loose = [], 0, 0
    for match in _TOKEN.finditer(page.get_contents().get_data()):
        if match[1]:
            found.append((match[1].decode(), int(match[2])))
            depth += 1
        elif match[0] == b"/Artifact BMC":
            depth += 1
        elif match[0] == b"EMC":
            depth -= 1
        else:
            loose += depth == 0
    assert depth == 0
    return found, loose


@pytest.mark.parametrize("kind", PAPERS)
def test_every_text_is_marked_and_stands_in_the_tree_once(kind: PaperKind) -> None:
    reader = opened(draw(compose(kind, PAPERS[kind]), compose(kind, ENDLESS.get(kind, PAPERS[kind])))[0])
    assert reader.root_object["/MarkInfo"]["/Marked"].value is True
    owned = [(page.idnum, piece) for element in tree(reader) for page, piece in pieces(element)]
    there = []
    for number, page in enumerate(reader.pages):
        found, loose = marked(page)
        assert loose == 0
        assert page["/StructParents"] == number
        reference = page.indirect_reference
        assert reference is not None
        there += [(reference.idnum, piece) for _kind, piece in found]
    assert sorted(owned) == sorted(there) and len(set(owned)) == len(owned)


@pytest.mark.parametrize("kind", PAPERS)
def test_marks_are_of_the_kind_that_the_tree_says(kind: PaperKind) -> None:
    reader = opened(draw(compose(kind, PAPERS[kind]))[0])
    numbers: Any = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for page in reader.pages:
        owners = numbers[2 * page["/StructParents"] + 1].get_object()
        assert [(owner.get_object()["/S"][1:], n) for n, owner in enumerate(owners)] == marked(page)[0]


def test_file_names_the_version_that_knows_tags() -> None:
    assert draw(compose(PaperKind.DISPOSAL, RECORDS[PaperKind.DISPOSAL]))[0].startswith(b"%PDF-1.4")


def test_title_comes_first_and_rows_have_all_their_cells() -> None:
    reader = opened(draw(compose(PaperKind.DISPOSAL, RECORDS[PaperKind.DISPOSAL]))[0])
    elements = tree(reader)
    assert [element["/S"] for element in elements[:2]] == ["/Document", "/H1"]
    (table,) = (element for element in elements if element["/S"] == "/Table")
    rows = below(table)
    assert all(row["/S"] == "/TR" for row in rows)
    spans = [[cell.get("/A", {}).get("/ColSpan", 1) for cell in below(row)] for row in rows]
    assert {sum(row) for row in spans} == {5} and len(rows) == 9


def test_table_over_pages_is_one_table_with_one_head() -> None:
    record = WRITTEN[PaperKind.CONTACTS]
    assert isinstance(record, ContactRecord)
    rows = tuple(ContactRow(what=f"第{number}次联系") for number in range(60))
    reader = opened(draw(compose(PaperKind.CONTACTS, replace(record, contacts=rows)))[0])
    assert len(reader.pages) > 2
    tables = [element for element in tree(reader) if element["/S"] == "/Table"]
    heads = [sum(cell["/S"] == "/TH" for row in below(table) for cell in below(row)) for table in tables]
    assert len(tables) == 2 and heads == [0, 6]
    assert len(below(tables[1])) == 61


def test_paragraph_over_pages_is_one_paragraph() -> None:
    report = WRITTEN[PaperKind.CLOSING_REPORT]
    assert isinstance(report, ClosingReport)
    record = replace(report, facts="字" * 28 * 40)
    reader = opened(draw(compose(PaperKind.CLOSING_REPORT, record))[0])
    parted = [element for element in tree(reader) if len({page.idnum for page, _piece in pieces(element)}) > 1]
    assert len(parted) == 1 and parted[0]["/S"] == "/P"
    kinds = [element["/S"] for element in tree(reader) if element["/S"] in ("/H1", "/H2", "/H3")]
    assert kinds[0] == "/H1" and kinds.count("/H2") == 4


def test_long_register_is_not_tagged_and_does_not_say_so() -> None:
    made = FORMS.compose_long(PaperKind.TICKET_LEDGER, WRITTEN[PaperKind.TICKET_LEDGER], "台账")
    assert isinstance(made, LongPaper)
    out = BytesIO()
    PDF.render_long(made, out, title="台账")
    root: Any = opened(out.getvalue()).root_object
    assert "/MarkInfo" not in root and "/StructTreeRoot" not in root and root["/Lang"] == "zh-CN"


@pytest.mark.parametrize("kind", [PaperKind.DISPOSAL, PaperKind.CLOSING_REPORT])
def test_what_is_only_looked_at_has_no_tags_and_shows_every_point_as_the_file_does(kind: PaperKind) -> None:
    paper, looked_at = compose(kind, PAPERS[kind]), BytesIO()
    PDF.render([paper], looked_at, title="测试", to_look_at=True)
    assert "/StructTreeRoot" not in opened(looked_at.getvalue()).root_object
    assert pictures(looked_at.getvalue()) == pictures(draw(paper)[0])


def pictures(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [bytes(page.render(scale=1).buffer) for page in document]
