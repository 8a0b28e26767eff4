"""The words of a form by which what was typed under them is found again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hotline_desktop.documents.definition import Check, Form, LineItem, SignItem, TableForm, TextItem, TickItem, Words
from hotline_desktop.documents.word_back import Labels

_COLON = "："
_YES_NO = {True: "是", False: "否"}


def labels_of(form: Form) -> Labels:
    """Labels of ``form``: those of fields by the field's key, those of ink (承办人：) by their own words."""
    texts: dict[str, str] = {}
    ticks: dict[str, dict[str, str]] = {}
    stops: list[str] = []
    for item in _items(form):
        if isinstance(item, TextItem):
            label, colon, _more = item.words.partition(_COLON)
            if colon and item.field:
                texts.setdefault(item.field, label + colon)
            elif item.words:
                stops.append(item.words)
            continue
        for part in item.parts:
            if isinstance(part, Check):
                value = _YES_NO[part.when] if isinstance(part.when, bool) else part.when
                ticks.setdefault(part.field, {})[part.text] = value
            elif isinstance(part, Words) and part.text.endswith(_COLON):
                texts.setdefault(part.text.rstrip(_COLON), part.text)
    return Labels(texts, ticks, tuple(word for word in stops if word.endswith(_COLON)), _columns(form))


def _columns(form: Form) -> dict[str, dict[str, str]]:
    """The heads over cells with a tick of their own, by the field and then by the value that the tick stands for."""
    found: dict[str, dict[str, str]] = {}
    rows = [row for block in form.blocks if isinstance(block, TableForm) for row in block.rows]
    for above, row in pairwise(rows):
        for head, cell in zip(above.cells, row.cells, strict=False):
            first, tick = head.items[0], cell.items[0]
            if isinstance(tick, TickItem) and isinstance(first, TextItem):
                value = _YES_NO[tick.when] if isinstance(tick.when, bool) else tick.when
                found.setdefault(tick.field, {})[first.words] = value
    return found


def _items(form: Form) -> Iterator[TextItem | LineItem]:
    for block in form.blocks:
        if isinstance(block, TableForm):
            for row in block.rows:
                for cell in row.cells:
                    yield from (item for item in cell.items if not isinstance(item, TickItem))
        elif not isinstance(block, SignItem):
            yield block
