"""No character prints as a box or vanishes: another face has it, or the paper and the report say so."""

import re
import struct
import unicodedata
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from hotline_desktop.documents import DocxRenderer, MissingGlyph, PdfRenderer
from hotline_desktop.documents.faces.fonts import BUNDLED, GETA, Face, FaceSet, FontsMissing, word_names
from hotline_desktop.documents.pages.marked_page import MarkedPage
from hotline_desktop.documents.pages.marks import TextMark
from hotline_desktop.documents.typesetting.model import Span
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FONTS_DIR, FORMS, compose, draw, write
from tests.documents.reading import docx_text, pdf_text, read_pdf
from tests.documents.samples import RECORDS, SHEET
from tests.documents.written import WRITTEN

# 通用规范汉字表 has these above U+FFFF, and names use them.
RARE = "𬭎𠮷𫍯𬭚𫟹𬱖㛃䶮镕堃喆"
EVERY: dict[PaperKind, PaperRecord] = {**RECORDS, **WRITTEN}


@pytest.mark.parametrize("character", RARE)
def test_rare_character_of_a_name_is_drawn_and_can_be_copied(character: str) -> None:
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, caller=f"张{character}"), "转办")
    drawn, report = draw(paper)
    assert report.missing_glyphs == ()
    assert f"张{character}来电日期" in pdf_text(drawn)
    assert f"张{character}" in docx_text(write(paper))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0x4E00, 0x9FFF),
        (0x3400, 0x4DBF),
        (0x20000, 0x2A6DF),
        (0x2A700, 0x2B739),
        (0x2B740, 0x2B81D),
        (0x2B820, 0x2CEA1),
        (0x2CEB0, 0x2EBE0),
    ],
)
def test_every_ideograph_up_to_extension_f_has_a_face(first: int, last: int) -> None:
    characters = "".join(map(chr, range(first, last + 1)))
    fonts = FaceSet(FONTS_DIR)
    assert [fonts.missing(characters, role) for role in ("fang", "title", "hei", "kai", "song")] == [[]] * 5


def test_compatibility_ideograph_is_printed_as_the_character_it_doubles() -> None:
    drawn, report = draw(compose(PaperKind.DISPOSAL, replace(SHEET, caller="\uf9e1\U0002f804"), "转办"))
    assert report.missing_glyphs == ()
    assert "来电人李\u4f60" in pdf_text(drawn)


def test_signs_that_office_texts_use_are_drawn() -> None:
    signs = "，。、；：？！“”‘’（）〔〕【】《》〈〉「」—…·～％‰℃㎡№①②③㈠ⅠⅡ×÷±≤≥→■□●○◆★〇々Ａ１￥€£ΩαЖж"
    drawn, report = draw(compose(PaperKind.DISPOSAL, replace(SHEET, content=f"甲{signs}乙"), "转办"))
    assert report.missing_glyphs == ()
    assert GETA not in pdf_text(drawn)


def test_character_that_no_face_has_is_marked_named_and_reported() -> None:
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, content="私用\ue863与😀", caller="张\ue864"), "转办")
    drawn, report = draw(paper)
    assert report.missing_glyphs == (
        MissingGlyph("\ue864", "工单编号20220905091012，来电人"),
        MissingGlyph("\ue863", "工单编号20220905091012，来电内容"),
        MissingGlyph("😀", "工单编号20220905091012，来电内容"),
    )
    text = pdf_text(drawn)
    assert "私用〓与〓" in text
    assert "字库里没有，请手写补上。来电人：U+E864；来电内容：U+E863、U+1F600。" in text


def test_word_file_reports_what_is_no_character_of_unicode() -> None:
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, content="私用\ue863与𬭎😀", unit="\U000f0000村"), "转办")
    report = DocxRenderer().render([paper], BytesIO(), title="测试")
    assert [(glyph.character, glyph.where.partition("，")[2]) for glyph in report.missing_glyphs] == [
        ("\U000f0000", "承办单位"),
        ("\ue863", "来电内容"),
    ]


def holding(record: Any, sign: str) -> Any:
    """The record, and what it lists, with ``sign`` behind each text."""
    changes: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, str):
            changes[each.name] = value + sign
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[each.name] = tuple(holding(row, sign) for row in value)
    return replace(record, **changes)


@pytest.mark.parametrize("kind", EVERY)
def test_every_text_of_every_paper_is_called_by_printed_words(kind: PaperKind) -> None:
    drawn, report = draw(compose(kind, holding(EVERY[kind], "😀")))
    places = {glyph.where.partition("，")[2] for glyph in report.missing_glyphs}
    assert places
    assert [place for place in places if not place or re.search("[a-z{}]", place)] == []
    for page in read_pdf(drawn):
        assert all(text.y < page.height - 4 for text in page.texts)


