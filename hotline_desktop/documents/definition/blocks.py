"""Reads the blocks of a form: its lines, its tables, and what stands in their cells."""

import math
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hotline_desktop.documents.definition.definition import (
    ALIGNS,
    MM,
    Blank,
    Block,
    CellForm,
    CellItem,
    Check,
    FixedText,
    LineItem,
    Look,
    Part,
    RowForm,
    Sheet,
    SignItem,
    Style,
    TableForm,
    TextItem,
    TickItem,
)
from hotline_desktop.documents.definition.section import Section
from hotline_desktop.documents.faces.metrics import character_widths
from hotline_desktop.domain.papers.paper_records import PaperRecord, field_names, row_classes
from hotline_desktop.domain.terms.options import Resolution

WIDEST = 600.0
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\s*$|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)
# So long a name of a text stands in messages and in the note at the foot of a page.
_LONGEST_NAME = 24
_PLACES = re.compile(r"\{\w+\}")
_LONGEST_STATE = 20  # it stands in the names of files, behind the kind and before the number
_TOUCHES = 0.5  # points: words that follow each other may stand so close


@dataclass(frozen=True, slots=True)
class States:
    """The states of a form by name: the fields that each hides, and the names that they had before."""

    hidden: dict[str, frozenset[str]]
    earlier: dict[str, str]


