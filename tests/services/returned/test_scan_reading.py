"""A file is known by what it is: scans of any kind and name are read, the rest is told apart with what to do."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from hotline_desktop.documents.pdf_a.form import stream
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.returned.scan_reading import LastFile, is_left_alone, is_word, read_scans
from tests.documents.press import draw
from tests.intake.measure import coded_papers
from tests.intake.stack import HARMS, MORE_HARMS, clean_pages, stack

Change = Callable[[Image.Image], Image.Image]


@lru_cache(maxsize=1)
def sheet() -> Image.Image:
    """A disposal sheet with its code, as a scanner sees it."""
    return next(clean_pages(coded_papers(1), 120))[1]


@lru_cache(maxsize=1)
def sheet_pdf() -> bytes:
    return draw(coded_papers(1)[0])[0]


def saved(picture: Image.Image, path: Path, kind: str, **how: object) -> Path:
    with path.open("wb") as out:
        picture.save(out, kind, **how)
    return path


def inked(page: Image.Image) -> Image.Image:
    """Black ink on nothing at all, as programs save drawings."""
    ink = Image.new("RGBA", page.size, (0, 0, 0, 0))
    ink.putalpha(ImageOps.invert(page.convert("L")))
    return ink


def wide(page: Image.Image) -> Image.Image:
    """More than eight bits of grey."""
    return page.convert("I").point(lambda level: level * 256).convert("I;16")


PICTURES: list[tuple[str, str, Change, dict[str, object]]] = [
    ("名为PDF.pdf", "JPEG", lambda page: page, {"quality": 70}),
    ("名为照片.jpg", "PNG", lambda page: page, {}),
    ("扫描0001", "PNG", lambda page: page, {}),
    ("微信.webp", "WEBP", lambda page: page, {"quality": 70}),
    ("a.gif", "GIF", lambda page: page, {}),
    ("a.bmp", "BMP", lambda page: page, {}),
    ("a.jp2", "JPEG2000", lambda page: page, {}),
    ("a.tif", "TIFF", lambda page: page.convert("1"), {"compression": "group4"}),
    ("lzw.tif", "TIFF", lambda page: page, {"compression": "tiff_lzw"}),
    ("rgb.tif", "TIFF", lambda page: page.convert("RGB"), {"compression": "jpeg"}),
    ("cmyk.jpg", "JPEG", lambda page: page.convert("CMYK"), {}),
    ("16.png", "PNG", wide, {}),
    ("墨.png", "PNG", inked, {}),
]


@pytest.mark.parametrize(("name", "kind", "change", "how"), PICTURES, ids=[row[0] for row in PICTURES])
def test_a_picture_of_any_kind_and_name_is_read(
    tmp_path: Path, name: str, kind: str, change: Change, how: dict[str, object]
) -> None:
    path = saved(change(sheet()), tmp_path / name, kind, **how)
    (scan,), _empty = read_scans(path)
    assert scan.code is not None and scan.code.print_id == 1000 and not is_word(path)


def in_jpeg_2000(page: Image.Image) -> bytes:
    out = BytesIO()
    page.save(out, "JPEG2000", quality_mode="rates", quality_layers=[40])
    return out.getvalue()


def in_jbig2(page: Image.Image) -> bytes:
    """One generic region of fax lines, in the form in which PDF has it (ISO 14492 7.4.6, 7.4.8)."""
    out = BytesIO()
    ImageOps.invert(page).convert("1").save(out, "TIFF", compression="group4", tiffinfo={278: page.height})
    tags = Image.open(BytesIO(out.getvalue())).tag_v2  # type: ignore[attr-defined]
    lines = out.getvalue()[tags[273][0] :][: tags[279][0]]
    region = struct.pack(">4I2B", *page.size, 0, 0, 0, 1) + lines
    parts = (48, struct.pack(">4IBH", *page.size, 0, 0, 0, 0)), (38, region)
    return b"".join(struct.pack(">I3BI", n, kind, 0, 1, len(part)) + part for n, (kind, part) in enumerate(parts))


@pytest.mark.parametrize(
    ("filter_", "bits", "compress"), [("/JPXDecode", 8, in_jpeg_2000), ("/JBIG2Decode", 1, in_jbig2)]
)
def test_a_pdf_of_a_copier_is_read_whatever_it_packs_its_pages_with(
    tmp_path: Path, filter_: str, bits: int, compress: Callable[[Image.Image], bytes]
) -> None:
    page, writer = sheet().convert("L"), PdfWriter()
    names = {"/Type": "/XObject", "/Subtype": "/Image", "/Filter": filter_, "/ColorSpace": "/DeviceGray"}
    picture = stream(compress(page), names)
    for key, number in (("/Width", page.width), ("/Height", page.height), ("/BitsPerComponent", bits)):
        picture[NameObject(key)] = NumberObject(number)
    drawn = writer.add_blank_page(595, 842)
    held = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    drawn[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    drawn[NameObject("/Contents")] = writer._add_object(stream(b"q 595 0 0 842 0 0 cm /P Do Q", {}))
    writer.write(tmp_path / "复印机.pdf")
    (scan,), _empty = read_scans(tmp_path / "复印机.pdf")
    assert scan.code is not None and scan.code.print_id == 1000


def turned(pages: PdfWriter) -> None:
    pages.pages[0].rotate(90)


def locked_for_changes(pages: PdfWriter) -> None:
    pages.encrypt("", "owner")


@pytest.mark.parametrize("change", [turned, locked_for_changes])
def test_a_pdf_is_read_however_it_was_saved(tmp_path: Path, change: Callable[[PdfWriter], None]) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(sheet_pdf())
    writer = PdfWriter(clone_from=PdfReader(str(source)))
    change(writer)
    path = tmp_path / "b.dat"
    writer.write(path)
    path.write_bytes(b"\r\n" + path.read_bytes())  # something before its beginning
    for one in (source, path):
        (scan,), _empty = read_scans(one)
        assert scan.code is not None


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("harm", [None, "盖章压边"])
def test_two_sheets_on_one_scan_are_never_taken_for_one(tmp_path: Path, harm: str | None, turn: int) -> None:
    """The code of the one may be hard to read; its page must not be filed with the other's ticket."""
    (_text, left), (_more, right) = list(clean_pages(coded_papers(4), 200))[::3]
    if harm is not None:
        right = HARMS[harm](right.convert("L"), random.Random(1))
    both = Image.new("L", (left.width * 2, left.height), 250)
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    path = saved(both.rotate(turn, expand=True), tmp_path / "A3.png", "PNG")
    (scan,), _empty = read_scans(path)
    assert (scan.code, scan.reason) == (None, "一页上有两张纸的二维码，请分开扫描再放进来")


