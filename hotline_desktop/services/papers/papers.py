"""Papers of tickets: the page beside the fields, files for one or many, and which signed originals are still out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from hotline_desktop.documents import Paper, RenderReport
from hotline_desktop.documents.returned.word_labels import Labels
from hotline_desktop.documents.typesetting.model import PaperMark
from hotline_desktop.domain.papers.catalogue import Refusals
from hotline_desktop.domain.papers.paper_records import PaperRecord, blank_record
from hotline_desktop.domain.papers.print_codes import KIND_CODES, PrintCode
from hotline_desktop.domain.papers.withholding import traces_in
from hotline_desktop.domain.records.summaries import AttachmentSummary, Changes, PrintedPaper
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.domain.terms.errors import Blocker, HotlineError, NotFound
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.drafting import Draft
from hotline_desktop.domain.ticket.fields import RECEIVED_ON
from hotline_desktop.domain.ticket.steps.closing import SHEET_BACK, SHEET_SIGNED_ON
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.context import office_mark, paper_context
from hotline_desktop.services.papers.press import PaperPress, written
from hotline_desktop.services.papers.subject import NEWEST, PaperSubject, PaperVersion, read_subject
from hotline_desktop.services.papers.taken_back import OfPaper, must_be_out, scan_with, wait_again
from hotline_desktop.services.records.file_kinds import AttachedFile
from hotline_desktop.services.records.supervision import Supervision
from hotline_desktop.services.records.tickets import Tickets, no_ticket
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import papers, print_codes
from hotline_desktop.storage.records import tickets

_UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


class Papers:
    """What a clerk can do with papers."""

    def __init__(self, office: OfficeContext, press: PaperPress) -> None:
        self._office, self._press = office, press

    # -- looking -------------------------------------------------------------------------------------------

    def states(self, kind: PaperKind) -> tuple[str, ...]:
        """The states that ``kind`` can be printed in. Raises DefinitionError where the office's form is wrong."""
        return self._press.forms.states(kind)

    def state(self, kind: PaperKind, name: str = "") -> str:
        """The state called ``name`` now or in earlier forms, else the first. Raises UnknownState, DefinitionError."""
        return self._press.forms.state(kind, name)

    def versions(self, ticket_id: int, kind: PaperKind) -> tuple[PaperVersion, ...]:
        """Every paper of that kind about the ticket, the first one first, to be printed by number. Raises NotFound."""
        with self._office.db.read() as c:
            subject = self._subject(c, ticket_id, kind)
            return tuple(version._replace(newest=version.nth == subject.nth) for version in subject.versions)

    def usual_state(self, ticket_id: int, kind: PaperKind, nth: int = NEWEST, draft: Draft | None = None) -> str:
        """The state in which the paper is wanted now: that in which a request stands, else the form's first."""
        with self._office.db.read() as c:
            return self._subject(c, ticket_id, kind, nth, draft=draft).usual_state(self.states(kind))

    def labels(self, kind: PaperKind) -> Labels:
        """By which words the fields of a form are found in a Word file. Raises DefinitionError."""
        return self._press.forms.labels(kind)

    def missing(self, ticket_id: int, kind: PaperKind, state: str = "", nth: int = NEWEST) -> tuple[Blocker, ...]:
        """What keeps the paper from being printed, each with its clause; empty where nothing does.

        ``state`` is the form's first one when empty, ``nth`` the number of the paper among :meth:`versions`.
        """
        state = self._press.forms.state(kind, state)
        with self._office.db.read() as c:
            return self._subject(c, ticket_id, kind, nth, state).missing(state, paper_context(self._office, c))

    def personal_traces(
        self, ids: Sequence[int], kind: PaperKind, state: str = "", nth: int = NEWEST
    ) -> tuple[str, ...]:
        """What on the papers of confidential tickets may still tell of a citizen, for a person to look at.

        Raises NotFound, UnknownState, DefinitionError.
        """
        found: dict[str, None] = {}
        with self._office.db.read() as c:
            context = paper_context(self._office, c)
            for ticket_id in dict.fromkeys(ids):
                subject = self._subject(c, ticket_id, kind, nth, state)
                record = subject.record(self._wanted(subject, state), context)
                found.update(dict.fromkeys(traces_in(record, subject.about)))
        return tuple(found)

    def preview_pdf(
        self,
        ticket_id: int,
        kind: PaperKind,
        state: str,
        draft: Draft | None = None,
        *,
        blank: bool = False,
        nth: int = NEWEST,
    ) -> bytes:
        """The paper as PDF, with what ``draft`` would change; what is not valid yet changes nothing.

        Raises NotFound, UnknownState, DefinitionError.
        """
        with self._office.db.read() as c:
            context = paper_context(self._office, c)
            empty = blank_record(kind, context.town, context.center) if blank else None
            record = empty or self._subject(c, ticket_id, kind, nth, state, draft).record(state, context)
        paper = self._press.compose(kind, record, state, blank=blank)
        out = BytesIO()
        self._press.pdf.render([paper], out, title=str(kind), to_look_at=True)
        return out.getvalue()

    def file_name(self, ticket_id: int, kind: PaperKind, state: str, ending: str, nth: int = NEWEST) -> str:
        """A name for the paper's file, made of its kind, its state and the ticket's number only.

        One that is chosen by its number bears that too: none is written over another.
        """
        with self._office.db.read() as c:
            summary = tickets.summary(c, ticket_id)
        if summary is None:
            raise no_ticket()
        which = f"_第{nth}次" if nth != NEWEST else ""
        return f"{kind}_{state}_{_UNFIT.sub('_', summary.number)}{which}{ending}"

    # -- files ---------------------------------------------------------------------------------------------

    def render_pdf(
        self,
        ids: Sequence[int],
        kind: PaperKind,
        state: str,
        out: Path | BytesIO,
        *,
        blank: bool = False,
        progress: Progress | None = None,
        own_leaf: bool = False,
        nth: int = NEWEST,
    ) -> RenderReport:
        """Writes the papers of the tickets as one PDF, to a file or into memory; one empty form where ``blank``.

        ``state`` is that of each (:meth:`usual_state`) where it is empty. ``own_leaf`` begins each on a leaf of its
        own, for printing on both sides; ``nth`` is the number of each among its :meth:`versions`, 0 the newest.
        ``progress`` gets the papers done; what it raises stops the work and leaves the old file. Raises PaperRefused,
        NotFound, UnknownState, DefinitionError, HotlineError.
        """
        made = self._compose(ids, kind, state, blank, nth)
        order: dict[str, Any] = {"title": str(kind), "progress": progress, "own_leaf": own_leaf}
        return written(out, lambda: self._press.pdf.render(made, out, **order))

    def render_docx(
        self,
        ids: Sequence[int],
        kind: PaperKind,
        state: str,
        out: Path,
        *,
        blank: bool = False,
        progress: Progress | None = None,
        own_leaf: bool = False,
        nth: int = NEWEST,
    ) -> RenderReport:
        """As ``render_pdf``, as one Word file that anyone may go on editing."""
        made = self._compose(ids, kind, state, blank, nth)
        order: dict[str, Any] = {"title": str(kind), "progress": progress, "own_leaf": own_leaf}
        return written(out, lambda: self._press.docx.render(made, out, **order))

    def require(self, ids: Sequence[int], kind: PaperKind, state: str = "", nth: int = NEWEST) -> None:
        """Asks before files are written one by one; arguments as ``render_pdf``.

        Raises PaperRefused, which names every ticket of them whose paper may not go out; NotFound, UnknownState,
        DefinitionError.
        """
        refused = Refusals(kind)
        with self._office.db.read() as c:
            context = paper_context(self._office, c)
            for ticket_id in dict.fromkeys(ids):
                subject = self._subject(c, ticket_id, kind, nth, state)
                refused.add(subject.ticket.facts.number, subject.missing(self._wanted(subject, state), context))
        refused.tell()

    # -- signatures ----------------------------------------------------------------------------------------

    def remember_printed(
        self, ids: Sequence[int], kind: PaperKind, state: str, by: str, nth: int = NEWEST, *, as_file: bool = False
    ) -> Changes:
        """Writes down that the papers went out; of each the signed original is now awaited (待签字回收).

        ``state`` as in ``render_pdf``. A file goes out as a print does, to be sent or printed elsewhere; ``as_file``
        leaves out those that are out already or whose signed original is back: that file is a copy.

        Raises PaperRefused, and remembers none, where one may not go out; NotFound.
        """
        with self._office.write(Right.HANDLE, by) as c:
            now, context, refused = self._office.now(), paper_context(self._office, c), Refusals(kind)
            for ticket_id in dict.fromkeys(ids):
                subject = self._subject(c, ticket_id, kind, nth, state)
                number, wanted = subject.ticket.facts.number, self._wanted(subject, state)
                if refused.add(number, subject.missing(wanted, context)):
                    continue
                if as_file and self._is_copy(c, subject, wanted):
                    continue
                for paper in papers.of_ticket(c, ticket_id):
                    if paper.kind == kind and paper.returned_on is None and subject.replaces(paper.nth):
                        papers.give_up(c, paper.id)
                unit = (subject.case.unit if subject.case else "") or subject.ticket.unit
                printed = PrintedPaper(0, number, kind, wanted, now, by, unit, None, nth=subject.nth)
                papers.remember(c, printed, ticket_id=ticket_id, case_id=subject.case_id)
            refused.tell()
        return Changes(tickets=frozenset(ids), papers=True)

    def awaited(self) -> tuple[PrintedPaper, ...]:
        """Every paper whose signed original is not back, the one longest out first."""
        with self._office.db.read() as c:
            return papers.awaited(c)

    def of_ticket(self, ticket_id: int) -> tuple[PrintedPaper, ...]:
        """Every print of the ticket's papers, the first one first."""
        with self._office.db.read() as c:
            return papers.of_ticket(c, ticket_id)

    def returned(self, paper_id: int, on: date, by: str, scan: AttachedFile | None = None) -> Changes:
        """The signed original came back on that day, with its scan or photo where the office wants one.

        Raises NotFound, StepRefused (a disposal sheet before the unit's result), HotlineError without a scan that the
        settings ask for, and where nobody waits for it any more.
        """
        with self._office.write(Right.HANDLE, by) as c:
            ticket_id, case_id, paper = papers.known(c, paper_id)
            must_be_out(paper, "没有再登记。")
            if on < paper.printed_at.date():
                raise HotlineError("交回日期早于打印日期，没有登记。请改正日期。")
            if on > self._office.now().date():
                raise HotlineError("交回日期晚于今天，没有登记。请改正日期。")
            if scan is None and self._office.settings(c).scan_required:
                raise HotlineError("本单位要求签字件留扫描件或照片，没有登记。请选择文件后再登记。")
            if paper.kind == PaperKind.DISPOSAL and ticket_id is not None and self._is_newest(c, ticket_id, paper):
                self._sheet_back(c, ticket_id, on, by)
            of = OfPaper(paper, ticket_id, case_id)
            if scan is None and case_id is not None:
                Supervision(self._office).paper_back(c, case_id, paper.kind, on, by)
            elif scan is not None and case_id is not None:
                Supervision(self._office).attach(case_id, scan, of.scan_kind, by)
            elif scan is not None and ticket_id is not None:
                Tickets(self._office).attach(ticket_id, scan, of.scan_kind, by)
            elif paper.kind != PaperKind.DISPOSAL:
                self._office.remember(c, "签字件交回", by, {}, {**paper.labels, "交回": f"{on:%Y-%m-%d}"})
            papers.returned(c, paper_id, on)
        return Changes(tickets=frozenset((ticket_id,) if ticket_id else ()), cases=case_id is not None, papers=True)

    def give_up(self, paper_id: int, by: str) -> Changes:
        """The paper is not waited for any more, because it was spoilt or never handed out.

        Raises NotFound, HotlineError where nobody waits for it anyway.
        """
        with self._office.write(Right.HANDLE, by) as c:
            ticket_id, _case_id, paper = papers.known(c, paper_id)
            must_be_out(paper, "没有变动。")
            papers.give_up(c, paper_id)
            self._office.remember(c, "不再等签字件", by, {}, paper.labels)
        return Changes(tickets=frozenset((ticket_id,) if ticket_id else ()), papers=True)

    def settled(self, most: int) -> tuple[PrintedPaper, ...]:
        """What is back or given up and may be waited for again, the last printed first, ``most`` of them."""
        with self._office.db.read() as c:
            return papers.settled(c, most)

    def scan_with(self, paper_id: int) -> AttachmentSummary | None:
        """The scan that came with the paper's return and leaves with it. Raises NotFound."""
        with self._office.db.read() as c:
            ticket_id, case_id, paper = papers.known(c, paper_id)
            return scan_with(c, OfPaper(paper, ticket_id, case_id))

    def wait_again(self, paper_id: int, reason: str, by: str) -> Changes:
        """Takes back that the paper was returned or given up, with the step, note and scan that came with it.

        Raises NotFound, StepRefused where the ticket's step cannot be withdrawn any more, HotlineError without a
        reason, while it is out, once the record is archived, or the paper was printed again.
        """
        with self._office.write(Right.HANDLE, by) as c:
            return wait_again(self._office, c, paper_id, reason, by)

    # -- inside --------------------------------------------------------------------------------------------

    def _made(self, kind: PaperKind, record: PaperRecord, state: str, *, blank: bool = False) -> Paper:
        return self._press.compose(kind, record, self.state(kind, state), blank=blank)

    def _compose(self, ids: Sequence[int], kind: PaperKind, state: str, blank: bool, nth: int) -> list[Paper]:
        with self._office.write(Right.LOOK) as c:  # a print that is awaited gets its code
            context = paper_context(self._office, c)
            if blank:
                return [self._made(kind, blank_record(kind, context.town, context.center), state, blank=True)]
            made, refused = [], Refusals(kind)
            done: set[int | None] = set()
            for ticket_id in dict.fromkeys(ids):
                subject = self._subject(c, ticket_id, kind, nth, state)
                if subject.case_id is not None and subject.case_id in done:
                    continue  # one notice speaks of every ticket of its case
                done.add(subject.case_id)
                wanted = self._wanted(subject, state)
                if refused.add(subject.ticket.facts.number, subject.missing(wanted, context)):
                    continue
                composed = self._press.compose(kind, subject.record(wanted, context), wanted)
                made.append(replace(composed, mark=self._mark(c, subject, kind, wanted)))
            refused.tell()
        if not made:
            raise NotFound(f"没有选中工单，没有打印{kind}。请先选工单；要空白表请选“空白”。")
        return made

    def _wanted(self, subject: PaperSubject, state: str) -> str:
        """The state asked for, else that in which the paper stands. Raises UnknownState, DefinitionError."""
        return self.state(subject.kind, state) if state else subject.usual_state(self.states(subject.kind))

    def _mark(self, c: Connection, subject: PaperSubject, kind: PaperKind, state: str) -> PaperMark | None:
        """The code by which the scan of the signed sheet is recognised; None where the office wants no codes."""
        settings = self._office.settings(c)
        if kind not in KIND_CODES or not settings.paper_codes or kind.value in settings.uncoded_kinds:
            return None
        number = subject.case.number if subject.case else subject.ticket.facts.number
        coded = print_codes.give(
            c,
            ticket_id=0 if subject.case_id else subject.ticket_id,
            case_id=subject.case_id or 0,
            number=number,
            kind=kind,
            state=state,
            at=self._office.now(),
            version=subject.nth,
        )
        code = PrintCode(kind, coded.nth, coded.id, 1, office_mark(c))
        copy = f"第{coded.nth}次打印 {chinese_date(self._office.now())}" if coded.nth > 1 else ""
        return PaperMark(code, f"{kind} {number} 第{coded.nth}次", copy)

    def _subject(
        self,
        c: Connection,
        ticket_id: int,
        kind: PaperKind,
        nth: int = NEWEST,
        state: str = "",
        draft: Draft | None = None,
    ) -> PaperSubject:
        wanted = self.state(kind, state) if state else ""
        return read_subject(self._office, c, ticket_id, kind, nth, wanted, draft)

    def _is_copy(self, c: Connection, subject: PaperSubject, state: str) -> bool:
        """Whether the paper is out for its signature already, or signed and back."""
        prints = papers.of_case(c, subject.case_id) if subject.case_id else papers.of_ticket(c, subject.ticket_id)
        same = [p for p in prints if p.kind == subject.kind and p.state == state and p.nth in (0, subject.nth)]
        if same and same[-1].returned_on is not None:
            return True
        ids, nth = {paper.id for paper in same}, subject.nth
        out = papers.awaited_of(c, subject.kind, ticket_id=subject.ticket_id, case_id=subject.case_id, nth=nth)
        return out in ids

    def _is_newest(self, c: Connection, ticket_id: int, paper: PrintedPaper) -> bool:
        """Whether the print is of the round that runs: an earlier round's sheet is no return of this one's."""
        return paper.nth in (0, self._subject(c, ticket_id, PaperKind(paper.kind)).nth)

    def _sheet_back(self, c: Connection, ticket_id: int, on: date, by: str) -> None:
        """A disposal sheet comes back as a step of its ticket, unless that was recorded already. 规范一（六）1."""
        if tickets.load(c, ticket_id).sheet_back_on is None:
            Tickets(self._office).do(ticket_id, SHEET_BACK.id, {SHEET_SIGNED_ON.key: on, RECEIVED_ON.key: on}, by)
