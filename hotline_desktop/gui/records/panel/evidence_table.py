"""What speaks for two tickets being about one matter: their words side by side, the shared ones marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from hotline_desktop.domain.repeats.candidates import Evidence, Sign
from hotline_desktop.domain.terms.personal_numbers import mask_id_numbers
from hotline_desktop.gui.kit.theme import Theme

_CAPTIONS = {Sign.QUOTED: "工单编号", Sign.PHONE: "电话", Sign.ADDRESS: "地址", Sign.CONTENT: "内容"}


class EvidenceTable(QWidget):
    """One row for each sign: what it is about, what ``here`` says, what ``there`` says."""

    def __init__(self, theme: Theme, evidence: Iterable[Evidence], here: str, there: str) -> None:
        super().__init__()
        self._theme = theme
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, heading in ((1, here), (2, there)):
            grid.addWidget(_label(heading, "caption"), 0, column)
        for row, each in enumerate(evidence, start=1):
            grid.addWidget(_label(_CAPTIONS[each.sign], "label"), row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate(map(mask_id_numbers, (each.here, each.there)), start=1):
                said = _label(self._marked(text, each.shared), "")
                said.setTextFormat(Qt.TextFormat.RichText)
                said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                said.setAccessibleName(f"{_CAPTIONS[each.sign]}：{text}")
                grid.addWidget(said, row, column, Qt.AlignmentFlag.AlignTop)

    def _marked(self, text: str, shared: Iterable[str]) -> str:
        ink, wash = self._theme.color("amber").name(), self._theme.color("amber_wash").name()
        parts, at = [], 0
        for start, end in shared_spans(text, shared):
            parts.append(escape(text[at:start]))
            parts.append(f"<span style='color:{ink};background:{wash}'>{escape(text[start:end])}</span>")
            at = end
        return "".join((*parts, escape(text[at:]))).replace("\n", "<br>")


def shared_spans(text: str, shared: Iterable[str]) -> list[tuple[int, int]]:
    """Where ``shared`` words stand in ``text``, whatever marks stand between their characters; none overlap."""
    found: list[tuple[int, int]] = []
    for word in shared:
        pattern = r"[\W_]*".join(re.escape(mark) for mark in word if mark.isalnum())
        found += [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if role:
        label.setProperty("role", role)
    return label
