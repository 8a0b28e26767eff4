"""Draws papers as PDF: embedded faces, nothing personal in the properties, the same bytes every time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from hotline_desktop.documents.chart.drawing import Drawing
from hotline_desktop.documents.definition.definition import Sheet
from hotline_desktop.documents.faces.fonts import SUBSETTING, FaceSet
from hotline_desktop.documents.pages.marked_page import MarkedPage
from hotline_desktop.documents.pages.marks import MissingGlyph, RuleMark, ShapeMark, Spoken, TextMark, TickMark
from hotline_desktop.documents.pages.output import RenderReport, Settle, destination, report_progress
from hotline_desktop.documents.pdf.drawing import drawing_marks
from hotline_desktop.documents.pdf.tags import TagTree
from hotline_desktop.documents.typesetting.model import (
    RUNNING_FACE,
    RUNNING_SIZE,
    LongPaper,
    Page,
    Paper,
    PaperMark,
    Table,
    running_text,
)
from hotline_desktop.domain.terms.progress import Progress

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from hotline_desktop.documents.pdf.text import TextOperators

# A tick as a brush draws it, in a square of side 1.
_TICK = (
    (0.06, 0.47), (0.16, 0.55), (0.36, 0.27), (0.60, 0.62), (0.93, 0.97),
    (0.97, 0.92), (0.64, 0.48), (0.40, 0.05), (0.34, 0.05),
)  # fmt: skip
# Every paper has a title, so its face is open anyway.
_FIRST_FACE = "title"
_TOTAL = "pages"
# What stands beside the text is not read aloud: lines, page numbers, the code.
_BESIDE, _END = "/Artifact BMC", "EMC"
_SEEN: Final = 0
_UNSEEN: Final = 3


class PdfRenderer:
    """Renders papers with the faces in ``fonts_dir``.

    ``system_fonts`` are folders of the PC's own faces; the official ones that may be embedded are preferred.
    """

    def __init__(self, fonts_dir: Path, *, system_fonts: Sequence[Path] = ()) -> None:
        self._faces = FaceSet(fonts_dir, system_fonts)

    def render(
        self,
        papers: Sequence[Paper],
        out: BinaryIO | Path,
        *,
        title: str,
        progress: Progress | None = None,
        own_leaf: bool = False,
        to_look_at: bool = False,
    ) -> RenderReport:
        """Writes all ``papers`` into one PDF whose document title is ``title``, which must name no person.

        Where ``own_leaf``, each begins on an odd page, so that of sheets printed on both sides nobody's lies on the
        back of another's. Where only ``to_look_at``, nothing is packed and nothing is said for whoever hears it: that
        takes half of the time, and the file is thrown away.

        ``progress(done, total)`` counts papers; what it raises (Cancelled) passes through and nothing is kept. OSError
        when ``out`` cannot be written, FontsMissing when the program's faces cannot be read, ValueError without papers.
        """
        if not papers:
            raise ValueError("no papers to render")
        book = _Book(self._faces, papers[0].sheet, title, tagged=not to_look_at, packed=not to_look_at)
        if len(papers) > 1:
            book.ask_for_sides(both=own_leaf)
        starts: list[int] = []
        for done, paper in enumerate(papers):
            report_progress(progress, done, len(papers))
            starts.append(book.pages)
            for page, sheet, mark, running in _marked(paper):
                book.add(page, sheet, paper.reference, mark, running)
            if own_leaf and len(paper.pages) % 2 and done + 1 < len(papers):
                book.add(Page(()), paper.sheet, paper.reference)
        report_progress(progress, len(papers), len(papers))
        return replace(book.save(out), starts=tuple(starts))

    def render_long(
        self,
        paper: LongPaper,
        out: BinaryIO | Path,
        *,
        title: str,
        progress: Callable[[int], object] | None = None,
        settle: Settle = nullcontext,
    ) -> RenderReport:
        """As ``render`` for one paper of very many pages, each drawn as soon as it is set.

        ``progress(done)`` counts the rows of its tables; what it raises (Cancelled) passes through and nothing is kept.
        """
        book = _Book(self._faces, paper.sheet, title, tagged=False, telling=False)
        done = 0
        for number, page in enumerate(paper.pages, start=1):
            running = running_text(paper.reference, number, "") if number > 1 else ""
            book.add(page, paper.sheet, paper.reference, running=running.removesuffix("页"), counted=bool(running))
            done += sum(len(block.rows) - block.heads for block in page.blocks if isinstance(block, Table))
            if progress is not None:
                progress(done)
        return book.save(out, settle)

    def render_drawing(self, drawing: Drawing, out: BinaryIO | Path, *, title: str) -> RenderReport:
        """As ``render`` for a figure on a sheet of its own."""
        book = _Book(self._faces, drawing.sheet, title, tagged=False)
        book.draw(drawing_marks(drawing, self._faces), drawing.title.text)
        return book.save(out)


def _marked(paper: Paper) -> Iterator[tuple[Page, Sheet, PaperMark | None, str]]:
    """Every page with its sheet, the print's mark, whose code counts the pages, and from the second on its head."""
    mark, of = paper.mark, len(paper.pages)
    for number, page in enumerate(paper.pages, start=1):
        running = running_text(paper.identity, number, of) if number > 1 else ""
        marked = replace(mark, code=replace(mark.code, page=number, of=of)) if mark else None
        yield page, paper.sheet_of(number), marked, running


