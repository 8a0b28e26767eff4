"""Papers about units: the quarter's 通报 in Word, PDF or Excel, notice and minutes of a talk. 督办二（四）."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.supervision_documents import talk_minutes
from hotline_desktop.domain.papers.unit_documents import (
    quarter_report,
    quarter_rows,
    talk_minutes_missing,
    talk_notice,
    talk_notice_missing,
)
from hotline_desktop.domain.papers.withholding import released, texts_of
from hotline_desktop.domain.repeats.candidates import quoted_numbers
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.errors import Blocker, HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.figures.ranking import QuarterSheet, Ranking
from hotline_desktop.services.figures.talks import Talks
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.context import paper_context
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.storage.records import tickets

_WIDTHS = (8, 6, 24, 8, 8, 12, 12, 12, 12, 10, 8, 10, 8, 10)


class UnitPapers:
    """What a clerk can put on paper about units. Writing a file settles nothing."""

    def __init__(self, office: OfficeContext, papers: PaperWriter, ranking: Ranking, talks: Talks) -> None:
        self._office, self._papers, self._ranking, self._talks = office, papers, ranking, talks

    def write_quarter(self, quarter: Quarter, out: Path, heading: str = "") -> None:
        """Writes the 通报 of a quarter to ``out``: Word, PDF, or the table as Excel. Raises HotlineError.

        While the quarter is not settled, the paper says that it is a preview. ``heading`` is a title of the clerk's
        own, with the line breaks that she wants.
        """
        sheet = self._ranking.sheet(quarter)
        if out.suffix.lower() == ".xlsx":
            self._write_sheet(sheet, out)
            return
        context = self._context()
        bottom = self._ranking.proposed(quarter, [sheet])
        record = quarter_report(sheet.table, bottom, context, quarter_mark(sheet), sheet.over)
        self._papers.write_record(PaperKind.QUARTER, replace(record, heading=heading.strip() or None), out)

    def write_talk_notice(self, talk_id: int, out: Path) -> None:
        """Writes the notice of a talk as Word or PDF. Raises HotlineError before the notice is recorded."""
        talk = self._talks.detail(talk_id).talk
        _refuse("约谈通知", talk_notice_missing(talk))
        self._write_talk(PaperKind.TALK_NOTICE, talk_notice(talk, self._context()), out)

    def write_talk_minutes(self, talk_id: int, out: Path) -> None:
        """Writes what a talk came to as Word or PDF. Raises HotlineError before it was held."""
        talk = self._talks.detail(talk_id).talk
        _refuse("约谈记录", talk_minutes_missing(talk))
        self._write_talk(PaperKind.TALK_RECORD, talk_minutes(talk, self._context()), out)

    def _write_sheet(self, sheet: QuarterSheet, out: Path) -> None:
        from hotline_desktop.exchange.writing.writer import Layout, write_table

        headers, rows = quarter_rows(sheet.table, quarter_mark(sheet))
        write_table(out, headers, [(*row, *("",) * (len(headers) - len(row))) for row in rows], Layout("排名", _WIDTHS))

    def _context(self) -> PaperContext:
        with self._office.db.read() as c:
            return paper_context(self._office, c)

    def _write_talk(self, kind: PaperKind, record: Any, out: Path) -> None:
        """Writes a paper of a talk without what tickets that its texts quote keep secret."""
        numbers = [number for text in texts_of(record) for number in quoted_numbers(text)]
        with self._office.db.read() as c:
            quoted = tuple(ticket for _id, ticket in tickets.load_each(c, tickets.known(c, numbers).values()))
            context = paper_context(self._office, c)
        self._papers.write_record(kind, released(record, quoted, context.own_numbers), out)


def quarter_mark(sheet: QuarterSheet) -> str:
    """What stands on a paper that is no first settled edition: that it is a preview, or what it corrects."""
    if sheet.is_frozen and sheet.edition < 2:
        return ""
    return f"{sheet.state}：{sheet.why}" if sheet.why else sheet.state


def _refuse(paper: str, missing: tuple[Blocker, ...]) -> None:
    if missing:
        raise HotlineError(f"还不能打印{paper}：{missing[0].as_text}。没有打印任何内容。")
