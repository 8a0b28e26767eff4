"""Reads ``forms/*.toml`` and refuses what could not be printed, naming file, key and reason."""

import string
from dataclasses import dataclass
from pathlib import Path

from hotline_desktop.documents.definition import (
    ALIGNS,
    MM,
    ROLES,
    Blank,
    Block,
    CellForm,
    CellItem,
    Check,
    Form,
    LineItem,
    Look,
    Part,
    RowForm,
    Sheet,
    Step,
    Style,
    TableForm,
    TableLook,
    TextItem,
    TickItem,
    Words,
)
from hotline_desktop.documents.definition_section import Section, read_toml
from hotline_desktop.domain.papers import PaperKind, field_names

STYLES_FILE = "_styles.toml"
# Every style the composer asks for by name, besides those that a form's items name themselves.
NEEDED_STYLES = ("label", "value", "outside", "tick", "continued_title", "continued_label", "continued")
_WIDEST = 600.0


def read_look(path: Path) -> Look:
    """Page, faces and styles that all forms share."""
    top = read_toml(path)
    look = Look(
        sheet=_sheet(top.section("page")),
        table=_table_look(top.section("table")),
        steps=_steps(text := top.section("text")),
        more=text.text("more"),
        faces=_faces(top.section("faces")),
        styles=_styles(top.section("styles")),
    )
    text.finish()
    top.finish()
    return look


def _sheet(section: Section) -> Sheet:
    sheet = Sheet(
        width=section.length("width", 100, _WIDEST),
        height=section.length("height", 100, _WIDEST),
        top=section.length("top", 0, 100),
        bottom=section.length("bottom", 0, 100),
        left=section.length("left", 0, 100),
        right=section.length("right", 0, 100),
    )
    if sheet.text_width < 50 * MM or sheet.text_height < 50 * MM:
        raise section.error("", "页边距太大，放文字的地方不足 50 毫米")
    section.finish()
    return sheet


def _table_look(section: Section) -> TableLook:
    look = TableLook(
        line=section.number("line", 0.1, 5),
        frame=section.number("frame", 0.1, 5),
        side=section.length("side", 0, 10),
        head=section.length("head", 0, 10),
    )
    section.finish()
    return look


def _steps(section: Section) -> tuple[Step, ...]:
    steps = []
    for entry in section.sections("steps"):
        size = entry.number("size", 6, 30)
        steps.append(Step(size, entry.number("pitch", size, 60)))
        entry.finish()
    if [step.size for step in steps] != sorted({step.size for step in steps}, reverse=True):
        raise section.error("steps", "字号应当从大到小排列，不重复")
    return tuple(steps)


def _faces(section: Section) -> dict[str, str]:
    faces = {role: section.text(role) for role in ROLES}
    section.finish()
    return faces


def _styles(section: Section) -> dict[str, Style]:
    styles = {name: _style(section.section(name)) for name in section.keys()}  # noqa: SIM118
    for name in NEEDED_STYLES:
        if name not in styles:
            raise section.error(name, "缺少这个样式")
    return styles


def _style(section: Section) -> Style:
    size = section.number("size", 6, 60)
    style = Style(
        face=section.choice("face", ROLES),
        size=size,
        pitch=section.number("pitch", size, 120),
        align=section.choice("align", ALIGNS, "left"),
        indent=section.number("indent", 0, 10, 0),
        before=section.length("before", 0, 50, 0),
        after=section.length("after", 0, 50, 0),
    )
    section.finish()
    return style


def read_form(path: Path, look: Look) -> Form:
    """One form, checked against its record's fields and the sheet it is printed on."""
    top = read_toml(path)
    kind = PaperKind(top.choice("kind", [str(kind) for kind in PaperKind]))
    reader = _FormReader(look, field_names(kind))
    continuation = top.section("continuation")
    form = Form(
        kind=kind,
        file=path.name,
        look=look,
        states=reader.states(top),
        blocks=tuple(reader.block(section) for section in top.sections("blocks")),
        continuation=reader.template(continuation, "title"),
    )
    continuation.finish()
    top.finish()
    _check_height(top, form)
    return form


