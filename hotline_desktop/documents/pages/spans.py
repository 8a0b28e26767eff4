"""The spans of text on a paper, and the characters among them that no font can show."""

import unicodedata
from collections.abc import Iterable, Iterator

from hotline_desktop.documents.pages.marks import MissingGlyph
from hotline_desktop.documents.typesetting.model import Item, Page, Paper, Paragraph, Positioned, Ruled, Span, Table

# Private use and unassigned: what shows there depends on the PC, and mostly it is a box.
_SHAPELESS = frozenset(("Co", "Cn"))


def spans_of(page: Page) -> Iterator[Span]:
    """The page's text from top to bottom."""
    for block in page.blocks:
        yield from _spans(_items_of(block))


def shapeless(papers: Iterable[Paper]) -> tuple[MissingGlyph, ...]:
    """The private-use and unassigned characters on papers, each once a field: no font is sure to have them."""
    found = (
        MissingGlyph(character, f"{paper.reference}，{span.where}")
        for paper in papers
        for page in paper.pages
        for span in spans_of(page)
        if not span.text.isascii()
        for character in span.text
        if unicodedata.category(character) in _SHAPELESS
    )
    return tuple(dict.fromkeys(found))


def _items_of(block: Item | Table) -> Iterable[Item]:
    if not isinstance(block, Table):
        return (block,)
    return (item for row in block.rows for cell in row.cells for item in cell.items)


def _spans(items: Iterable[Item]) -> Iterator[Span]:
    for item in items:
        if isinstance(item, Paragraph):
            yield from (span for line in item.lines for span in line)
        elif isinstance(item, Positioned):
            contents = (part.content for part in item.parts)
            texts = (content.text if isinstance(content, Ruled) else content for content in contents)
            yield from (text for text in texts if isinstance(text, Span))
