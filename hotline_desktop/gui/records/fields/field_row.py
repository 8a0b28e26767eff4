"""A field's label with its mark of requirement, the editor, and below it a hint or what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hotline_desktop.domain.records.fields import AnyField, Kind
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.gui.kit.choices import Choices
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.records.fields.editing import FieldEditor
from hotline_desktop.gui.records.fields.merging import OtherValue

# What can be told wrong when the cursor leaves: the line for it is kept free, so that nothing below moves then.
_CHECKED_ON_LEAVING = (Kind.MOMENT, Kind.DAY, Kind.NUMBER)


class FieldRow(QWidget):
    """Says what is wrong when the cursor leaves it, not only at the end. Alt with ``letter`` goes to it."""

    def __init__(self, field: AnyField, editor: FieldEditor, theme: Theme, letter: str = "") -> None:
        super().__init__()
        self.field, self.editor = field, editor
        self._hint = field.hint
        star = f" <span style='color:{theme.color('red').name()}'>*</span>"
        mark = star if field.required else ""
        key = f"(<u>{letter}</u>)" if letter else ""
        self.label = QLabel(f"{field.label}{key}{mark}")
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setProperty("role", "label")
        self.label.setBuddy(editor)
        if field.required:
            self.label.setToolTip("必填")
        self.note = QLabel(field.hint)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "faint")
        self.free_room()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.note.setVisible(bool(field.hint))
        self.label.installEventFilter(self)
        if letter:  # a label's own key would press the first of several choices
            shortcut = QShortcut(QKeySequence(f"Alt+{letter}"), self)
            shortcut.activated.connect(lambda: editor.setFocus(Qt.FocusReason.ShortcutFocusReason))
        editor.left.connect(self._left)
        self.choices: Choices | None = None
        self.theirs: OtherValue | None = None
        self._layout = layout

    def propose(self, choices: Iterable[tuple[str, str]]) -> None:
        """Shows ``choices`` below the editor, in place of those shown before; none where it is empty.

        Below, because they come while one types: the line that is being typed in does not move.
        """
        if self.choices is not None:
            self._layout.removeWidget(self.choices)
            self.choices.deleteLater()
            self.choices = None
        listed = tuple(choices)
        if listed:
            self.choices = Choices(listed)
            self.choices.picked.connect(self.editor.set_value)
            self._layout.insertWidget(self._layout.indexOf(self.editor) + 1, self.choices)
            stops = [self.editor.focusProxy() or self.editor, *self.choices.buttons.values()]
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def show_theirs(self, text: str) -> None:
        """Shows below the editor what another has made of the field, until the clerk says which it is to be."""
        self.settle()
        self.theirs = OtherValue(text)
        self.theirs.taken.connect(self._take_theirs)
        self.theirs.keep.clicked.connect(self.settle)
        self._layout.insertWidget(self._layout.indexOf(self.editor) + 1, self.theirs)
        for before, after in pairwise((self.editor.focusProxy() or self.editor, self.theirs.take, self.theirs.keep)):
            QWidget.setTabOrder(before, after)

    def settle(self) -> None:
        """The clerk has said which it is to be."""
        theirs, self.theirs = self.theirs, None
        if theirs is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._layout.removeWidget(theirs)
            theirs.hide()
            theirs.deleteLater()

    def _take_theirs(self, text: str) -> None:
        self.editor.set_value(text or None)
        self.editor.changed.emit()
        self.settle()

    def set_hint(self, hint: str) -> None:
        """Says something else below the editor than the field itself does."""
        self._hint = hint
        if not self.fault:
            self.show_problem("")

    def show_fault(self, blocker: Blocker | None) -> None:
        """Shows what is wrong with its clause, or the hint again."""
        if blocker is None:
            self.show_problem("")
        else:
            self.show_problem(blocker.as_text, blocker.clause.text)

    def show_problem(self, problem: str, tip: str = "") -> None:
        """Shows what is wrong in place of the hint; the hint again where ``problem`` is empty.

        What was wrong and is mended leaves its room free: nothing below moves away under the mouse that goes there.
        """
        if self.fault and not problem and self.note.isVisible():
            self._keep_room(self.note.height())
        text = problem or self._hint
        self.note.setText(text)
        self.note.setToolTip(tip)
        self.editor.setAccessibleDescription(text)
        restyle(self.note, role="problem" if problem else "faint")
        self.note.setVisible(bool(text))
        self.editor.set_bad(bool(problem))

    def free_room(self) -> None:
        """Takes no more room than what is said below the editor now: the whole form is looked at anew."""
        self._keep_room(0)

    @property
    def fault(self) -> str:
        """What is shown as wrong; empty where nothing is."""
        return self.note.text() if self.note.property("role") == "problem" else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)

    def _keep_room(self, height: int) -> None:
        policy = self.note.sizePolicy()
        policy.setRetainSizeWhenHidden(height > 0 or self.field.kind in _CHECKED_ON_LEAVING)
        self.note.setSizePolicy(policy)
        self.note.setMinimumHeight(height)

    def _left(self) -> None:
        problem = self.editor.problem()
        if problem:
            self.show_problem(problem)
