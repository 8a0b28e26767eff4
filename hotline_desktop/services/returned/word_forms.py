"""Which sheets come back as Word files, which step takes each, and what of the sheet goes into which of its fields.

规范一（六）1, 督办二（三）2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline_desktop.documents.returned.word_back import WordBack
from hotline_desktop.domain.papers.annex_forms import DisposalState, program_remarks, sentence
from hotline_desktop.domain.records.entries import Entry, Request
from hotline_desktop.domain.records.fields import AnyField
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.supervision.steps.answering import (
    CASE_EXTENSION,
    POINTS_FACTS,
    POINTS_OPINION,
    REPORT,
    REPORTED_WAY,
    SIGNED_ON,
)
from hotline_desktop.domain.terms.dates import in_digits
from hotline_desktop.domain.terms.options import Grade
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import DEMAND, DONE_AT, FACT, GRADE
from hotline_desktop.domain.ticket.steps.extensions import DAYS, EXTENSION_REQUEST
from hotline_desktop.domain.ticket.steps.handling import REMARKS, RESULT, SATISFACTION, SURVEY_NOTE
from hotline_desktop.domain.ticket.steps.returns import RETURN_REQUEST
from hotline_desktop.domain.ticket.steps.unfounded import UNFOUNDED_STATEMENT
from hotline_desktop.domain.ticket.steps.unsatisfied import UNSATISFIED_STATEMENT
from hotline_desktop.domain.ticket.ticket import Ticket

REPLY = "reply"
_CAN_ADD_PAGES = "（可另附页）"
# The points of a reply, by the words that the sheet of an answered notice has for them.
_POINTS: Mapping[str, AnyField] = {
    **{field.label: field for field in (FACT, DEMAND, OUTCOME, REPORTED_WAY, GRADE)},
    "查明的事实和证据": POINTS_FACTS,
    "处理意见、依据": POINTS_OPINION,
}
_POINT = re.compile(rf"({'|'.join(_POINTS)}|答复市民要点|办结报告)\s*[：:]?\s*")
_AROUND = "；;。 \n\u3000"
_SENTENCE = re.compile(r"[^。！？…]+[。！？…]*")


@dataclass(frozen=True, slots=True)
class WordForm:
    """One kind of sheet: ``title`` tells a file that names no print, ``taken`` which mark or label gives which field.

    ``dates`` are the marks of the day on it, which goes into ``moment``; ``asked`` are further fields that no sheet
    says or that are no field of it, and nobody guesses. ``read`` makes further values of the texts, ``held`` finds what
    the record has of the step already, ``printed`` tells the sentences that the program itself put into a field.
    """

    kind: PaperKind
    title: str
    step: Step[Any]
    taken: Mapping[str, str]
    moment: AnyField | None = None
    dates: tuple[str, ...] = ()
    asked: tuple[AnyField, ...] = ()
    read: Callable[[Mapping[str, str]], dict[str, str]] = lambda _texts: {}
    held: Callable[[Any], Entry | None] = lambda _record: None
    printed: Callable[[Any], Mapping[str, frozenset[str]]] = lambda _record: {}

    @property
    def of_case(self) -> bool:
        """Whether it belongs to a supervision case and not to a ticket."""
        return self.kind in (PaperKind.SUPERVISION_NOTICE, PaperKind.CASE_EXTENSION)

    def values(self, back: WordBack, printed: Mapping[str, frozenset[str]]) -> dict[str, str]:
        """What the step takes from the file, by its fields' keys, without what was ``printed`` into them."""
        plain = {self.taken[key]: text for key, text in back.values.items() if key in self.taken}
        typed = {key: _without(plain[key], own) for key, own in printed.items() if key in plain}
        return {**plain, **typed, **self.read(back.values)}

    def text(self, back: WordBack) -> str:
        """What was typed into a room of several points, which goes into no field by itself."""
        return back.values.get(REPLY, "").removeprefix(_CAN_ADD_PAGES).strip()

    def dated(self, back: WordBack) -> str:
        """The day on the paper, as it was written."""
        return next((back.values[key] for key in self.dates if key in back.values), "")