class _Book:
    """A PDF in the making, page by page; ``pages`` counts them."""

    def __init__(
        self,
        fonts: FaceSet,
        sheet: Sheet,
        title: str,
        *,
        tagged: bool = True,
        telling: bool = True,
        packed: bool = True,
    ) -> None:
        self._faces = fonts
        self._canvas = _canvas(sheet, title, fonts.first(_FIRST_FACE).name, packed)
        self._operators = _operators(self._canvas)
        self._missing: dict[MissingGlyph, None] = {}
        self.pages = 0
        self._counted = False
        self._tags = TagTree()
        self._tagged, self._telling, self._packed = tagged, telling, packed

    def add(
        self,
        page: Page,
        sheet: Sheet,
        reference: str,
        mark: PaperMark | None = None,
        running: str = "",
        counted: bool = False,
    ) -> None:
        """Draws one page, with the code of its print where it is awaited back, and its ``running`` head.

        ``counted`` heads end with how many pages there are, which is known only when the last one is drawn.
        """
        marks = MarkedPage(self._faces, sheet, telling=self._telling)
        marks.page(page, mark, running)
        if counted:
            self._count_after(marks.running_end)
        self.draw(marks, reference)

    def ask_for_sides(self, *, both: bool) -> None:
        """What print dialogs are to begin with: papers of several people share a leaf only where each begins one."""
        self._canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge" if both else "Simplex")

    def _count_after(self, place: tuple[float, float]) -> None:
        self._counted = True
        self._canvas.saveState()
        self._canvas.translate(*place)
        self._canvas.doForm(_TOTAL)
        self._canvas.restoreState()

    def _write_total(self) -> None:
        """The number of pages, once, for every page that shows it."""
        face, text = self._faces.first(RUNNING_FACE), f"{self.pages}页"
        canvas, size = self._canvas, RUNNING_SIZE
        canvas.beginForm(_TOTAL, 0, round(-size), round(face.width(text, size)) + 1, round(size))
        canvas.setFont(face.name, size)
        canvas.drawString(0, 0, text)
        canvas.endForm()

    def draw(self, marks: MarkedPage, reference: str) -> None:
        """Puts the marks of one page into the file."""
        pieces = paint(self._canvas, marks, self._operators, self._tagged)
        if self._tagged:
            self._tags.add_page(self._canvas, marks.spoken, pieces)
        elif self._packed:
            _pack_last_page(self._canvas)
        self._missing.update(dict.fromkeys(_with_reference(marks.missing, reference)))
        self.pages += 1

    def save(self, out: BinaryIO | Path, settle: Settle = nullcontext) -> RenderReport:
        """Writes the whole file."""
        with SUBSETTING:
            if self._counted:
                self._write_total()
            if self._tagged:
                self._tags.finish(self._canvas)
            canvas: Any = self._canvas  # the library tells no types of it
            written: bytes = canvas.getpdfdata()
        with destination(out, settle) as stream:
            stream.write(written)
        return RenderReport(self.pages, tuple(self._missing))


