"""The archive form of bound papers: PDF/A-2b by our own list of rules, which finds what would break them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from hotline_desktop.documents import Part, bind, is_own, picture_page, pictured_pages
from hotline_desktop.documents.pdf_a.form import colour_profile
from hotline_desktop.documents.pdf_a.rules import archive_faults, page_faults
from hotline_desktop.documents.volumes.pictures import is_picture
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FONTS_DIR, compose, draw
from tests.documents.samples import ENDLESS, RECORDS, SHEET
from tests.documents.written import WRITTEN

FACE = FONTS_DIR / "NotoSerifSC-Regular.ttf"
PAPERS = {**RECORDS, **WRITTEN, **ENDLESS}


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (300, 200), (200, 30, 30, 120)).save(out, "PNG")
    assert is_picture(out.getvalue())
    page = picture_page(out.getvalue())
    assert page is not None
    return page


def foreign(text: str = "Foreign") -> bytes:
    """A PDF from elsewhere: faces that are not in it, CMYK, something transparent."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFillColorCMYK(0, 1, 1, 0)
    canvas.setFillAlpha(0.5)
    canvas.rect(100, 100, 200, 300, fill=1)
    canvas.drawString(72, 700, text)
    canvas.showPage()
    canvas.setPageSize((842, 595))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def volume() -> bytes:
    papers = [compose(kind, record) for kind, record in PAPERS.items()]
    drawn = [Part(paper.kind.value, draw(paper)[0], section=paper.kind.value) for paper in papers]
    others = [Part("照片", photo()), Part("来文", pictured_pages(foreign()), section="其他")]
    return bind([*drawn, *others], "新海督档〔2022〕1号 <督办&案卷>", face=FACE)


def test_bound_papers_photos_and_foreign_pages_are_pdf_a() -> None:
    bound = volume()
    assert archive_faults(bound) == ()
    assert bound.startswith(b"%PDF-1.7")
    reader = PdfReader(BytesIO(bound), strict=True)
    assert reader.metadata is not None and reader.metadata.title == "新海督档〔2022〕1号 <督办&案卷>"
    assert len(reader.pages) > len(PAPERS)
    root: Any = reader.root_object
    assert root["/Lang"] == "zh-CN" and root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert any("/Font" in page["/Resources"] for page in reader.pages)  # type: ignore[operator]


def test_bound_file_is_the_same_bytes_every_time() -> None:
    parts = [Part("照片", photo()), Part("来文", pictured_pages(foreign()))]
    assert bind(parts, "案卷", face=FACE) == bind(parts, "案卷", face=FACE)


def test_colours_mean_the_same_on_every_machine() -> None:
    profile = colour_profile()
    assert profile[36:40] == b"acsp" and profile[16:20] == b"RGB " and profile[12:16] == b"mntr"
    assert int.from_bytes(profile[:4], "big") == len(profile)
    assert profile[8:10] == bytes((4, 0x20))


def test_foreign_pages_become_pictures_of_200_dpi_as_large_as_they_were() -> None:
    made = pictured_pages(foreign())
    first, second = PdfReader(BytesIO(made)).pages
    assert (float(first.mediabox.width), float(second.mediabox.width)) == (595, 842)
    (picture,) = first.images
    assert picture.image is not None
    assert picture.image.size == pytest.approx((595 / 72 * 200, 842 / 72 * 200), abs=2)
    red = picture.image.getpixel((550, 1600))
    assert isinstance(red, tuple) and red[0] > red[1]
    assert is_own(made) and not page_faults(made)


def test_what_cannot_be_drawn_makes_no_pages() -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(out)
    assert pictured_pages(out.getvalue()) == pictured_pages(b"%PDF-1.4 nothing") == b""
    assert not is_own(out.getvalue()) and not is_own(b"%PDF-1.4 nothing")


def test_file_of_another_program_is_not_taken_for_our_own() -> None:
    assert not is_own(foreign())
    assert is_own(photo()) and is_own(draw(compose(*next(iter(RECORDS.items()))))[0])


@pytest.mark.parametrize("size", [(2_000_000, 1_000_000), (0.4, 14_400), (1, 1)])
def test_page_of_a_size_that_no_archive_takes_is_brought_to_one(size: tuple[float, float]) -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(*size)
    writer.write(out)
    bound = bind([Part("来文", pictured_pages(out.getvalue()))], "案卷", face=FACE)
    assert archive_faults(bound) == ()
    (page,) = PdfReader(BytesIO(bound)).pages
    assert (
        3 <= min(page.mediabox.width, page.mediabox.height) <= max(page.mediabox.width, page.mediabox.height) <= 14_400
    )


