"""The chain of records as the office uses it: checked entry by entry, its end shown, a loss acknowledged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline_desktop.domain.case_file.check import Fault, FaultKind
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import BY_PROGRAM, Right
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import BACKUPS, DATABASE
from hotline_desktop.storage.chain import chain, chain_check, row_digests
from hotline_desktop.storage.chain.chain import Key
from hotline_desktop.storage.chain.chain_check import Finding, Flaw
from hotline_desktop.storage.chain.chain_head import Head, head_from, is_lost
from hotline_desktop.storage.chain.row_digests import Stray, Strayed
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets
from hotline_desktop.storage.files.backup_sets import Backup
from hotline_desktop.storage.office import office_history
from hotline_desktop.storage.records import record_names
from hotline_desktop.storage.tables.unfit import UNFIT, UnfitValue

_MOST_NAMED = 200
_SHORT_DIGITS = 16
_PRINTED = re.compile(r"第?(\d{1,18})条?([0-9a-fA-F]{16,64})")


class NoRecordEnd(HotlineError):
    """What was given as the last entry on a paper is none; ``str()`` has no full stop."""


_TAIL = "末尾缺少至少 {count} 条记录：程序外记下的末条不在数据里，日志可能被删，或者换上了旧的数据文件"
_NO_MARK = (
    "数据文件旁的 hotline.head 不见了或读不出来（突然断电也会这样）："
    "那以前末尾少没少看不出来，请照打印的台账或备份核对末条"
)
_REPLACED = ("恢复备份", "撤回恢复备份")
_MESSAGES = {
    Flaw.CHANGED: (FaultKind.CHANGED, "内容或次序与写入时不同，可能被改过"),
    Flaw.REMOVED: (FaultKind.MISSING, "这一条不见了，没有按规定移走的记载"),
    Flaw.INSERTED: (FaultKind.EXTRA, "不是由本程序写入的"),
    Flaw.NO_HISTORY: (FaultKind.MISSING, "没有任何办理记录，记录可能被删"),
    Flaw.MISSING_TAIL: (FaultKind.MISSING, ""),
    Flaw.NO_MARK: (FaultKind.MISSING, ""),
}
_STRAYED = {
    Strayed.CHANGED: (FaultKind.CHANGED, "与本程序写入时不同，可能被改过"),
    Strayed.REMOVED: (FaultKind.MISSING, "不见了，不是由本程序移走的"),
    Strayed.INSERTED: (FaultKind.EXTRA, "不是由本程序写入的"),
}


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What a check of the records found: how many were compared, the end of the chain, and what is wrong."""

    entries: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing, changed or added."""
        return not self.faults


class Ledger:
    """Checks the records of one office."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def check(self, progress: Progress | None = None) -> LedgerCheck:
        """Compares every entry of every record with the chain. ``progress`` may raise Cancelled."""
        try:
            return self._compared(progress)
        except DatabaseError as error:
            if error.kind != UNFIT:
                raise
            return LedgerCheck(0, "", tuple(map(unfit_fault, self._office.db.unfit_values(_MOST_NAMED))))

    def _compared(self, progress: Progress | None) -> LedgerCheck:
        remembered = self._office.db.remembered_head()
        # Before the records are read: of a backup that another program makes meanwhile they know nothing yet.
        backups = backup_sets.all(self._office.data_dir / BACKUPS)
        with self._office.db.read() as c:
            state = chain_check.check(c, remembered, progress)
            faults = (
                *_faults(c, state.findings),
                *map(_stray_fault, state.strays),
                *_beside_backups(c, state.head, backups),
            )
            return LedgerCheck(state.entries, head_text(state.head), faults)

    def head(self) -> str:
        """The end of the chain as it is printed: place and digest; empty while nothing was recorded."""
        with self._office.db.read() as c:
            return head_text(chain.head(c))

    def compare_end(self, printed: str) -> tuple[Fault, ...]:
        """Whether the entry that a paper names as the last one is still there as it was. ``printed`` as on the paper.

        Raises NoRecordEnd where it is no such text.
        """
        found = _PRINTED.fullmatch(re.sub(r"\s+", "", printed))
        if found is None:
            raise NoRecordEnd("末条要照纸上的写，例如“第120条 9f86d081884c7d65”")
        place, digits = int(found[1]), found[2].lower()
        with self._office.db.read() as c:
            there, since = chain.digest_at(c, place), chain.segment_start(c)
        name = f"第{place}条"
        if there is not None and there.hex().startswith(digits):
            return ()
        if there is None and place < since:
            message = "在这张纸以后数据升级过，以前的记录已重新编号；请用升级以前的备份核对"
            return (Fault(FaultKind.MISSING, name, message),)
        if there is None:
            return (Fault(FaultKind.MISSING, name, "现在的数据里没有这一条，纸印出以后的记录不见了"),)
        return (Fault(FaultKind.CHANGED, name, "和纸上的不同，纸印出以前的记录被改过，或者换过数据"),)

    def note_lost_tail(self) -> str:
        """Writes down that steps at the end are gone, where they are; what to tell the clerk, empty otherwise."""
        remembered = self._office.db.remembered_head()
        if self._office.db.reading_only is not None:
            return ""
        if remembered is None:
            return self._note_lost_mark()
        with self._office.db.read() as c:
            if not chain_check.tail_is_missing(c, remembered):
                return ""
        with self._office.db.write() as c:
            missing = max(remembered.place - chain.head(c).place, 1)
            after = {"缺少条数": str(missing), chain_check.LOST_HEAD: remembered.as_text()}
            self._office.remember(c, chain_check.LOST, BY_PROGRAM, {}, after)
        return (
            f"数据里最后的 {missing} 条记录不见了（上次写到第 {remembered.place} 条）。可能是数据文件旁的日志被删，"
            "或者换上了较早的数据文件。已记入单位记录；请查最近的备份，必要时在“设置 · 数据”里恢复，再补办缺少的步骤。"
        )

    def _note_lost_mark(self) -> str:
        """Writes down that nothing outside the database tells the end of the chain, where there should be something."""
        if not is_lost(self._office.data_dir / DATABASE):
            return ""
        with self._office.db.write() as c:
            end = chain.head(c)
            if not end.place:
                return ""
            self._office.remember(c, chain_check.NO_MARK, BY_PROGRAM, {}, {chain_check.FOUND_END: end.as_text()})
        return f"{_NO_MARK}。已记入单位记录。"

    def confirm_strays(self, by: str) -> int:
        """Takes settings, units and the like as they stand now for right; how many were not. ``by`` answers for it."""
        with self._office.write(Right.ADMINISTER, by) as c:
            found = row_digests.strays(c)
            if found:
                labels = {stray.name: _STRAYED[stray.how][1] for stray in found}
                self._office.remember(c, row_digests.CONFIRMED, by, {}, labels)
                row_digests.confirm(c, found)
        return len(found)

    def accept_lost_tail(self, by: str) -> None:
        """Writes down that ``by`` knows of the loss and goes on from here."""
        with self._office.write(Right.ADMINISTER, by) as c:
            self._office.remember(c, chain_check.ACCEPTED, by, {}, {})


