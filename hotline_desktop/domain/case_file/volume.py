"""Which papers and attachments make up the file of a case, in the order in which they are archived. 督办二（五）3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hotline_desktop.domain.papers.annex_forms import DisposalState, PaperContext, sentence
from hotline_desktop.domain.papers.case_file import FileCover
from hotline_desktop.domain.papers.case_versions import measure_label
from hotline_desktop.domain.papers.catalogue import CASE_PAPERS, TICKET_PAPERS
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.ticket_versions import round_label
from hotline_desktop.domain.papers.withholding import released
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.summaries import AttachmentSummary
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import OUTCOME, REPORTED_AT
from hotline_desktop.domain.supervision.options import SCANS_OF_CASES, CaseFileKind
from hotline_desktop.domain.supervision.steps.verifying import CONCLUSION
from hotline_desktop.domain.terms.dates import chinese_date, chinese_datetime, day_of
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.ticket import Ticket


class Section(StrEnum):
    """The parts of a file in archive order; the value is its bookmark."""

    NOTICE = "督办通知单"
    DISPOSAL = "处置单"
    CONTACTS = "联系、答复、回访记录"
    REQUESTS = "申请、说明、呈报和批示"
    REPORT = "办结报告"
    GATHERINGS = "会议和现场材料"
    POLICY = "政策法规材料"
    SATISFACTION = "测评表"
    OTHER = "其他材料"


@dataclass(frozen=True, slots=True)
class FilePaper:
    """One paper that the program makes for the file. ``final`` asks for the last state of its form, else the first.

    ``number`` is the 工单编号 in its file's name; ``which`` tells it from others of its kind.
    """

    section: Section
    kind: PaperKind
    record: PaperRecord
    number: str
    final: bool = True
    which: str = ""
    dated: date | None = None

    @property
    def title(self) -> str:
        """What the contents call it."""
        return f"{self.kind}（{self.which}）" if self.which else self.kind.value

    @property
    def reference(self) -> str:
        """文号: the number under which it was filed, sent or taken up."""
        names = ("filing_number", "case_number", "transfer_number")
        return next((text for name in names if (text := getattr(self.record, name, None))), "")

    def author(self, center: str) -> str:
        """责任者: the unit where the unit writes and signs it, else the centre."""
        return (getattr(self.record, "unit", None) or center) if self.kind in _OF_UNITS else center


@dataclass(frozen=True, slots=True)
class CaseOfFile:
    """What a file is made from: the case with its history and its tickets, as the office holds them."""

    case: SupervisionCase
    entries: tuple[Entry, ...]
    tickets: tuple[Ticket, ...]

    @property
    def numbers(self) -> str:
        """工单编号 for names of files: the first one, and how many there are."""
        first, *others = self.case.ticket_numbers or ("",)
        return f"{first}等{len(others) + 1}件" if others else first


_OF_UNITS = frozenset(
    (
        PaperKind.RETURN,
        PaperKind.EXTENSION,
        PaperKind.UNFOUNDED,
        PaperKind.UNSATISFIED,
        PaperKind.BUILDING,
        PaperKind.EXPLANATION,
        PaperKind.CLOSING_REPORT,
        PaperKind.CASE_EXTENSION,
        PaperKind.JOINT,
    )
)
_FILES = {
    CaseFileKind.NOTICE: Section.NOTICE,
    CaseFileKind.SOURCE: Section.REQUESTS,
    CaseFileKind.REQUEST: Section.REQUESTS,
    CaseFileKind.SITE_BEFORE: Section.GATHERINGS,
    CaseFileKind.SITE_AFTER: Section.GATHERINGS,
    CaseFileKind.SITE_RECORD: Section.GATHERINGS,
    CaseFileKind.MEETING_NOTICE: Section.GATHERINGS,
    CaseFileKind.SIGN_IN: Section.GATHERINGS,
    CaseFileKind.MINUTES: Section.GATHERINGS,
    CaseFileKind.REPORT: Section.REPORT,
    CaseFileKind.POLICY: Section.POLICY,
    CaseFileKind.RECORDING: Section.CONTACTS,
    CaseFileKind.TALK: Section.GATHERINGS,
}
_TICKET_FILES = {
    "签字处置单": Section.DISPOSAL,
    "测评表": Section.SATISFACTION,
    "签字测评表": Section.SATISFACTION,
    "签字联系与答复记录": Section.CONTACTS,
    "签字解释说明记录": Section.CONTACTS,
    "签字结案审核与回访记录": Section.CONTACTS,
    "签字退单申请": Section.REQUESTS,
    "签字延期申请": Section.REQUESTS,
    "签字不属实情况说明": Section.REQUESTS,
    "签字多部门联合处置协调单": Section.REQUESTS,
    "签字不满意情况说明": Section.REQUESTS,
    "签字违法建筑结案说明": Section.REQUESTS,
    "答复录音": Section.CONTACTS,
    "书面答复": Section.CONTACTS,
    "现场照片": Section.GATHERINGS,
    "情况说明": Section.REQUESTS,
}
_ORDER = {kind.value: place for place, kind in enumerate(CaseFileKind)}


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a file holds: bound items and their pages, and the days of the first and the last of its papers."""

    items: int
    pages: int
    days: tuple[date, ...] = ()

    @property
    def lasted(self) -> str:
        """``自2022年9月5日至2022年9月13日``; empty where no paper has a date. GB/T 9705 3.1.3.4."""
        return f"自{chinese_date(min(self.days))}至{chinese_date(max(self.days))}" if self.days else ""