def test_page_of_two_metres_is_drawn_less_finely() -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(5600, 5600)  # points
    writer.write(out)
    (page,) = PdfReader(BytesIO(pictured_pages(out.getvalue()))).pages
    picture = page["/Resources"]["/XObject"]["/P"]  # type: ignore[index]
    assert 30_000_000 < picture["/Width"] * picture["/Height"] < 41_000_000


# -- the list of rules finds what is wrong ---------------------------------------------------------------------


def changed(change: Callable[[PdfWriter], None]) -> tuple[str, ...]:
    """What the rules say of a good file after something was done to it."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(bind([Part("照片", photo())], "案卷", face=FACE)))), BytesIO()
    writer.pdf_header = "%PDF-1.7"
    change(writer)
    writer.write(out)
    return archive_faults(out.getvalue())


def _root(key: str, value: object) -> Callable[[PdfWriter], None]:
    return lambda writer: writer.root_object.update({NameObject(key): value})


def _without(key: str) -> Callable[[PdfWriter], None]:
    return lambda writer: writer.root_object.__delitem__(key)


def _script(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})


def _attached(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", b"a")


def _transparent(writer: PdfWriter) -> None:
    state = DictionaryObject({NameObject("/ca"): NumberObject(0)})
    resources = writer.pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/ExtGState")] = DictionaryObject({NameObject("/G"): state})


def _faceless(writer: PdfWriter) -> None:
    font = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Courier")}
    )
    resources = writer.pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/Font")] = DictionaryObject({NameObject("/F"): font})


def _cmyk(writer: PdfWriter) -> None:
    content = StreamObject()
    content.set_data(b"0 1 1 0 k 0 0 10 10 re f")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)


def _noted(writer: PdfWriter) -> None:
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Text"), NameObject("/Rect"): ArrayObject()})
    writer.pages[0][NameObject("/Annots")] = ArrayObject((note,))


def _resource(key: str, value: DictionaryObject | ArrayObject) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        resources = writer.pages[0]["/Resources"]
        assert isinstance(resources, DictionaryObject)
        resources[NameObject(key)] = DictionaryObject({NameObject("/X"): writer._add_object(value)})

    return change


def _named(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def _content(data: bytes) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        content = StreamObject()
        content.set_data(data)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(content)

    return change


def _note(**values: object) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/Annots")] = ArrayObject((_named(Subtype=NameObject("/Link"), **values),))

    return change


def _grouped(writer: PdfWriter) -> None:
    group = _named(S=NameObject("/Transparency"))
    writer.pages[0][NameObject("/Group")] = group


def _half_named(writer: PdfWriter) -> None:
    writer._ID = ArrayObject((TextStringObject("1"),))


def _face(**values: object) -> Callable[[PdfWriter], None]:
    program = StreamObject()
    program.set_data(b"")

    def change(writer: PdfWriter) -> None:
        descriptor = _named(FontFile2=writer._add_object(program), Flags=NumberObject(32))
        _resource("/Font", _named(FontDescriptor=descriptor, BaseFont=NameObject("/A"), **values))(writer)

    return change


def _one_wide_letter(last: int) -> Callable[[PdfWriter], None]:
    """A face of letters without an encoding, which tells the width of its first one and has them up to ``last``."""
    return _face(
        Subtype=NameObject("/TrueType"),
        FirstChar=NumberObject(1),
        LastChar=NumberObject(last),
        Widths=ArrayObject((NumberObject(500),)),
    )


def _described(told: str, spaces: str = "") -> Callable[[PdfWriter], None]:
    """The file's description with that told besides."""

    def change(writer: PdfWriter) -> None:
        packet = writer.root_object["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
        made = StreamObject()
        told_in = packet.replace("<pdfaid:part>", f"{told}<pdfaid:part>").replace(
            'rdf:about=""', f'rdf:about="" {spaces}'
        )
        made.set_data(told_in.encode())
        writer.root_object[NameObject("/Metadata")] = writer._add_object(made)

    return change


_OWN = 'xmlns:own="http://example.cn/own/"'
_SCHEMAS = (
    'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'
)
_CASE = "<own:case>7</own:case>"


def _explained(*told: str) -> str:
    """A schema of one's own, of whose property ``told`` is said."""
    said = "".join(f"<pdfaProperty:{each}>case</pdfaProperty:{each}>" for each in told)
    return (
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>own</pdfaSchema:schema>'
        "<pdfaSchema:namespaceURI>http://example.cn/own/</pdfaSchema:namespaceURI><pdfaSchema:prefix>own</pdfaSchema:prefix>"
        f'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">{said}</rdf:li>'
        "</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
    )


def test_what_a_description_tells_is_of_a_schema_that_is_known_or_explained() -> None:
    assert changed(_described("<xmp:Rating>3</xmp:Rating>")) == ()
    whole = _explained("name", "valueType", "category", "description")
    assert changed(_described(_CASE + whole, f"{_OWN} {_SCHEMAS}")) == ()
    for told, spaces in (
        (_CASE, _OWN),
        ("<xmp:Case>7</xmp:Case>", ""),
        (_CASE + _explained("name", "valueType"), f"{_OWN} {_SCHEMAS}"),
        ("<dc:subject>垃圾</dc:subject>", ""),
        ("<dc:rights><rdf:Alt><rdf:li>镇城运中心</rdf:li></rdf:Alt></dc:rights>", ""),
    ):
        assert [fault.split()[0] for fault in changed(_described(told, spaces))] == ["6.6.2.3"], told
    assert [fault.split()[0] for fault in changed(_described("<xmp:Rating>", ""))] == ["6.6.2.1"]


def _inherited(writer: PdfWriter) -> None:
    """The page draws with what the tree of pages has."""
    pages: Any = writer.root_object["/Pages"]
    pages[NameObject("/Resources")] = writer.pages[0]["/Resources"]
    del writer.pages[0]["/Resources"]


def _form(data: bytes, **values: object) -> Callable[[PdfWriter], None]:
    form = StreamObject()
    form.set_data(data)
    form.update(_named(Subtype=NameObject("/Form"), **values))

    def change(writer: PdfWriter) -> None:
        resources: Any = writer.pages[0]["/Resources"]
        resources["/XObject"][NameObject("/X")] = writer._add_object(form)

    return change


def _packed(**values: object) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream.set_data(b"")
        stream.update(_named(**values))
        writer.root_object[NameObject("/Extra")] = writer._add_object(stream)

    return change


def _outlined(writer: PdfWriter) -> None:
    entry: Any = writer.add_outline_item(title="一", page_number=0)
    entry.get_object()[NameObject("/A")] = _named(S=NameObject("/Launch"))


def _authored(writer: PdfWriter) -> None:
    writer.add_metadata({"/Author": "某人"})


def _titled(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "另一个题名"})


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (_without("/Metadata"), "6.6.2"),
        (_without("/OutputIntents"), "6.2.3"),
        (_root("/AcroForm", DictionaryObject()), "6.4.1"),
        (_root("/MarkInfo", DictionaryObject()), "6.7"),
        (_root("/OpenAction", TextStringObject("")), "6.5.2"),
        (_script, "6.5.1"),
        (_attached, "6.5.1"),
        (_transparent, "6.2.10"),
        (_faceless, "6.2.11.4"),
        (_cmyk, "6.2.4.3"),
        (_noted, "6.3.3"),
        (_half_named, "6.1.3"),
        (_root("/Perms", DictionaryObject()), "6.1.12"),
        (_root("/OCProperties", DictionaryObject()), "6.9"),
        (lambda writer: setattr(writer.pages[0], "mediabox", RectangleObject((0, 0, 20_000, 20_000))), "6.1.13"),
        (_grouped, "6.2.10"),
        (_content(b"/Nice ri"), "6.2.6"),
        (_content(b"BI /W 1 /H 1 /F /LZW ID x EI"), "6.1.10"),
        (_resource("/ExtGState", _named(TR2=NameObject("/Identity"))), "6.2.5"),
        (_resource("/ExtGState", _named(BM=NameObject("/Glow"))), "6.2.10"),
        (_resource("/ExtGState", _named(HT=_named(HalftoneType=NumberObject(6)))), "6.2.5"),
        (_content(b"q " * 29 + b"Q " * 29), "6.1.13"),
        (
            _resource("/XObject", _named(Subtype=NameObject("/Image"), BitsPerComponent=NumberObject(12))),
            "6.2.8",
        ),
        (_resource("/ColorSpace", ArrayObject(map(NameObject, ("/Separation", "/Gold", "/DeviceCMYK")))), "6.2.4.3"),
        (_resource("/Shading", _named(ColorSpace=NameObject("/DeviceCMYK"))), "6.2.4.3"),
        (_resource("/XObject", _named(Subtype=NameObject("/Image"), Alternates=ArrayObject())), "6.2.8"),
        (_note(F=NumberObject(0)), "6.3.2"),
        (_note(F=NumberObject(4), A=_named(S=NameObject("/Named"), N=NameObject("/Print"))), "6.5.1"),
        (
            _note(F=NumberObject(4), A=_named(S=NameObject("/GoTo"), Next=_named(S=NameObject("/JavaScript")))),
            "6.5.1",
        ),
        (_face(Subtype=NameObject("/TrueType")), "6.2.11.2"),
        (_face(Subtype=NameObject("/CIDFontType2")), "6.2.11.3.2"),
        (_inherited, "6.2.2"),
        (_form(b"/Gs1 gs"), "6.2.2"),
        (_content(b"/Nobody Do"), "6.2.2"),
        (_content(b"/Warm cs"), "6.2.2"),
        (_packed(Filter=NameObject("/LZWDecode")), "6.1.7"),
        (_packed(FFilter=NameObject("/FlateDecode")), "6.1.7"),
        (_root("/Extra", NameObject("/" + "办" * 43)), "6.1.13"),
        (_root("/Extra", TextStringObject("办" * 16_400)), "6.1.13"),
        (_root("/Extra", NumberObject(2**31)), "6.1.13"),
        (_outlined, "6.5.1"),
        (_one_wide_letter(last=3), "6.2.11.2"),
        (_one_wide_letter(last=1), "6.2.11.6"),
        (_authored, "6.6.3"),
        (_titled, "6.6.3"),
    ],
)
def test_rules_find_what_an_archive_does_not_take(change: Callable[[PdfWriter], None], clause: str) -> None:
    assert changed(lambda _writer: None) == ()
    assert any(fault.startswith(clause) for fault in changed(change)), changed(change)


