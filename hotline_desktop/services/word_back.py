"""A sheet that comes back as the Word file into which the unit typed: read, shown beside the record, taken as a step.

The file is kept with its ticket; the step goes through the ordinary gates. What the paper does not say (事实确认,
诉求确认, the hour) is asked for and never guessed. 规范一（六）1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from hotline_desktop.documents.word_back import WordBack, WordUnreadable, read_word
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.dates import read_moment
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import DONE_AT, RESOLUTION
from hotline_desktop.domain.ticket.labels import value_words
from hotline_desktop.domain.ticket.steps.handling import RESULT
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.papers import Papers
from hotline_desktop.services.tickets import Tickets
from hotline_desktop.storage import print_codes, tickets
from hotline_desktop.storage.database import Connection

KEPT_AS = "单位回填的Word"
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Za-z-]{6,30}(?![0-9A-Za-z-])")
_LABEL = "工单编号"
_KEPT = "文件没有动，工单没有变动"
# What stands on the sheet, and the field of the unit's result that takes it.
_TAKEN = {
    "handling": "handling",
    "feedback": "feedback",
    "resolution": "resolution",
    "承办人": "handler",
    "handler": "handler",
}
# The day beside 承办人: by its mark, or by the first such label of the form.
_DATED = ("handled_on", "日期")


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of the result: its label, what the record says now, and what the file says."""

    key: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A disposal sheet as the unit filled it in, with its ticket.

    ``values`` are what the step takes from it, ``dated`` the day on the paper, which names no hour; ``unclear`` the
    labels of what is ticked twice.
    """

    path: Path
    ticket_id: int
    number: str
    values: Mapping[str, str]
    compared: tuple[Compared, ...]
    dated: str
    unclear: tuple[str, ...]


class WordReturns:
    """What a clerk can do with Word files that come back from units."""

    def __init__(self, office: OfficeContext, papers: Papers, tickets_of_office: Tickets) -> None:
        self._office, self._papers, self._tickets = office, papers, tickets_of_office

    def look(self, path: Path) -> TypedSheet:
        """What the file says beside what the record says. Raises HotlineError with what to do; nothing is changed."""
        try:
            back = read_word(path, self._papers.labels(PaperKind.DISPOSAL))
        except WordUnreadable as error:
            raise HotlineError(f"“{path.name}”{error.reason}。{_KEPT}。") from error
        except OSError as error:
            raise HotlineError(f"“{path.name}”读不出来：{machine_reason(error)}。{_KEPT}。") from error
        with self._office.db.read() as c:
            ticket_id, number = self._ticket(c, path, back)
            result = tickets.load(c, ticket_id).round.result
        values = {_TAKEN[key]: text for key, text in back.values.items() if key in _TAKEN}
        held = result.values if result else {}
        compared = tuple(
            Compared(field.key, field.label, value_words(held.get(field.key)), values[field.key])
            for field in RESULT.fields
            if field.key in values
        )
        labels = {field.key: field.label for field in RESULT.fields}
        unclear = tuple(labels.get(key, key) for key in sorted(back.unclear))
        return TypedSheet(
            path,
            ticket_id,
            number,
            values,
            compared,
            next((back.values[key] for key in _DATED if key in back.values), ""),
            unclear,
        )

    def take(self, sheet: TypedSheet, given: Mapping[str, object], by: str) -> Changes:
        """The unit's result as the file says it, with what a person gave besides, and the file kept with the ticket.

        Raises StepRefused with everything that stands against it, HotlineError where something is to be asked.
        """
        asked = self._asked(sheet, given)
        if asked:
            raise HotlineError(f"工单 {sheet.number} 的处置单还不能登记：{'；'.join(asked)}。{_KEPT}。")
        with self._office.write(Right.HANDLE, by):
            done = self._tickets.do(sheet.ticket_id, RESULT.id, {**sheet.values, **given}, by)
            self._tickets.attach(sheet.ticket_id, sheet.path, KEPT_AS, by)
        return done.changes

    def _asked(self, sheet: TypedSheet, given: Mapping[str, object]) -> list[str]:
        asked = [f"“{label}”勾了不止一项" for label in sheet.unclear if RESOLUTION.key not in given]
        if DONE_AT.key not in given and not _has_hour(sheet.dated):
            on_paper = f"纸上写的是“{sheet.dated}”，没有时刻" if sheet.dated else "纸上没有日期"
            asked.append(f"要补“办结时间”（{on_paper}），例如 办结时间=2022-09-06 15:30")
        return asked

    def _ticket(self, c: Connection, path: Path, back: WordBack) -> tuple[int, str]:
        """The ticket by the print's code, else by the number on the form."""
        if back.code is not None and back.code.office == print_codes.office_mark(c):
            coded = print_codes.find(c, back.code.print_id)
            if coded is not None and coded.ticket_id and coded.kind == PaperKind.DISPOSAL:
                return coded.ticket_id, coded.number
        for number in _numbers(back):
            ticket_id = tickets.find(c, number)
            if ticket_id is not None:
                return ticket_id, number
        raise HotlineError(f"“{path.name}”里没有读到本单位的工单编号，不知道是哪一件。{_KEPT}。请用编号登记。")


def _numbers(back: WordBack) -> list[str]:
    """What may be the ticket's number: first what follows its label."""
    whole = "\n".join(back.lines)
    after = whole.partition(_LABEL)[2]
    return list(dict.fromkeys([*_NUMBER.findall(after)[:3], *_NUMBER.findall(whole)]))


def _has_hour(text: str) -> bool:
    try:
        moment: datetime = read_moment(text)
    except ValueError:
        return False
    return moment.time() != time(0, 0)
