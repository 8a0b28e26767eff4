"""A Word file that a unit filled in and sent back: read, compared with the record, and taken as a step. 规范一（六）1.

The file is kept with its record. The step goes through the ordinary gates, and what the paper does not say (事实确认,
诉求确认, the hour) is asked for and never guessed. 督办二（三）2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from hotline_desktop.documents.returned.word_back import WordBack, WordUnreadable, first_look, read_word
from hotline_desktop.domain.records.engine import defaults
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import AnyField, Kind, Value
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.dates import read_moment
from hotline_desktop.domain.terms.errors import HotlineError, MachineTrouble
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import GRADE
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.files.names import plain_name
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.context import office_mark
from hotline_desktop.services.papers.papers import Papers
from hotline_desktop.services.records.file_kinds import InMemory
from hotline_desktop.services.records.supervision import Supervision
from hotline_desktop.services.records.tickets import Tickets
from hotline_desktop.services.returned.sheet_judging import outdated
from hotline_desktop.services.returned.word_forms import KEYS_BY_LABEL, WordForm, form_of, other_paper
from hotline_desktop.services.returned.word_owner import KEPT, owner_of
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import print_codes
from hotline_desktop.storage.papers.print_codes import CodedPrint
from hotline_desktop.storage.records import cases, tickets

KEPT_AS = "单位回填的Word"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of the result: its label, what the record says now, and what the file says."""

    key: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet as the unit filled it in, with the ticket or the supervision case that it belongs to.

    ``values`` are what the step takes from it, ``dated`` the day on the paper, which may name no hour; ``unclear`` the
    labels of what is ticked twice. One of ``ticket_id`` and ``case_id`` is 0. ``text`` is what was typed into a room of
    several points and goes into no field by itself. ``name`` and ``content`` are the file as it was read.
    """

    path: Path
    form: WordForm
    ticket_id: int
    case_id: int
    number: str
    values: Mapping[str, str]
    compared: tuple[Compared, ...]
    dated: str
    unclear: tuple[str, ...]
    text: str = ""
    name: str = ""
    content: bytes = field(default=b"", repr=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the file as it was read."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def kind(self) -> PaperKind:
        """Which sheet it is."""
        return self.form.kind


@dataclass(frozen=True, slots=True)
class _Owner:
    """The record that a sheet belongs to: its ids, its number, what is recorded of the step that takes the sheet, and
    the sentences that the program itself printed into fields of it.
    """

    ticket_id: int
    case_id: int
    number: str
    held: Entry | None
    printed: Mapping[str, frozenset[str]]


class WordReturns:
    """What a clerk can do with Word files that come back from units."""

    def __init__(self, office: OfficeContext, papers: Papers, tickets_of_office: Tickets, cases: Supervision) -> None:
        self._office, self._papers, self._tickets, self._cases = office, papers, tickets_of_office, cases

    def look(self, path: Path, number: str = "", kind: str = "") -> TypedSheet:
        """What the file says beside what the record says. Raises HotlineError with what to do; nothing is changed.

        ``number`` and ``kind`` are what a person says of a file that does not tell its record, or tells two.
        """
        try:
            content = path.read_bytes()
            code, lines = first_look(content)
            with self._office.db.read() as c:
                coded = print_codes.find(c, code.print_id) if code and code.office == office_mark(c) else None
            said = kind or (coded.kind if coded else "")
            if other := other_paper(said, lines):
                raise WordUnreadable(f"是{other}，不是单位填好交回的表，没有可以登记的")
            form = form_of(said, lines)
            back = read_word(content, self._papers.labels(form.kind))
        except WordUnreadable as error:
            raise HotlineError(f"“{plain_name(path.name)}”{error.reason}。{KEPT}。") from error
        except OSError as error:
            raise MachineTrouble(f"“{plain_name(path.name)}”读不出来：{machine_reason(error)}。{KEPT}。") from error
        with self._office.db.read() as c:
            owner = self._owner(c, form, back, coded, number)
            late = outdated(c, coded) if coded and not number else ""
            if late:
                raise HotlineError(f"“{plain_name(path.name)}”没有登记：{late}。{KEPT}。仍要登记的，请用编号登记。")
        values, held = form.values(back, owner.printed), owner.held.values if owner.held else {}
        compared = tuple(
            Compared(one.key, one.label, value_as_text(held.get(one.key)), values.get(one.key, ""))
            for one in form.step.fields
            if one.key in values or one.key in form.taken.values()
        )
        labels = {field.key: field.label for field in form.step.fields} | {"satisfied": "满意、不满意"}
        unclear = tuple(labels.get(key, key) for key in sorted(back.unclear))
        return TypedSheet(
            path,
            form,
            owner.ticket_id,
            owner.case_id,
            owner.number,
            values,
            compared,
            form.dated(back),
            unclear,
            form.text(back),
            plain_name(path.name),
            content,
        )

    def take(self, sheet: TypedSheet, given: Mapping[str, object], by: str) -> Changes:
        """The step that the sheet tells of, with what a person gave besides, and the file kept with its record.

        Raises StepRefused with everything that stands against it, HotlineError where something is to be asked.
        """
        asked = self._asked(sheet, given)
        if asked:
            raise HotlineError(f"{sheet.number} 的{sheet.kind}还不能登记：{'；'.join(asked)}。{KEPT}。")
        known = {field.key for field in sheet.form.step.fields}
        added = {key: value for key, value in given.items() if key in known}
        with self._office.write(Right.HANDLE, by):
            values = {**self.proposed(sheet), **added}
            if sheet.case_id:
                done = self._cases.do(sheet.case_id, sheet.form.step.id, values, by)
                self._cases.attach(sheet.case_id, InMemory(sheet.name, sheet.content), CaseFileKind.OTHER, by)
            else:
                done = self._tickets.do(sheet.ticket_id, sheet.form.step.id, values, by)
                self._tickets.attach(sheet.ticket_id, InMemory(sheet.name, sheet.content), KEPT_AS, by)
        return done.changes

    def begin(self, sheet: TypedSheet, by: str) -> dict[str, Value]:
        """What a person who looks at the sheet is shown to be recorded; what nobody knows yet is left out."""
        step, given = sheet.form.step, self.proposed(sheet)
        unknown = {field.key for field in (sheet.form.moment, *sheet.form.asked) if field is not None}
        with self._office.db.read() as c:
            record: Any = cases.load(c, sheet.case_id) if sheet.case_id else tickets.load(c, sheet.ticket_id)
            usual = defaults(step, record, self._office.context(c, by))
        values: dict[str, Value] = {key: value for key, value in usual.items() if key not in unknown}
        for one in step.fields:
            if one.key in given:
                with suppress(ValueError):
                    values[one.key] = one.read(given[one.key])
        return values

    @staticmethod
    def proposed(sheet: TypedSheet) -> dict[str, object]:
        """What the sheet gives the step, the day on it among it where it is one that the step can take."""
        moment = sheet.form.moment
        readable = moment is not None and _is_readable(sheet.dated, moment)
        return {**sheet.values, **({moment.key: sheet.dated} if moment is not None and readable else {})}

    def _asked(self, sheet: TypedSheet, given: Mapping[str, object]) -> list[str]:
        asked = [
            f"“{label}”勾了不止一项，或看不出勾的是哪一项" for label in sheet.unclear if not _answered(label, given)
        ]
        moment = sheet.form.moment
        if moment is not None and moment.key not in given and not _is_readable(sheet.dated, moment):
            hour = "没有时刻" if _moment_in(sheet.dated) else "读不出是什么时候"
            unread = hour if moment.kind is Kind.MOMENT else "读不出是哪一天"
            on_paper = f"纸上写的是“{sheet.dated}”，{unread}" if sheet.dated else "纸上没有日期"
            example = "2022-09-06 15:30" if moment.kind is Kind.MOMENT else "2022-09-06"
            asked.append(f"要补“{moment.label}”（{on_paper}），例如 {moment.label}={example}")
        return asked + [text for field in sheet.form.asked if (text := _to_ask(field, sheet, given))]

    @staticmethod
    def _owner(c: Connection, form: WordForm, back: WordBack, coded: CodedPrint | None, given: str) -> _Owner:
        """The record that the file belongs to, with what it says of the step already."""
        found = owner_of(c, form, back.lines, coded, given)
        if found.case_id:
            case = cases.load(c, found.case_id)
            return _Owner(0, found.case_id, case.number, form.held(case), form.printed(case))
        ticket = tickets.load(c, found.ticket_id)
        return _Owner(found.ticket_id, 0, ticket.facts.number, form.held(ticket), form.printed(ticket))


def _to_ask(field: AnyField, sheet: TypedSheet, given: Mapping[str, object]) -> str:
    """What a person must say of a field that the paper does not tell, or not so that it can be read."""
    said = sheet.values.get(field.key, "")
    if field.key in given or (said and (field.kind is not Kind.DAY or _is_readable(said, field))):
        return ""
    on_paper = f"（纸上写的是“{said}”，读不出是哪一天）" if said else ""
    return f"要补“{field.label}”{on_paper}"


def _answered(label: str, given: Mapping[str, object]) -> bool:
    """Whether a person said what the ticks do not."""
    return any(KEYS_BY_LABEL.get(name) in given for name in (label, GRADE.label if "满意" in label else ""))


def _moment_in(text: str) -> datetime | None:
    """The day, with its hour where it has one, that stands on the paper."""
    try:
        return read_moment(text)
    except ValueError:
        return None


def _is_readable(text: str, field: AnyField) -> bool:
    """Whether the day on the paper is one that the field can take: a moment has an hour."""
    moment = _moment_in(text)
    return moment is not None and (field.kind is not Kind.MOMENT or moment.time() != time(0, 0))