def _shown(code: str, width: int | None = None) -> tuple[str, ...]:
    """What the rules say of a paper that also shows the code, and says a width of the letter A."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(draw(compose(PaperKind.DISPOSAL, SHEET))[0]))), BytesIO()
    page, fonts = writer.pages[0], writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    name, font = next((name, each.get_object()) for name, each in fonts.items())
    if width is not None:
        font["/Widths"][ord("1") - font["/FirstChar"]] = NumberObject(width)
    content = StreamObject()
    content.set_data(page.get_contents().get_data() + f" BT {name} 9 Tf <{code}> Tj ET".encode())  # type: ignore[union-attr]
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(out)
    return tuple(fault for fault in archive_faults(out.getvalue()) if fault.startswith("6.2.11"))


def test_a_character_without_an_outline_or_of_another_width_is_named() -> None:
    assert _shown("31") == ()
    assert [fault.split()[0] for fault in _shown("7F")] == ["6.2.11.8"]
    assert [fault.split()[0] for fault in _shown("31", 900)] == ["6.2.11.5"]


def test_objects_that_are_not_written_on_lines_of_their_own_are_named() -> None:
    bound = bind([Part("照片", photo())], "案卷", face=FACE)
    assert archive_faults(bound) == ()
    joined = bound.replace(b"\nendobj", b" endobj", 1)
    assert [fault.split()[0] for fault in archive_faults(joined)] == ["6.1.9"]


def test_an_encrypted_file_is_named_so() -> None:
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(bind([Part("照片", photo())], "案卷", face=FACE)))), BytesIO()
    writer.encrypt("geheim", algorithm="AES-256")
    writer.write(out)
    assert archive_faults(out.getvalue()) == ("6.1.3 encrypted",)


def test_rules_name_what_is_wrong_with_a_file_from_elsewhere() -> None:
    found = {fault.split()[0] for fault in archive_faults(foreign())}
    assert {"6.2.3", "6.6.2", "6.2.4.3", "6.2.10", "6.2.11.4"} <= found
    assert archive_faults(b"nothing")[0].startswith("6.1")