def section_of_file(kind: str) -> Section:
    """Where attachments of ``kind`` stand, whether they belong to the case or to a ticket."""
    return {**_TICKET_FILES, **{case_kind.value: section for case_kind, section in _FILES.items()}}.get(
        kind, Section.OTHER
    )


def in_order(files: Sequence[AttachmentSummary]) -> list[AttachmentSummary]:
    """Attachments of one section by their kind, within a kind as they came."""
    return sorted(files, key=lambda file: (_ORDER.get(file.kind, len(_ORDER)), file.added_at, file.id))


def papers(of: CaseOfFile, context: PaperContext) -> tuple[FilePaper, ...]:
    """Every paper of the case and of its tickets in archive order; what was never recorded makes none."""
    found: list[FilePaper] = []
    for ticket in of.tickets:
        found += _ticket_papers(ticket, context, len(of.tickets) > 1)
    found += _case_papers(of, context)
    place = list(Section).index
    return tuple(sorted(found, key=lambda paper: place(paper.section)))


def without_signed(
    drawn: Sequence[FilePaper], kept: Sequence[tuple[str, str]], returned: frozenset[str]
) -> tuple[FilePaper, ...]:
    """``drawn`` without the papers whose signed scan is in the file, the newest of a kind first.

    ``kept`` are the attachments' kinds with the number of their ticket, empty where they belong to the case;
    ``returned`` the kinds of the case's papers of which a signed print came back.
    """
    scans = Counter(kept)
    left: list[FilePaper] = []
    for paper in reversed(drawn):
        of_case = SCANS_OF_CASES.get(paper.kind) if paper.kind in returned else None
        marks = [(f"签字{paper.kind}", paper.number), *([(of_case.value, "")] if of_case is not None else [])]
        taken = next((mark for mark in marks if scans[mark]), None)
        if taken is None:
            left.append(paper)
        else:
            scans[taken] -= 1
    return tuple(reversed(left))


# In archive order within a section.
_CASE_SECTIONS = (
    (Section.NOTICE, PaperKind.SUPERVISION_NOTICE),
    (Section.CONTACTS, PaperKind.PHONE_RECORD),
    (Section.CONTACTS, PaperKind.CHECK_RECORD),
    (Section.REQUESTS, PaperKind.LEADER_REQUEST),
    (Section.REPORT, PaperKind.CLOSING_REPORT),
    (Section.GATHERINGS, PaperKind.MEETING_NOTICE),
    (Section.GATHERINGS, PaperKind.MEETING_SIGN_IN),
    (Section.GATHERINGS, PaperKind.SITE_RECORD),
    (Section.GATHERINGS, PaperKind.MEETING_MINUTES),
    (Section.REQUESTS, PaperKind.CASE_EXTENSION),
)
_TICKET_SECTIONS = (
    (Section.DISPOSAL, PaperKind.DISPOSAL),
    (Section.CONTACTS, PaperKind.CONTACTS),
    (Section.CONTACTS, PaperKind.EXPLANATION),
    (Section.CONTACTS, PaperKind.REVIEW),
    (Section.REQUESTS, PaperKind.RETURN),
    (Section.REQUESTS, PaperKind.EXTENSION),
    (Section.REQUESTS, PaperKind.UNFOUNDED),
    (Section.REQUESTS, PaperKind.JOINT),
    (Section.REQUESTS, PaperKind.UNSATISFIED),
    (Section.REQUESTS, PaperKind.BUILDING),
    (Section.SATISFACTION, PaperKind.SATISFACTION),
)


