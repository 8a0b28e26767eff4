"""The project's own forms and faces, and short ways to render a record."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from hotline_desktop.documents import DocxRenderer, FormLibrary, Paper, PdfRenderer, RenderReport, load_forms
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.standing import finished_state
from hotline_desktop.domain.terms.paper_kinds import PaperKind

PROJECT = Path(__file__).resolve().parents[2]
FORMS_DIR = PROJECT / "forms"
FONTS_DIR = PROJECT / "resources" / "fonts"
FORMS = load_forms(FORMS_DIR)
PDF = PdfRenderer(FONTS_DIR)


def compose(
    kind: PaperKind, record: PaperRecord, state: str = "", *, blank: bool = False, forms: FormLibrary = FORMS
) -> Paper:
    """The paper in ``state``, or with everything on it."""
    return forms.compose(kind, record, state or finished_state(forms.states(kind)), blank=blank)


def draw(*papers: Paper) -> tuple[bytes, RenderReport]:
    """The papers as one PDF, and the renderer's report."""
    out = BytesIO()
    report = PDF.render(papers, out, title="测试")
    return out.getvalue(), report


def write(*papers: Paper) -> bytes:
    """The papers as one Word file."""
    out = BytesIO()
    DocxRenderer().render(papers, out, title="测试")
    return out.getvalue()