def _beside_backups(c: Connection, end: Head, backups: Sequence[Backup]) -> Iterator[Fault]:
    """Backups beside the data whose end is not in the chain; before a restore they went another way by right."""
    until = office_history.newest_of(c, _REPLACED)
    for backup in backups:
        kept = head_from(backup.head)
        if kept is None or (until is not None and backup.made_at.replace(second=0, microsecond=0) <= until):
            continue
        if not chain_check.reaches(c, end, kept):
            message = "它记下的末条不在现在的记录里：那以前的记录被改过、少了，或者换过数据"
            yield Fault(FaultKind.CHANGED, f"备份 {backup.made_at:%Y-%m-%d %H:%M}", message)


def _stray_fault(stray: Stray) -> Fault:
    kind, message = _STRAYED[stray.how]
    return Fault(kind, stray.name, message)


def unfit_fault(value: UnfitValue) -> Fault:
    """What a check says of a value that no program of ours writes."""
    return Fault(FaultKind.CHANGED, str(value), "读不出来，不是本程序写得出的内容")


def head_text(head: Head) -> str:
    """``第 120 条 9f86d081884c7d65…``, the whole digest in groups that can be compared on paper."""
    digest = head.digest.hex()
    grouped = " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))
    return f"第 {head.place} 条 {grouped}" if head.place else ""


def short_text(head: Head) -> str:
    """``第120条 9f86d081884c7d65``: enough to be printed under a list and compared later; empty without entries."""
    return f"第{head.place}条 {head.digest.hex()[:_SHORT_DIGITS]}" if head.place else ""


def _faults(c: Connection, findings: tuple[Finding, ...]) -> Iterator[Fault]:
    named = record_names.names(c, [finding.key for finding in findings[:_MOST_NAMED]])
    for finding in findings[:_MOST_NAMED]:
        kind, message = _MESSAGES[finding.flaw]
        if finding.flaw is Flaw.NO_MARK:
            yield Fault(kind, "记录末尾", _NO_MARK)
        elif finding.flaw is Flaw.MISSING_TAIL:
            yield Fault(kind, "记录末尾", _TAIL.format(count=finding.amount))
        elif finding.flaw is Flaw.REMOVED and finding.key == Key("office", 0, 0):
            yield Fault(kind, f"校验链上 {finding.amount} 条", "连同校验链一起不见了")
        else:
            yield Fault(kind, named[finding.key], message)
    if len(findings) > _MOST_NAMED:
        yield Fault(FaultKind.CHANGED, f"另有 {len(findings) - _MOST_NAMED} 处", "也不相符")