def _without(text: str, sentences: frozenset[str]) -> str:
    """What a unit wrote beside sentences of the program, wherever it put it."""
    parts = (part for line in text.splitlines() for part in _SENTENCE.findall(line))
    return "".join(part for part in parts if sentence("".join(part.split())) not in sentences).strip()


def _points(texts: Mapping[str, str]) -> dict[str, str]:
    """事实确认：属实；诉求确认：…: what a unit answers under the words of the regulation's list. 督办二（三）2."""
    reply = texts.get(REPLY, "").removeprefix(_CAN_ADD_PAGES)
    parts = _POINT.split(reply)
    said = {name: text.strip(_AROUND) for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    return {field.key: said[name] for name, field in _POINTS.items() if said.get(name)}


def _rated(texts: Mapping[str, str]) -> dict[str, str]:
    """Two choices on paper, five grades on record: the remark says 基本满意, else the tick says what it says."""
    ticked, remark = (texts.get(key, "") for key in ("satisfied", "remarks"))
    note = {SURVEY_NOTE.key: remark} if remark else {}
    if not ticked:
        return note
    fine = Grade.MOSTLY if Grade.MOSTLY in remark else Grade.SATISFIED
    return {GRADE.key: (fine if ticked == "是" else Grade.UNSATISFIED).value, **note}


def _counted(texts: Mapping[str, str]) -> dict[str, str]:
    """5个工作日, 五个工作日: how many days a unit asks for."""
    text = unicodedata.normalize("NFKC", texts.get(DAYS.key, "")).replace("个工作日", "日")
    found = re.search(r"\d+", in_digits(text))
    return {DAYS.key: found[0]} if found else {}


def _last(requests: Sequence[Request]) -> Entry | None:
    return requests[-1].asked if requests else None


def _named(step: Step[Any], *keys: str) -> tuple[AnyField, ...]:
    fields = {field.key: field for field in step.fields}
    return tuple(fields[key] for key in keys)


def _asking(step: Step[Any], *keys: str, agreed: str) -> dict[str, str]:
    """Of a paper that a leader signs: what its fields and the line to sign on say, by the marks and labels of these."""
    has = {field.key for field in step.fields}
    ink = {"handler": "handler", "经办人": "handler", "leader": "leader", "条线分管领导签字": "leader"}
    day = {agreed: agreed, "日期": agreed}
    return {mark: key for mark, key in {**{key: key for key in keys}, **ink, **day}.items() if key in has}


_RETURN = ("reason", "detail", "duty", "suggested_unit")
_EXTENSION = ("reason", "basis")
_UNFOUNDED = ("complaint", "checked_how", "evidence", "conclusion", "answer")
_UNSATISFIED = ("process", "why", "next_steps")
_SIGNED = ("leader", "signed_on", "submitted_on")


def _printed_remarks(ticket: Ticket) -> frozenset[str]:
    """Whichever of its states was printed."""
    return frozenset("".join(told.split()) for state in DisposalState for told in program_remarks(ticket, state))


FORMS = (
    WordForm(
        PaperKind.RETURN,
        "热线退单申请",
        RETURN_REQUEST,
        _asking(RETURN_REQUEST, *_RETURN, agreed="approved_on"),
        moment=_named(RETURN_REQUEST, "asked_at")[0],
        dates=("asked_at",),
        asked=_named(RETURN_REQUEST, "leader", "approved_on"),
        held=lambda ticket: _last(ticket.round.returns),
    ),
    WordForm(
        PaperKind.CASE_EXTENSION,
        "热线督办延期申请",
        CASE_EXTENSION,
        _asking(CASE_EXTENSION, *_EXTENSION, agreed="agreed_on"),
        moment=_named(CASE_EXTENSION, "asked_at")[0],
        dates=("asked_at",),
        asked=_named(CASE_EXTENSION, "document", "leader", "agreed_on"),
        read=_counted,
        held=lambda case: _last(case.measure.extensions),
    ),
    WordForm(
        PaperKind.EXTENSION,
        "热线延期申请",
        EXTENSION_REQUEST,
        _asking(EXTENSION_REQUEST, *_EXTENSION, agreed="agreed_on"),
        moment=_named(EXTENSION_REQUEST, "asked_at")[0],
        dates=("asked_at",),
        asked=_named(EXTENSION_REQUEST, "leader", "agreed_on"),
        read=_counted,
        held=lambda ticket: _last(ticket.round.extensions),
    ),
    WordForm(
        PaperKind.UNFOUNDED,
        "不属实情况说明",
        UNFOUNDED_STATEMENT,
        _asking(UNFOUNDED_STATEMENT, *_UNFOUNDED, agreed="signed_on"),
        asked=_named(UNFOUNDED_STATEMENT, *_SIGNED),
        held=lambda ticket: _last(ticket.round.unfounded),
    ),
    WordForm(
        PaperKind.UNSATISFIED,
        "不满意情况说明",
        UNSATISFIED_STATEMENT,
        _asking(UNSATISFIED_STATEMENT, *_UNSATISFIED, agreed="signed_on"),
        asked=_named(UNSATISFIED_STATEMENT, *_SIGNED),
        held=lambda ticket: next((_last(one.statements) for one in ticket.upper_callbacks if one.open), None),
    ),
    WordForm(
        PaperKind.SUPERVISION_NOTICE,
        "热线督办通知单",
        REPORT,
        {"handler": "handler", "承办单位经办人": "handler"},
        asked=(SIGNED_ON,),
        read=_points,
        held=lambda case: case.last_report,
    ),
    WordForm(
        PaperKind.SATISFACTION,
        "满意度测评表",
        SATISFACTION,
        {"caller": "surveyor", "回访人": "surveyor"},
        moment=_named(SATISFACTION, "surveyed_on")[0],
        dates=("rated_on", "日期"),
        read=_rated,
        held=lambda ticket: ticket.round.satisfaction,
    ),
    WordForm(
        PaperKind.DISPOSAL,
        "热线处置单",
        RESULT,
        {
            "handling": "handling",
            "feedback": "feedback",
            "resolution": "resolution",
            "承办人": "handler",
            "handler": "handler",
            REMARKS.key: REMARKS.key,
        },
        moment=DONE_AT,
        dates=("handled_on", "日期"),
        held=lambda ticket: ticket.round.result,
        printed=lambda ticket: {REMARKS.key: _printed_remarks(ticket)},
    ),
)
BY_KIND = {form.kind: form for form in FORMS}
_OTHERS = ("流程图", *(kind for kind in PaperKind if kind not in BY_KIND))
_HEAD = 8  # lines in which a paper says what it is
# Every field that a person may add to a sheet, by its label: the same label means the same everywhere.
KEYS_BY_LABEL = {field.label: field.key for form in FORMS for field in form.step.fields}


def form_of(back_kind: str, lines: tuple[str, ...]) -> WordForm:
    """The form of a file by the print that it names, else by its title; the disposal sheet where neither tells."""
    known = BY_KIND.get(PaperKind(back_kind)) if back_kind in tuple(PaperKind) else None
    return known or _titled(lines) or BY_KIND[PaperKind.DISPOSAL]


def other_paper(back_kind: str, lines: tuple[str, ...]) -> str:
    """What the file is where it is a paper of the office that no unit fills in and sends back; empty for any other."""
    if back_kind in tuple(PaperKind):
        return "" if PaperKind(back_kind) in BY_KIND else back_kind
    if _titled(lines) is not None:
        return ""
    begin = tuple("".join(line.split()) for line in lines[:_HEAD])
    return next((word for word in _OTHERS if any(line.endswith(word) for line in begin)), "")


def _titled(lines: tuple[str, ...]) -> WordForm | None:
    begin = "".join("".join(lines[:_HEAD]).split())
    return next((form for form in FORMS if form.title in begin), None)
