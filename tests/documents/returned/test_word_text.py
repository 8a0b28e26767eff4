"""The words of a Word file are read once each, and a tick is one whatever face draws it."""

from __future__ import annotations

import pytest
from lxml import etree

from hotline_desktop.documents.returned.word_labels import Labels, read_labelled
from hotline_desktop.documents.returned.word_numbers import write_numbers
from hotline_desktop.documents.returned.word_text import lines_of, marks_of, rows_of

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TICKS = Labels({}, {"resolution": {"实际解决": "实际解决", "未解决": "未解决"}})


def body(inner: str) -> etree._Element:
    return etree.fromstring(f"<w:body {_NAMES}>{inner}</w:body>")


def test_a_text_box_is_told_once_and_beside_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    document = body(f"<w:p><w:r><w:t>外面</w:t></w:r><w:r>{both}</w:r></w:p>")
    assert lines_of(document) == ["外面", "框里的话"]


def test_what_was_deleted_or_moved_away_is_not_told() -> None:
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>原处</w:t></w:r></w:moveFrom>"
    mark = '<w:bookmarkStart w:id="1" w:name="a"/>{}<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:bookmarkEnd w:id="1"/>'
    document = body(f"<w:p>{mark.format(gone)}</w:p>")
    assert (lines_of(document), marks_of(document)) == (["新"], {"a": "新"})


def test_ticks_of_sign_faces_are_ticks() -> None:
    letter = '<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>{}</w:t></w:r>'
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
    text = "<w:r><w:t>{}</w:t></w:r>"
    for tick, empty in ((letter.format("R"), letter.format("£")), (symbol.format("F0FE"), symbol.format("F0A8"))):
        document = body(f"<w:p>{tick}{text.format('实际解决')}</w:p><w:p>{empty}{text.format('未解决')}</w:p>")
        assert read_labelled(lines_of(document), rows_of(document), TICKS, ())[0] == {"resolution": "实际解决"}


def test_a_pasted_table_is_told_row_by_row() -> None:
    def cell(*words: str) -> str:
        return f"<w:tc>{''.join(f'<w:p><w:r><w:t>{word}</w:t></w:r></w:p>' for word in words)}</w:tc>"

    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    pasted = table(cell("日期") + cell("次数"), cell("9月6日", "上午") + cell("2"))
    outer = f"<w:tc><w:p><w:r><w:t>清运如下</w:t></w:r></w:p>{pasted}<w:p><w:r><w:t>已办结</w:t></w:r></w:p></w:tc>"
    document = body(table(cell("承办单位处理情况") + outer))
    assert lines_of(document) == ["承办单位处理情况", "清运如下", "日期 次数", "9月6日 上午 2", "已办结"]


_LIST = (
    '<w:abstractNum w:abstractNumId="{0}">{1}</w:abstractNum>'
    '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
)
_POINT = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>清运</w:t></w:r></w:p>'
)
_LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'


def numbered(kind: str, text: str, start: str = "1") -> list[str]:
    """The lines of a list of that kind."""
    levels = _LEVEL.format(0, start, kind, text)
    lists = etree.fromstring(f"<w:numbering {_NAMES}>{_LIST.format(7, levels)}</w:numbering>")
    document = body(_POINT.format(0) * 3)
    write_numbers(document, lists)
    return lines_of(document)


@pytest.mark.parametrize(
    ("kind", "text", "numbers"),
    [
        ("decimal", "%1.", ["1. ", "2. ", "3. "]),
        ("chineseCountingThousand", "%1、", ["一、", "二、", "三、"]),
        ("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("decimalEnclosedCircle", "%1", ["① ", "② ", "③ "]),
        ("lowerLetter", "%1)", ["a) ", "b) ", "c) "]),
        ("upperRoman", "%1.", ["I. ", "II. ", "III. "]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("bullet", "\uf06c", ["· ", "· ", "· "]),
    ],
)
def test_numbers_that_word_sets_before_a_list_are_read(kind: str, text: str, numbers: list[str]) -> None:
    assert numbered(kind, text) == [f"{number}清运" for number in numbers]


def test_a_list_counts_from_where_it_begins_and_past_ten() -> None:
    assert numbered("chineseCounting", "%1、", "9") == ["九、清运", "十、清运", "十一、清运"]
    assert numbered("decimal", "%1、", "x" * 9000)[0] == "1、清运"  # a damaged list


def test_points_below_points_begin_anew() -> None:
    levels = _LEVEL.format(0, 1, "decimal", "%1.") + _LEVEL.format(1, 1, "decimal", "%1.%2")
    lists = etree.fromstring(f"<w:numbering {_NAMES}>{_LIST.format(7, levels)}</w:numbering>")
    document = body("".join(map(_POINT.format, (0, 1, 1, 0, 1))))
    write_numbers(document, lists)
    assert [line.removesuffix("清运").strip() for line in lines_of(document)] == ["1.", "1.1", "1.2", "2.", "2.1"]


def test_a_reading_aid_over_a_name_is_no_part_of_it() -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>qiáng</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>强</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert lines_of(body(f"<w:p><w:r><w:t>李</w:t></w:r>{ruby}</w:p>")) == ["李强"]


def test_blanks_in_a_mark_are_those_of_its_line() -> None:
    text = "<w:r><w:t>甲　 乙</w:t><w:tab/><w:t>丙</w:t></w:r>"
    marked = f'<w:bookmarkStart w:id="1" w:name="a"/>{text}<w:bookmarkEnd w:id="1"/>'
    control = f'<w:sdt><w:sdtPr><w:tag w:val="b"/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>'
    document = body(f"<w:p>{marked}</w:p><w:p>{control}</w:p>")
    assert (lines_of(document), marks_of(document)) == (["甲 乙 丙"] * 2, {"a": "甲 乙 丙", "b": "甲 乙 丙"})
