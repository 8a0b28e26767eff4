"""Settings that are plain values: a form made from their groups, checked by the domain as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.settings import Settings, SettingsRefused
from hotline_desktop.domain.terms.number_patterns import number_text, pattern_fault
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.mnemonics import MnemonicLetters
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.value_form import ValueForm
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.sections import Section, groups_of

_OF_BUTTONS = "DRS"


class ValuesSection(QWidget):
    """``edited(Settings or None)`` with what the form would make of the settings; None while it is refused.

    ``saved`` asks for the form to be recorded.
    """

    edited = Signal(object)
    saved = Signal()

    def __init__(self, session: Session, section: Section) -> None:
        super().__init__()
        self._session = session
        self._held = Settings()
        self._loaded = False
        self._numbers: dict[str, int] = {}
        self._year = 0
        context = EditorContext(session.theme, session.clock)
        letters = MnemonicLetters(_OF_BUTTONS)
        self.forms: list[ValueForm] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for group in groups_of(section):
            title = QLabel(group.title)
            title.setProperty("role", "head")
            form = ValueForm(group.fields, context, letters=letters)
            form.edited.connect(self._typed)
            self.forms.append(form)
            layout.addWidget(title)
            layout.addWidget(form)
            layout.addSpacing(8)
        self.foot = self._foot(session)
        self._offer()

    @property
    def dirty(self) -> bool:
        """Whether anything was typed that is not recorded yet."""
        if not self._loaded:
            return False
        held = asdict(self._held)
        return any(
            str("" if value is None else value) != str(held[key])
            for form in self.forms
            for key, value in self._raw(form).items()
        )

    def show_settings(self, settings: Settings, keep: bool = False) -> None:
        """Shows what is recorded; ``keep`` leaves what is being typed alone."""
        keep = keep and self.dirty
        self._held, self._loaded = settings, True
        if not keep:
            self._fill(settings)

    def know_numbers(self, numbers: Mapping[str, int], year: int) -> None:
        """Says beside each format of a number which one is given next."""
        self._numbers, self._year = dict(numbers), year
        self._show_next()

    def _show_next(self) -> None:
        for form in self.forms:
            for key, row in form.rows.items():
                if key in self._numbers:
                    typed = str(row.editor.value() or "")
                    fault = pattern_fault(typed)
                    row.set_hint(fault or f"下一个：{number_text(typed, self._year, self._numbers[key])}")

    def read(self) -> Settings | None:
        """The settings as typed; None when they are refused, which is then shown beside the fields."""
        values = [form.read() for form in self.forms]
        if any(found is None for found in values):
            self.problem.setText("还有内容要补正，见标红处。")
            return None
        try:
            return self._held.changed({key: value for found in values if found for key, value in found.items()})
        except SettingsRefused as refused:
            self.show_refusal(refused)
            return None

    def show_refusal(self, refused: SettingsRefused) -> None:
        """Says beside the fields what the domain does not accept."""
        loose = []
        for blocker in reversed(refused.blockers):
            form = next((form for form in self.forms if blocker.field in form.rows), None)
            if form is None:
                loose.append(blocker.message)
            else:
                form.show_problem(blocker.field, f"{blocker.message}。")
        self.problem.setText("；".join(loose) or "还有内容要补正，见标红处。")

    def _typed(self) -> None:
        self.problem.setText("")
        self._offer()
        self._show_next()
        self.edited.emit(self.as_typed())

    def as_typed(self) -> Settings | None:
        """The settings as they stand in the form; None while they are refused."""
        try:
            return self._held.changed({key: value for form in self.forms for key, value in self._raw(form).items()})
        except SettingsRefused:
            return None

    def _raw(self, form: ValueForm) -> dict[str, object]:
        return {key: row.editor.value() for key, row in form.rows.items()}

    def _fill(self, settings: Settings) -> None:
        values = asdict(settings)
        for form in self.forms:
            form.set_values({key: values[key] for key in form.rows})
        self._show_next()
        self.problem.setText("")
        self._offer()
        self.edited.emit(settings)

    def _offer(self) -> None:
        self.save.setEnabled(self.dirty)
        self.revert.setVisible(self.dirty)

    def _foot(self, session: Session) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.defaults = QPushButton("填入默认值(&D)")
        self.defaults.setToolTip("填入规范的原文或程序的默认值，保存后才生效")
        self.defaults.clicked.connect(self._propose_defaults)
        self.revert = QPushButton("不改了(&R)")
        self.revert.setToolTip("回到已保存的设置")
        self.revert.clicked.connect(lambda: self._fill(self._held))
        self.save = QPushButton(session.theme.icon("check", "on_accent"), "保存(&S)")
        self.save.setProperty("role", "primary")
        self.save.setToolTip("保存本页设置（Ctrl+S）")
        self.save.clicked.connect(self.saved)
        withhold(session, Right.ADMINISTER, self.defaults, self.save)
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(8)
        layout.addWidget(self.defaults)
        layout.addWidget(self.problem, 1)
        layout.addWidget(self.revert)
        layout.addWidget(self.save)
        return foot

    def _propose_defaults(self) -> None:
        values = asdict(self._session.office.settings.defaults)
        for form in self.forms:
            form.set_values({key: values[key] for key in form.rows})
        self._typed()
