"""As what the rows of a file come in: work to be done, or history that only serves searches."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from hotline_desktop.domain.importing.model import ImportPreview


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """One choice: its words, and what the import is told."""

    as_text: str
    history: bool
    finished_as_history: bool


CHOICES = (
    ImportChoice("作为在办工单", False, False),
    ImportChoice("平台已办结的只作历史，其余在办", False, True),
    ImportChoice("已在别处办结，只作历史", True, False),
)
_TIP = "历史工单供查询、认重复和派单参考，不进今日待办，也不计入季度考核"


class QuietCombo(QComboBox):
    """A choice that the wheel only changes while it has the focus: scrolling a table must not change it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TakenAsBox(QuietCombo):
    """The three choices; ``show_choice`` sets one without a signal."""

    def __init__(self) -> None:
        super().__init__()
        self.addItems([choice.as_text for choice in CHOICES])
        self.setToolTip(_TIP)
        self.setAccessibleName("导入的工单作为")

    @property
    def choice(self) -> ImportChoice:
        """What is chosen."""
        return CHOICES[self.currentIndex()]

    def show_choice(self, choice: ImportChoice) -> None:
        """Sets a choice without ``currentIndexChanged``."""
        self.blockSignals(True)
        self.setCurrentIndex(CHOICES.index(choice))
        self.blockSignals(False)


def choice_of(preview: ImportPreview) -> ImportChoice:
    """The choice that a preview was made with."""
    asked = (preview.history, preview.finished_as_history and not preview.history)
    return next(choice for choice in CHOICES if (choice.history, choice.finished_as_history) == asked)
