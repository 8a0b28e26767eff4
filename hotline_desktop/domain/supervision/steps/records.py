"""What the program itself writes into a case's history: never offered to a clerk as a step."""

from __future__ import annotations

from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.file_steps import FILE_KIND, file_steps
from hotline_desktop.domain.records.steps import recorded
from hotline_desktop.domain.records.withdrawal import REASON, WITHDRAW
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import FILE_NUMBER
from hotline_desktop.domain.supervision.steps.model import CaseStep
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.ticket.fields import PROVISIONAL
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.steps.records import RECOUNT_WHY
from hotline_desktop.domain.ticket.ticket import Entry


def _apply_attach(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return replace(case, files=(*case.files, FILE_KIND.of(entry)))


def _apply_detach(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    left = list(case.files)
    if FILE_KIND.of(entry) in left:
        left.remove(FILE_KIND.of(entry))
    return replace(case, files=tuple(left))


def _apply_awaited(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    left = list(case.signed)
    if PAPER.of(entry) in left:
        left.remove(PAPER.of(entry))
    return replace(case, signed=tuple(left))


def _apply_recount(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return case.with_measure(due=DUE.of(entry), provisional=bool(PROVISIONAL.of(entry)))


_FILE_STEPS: tuple[CaseStep, CaseStep] = file_steps(
    "case_attach", "case_detach", Clause.CASE_POOL, _apply_attach, _apply_detach
)
CASE_ATTACH, CASE_DETACH = _FILE_STEPS

PAPER, PAPER_RECEIVED_ON = Field("paper", "文书"), Field("received_on", "交回日期", Kind.DAY)
CASE_PAPER_BACK: CaseStep = recorded(
    "case_paper_back",
    "签字件交回",
    Clause.CASE_POOL,
    (PAPER, PAPER_RECEIVED_ON),
    lambda case, entry: replace(case, signed=(*case.signed, PAPER.of(entry))),
    notes=True,
)
CASE_PAPER_AWAITED: CaseStep = recorded(
    "case_paper_awaited",
    "撤回签字件交回",
    Clause.CASE_POOL,
    (PAPER, PAPER_RECEIVED_ON, REASON),
    _apply_awaited,
    notes=True,
)

CASE_RECOUNT: CaseStep = recorded(
    "case_recount",
    "重算期限",
    Clause.NOTICE_SENT,
    (RECOUNT_WHY,),
    _apply_recount,
)

CASE_NUMBERED: CaseStep = recorded(
    "case_numbered",
    "立卷",
    Clause.CASE_POOL,
    (FILE_NUMBER.called(FILE_NUMBER.label, required=False),),
    lambda case, entry: replace(case, file_number=FILE_NUMBER.of(entry)),
)

# The file was written. Its list's digest tells later whether a copy, or the record, changed since.
PAGES, DIGEST = Field("pages", "装订页数"), Field("digest", "校验清单的 SHA-256")
CASE_FILED: CaseStep = recorded(
    "case_filed",
    "生成案卷",
    Clause.CASE_POOL,
    (PAGES, DIGEST),
    lambda case, _entry: case,
)

CASE_RECORDS: tuple[CaseStep, ...] = (
    CASE_ATTACH,
    CASE_DETACH,
    CASE_PAPER_BACK,
    CASE_PAPER_AWAITED,
    CASE_RECOUNT,
    CASE_NUMBERED,
    CASE_FILED,
    WITHDRAW,
)
