"""Records of any kind: what can be done with one, a step taken, a step taken back, files, history. One way for all.

Each write is one transaction. A service for one kind of record says what is its own: its lists, its detail, what else
stands against a step, and what follows from one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple

from hotline_desktop.domain.records.at_once import AtOnce
from hotline_desktop.domain.records.engine import Offer, blockers, defaults, take
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import Value, read_values
from hotline_desktop.domain.records.file_steps import came_after_filing
from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import R, RuleContext, Step, Taken
from hotline_desktop.domain.records.summaries import AttachmentSummary, Changes, HistoryLine
from hotline_desktop.domain.records.withdrawal import Withdrawal, withdrawal
from hotline_desktop.domain.terms.errors import Blocker, NotFound, StepRefused
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.given_numbers import number_blockers
from hotline_desktop.services.records.attached import AttachedFiles
from hotline_desktop.services.records.file_kinds import AttachedFile
from hotline_desktop.services.records.links import by_own_numbers
from hotline_desktop.services.records.meanwhile import ChangedMeanwhile, changed_since, must_be_unchanged
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import papers
from hotline_desktop.storage.records.records import Records


@dataclass(frozen=True, slots=True)
class Done:
    """A write that succeeded: the record's id, and what open views must refresh."""

    id: int
    changes: Changes


class Asked(NamedTuple, Generic[R]):
    """A step that somebody wants to take, on a record that is there, or on a new one where ``record_id`` is None.

    ``at`` is when it happened, None for now; ``since`` how many entries the record had when its form was opened.
    """

    record_id: int | None
    step: Step[R]
    values: Mapping[str, object]
    by: str
    at: datetime | None = None
    since: int | None = None


class LastStep(NamedTuple, Generic[R]):
    """Whether the last step of a record can be taken back, and ``since`` how many entries the record has then."""

    withdrawal: Withdrawal[R]
    since: int


@dataclass(frozen=True, slots=True)
class RecordDetail(Generic[R]):
    """One record with everything that is told of it, and its next steps as they stand now."""

    id: int
    record: R
    offers: tuple[Offer[R], ...]
    history: tuple[HistoryLine, ...]
    attachments: tuple[AttachmentSummary, ...]
    withdrawal: Withdrawal[R]

    @property
    def late_files(self) -> frozenset[int]:
        """The ids of the files that were added after the record was archived. 督办二（五）3."""
        return came_after_filing(self.history, self.attachments)


