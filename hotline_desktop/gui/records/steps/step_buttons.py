"""The steps that may be taken: one leading, three near ones with their keys, the rest by group in a menu."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget, QWidgetAction

from hotline_desktop.domain.records.steps import Group, Step
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.steps.step_icons import STEP_ICONS

NEAR = 4  # steps with a button and a key of their own


class StepButtons(QWidget):
    """``taken(id)`` when a step is pressed. ``buttons`` are the shown ones by the step's id, ``more`` opens the menu.

    Buttons stay from record to record and are given other steps: made anew they are most of what a selection costs.
    """

    taken = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: dict[str, QPushButton] = {}
        self._flow = FlowLayout(self)
        self._primary = self._made("primary")
        self._plain = [self._made("plain") for _place in range(NEAR)]
        self._means: dict[QPushButton, tuple[str, int]] = {}
        self._seldom: list[Step[Any]] = []
        self._entries: dict[str, QAction] = {}
        self._menu: QMenu | None = None  # an entry can be used only as long as Python knows its menu too
        self._more = self._made_more()
        self._nothing = QLabel("现在没有可办的步骤。")
        self._nothing.setProperty("role", "soft")
        self._flow.addWidget(self._nothing)

    def show_steps(self, near: list[Step[Any]], seldom: list[Step[Any]], leading: str) -> None:
        """Shows the steps with a button, in the order of their keys, and those of the menu; ``leading`` is an id."""
        others = iter(self._plain)
        self.buttons = {}
        for number, step in enumerate(near, start=1):
            button = self._primary if step.id == leading else next(others)
            self._give(button, step, number)
            self.buttons[step.id] = button
        shown = {*self.buttons.values()}
        for button in (self._primary, *self._plain):
            button.setVisible(button in shown)
        if [step.id for step in self._seldom] != [step.id for step in seldom]:
            self._forget_menu()
            self._seldom = seldom
        self._more.setVisible(bool(seldom))
        self._nothing.setVisible(not near and not seldom)

    @property
    def more(self) -> QPushButton | None:
        """The button of the menu; None where every step has a button of its own."""
        return self._more if self._seldom else None

    @property
    def entries(self) -> dict[str, QAction]:
        """The entries of 更多办理 by their steps, made when they are first asked for."""
        if self._menu is None and self._seldom:
            self._menu = self._made_menu()
        return self._entries

    def open_menu(self) -> None:
        """Opens 更多办理, also for the keyboard."""
        if self.entries and self._menu is not None:
            self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _give(self, button: QPushButton, step: Step[Any], number: int) -> None:
        """Lets a button stand for a step. What was pressed for another step and not let go yet takes none."""
        if self._means.get(button) == (step.id, number):
            return
        self._means[button] = step.id, number
        button.setDown(False)
        button.setText(step.label)
        colour = "on_accent" if button is self._primary else "accent"
        button.setIcon(self._theme.icon(STEP_ICONS.get(step.id, "circle-dot"), colour))
        button.setToolTip(f"Alt+{number}\n{step.clause.ref}：{step.clause.text}")
        button.setAccessibleDescription(f"Alt+{number}")

    def _made(self, role: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", role)
        button.clicked.connect(lambda: self.taken.emit(self._means[button][0]))
        self._flow.addWidget(button)
        return button

    def _made_more(self) -> QPushButton:
        """One button for all that is seldom needed, by what it is for."""
        button = QPushButton("更多办理")
        button.setProperty("role", "plain")
        button.setIcon(self._theme.icon("chevron-down", "accent", 16))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setToolTip("联系、申请、更正、关联等其余步骤（Alt+0）")
        button.clicked.connect(self.open_menu)
        self._flow.addWidget(button)
        return button

    def _forget_menu(self) -> None:
        if self._menu is not None:
            self._menu.close()
            self._menu.deleteLater()
        self._entries, self._menu = {}, None

    def _made_menu(self) -> QMenu:
        menu = QMenu(self._more)
        menu.setToolTipsVisible(True)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # not as its button, whose arrow stands at the right
        for group in Group:
            gathered = [step for step in self._seldom if step.group is group]
            if gathered:
                menu.addAction(_heading(menu, group.value))
            for step in gathered:
                self._entry(menu, step)
        return menu

    def _entry(self, menu: QMenu, step: Step[Any]) -> None:
        # Made here and not by the menu: PySide6 keeps for good what a menu made and a function of ours is bound to.
        action = QAction(self._theme.icon(STEP_ICONS.get(step.id, "pencil")), step.label, menu)
        menu.addAction(action)
        action.setToolTip(f"{step.clause.ref}：{step.clause.text}")
        action.triggered.connect(lambda _on=False: self.taken.emit(step.id))
        self._entries[step.id] = action


def _heading(menu: QMenu, text: str) -> QWidgetAction:
    """What a group of the menu is for; arrows pass over it."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setContentsMargins(12, 8, 12, 2)
    action = QWidgetAction(menu)
    action.setDefaultWidget(label)
    action.setEnabled(False)
    return action
