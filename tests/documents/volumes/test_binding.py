"""Papers bound into one file, and pictures as pages of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter

from hotline_desktop.documents import Part, bind, is_picture, page_count, picture_page
from tests.documents.press import FONTS_DIR

A4 = (595, 842)
FACE = FONTS_DIR / "NotoSerifSC-Regular.ttf"


def pdf(pages: int = 1, turned: int = 0, password: str = "") -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(*A4).rotate(turned)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200), orientation: int = 1, mode: str = "RGB") -> bytes:
    """Left half red, right half blue; ``orientation`` is how the camera was held."""
    image = Image.new(mode, size, (0, 0, 255, 255)[: len(mode)])
    image.paste((255, 0, 0, 255)[: len(mode)], (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def drawn(page: bytes | None) -> tuple[PageObject, Image.Image]:
    """The only page of a picture's PDF and the picture on it."""
    assert page is not None
    (only,) = PdfReader(BytesIO(page)).pages
    (found,) = only.images
    assert found.image is not None
    return only, found.image


def test_parts_are_numbered_through_and_stand_under_their_sections() -> None:
    parts = [
        Part("封面", pdf(), numbered=False),
        Part("通知", pdf(2), section="督办"),
        Part("照片", pdf(), section="督办"),
        Part("备考表", pdf(), numbered=False),
    ]
    reader = PdfReader(BytesIO(bind(parts, "案卷", face=FACE)))
    assert [page.extract_text().strip() for page in reader.pages] == ["", "1", "2", "3", ""]
    cover, section, inside, notes = reader.outline
    assert [cover.title, section.title, notes.title] == ["封面", "督办", "备考表"]  # type: ignore[union-attr]
    assert [item.title for item in inside] == ["通知", "照片"]  # type: ignore[union-attr]
    assert [reader.get_destination_page_number(item) for item in inside] == [1, 3]  # type: ignore[arg-type]
    assert reader.metadata is not None and reader.metadata.title == "案卷"


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = [Part("甲", pdf(2)), Part("乙", picture_page(picture()) or b"", section="照片")]
    assert bind(parts, "案卷", face=FACE) == bind(parts, "案卷", face=FACE)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages_are_numbered_where_the_reader_looks(turned: int) -> None:
    (page,) = PdfReader(BytesIO(bind([Part("横", pdf(turned=turned))], "", face=FACE))).pages
    places: list[tuple[float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            places.append((tm[4] + cm[4], tm[5] + cm[5]))

    page.extract_text(visitor_text=visit)
    ((right, upper),) = places
    assert page.rotation == 0
    assert right > 0.9 * float(page.mediabox.width) and upper > 0.9 * float(page.mediabox.height)


def test_pages_of_a_damaged_or_locked_file_are_not_counted() -> None:
    assert page_count(pdf(2)) == 2
    for broken in (b"", b"%PDF-1.7 broken", pdf()[:200], pdf(password="x")):
        assert page_count(broken) == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_becomes_one_upright_page(kind: str) -> None:
    page, image = drawn(picture_page(picture(kind)))
    assert is_picture(picture(kind)) and (round(page.mediabox.width), round(page.mediabox.height)) == A4
    assert image.size == (300, 200)
    assert image.getpixel((10, 100))[0] > 200 and image.getpixel((290, 100))[2] > 200  # type: ignore[index]


def test_a_photo_stands_the_way_the_camera_was_held() -> None:
    _page, image = drawn(picture_page(picture(orientation=6)))
    assert image.size == (200, 300)
    assert image.getpixel((100, 10))[0] > 200 and image.getpixel((100, 290))[2] > 200  # type: ignore[index]


def test_large_photos_are_brought_to_what_paper_shows() -> None:
    _page, image = drawn(picture_page(picture(size=(4000, 3000))))
    assert 1200 < image.width < 1400 and image.width * 3 == pytest.approx(image.height * 4, abs=4)


def test_transparent_pictures_stand_on_white() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    out = BytesIO()
    image.save(out, "PNG")
    _page, shown = drawn(picture_page(out.getvalue()))
    assert min(shown.getpixel((20, 20))) > 250  # type: ignore[arg-type]


def test_a_damaged_picture_makes_no_page() -> None:
    assert picture_page(b"\xff\xd8\xff broken") is None
    assert picture_page(picture()[:400]) is None
    assert not is_picture(b"GIF89a") and not is_picture(b"%PDF-1.7")
