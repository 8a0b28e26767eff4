"""Which of several papers of one kind is shown: the newest, or that of an earlier round, measure or request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from hotline_desktop.services.papers.subject import NEWEST, PaperVersion

_NEWEST = "最新"


class VersionChoice(QComboBox):
    """Offers what there is; hidden while the newest is all."""

    def __init__(self) -> None:
        super().__init__()
        self.versions: tuple[PaperVersion, ...] = ()
        self.setToolTip("第几次：以前每一次处置、督办、申请、回访的都可以再看、再打印")
        self.setAccessibleName("第几次")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.forget()

    @property
    def nth(self) -> int:
        """The number of the paper that is chosen, NEWEST where none is."""
        value = self.currentData()
        return int(value) if value is not None else NEWEST

    @property
    def chosen(self) -> PaperVersion | None:
        """The paper that is chosen by its number."""
        return next((version for version in self.versions if version.nth == self.nth), None)

    def forget(self) -> None:
        """The newest of another kind or ticket."""
        self.show_versions((), NEWEST)

    def show_versions(self, versions: Sequence[PaperVersion], nth: int) -> None:
        """Offers these, the ``nth`` one chosen; without a signal."""
        self.versions = tuple(versions)
        self.blockSignals(True)
        self.clear()
        self.addItem(_NEWEST, NEWEST)
        for version in self.versions:
            self.addItem(version.label, version.nth)
        self.setCurrentIndex(max(self.findData(nth), 0))
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        self.blockSignals(False)
        self.setVisible(any(not version.newest for version in self.versions))