def test_a_column_is_called_by_what_stands_above_it() -> None:
    sheet: Any = WRITTEN[PaperKind.STATISTICS]
    case = replace(sheet.open_cases[0], title="新海路😀噪音")
    _drawn, report = draw(compose(PaperKind.STATISTICS, replace(sheet, open_cases=(case,))))
    assert [glyph.where.partition("，")[2] for glyph in report.missing_glyphs] == ["事项名称"]


def test_note_about_missing_characters_stays_on_the_sheet() -> None:
    content = "".join(chr(0xE000 + 2 * number) for number in range(60))
    page = read_pdf(draw(compose(PaperKind.DISPOSAL, replace(SHEET, content=content), "转办"))[0])[0]
    notes = [text for text in page.texts if text.y > page.height - 14]
    assert 1 < len({round(text.y, 1) for text in notes}) <= 6
    assert all(text.end < 186 and text.y < page.height - 4 for text in notes)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\u200b", "\ufeff", "\ud800", "\uffff", "\u202e"])
def test_what_has_no_shape_breaks_neither_output(character: str) -> None:
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, content=f"前{character}后"), "转办")
    assert "前" in pdf_text(draw(paper)[0])
    assert "后" in docx_text(write(paper))


def test_markup_in_a_text_is_only_text() -> None:
    content = "<b>粗</b>&amp;{town}%s\\n"
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, content=content), "转办")
    assert content in pdf_text(draw(paper)[0])
    assert content in docx_text(write(paper))


def test_official_faces_of_the_pc_are_preferred(tmp_path: Path) -> None:
    (tmp_path / "SIMFANG.TTF").write_bytes((FONTS_DIR / "LXGWWenKai-Regular.ttf").read_bytes())
    (tmp_path / "simsun.ttc").write_bytes(b"no font at all")
    fonts = FaceSet(FONTS_DIR, (tmp_path / "no such folder", tmp_path))
    assert fonts.runs("仿宋", "fang")[0][0].path == tmp_path / "SIMFANG.TTF"
    assert fonts.runs("宋体", "song")[0][0].path == FONTS_DIR / "NotoSerifSC-Regular.ttf"


def _with_rights(source: Path, target: Path, rights: int) -> None:
    """A copy of a face whose maker says ``rights`` about its embedding (fsType of OS/2)."""
    data = bytearray(source.read_bytes())
    count = struct.unpack(">H", data[4:6])[0]
    tables = {bytes(data[12 + 16 * n : 16 + 16 * n]): 12 + 16 * n for n in range(count)}
    place = struct.unpack(">L", data[(entry := tables[b"OS/2"]) + 8 : entry + 12])[0]
    data[place + 8 : place + 10] = struct.pack(">H", rights)
    target.write_bytes(data)


@pytest.mark.parametrize(
    ("rights", "taken"), [(0, True), (4, True), (8, True), (2, False), (0x100, False), (0x200, False)]
)
def test_face_whose_maker_forbids_embedding_is_passed_over(rights: int, taken: bool, tmp_path: Path) -> None:
    _with_rights(FONTS_DIR / "FandolFang-Regular.ttf", tmp_path / "simkai.ttf", rights)
    face = FaceSet(FONTS_DIR, (tmp_path,)).runs("楷体", "kai")[0][0]
    assert (face.path == tmp_path / "simkai.ttf") is taken


def test_word_names_the_face_that_the_pc_has_in_place_of_the_usual_one(tmp_path: Path) -> None:
    expected = {"title": "方正小标宋简体", "fang": "仿宋", "kai": "楷体", "hei": "某某黑体", "song": "宋体"}
    (tmp_path / "fonts").mkdir()
    for name in ("仿宋_GB2312.ttf", "FZKTK.TTF", "simkai.ttf", "simhei.ttf"):
        (tmp_path / "fonts" / name).write_bytes(b"")
    assert word_names(expected, (tmp_path,)) == {**expected, "fang": "仿宋_GB2312"}


def test_missing_font_file_is_named(tmp_path: Path) -> None:
    paper = compose(PaperKind.DISPOSAL, SHEET)
    with pytest.raises(FontsMissing, match=r"NotoSerifSC-SemiBold\.ttf"):
        PdfRenderer(tmp_path).render([paper], BytesIO(), title="测试")


def outlines(face: Face) -> dict[bytes, list[str]]:
    """The characters of a face by their outline."""
    face.covers("")
    found: dict[Any, Any] = {}
    tables = face.font.face
    glyphs, places = tables.get_table("glyf"), tables.get_table("loca")
    long = struct.unpack(">h", tables.get_table("head")[50:52])[0]
    offsets = struct.unpack(f">{len(places) // (4 if long else 2)}{'I' if long else 'H'}", places)
    scale = 1 if long else 2
    for code, glyph in tables.charToGlyph.items():
        drawn = bytes(glyphs[offsets[glyph] * scale : offsets[glyph + 1] * scale])
        if drawn:
            found.setdefault(drawn, []).append(chr(code))
    return found


