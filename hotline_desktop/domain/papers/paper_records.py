"""Every paper as a record of plain values: which record belongs to which paper, and how a value reads in print.

A record holds what is printed, and nothing else. ``None`` means “not known yet” and prints as an empty line to write
on. Who may see a name or a phone (信息保密) is decided before a record is made: whatever is in it gets printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from hotline_desktop.domain.papers.annex_values import DisposalSheet, SatisfactionForm, SupervisionNotice
from hotline_desktop.domain.papers.case_file import ContentsRow, FileContents, FileCover, FileNotes
from hotline_desktop.domain.papers.destruction import DestructionLine, DestructionList
from hotline_desktop.domain.papers.document_values import (
    ROWS,
    BuildingStatement,
    ClosingReport,
    ContactRecord,
    ContactRow,
    ExplanationRecord,
    ExplanationRow,
    ExtensionRequest,
    JointSheet,
    QuarterReport,
    RankingRow,
    ReturnRequest,
    ReviewRecord,
    TalkNotice,
    TicketHead,
    UnfoundedStatement,
    UnsatisfiedStatement,
)
from hotline_desktop.domain.papers.recovery import CodeRow, RecoverySheet
from hotline_desktop.domain.papers.register_sheets import (
    CaseLedger,
    CaseLine,
    LedgerLine,
    RegisterLine,
    RegisterSheet,
    SheetHead,
    TicketLedger,
)
from hotline_desktop.domain.papers.rows_as_taken import RowsAsTaken
from hotline_desktop.domain.papers.statistics_sheet import IndicatorRow, OpenCaseRow, StatisticsSheet, UnitRow
from hotline_desktop.domain.papers.supervision_values import (
    CaseHead,
    CheckRecord,
    LeaderRequest,
    MeetingPaper,
    PhoneRecord,
    SignerRow,
    SiteRecord,
    TalkMinutes,
)
from hotline_desktop.domain.terms.dates import chinese_date, chinese_datetime
from hotline_desktop.domain.terms.paper_kinds import PaperKind

PaperRecord = (
    DisposalSheet
    | SupervisionNotice
    | SatisfactionForm
    | TicketHead
    | ContactRow
    | ExplanationRow
    | RankingRow
    | ClosingReport
    | TalkNotice
    | QuarterReport
    | CaseHead
    | SignerRow
    | TalkMinutes
    | FileCover
    | FileContents
    | ContentsRow
    | FileNotes
    | SheetHead
    | RegisterLine
    | LedgerLine
    | CaseLine
    | StatisticsSheet
    | IndicatorRow
    | UnitRow
    | OpenCaseRow
    | DestructionList
    | DestructionLine
    | RecoverySheet
    | CodeRow
)

RECORDS: dict[PaperKind, type[PaperRecord]] = {
    PaperKind.DISPOSAL: DisposalSheet,
    PaperKind.SUPERVISION_NOTICE: SupervisionNotice,
    PaperKind.SATISFACTION: SatisfactionForm,
    PaperKind.RETURN: ReturnRequest,
    PaperKind.EXTENSION: ExtensionRequest,
    PaperKind.UNFOUNDED: UnfoundedStatement,
    PaperKind.JOINT: JointSheet,
    PaperKind.CONTACTS: ContactRecord,
    PaperKind.EXPLANATION: ExplanationRecord,
    PaperKind.REVIEW: ReviewRecord,
    PaperKind.UNSATISFIED: UnsatisfiedStatement,
    PaperKind.BUILDING: BuildingStatement,
    PaperKind.CASE_EXTENSION: ExtensionRequest,
    PaperKind.CLOSING_REPORT: ClosingReport,
    PaperKind.TALK_NOTICE: TalkNotice,
    PaperKind.QUARTER: QuarterReport,
    PaperKind.DESTRUCTION: DestructionList,
    PaperKind.RECOVERY: RecoverySheet,
    PaperKind.PHONE_RECORD: PhoneRecord,
    PaperKind.SITE_RECORD: SiteRecord,
    PaperKind.LEADER_REQUEST: LeaderRequest,
    PaperKind.MEETING_NOTICE: MeetingPaper,
    PaperKind.MEETING_SIGN_IN: MeetingPaper,
    PaperKind.MEETING_MINUTES: MeetingPaper,
    PaperKind.CHECK_RECORD: CheckRecord,
    PaperKind.TALK_RECORD: TalkMinutes,
    PaperKind.FILE_COVER: FileCover,
    PaperKind.FILE_CONTENTS: FileContents,
    PaperKind.FILE_NOTES: FileNotes,
    PaperKind.REGISTER: RegisterSheet,
    PaperKind.TICKET_LEDGER: TicketLedger,
    PaperKind.CASE_LEDGER: CaseLedger,
    PaperKind.STATISTICS: StatisticsSheet,
}


def blank_record(kind: PaperKind, town: str, center: str) -> PaperRecord:
    """The record of an empty paper: it knows nothing but the office's names in the paper's own words."""
    record = RECORDS[kind]
    names: dict[str, Any] = {"town": town, "center": center}
    return record(**{name: text for name, text in names.items() if name in field_names(record)})


def field_names(record: type[PaperRecord]) -> frozenset[str]:
    """The names that a definition may use for single values of ``record``."""
    return frozenset(field.name for field in fields(record) if ROWS not in field.metadata)


def row_classes(record: type[PaperRecord]) -> Mapping[str, type[PaperRecord]]:
    """The fields of ``record`` that hold rows, with the class of their rows."""
    return {field.name: field.metadata[ROWS] for field in fields(record) if ROWS in field.metadata}


def rows(record: PaperRecord, field: str) -> Sequence[PaperRecord]:
    """The rows under ``field``, none where it is another kind of field or does not exist."""
    found = getattr(record, field, ())
    return found if isinstance(found, tuple | RowsAsTaken) else ()


def printed_text(record: PaperRecord, field: str) -> str | None:
    """How the value of ``field`` reads on paper, or None where a line stays empty.

    Raises AttributeError for a field that the record does not have.
    """
    value = getattr(record, field)
    if value is None:
        return None
    if field == "urge_count":
        return urges_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return chinese_datetime(value)
    if isinstance(value, date):
        return chinese_date(value)
    return str(value).strip() or None


def urges_text(count: int) -> str:
    """The words of 是否催单 for a number of urges."""
    if count <= 0:
        return "否"
    return "是" if count == 1 else f"是（{count}次）"
