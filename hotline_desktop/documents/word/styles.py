"""The styles of Word files: one for each style of the forms, under the names that Word's users know.

What the definitions say of a style stands here once; a paragraph repeats only what it sets otherwise. So typed text
looks like its neighbours, and the navigation pane shows titles and headings.
"""

from collections.abc import Mapping

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from hotline_desktop.documents.definition.definition import Style
from hotline_desktop.documents.word.parts import Typesetter, element, style_id

# The name in Word, which it shows in the user's language where it is one of its own, and the level in the outline.
_NAMES: dict[str, tuple[str, int | None]] = {
    "title": ("Title", 0),
    "long_title": ("表名（字数多）", 0),
    "letter_title": ("公文标题", 0),
    "cover_title": ("案卷题名", 0),
    "continued_title": ("续页标题", 0),
    "heading1": ("heading 1", 0),
    "heading2": ("heading 2", 1),
    "heading": ("heading 3", 2),
    "continued_label": ("续页栏目", 1),
    "addressee": ("主送机关", None),
    "body": ("公文正文", None),
    "lead": ("表前文字", None),
    "outside": ("签字行", None),
    "label": ("表格栏目", None),
    "head": ("表格栏目居中", None),
    "value": ("表格正文", None),
    "tick": ("打勾", None),
    "continued": ("续页正文", None),
    "column": ("台账栏目", None),
    "column_note": ("台账说明", None),
    "column_lead": ("表前说明", None),
}
_BUILT_IN = frozenset(("Title", "heading 1", "heading 2", "heading 3"))
_DEFAULT_HALF_POINTS = "24"


def set_styles(document: Document, styles: Mapping[str, Style], word_faces: Mapping[str, str]) -> None:
    """Replaces the library's styles with those of the forms: nothing that no paper uses."""
    root = document.styles.element
    for child in list(root):
        root.remove(child)
    root.append(_defaults(word_faces["fang"]))
    root.append(_normal())
    root.append(_table_normal())
    typesetter = Typesetter(word_faces, styles)
    root.extend(_paragraph_style(style, typesetter) for style in styles.values())


def _defaults(name: str) -> BaseOxmlElement:
    fonts = element("rFonts", {"ascii": name, "hAnsi": name, "eastAsia": name, "cs": name})
    size = [element(tag, {"val": _DEFAULT_HALF_POINTS}) for tag in ("sz", "szCs")]
    language = element("lang", {"val": "en-US", "eastAsia": "zh-CN"})
    return element("docDefaults", None, element("rPrDefault", None, element("rPr", None, fonts, *size, language)))


def _normal() -> BaseOxmlElement:
    """正文: lines end where they were measured to end."""
    made = element("style", {"type": "paragraph", "default": "1", "styleId": "Normal"})
    made.append(element("name", {"val": "Normal"}))
    made.append(element("qFormat"))
    off = ("widowControl", "adjustRightInd", "snapToGrid")
    spacing = element("spacing", {"before": "0", "after": "0"})
    made.append(element("pPr", None, *(element(tag, {"val": "0"}) for tag in off), spacing))
    return made


def _table_normal() -> BaseOxmlElement:
    made = element("style", {"type": "table", "default": "1", "styleId": "TableNormal"})
    made.append(element("name", {"val": "Normal Table"}))
    zero = (element(side, {"w": "0", "type": "dxa"}) for side in ("top", "left", "bottom", "right"))
    indent = element("tblInd", {"w": "0", "type": "dxa"})
    made.append(element("tblPr", None, indent, element("tblCellMar", None, *zero)))
    return made


def _paragraph_style(style: Style, typesetter: Typesetter) -> BaseOxmlElement:
    name, level = _NAMES.get(style.name, (style.name, None))
    own = {} if name in _BUILT_IN else {"customStyle": "1"}
    made = element("style", {"type": "paragraph", **own, "styleId": style_id(style.name)})
    made.append(element("name", {"val": name}))
    made.append(element("basedOn", {"val": "Normal"}))
    made.append(element("qFormat"))
    properties = typesetter.style_properties(style)
    if level is not None:
        properties.append(element("outlineLvl", {"val": str(level)}))
    made.append(properties)
    made.append(typesetter.run_properties(style.face, style.size, tightened=style.tighten, whole=True))
    return made
