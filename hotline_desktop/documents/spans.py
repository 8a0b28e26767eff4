"""Every piece of text of a paper, and what of it no face can have."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from hotline_desktop.documents.marks import MissingGlyph
from hotline_desktop.documents.model import Item, Page, Paper, Paragraph, Positioned, Ruled, Span, Table

# Private use and unassigned: what shows there depends on the PC, and mostly it is a box.
_SHAPELESS = frozenset(("Co", "Cn"))


def spans_of(page: Page) -> Iterator[Span]:
    """The page's text from top to bottom."""
    for block in page.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _spans(cell.items)
        else:
            yield from _spans((block,))


def shapeless(papers: Iterable[Paper]) -> tuple[MissingGlyph, ...]:
    """Characters that a Word file carries but no face is sure to show, each once a field."""
    found: dict[MissingGlyph, None] = {}
    for paper in papers:
        for page in paper.pages:
            for span in spans_of(page):
                if span.text.isascii():
                    continue
                for character in span.text:
                    if unicodedata.category(character) in _SHAPELESS:
                        found[MissingGlyph(character, f"{paper.reference}，{span.where}")] = None
    return tuple(found)


def _spans(items: Sequence[Item]) -> Iterator[Span]:
    for item in items:
        if isinstance(item, Paragraph):
            yield from (span for line in item.lines for span in line)
        elif isinstance(item, Positioned):
            for part in item.parts:
                text = part.content.text if isinstance(part.content, Ruled) else part.content
                if isinstance(text, Span):
                    yield text
