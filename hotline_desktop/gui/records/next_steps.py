"""下一步: one leading step, three near ones with their keys, the rest by group, and what is missing in a line."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget, QWidgetAction

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.steps import Group, Prominence, Step, is_denied
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.step_icons import STEP_ICONS
from hotline_desktop.gui.shell.page import Command

NEAR = 4  # steps with a button and a key of their own
_LINES = 3  # blocked steps that are told without being asked
_OTHERS = 6  # steps of other people that are named


class NextSteps(QWidget):
    """Emits ``chosen(Offer)`` for a step that may be taken and ``asked(Clause)`` for a clause to read.

    ``buttons`` are the steps with a key (Alt+1 …), ``entries`` those of the menu, ``blocked`` the lines that say what
    is missing; all by the step's id. ``others`` tell what people of another role do.
    """

    chosen = Signal(object)
    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._offers: dict[str, Offer[Any]] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._entries: dict[str, QAction] = {}
        self._seldom: list[Step[Any]] = []
        self.blocked: dict[str, QLabel] = {}
        self.others: list[QLabel] = []
        self.more: QPushButton | None = None
        self.fold: QPushButton | None = None
        self.leading = ""
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        self._may, self._may_not = _Part(self._body), _Part(self._body)
        self._menu: QMenu | None = None  # an entry can be used only as long as Python knows its menu too
        self._unfolded = False

    def show_offers(self, offers: tuple[Offer[Any], ...], record: Any) -> None:
        """Shows every step of a ticket or a case as it stands now.

        What would stand there again as it stands already is kept: making it anew is most of what a selection costs.
        """
        allowed = [offer for offer in offers if offer.allowed]
        self._offers = {offer.step.id: offer for offer in allowed}
        self._show_allowed(allowed, record)
        blocked = [offer for offer in offers if not offer.allowed and not offer.step.corrects]
        others = [offer for offer in blocked if is_denied(offer.step, offer.blockers)]
        blocked = [offer for offer in blocked if offer not in others]
        others = [offer for offer in others if len(offer.blockers) == 1 and offer.concerns]
        near = [offer for offer in blocked if offer.concerns and offer.step.group is not Group.LINK]
        here = [offer for offer in near if record.stage in offer.step.stages]
        self._show_blocked(here, [offer for offer in blocked if offer not in here], others)

    @property
    def entries(self) -> dict[str, QAction]:
        """The entries of 更多办理 by their steps, made when they are first asked for."""
        if self._menu is None and self.more is not None:
            self._menu = self._made_menu(self.more)
        return self._entries

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
        if self.more is not None and self.entries and self._menu is not None:
            self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

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

    # -- what may be done ----------------------------------------------------------------------------------

    def _show_allowed(self, offers: list[Offer[Any]], record: Any) -> None:
        apart = {o.step.id for o in offers if o.step.corrects or o.step.prominence is Prominence.ASIDE}
        main = [offer for offer in offers if offer.step.id not in apart]
        leading = self.leading = leading_step(main, record)
        if not self._may.changes([*(offer.step for offer in offers), leading]):
            return
        self.buttons, self.more = {}, None
        self._entries, self._seldom, self._menu = {}, [], None
        box = QWidget()
        flow = FlowLayout(box)
        # What belongs to this stage alone comes before what can be done at any time.
        main.sort(key=lambda o: (o.step.id != leading, *_place(o)))
        for number, offer in enumerate(main[:NEAR], start=1):
            flow.addWidget(self._button(offer.step, number, primary=offer.step.id == leading))
        rest = [*main[NEAR:], *(offer for offer in offers if offer.step.id in apart)]
        if rest:
            flow.addWidget(self._more([offer.step for offer in rest]))
        if not offers:
            done = QLabel("现在没有可办的步骤。")
            done.setProperty("role", "soft")
            flow.addWidget(done)
        self._may.show(box)

    def _button(self, step: Step[Any], number: int, primary: bool) -> QPushButton:
        button = QPushButton(step.label)
        button.setProperty("role", "primary" if primary else "plain")
        icon = STEP_ICONS.get(step.id, "circle-dot")
        button.setIcon(self._theme.icon(icon, "on_accent" if primary else "accent"))
        button.setToolTip(f"Alt+{number}\n{step.clause.ref}：{step.clause.text}")
        button.setAccessibleDescription(f"Alt+{number}")
        button.clicked.connect(lambda: self.take(step.id))
        self.buttons[step.id] = button
        return button

    def _more(self, steps: list[Step[Any]]) -> QPushButton:
        """One button for all that is seldom needed, by what it is for."""
        button = self.more = QPushButton("更多办理")
        button.setProperty("role", "plain")
        button.setIcon(self._theme.icon("chevron-down", "accent", 16))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setToolTip("联系、申请、更正、关联等其余步骤（Alt+0）")
        self._seldom = steps
        button.clicked.connect(self.open_menu)
        return button

    def _made_menu(self, button: QPushButton) -> QMenu:
        menu = QMenu(button)
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
        action.triggered.connect(lambda _on=False: self.take(step.id))
        self._entries[step.id] = action

    # -- what may not --------------------------------------------------------------------------------------

    def _show_blocked(self, here: list[Offer[Any]], later: list[Offer[Any]], others: list[Offer[Any]]) -> None:
        shown = ((offer.step, offer.blockers) for offer in (*here, *later))
        if not self._may_not.changes([len(here), *shown, *(offer.step for offer in others)]):
            return
        self.blocked, self.others, self.fold = {}, [], None
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._tell_blocked(layout, here, later)
        self._tell_others(layout, others)
        self._may_not.show(box if self.blocked or self.others or self.fold else None)

    def _tell_blocked(self, layout: QVBoxLayout, here: list[Offer[Any]], later: list[Offer[Any]]) -> None:
        """What concerns this stage in a line each; the rest when it is asked for."""
        for offer in here[:_LINES]:
            layout.addWidget(self._why(offer, whole=False))
        rest = [*here[_LINES:], *later]
        if rest:
            self._fold(layout, rest)

    def _tell_others(self, layout: QVBoxLayout, offers: list[Offer[Any]]) -> None:
        """What people of another role may do now, in a line for each role."""
        for right in Right:
            labels = [offer.step.label for offer in offers if offer.step.right is right]
            if labels:
                more = f" 等 {len(labels)} 步" if len(labels) > _OTHERS else ""
                line = QLabel(f"要由{right.holders}来做：{'、'.join(labels[:_OTHERS])}{more}")
                line.setProperty("role", "faint")
                line.setWordWrap(True)
                line.setToolTip(hint("、".join(labels)))
                layout.addWidget(line)
                self.others.append(line)

    def _why(self, offer: Offer[Any], whole: bool) -> QLabel:
        color = self._theme.color("accent").name()
        links = [
            f"{escape(blocker.message)}（<a href='{place}' style='color:{color}'>{blocker.clause.ref}</a>）"
            for place, blocker in enumerate(offer.blockers)
        ]
        shown = links if whole else links[:1]
        more = f"，另有 {len(links) - 1} 项" if len(links) > len(shown) else ""
        head = f"<span style='color:{self._theme.color('ink').name()}'>还不能{offer.step.label}：</span>"
        line = QLabel()
        line.setTextFormat(Qt.TextFormat.RichText)  # before the text, which would be read twice
        line.setText(f"{head}{'；'.join(shown)}{more}")
        line.setProperty("role", "faint")
        line.setWordWrap(True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        line.setToolTip(hint(*(f"{b.message}\n{b.clause.ref}：{b.clause.text}" for b in offer.blockers)))
        plain = "；".join(f"{b.message}（{b.clause.ref}）" for b in offer.blockers)
        line.setAccessibleName(f"还不能{offer.step.label}：{plain}")
        line.linkActivated.connect(lambda place: self.asked.emit(offer.blockers[int(place)].clause))
        self.blocked[offer.step.id] = line
        return line

    def _fold(self, layout: QVBoxLayout, later: list[Offer[Any]]) -> None:
        toggle = QPushButton()
        toggle.setProperty("role", "link")
        place = QVBoxLayout()
        place.setSpacing(6)
        lines: list[QWidget] = []

        def show(unfolded: bool) -> None:
            self._unfolded = unfolded
            if unfolded and not lines:
                lines.extend(self._why(offer, whole=True) for offer in later)
                for line in lines:
                    place.addWidget(line)
            for line in lines:
                line.setVisible(unfolded)
            toggle.setText("收起" if unfolded else f"另有 {len(later)} 步现在还不能办，看缺什么")
            toggle.setIcon(self._theme.icon("chevron-up" if unfolded else "chevron-down", "accent", 16))

        self.fold = toggle
        toggle.clicked.connect(lambda: show(not self._unfolded))
        layout.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(place)
        show(self._unfolded)


class _Part:
    """One part of a box, made anew only where it would show something else."""

    def __init__(self, place: QVBoxLayout) -> None:
        self._place = QVBoxLayout()
        place.addLayout(self._place)
        self._shows: list[object] | None = None
        self._widget: QWidget | None = None

    def changes(self, shows: list[object]) -> bool:
        """Whether it has to be made anew to show this."""
        changed, self._shows = shows != self._shows, shows
        return changed

    def show(self, widget: QWidget | None) -> None:
        """Puts ``widget`` in the place of what was there; None where there is nothing to show."""
        if self._widget is not None:
            self._place.removeWidget(self._widget)
            self._widget.hide()
            self._widget.deleteLater()
        self._widget = widget
        if widget is not None:
            self._place.addWidget(widget)
            widget.show()  # at once: the layout itself would do so only after the next painting


def _heading(menu: QMenu, text: str) -> QWidgetAction:
    """What a group of the menu is for; arrows pass over it."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setContentsMargins(12, 8, 12, 2)
    action = QWidgetAction(menu)
    action.setDefaultWidget(label)
    action.setEnabled(False)
    return action


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