class RecordService(Generic[R]):
    """What a clerk can do with records of one kind."""

    def __init__(self, office: OfficeContext, records: Records[R]) -> None:
        self._office, self._records = office, records
        self.kind: RecordKind[R] = records.kind
        self._files = AttachedFiles(office, self.kind, self._note)

    # -- looking -------------------------------------------------------------------------------------------

    def start_values(self, step_id: str, known: Mapping[str, object], by: str) -> Mapping[str, Value]:
        """What the form of a starting step begins with, given what is ``known`` already."""
        step = self._step(self.kind.starting, step_id)
        with self._office.db.read() as c:
            proposed = dict(defaults(step, self.kind.blank, self._office.context(c, by)))
        return proposed | {each.key: each.read(known[each.key]) for each in step.fields if each.key in known}

    def detail(self, record_id: int, by: str = "") -> RecordDetail[R]:
        """The record with everything told of it, its next steps as they stand for ``by``. Raises NotFound."""
        raise NotImplementedError

    def last_step(self, record_id: int, by: str = "") -> LastStep[R]:
        """What ``by`` can take back of the record now. Raises NotFound."""
        with self._office.db.read() as c:
            entries = self._entries(c, record_id)
            return LastStep(withdrawal(self.kind.replay(entries), self._office.context(c, by)), len(entries))

    def changed_since(self, record_id: int, since: int) -> ChangedMeanwhile | None:
        """What was recorded behind the first ``since`` entries, as a form that was opened then has to be told it."""
        with self._office.db.read() as c:
            return changed_since(self._records.entries(c, record_id), since, self.kind)

    # -- steps ---------------------------------------------------------------------------------------------

    def start(self, step_id: str, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Makes a new record by a starting step, or by a form of several. Raises StepRefused with everything at once,
        NotFound.
        """
        step = self._step(self.kind.starting, step_id)
        together = next((each for each in self.kind.at_once if each.form is step), None)
        with self._office.write(Right.HANDLE, by) as c:
            if together is not None:
                return self._take_together(c, together, values, by, at)
            return self._take(c, Asked(None, step, values, by, at))

    def do(
        self,
        record_id: int,
        step_id: str,
        values: Mapping[str, object],
        by: str,
        at: datetime | None = None,
        since: int | None = None,
    ) -> Done:
        """Takes a step; fields that ``values`` does not name take their proposed value.

        ``since`` is how many entries the record had when its form was opened. Raises ChangedMeanwhile where somebody
        recorded something since, StepRefused with every blocker at once, NotFound for an unknown record or step.
        Nothing changes then.
        """
        step = self._step(self.kind.going_on, step_id)
        with self._office.write(Right.HANDLE, by) as c:
            return self._take(c, Asked(record_id, step, values, by, at, since))

    def withdraw(self, record_id: int, reason: str, by: str, since: int | None = None) -> Done:
        """Takes the last step back (撤回). ``since`` is how many entries the record had when one looked at it.

        Raises ChangedMeanwhile where somebody recorded something since, so that nobody's step is taken back for
        another one; StepRefused where the rules do not allow it, NotFound.
        """
        with self._office.write(Right.HANDLE, by) as c:
            if since is not None:
                entries = self._records.entries(c, record_id)
                must_be_unchanged(entries, since, self.kind, "您打开以后", "没有撤回")
            before, context = self._load(c, record_id), self._office.context(c, by)
            taken = withdrawal(before, context).taken
            after, entry = self.kind.withdraw(before, reason, context)
            self._write(c, record_id, before, after, entry)
            assert taken is not None
            out = papers.withdraw(c, taken.entry.recorded_at or taken.entry.at, self.kind.name, record_id)
            changes = self._undone(c, record_id, before, after, taken, by)
        return Done(record_id, Changes.of(self._touched(record_id), changes, Changes(papers=out)))

    # -- files ---------------------------------------------------------------------------------------------

    def attach(self, record_id: int, given: AttachedFile, kind: str, by: str) -> Done:
        """Keeps a copy of the given file with the record. Raises NotFound, HotlineError (unreadable file)."""
        self._files.attach(record_id, given, kind, by)
        return Done(record_id, self._touched(record_id))

    def detach(self, attachment_id: int, reason: str, by: str) -> Done:
        """Takes a file off its record; the file itself is kept. Raises NotFound, HotlineError without a reason."""
        record_id = self._files.detach(attachment_id, reason, by)
        return Done(record_id, self._touched(record_id))

    def attachment_copy(self, attachment_id: int) -> Path:
        """A read-only copy under the file's own name, for other programs. Raises NotFound, HotlineError."""
        return self._files.copy(attachment_id)

    # -- what a kind says of itself --------------------------------------------------------------------------

    def _touched(self, record_id: int) -> Changes:
        """The Changes that a write to the record means for open views."""
        raise NotImplementedError

    def _gone(self) -> NotFound:
        """The error for a record that is not there any more."""
        raise NotImplementedError

    def _known(self, _c: Connection, _values: Mapping[str, object]) -> tuple[Blocker, ...]:
        """Blockers of a new record that its values alone tell."""
        return ()

    def _against(self, _c: Connection, _record_id: int, _step: Step[R]) -> tuple[Blocker, ...]:
        """Blockers of a step that come from the office's own settings."""
        return ()

    def _faults(self, _c: Connection, _record_id: int | None, _before: R, _after: R) -> tuple[Blocker, ...]:
        """Blockers of a step that only other records tell."""
        return ()

    def _follows(self, _c: Connection, _record_id: int, _before: R, _after: R, _entry: Entry) -> Changes:
        """Writes into other records what follows from a step; the Changes of that."""
        return Changes()

    def _undone(self, _c: Connection, _id: int, _before: R, _after: R, _taken: Taken, _by: str) -> Changes:
        """Writes into other records what follows from a withdrawal; the Changes of that."""
        return Changes()

    # -- inside --------------------------------------------------------------------------------------------

    def _take(self, c: Connection, asked: Asked[R]) -> Done:
        """Takes the step within the running transaction. Raises as :meth:`do`."""
        record_id, step, at = asked.record_id, asked.step, asked.at
        known = self._known(c, asked.values) if record_id is None else ()
        before = self.kind.blank if record_id is None else self._load(c, record_id, asked.since)
        day = _typed_moment(step, asked.values) or at
        context, values = self._office.numbering(c, step, by_own_numbers(c, step, asked.values), asked.by, day)
        against = self._against(c, record_id, step) if record_id is not None else ()
        if against:
            raise StepRefused(step.label, (*blockers(step, before, context), *against))
        try:
            after, entry = take(step, before, values, context, at=at)
        except StepRefused as refused:
            raise (StepRefused(refused.label, (*known, *refused.blockers)) if known else refused) from None
        numbered = number_blockers(c, self.kind.word, record_id, step, entry)
        if faults := (*known, *numbered, *self._faults(c, record_id, before, after)):
            raise StepRefused(step.label, faults)
        self._office.take_numbers(c, entry, context, day)
        if record_id is None:
            record_id = self._records.add(c, after, entry, *self.kind.changed(None, after))
        else:
            self._write(c, record_id, before, after, entry)
        return Done(record_id, Changes.of(self._touched(record_id), self._follows(c, record_id, before, after, entry)))

    def _take_together(
        self, c: Connection, together: AtOnce[R], values: Mapping[str, object], by: str, at: datetime | None
    ) -> Done:
        """Every step of a form, each with its own entry, or none of them."""
        form = together.form
        proposed = defaults(form, self.kind.blank, self._office.context(c, by, at))
        read, faults = read_values(form.fields, {**proposed, **_at(form, at), **values}, form.clause)
        if faults:
            raise StepRefused(form.label, faults)
        done: Done | None = None
        for step, own in together.parts(read):
            if done is None:
                done = self._take(c, Asked(None, step, own, by, at))
            else:
                more = self._take(c, Asked(done.id, step, own, by, at))
                done = Done(done.id, Changes.of(done.changes, more.changes))
        assert done is not None
        return done

    def _load(self, c: Connection, record_id: int, since: int | None = None) -> R:
        entries = self._entries(c, record_id)
        if since is not None:
            must_be_unchanged(entries, since, self.kind)
        return self.kind.replay(entries)

    def _entries(self, c: Connection, record_id: int) -> tuple[Entry, ...]:
        entries = self._records.entries(c, record_id)
        if not entries:
            raise self._gone()
        return entries

    def _write(self, c: Connection, record_id: int, before: R, after: R, entry: Entry) -> None:
        self._records.record(c, record_id, after, entry, *self.kind.changed(before, after))

    def _note(self, c: Connection, record_id: int, step: Step[R], values: Mapping[str, Value], by: str) -> None:
        """Writes down what only the program records. Raises NotFound."""
        before, now = self._load(c, record_id), self._office.now()
        entry = Entry(step.id, now, by, dict(values), round=before.round_number, recorded_at=now)
        self._write(c, record_id, before, step.apply(before, entry), entry)

    def _offers(self, c: Connection, record_id: int, record: R, context: RuleContext) -> tuple[Offer[R], ...]:
        return self.kind.offers(record, context)

    def _step(self, steps: Mapping[str, Step[R]], step_id: str) -> Step[R]:
        step = steps.get(step_id)
        if step is None:
            raise NotFound(f"没有“{step_id}”这一步。可用的步骤：{'、'.join(steps)}。")
        return step


def _at(form: Step[Any], at: datetime | None) -> Mapping[str, object]:
    return {form.happened: at} if at is not None and form.happened else {}


def _typed_moment(step: Step[Any], values: Mapping[str, object]) -> datetime | None:
    """When the step happened by its own field, whose year gives its number; None where that says nothing readable."""
    try:
        moment = next((field.read(values.get(field.key)) for field in step.fields if field.key == step.happened), None)
    except ValueError:
        return None
    return moment if isinstance(moment, datetime) else None
