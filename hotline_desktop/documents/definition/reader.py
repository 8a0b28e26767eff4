"""Reads ``forms/*.toml`` and refuses what could not be printed, naming file, key and reason."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from hotline_desktop.documents.definition.blocks import WIDEST, BlockReader, least_lines
from hotline_desktop.documents.definition.definition import (
    ALIGNS,
    MM,
    ROLES,
    Block,
    DefinitionError,
    Form,
    Look,
    Sheet,
    SignItem,
    Style,
    TableForm,
    TableLook,
    TextItem,
    TextSize,
)
from hotline_desktop.documents.definition.section import Section, read_toml
from hotline_desktop.domain.papers.paper_records import RECORDS
from hotline_desktop.domain.terms.paper_kinds import PaperKind

STYLES_FILE = "_styles.toml"
_KIND = re.compile(r'\s*kind\s*=\s*"([^"\\]+)"\s*(?:#.*)?$')
_FACE = re.compile(r"""[^"';,<>\n]{1,31}""")  # as long as Word takes it
# A form stands on one sheet, a document flows over as many as it needs.
LAYOUTS = ("form", "flow")
# Every style the composer asks for by name, besides those that a form's items name themselves.
NEEDED_STYLES = ("label", "value", "outside", "tick", "continued_title", "continued_label", "continued")


def read_look(path: Path) -> Look:
    """Page, faces and styles that all forms share."""
    top = read_toml(path)
    sheet = _sheet(top.section("page"))
    look = Look(
        sheet=sheet,
        sheets=_sheets(top, sheet),
        table=_table_look(top.section("table")),
        steps=_steps(text := top.section("text")),
        more=text.text("more"),
        fonts=_faces(top.section("faces")),
        styles=_styles(top.section("styles")),
    )
    text.finish()
    top.finish()
    return look


def _sheets(top: Section, usual: Sheet) -> Mapping[str, Sheet]:
    """The sheets that a form may name, besides the usual one."""
    if not top.has("pages"):
        return {"": usual}
    pages = top.section("pages")
    return {"": usual, **{name: _sheet(pages.section(name)) for name in pages.keys()}}  # noqa: SIM118


def _sheet(section: Section) -> Sheet:
    sheet = Sheet(
        width=section.length("width", 100, WIDEST),
        height=section.length("height", 100, WIDEST),
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


def _steps(section: Section) -> tuple[TextSize, ...]:
    steps = []
    for entry in section.sections("steps"):
        size = entry.number("size", 6, 30)
        steps.append(TextSize(size, entry.number("pitch", size, 60)))
        entry.finish()
    if [step.size for step in steps] != sorted({step.size for step in steps}, reverse=True):
        raise section.error("steps", "字号应当从大到小排列，不重复")
    return tuple(steps)


def _own_steps(section: Section) -> tuple[TextSize, ...]:
    """The sizes of one paper's values, where it sets them otherwise than the others."""
    steps = _steps(section)
    section.finish()
    return steps


def _faces(section: Section) -> dict[str, str]:
    fonts = {role: section.text(role) for role in ROLES}
    for role, name in fonts.items():
        if not _FACE.fullmatch(name):
            raise section.error(role, "应当是 Word 里一种字体的名称，不超过 31 个字，不带引号、分号和尖括号")
    section.finish()
    return fonts


def _styles(section: Section) -> dict[str, Style]:
    styles = {name: _style(section.section(name), name) for name in section.keys()}  # noqa: SIM118
    for name in NEEDED_STYLES:
        if name not in styles:
            raise section.error(name, "缺少这个样式")
    return styles


def _style(section: Section, name: str) -> Style:
    size = section.number("size", 6, 60)
    style = Style(
        face=section.choice("face", ROLES),
        size=size,
        pitch=section.number("pitch", size, 120),
        align=section.choice("align", ALIGNS, "left"),
        indent=section.number("indent", 0, 10, 0),
        before=section.length("before", 0, 50, 0),
        after=section.length("after", 0, 50, 0),
        inset=section.number("inset", 0, 20, 0),
        tighten=section.number("tighten", 0, 2, 0),
        keeps=section.flag("keeps"),
        name=name,
        balanced=section.flag("balanced"),
    )
    section.finish()
    return style


def kind_in(path: Path) -> str:
    """The kind that a file says it defines; empty where it cannot be told.

    Usually a line of its own before the first table says so; only a file that says it otherwise is read whole.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            head = list(takewhile(lambda line: not line.lstrip().startswith("["), lines))
        found = [match[1] for match in map(_KIND.match, head) if match]
        return found[0] if len(found) == 1 else read_toml(path).text("kind", "")
    except (DefinitionError, OSError, UnicodeDecodeError):
        return ""


def read_form(path: Path, look: Look) -> Form:
    """One form, checked against its record's fields and the sheet it is printed on."""
    top = read_toml(path)
    kind = PaperKind(top.choice("kind", [str(kind) for kind in PaperKind]))
    flows = top.choice("layout", LAYOUTS, "form") == "flow"
    sheet = look.sheets[top.choice("page", tuple(look.sheets), "")]
    if top.has("text"):
        look = replace(look, steps=_own_steps(top.section("text")))
    reader = BlockReader(look, sheet, RECORDS[kind], flows)
    form = Form(
        kind=kind,
        file=path.name,
        look=look,
        sheet=sheet,
        states=(states := reader.states(top)).hidden,
        earlier=states.earlier,
        blocks=tuple(reader.block(section) for section in top.sections("blocks")),
        continuation="" if flows else _continuation(top, reader),
        flows=flows,
        numbered=flows and top.flag("numbered"),
    )
    top.finish()
    if not flows:
        _check_height(top, form)
    return form


def _continuation(top: Section, reader: BlockReader) -> str:
    section = top.section("continuation")
    title = reader.template(section, "title")
    section.finish()
    return title


def _check_height(top: Section, form: Form) -> None:
    """Refuses a form that is too tall for its sheet, or whose rows could grow beyond it."""
    height = sum(_block_height(block, form) for block in form.blocks)
    room = form.sheet.text_height
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


def _block_height(block: Block, form: Form) -> float:
    if isinstance(block, TableForm):
        return sum(row.height for row in block.rows)
    style = form.look.styles[block.style]
    if isinstance(block, SignItem):
        return block.before + 2 * style.pitch
    lines = least_lines(block.text, style, form.sheet.text_width) if isinstance(block, TextItem) else 1
    return block.before + lines * style.pitch + block.after
