"""Forms and written documents: definitions in, Word and PDF out.

Importing the package loads neither reportlab nor python-docx; the renderers do so when they first render.
"""

from hotline_desktop.documents.definition.definition import DefinitionError
from hotline_desktop.documents.library import FormLibrary, UnknownState, load_forms, read_forms
from hotline_desktop.documents.pages.marks import MissingGlyph
from hotline_desktop.documents.pages.output import RenderReport
from hotline_desktop.documents.pdf.renderer import PdfRenderer
from hotline_desktop.documents.typesetting.model import LongPaper, Paper
from hotline_desktop.documents.volumes.binding import Part, bind, bind_into, is_own, page_count
from hotline_desktop.documents.volumes.pictures import drawable_pages, is_picture, picture_page, pictured_pages
from hotline_desktop.documents.word.renderer import DocxRenderer

__all__ = [
    "DefinitionError",
    "DocxRenderer",
    "FormLibrary",
    "LongPaper",
    "MissingGlyph",
    "Paper",
    "Part",
    "PdfRenderer",
    "RenderReport",
    "UnknownState",
    "bind",
    "bind_into",
    "drawable_pages",
    "is_own",
    "is_picture",
    "load_forms",
    "page_count",
    "picture_page",
    "pictured_pages",
    "read_forms",
]