def _canvas(sheet: Sheet, title: str, font: str, packed: bool = True) -> Canvas:
    """An empty PDF. It begins in ``font``: the library's own would be named in the file and not be in it."""
    from reportlab.pdfgen.canvas import Canvas

    size = (sheet.width, sheet.height)
    face: Any = font  # the library's stubs take the name for a number
    nowhere = BytesIO()  # what is written is asked for
    canvas = Canvas(
        nowhere,
        pagesize=size,
        pageCompression=int(packed),
        invariant=1,
        initialFontName=face,
        lang="zh-CN",
        pdfVersion=(1, 4),  # the first one that knows languages and tags
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("hotline-desktop")
    canvas.setProducer("hotline-desktop")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _operators(canvas: Canvas) -> TextOperators:
    from hotline_desktop.documents.pdf.text import TextOperators

    return TextOperators(canvas)


def _pack_last_page(canvas: Canvas) -> None:
    """Packs the page that was drawn last: the library would hold every page as it is until the file is written."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream

    drawn: Any = canvas
    page = drawn._doc.Pages.pages[-1]  # noqa: SLF001 - it tells of none
    packed = PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])})
    page.Contents, page.stream = PDFStream(packed, zlib.compress(page.stream.encode("utf-8")), []), None


def paint(canvas: Canvas, marks: MarkedPage, operators: TextOperators, tagged: bool = True) -> list[int]:
    """One page of marks onto ``canvas``; to which of the marks' ``spoken`` each marked piece of its text belongs."""
    canvas.setPageSize((marks.sheet.width, marks.sheet.height))
    code = _code_of(canvas)
    code.append(_BESIDE)
    _paint_rules(canvas, marks.rules)
    for shape in marks.shapes:
        _paint_shape(canvas, shape)
    code.append(_END)
    pieces = _paint_texts(canvas, marks.texts, marks.spoken, operators, tagged)
    code.append(_BESIDE)
    for tick in marks.ticks:
        _paint_tick(canvas, tick)
    code.append(_END)
    canvas.showPage()
    return pieces


def _code_of(drawn: Any) -> list[str]:
    """The operators so far: the library has no marks of its own to add to them."""
    code: list[str] = drawn._code  # noqa: SLF001
    return code


def _paint_rules(canvas: Canvas, rules: Sequence[RuleMark]) -> None:
    by_width: dict[float, list[tuple[float, float, float, float]]] = {}
    for rule in rules:
        by_width.setdefault(rule.width, []).append(rule[:4])
    for width, lines in by_width.items():
        canvas.setLineWidth(width)
        canvas.lines(lines)


def _paint_shape(canvas: Canvas, shape: ShapeMark) -> None:
    path = canvas.beginPath()
    path.moveTo(*shape.points[0])
    for point in shape.points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.setFillGray(shape.fill)
    canvas.setLineWidth(shape.width)
    canvas.drawPath(path, stroke=int(shape.width > 0), fill=1)
    canvas.setFillGray(0)


def _paint_texts(
    canvas: Canvas, texts: Sequence[TextMark], spoken: Sequence[Spoken], operators: TextOperators, tagged: bool
) -> list[int]:
    """All runs in one text object, which is much cheaper than one object per run; see ``paint`` for what it gives."""
    from reportlab.lib.rl_accel import fp_str

    text = canvas.beginText()
    operators.begin()
    code = _code_of(text)
    pieces: list[int] = []
    speaking: int | None = None
    stretch, unseen = 0.0, False
    for mark in texts:
        if tagged and mark.spoken != speaking:
            code += [_END] if speaking is not None else []
            speaking = mark.spoken
            code.append(_BESIDE if speaking < 0 else f"/{spoken[speaking].kind} <</MCID {len(pieces)}>> BDC")
            pieces += [speaking] if speaking >= 0 else []
        if mark.stretch != stretch:
            stretch = mark.stretch
            text.setCharSpace(stretch)
        if mark.unseen != unseen:
            unseen = mark.unseen
            text.setTextRenderMode(_UNSEEN if unseen else _SEEN)
        code.append(f"1 0 0 1 {fp_str(mark.x, mark.y)} Tm")
        code.append(operators.of(mark))
    code += [_END] if speaking is not None else []
    canvas.drawText(text)
    return pieces


def _paint_tick(canvas: Canvas, tick: TickMark) -> None:
    path = canvas.beginPath()
    for number, (x, y) in enumerate(_TICK):
        place = (tick.x + x * tick.size, tick.y + y * tick.size)
        path.lineTo(*place) if number else path.moveTo(*place)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _with_reference(missing: Sequence[MissingGlyph], reference: str) -> list[MissingGlyph]:
    return [MissingGlyph(glyph.character, f"{reference or '空白表'}，{glyph.where}") for glyph in missing]
