"""Elements of a Word file, in the order that its schema wants, built from the neutral blocks.

Imported only when a Word file is made. Lengths arrive in points; Word counts twentieths of a point, and half
points for font sizes.
"""

import re
from collections.abc import Iterable, Mapping
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hotline_desktop.documents.model import CheckBox, Line, Paragraph, Placed, Positioned, Ruled, Space, Span, Tick

_MARKS = re.compile(r"(\t|(?<=\d)-(?=\d))")


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


class Typesetter:
    """Makes Word paragraphs in the faces that the office's PC supplies under their official names."""

    def __init__(self, word_faces: Mapping[str, str]) -> None:
        self._faces = word_faces

    def run_properties(
        self, face: str, size: float, *, underlined: bool = False, bold: bool = False, tightened: float = 0.0
    ) -> BaseOxmlElement:
        """``w:rPr`` with all four faces: with fewer, quotes and dashes fall to the Latin face."""
        name = self._faces[face]
        properties = element("rPr")
        fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), name)
        properties.append(element("rFonts", {**fonts, "hint": "eastAsia"}))
        if bold:
            properties.append(element("b"))
        if tightened:
            properties.append(element("spacing", {"val": twips(-tightened)}))
        half_points = str(round((size + tightened) * 2))
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
    ) -> BaseOxmlElement:
        """A run of text; a tab character becomes Word's tab, and a dash between digits does not part."""
        properties = self.run_properties(face, size, underlined=underlined, bold=bold, tightened=tightened)
        made = element("r", None, properties)
        for piece in _MARKS.split(text):
            if piece == "\t":
                made.append(element("tab"))
            elif piece == "-":
                made.append(element("noBreakHyphen"))
            elif piece:
                words = element("t")
                words.text = piece
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(words)
        return made

    def paragraph(self, paragraph: Paragraph) -> BaseOxmlElement:
        """Running text, which Word breaks itself at the same width."""
        align = "both" if paragraph.justify else paragraph.align
        properties = self._properties(
            paragraph.pitch,
            paragraph.before,
            paragraph.after,
            align,
            indent=paragraph.indent,
            inset=paragraph.inset,
            keeps=paragraph.keeps,
        )
        made = element("p", None, properties)
        for span in _joined(paragraph.lines):
            made.append(self.run(span.text, span.face, span.size, underlined=span.ruled, tightened=span.tightened))
        if not paragraph.lines[0]:
            return made
        first = paragraph.lines[0][0]
        made[0].append(self.run_properties(first.face, first.size))
        return made

    def positioned(self, line: Positioned) -> BaseOxmlElement:
        """Parts at tab stops."""
        stops: list[tuple[str, float]] = []
        runs: list[BaseOxmlElement] = []
        for part in line.parts:
            self._part(part, line, stops, runs)
        made = element("p", None, self._properties(line.pitch, line.before, line.after, "left", stops))
        made[0].append(self.run_properties(line.face, line.size))
        made.extend(runs)
        return made

    def _part(
        self, part: Placed, line: Positioned, stops: list[tuple[str, float]], runs: list[BaseOxmlElement]
    ) -> None:
        if part.x > 0 and not part.flows:
            stops.append(("left", part.x))
            runs.append(self.run("\t", line.face, line.size))
        content = part.content
        if isinstance(content, Span):
            runs.append(self.run(content.text, content.face, content.size))
        elif isinstance(content, Ruled):
            self._ruled(content, part.x, line, stops, runs)
        else:
            runs.append(self._check_box(content))

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
            runs.append(self.run("\t", line.face, line.size, underlined=True))
            span = ruled.text
            runs.append(self.run(span.text, span.face, span.size, underlined=True))
        stops.append(("left", x + ruled.width))
        runs.append(self.run("\t", line.face, line.size, underlined=True))

    def _check_box(self, box: CheckBox) -> BaseOxmlElement:
        """A box; a ticked one is a √ with a character border, as one makes it in Word by hand.

        ☑ is in none of the official faces, and a √ laid over □ falls beside it in other programs than Word.
        """
        if not box.ticked:
            return self.run("□", box.face, box.size)
        ticked = self.run("√", box.face, box.size)
        border = element("bdr", {"val": "single", "sz": "4", "space": "0", "color": "000000"})
        ticked[0].append(border)
        return ticked

    def tick(self, tick: Tick) -> BaseOxmlElement:
        """A tick of its own, or the empty line where it would be made by hand."""
        made = element("p", None, self._properties(tick.pitch, 0, 0, "center"))
        made[0].append(self.run_properties(tick.face, tick.size))
        if tick.ticked:
            made.append(self.run("√", tick.face, tick.size, bold=True))
        return made

    def space(self, space: Space) -> list[BaseOxmlElement]:
        """Empty lines to write on; together they are as high as the space, less what the text may need."""
        height = space.height - space.lent
        if height < 1.0:
            return []
        count = max(1, int(height / space.pitch))
        return [self.empty(height / count, space.face, space.size) for _ in range(count)]

    def empty(self, pitch: float, face: str = "song", size: float = 1.0) -> BaseOxmlElement:
        """An empty line of the given height."""
        made = element("p", None, self._properties(pitch, 0, 0, "left"))
        made[0].append(self.run_properties(face, size))
        return made

    def _properties(
        self,
        pitch: float,
        before: float,
        after: float,
        align: str,
        stops: Iterable[tuple[str, float]] = (),
        indent: float = 0.0,
        inset: float = 0.0,
        keeps: bool = False,
    ) -> BaseOxmlElement:
        properties = element("pPr")
        if keeps:
            properties.append(element("keepNext"))
        tabs = [element("tab", {"val": kind, "pos": twips(place)}) for kind, place in stops]
        if tabs:
            properties.append(element("tabs", None, *tabs))
        # Word's own gaps between Chinese and digits would make lines longer than they were measured.
        properties.append(element("overflowPunct", {"val": "0"}))
        properties.append(element("autoSpaceDE", {"val": "0"}))
        properties.append(element("autoSpaceDN", {"val": "0"}))
        spacing = {
            "before": twips(before),
            "after": twips(after),
            "line": twips(pitch),
            "lineRule": "exact",
        }
        properties.append(element("spacing", spacing))
        if indent or inset:
            places = {"right": twips(inset)} if inset else {}
            properties.append(element("ind", {**places, **({"firstLine": twips(indent)} if indent else {})}))
        properties.append(element("jc", {"val": align}))
        return properties


def _joined(lines: Iterable[Line]) -> list[Span]:
    """The spans of all lines, with those that only a line break parted put together again."""
    joined: list[Span] = []
    for span in (span for line in lines for span in line):
        last = joined[-1] if joined else None
        if last and (last.face, last.size, last.ruled) == (span.face, span.size, span.ruled):
            joined[-1] = last.with_text(last.text + span.text)
        else:
            joined.append(span)
    return joined