def least_lines(words: str, style: Style, width: float) -> int:
    """How many lines of ``width`` points the printed words take at least, whatever stands in their fields."""
    own = sum(character_widths(re.sub(r"{\w+}", "", words), style.face, style.size)) - _TOUCHES
    return max(1, math.ceil(own / max(width, style.size)))


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Reads the parts of one form against its look, the sheet it stands on, and the fields of its record."""

    look: Look
    sheet: Sheet
    record: type[PaperRecord]
    flows: bool = False

    @property
    def _fields(self) -> frozenset[str]:
        return field_names(self.record)

    def states(self, top: Section) -> "States":
        """The states of a form."""
        states: dict[str, frozenset[str]] = {}
        earlier: dict[str, str] = {}
        for section in top.sections("states"):
            name = section.text("name")
            if _UNFIT.search(name):
                raise section.error(
                    "name",
                    f'状态“{name}”要用作文件名，不能有 \\ / : * ? " < > |，不能以点或空格结尾，也不能是 CON、NUL 等',
                )
            if len(name) > _LONGEST_STATE:
                raise section.error("name", f"状态要用作文件名，最多 {_LONGEST_STATE} 个字")
            if name in states:
                raise section.error("name", f"状态“{name}”写了两次")
            states[name] = section.names("hide")
            earlier |= dict.fromkeys(section.names("earlier"), name)
            for field in states[name]:
                self._known(section, "hide", field)
            section.finish()
        return States(states, earlier)

    def block(self, section: Section) -> Block:
        """One block of a form. Raises DefinitionError."""
        if section.has("columns"):
            return self._table(section)
        item: Block
        if section.has("sign"):
            item = self._sign(section)
        elif section.has("parts"):
            item = self._line(section, 0)
        else:
            item = self._text(section, "outside")
        section.finish()
        return item

    def template(self, section: Section, key: str) -> str:
        """The words under ``key``, whose places all name fields of the record. Raises DefinitionError."""
        text = section.text(key)
        try:
            places = [place for place in string.Formatter().parse(text) if place[1] is not None]
        except ValueError as error:
            raise section.error(key, "花括号不成对") from error
        for _words, name, spec, conversion in places:
            self._known(section, key, name or "")
            if spec or conversion:
                raise section.error(key, f"花括号里只写字段，写作 {{{name}}}")
        return text

    def _known(self, section: Section, key: str, field: str) -> str:
        if field not in self._fields:
            raise section.error(key, f"没有“{field}”这个字段，可用的有 {'、'.join(sorted(self._fields))}")
        return field

    def _table(self, section: Section) -> TableForm:
        columns = tuple(width * MM for width in section.numbers("columns", 1, WIDEST))
        if abs(sum(columns) - self.sheet.text_width) > 0.1 * MM:
            have, want = sum(columns) / MM, self.sheet.text_width / MM
            raise section.error("columns", f"各列宽度之和是 {have:g}，应当等于版心宽度 {want:g}")
        rows: list[RowForm] = []
        heads: dict[int, str] = {}  # what stands above a column
        for each in section.sections("rows"):
            rows.append(self._row(each, columns, heads))
            if rows[-1].head:
                heads = dict(_printed(rows[-1]))
        section.finish()
        return TableForm(columns, tuple(rows))

    def _row(self, section: Section, columns: tuple[float, ...], heads: Mapping[int, str]) -> RowForm:
        height = section.number("height", 5, 250)
        each = self._each(section)
        reader = replace(self, record=row_classes(self.record)[each]) if each else self
        row = RowForm(
            height=height * MM,
            min_height=section.number("min_height", 5, height, height) * MM,
            max_height=section.number("max_height", height, 250, height) * MM,
            cells=tuple(reader._cells(section, heads)),
            each=each,
            least=section.whole("least", 0, 40, 0) if each else 0,
            fills=each != "" and section.flag("fills"),
            spare=each != "" and section.flag("spare"),
            head=self.flows and section.flag("head"),
            grows=section.flag("grows"),
        )
        if (spans := sum(cell.span for cell in row.cells)) != len(columns):
            raise section.error("cells", f"各格的 span 合计是 {spans}，应当等于列数 {len(columns)}")
        self._check_words(section, row, columns)
        section.finish()
        return row

    def _check_words(self, section: Section, row: RowForm, columns: tuple[float, ...]) -> None:
        """Refuses printed words that take more lines than their row has room for, in whatever face."""
        column = 0
        for number, cell in enumerate(row.cells, start=1):
            width = sum(columns[column : column + cell.span]) - 2 * cell.side
            column += cell.span
            words = [item for item in cell.items if isinstance(item, TextItem) and item.text]
            need = sum(self._least_height(item, width) for item in words)
            if need > row.max_height:
                most, have = need / MM, row.max_height / MM
                raise section.error(
                    f"cells[{number}]", f"印的字至少要 {most:.0f} 毫米高，这一行只有 {have:.0f} 毫米，会印到格外"
                )

    def _least_height(self, item: TextItem, width: float) -> float:
        style = self.look.styles[item.style]
        lines = least_lines(item.text, style, width)
        return lines * style.pitch if lines > 1 else 0.0  # a single line is set in the row's middle

    def _each(self, section: Section) -> str:
        """The field of rows for which the row is repeated; only flowing documents have such rows."""
        if not (self.flows and section.has("each")):
            return ""
        return section.choice("each", tuple(row_classes(self.record)))

    def _cells(self, row: Section, heads: Mapping[int, str]) -> list[CellForm]:
        """The cells of a row; what has no words of its own is called by those beside it, or above it in ``heads``."""
        cells: list[CellForm] = []
        before, column = "", 0
        for section in row.sections("cells"):
            cell = self._cell(section, before or heads.get(column, ""))
            before = _words_of(cell)
            column += cell.span
            cells.append(cell)
        return cells

    def _cell(self, section: Section, heading: str) -> CellForm:
        span = section.whole("span", 1, 30, 1)
        side = section.number("side", 0, 20, self.look.table.side / MM) * MM
        has_items = section.has("items")
        entries = section.sections("items") if has_items else [section]
        items = tuple(self._item(entry, side, heading) for entry in entries)
        if has_items:
            for entry in entries:
                entry.finish()
        top = section.flag("top") or has_items or any(isinstance(i, TextItem) and i.below for i in items)
        one_line = section.flag("one_line")
        section.finish()
        return CellForm(span, items, side, self.look.table.head, not top, one_line)

    def _item(self, section: Section, side: float, heading: str) -> CellItem:
        if section.has("tick"):
            field = self._known(section, "tick", section.text("tick"))
            return TickItem(self._style_name(section, "tick"), field, self._when(section, field))
        if section.has("parts"):
            return self._line(section, side)
        return self._text(section, "label", heading)

    def _text(self, section: Section, style: str, heading: str = "") -> TextItem:
        text = self.template(section, "words") if section.has("words") else ""
        field = self._known(section, "field", section.text("field")) if section.has("field") else None
        if not text and field is None:
            raise section.error("words", "要写 words（印好的字）、field（填入的字段）或 parts（一行的各部分）之一")
        style = self._style_name(section, style)
        look = self.look.styles[style]
        return TextItem(
            style=style,
            text=text,
            field=field,
            name=section.text("name", _as_name(text or heading) or field or ""),
            below=section.flag("below"),
            indent=section.number("indent", 0, 10, look.indent),
            room=section.length("room", 0, 250, 0),
            before=section.number("before", 0, 50, look.before / MM) * MM,
            after=section.number("after", 0, 50, look.after / MM) * MM,
            align=section.choice("align", ALIGNS, look.align),
            optional=self.flows and section.flag("optional"),
            instead=self._known(section, "instead", section.text("instead")) if self._may(section, "instead") else "",
            listed=self.flows and section.flag("listed"),
            leaf=self.flows and section.flag("leaf"),
            parted=section.flag("parted"),
        )

    def _may(self, section: Section, key: str) -> bool:
        """Whether a flowing document says ``key``."""
        return self.flows and section.has(key)

    def _sign(self, section: Section) -> SignItem:
        if not self.flows:
            raise section.error("sign", '只有 layout = "flow" 的文书有署名')
        style = self._style_name(section, "value")
        before = section.number("before", 0, 100, self.look.styles[style].before / MM) * MM
        field, date = section.text("sign"), section.text("date")
        return SignItem(style, self._known(section, "sign", field), self._known(section, "date", date), before)

    def _line(self, section: Section, side: float) -> LineItem:
        style = self._style_name(section, "label")
        look = self.look.styles[style]
        parts = tuple(self._part(part, side) for part in section.sections("parts"))
        self._check_places(section, parts, style)
        text = next((part.text for part in parts if isinstance(part, FixedText)), "")
        return LineItem(
            style=style,
            parts=parts,
            name=section.text("name", text.rstrip("：")),
            bottom=section.flag("bottom"),
            before=section.number("before", 0, 50, look.before / MM) * MM,
            after=section.number("after", 0, 50, look.after / MM) * MM,
        )

    def _check_places(self, section: Section, parts: tuple[Part, ...], style: str) -> None:
        """Refuses printed words that would stand beyond the right edge of the text area, or on others."""
        size, edge = self.look.styles[style].size, self.sheet.text_width
        end = 0.0
        for number, part in enumerate(parts, start=1):
            if part.at is not None and part.at < end - _TOUCHES:
                raise section.error(
                    f"parts[{number}].at", f"{part.at / MM:.0f} 会印在前面的字上，至少写 {math.ceil(end / MM)}"
                )
            own = part.width if isinstance(part, Blank) else sum(character_widths(part.text, "fang", size))
            end = (end if part.at is None else part.at) + own
            width = 0.0 if isinstance(part, Blank) else len(part.text) * size / 2
            if part.at is not None and part.at + width > edge:
                place, most = part.at / MM, (edge - width) / MM
                raise section.error(f"parts[{number}].at", f"{place:g} 太靠右，字会印到纸外，最多写 {most:.0f}")

    def _part(self, section: Section, side: float) -> Part:
        at = max(0.0, section.length("at", 0, 200) - side) if section.has("at") else None
        part: Part
        if section.has("check"):
            field = self._known(section, "check", section.text("check"))
            part = Check(field, self._when(section, field), section.text("words"), at)
        elif section.has("blank"):
            field = self._known(section, "blank", section.text("blank"))
            part = Blank(field, section.length("width", 3, 200), at)
        else:
            part = FixedText(section.text("words"), at, section.text("typed", ""))
        section.finish()
        return part

    def _when(self, section: Section, field: str) -> str | bool:
        """The value at which a box is ticked; refused where the field can never have it."""
        when, kind = section.word_or_flag("when"), str(self.record.__dataclass_fields__[field].type)
        if isinstance(when, bool) != kind.startswith("bool"):
            expected = "true 或 false" if kind.startswith("bool") else "写在引号里的词"
            raise section.error("when", f"“{field}”要写 {expected}，照现在的写法永远不会打勾")
        if field == "resolution" and when not in tuple(Resolution):
            raise section.error("when", f"是否解决里没有“{when}”，可以写 {'、'.join(Resolution)}")
        return when

    def _style_name(self, section: Section, default: str) -> str:
        return section.choice("style", tuple(self.look.styles), default)


def _words_of(cell: CellForm) -> str:
    """What is printed in the cell, where it begins with words."""
    return cell.items[0].text if isinstance(cell.items[0], TextItem) else ""


def _printed(row: RowForm) -> Iterator[tuple[int, str]]:
    """The words of each cell by the column in which it begins."""
    column = 0
    for cell in row.cells:
        yield column, _words_of(cell)
        column += cell.span


def _as_name(words: str) -> str:
    """What messages call a text by its printed words: … for each value within them, and no more than a line."""
    name = _PLACES.sub("…", words).rstrip("：")
    if not name.strip("…"):
        return ""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
