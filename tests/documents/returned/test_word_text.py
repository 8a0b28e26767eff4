"""The words of a Word file are read once each, and a tick is one whatever face draws it."""

from __future__ import annotations

from lxml import etree

from hotline_desktop.documents.returned.word_labels import Labels, read_labelled
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
