"""One open office: the object that the window and the command line receive, built here by hand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.files.unfinished import sweep, sweep_leftovers
from hotline_desktop.services.deadlines.time import OfficeTime
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import BACKUPS, DATABASE, SEALED_FOLDERS
from hotline_desktop.services.foundation.gc_pause import loading
from hotline_desktop.services.foundation.opened_copies import clear_copies
from hotline_desktop.services.keeping.changing_places import clear_unfinished, finish_interrupted
from hotline_desktop.services.opening import noticed
from hotline_desktop.services.records.tickets import Tickets
from hotline_desktop.services.setup.people import People
from hotline_desktop.services.setup.settings import OfficeSettings
from hotline_desktop.services.setup.units import Units
from hotline_desktop.storage.opening import open_database

if TYPE_CHECKING:
    from hotline_desktop.services.archiving.archive import Archive
    from hotline_desktop.services.archiving.retention import Retention
    from hotline_desktop.services.figures.ranking import Ranking
    from hotline_desktop.services.figures.statistics import OfficeStatistics
    from hotline_desktop.services.figures.talks import Talks
    from hotline_desktop.services.figures.today import Today
    from hotline_desktop.services.figures.unit_papers import UnitPapers
    from hotline_desktop.services.foundation.clocks import Clocks
    from hotline_desktop.services.foundation.ledger import Ledger
    from hotline_desktop.services.foundation.looks import Looks
    from hotline_desktop.services.importing.imports import Imports
    from hotline_desktop.services.importing.pasting import Pasting
    from hotline_desktop.services.keeping.backups import Backups
    from hotline_desktop.services.keeping.checkup import Checkups
    from hotline_desktop.services.keeping.diagnosis import Diagnosis
    from hotline_desktop.services.keeping.moving import Moved
    from hotline_desktop.services.papers.exports import Exports
    from hotline_desktop.services.papers.flowchart import FlowCharts
    from hotline_desktop.services.papers.papers import Papers
    from hotline_desktop.services.papers.press import PaperPress
    from hotline_desktop.services.papers.registers import Registers
    from hotline_desktop.services.papers.writer import PaperWriter
    from hotline_desktop.services.records.bulk import BulkSteps
    from hotline_desktop.services.records.callers import Callers
    from hotline_desktop.services.records.candidates import Candidates
    from hotline_desktop.services.records.reminding import Reminding
    from hotline_desktop.services.records.repeats import Repeats
    from hotline_desktop.services.records.supervision import Supervision
    from hotline_desktop.services.returned.intake import Intake
    from hotline_desktop.services.returned.word_back import WordReturns
    from hotline_desktop.services.setup.office_lists import OfficeLists


class Office:
    """What a clerk can do, by noun. Use it from one thread at a time.

    What needs heavy libraries is built when it is first asked for, so that the window opens fast. ``warnings`` is what
    was noticed at the opening and must be told to whoever works with it.
    """

    def __init__(self, office: OfficeContext) -> None:
        self._office = office
        self.time = OfficeTime(office)
        self.settings = OfficeSettings(office, self.time)
        self.people = People(office)
        self.units = Units(office)
        self.tickets = Tickets(office)
        self.warnings: list[str] = []

    @cached_property
    def backups(self) -> Backups:
        """Copies of the data."""
        from hotline_desktop.services.keeping.backups import Backups

        return Backups(self._office)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """What may be told of the office when something is wrong with it."""
        from hotline_desktop.services.keeping.diagnosis import Diagnosis

        return Diagnosis(self._office, lambda: self.backups)

    @cached_property
    def bulk(self) -> BulkSteps:
        """One step on several tickets."""
        from hotline_desktop.services.records.bulk import BulkSteps

        return BulkSteps(self.tickets)

    @cached_property
    def reminding(self) -> Reminding:
        """催办 of units."""
        from hotline_desktop.services.records.reminding import Reminding

        return Reminding(self._office, self.bulk)

    @cached_property
    def lists(self) -> OfficeLists:
        """The office's own lists: phrases and filters."""
        from hotline_desktop.services.setup.office_lists import OfficeLists

        return OfficeLists(self._office)

    @cached_property
    def callers(self) -> Callers:
        """Who called before."""
        from hotline_desktop.services.records.callers import Callers

        return Callers(self._office)

    @cached_property
    def repeats(self) -> Repeats:
        """重复工单, and units that handled the like."""
        from hotline_desktop.services.records.repeats import Repeats

        return Repeats(self._office)

    @cached_property
    def today(self) -> Today:
        """What the day asks for."""
        from hotline_desktop.services.figures.today import Today

        return Today(self._office, self._matters)

    @cached_property
    def papers(self) -> Papers:
        """Forms and documents."""
        from hotline_desktop.services.papers.papers import Papers

        return Papers(self._office, self._press)

    @cached_property
    def paper_writer(self) -> PaperWriter:
        """Papers whose values are given, as files."""
        from hotline_desktop.services.papers.writer import PaperWriter

        return PaperWriter(self._office, self._press)

    @cached_property
    def _press(self) -> PaperPress:
        from hotline_desktop.services.papers.press import PaperPress

        return PaperPress(self._office)

    @cached_property
    def flow_chart(self) -> FlowCharts:
        """处置流程图."""
        from hotline_desktop.services.papers.flowchart import FlowCharts

        return FlowCharts(self._office, self.paper_writer)

    @cached_property
    def pasting(self) -> Pasting:
        """Copied text, read as new tickets."""
        from hotline_desktop.services.importing.pasting import Pasting

        return Pasting(self._office)

    @cached_property
    def imports(self) -> Imports:
        """Exports of other systems, taken in."""
        with loading("hotline_desktop.services.importing.imports"):
            from hotline_desktop.services.importing.imports import Imports

        return Imports(self._office, self.units)

    @cached_property
    def intake(self) -> Intake:
        """Signed sheets that come back as scans."""
        from hotline_desktop.services.returned.intake import Intake

        return Intake(self._office, self.papers, self.word_returns)

    @cached_property
    def word_returns(self) -> WordReturns:
        """Sheets that come back as Word files."""
        from hotline_desktop.services.returned.word_back import WordReturns

        return WordReturns(self._office, self.papers, self.tickets, self.supervision)

    @cached_property
    def exports(self) -> Exports:
        """Lists as Excel files."""
        from hotline_desktop.services.papers.exports import Exports

        return Exports(self._office)

    @cached_property
    def registers(self) -> Registers:
        """Registers and ledgers."""
        from hotline_desktop.services.papers.registers import Registers

        return Registers(self._office, self.paper_writer)

    @cached_property
    def supervision(self) -> Supervision:
        """督办: candidates and cases."""
        from hotline_desktop.services.records.supervision import Supervision

        return Supervision(self._office)

    @cached_property
    def candidates(self) -> Candidates:
        """案源库 as records."""
        from hotline_desktop.services.records.candidates import Candidates

        return Candidates(self._office, self.supervision)

    @cached_property
    def ranking(self) -> Ranking:
        """季度考核: figures and places of units."""
        from hotline_desktop.services.figures.ranking import Ranking

        return Ranking(self._office)

    @cached_property
    def statistics(self) -> OfficeStatistics:
        """统计: the office's figures of a period."""
        from hotline_desktop.services.figures.statistics import OfficeStatistics

        return OfficeStatistics(self._office, self.paper_writer)

    @cached_property
    def talks(self) -> Talks:
        """约谈 of units."""
        from hotline_desktop.services.figures.talks import Talks

        return Talks(self._office, self.ranking)

    @cached_property
    def unit_papers(self) -> UnitPapers:
        """通报 of quarters and notices of talks."""
        from hotline_desktop.services.figures.unit_papers import UnitPapers

        return UnitPapers(self._office, self.paper_writer, self.ranking, self.talks)

    @cached_property
    def archive(self) -> Archive:
        """一案一档: files of cases."""
        from hotline_desktop.services.archiving.archive import Archive

        return Archive(self._office, self.paper_writer)

    @cached_property
    def checkups(self) -> Checkups:
        """检查修复."""
        from hotline_desktop.services.keeping.checkup import Checkups

        return Checkups(self._office, self.backups)

    @cached_property
    def looks(self) -> Looks:
        """Who saw names and phones in full."""
        from hotline_desktop.services.foundation.looks import Looks

        return Looks(self._office)

    @cached_property
    def retention(self) -> Retention:
        """What has been kept long enough."""
        from hotline_desktop.services.archiving.retention import Retention

        return Retention(self._office, lambda: self.paper_writer)

    @cached_property
    def ledger(self) -> Ledger:
        """The chain of everything that was recorded."""
        from hotline_desktop.services.foundation.ledger import Ledger

        return Ledger(self._office)

    @cached_property
    def clocks(self) -> Clocks:
        """Whether the computer's clock can be right."""
        from hotline_desktop.services.foundation.clocks import Clocks

        return Clocks(self._office)

    def move_out(self, out: Path, progress: Progress | None = None) -> Moved:
        """Writes the whole office into one file, for another computer. See ``moving``.

        Raises NotAllowed for everybody but an administrator.
        """
        from hotline_desktop.services.keeping.moving import move_out

        self._office.may(Right.ADMINISTER)
        return move_out(self._office, out, progress)

    def _matters(self) -> tuple[int, int]:
        return self.supervision.waiting()

    def put_index_together(self) -> bool:
        """Some milliseconds of work for quicker searches and repeats; whether there is more to do.

        Raises DatabaseError.
        """
        return self._office.db.put_index_together()

    def close(self) -> None:
        """Closes the file of data; the office cannot be used afterwards."""
        self.hide_copies()
        self._office.db.close()

    def naming_unfit(self) -> AbstractContextManager[None]:
        """Around work with what the office gave: where it fails on a value that nobody can read, raises DatabaseError
        that says where it stands.
        """
        return self._office.db.naming_unfit()

    def may_administer(self) -> None:
        """Raises NotAllowed for everybody but an administrator, where people have accounts."""
        self._office.may(Right.ADMINISTER)

    def encryption_code(self) -> str:
        """The recovery code with which the office can be encrypted: that of its sealed backups, else a new one."""
        from hotline_desktop.services.keeping.encryption import new_code

        return self.backups.places.recovery_code() or new_code()

    def change_passphrase(self, passphrase: str, by: str) -> None:
        """Another passphrase for the encrypted office; it stands in the history. Raises EncryptionRefused."""
        from hotline_desktop.services.keeping.encryption import EncryptionRefused, change_passphrase

        office = self._office
        office.may(Right.ADMINISTER)
        if office.db.key is None:
            raise EncryptionRefused("数据没有加密，没有口令可换。没有变动。")
        change_passphrase(office.data_dir, office.db.key, passphrase)
        with office.write(Right.ADMINISTER, by) as c:
            office.remember(c, "更改数据的口令", by, {}, {})

    def others_wrote(self) -> int:
        """How often another program has written since this one opened the office: another figure, another office."""
        with self._office.db.read():
            return self._office.db.others_wrote

    def missing(self) -> Exception | None:
        """What to tell where the records were taken away under the program; None where they are in their place."""
        return self._office.db.missing()

    def hide_copies(self) -> None:
        """Removes the plain copies of attachments that an encrypted office made to be looked at."""
        if self._office.db.key is not None:
            clear_copies(self._office.data_dir, everything=True)

    @property
    def key(self) -> bytes | None:
        """What the office is encrypted with, for what is kept beside it; None where it is plain."""
        return self._office.db.key


