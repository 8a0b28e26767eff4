"""Form definitions and renderers, set up as the office wants them: its fonts and margins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from io import BytesIO
from pathlib import Path

from hotline_desktop.documents import DocxRenderer, FormLibrary, Paper, PdfRenderer, RenderReport, read_forms
from hotline_desktop.documents.faces.fonts import word_names
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.errors import MachineTrouble
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.foundation.context import OfficeContext

FONTS = "fonts"


class PaperPress:
    """Composes papers and renders them. The forms are read again when the office changed one of their files."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office
        self._read: tuple[object, FormLibrary] | None = None
        self.docx = DocxRenderer()

    @property
    def forms(self) -> FormLibrary:
        """The office's forms. Raises DefinitionError only for what all of them share."""
        folder = self._office.forms_dir
        stamp = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.toml")))
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, read_forms(folder))
        return self._read[1]

    @property
    def pdf(self) -> PdfRenderer:
        """The renderer with the faces that the office chose: the PC's own official ones, or the program's."""
        return self._of_pc if self._settings.own_faces else self._of_program

    def compose(self, kind: PaperKind, record: PaperRecord, state: str, *, blank: bool = False) -> Paper:
        """The fitted paper. The side margins of 公文 change places on the backs of leaves where the office wants it.

        Raises UnknownState, DefinitionError.
        """
        paper, settings = self.forms.compose(kind, record, state, blank=blank), self._settings
        faces = self.word_faces if settings.own_faces else paper.word_faces
        return replace(paper, word_faces=faces, mirrored=paper.numbered and settings.mirror_margins)

    @property
    def word_faces(self) -> dict[str, str]:
        """The faces that Word files name: those of the forms, or what the PC has in place of them."""
        return word_names(self.forms.word_faces, self._office.system_fonts)

    @property
    def _settings(self) -> Settings:
        with self._office.db.read() as c:
            return self._office.settings(c)

    @cached_property
    def _of_program(self) -> PdfRenderer:
        return PdfRenderer(self._office.resources_dir / FONTS)

    @cached_property
    def _of_pc(self) -> PdfRenderer:
        return PdfRenderer(self._office.resources_dir / FONTS, system_fonts=self._office.system_fonts)


def written(out: Path | BytesIO, render: Callable[[], RenderReport]) -> RenderReport:
    """What ``render`` reports of writing ``out``. Raises MachineTrouble where the machine does not let it."""
    try:
        return render()
    except OSError as error:
        raise MachineTrouble(
            f"文件“{getattr(out, 'name', '')}”没有写成：{machine_reason(error)}。原来的文件没有变动。"
            "请清出磁盘空间、关闭正在打开它的程序，或换一个文件夹再存。"
        ) from error
