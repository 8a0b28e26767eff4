"""Writes papers whose values are given to files: figures, registers of any length, bound volumes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path

from hotline_desktop.documents import Paper, Part, RenderReport, bind_into
from hotline_desktop.documents.chart.drawing import Drawing
from hotline_desktop.documents.faces.fonts import BUNDLED
from hotline_desktop.documents.pages.output import Settle
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.recovery import recovery_sheet
from hotline_desktop.domain.papers.standing import finished_state
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.spool import Spool, Spooled
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.press import FONTS, PaperPress, written


class PaperWriter:
    """Writes what somebody else has put together; the papers of tickets are in ``papers``."""

    def __init__(self, office: OfficeContext, press: PaperPress) -> None:
        self._office, self._press = office, press

    def draw_record(self, kind: PaperKind, record: PaperRecord, *, final: bool) -> tuple[bytes, RenderReport]:
        """A paper whose values are given, as PDF in the last or first state of its form; and the renderer's report."""
        out = BytesIO()
        states = self._press.forms.states(kind)
        state = finished_state(states) if final else states[0]
        report = self._press.pdf.render([self._composed(kind, record, state)], out, title=str(kind))
        return out.getvalue(), report

    def bind(self, parts: Sequence[Part], title: str, spool: Spool, progress: Progress | None = None) -> Spooled:
        """Papers and what belongs to them as one PDF for the archive, put into ``spool``."""
        face = self._office.resources_dir / FONTS / BUNDLED["song"]
        return spool.written(lambda out: bind_into(out, parts, title, spool, progress, face=face))

    def write_record(self, kind: PaperKind, record: PaperRecord, out: Path, state: str = "") -> RenderReport:
        """Writes a paper whose values are given: as Word where ``out`` ends in .docx, else as PDF.

        Raises UnknownState, DefinitionError, HotlineError where the file cannot be written.
        """
        made = [self._composed(kind, record, state)]
        renderer = self._press.docx if out.suffix.lower() == ".docx" else self._press.pdf
        return written(out, lambda: renderer.render(made, out, title=str(kind)))

    def recovery_pdf(self, code: str) -> bytes:
        """恢复单 as PDF, for the printer."""
        return self.draw_record(PaperKind.RECOVERY, self._recovery_sheet(code), final=True)[0]

    def _recovery_sheet(self, code: str) -> PaperRecord:
        with self._office.db.read() as c:
            center = self._office.settings(c).center
        return recovery_sheet(code, center, self._office.now().date())

    def write_recovery_sheet(self, code: str, out: Path) -> tuple[Path, ...]:
        """Writes 恢复单 as PDF and as Word into the folder ``out``: the files. Raises HotlineError."""
        record = self._recovery_sheet(code)
        made = tuple(out / f"{PaperKind.RECOVERY}{ending}" for ending in (".pdf", ".docx"))
        for path in made:
            self.write_record(PaperKind.RECOVERY, record, path)
        return made

    def row_fields(self, kind: PaperKind, each: str) -> frozenset[str]:
        """What the paper prints of the rows under ``each``. Raises DefinitionError."""
        return self._press.forms.row_fields(kind, each)

    def render_long(
        self,
        kind: PaperKind,
        record: PaperRecord,
        state: str,
        out: Path,
        progress: Callable[[int], object] | None,
        settle: Settle = nullcontext,
    ) -> RenderReport:
        """Writes a register of any length as PDF; ``progress`` counts its lines and stops by what it raises.

        ``settle`` holds the moment in which the finished file takes its place.
        Raises UnknownState, DefinitionError, HotlineError where the file cannot be written.
        """
        paper, pdf = self._press.forms.compose_long(kind, record, state), self._press.pdf
        title = getattr(record, "title", None) or str(kind)
        return written(out, lambda: pdf.render_long(paper, out, title=title, progress=progress, settle=settle))

    def drawing_pdf(self, drawing: Drawing) -> bytes:
        """A figure as PDF."""
        out = BytesIO()
        self._press.pdf.render_drawing(drawing, out, title=drawing.title.text)
        return out.getvalue()

    def write_drawing(self, drawing: Drawing, out: Path) -> RenderReport:
        """Writes a figure: as Word where ``out`` ends in .docx, else as PDF. Errors as ``write_record``."""
        if out.suffix.lower() == ".docx":
            return written(out, lambda: self._press.docx.render_drawing(drawing, self._press.word_faces, out))
        return written(out, lambda: self._press.pdf.render_drawing(drawing, out, title=drawing.title.text))

    def _composed(self, kind: PaperKind, record: PaperRecord, state: str) -> Paper:
        return self._press.compose(kind, record, self._press.forms.state(kind, state))
