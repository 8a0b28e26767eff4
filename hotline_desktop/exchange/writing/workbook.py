"""A workbook of one sheet of texts, written line by line straight into its file.

A library for workbooks makes an object of every cell, which takes several times as long; all that is needed here are
texts, a shaded head that stays in sight, widths and a filter. ISO/IEC 29500-1, 18.3 (sheets) and 18.8 (styles).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXT, _HEAD = 1, 2  # styles of cells: a text (format 49, “@”), and a text in bold on a shade
_AT_ONCE = 200  # lines that are packed together
_PACKED = 4  # half the time of the usual level, a tenth more bytes
_MARKUP = re.compile(r"[&<>\r]")
_SPELLED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}

_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_PARTS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font>'
    '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_workbook(
    path: Path, sheet: str, widths: Sequence[float], headers: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    """Writes the workbook to ``path``; how many ``rows`` there were, which no list holds. Texts are ready for XML 1.0.

    ``widths`` are those of the columns, in characters.
    """
    columns = [column_name(place) for place in range(len(headers))]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKED) as book:
        with book.open(_SHEET, "w", force_zip64=True) as stream:
            stream.write(_before(widths).encode())
            stream.write(_line(1, columns, headers, _HEAD).encode())
            count, waiting = 0, []
            for count, row in enumerate(rows, start=1):
                waiting.append(_line(count + 1, columns, row, _TEXT))
                if len(waiting) == _AT_ONCE:
                    stream.write("".join(waiting).encode())
                    waiting.clear()
            area = f"A1:{columns[-1] if columns else 'A'}{count + 1}"
            stream.write(f'{"".join(waiting)}</sheetData><autoFilter ref="{area}"/></worksheet>'.encode())
        parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _ROOT, "xl/_rels/workbook.xml.rels": _PARTS}
        parts |= {"xl/workbook.xml": _book(sheet, area), "xl/styles.xml": _STYLES}
        for name, text in parts.items():
            book.writestr(name, text)
    return count


def column_name(place: int) -> str:
    """The letters of a column, counted from 0: A … Z, AA …."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _line(number: int, columns: Sequence[str], texts: Sequence[str], style: int) -> str:
    if _MARKUP.search("".join(texts)) is not None:
        texts = [_MARKUP.sub(_spelled, text) for text in texts]
    cells = [
        f'<c r="{column}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if text
        else f'<c r="{column}{number}" s="{style}"/>'
        for column, text in zip(columns, texts, strict=True)
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _spelled(found: re.Match[str]) -> str:
    return _SPELLED[found[0]]


def _before(widths: Sequence[float]) -> str:
    shapes = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{shapes}</cols>" if shapes else ""}<sheetData>'
    )


def _book(sheet: str, area: str) -> str:
    first, last = area.split(":")
    fixed = "".join(f"${part}" for part in re.findall("[A-Z]+|[0-9]+", first))
    fixed += ":" + "".join(f"${part}" for part in re.findall("[A-Z]+|[0-9]+", last))
    quoted = sheet.replace("'", "''").replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name={quoteattr(sheet)} sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f"'{quoted}'!{fixed}</definedName></definedNames></workbook>"
    )