def _case_papers(of: CaseOfFile, context: PaperContext) -> Iterator[FilePaper]:
    """The papers of the case, measure by measure; requests for more time behind them."""
    found = [
        (kind is PaperKind.CASE_EXTENSION, version.place, place, section, kind, version)
        for place, (section, kind) in enumerate(_CASE_SECTIONS)
        for version in CASE_PAPERS[kind].versions(of.case)
    ]
    for _last, _measure, _place, section, kind, version in sorted(found, key=lambda each: each[:2]):
        record = CASE_PAPERS[kind].make(version.case, of.tickets, context)
        text = measure_label(of.case, version)
        yield FilePaper(section, kind, record, of.numbers, version.final, text, version.dated)


def _ticket_papers(ticket: Ticket, context: PaperContext, many: bool) -> Iterator[FilePaper]:
    for section, kind in _TICKET_SECTIONS:
        for version in TICKET_PAPERS[kind].versions(ticket):
            state = DisposalState.FINISHED if version.final else DisposalState.HANDED_OVER
            record = TICKET_PAPERS[kind].make(version.ticket, state.value, context)
            which = [f"工单{ticket.facts.number}" if many else "", round_label(ticket, version)]
            text = "，".join(filter(None, which))
            yield FilePaper(section, kind, record, ticket.facts.number, version.final, text, version.dated)


# -- what is told of the whole -----------------------------------------------------------------------------


def methods_text(case: SupervisionCase) -> str:
    """督办方式及过程 in short: every measure with when the unit was told and when it reported."""
    lines = []
    for number, measure in enumerate(case.measures, start=1):
        message = f"，{chinese_datetime(measure.received_at)}送达" if measure.received_at else ""
        moment = REPORTED_AT.of(measure.report)
        lines.append(f"{number}. {measure.method}{message}" + (f"，{chinese_datetime(moment)}反馈" if moment else ""))
    return "；".join(lines) + ("。" if lines else "")


def outcome_text(case: SupervisionCase) -> str:
    """办理结果: what the unit reported and what the centre concluded."""
    report, closing = case.last_report, case.closing
    message = f"解决结果：{outcome}。" if (outcome := OUTCOME.of(report)) else ""
    return message + (sentence(CONCLUSION.of(closing)) if closing else "")


def reason_text(case: SupervisionCase) -> str:
    """基本情况: why the matter is supervised, with its clause."""
    message = f"{case.trigger}（{case.trigger_clause.ref}）。"
    return message + "".join(sentence(part) for part in (case.source, case.source_text, case.reason) if part)


def cover(of: CaseOfFile, context: PaperContext, file_number: str, vouchers: str, extent: Extent) -> FileCover:
    """封面 with the seven elements; ``vouchers`` says what the file holds."""
    case = of.case
    made = FileCover(
        fonds=context.fonds or None,
        lasted=extent.lasted or None,
        kept_for=context.kept_for or None,
        extent=f"本卷共{extent.items}件{extent.pages}页",
        town=context.town or None,
        center=context.center or None,
        number=file_number or None,
        case_number=case.number or None,
        title=case.title or None,
        tickets="、".join(case.ticket_numbers) or None,
        facts=reason_text(case),
        unit=case.unit or None,
        people="、".join(case.people) or None,
        methods=methods_text(case) or None,
        outcome=outcome_text(case) or None,
        opened_on=day_of(case.opened_at),
        closed_on=day_of(case.closed_at),
        pages=vouchers or None,
    )
    return released(made, of.tickets, context.own_numbers)
