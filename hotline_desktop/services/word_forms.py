"""Which sheets come back as Word files, which step takes each, and what of the sheet goes into which of its fields.

规范一（六）1, 督办二（三）2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hotline_desktop.documents.word_back import WordBack
from hotline_desktop.domain.records.fields import AnyField
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.supervision.steps.answering import (
    POINTS_FACTS,
    POINTS_OPINION,
    REPORT,
    REPORTED_WAY,
    SIGNED_ON,
)
from hotline_desktop.domain.terms.options import Grade
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import DEMAND, DONE_AT, FACT, GRADE
from hotline_desktop.domain.ticket.steps.handling import RESULT, SATISFACTION, SURVEY_NOTE

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


@dataclass(frozen=True, slots=True)
class WordForm:
    """One kind of sheet: ``title`` tells a file that names no print, ``taken`` which mark or label gives which field.

    ``dates`` are the marks of the day on it, which goes into ``moment``; ``asked`` are further fields that no sheet
    says and nobody guesses. ``read`` makes further values of the texts.
    """

    kind: PaperKind
    title: str
    step: Step[Any]
    taken: Mapping[str, str]
    moment: AnyField | None = None
    dates: tuple[str, ...] = ()
    asked: tuple[AnyField, ...] = ()
    read: Callable[[Mapping[str, str]], dict[str, str]] = lambda _texts: {}

    @property
    def of_case(self) -> bool:
        """Whether it belongs to a supervision case and not to a ticket."""
        return self.kind is PaperKind.SUPERVISION_NOTICE

    def values(self, back: WordBack) -> dict[str, str]:
        """What the step takes from the file, by its fields' keys."""
        plain = {self.taken[key]: text for key, text in back.values.items() if key in self.taken}
        return {**plain, **self.read(back.values)}

    def text(self, back: WordBack) -> str:
        """What was typed into a room of several points, which goes into no field by itself."""
        return back.values.get(REPLY, "").removeprefix(_CAN_ADD_PAGES).strip() if self.of_case else ""

    def dated(self, back: WordBack) -> str:
        """The day on the paper, as it was written."""
        return next((back.values[key] for key in self.dates if key in back.values), "")


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


FORMS = (
    WordForm(
        PaperKind.SUPERVISION_NOTICE,
        "热线督办通知单",
        REPORT,
        {"handler": "handler", "承办单位经办人": "handler"},
        asked=(SIGNED_ON,),
        read=_points,
    ),
    WordForm(
        PaperKind.SATISFACTION,
        "满意度测评表",
        SATISFACTION,
        {"caller": "surveyor", "回访人": "surveyor"},
        moment=next(field for field in SATISFACTION.fields if field.key == "surveyed_on"),
        dates=("rated_on", "日期"),
        read=_rated,
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
        },
        moment=DONE_AT,
        dates=("handled_on", "日期"),
    ),
)
BY_KIND = {form.kind: form for form in FORMS}
# Every field that a person may add to a sheet, by its label: the same label means the same everywhere.
KEYS_BY_LABEL = {field.label: field.key for form in FORMS for field in form.step.fields}


def form_of(back_kind: str, lines: tuple[str, ...]) -> WordForm:
    """The form of a file by the print that it names, else by its title; the disposal sheet where neither tells."""
    known = BY_KIND.get(PaperKind(back_kind)) if back_kind in tuple(PaperKind) else None
    begin = "".join("".join(lines[:8]).split())
    return known or next((form for form in FORMS if form.title in begin), BY_KIND[PaperKind.DISPOSAL])
