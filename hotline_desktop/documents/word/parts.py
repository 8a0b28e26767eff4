"""Elements of a Word file, in the order that its schema wants, built from the neutral blocks.

Imported only when a Word file is made. Lengths arrive in points; Word counts twentieths of a point, and half
points for font sizes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hotline_desktop.documents.definition.definition import Style
from hotline_desktop.documents.typesetting.line_room import full_size, is_exact
from hotline_desktop.documents.typesetting.model import (
    CheckBox,
    Line,
    Paragraph,
    Placed,
    Positioned,
    Ruled,
    Space,
    Span,
    Tick,
)
from hotline_desktop.documents.word.fields import FieldMaker

_MARKS = re.compile(r"(\t|\n|(?<=\d)-(?=\d))")


def twips(points: float) -> str:
    """Points in twentieths of a point."""
    return str(round(points * 20))


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """The element ``w:tag`` with ``w:`` attributes and children."""
    made = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def style_id(name: str) -> str:
    """The id in the Word file of the style that the definitions call ``name``."""
    return "".join(part.capitalize() for part in name.split("_"))


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a paragraph is set; ``stops`` are its tabs, ``size`` is that of its text, 0 that of its style.

    What ``hangs`` has punctuation behind full lines, which is Word's own way.
    """

    style: str
    pitch: float
    before: float
    after: float
    align: str
    stops: tuple[tuple[str, float], ...] = ()
    indent: float = 0.0
    hang: float = 0.0
    inset: float = 0.0
    keeps: bool = False
    size: float = 0.0
    hangs: bool = True


