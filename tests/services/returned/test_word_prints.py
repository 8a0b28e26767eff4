"""Sheets that were printed from Word files: every page bears the code of the print, only the first one its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from hotline_desktop.documents.pages.code_mark import code_picture
from hotline_desktop.documents.returned.scans import look_at, pictures_of
from hotline_desktop.domain.papers.print_codes import FURTHER, PrintCode
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import read_scans
from tests.documents.office import needs_office, pages_of
from tests.services.desk import CLERK, Clock, Walk
from tests.services.returned.test_intake import DISPOSAL, NUMBER, today
from tests.services.returned.test_waiting_scans import page_files, pages_kept, to_long_result


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return to_long_result(office, Walk(office, clock, NUMBER))


def page(code: PrintCode, words: int) -> Image.Image:
    """A page that bears the code, told from others by a bar."""
    drawn = Image.new("L", (1240, 1754), 255)
    drawn.paste(Image.open(BytesIO(code_picture(code.text))).convert("L").resize((124, 124)), (980, 30))
    drawn.paste(0, (150, 300, 300 + 100 * words, 330))
    return drawn


def word_pages(office: Office, walk: Walk, of: int) -> list[Image.Image]:
    """The pages of a Word print of the ticket's sheet, which has the code of the next print."""
    out = BytesIO()
    office.papers.render_pdf([walk.id], DISPOSAL, "办结", out)
    code = next(look_at(1, shown.picture).code for shown in pictures_of(out.getvalue(), (1,)) if shown.picture)
    assert code is not None
    return [page(replace(code, page=FURTHER if leaf else 1, of=of), leaf) for leaf in range(of)]


def stacked(path: Path, pages: Sequence[Image.Image]) -> Path:
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path


@pytest.mark.parametrize(
    ("order", "sheet", "says"),
    [
        ((0, 1, 2), (1, 2, 3), ""),
        ((2, 1, 0), (1, 2, 3), ""),
        ((1, 0, 2), (1, FURTHER, FURTHER), ""),
        ((0, 1), (1, 2), "缺第 3 页，共 3 页"),
        ((1, 2), (FURTHER, FURTHER), "缺第 1 页"),
        ((0, 1, 2, 2), (1, 2, 3, 4), ""),  # Word made a page more of what was typed
    ],
)
def test_the_later_pages_of_a_stack_follow_its_first_one(
    office: Office, walk: Walk, tmp_path: Path, order: Sequence[int], sheet: tuple[int, ...], says: str
) -> None:
    pages = word_pages(office, walk, 3)
    (scan,), _empty = read_scans(stacked(tmp_path / "叠.tif", [pages[number] for number in order]))
    assert (scan.sheet.pages, scan.reason) == (sheet, says)
    if sheet == (1, 2, 3):
        assert [order[number - 1] for number in scan.pages] == [0, 1, 2]


def test_a_stack_of_a_word_print_files_itself(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    path = stacked(tmp_path / "叠.tif", word_pages(office, walk, 3))
    done = office.intake.take_in([path], today(clock), CLERK)
    assert [(one.number, one.pages) for one in done.filed] == [(NUMBER, "1-3")] and office.intake.tray() == ()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_pages_of_a_word_print_in_files_of_their_own_are_filed(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, order: Sequence[int]
) -> None:
    pages = word_pages(office, walk, 2)
    for number in order:
        pages[number].save(tmp_path / f"{number}.png")
        done = office.intake.take_in([tmp_path / f"{number}.png"], today(clock), CLERK)
    assert [(one.number, one.pages) for one in done.filed] == [(NUMBER, "1、2")] and office.intake.tray() == ()


def test_pages_that_nobody_can_number_are_put_in_order_by_a_person(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.png" for number in range(3)]
    for drawn, path in zip(word_pages(office, walk, 3), files, strict=True):
        drawn.save(path)
    (waits,) = office.intake.take_in(files[1:], today(clock), CLERK).tray
    assert waits.reason == f"{NUMBER} 的处置单：缺第 1 页"
    (waits,) = office.intake.take_in(files[:1], today(clock), CLERK).tray
    assert "第 2 页起的先后看不出，请看一看再归" in waits.reason and not waits.ready and waits.pages == "1、?、?"
    office.intake.file_from_tray(waits.id, NUMBER, DISPOSAL, today(clock), CLERK)
    assert len(pages_kept(office, walk)) == 1 and office.intake.tray() == ()


@pytest.mark.slow
@needs_office
def test_a_print_of_the_word_file_is_recognised_on_every_page(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    office.papers.render_docx([walk.id], DISPOSAL, "办结", tmp_path / "a.docx")
    word = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "office").mkdir()
    (tmp_path / "a.pdf").write_bytes(pages_of({"a": word}, tmp_path / "office")["a"])
    pages = page_files(tmp_path / "a.pdf", tmp_path / "页")
    assert len(pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes())) == 3
    codes = [scan.code.page for path in pages for scan in read_scans(path)[0] if scan.code is not None]
    assert codes == [1, FURTHER, FURTHER]
    done = office.intake.take_in([tmp_path / "a.pdf"], today(clock), CLERK)
    assert [(one.number, one.pages) for one in done.filed] == [(NUMBER, "1-3")]
