"""The columns of the ticket list in the window: chosen from those that a list can have, each as wide as its text."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from hotline_desktop.domain.ticket.columns import LIGHT, SHOWN, WINDOW, ListColumn, chosen, demand_text

BRIEF = "brief"
_TWO_LINES = ListColumn(BRIEF, "工单", lambda row, _light: demand_text(row), tip="窗口窄时一件两行")
CHOSEN_BY_HAND = chosen(WINDOW)  # what the clerk shows and hides
COLUMNS = (*CHOSEN_BY_HAND, _TWO_LINES)
COLUMN_KEYS = tuple(column.key for column in COLUMNS)
_PADDING, _MARK = 26, 26  # pixels: around a text, and for the shape before a light


def is_shown_first(column: ListColumn) -> bool:
    """Whether the column is seen until a clerk chooses others."""
    return column.key in SHOWN


def column_width(column: ListColumn, metrics: QFontMetrics) -> int:
    """How wide a column begins in that face: its usual text or its title with the sorting mark, whole."""
    width = max(metrics.horizontalAdvance(column.sample), metrics.horizontalAdvance(column.title) + 12)
    return width + _PADDING + (_MARK if column.key == LIGHT else 0)
