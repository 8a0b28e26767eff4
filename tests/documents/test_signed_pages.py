"""Nobody signs a page that says nothing of the matter: however long what stands above the signature is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline_desktop.documents.typesetting.model import (
    Item,
    Paper,
    Paragraph,
    Positioned,
    Row,
    Space,
    Span,
    Table,
    Tick,
)
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.lengthened import filled, lengthened
from tests.documents.press import FORMS, compose
from tests.documents.samples import COMPLAINT
from tests.documents.supervised import SUPERVISED
from tests.documents.written import WRITTEN

_LENGTHS = (60, 120, 180, 250, 300, 350, 420, 500, 600, 800, 1_000, 1_500, 2_000)
SIGNED = {**SUPERVISED, **WRITTEN}
# Their pages to sign are lists of the people who were there; the others are signed below what they say.
del SIGNED[PaperKind.MEETING_SIGN_IN], SIGNED[PaperKind.SITE_RECORD]


def as_long(kind: PaperKind, characters: int) -> PaperRecord:
    record: PaperRecord = filled(SIGNED[kind], characters, COMPLAINT)
    return record


def is_line_to_sign(item: Item) -> bool:
    return isinstance(item, Positioned) and all(
        isinstance(part.content, Span) and part.content.text.endswith("：") for part in item.parts
    )


def says(item: Item) -> bool:
    """Text of the matter: of a letter, or the value of a field."""
    values = [span.text for line in item.lines for span in line if span.field] if isinstance(item, Paragraph) else []
    return bool(values) and values != ["无"]  # of earlier returns there were none


def rows_of(block: Item | Table) -> Iterator[Row]:
    yield from block.rows if isinstance(block, Table) else ()


def empty_pages_to_sign(paper: Paper) -> Iterator[int]:
    """The further pages that are signed and say nothing."""
    for number, page in enumerate(paper.pages[1:], start=2):
        rows = [row for block in page.blocks for row in rows_of(block)]
        inside = [(row, [item for cell in row.cells for item in cell.items]) for row in rows]
        outside = [block for block in page.blocks if isinstance(block, Paragraph) and not block.signs]
        signed = any(not isinstance(block, Table) and is_line_to_sign(block) for block in page.blocks)
        signed = signed or any(any(map(is_line_to_sign, items)) for _row, items in inside)
        if signed and not outside and not any(any(map(says, items)) for _row, items in inside):
            yield number


@pytest.mark.parametrize("kind", SIGNED)
def test_no_page_to_sign_is_without_the_matter(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        if state == "待填":  # what it says is written by hand
            continue
        for characters in _LENGTHS:
            paper = compose(kind, as_long(kind, characters), state)
            assert list(empty_pages_to_sign(paper)) == [], (state, characters)


@pytest.mark.parametrize("kind", SIGNED)
def test_no_page_holds_more_than_it_has_room_for(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        for characters in _LENGTHS:
            paper = compose(kind, as_long(kind, characters), state)
            for page in paper.pages:
                *others, last = page.blocks
                below = 0.0 if isinstance(last, Table | Space | Tick) else last.after
                height = sum(block.height for block in others) + last.height - below
                assert height <= paper.sheet.text_height + 0.1, (state, characters)


@pytest.mark.parametrize("kind", [PaperKind.UNFOUNDED, PaperKind.UNSATISFIED])
def test_the_box_of_the_centre_stands_whole_below_the_signature_of_the_unit(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        for characters in range(100, 700, 25):
            paper = compose(kind, as_long(kind, characters), state)
            *_text, signature, box = paper.pages[-1].blocks
            assert is_line_to_sign(signature), (state, characters)  # type: ignore[arg-type]
            assert isinstance(box, Table)
            assert len(box.rows) == 2, (state, characters)


@pytest.mark.parametrize("kind", [PaperKind.CONTACTS, PaperKind.FILE_CONTENTS])
def test_empty_rows_of_a_list_that_is_filled_make_no_page_of_their_own(kind: PaperKind) -> None:
    for times in range(1, 40):
        paper = compose(kind, lengthened(SIGNED[kind], times), FORMS.states(kind)[0])
        for page in paper.pages:
            table = next(block for block in reversed(page.blocks) if isinstance(block, Table))
            filled_rows = [row for row in table.rows if any(says(item) for cell in row.cells for item in cell.items)]
            assert filled_rows, times


def test_a_blank_list_keeps_its_empty_rows() -> None:
    paper = compose(PaperKind.FILE_CONTENTS, SIGNED[PaperKind.FILE_CONTENTS], blank=True)
    assert [len(block.rows) for block in paper.pages[0].blocks if isinstance(block, Table)] == [21]
