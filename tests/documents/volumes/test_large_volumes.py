"""A volume of large scans is bound without holding them in memory, and is the same as one that was."""

from __future__ import annotations

import random
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from hotline_desktop.documents import Part, bind, bind_into, drawable_pages, pictured_pages
from hotline_desktop.documents.pdf_a.rules import archive_faults
from hotline_desktop.files.spool import Spool
from tests.documents.pdf_a.test_archive_form import FACE, foreign, photo

_PICTURE = 640  # points of a side, of noise that hardly shrinks


def noisy(seed: int) -> bytes:
    """A PDF from elsewhere with a picture of noise."""
    noise = Image.frombytes("RGB", (_PICTURE, _PICTURE), random.Random(seed).randbytes(_PICTURE * _PICTURE * 3))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(230, 230))
    canvas.drawImage(ImageReader(noise), 0, 0, 230, 230)
    canvas.save()
    return out.getvalue()


def test_parts_on_the_disk_make_the_same_file(tmp_path: Path) -> None:
    made = [("照片", photo()), ("来文", pictured_pages(foreign())), ("现场", pictured_pages(noisy(1)))]
    title = "新海督档〔2022〕1号"
    out = BytesIO()
    with Spool(tmp_path) as spool:
        bind_into(out, [Part(word, spool.keep(pdf)) for word, pdf in made], title, spool, face=FACE)
    assert out.getvalue() == bind([Part(word, pdf) for word, pdf in made], title, face=FACE)
    assert archive_faults(out.getvalue()) == ()
    numbers = [page.extract_text() for page in PdfReader(BytesIO(out.getvalue())).pages]
    assert [text.split()[-1] for text in numbers] == ["1", "2", "3", "4"]


def test_memory_does_not_grow_with_the_parts(tmp_path: Path) -> None:
    scan = pictured_pages(noisy(2))
    assert len(scan) > 200_000

    def held(number: int) -> int:
        with Spool(tmp_path) as spool, (tmp_path / "bound.pdf").open("wb") as out:
            parts = [Part(f"扫描件{place}", spool.keep(scan), numbered=False) for place in range(number)]
            tracemalloc.start()
            bind_into(out, parts, "案卷", spool)
            _now, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    held(1)
    assert held(24) - held(4) < len(scan)


@pytest.mark.parametrize("pdf", [foreign(), foreign("x"), b"%PDF-1.4 nothing", b"", foreign()[:-900]])
def test_pages_are_counted_as_they_are_drawn(pdf: bytes) -> None:
    drawn = pictured_pages(pdf)
    assert drawable_pages(pdf) == (len(PdfReader(BytesIO(drawn)).pages) if drawn else 0)