class Typesetter:
    """Makes Word paragraphs in the faces that the office's PC supplies under their official names.

    ``styles`` are those that the file has; what a paragraph sets as its style does is not said again.
    """

    def __init__(self, word_faces: Mapping[str, str], styles: Mapping[str, Style] | None = None) -> None:
        self._faces = word_faces
        self._styles = styles or {}
        self.fields = FieldMaker()

    def run_properties(
        self,
        face: str,
        size: float,
        *,
        underlined: bool = False,
        bold: bool = False,
        tightened: float = 0.0,
        style: str = "",
        whole: bool = False,
    ) -> BaseOxmlElement:
        """``w:rPr`` with all four faces: with fewer, quotes and dashes fall to the Latin face.

        ``size`` is the measured size, or where ``whole`` the size proper. What ``style`` sets is left out.
        """
        known = self._styles.get(style)
        full = size if whole else size + tightened
        properties = element("rPr")
        if known is None or known.face != face:
            fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), self._faces[face])
            properties.append(element("rFonts", {**fonts, "hint": "eastAsia"}))
        if bold:
            properties.append(element("b"))
        if tightened and (known is None or known.tighten != tightened):
            properties.append(element("spacing", {"val": twips(-tightened)}))
        if known is None or known.size != full:
            half_points = str(round(full * 2))
            properties.append(element("sz", {"val": half_points}))
            properties.append(element("szCs", {"val": half_points}))
        if underlined:
            properties.append(element("u", {"val": "single"}))
        return properties

    def run(
        self,
        text: str,
        face: str,
        size: float,
        *,
        underlined: bool = False,
        bold: bool = False,
        tightened: float = 0.0,
        style: str = "",
    ) -> BaseOxmlElement:
        """A run of text; a tab or new line becomes Word's own, and a dash between digits does not part."""
        properties = self.run_properties(face, size, underlined=underlined, bold=bold, tightened=tightened, style=style)
        made = element("r", None, *([properties] if len(properties) else []))
        for piece in _MARKS.split(text):
            if piece == "\t":
                made.append(element("tab"))
            elif piece == "-":
                made.append(element("noBreakHyphen"))
            elif piece == "\n":
                made.append(element("br"))
            elif piece:
                text_element = element("t")
                text_element.text = piece
                text_element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(text_element)
        return made

    def paragraph(self, paragraph: Paragraph, keeps: bool = False) -> BaseOxmlElement:
        """Running text, which Word breaks itself at the same width; ``keeps`` holds it on the page of what follows."""
        first = paragraph.lines[0][0] if paragraph.lines[0] else None
        align = "both" if paragraph.justify else paragraph.align
        properties = self._properties(
            _Setting(
                paragraph.style,
                paragraph.pitch,
                paragraph.before,
                paragraph.after,
                align,
                indent=paragraph.indent,
                hang=paragraph.hang,
                inset=paragraph.inset,
                keeps=paragraph.keeps or keeps,
                size=full_size(paragraph),
                hangs=paragraph.hangs,
            )
        )
        made = element("p", None, properties)
        style = paragraph.style
        for span in _joined(_with_breaks(paragraph.lines) if paragraph.broken else paragraph.lines):
            run = self.run(
                span.text, span.face, span.size, underlined=span.ruled, tightened=span.tightened, style=style
            )
            made.extend(self.fields.marked(span.field, [run]) if span.field else [run])
        if first is not None:
            self._mark(made, first.face, first.size, style, first.tightened)
        if paragraph.typed and (known := self._styles.get(style)) is not None:
            room = self.run("", known.face, known.size, style=style)
            made.extend(self.fields.control(paragraph.typed, [room]))
        return made

    def positioned(self, line: Positioned, keeps: bool = False) -> BaseOxmlElement:
        """Parts at tab stops."""
        stops: list[tuple[str, float]] = []
        runs: list[BaseOxmlElement] = []
        for part in line.parts:
            self._part(part, line, stops, runs)
        setting = _Setting(line.style, line.pitch, line.before, line.after, "left", tuple(stops), keeps=keeps)
        made = element("p", None, self._properties(setting))
        self._mark(made, line.face, line.size, line.style)
        made.extend(runs)
        return made

    def writing(self, space: Space, keeps: bool = False) -> BaseOxmlElement:
        """The paragraph to type in: it looks as the printed values do."""
        setting = _Setting(space.style, space.pitch, 0.0, 0.0, "left", indent=space.indent, keeps=keeps)
        made = element("p", None, self._properties(setting))
        self._mark(made, space.face, space.size, space.style)
        if space.field:
            made.extend(self.fields.control(space.field, [self.run("", space.face, space.size, style=space.style)]))
        return made

    def _mark(self, paragraph: BaseOxmlElement, face: str, size: float, style: str, tightened: float = 0.0) -> None:
        """The type of what is typed at the paragraph's end."""
        properties = self.run_properties(face, size, style=style, tightened=tightened)
        if len(properties):
            paragraph[0].append(properties)

    def _part(
        self, part: Placed, line: Positioned, stops: list[tuple[str, float]], runs: list[BaseOxmlElement]
    ) -> None:
        if part.x > 0 and not part.flows:
            stops.append(("left", part.x))
            runs.append(self.run("\t", line.face, line.size, style=line.style))
        content = part.content
        if isinstance(content, Span):
            runs.append(self.run(content.text, content.face, content.size, style=line.style))
            if content.typed:
                room = self.run(" ", content.face, content.size, style=line.style)
                runs += self.fields.control(content.typed, [room])
        elif isinstance(content, Ruled):
            self._ruled(content, part.x, line, stops, runs)
        else:
            box = [self._check_box(content, line.style)]
            runs += self.fields.control(content.field, box, box=content.ticked) if content.field else box

    def _ruled(
        self,
        ruled: Ruled,
        x: float,
        line: Positioned,
        stops: list[tuple[str, float]],
        runs: list[BaseOxmlElement],
    ) -> None:
        """Underlined tabs up to the end of the blank, around the text where there is one."""
        if ruled.text is not None:
            stops.append(("center", x + ruled.width / 2))
            runs.append(self.run("\t", line.face, line.size, underlined=True, style=line.style))
            span = ruled.text
            runs.append(self.run(span.text, span.face, span.size, underlined=True, style=line.style))
        stops.append(("left", x + ruled.width))
        runs.append(self.run("\t", line.face, line.size, underlined=True, style=line.style))

    def _check_box(self, box: CheckBox, style: str) -> BaseOxmlElement:
        """A box; a ticked one is a √ with a character border, as one makes it in Word by hand.

        ☑ is in none of the official faces, and a √ laid over □ falls beside it in other programs than Word.
        """
        if not box.ticked:
            return self.run("□", box.face, box.size, style=style)
        ticked = self.run("√", box.face, box.size)
        ticked[0].append(element("bdr", {"val": "single", "sz": "4", "space": "0", "color": "000000"}))
        return ticked

    def tick(self, tick: Tick) -> BaseOxmlElement:
        """A tick of its own, or the empty line where it would be made by hand."""
        made = element("p", None, self._properties(_Setting(tick.style, tick.pitch, 0.0, 0.0, "center")))
        self._mark(made, tick.face, tick.size, tick.style)
        if tick.ticked:
            made.append(self.run("√", tick.face, tick.size, bold=True, style=tick.style))
        return made

    def empty(self, pitch: float, face: str = "song", size: float = 1.0) -> BaseOxmlElement:
        """An empty line of the given height, where Word wants a paragraph and the paper none."""
        made = element("p", None, self._properties(_Setting("", pitch, 0.0, 0.0, "left")))
        made[0].append(self.run_properties(face, size))
        return made

    def style_properties(self, style: Style) -> BaseOxmlElement:
        """``w:pPr`` of a style."""
        setting = _Setting(style.name, style.pitch, style.before, style.after, style.align, keeps=style.keeps)
        properties = element("pPr", None, *([element("keepNext")] if style.keeps else []))
        properties.append(element("spacing", _spacing(setting)))
        properties.append(element("jc", {"val": style.align}))
        return properties

    def _properties(self, setting: _Setting) -> BaseOxmlElement:
        """``w:pPr`` with what the paragraph's style does not set."""
        style = self._styles.get(setting.style)
        properties = element("pPr")
        if style is not None:
            properties.append(element("pStyle", {"val": style_id(style.name)}))
        if setting.keeps and not (style is not None and style.keeps):
            properties.append(element("keepNext"))
        tabs = [element("tab", {"val": kind, "pos": twips(place)}) for kind, place in setting.stops]
        if tabs:
            properties.append(element("tabs", None, *tabs))
        if not setting.hangs:
            properties.append(element("overflowPunct", {"val": "0"}))
        usual = _Setting(style.name, style.pitch, style.before, style.after, style.align) if style is not None else None
        if usual is None or _spacing(usual) != _spacing(setting):
            properties.append(element("spacing", _spacing(setting)))
        if places := _places(setting):
            properties.append(element("ind", places))
        if usual is None or usual.align != setting.align:
            properties.append(element("jc", {"val": setting.align}))
        return properties


