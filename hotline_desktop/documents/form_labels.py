"""The words of a form by which what was typed under them is found again."""

from __future__ import annotations

from collections.abc import Iterator

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
            if item.words.endswith(_COLON) and item.field:
                texts.setdefault(item.field, item.words)
            elif item.words:
                stops.append(item.words)
            continue
        for part in item.parts:
            if isinstance(part, Check):
                value = _YES_NO[part.when] if isinstance(part.when, bool) else part.when
                ticks.setdefault(part.field, {})[part.text] = value
            elif isinstance(part, Words) and part.text.endswith(_COLON):
                texts.setdefault(part.text.rstrip(_COLON), part.text)
    return Labels(texts, ticks, tuple(word for word in stops if word.endswith(_COLON)))


def _items(form: Form) -> Iterator[TextItem | LineItem]:
    for block in form.blocks:
        if isinstance(block, TableForm):
            for row in block.rows:
                for cell in row.cells:
                    yield from (item for item in cell.items if not isinstance(item, TickItem))
        elif not isinstance(block, SignItem):
            yield block