def is_everyday(character: str) -> bool:
    """Whether it is one of the 6,763 ideographs of GB 2312."""
    return len(character.encode("gb2312", "ignore")) == 2 and "\u4e00" <= character <= "\u9fff"


@pytest.mark.parametrize("role", list(BUNDLED))
def test_no_face_draws_two_characters_alike_that_mean_different_things(role: str) -> None:
    face = Face(FONTS_DIR / BUNDLED[role])
    for alike in outlines(face).values():
        used = [character for character in alike if face.covers(character)]
        money = {unicodedata.normalize("NFKC", c) for c in used if unicodedata.category(c) == "Sc"}
        digits = {unicodedata.normalize("NFKC", c) for c in used if unicodedata.category(c) == "Nd"}
        common = {unicodedata.normalize("NFKC", c) for c in used if is_everyday(c)}
        assert max(map(len, (money, digits, common))) <= 1, used


def test_yen_is_no_dollar_on_paper() -> None:
    (mark,) = [text for text in drawn_texts("￥100") if "￥" in text.text]
    assert "Fandol" not in mark.font


@pytest.mark.parametrize("name", ["王喆", "李玥", "陈瑄", "张赟", "欧阳昇", "王喆文"])
def test_name_with_a_character_that_the_face_lacks_stands_in_one_face(name: str) -> None:
    assert len({text.font for text in drawn_texts(name)}) == 1
    fonts = {
        text.font for text in drawn_texts(f"经核实，来电人{name[:2]}反映的情况属实") if set(text.text) & set(name[:2])
    }
    assert len(fonts) == 1


@pytest.mark.parametrize("sign", ["☑", "✓", "✔", "√", "□", "☐"])
def test_ticks_that_people_type_are_printed(sign: str) -> None:
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, remarks=f"已核实{sign}"))
    _data, report = draw(paper)
    assert report.missing_glyphs == ()


def test_note_names_every_missing_character() -> None:
    missing = "".join(chr(0xE900 + 2 * number) for number in range(40))
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, content=missing, remarks="\ue8ff"))
    text = pdf_text(draw(paper)[0])
    assert all(f"U+{ord(character):04X}" in text for character in (*missing, "\ue8ff"))


def test_what_is_copied_of_the_pdf_has_no_blanks_where_chinese_and_digits_stand_apart() -> None:
    text = "2022年9月6日14:20在B栋3单元(2)处来电，反映PM2.5和KTV噪音。"
    drawn, _report = draw(compose(PaperKind.DISPOSAL, replace(SHEET, content=text * 9)))
    page = pypdfium2.PdfDocument(drawn)[0]
    assert text * 9 in re.sub(r"\r?\n", "", page.get_textpage().get_text_range())


def test_programs_that_go_by_distance_find_no_blanks_either() -> None:
    drawn, _report = draw(compose(PaperKind.UNFOUNDED, WRITTEN[PaperKind.UNFOUNDED]))
    assert re.search(r"第2页\s+共2页", pypdf.PdfReader(BytesIO(drawn)).pages[1].extract_text())


def drawn_texts(text: str) -> list[TextMark]:
    """The runs in which ``text`` are drawn in the face of values."""
    marks = MarkedPage(FaceSet(FONTS_DIR), FORMS.compose(PaperKind.DISPOSAL, SHEET, "转办").sheet)
    marks.write(Span(text, "fang", 12.0), 0.0, 0.0)
    return marks.texts


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("⼀⼈", "一人"),  # radicals
        ("𝟏𝐀", "1A"),
        ("1️⃣号楼", "1号楼"),
        ("葛\U000e0100城", "葛城"),  # a variant of a glyph
        ("Zha\u0304ng", "Zhāng"),
    ],
)
def test_other_shapes_of_a_character_are_printed_as_it(typed: str, printed: str) -> None:
    drawn, report = draw(compose(PaperKind.DISPOSAL, replace(SHEET, content=f"来电{typed}结束")))
    assert f"来电{printed}结束" in unicodedata.normalize("NFC", pdf_text(drawn))
    assert report.missing_glyphs == ()


def test_shade_of_an_emoji_is_not_missing_for_itself() -> None:
    _drawn, report = draw(compose(PaperKind.DISPOSAL, replace(SHEET, content="谢谢👍🏽")))
    assert [glyph.character for glyph in report.missing_glyphs] == ["👍"]
