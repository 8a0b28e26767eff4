"""下一步: what may be done with a record now, and what is missing for the rest."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.steps import Group, Prominence, is_denied
from hotline_desktop.gui.kit.running_text import RunningText
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.steps.blocked_steps import BlockedSteps
from hotline_desktop.gui.records.steps.step_buttons import NEAR, StepButtons
from hotline_desktop.gui.shell.pages.page import Command


class NextSteps(QWidget):
    """Emits ``chosen(Offer)`` for a step that may be taken and ``asked(Clause)`` for a clause to read.

    ``leading`` is the id of the step that comes first, empty where there is none.
    """

    chosen = Signal(object)
    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._offers: dict[str, Offer[Any]] = {}
        self.leading = ""
        self._may, self._may_not = StepButtons(theme), BlockedSteps(theme)
        self._may.taken.connect(self.take)
        self._may_not.asked.connect(self.asked)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self._may)
        body.addWidget(self._may_not)

    def show_offers(self, offers: tuple[Offer[Any], ...], record: Any) -> None:
        """Shows every step of a ticket or a case as it stands now."""
        allowed = [offer for offer in offers if offer.allowed]
        self._offers = {offer.step.id: offer for offer in allowed}
        self._show_allowed(allowed, record)
        blocked = [offer for offer in offers if not offer.allowed and not offer.step.corrects]
        others = [offer for offer in blocked if is_denied(offer.step, offer.blockers)]
        blocked = [offer for offer in blocked if offer not in others]
        others = [offer for offer in others if len(offer.blockers) == 1 and offer.concerns]
        near = [offer for offer in blocked if offer.concerns and offer.step.group is not Group.LINK]
        here = [offer for offer in near if record.stage in offer.step.stages]
        self._may_not.show_blocked(here, [offer for offer in blocked if offer not in here], others)

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """The steps with a key (Alt+1 …) by their id."""
        return self._may.buttons

    @property
    def more(self) -> QPushButton | None:
        """更多办理, where there is more."""
        return self._may.more

    @property
    def entries(self) -> dict[str, QAction]:
        """The entries of 更多办理 by their steps."""
        return self._may.entries

    @property
    def blocked(self) -> dict[str, RunningText]:
        """The lines that say what is missing, by their steps."""
        return self._may_not.blocked

    @property
    def others(self) -> list[RunningText]:
        """The lines that tell what people of another role do."""
        return self._may_not.others

    @property
    def fold(self) -> QPushButton | None:
        """What shows the steps that are not told at once."""
        return self._may_not.fold

    def take(self, step_id: str) -> None:
        """Opens a step, wherever it stands; KeyError where it may not be taken."""
        self.chosen.emit(self._offers[step_id])

    def take_place(self, number: int) -> bool:
        """Opens the step of Alt+``number``; False where there is none."""
        steps = list(self.buttons)
        if 1 <= number <= len(steps):
            self.take(steps[number - 1])
        return 1 <= number <= len(steps)

    def commands(self) -> tuple[Command, ...]:
        """Every step that may be taken, with its key, for Ctrl+K."""
        keys = {step_id: f"Alt+{number}" for number, step_id in enumerate(self.buttons, start=1)}
        return tuple(
            Command(offer.step.label, keys.get(step_id, ""), lambda step_id=step_id: self.take(step_id))  # type: ignore[misc]
            for step_id, offer in self._offers.items()
        )

    def open_menu(self) -> None:
        """Opens 更多办理 for the keyboard."""
        self._may.open_menu()

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is on one of the steps."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def focus_leading(self) -> None:
        """Puts the focus on the leading step."""
        button = next(iter(self.buttons.values()), self.more)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_allowed(self, offers: list[Offer[Any]], record: Any) -> None:
        apart = {o.step.id for o in offers if o.step.corrects or o.step.prominence is Prominence.ASIDE}
        main = [offer for offer in offers if offer.step.id not in apart]
        leading = self.leading = leading_step(main, record)
        # What the last step was taken for comes next, and what belongs to this stage alone before what can be done at
        # any time.
        main.sort(key=lambda o: (o.step.id != leading, not _goes_on(o, record), *_place(o)))
        steps = [offer.step for offer in (*main, *(offer for offer in offers if offer.step.id in apart))]
        near = min(len(main), NEAR)
        self._may.show_steps(steps[:near], steps[near:], leading)


def _goes_on(offer: Offer[Any], record: Any) -> bool:
    """Whether the step builds on nothing but the one that was taken last: 确定协办单位 after 联合处置核实."""
    return bool(record.log) and offer.step.builds_on == (record.log[-1].step.id,)


def _place(offer: Offer[Any]) -> tuple[bool, bool, int]:
    """What somebody waits for comes first, what is only asked for on demand last."""
    step = offer.step
    return step.occasion is None, step.prominence is Prominence.ON_DEMAND, len(step.stages)


def leading_step(offers: list[Offer[Any]], record: Any) -> str:
    """The id of the step that the clerk most likely takes next: what the stepper stands on."""
    waiting = [offer.step for offer in offers if offer.step.awaited is not None and offer.step.awaited(record)]
    if waiting:
        return min(waiting, key=lambda step: step.occasion is None).id
    asked = next((offer.step.id for offer in offers if offer.step.occasion is not None), "")
    if asked:
        return asked
    offers = [offer for offer in offers if offer.step.prominence is not Prominence.ON_DEMAND]
    advancing = next((offer.step.id for offer in offers if offer.step.advances), "")
    narrowest = min(offers, key=lambda offer: len(offer.step.stages), default=None)
    return advancing or (narrowest.step.id if narrowest else "")