def test_a_damaged_page_keeps_no_other_waiting(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(sheet_pdf())
    writer = PdfWriter(clone_from=PdfReader(str(source)))
    writer.add_blank_page(595, 842)
    writer.pages[1].update({NameObject("/Type"): NameObject("/Font"), NameObject("/MediaBox"): NumberObject(3)})
    writer.write(source)
    good, bad = read_scans(source)[0]
    assert good.code is not None and (bad.pages, bad.reason) == ((2,), "这一页已损坏，打不开，请再扫一次")


def test_a_file_of_empty_pages_is_shown_to_a_person(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "a.pdf")
    (scan,), empty = read_scans(tmp_path / "a.pdf")
    assert (scan.pages, scan.reason, empty) == ((1, 2), "整个文件都是空白页，请看一看是不是放反了", 0)


def test_a_word_on_the_back_is_no_empty_page(tmp_path: Path) -> None:
    back = Image.new("L", sheet().size, 250)
    drawn = ImageDraw.Draw(back)
    mm = back.width / 210
    for place in range(3):  # three strokes of a pen of 8 mm, and dust on every second page
        drawn.line(((60 + 12 * place) * mm, 100 * mm, (68 + 12 * place) * mm, 108 * mm), fill=60, width=round(0.6 * mm))
    dust = Image.new("L", sheet().size, 250)
    for place in range(40):
        dust.putpixel((place * 20 + 5, place * 30 + 9), 90)
    path = tmp_path / "a.tif"
    sheet().save(path, save_all=True, append_images=[back, dust])
    scans, empty = read_scans(path)
    assert [(scan.pages, scan.code is None) for scan in scans] == [((1,), False), ((2,), True)] and empty == 1


def of_zip(path: Path, inner: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(inner, "application/vnd.oasis.opendocument.text")
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "空文件（0 字节）"),
        ("a.pdf", b"%PDF-1.7 broken", "不是完好的 PDF"),
        ("IMG.HEIC", b"\0\0\0\x18ftypheic", "另存为 JPG"),
        ("IMG.JPG", b"\0\0\0\x24ftypmif1\0\0\0\0mif1heic", "另存为 JPG"),
        ("照片", b"\0\0\0\x1cftypavif", "另存为 JPG"),
        ("a.ofd", b"PK\x03\x04", "另存（打印）为 PDF"),
        ("a.zip", b"PK\x03\x04", "请先解压"),
        ("a.xlsx", b"PK\x03\x04", "要导入工单请用“导入”"),
        ("a.txt", "文字".encode(), "不是扫描件"),
        ("a.jpg", b"\xff\xd8\xff broken", "图片已损坏"),
    ],
)
def test_what_is_no_scan_is_told_apart(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (scan,), _empty = read_scans(path)
    assert scan.code is None and says in scan.reason


def test_a_word_file_is_known_without_its_name(tmp_path: Path) -> None:
    assert is_word(of_zip(tmp_path / "回单.bin", "word/document.xml"))
    assert not is_word(of_zip(tmp_path / "回单.zip", "a.jpg"))
    scan = saved(sheet(), tmp_path / "回单.docx", "PNG")
    assert not is_word(scan) and read_scans(scan)[0][0].code is not None


def test_what_the_machine_does_not_give_is_said(tmp_path: Path) -> None:
    with pytest.raises(HotlineError, match="读不出来：文件或文件夹不存在。原文件没有动"):
        read_scans(tmp_path / "没有.pdf")


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", "~$单.docx", ".a.pdf", "a.pdf.crdownload", "a.TMP"])
def test_what_programs_leave_in_a_folder_is_nobodys_scan(name: str) -> None:
    assert is_left_alone(Path(name)) and not is_left_alone(Path("a.pdf"))


def harmed() -> Iterator[tuple[str, str, Image.Image]]:
    for page in stack(coded_papers(1), len(MORE_HARMS), seed=5, harmed_by=MORE_HARMS):
        yield "、".join(page.harms), page.text, page.picture


@pytest.mark.slow
def test_harms_of_desks_and_bad_devices_leave_the_code_readable(tmp_path: Path) -> None:
    for harms, text, picture in harmed():
        scans, _empty = read_scans(saved(picture, tmp_path / "a.png", "PNG"))
        found = [f"{scan.code.print_id}/{scan.code.page}" for scan in scans if scan.code is not None]
        assert found in ([], [text]), harms


def test_a_stack_is_read_once_and_a_file_that_is_replaced_amid_it_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "一叠.tif"
    page = Image.new("L", (600, 800), 255)
    page.paste(0, (100, 200, 500, 240))
    page.save(path, "TIFF", save_all=True, append_images=[page, page])
    first, second, third = read_scans(path)[0]
    last = LastFile()
    assert last.content(first) is last.content(second) and first.pages == (1,) and third.of == 3
    page.save(path, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(HotlineError, match="换成了别的内容，没有归档"):
        last.content(third)


def test_a_file_that_grows_while_it_is_read_and_one_that_is_no_paper_at_all_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "正在写.png"
    Image.new("L", (600, 800), 255).save(path)

    def grows(_done: int, _total: int) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    with pytest.raises(HotlineError, match="正在被写入，读的时候变了，没有收"):
        read_scans(path, grows)
    film = tmp_path / "录像.pdf"
    with film.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(HotlineError, match=r"有 2\.0 GB，不像签字件，没有收"):
        read_scans(film)
