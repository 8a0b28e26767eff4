"""The printed labels of a form, by which the text that was typed behind them is found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hotline_desktop.documents.definition.definition import (
    Blank,
    CellForm,
    CellItem,
    Check,
    FixedText,
    Form,
    LineItem,
    RowForm,
    SignItem,
    TableForm,
    TextItem,
    TickItem,
)
from hotline_desktop.documents.returned.word_labels import Labels

_COLON = "："
_FIELD = re.compile(r"{(\w+)}")  # that is filled in among printed words
_YES_NO = {True: "是", False: "否"}


def labels_of(form: Form) -> Labels:
    """Labels of ``form``: those of fields by the field's key, those of ink (承办人：) by their own words."""
    texts: dict[str, str] = {}
    ticks: dict[str, dict[str, str]] = {}
    stops: list[str] = []
    for item in _items(form):
        if isinstance(item, TextItem):
            label, colon, _more = item.text.partition(_COLON)
            if colon and item.field:
                texts.setdefault(item.field, label + colon)
            elif item.text:
                stops.append(item.text)
            continue
        for part in item.parts:
            if isinstance(part, Check):
                value = _YES_NO[part.when] if isinstance(part.when, bool) else part.when
                ticks.setdefault(part.field, {})[part.text] = value
            elif isinstance(part, FixedText) and part.text.endswith(_COLON):
                texts.setdefault(part.text.rstrip(_COLON), part.text)
    alone = {text for row in _rows(form) for cell in row.cells if (text := _only_text(cell))}
    ends = tuple(word for word in stops if word.endswith(_COLON) or word in alone)
    return Labels(texts, ticks, ends, _columns(form), dict(_beside(form)), dict(_headed(form)))


def row_fields(form: Form, each: str) -> frozenset[str]:
    """The fields that the rows of ``form`` repeated for each of ``each`` ask for."""
    items = (item for row in _rows(form) if row.each == each for cell in row.cells for item in cell.items)
    return frozenset(field for item in items for field in _asked(item))


def _asked(item: CellItem) -> Iterator[str]:
    if isinstance(item, TextItem):
        yield from filter(None, (item.field, item.instead, *_FIELD.findall(item.text)))
    elif isinstance(item, TickItem):
        yield item.field
    else:
        yield from (part.field for part in item.parts if not isinstance(part, FixedText))


def _rows(form: Form) -> Iterator[RowForm]:
    for block in form.blocks:
        yield from block.rows if isinstance(block, TableForm) else ()


def _beside(form: Form) -> Iterator[tuple[str, str]]:
    """Fields with a cell of their own, and the words in the cell before it."""
    for row in _rows(form):
        for label, cell in pairwise(row.cells):
            text, field = _only_text(label), _only_field(cell)
            if text and field:
                yield field, text


def _only_text(cell: CellForm) -> str:
    item = cell.items[0] if len(cell.items) == 1 else None
    return item.text if isinstance(item, TextItem) and not item.field else ""


def _only_field(cell: CellForm) -> str:
    item = cell.items[0] if len(cell.items) == 1 else None
    if isinstance(item, TextItem):
        return item.field or "" if not item.text else ""
    blanks = [part.field for part in item.parts if isinstance(part, Blank)] if isinstance(item, LineItem) else []
    return blanks[0] if len(blanks) == 1 else ""


def _headed(form: Form) -> Iterator[tuple[str, str]]:
    """Fields below a heading of their own, and the heading."""
    for above, block in pairwise(form.blocks):
        if not (isinstance(above, TextItem) and isinstance(block, TextItem)):
            continue
        if above.style.startswith("heading") and above.text and block.field and not block.text:
            yield block.field, above.text


def _columns(form: Form) -> dict[str, dict[str, str]]:
    """The heads over cells with a tick of their own, by the field and then by the value that the tick stands for."""
    found: dict[str, dict[str, str]] = {}
    for above, row in pairwise(_rows(form)):
        for head, cell in zip(above.cells, row.cells, strict=False):
            first, tick = head.items[0], cell.items[0]
            if isinstance(tick, TickItem) and isinstance(first, TextItem):
                value = _YES_NO[tick.when] if isinstance(tick.when, bool) else tick.when
                found.setdefault(tick.field, {})[first.text] = value
    return found


def _items(form: Form) -> Iterator[TextItem | LineItem]:
    for block in form.blocks:
        if isinstance(block, TableForm):
            for row in block.rows:
                for cell in row.cells:
                    yield from (item for item in cell.items if not isinstance(item, TickItem))
        elif not isinstance(block, SignItem):
            yield block
