"""Labels that several pages set in the same way."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from hotline_desktop.domain.terms.clauses import Clause

_CLAUSE_WIDTH = 420


def heading(text: str) -> QLabel:
    """The title of a part of a page."""
    label = QLabel(text)
    label.setProperty("role", "head")
    return label


def clause_label(clause: Clause) -> QLabel:
    """The wording of a clause, wide enough to be read."""
    label = QLabel(clause.text)
    label.setWordWrap(True)
    label.setMinimumWidth(_CLAUSE_WIDTH)
    return label