def _places(setting: _Setting) -> dict[str, str]:
    """How far the lines stay from the edges; Word counts the first one from where the others begin."""
    sides = {name: value for name, value in (("left", setting.hang), ("right", setting.inset)) if value}
    ahead = setting.indent - setting.hang
    first = {("firstLine" if ahead > 0 else "hanging"): abs(ahead)} if ahead else {}
    return {name: twips(value) for name, value in {**sides, **first}.items()}


def _with_breaks(lines: Iterable[Line]) -> list[Line]:
    """The lines, each but the last with a new line behind it."""
    made = list(lines)
    return [*((*line[:-1], line[-1].with_text(line[-1].text + "\n")) for line in made[:-1] if line), made[-1]]


def _spacing(setting: _Setting) -> dict[str, str]:
    """Lines of at least the measured height where one types: a photo is seen whole, a larger face is not cut."""
    exact = is_exact(setting.style, setting.size)
    return {
        "before": twips(setting.before),
        "after": twips(setting.after),
        "line": twips(setting.pitch),
        "lineRule": "exact" if exact else "atLeast",
    }


def _joined(lines: Iterable[Line]) -> list[Span]:
    """The spans of all lines, with those that only a line break parted put together again."""
    joined: list[Span] = []
    for span in (span for line in lines for span in line):
        last = joined[-1] if joined else None
        alike = last and (last.face, last.size, last.ruled, last.field) == (
            span.face,
            span.size,
            span.ruled,
            span.field,
        )
        if last and alike:
            joined[-1] = last.with_text(last.text + span.text)
        else:
            joined.append(span)
    return joined
