"""下一步: what may be done now as buttons; for everything else what is missing and which clause says so."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.stepper import contact_is_next

STEP_ICONS = {
    "first_contact": "phone",
    "exempt": "phone-off",
    "dispatch": "send",
    "accept": "check",
    "unit_contact": "phone-call",
    "answer": "message-square",
    "explain": "book-open",
    "satisfaction": "star",
    "result": "clipboard-check",
    "review": "stamp",
    "callback": "phone-call",
    "redo": "repeat",
    "close": "circle-check",
    "platform_close": "link",
    "sheet_back": "signature",
    "archive": "archive",
    "urge": "bell",
    "change_level": "flag",
    "amend": "square-pen",
    "lift_exemption": "phone",
    "return_request": "corner-up-left",
    "return_decision": "stamp",
    "joint_verification": "shield-check",
    "joint_units": "users",
    "extension_request": "hourglass",
    "extension_decision": "stamp",
    "unfounded_statement": "file-text",
    "unfounded_filing": "file-check",
    "illegal_building": "building-2",
    "upper_callback": "phone-call",
    "unsatisfied_statement": "file-text",
    "unsatisfied_filing": "file-check",
    "repeat_confirm": "layers",
    "repeat_rule_out": "x",
    "merge": "git-merge",
    "split": "undo-2",
    "take_up": "gavel",
    "decline": "x",
    "phone_call": "phone-call",
    "request": "file-output",
    "instruct": "signature",
    "issue": "stamp",
    "deliver": "send",
    "site_visit": "map-pin",
    "convene": "megaphone",
    "meeting": "users",
    "remind": "bell",
    "case_extension": "hourglass",
    "case_extension_decision": "stamp",
    "report": "clipboard-check",
    "case_callback": "phone-call",
    "site_check": "map-pin",
    "send_back": "corner-up-left",
    "escalate": "chevron-up",
    "case_close": "circle-check",
    "case_archive": "archive",
    "add_tickets": "layers",
    "amend_case": "square-pen",
    "talk_decide": "signature",
    "talk_notify": "megaphone",
    "talk_hold": "users",
    "talk_follow_up": "clipboard-check",
}
_SIDE_STEPS = ("urge", "change_level", "amend", "exempt", "lift_exemption", "escalate", "add_tickets", "amend_case")
_LINK_STEPS = ("repeat_confirm", "repeat_rule_out", "merge", "split")
# What a unit asks for only where the case needs it: never the step that most likely comes next.
_ON_DEMAND = (
    "joint_verification",
    "joint_units",
    "return_request",
    "extension_request",
    "unfounded_statement",
    "upper_callback",
    "case_extension",
    "remind",
    "decline",
)


class NextSteps(QWidget):
    """Emits ``chosen(Offer)`` for a step that may be taken and ``asked(Clause)`` for a clause to read.

    ``buttons`` are by the step's id; steps that are seldom needed stand in menus, as ``entries``.
    """

    chosen = Signal(object)
    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: dict[str, QPushButton] = {}
        self.entries: dict[str, QAction] = {}
        # An entry can be used only as long as Python knows its menu too.
        self._menus: list[QMenu] = []
        self.leading = ""
        self.fold: QPushButton | None = None
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(12)
        self._content: QWidget | None = None
        self._unfolded = False

    def show_offers(self, offers: tuple[Offer[Any], ...], record: Any) -> None:
        """Shows every step of a ticket or a case as it stands now."""
        if self._content is not None:
            self._body.removeWidget(self._content)
            self._content.deleteLater()
        self._content = QWidget()
        self.buttons, self.entries, self._menus = {}, {}, []
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._allowed([offer for offer in offers if offer.allowed], record))
        blocked = [offer for offer in offers if not offer.allowed and not offer.step.corrects]
        near = [offer for offer in blocked if offer.concerns and offer.step.id not in _LINK_STEPS]
        here = [offer for offer in near if record.stage in offer.step.stages]
        later = [offer for offer in blocked if offer not in here]
        if here:
            layout.addWidget(self._reasons(here))
        if later:
            self._fold(layout, later)
        self._body.addWidget(self._content)

    def _allowed(self, offers: list[Offer[Any]], record: Any) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        corrections = [offer for offer in offers if offer.step.corrects]
        links = [offer for offer in offers if offer.step.id in _LINK_STEPS]
        side = [offer for offer in offers if offer.step.id in _SIDE_STEPS]
        apart = {offer.step.id for offer in (*corrections, *links, *side)}
        main = [offer for offer in offers if offer.step.id not in apart]
        leading = self.leading = leading_step(main, record)
        # What belongs to this stage alone comes before what can be done at any time.
        main.sort(key=lambda o: (o.step.id != leading, *_place(o)))
        for offer in (*main, *side):
            flow.addWidget(self._button(offer, primary=offer.step.id == leading))
        for words, icon, gathered in (("更正记录", "pencil", corrections), ("关联工单", "layers", links)):
            if gathered:
                flow.addWidget(self._menu(words, icon, gathered))
        if not offers:
            done = QLabel("现在没有可办的步骤。")
            done.setProperty("role", "soft")
            flow.addWidget(done)
        return box

    def _button(self, offer: Offer[Any], primary: bool) -> QPushButton:
        step = offer.step
        button = QPushButton(step.label)
        button.setProperty("role", "primary" if primary else "plain")
        icon = STEP_ICONS.get(step.id, "circle-dot")
        button.setIcon(self._theme.icon(icon, "on_accent" if primary else "accent"))
        button.setToolTip(f"{step.clause.ref}：{step.clause.text}")
        button.clicked.connect(lambda: self.chosen.emit(offer))
        self.buttons[step.id] = button
        return button

    def _menu(self, words: str, icon: str, offers: list[Offer[Any]]) -> QPushButton:
        """One button for steps that are seldom needed."""
        button = QPushButton(words)
        button.setProperty("role", "plain")
        button.setIcon(self._theme.icon(icon, "accent"))
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        for offer in offers:
            step = offer.step
            action = menu.addAction(self._theme.icon(STEP_ICONS.get(step.id, icon)), step.label)
            action.setToolTip(f"{step.clause.ref}：{step.clause.text}")
            action.triggered.connect(lambda _on=False, offer=offer: self.chosen.emit(offer))
            self.entries[step.id] = action
        button.setMenu(menu)
        self._menus.append(menu)
        return button

    def _reasons(self, offers: list[Offer[Any]]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, offer in enumerate(offers):
            name = QPushButton(offer.step.label)
            name.setIcon(self._theme.icon(STEP_ICONS.get(offer.step.id, "circle-dot")))
            name.setProperty("role", "off")
            name.setEnabled(False)
            self.buttons[offer.step.id] = name
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._why(offer), row, 1)
        return table

    def _why(self, offer: Offer[Any]) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 4, 0, 4)
        lines.setSpacing(2)
        for blocker in offer.blockers:
            link = f"<a href='#' style='color:{self._theme.color('accent').name()}'>{blocker.clause.ref}</a>"
            line = QLabel(f"{blocker.message}（{link}）")
            line.setProperty("role", "soft")
            line.setWordWrap(True)
            line.setToolTip(f"<p>{blocker.clause.ref}：{blocker.clause.text}</p>")
            line.linkActivated.connect(lambda _href, clause=blocker.clause: self.asked.emit(clause))
            lines.addWidget(line)
        return box

    def _fold(self, layout: QVBoxLayout, later: list[Offer[Any]]) -> None:
        toggle = QPushButton()
        toggle.setProperty("role", "link")
        place = QVBoxLayout()
        tables: list[QWidget] = []

        def show(unfolded: bool) -> None:
            self._unfolded = unfolded
            if unfolded and not tables:
                tables.append(self._reasons(later))
                place.addWidget(tables[0])
            for table in tables:
                table.setVisible(unfolded)
            toggle.setText("收起" if unfolded else f"另有 {len(later)} 步现在还不能办，看缺什么")
            toggle.setIcon(self._theme.icon("chevron-up" if unfolded else "chevron-down", "accent", 16))

        self.fold = toggle
        toggle.clicked.connect(lambda: show(not self._unfolded))
        layout.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(place)
        show(self._unfolded)


def _place(offer: Offer[Any]) -> tuple[bool, bool, int]:
    """What somebody waits for comes first, what is only asked for on demand last."""
    step = offer.step
    return step.occasion is None, step.id in _ON_DEMAND, len(step.stages)


def leading_step(offers: list[Offer[Any]], record: Any) -> str:
    """The id of the step that the clerk most likely takes next: what the stepper stands on."""
    ids = [offer.step.id for offer in offers]
    if contact_is_next(record) and "first_contact" in ids:
        return "first_contact"
    asked = next((offer.step.id for offer in offers if offer.step.occasion is not None), "")
    if asked:
        return asked
    offers = [offer for offer in offers if offer.step.id not in _ON_DEMAND]
    advancing = next((offer.step.id for offer in offers if offer.step.advances), "")
    narrowest = min(offers, key=lambda offer: len(offer.step.stages), default=None)
    return advancing or (narrowest.step.id if narrowest else "")
