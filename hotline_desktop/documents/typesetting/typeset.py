"""Sets one item of a form in type: which lines it takes in a given width, at a given size."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hotline_desktop.documents.definition.definition import (
    Blank,
    CellItem,
    Check,
    FixedText,
    LineItem,
    Look,
    Part,
    Style,
    TextItem,
    TextSize,
    TickItem,
)
from hotline_desktop.documents.faces.metrics import text_width
from hotline_desktop.documents.typesetting.linebreak import break_line, break_lines, broken, is_justified, most_lines
from hotline_desktop.documents.typesetting.model import (
    UNNUMBERED,
    CheckBox,
    Item,
    Paragraph,
    Placed,
    Positioned,
    Ruled,
    Span,
    Tick,
)
from hotline_desktop.documents.typesetting.values import Values
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.records.quick import quick_record

# A text that touches both ends of its rule looks crossed out.
_RULE_MARGIN = 4.0
# A title with a long name in it shrinks to this share of its size before it takes a second line.
_SMALLEST_TITLE = 0.66
# Before a value in smaller type a label shrinks too, but stays this much larger, in points.
_LABEL_LEAD = 1.5
_DAY_AND_TIME = re.compile(r"(\d日)(\d{1,2}:\d\d)")


@quick_record(frozen=True, slots=True)
class Piece:
    """An item set in type; ``text`` is the value that may be cut, ``fixed`` the height of what may not.

    ``height`` is that of the blocks, or more where Word may need more lines.
    """

    item: CellItem
    blocks: tuple[Item, ...]
    height: float
    text: str | None = None
    fixed: float = 0.0
    pitch: float = 0.0


def steps_from(style: Style, look: Look) -> tuple[TextSize, ...]:
    """The style's own size and then every smaller one that values may be set in."""
    return (
        TextSize(style.size, style.pitch),
        *(step for step in look.steps if step.size < style.size),
    )


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Sets the items of one paper; those outside of tables with ``hanging`` punctuation."""

    look: Look
    values: Values
    hanging: bool = False

    def piece(self, item: CellItem, width: float, step: TextSize, text: str | None = None) -> Piece:
        """``item`` in ``width`` points; ``text`` replaces the field's own value when that had to be cut."""
        if isinstance(item, TextItem):
            value = text if text is not None else self.values.text(item.field) if item.field else None
            put = self._below if item.below else self._running
            return put(item, width, step, value)
        if isinstance(item, LineItem):
            return self._line(item, width, step, text)
        style = self.look.styles[item.style]
        ticked = self.values.ticked(item.field, item.when)
        return Piece(item, (tick := Tick(style.face, style.size, style.pitch, ticked, item.style),), tick.height)

    def _running(self, item: TextItem, width: float, step: TextSize, value: str | None) -> Piece:
        """Printed words with the value after them in the same paragraph."""
        style = self.look.styles[item.style]
        label = self.values.fill(item.text)
        if value is not None and item.parted and text_width(value, self.look.styles["value"].face, step.size) > width:
            value = _DAY_AND_TIME.sub(r"\1\n\2", value)
        if value is None:
            paragraph = self._labelled(item, style, label, width)
            if item.field:
                paragraph = replace(paragraph, typed=item.field, style=paragraph.style if label else "value")
            return Piece(item, (paragraph,), paragraph.height)
        lines = [[self._value(line, step, item.name, field=item.field or "")] for line in value.split("\n")]
        if label:
            lines[0].insert(0, Span(label, style.face, min(style.size, step.size + _LABEL_LEAD), item.name))
        align = "left" if label else item.align
        blocks, height = self._paragraphs(lines, step, width, item.indent * step.size, align)
        return Piece(item, blocks, height, value, 0.0, step.pitch)

    def _labelled(self, item: TextItem, style: Style, label: str, width: float) -> Paragraph:
        size, pitch = style.size, style.pitch
        while "{" in item.text and size > style.size * _SMALLEST_TITLE and text_width(label, style.face, size) > width:
            size -= 0.5
        indent = item.indent * size
        hangs = self.hanging and item.align == "left"
        lines = break_line(Span(label, style.face, size, item.name), width - indent, width, hanging=hangs)
        made = Paragraph(lines, pitch, width, item.align, indent, style=item.style, hangs=self.hanging)
        return replace(made, before=item.before, after=item.after)

    def _below(self, item: TextItem, width: float, step: TextSize, value: str | None) -> Piece:
        """Printed words on a line of their own, the value in paragraphs under them."""
        style = self.look.styles[item.style]
        label = self._labelled(
            TextItem(item.style, item.text, None, item.name, False, 0.0, 0.0, item.before, item.after, item.align),
            style,
            self.values.fill(item.text),
            width,
        )
        if value is None:
            return Piece(item, (label,), label.height)
        lines = [[self._value(line, step, item.name, field=item.field or "")] for line in value.split("\n")]
        blocks, height = self._paragraphs(lines, step, width, item.indent * step.size)
        return Piece(item, (label, *blocks), label.height + height, value, label.height, step.pitch)

    def _value(self, text: str, step: TextSize, where: str, ruled: bool = False, field: str = "") -> Span:
        return Span(text, self.look.styles["value"].face, step.size, where, ruled, field=field)

    def _paragraphs(
        self, texts: Sequence[Sequence[Span]], step: TextSize, width: float, indent: float, align: str = "left"
    ) -> tuple[tuple[Paragraph, ...], float]:
        """A paragraph per text, and the height they need where another program breaks their lines."""
        paragraphs = []
        lines = 0
        for spans in texts:
            hanging = self.hanging and align == "left"
            if len(spans) == 1:
                made, most, stretched = broken(spans[0], width - indent, width, hanging=hanging)
            else:
                made = break_lines(spans, width - indent, width, hanging=hanging)
                most = max(len(made), most_lines(spans, width - indent, width))
                stretched = is_justified(made, width - indent, width)
            justify = align == "left" and stretched
            paragraph = Paragraph(made, step.pitch, width, align, indent, justify, style="value", hangs=self.hanging)
            paragraphs.append(paragraph)
            lines += most
        return tuple(paragraphs), lines * step.pitch

    def _line(self, item: LineItem, width: float, step: TextSize, text: str | None) -> Piece:
        """Parts at their places; where a value is too long for its rule, a paragraph instead."""
        style = self.look.styles[item.style]
        if text is None:
            for size in (s.size for s in steps_from(style, self.look)):
                parts = self._placed(item, width, style, size)
                if parts is not None:
                    line = Positioned(parts, style.pitch, style.face, style.size, item.before, item.after, item.style)
                    return Piece(item, (line,), line.height)
        return self._line_as_paragraph(item, width, style, step, text)

    def _placed(self, item: LineItem, width: float, style: Style, size: float) -> tuple[Placed, ...] | None:
        """The parts with values set in ``size``, or None when a value does not fit its rule."""
        placed: list[Placed] = []
        x = 0.0
        for number, part in enumerate(item.parts):
            flows = part.at is None
            x = x if part.at is None else part.at
            if isinstance(part, FixedText):
                placed.append(Placed(x, flows, Span(part.text, style.face, style.size, typed=part.typed)))
                x += text_width(part.text, style.face, style.size)
            elif isinstance(part, Check):
                ticked = self.values.ticked(part.field, part.when)
                name = f"{part.field}_{part.text}" if self.values.text(part.field) is None else ""
                placed.append(Placed(x, flows, CheckBox(style.face, style.size, ticked, name)))
                x += style.size
                placed.append(Placed(x, True, Span(part.text, style.face, style.size)))
                x += text_width(part.text, style.face, style.size)
            else:
                room = width - x - _width_of_followers(item.parts[number + 1 :], style)
                ruled = self._ruled(part, item.name, room, size)
                if ruled is None:
                    return None
                placed.append(Placed(x, flows, ruled))
                x += ruled.width
        return tuple(placed)

    def _ruled(self, part: Blank, name: str, room: float, size: float) -> Ruled | None:
        value = self.values.text(part.field)
        if value is None:
            return Ruled(part.width, None)
        value = value.replace("\n", " ")
        span = Span(value, self.look.styles["value"].face, size, name or part.field)
        needed = text_width(value, span.face, size) + _RULE_MARGIN
        if needed > max(part.width, room):
            return None
        return Ruled(max(part.width, needed), span)

    def _line_as_paragraph(self, item: LineItem, width: float, style: Style, step: TextSize, text: str | None) -> Piece:
        spans: list[Span] = []
        value = ""
        for part in item.parts:
            if isinstance(part, Blank):
                value = text if text is not None else (self.values.text(part.field) or "").replace("\n", " ")
                spans.append(self._value(value, step, item.name, ruled=True))
            else:
                spans.append(Span(part.text, style.face, min(style.size, step.size)))
        lines = break_lines(spans, width, width, hanging=self.hanging)
        paragraph = Paragraph(lines, step.pitch, width, style=item.style, hangs=self.hanging)
        paragraph = replace(paragraph, before=item.before, after=item.after)
        height = max(len(lines), most_lines(spans, width, width)) * step.pitch + item.before + item.after
        return Piece(item, (paragraph,), height, value, item.before + item.after, step.pitch)


def _width_of_followers(parts: Sequence[Part], style: Style) -> float:
    """Width of the parts that follow directly, up to the first with a place of its own."""
    width = 0.0
    for part in parts:
        if part.at is not None:
            break
        if isinstance(part, Blank):
            width += part.width
        else:
            width += text_width(part.text, style.face, style.size)
    return width


def reference(record: PaperRecord) -> str:
    """What tells the paper from others in a message without naming a person."""
    number = getattr(record, "number", None)
    if number:
        return f"{getattr(record, 'numbered_as', '工单编号')}{number}"
    case = getattr(record, "case_number", None)
    return f"督办编号{case}" if case else getattr(record, "title", None) or UNNUMBERED


def is_fixed(item: CellItem) -> bool:
    """True where the item prints the same for every record."""
    if isinstance(item, TextItem):
        return item.field is None and "{" not in item.text
    if isinstance(item, TickItem):
        return False
    return all(isinstance(part, FixedText) for part in item.parts)
