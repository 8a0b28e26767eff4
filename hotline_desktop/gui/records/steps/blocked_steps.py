"""The steps that may not be taken: what is missing in a line each, the rest at a click, and what other people do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.terms.errors import in_words
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.gui.kit.running_text import RunningText
from hotline_desktop.gui.kit.theme import Theme

_LINES = 3  # blocked steps that are told without being asked
_OTHERS = 6  # steps of other people that are named


class BlockedSteps(QWidget):
    """``asked(Clause)`` for a clause to read. ``blocked`` are the shown lines by the step's id, ``others`` tell what
    people of another role do, ``fold`` shows the rest; it is None where there is no more.

    Lines stay from record to record and are given other words.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._unfolded = False
        self._later: list[Offer[Any]] = []
        self.fold: QPushButton | None = None
        self._toggle = QPushButton()
        self._toggle.setProperty("role", "link")
        self._toggle.clicked.connect(self._turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._near = _Lines(layout, self._blocked_line)
        layout.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._folded = _Lines(layout, self._blocked_line, spacing=6)
        self._roles = _Lines(layout, _line_of_others)

    def show_blocked(self, here: list[Offer[Any]], later: list[Offer[Any]], others: list[Offer[Any]]) -> None:
        """``here`` concern this stage and stand in a line each, ``others`` wait for people of another role."""
        self._later = [*here[_LINES:], *later]
        self.fold = self._toggle if self._later else None
        self._near.show((offer, False) for offer in here[:_LINES])
        self._roles.show(
            (right, labels)
            for right in Right
            if (labels := tuple(offer.step.label for offer in others if offer.step.right is right))
        )
        self._tell_later()
        self.setVisible(bool(here or later or others))

    @property
    def blocked(self) -> dict[str, RunningText]:
        """The lines that are shown, by the step that each is about."""
        shown = [*self._near.shown, *self._folded.shown]
        return {line.tells[0].step.id: line for line in shown if isinstance(line, _BlockedLine)}

    @property
    def others(self) -> list[RunningText]:
        """The lines about people of another role."""
        return list(self._roles.shown)

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._tell_later()

    def _tell_later(self) -> None:
        """What is not in the first lines, where it was asked for."""
        unfolded = self._unfolded
        self._folded.show((offer, True) for offer in (self._later if unfolded else ()))
        self._toggle.setText("收起" if unfolded else f"另有 {len(self._later)} 步现在还不能办，看缺什么")
        self._toggle.setIcon(self._theme.icon("chevron-up" if unfolded else "chevron-down", "accent", 16))
        self._toggle.setVisible(bool(self._later))

    def _blocked_line(self) -> _BlockedLine:
        line = _BlockedLine(self._theme)
        line.linkActivated.connect(lambda place: self.asked.emit(line.tells[0].blockers[int(place)].clause))
        return line


class _Line(RunningText):
    """One of the lines; ``tells`` is what it was given last."""

    tells: Any = None

    def tell(self, told: Any) -> None:
        """Shows something else."""
        raise NotImplementedError


class _Lines:
    """Lines below each other in a part of a column, as many as there is something to tell."""

    def __init__(self, place: QVBoxLayout, make: Callable[[], _Line], spacing: int = 8) -> None:
        self._make = make
        self._layout = QVBoxLayout()
        self._layout.setSpacing(spacing)
        place.addLayout(self._layout)
        self._lines: list[_Line] = []
        self.shown: list[_Line] = []

    def show(self, told: Iterable[Any]) -> None:
        """A line for each; what stands there already is not laid out again."""
        wanted = list(told)
        while len(self._lines) < len(wanted):
            self._lines.append(self._make())
            self._layout.addWidget(self._lines[-1])
        self.shown = self._lines[: len(wanted)]
        for line, each in zip(self.shown, wanted, strict=True):
            if line.tells != each:
                line.tells = each
                line.tell(each)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(wanted))


class _BlockedLine(_Line):
    """``还不能派单：还没有先行联系（6.1.3）``, each clause to be opened."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("faint", Qt.TextFormat.RichText)
        self._theme = theme
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)

    def tell(self, told: tuple[Offer[Any], bool]) -> None:
        """Tells of one offer the first thing that is missing, or the ``whole``."""
        offer, whole = told
        color = self._theme.color("accent").name()
        links = [
            f"{escape(blocker.message)}（<a href='{place}' style='color:{color}'>{blocker.clause.ref}</a>）"
            for place, blocker in enumerate(offer.blockers)
        ]
        shown = links if whole else links[:1]
        more = f"，另有 {len(links) - 1} 项" if len(links) > len(shown) else ""
        head = f"<span style='color:{self._theme.color('ink').name()}'>还不能{offer.step.label}：</span>"
        self.setText(f"{head}{'；'.join(shown)}{more}")
        self.setToolTip(hint(*(f"{b.message}\n{b.clause.ref}：{b.clause.text}" for b in offer.blockers)))
        self.setAccessibleName(f"还不能{offer.step.label}：{in_words(offer.blockers)}")


class _OthersLine(_Line):
    """``要由审核人来做：审核、退回``."""

    def tell(self, told: tuple[Right, tuple[str, ...]]) -> None:
        """Names the steps of one right."""
        right, labels = told
        more = f" 等 {len(labels)} 步" if len(labels) > _OTHERS else ""
        self.setText(f"要由{right.holders}来做：{'、'.join(labels[:_OTHERS])}{more}")
        self.setToolTip(hint("、".join(labels)))


def _line_of_others() -> _Line:
    return _OthersLine("faint")
