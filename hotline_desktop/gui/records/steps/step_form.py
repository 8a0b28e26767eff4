"""The form of a step, made from its fields: nothing here knows a particular step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hotline_desktop.domain.records.fields import AnyField, Kind, Value, read_values
from hotline_desktop.domain.records.order import giving_way
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.gui.kit.choices import Choices
from hotline_desktop.gui.kit.mnemonics import MnemonicLetters
from hotline_desktop.gui.kit.moment import Moment
from hotline_desktop.gui.records.fields.editing import EditorContext, FieldEditor
from hotline_desktop.gui.records.fields.field_editors import make_editor
from hotline_desktop.gui.records.fields.field_row import FieldRow
from hotline_desktop.gui.records.fields.merging import Conflict
from hotline_desktop.gui.records.fields.unit_editor import UnitEditor

_ABOUT = "约：确认时给下一个号；要用别的号就改写"
_BESIDE = "CJPWFY"  # Alt keys of what stands beside the form: notices above it, the paper, the earlier caller
_FOLLOW_MS = 40  # from a key to what follows it: the page is to be there within 150 ms


class StepForm(QWidget):
    """Fields of one step with their faults beside them.

    ``draft_changed(step id, values)`` follows the typing at once, also while one types without a pause: what the paper
    preview draws and what is kept against a crash. ``edited`` comes with every key.
    """

    draft_changed = Signal(str, object)
    edited = Signal()

    def __init__(self, step: Step[Any], defaults: Mapping[str, Value], context: EditorContext) -> None:
        super().__init__()
        self.step = step
        letters = MnemonicLetters(_BESIDE)
        self._rows = {
            f.key: FieldRow(f, make_editor(f, context), context.theme, letters.give(f.label)) for f in step.fields
        }
        self._shown: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._following = Moment(self, _FOLLOW_MS, lambda: self.draft_changed.emit(step.id, self.values()))
        self.set_values(defaults)
        for row in self._rows.values():
            row.setParent(self)
            row.editor.changed.connect(self._edited)
        self._place()
        self._arrange()
        self._defaults: dict[str, Value] = dict(defaults)
        self._clashes: dict[str, Conflict] = {}
        self._proposed = self.values()
        self._numbers: dict[str, str] = {}  # what is said of a number that is only proposed
        for row in self._rows.values():
            if row.field.sequence and self._proposed.get(row.field.key) is not None:
                self.tell_number(row.field.key, _ABOUT)

    def values(self) -> dict[str, object]:
        """Raw values of every field that applies now; None says that a proposed value was emptied."""
        return {key: self._rows[key].editor.value() for key in self._shown}

    def to_record(self) -> dict[str, object]:
        """As ``values``, without what nobody has to answer for.

        A number that was only proposed is given when the step is recorded: somebody else may have taken it since. Where
        the step amends, what the clerk did not touch stays as it is then, not as it was when the form was opened.
        """
        entered = self.values()
        left = {key for key in entered if self.step.rewrites or self._rows[key].field.sequence}
        return {key: value for key, value in entered.items() if key not in left or value != self._proposed.get(key)}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fills the editors; fields that are not mentioned stay as they are."""
        for key, value in values.items():
            if key in self._rows:
                self._rows[key].editor.set_value(value)
        if self._shown:
            self._arrange()

    @property
    def proposed(self) -> Mapping[str, object]:
        """What stood in the editors before the clerk touched any."""
        return self._proposed

    @property
    def defaults(self) -> Mapping[str, Value]:
        """What the form proposes by now."""
        return self._defaults

    @property
    def clashes(self) -> tuple[Conflict, ...]:
        """The fields of which the clerk has not said yet whether it is to be hers or what another made of them."""
        found = (self._rows[key].theirs and clash for key, clash in self._clashes.items())
        return tuple(clash for clash in found if clash)

    def follow(self, defaults: Mapping[str, Value]) -> None:
        """Takes over what the form would propose by now, because the record has changed.

        What nobody touched says so at once. What the clerk touched stays, with the new text below it.
        """
        for key, row in self._rows.items():
            before, theirs = value_as_text(self._defaults.get(key)), value_as_text(defaults.get(key))
            if before == theirs or not self._is_of_the_record(row.field):
                continue
            mine = value_as_text(row.editor.value())
            self._defaults[key], touched = defaults.get(key), mine not in (before.strip(), theirs.strip())
            if touched:
                row.show_theirs(theirs)
                self._clashes[key] = Conflict(row.field.label, before, theirs, mine)
            else:
                row.editor.set_value(defaults.get(key))
            self._proposed[key] = (theirs or None) if touched else row.editor.value()
        self._arrange()

    def times_of(self, day: date) -> tuple[str, ...]:
        """Labels of the times that stand as they were proposed on that day."""
        untouched = ((row.field, row.editor.value(), self._proposed.get(key)) for key, row in self._rows.items())
        return tuple(
            field.label
            for field, held, proposed in untouched
            if not self._is_of_the_record(field) and held == proposed and str(held).startswith(day.isoformat())
        )

    def _is_of_the_record(self, field: AnyField) -> bool:
        """Whether what is proposed stands in the record: a moment of a step that happens now is none of it."""
        return self.step.rewrites or field.kind not in (Kind.MOMENT, Kind.DAY)

    def check(self) -> tuple[Blocker, ...]:
        """What is missing or not understood, shown beside the fields; the rules look at the rest."""
        _values, faults = read_values(self.step.fields, self.values(), self.step.clause)
        self.show_faults(faults)
        return faults

    def show_faults(self, faults: tuple[Blocker, ...]) -> None:
        """Puts each fault beside its field and the cursor into the first one."""
        by_field = {blocker.field: blocker for blocker in reversed(faults)}
        for key, row in self._rows.items():
            row.show_fault(by_field.get(key))
            row.free_room()
        self.focus(next((key for key in self._shown if key in by_field), ""))

    def faulty(self) -> tuple[tuple[str, str], ...]:
        """Key and label of every field beside which something wrong is said."""
        return tuple((key, self._rows[key].field.label) for key in self._shown if self._rows[key].fault)

    def tell_number(self, key: str, hint: str) -> None:
        """Says below a proposed number, as long as the clerk leaves it, where it comes from."""
        self._numbers[key] = hint
        self._rows[key].set_hint(hint)

    def editor(self, key: str) -> FieldEditor:
        """The editor of a field."""
        return self._rows[key].editor

    def row(self, key: str) -> FieldRow:
        """A field with its label and what is said of it."""
        return self._rows[key]

    def unit_editors(self) -> tuple[UnitEditor, ...]:
        """The fields that hold a unit and are asked for now."""
        editors = (self._rows[key].editor for key in self._shown)
        return tuple(editor for editor in editors if isinstance(editor, UnitEditor))

    def focused(self) -> FieldRow | None:
        """The field that the cursor is in."""
        at = self.focusWidget()
        return next((row for row in self._rows.values() if at is not None and row.isAncestorOf(at)), None)

    def propose(self, key: str, choices: Iterable[tuple[str, str]]) -> None:
        """Puts values with their reasons below a field, to be taken over with one click."""
        if key in self._rows:
            self._rows[key].propose(choices)

    def choices(self, key: str) -> Choices | None:
        """What is proposed for a field."""
        return self._rows[key].choices

    def shows(self, key: str) -> bool:
        """Whether the field is asked for now."""
        return key in self._shown

    def focus(self, key: str) -> None:
        """Puts the cursor into a field; nothing happens for one that is not there."""
        if key in self._shown:
            self._rows[key].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Puts the cursor into the first field that is still empty: none that is left empty to mean now, and in a
        correction into the first of all, for there any may be wrong.
        """
        empty = next((key for key in self._shown if self._is_waiting(self._rows[key])), "")
        self.focus(empty or next(iter(self._shown), ""))

    def _is_waiting(self, row: FieldRow) -> bool:
        mostly_empty = not row.field.required and row.field.kind in (Kind.MOMENT, Kind.DAY)
        return not self.step.rewrites and not mostly_empty and row.editor.value() is None

    def _keep_in_turn(self) -> None:
        """What is only proposed gives way to a later time that was entered: 来电日期 goes back with 收单时间."""
        if self.step.rewrites:
            return
        held = {key: self._rows[key].editor.value() for key in self.step.in_turn}
        touched = {key: value for key, value in held.items() if value != self._proposed.get(key)}
        proposed = giving_way(self.step, self._defaults, touched)
        for key in held.keys() - touched.keys():
            if value_as_text(proposed.get(key)) != value_as_text(held[key]):
                self._proposed[key] = value_as_text(proposed.get(key)) or None
                self._rows[key].editor.set_value(proposed.get(key))

    def _edited(self) -> None:
        editor = self.sender()
        for key, row in self._rows.items():
            if row.editor is editor:
                if row.field.sequence:
                    untouched = row.editor.value() == self._proposed.get(key)
                    row.set_hint(self._numbers.get(key, "") if untouched else row.field.hint)
                row.show_fault(None)
        self._keep_in_turn()
        self._arrange()
        if not self._following.isActive():
            self._following.start()
        self.edited.emit()

    def _place(self) -> None:
        """Two columns for short fields, the whole width for long ones.

        Each field has its place for good. What applies only sometimes has a line of its own, shared with what applies
        under the same condition: it appears below what it depends on, and nothing changes columns.
        """
        line, column, condition = 0, 0, None
        for row in self._rows.values():
            field = row.field
            when = (field.shown_when, field.hidden_when) if field.shown_when or field.hidden_when else None
            if column and (row.editor.wide or when != condition):
                line, column = line + 1, 0
            condition = when
            if row.editor.wide:
                self._grid.addWidget(row, line, 0, 1, 2)
                line += 1
            else:
                self._grid.addWidget(row, line, column)
                line, column = (line + 1, 0) if column else (line, 1)
        self._grid.setRowStretch(line + 1, 1)

    def _arrange(self) -> None:
        """Shows what applies and hides the rest."""
        entered: dict[str, Value] = {}
        for key, row in self._rows.items():
            value = row.editor.value()
            entered[key] = value if isinstance(value, str | bool) else None
        shown = tuple(key for key, row in self._rows.items() if row.field.applies(entered))
        if shown != self._shown:
            self._shown = shown
            for key, row in self._rows.items():
                row.setVisible(key in shown)
