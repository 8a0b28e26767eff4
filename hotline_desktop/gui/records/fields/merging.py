"""A form whose record goes on meanwhile: how the record stands now, and what another changed beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.terms.errors import in_words
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.services.records.meanwhile import ChangedMeanwhile
from hotline_desktop.services.records.records import RecordService

_SHOWN = 120  # characters of a text that stand beside each other
_EMPTY = "（空）"


@dataclass(frozen=True, slots=True)
class RecordState:
    """What happened to a record since a form was opened, and what the form would propose by now.

    ``since`` is how many entries the record has now, ``against`` says why the step cannot be taken any more.
    """

    change: ChangedMeanwhile | None
    defaults: Mapping[str, Value]
    since: int
    against: str = ""

    @property
    def as_text(self) -> str:
        """What happened, and what it means for the form."""
        return f"{self.change}{self.against or '没动过的栏已经是现在的内容。'}"


Look = Callable[[int], RecordState]


def look_at(service: RecordService[Any], record_id: int, step_id: str, clerk: str) -> Look:
    """Looks how the record stands, given how many entries it had. To be called in the database lane."""

    def look(since: int) -> RecordState:
        change, detail = service.changed_since(record_id, since), service.detail(record_id, clerk)
        offer = next((each for each in detail.offers if each.step.id == step_id), None)
        proposed = offer.defaults if offer is not None else {}
        return RecordState(change, proposed, len(detail.history), _against(offer))

    return look


def _against(offer: Offer[Any] | None) -> str:
    if offer is None or offer.allowed:
        return ""
    return f"现在不能再办“{offer.step.label}”：{in_words(offer.blockers)}。填的内容留着，“返回”看这一件现在的情况。"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the clerk changed and another one too, the texts of all three."""

    label: str
    before: str
    theirs: str
    mine: str

    def __str__(self) -> str:
        return f"“{self.label}”原来：{_brief(self.before)}；现在：{_brief(self.theirs)}；您填：{_brief(self.mine)}"


def conflict_text(change: ChangedMeanwhile, clashes: Iterable[Conflict]) -> str:
    """What happened meanwhile, and the texts of every clash one below the other."""
    return "\n".join((str(change), *(str(clash) for clash in clashes)))


class OtherValue(QWidget):
    """Below a field: what it says by now, to be taken in the place of what was typed. ``taken(text)``."""

    taken = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        label = QLabel(f"现在是：{_brief(text)}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "problem")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setToolTip(hint(text))
        self.take, self.keep = QPushButton("换成现在的"), QPushButton("用我填的")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label, 1)
        for button in (self.take, self.keep):
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.take.clicked.connect(lambda: self.taken.emit(self.text))


def _brief(text: str) -> str:
    """As much of a text as there is room for."""
    line = " ".join(text.split())
    return (line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……（共 {len(text)} 字）") or _EMPTY
