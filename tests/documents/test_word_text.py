"""The words of a Word file are read once each, and a tick is one whatever face draws it."""

from __future__ import annotations

from lxml import etree

from hotline_desktop.documents.word_labels import Labels, read_labelled
from hotline_desktop.documents.word_text import lines_of, marks_of, rows_of

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
