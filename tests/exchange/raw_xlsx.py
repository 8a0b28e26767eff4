"""Writes .xlsx files part by part, so that they can be as other programs write them, and as no program should."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from hotline_desktop.exchange.sheets.sheet import column_letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def text(value: str, reference: str = "") -> str:
    """A cell that holds its text itself."""
    place = f' r="{reference}"' if reference else ""
    return f'<c{place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(value: str, reference: str, style: int = 0) -> str:
    """A cell with a number, written exactly as given."""
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def formula(code: str, reference: str, value: str | None = None, kind: str = "str") -> str:
    """A cell with a formula; ``value`` None was never worked out."""
    kept = "" if value is None else f"<v>{escape(value)}</v>"
    shown = f' t="{kind}"' if value is not None else ""
    return f'<c r="{reference}"{shown}><f>{escape(code)}</f>{kept}</c>'


def row(number: int, cells: Sequence[str], attributes: str = "") -> str:
    """A row; a cell that is no XML yet becomes one with that text."""
    named = enumerate(cells)
    made = (cell if cell.startswith("<c") else text(cell, f"{column_letter(i)}{number}") for i, cell in named)
    return f'<row r="{number}"{attributes}>{"".join(made)}</row>'


def sheet(rows: Sequence[str], behind: str = "", before: str = "", main: str = _MAIN) -> str:
    """A worksheet; ``behind`` stands after the cells (merged ones), ``before`` before them (the range it claims)."""
    return f'{_HEAD}<worksheet xmlns="{main}">{before}<sheetData>{"".join(rows)}</sheetData>{behind}</worksheet>'


def merged(*ranges: str) -> str:
    """The merged cells of a sheet."""
    listed = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return f"<mergeCells>{listed}</mergeCells>"


def save(
    path: Path,
    sheets: Mapping[str, str],
    *,
    formats: Sequence[str] = (),
    properties: str = "",
    target: str = "worksheets/",
    main: str = _MAIN,
) -> Path:
    """A workbook of the named sheets. ``formats`` are number formats, of style 1 and on; ``properties`` of the book."""
    named = list(sheets)
    book = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(named, 1))
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_RELATIONS}/worksheet" Target="{target}sheet{i}.xml"/>'
        for i in range(1, len(named) + 1)
    )
    styles = f'<Relationship Id="rId99" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for i in range(1, len(named) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{overrides}</Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{main}" xmlns:r="{_RELATIONS}">{properties}<sheets>{book}</sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}{styles}</Relationships>',
        )
        package.writestr("xl/styles.xml", _styles(formats, main))
        for i, name in enumerate(named, 1):
            package.writestr(f"xl/worksheets/sheet{i}.xml", sheets[name])
    return path


_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _styles(formats: Sequence[str], main: str) -> str:
    codes = "".join(f'<numFmt numFmtId="{163 + i}" formatCode="{escape(f)}"/>' for i, f in enumerate(formats, 1))
    cells = "".join(f'<xf numFmtId="{163 + i}" applyNumberFormat="1"/>' for i in range(1, len(formats) + 1))
    known = f'<numFmts count="{len(formats)}">{codes}</numFmts>' if formats else ""
    return (
        f'{_HEAD}<styleSheet xmlns="{main}">{known}<cellXfs count="{len(formats) + 1}">'
        f'<xf numFmtId="0"/>{cells}</cellXfs></styleSheet>'
    )
