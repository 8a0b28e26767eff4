"""保存期限: what has been kept long enough, and its destruction with a certificate.

The chain of records keeps the number and the digest of what went, and the office's history who approved it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hotline_desktop.domain.papers.destruction import CERTIFIED, PLANNED, Destroyed, destruction_list
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.keeping import DueRecord, DueRecords, KeptKind, ended_before
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.text import typed_text
from hotline_desktop.services.archiving import destroying
from hotline_desktop.services.archiving.destroying import NOTHING, DestructionRefused
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.storage import destruction
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.destruction import DueRow, Gone
from hotline_desktop.storage.office import looks

STEP = "销毁到期记录"
_YEARS = {KeptKind.TICKETS: "keep_tickets", KeptKind.CASES: "keep_cases", KeptKind.LOOKS: "keep_looks"}


@dataclass(frozen=True, slots=True)
class Destruction:
    """What went. ``wiped`` is False where another program kept the emptied places of the file from being wiped."""

    due: DueRecords
    done: Destroyed
    wiped: bool
    changes: Changes


class Retention:
    """What of one office may go, and how it goes. Only an administrator asks, where people have accounts."""

    def __init__(self, office: OfficeContext, papers: Callable[[], PaperWriter]) -> None:
        self._office, self._papers = office, papers

    def due(self) -> tuple[DueRecords, ...]:
        """What has been kept long enough today, kind by kind; kinds that are kept for ever are left out."""
        self._office.may(Right.ADMINISTER)
        with self._office.db.read() as c:
            kinds = self._kinds(c)
            return tuple(self._due(c, kind, years)[0] for kind, years in kinds.items())

    def write_list(self, kind: KeptKind, out: Path) -> DueRecords:
        """Writes the 清册 of what is due, for whoever approves it, as Word or PDF. Raises HotlineError."""
        due = next((one for one in self.due() if one.kind is kind), None)
        if due is None or not due.amount:
            raise DestructionRefused(f"没有到期的{kind}。{NOTHING}")
        record = destruction_list(due, self._center())
        self._papers().write_record(PaperKind.DESTRUCTION, record, out, PLANNED)
        return due

    def destroy(
        self, kind: KeptKind, approved_by: str, reason: str, certificate: Path, by: str, approved: int | None = None
    ) -> Destruction:
        """Destroys what is due of a kind, and writes the certificate as Word or PDF.

        ``approved`` is how many were on the list that was approved: where others are due by now, nothing goes. The
        certificate is written first, with the digests that the chain will hold: a paper that cannot be written destroys
        nothing. Raises DestructionRefused, NotAllowed, HotlineError.
        """
        approved_by, reason = typed_text(approved_by), typed_text(reason)
        if not approved_by or not reason:
            raise DestructionRefused(f"要写明批准人和依据。{NOTHING}")
        with ExitStack() as stack:
            with self._office.write(Right.ADMINISTER, by) as c:
                due, rows = self._due(c, kind, self._kinds(c).get(kind, 0))
                if not due.years or not due.amount:
                    raise DestructionRefused(f"没有到期的{kind}。{NOTHING}")
                if approved not in (None, due.amount):
                    raise DestructionRefused(
                        f"批准的是 {approved} 件，现在到期的{kind}是 {due.amount} 件。{NOTHING}请重新写清册送审批。"
                    )
                gone = self._take(c, due, rows)
                digest = gone.removed.get(chain.DIGEST, "")
                today, files = self._office.now().date(), len(gone.digests)
                done = Destroyed(today, by, approved_by, reason, digest, files)
                self._remember(c, due, done, gone)
                record = destruction_list(due, self._office.settings(c).center, done)
                write = partial(self._papers().write_record, PaperKind.DESTRUCTION, record, state=CERTIFIED)
                left = stack.enter_context(destroying.certified(self._office.data_dir, certificate, write))
                destroying.write_down(c, left, gone.digests)
            wiped = destroying.finish(self._office)
        return Destruction(due, done, wiped, Changes(everything=True))

    # -- inside --------------------------------------------------------------------------------------------

    def _kinds(self, c: Connection) -> dict[KeptKind, int]:
        settings: Settings = self._office.settings(c)
        years = {kind: int(getattr(settings, key)) for kind, key in _YEARS.items()}
        return {kind: count for kind, count in years.items() if count}

    def _due(self, c: Connection, kind: KeptKind, years: int) -> tuple[DueRecords, tuple[DueRow, ...]]:
        before = ended_before(self._office.now().date(), years)
        if kind is KeptKind.LOOKS:
            return DueRecords(kind, years, before, looks.count_before(c, before), ()), ()
        rows = destruction.due_tickets(c, before) if kind is KeptKind.TICKETS else destruction.due_cases(c, before)
        listed = tuple(DueRecord(row.number, row.unit, row.ended_on) for row in rows)
        return DueRecords(kind, years, before, len(rows), listed), rows

    @staticmethod
    def _take(c: Connection, due: DueRecords, rows: tuple[DueRow, ...]) -> Gone:
        if due.kind is KeptKind.LOOKS:
            looks.remove_before(c, due.before)
            return Gone(frozenset(), {})
        take = destruction.destroy_tickets if due.kind is KeptKind.TICKETS else destruction.destroy_cases
        return take(c, [row.id for row in rows])

    def _remember(self, c: Connection, due: DueRecords, done: Destroyed, gone: Gone) -> None:
        facts = {"种类": due.kind.value, "件数": str(due.amount), "批准人": done.approved_by, "依据": done.reason}
        numbers = {"编号": "、".join(record.number for record in due.records)} if due.records else {}
        self._office.remember(c, STEP, done.by, facts, {**numbers, "附件": f"{done.files} 个", **gone.removed})

    def _center(self) -> str:
        with self._office.db.read() as c:
            return self._office.settings(c).center
