"""The tags of a PDF: what is a title, a heading, a paragraph, a table with its rows and heads, in the order of reading.

Who hears a page read aloud, or copies a table out of it, goes by them. Only what this tree holds is said to be tagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_desktop.documents.pages.marks import Spoken

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_NO_TABLE = -1


@dataclass(slots=True)
class _Element:
    """One element with the elements or the marked pieces of pages (page, number on it) that it is made of."""

    kind: str
    name: str
    parent: str
    span: int = 1
    below: list[str] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)


class TagTree:
    """The elements of one file, page by page."""

    def __init__(self) -> None:
        self._elements: list[_Element] = []
        self._pages: list[tuple[str, list[str]]] = []
        self._root = self._new("Document", "tags")
        self._last = self._table = self._row = self._cell = self._root
        self._at: tuple[int, ...] = ()

    def add_page(self, canvas: Canvas, spoken: Sequence[Spoken], pieces: Sequence[int]) -> None:
        """The page that was just drawn: what is ``spoken`` on it, and to which of these each marked piece belongs."""
        document = _document(canvas)
        page = document.Pages.pages[-1]
        number = len(self._pages)
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, _name("S")
        owners = [""] * len(pieces)
        for place, each in enumerate(spoken):
            mine = [piece for piece, owner in enumerate(pieces) if owner == place]
            if not mine and (each.table == _NO_TABLE or (each.kind == "TH" and each.rest)):
                continue  # nothing is said there; an empty cell is one all the same
            element = self._element(each, number)
            element.pieces += [(number, piece) for piece in mine]
            for piece in mine:
                owners[piece] = element.name
        self._pages.append((document.Reference(page).name, owners))

    def finish(self, canvas: Canvas) -> None:
        """Writes the tree into the file, which says of itself then that it is tagged."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference

        document = _document(canvas)
        for element in self._elements:
            document.Reference(PDFDictionary(self._as_dictionary(element)), element.name)
        numbers: list[Any] = []
        for number, (_page, owners) in enumerate(self._pages):
            numbers += [number, PDFArray([PDFObjectReference(name) for name in owners])]
        document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "tagsOfPages")
        root = {
            "Type": _name("StructTreeRoot"),
            "K": PDFObjectReference(self._root.name),
            "ParentTree": PDFObjectReference("tagsOfPages"),
            "ParentTreeNextKey": len(self._pages),
        }
        document.Catalog.StructTreeRoot = document.Reference(PDFDictionary(root), "tags")
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _as_dictionary(self, element: _Element) -> dict[str, Any]:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference

        made = {"Type": _name("StructElem"), "S": _name(element.kind), "P": PDFObjectReference(element.parent)}
        kids: list[Any] = [PDFObjectReference(name) for name in element.below]
        first = element.pieces[0][0] if element.pieces else 0
        if element.pieces:
            made["Pg"] = PDFObjectReference(self._pages[first][0])
        for page, piece in element.pieces:
            away = {"Type": _name("MCR"), "Pg": PDFObjectReference(self._pages[page][0]), "MCID": piece}
            kids.append(piece if page == first else PDFDictionary(away))
        if element.span > 1:
            made["A"] = PDFDictionary({"O": _name("Table"), "ColSpan": element.span})
        return {**made, "K": PDFArray(kids)}

    def _element(self, spoken: Spoken, page: int) -> _Element:
        """The element that a piece belongs to: a new one, or where it goes on that of the piece before."""
        if spoken.table == _NO_TABLE:
            if not (spoken.rest and self._last.kind == spoken.kind):
                self._last = self._new(spoken.kind, self._root.name, self._root)
            self._at = ()
            return self._last
        table, row, cell = (
            (page, spoken.table),
            (page, spoken.table, spoken.row),
            (page, spoken.table, spoken.row, spoken.cell),
        )
        if self._at[:2] != table:
            if not (spoken.rest and self._table is not self._root):
                self._table = self._new("Table", self._root.name, self._root)
            self._last = self._table
        if self._at[:3] != row:
            self._row = self._new("TR", self._table.name, self._table)
        if self._at != cell:
            self._cell = self._new(spoken.kind, self._row.name, self._row)
            self._cell.span = spoken.span
        self._at = cell
        return self._cell

    def _new(self, kind: str, parent: str, above: _Element | None = None) -> _Element:
        made = _Element(kind, f"tag{len(self._elements)}", parent)
        self._elements.append(made)
        if above is not None:
            above.below.append(made.name)
        return made


def _document(canvas: Any) -> Any:
    """The file behind the canvas, to which the library shows no other way."""
    return canvas._doc  # noqa: SLF001


def _name(word: str) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFName

    return PDFName(word)
