"""The Word file as a package: only the parts that a paper needs, packed to the same bytes every time."""

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.part import Part

# The earliest moment that the format can hold: when a file was made is nobody's business.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNWANTED = ("thumbnail", "customXml", "stylesWithEffects", "webSettings")
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_PROGRAM = f'{_HEAD}<Properties xmlns="{_PROPERTIES}"><Application>hotline-desktop</Application></Properties>'
# Chinese, and what Word may set instead where the PC does not have the face.
_FAMILIES = {"title": "roman", "song": "roman", "hei": "modern", "fang": "modern", "kai": "modern"}
# What the same face is called on other PCs, so that Word finds it there too.
_OTHER_NAMES = {
    "title": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "小标宋"),
    "song": ("宋体", "SimSun", "NSimSun", "方正书宋简体", "方正书宋_GBK"),
    "hei": ("黑体", "SimHei", "方正黑体简体", "方正黑体_GBK"),
    "fang": ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "方正仿宋简体", "方正仿宋_GBK"),
    "kai": ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体简体", "方正楷体_GBK"),
}
_FONT = (
    "<w:font w:name={name}><w:altName w:val='{others}'/><w:charset w:val='86'/>"
    "<w:family w:val='{family}'/><w:pitch w:val='variable'/></w:font>"
)


def strip(document: Document, word_faces: Mapping[str, str]) -> None:
    """Takes out what the library's template brings along, and names our faces in the font table."""
    package, main = document.part.package, document.part
    for rels in (package.rels, main.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.rpartition("/")[2] in _UNWANTED:
                del rels[key]
            elif rel.reltype.endswith("/extended-properties"):
                _fill(rel.target_part, _PROGRAM)
            elif rel.reltype.endswith("/fontTable"):
                _fill(rel.target_part, _font_table(word_faces))


def _fill(part: Part, text: str) -> None:
    part._blob = text.encode()


def _font_table(word_faces: Mapping[str, str]) -> str:
    fonts = "".join(
        _FONT.format(name=quoteattr(name), others=_others(role, name), family=_FAMILIES[role])
        for role, name in sorted(word_faces.items())
    )
    return f'{_HEAD}<w:fonts xmlns:w="{_MAIN}">{fonts}</w:fonts>'


def _others(role: str, name: str) -> str:
    return ", ".join(other for other in _OTHER_NAMES[role] if other != name)


def packed(document: Document) -> bytes:
    """The file's bytes; the same document gives the same ones at any time."""
    loose, tight = BytesIO(), BytesIO()
    document.save(loose)
    with ZipFile(loose) as source, ZipFile(tight, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, _MOMENT)
            member.compress_type = ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return tight.getvalue()