@dataclass(frozen=True, slots=True)
class _FormReader:
    """Reads the parts of one form against its look and its record's field names."""

    look: Look
    fields: frozenset[str]

    def states(self, top: Section) -> dict[str, frozenset[str]]:
        states: dict[str, frozenset[str]] = {}
        for section in top.sections("states"):
            name = section.text("name")
            if name in states:
                raise section.error("name", f"状态“{name}”写了两次")
            states[name] = section.names("hide")
            for field in states[name]:
                self._known(section, "hide", field)
            section.finish()
        return states

    def block(self, section: Section) -> Block:
        if section.has("columns"):
            return self._table(section)
        item = self._line(section, 0) if section.has("parts") else self._text(section, "outside")
        section.finish()
        return item

    def template(self, section: Section, key: str) -> str:
        words = section.text(key)
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(words) if name is not None]
        except ValueError as error:
            raise section.error(key, "花括号不成对") from error
        for name in names:
            self._known(section, key, name)
        return words

    def _known(self, section: Section, key: str, field: str) -> str:
        if field not in self.fields:
            raise section.error(key, f"没有“{field}”这个字段，可用的有 {'、'.join(sorted(self.fields))}")
        return field

    def _table(self, section: Section) -> TableForm:
        columns = tuple(width * MM for width in section.numbers("columns", 1, _WIDEST))
        if abs(sum(columns) - self.look.sheet.text_width) > 0.1 * MM:
            have, want = sum(columns) / MM, self.look.sheet.text_width / MM
            raise section.error("columns", f"各列宽度之和是 {have:g}，应当等于版心宽度 {want:g}")
        rows = tuple(self._row(row, columns) for row in section.sections("rows"))
        section.finish()
        return TableForm(columns, rows)

    def _row(self, section: Section, columns: tuple[float, ...]) -> RowForm:
        height = section.number("height", 5, 250)
        row = RowForm(
            height=height * MM,
            min_height=section.number("min_height", 5, height, height) * MM,
            max_height=section.number("max_height", height, 250, height) * MM,
            cells=tuple(self._cells(section)),
        )
        if (spans := sum(cell.span for cell in row.cells)) != len(columns):
            raise section.error("cells", f"各格的 span 合计是 {spans}，应当等于列数 {len(columns)}")
        section.finish()
        return row

    def _cells(self, row: Section) -> list[CellForm]:
        cells = []
        before = ""
        for section in row.sections("cells"):
            cell = self._cell(section, before)
            before = cell.items[0].words if isinstance(cell.items[0], TextItem) else ""
            cells.append(cell)
        return cells

    def _cell(self, section: Section, heading: str) -> CellForm:
        span = section.number("span", 1, 30, 1)
        if span != int(span):
            raise section.error("span", "应当是整数")
        side = section.number("side", 0, 20, self.look.table.side / MM) * MM
        several = section.has("items")
        entries = section.sections("items") if several else [section]
        items = tuple(self._item(entry, side, heading) for entry in entries)
        if several:
            for entry in entries:
                entry.finish()
        top = section.flag("top") or several or any(isinstance(i, TextItem) and i.below for i in items)
        one_line = section.flag("one_line")
        section.finish()
        return CellForm(int(span), items, side, self.look.table.head, not top, one_line)

    def _item(self, section: Section, side: float, heading: str) -> CellItem:
        if section.has("tick"):
            field = self._known(section, "tick", section.text("tick"))
            return TickItem(self._style_name(section, "tick"), field, section.word_or_flag("when"))
        if section.has("parts"):
            return self._line(section, side)
        return self._text(section, "label", heading)

    def _text(self, section: Section, style: str, heading: str = "") -> TextItem:
        words = self.template(section, "words") if section.has("words") else ""
        field = self._known(section, "field", section.text("field")) if section.has("field") else None
        if not words and field is None:
            raise section.error("words", "要写 words（印好的字）、field（填入的字段）或 parts（一行的各部分）之一")
        style = self._style_name(section, style)
        look = self.look.styles[style]
        return TextItem(
            style=style,
            words=words,
            field=field,
            name=section.text("name", (words or heading).rstrip("：") or field or ""),
            below=section.flag("below"),
            indent=section.number("indent", 0, 10, look.indent),
            room=section.length("room", 0, 250, 0),
            before=section.number("before", 0, 50, look.before / MM) * MM,
            after=section.number("after", 0, 50, look.after / MM) * MM,
            align=section.choice("align", ALIGNS, look.align),
        )

    def _line(self, section: Section, side: float) -> LineItem:
        style = self._style_name(section, "label")
        look = self.look.styles[style]
        parts = tuple(self._part(part, side) for part in section.sections("parts"))
        words = next((part.text for part in parts if isinstance(part, Words)), "")
        return LineItem(
            style=style,
            parts=parts,
            name=section.text("name", words.rstrip("：")),
            bottom=section.flag("bottom"),
            before=section.number("before", 0, 50, look.before / MM) * MM,
            after=section.number("after", 0, 50, look.after / MM) * MM,
        )

    def _part(self, section: Section, side: float) -> Part:
        at = max(0.0, section.length("at", 0, 200) - side) if section.has("at") else None
        part: Part
        if section.has("check"):
            field = self._known(section, "check", section.text("check"))
            part = Check(field, section.word_or_flag("when"), section.text("words"), at)
        elif section.has("blank"):
            field = self._known(section, "blank", section.text("blank"))
            part = Blank(field, section.length("width", 3, 200), at)
        else:
            part = Words(section.text("words"), at)
        section.finish()
        return part

    def _style_name(self, section: Section, default: str) -> str:
        return section.choice("style", tuple(self.look.styles), default)


def _check_height(top: Section, form: Form) -> None:
    """Refuses a form that is too tall for its sheet, or whose rows could grow beyond it."""
    height = sum(_block_height(block, form.look) for block in form.blocks)
    room = form.look.sheet.text_height
    if height > room:
        raise top.error("blocks", f"合计高 {height / MM:.0f} 毫米，超出版心高度 {room / MM:.0f} 毫米")
    rows = [row for block in form.blocks if isinstance(block, TableForm) for row in block.rows]
    growth = sum(row.max_height - row.height for row in rows)
    give = sum(row.height - row.min_height for row in rows) + room - height
    if growth > give:
        raise top.error(
            "blocks",
            f"各行按 max_height 一共可增高 {growth / MM:.0f} 毫米，按 min_height 只让得出 {give / MM:.0f} 毫米",
        )


def _block_height(block: Block, look: Look) -> float:
    if isinstance(block, TableForm):
        return sum(row.height for row in block.rows)
    return block.before + look.styles[block.style].pitch + block.after