def open_office(
    data_dir: Path,
    clock: Callable[[], datetime],
    forms_dir: Path,
    resources_dir: Path,
    system_fonts: tuple[Path, ...] = (),
    key: bytes | None = None,
    progress: Progress | None = None,
    damaged: bool = False,
) -> Office:
    """Opens the office in ``data_dir``, or makes a new one there; ``system_fonts`` are the PC's folders of faces.

    ``key`` opens an encrypted one. ``progress`` is told how far an upgrade of an older one is, and may raise Cancelled.
    ``damaged`` opens one whose file does not fit together, as far as it can be read, for nothing but a repair.

    Raises DatabaseError (Chinese) when the file of data cannot be used; it is left untouched then.
    """
    finish_interrupted(data_dir)
    clear_copies(data_dir, everything=key is not None)
    for name in SEALED_FOLDERS:
        sweep(data_dir / name)
    sweep_leftovers(data_dir / BACKUPS)
    db = open_database(data_dir / DATABASE, clock(), key, progress, damaged)
    context = OfficeContext(db, clock, data_dir, forms_dir, resources_dir, system_fonts)
    office = Office(context)
    try:
        if db.reading_only is None:
            clear_unfinished(data_dir)
        office.warnings += noticed(context)
    except BaseException:
        office.close()
        raise
    return office
