"""检查修复: replays every history, compares it with what is derived from it, and repairs what can be repaired."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hotline_desktop.domain.case_file.check import Fault, FaultKind
from hotline_desktop.domain.records.order import out_of_order
from hotline_desktop.domain.records.steps import Record
from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.domain.terms.progress import Progress, counted, untold
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import INTAKE
from hotline_desktop.services.foundation.ledger import Ledger, unfit_fault
from hotline_desktop.services.foundation.private_files import plain_files, read_private, seal_in_place
from hotline_desktop.services.foundation.settings_codec import settings_texts
from hotline_desktop.services.keeping.backups import Backups
from hotline_desktop.services.keeping.sequences import Sequences
from hotline_desktop.storage.chain import chain_check, row_digests
from hotline_desktop.storage.chain.chain import Key
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets, sealing
from hotline_desktop.storage.files.backup_sets import Backup
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.papers import attachments, intake_tray
from hotline_desktop.storage.papers.intake_tray import TrayEntry
from hotline_desktop.storage.rebuilding import dangling, rebuilding
from hotline_desktop.storage.rebuilding.dangling import Dangling
from hotline_desktop.storage.records import lost_rows, record_names
from hotline_desktop.storage.records.lost_rows import Mismatch
from hotline_desktop.storage.tables.unfit import UNFIT, called

STEP = "检查修复"
_THEN = "可能只坏了索引：先检查修复；修复不了的，请用最近的备份恢复"
_MOST_NAMED = 100
_MOST_MENDED = 100_000


_T = TypeVar("_T")
_Untimely = tuple[Key, str]  # the record, and what of it lies before what it builds on


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check found. ``broken``: the file itself is damaged, and where that is no index alone, a backup helps."""

    entries: int
    attachments: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    broken: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(slots=True)
class Repair:
    """What was mended, in sentences, and what is still wrong."""

    mended: list[str] = field(default_factory=list)
    left: tuple[Fault, ...] = ()


class Checkups:
    """Checks and repairs one office. A repair stands in the office's history."""

    def __init__(self, office: OfficeContext, backups: Backups) -> None:
        self._office, self._backups = office, backups

    def check(self, progress: Progress | None = None) -> Checkup:
        """Looks at pages, layout, chain, rows, index, attachments and settings. ``progress`` may raise Cancelled."""
        broken = tuple(
            Fault(FaultKind.CHANGED, "数据文件", f"结构损坏（{fault}）。{_THEN}")
            for fault in self._office.db.faults(progress)
        )
        if broken:
            return Checkup(0, 0, broken, broken=True)
        unfit = tuple(map(unfit_fault, self._office.db.unfit_values(_MOST_NAMED, progress)))
        ledger = Ledger(self._office).check(progress)
        looked = _as_far_as_readable(lambda: [self._lost_attachments(progress)])
        named, lost = looked[0] if looked else (0, [])
        untimely: list[_Untimely] = []
        derived = _as_far_as_readable(lambda: self._derived(progress, untimely))
        dangling = _as_far_as_readable(self._dangling)
        values = _as_far_as_readable(self._values)
        sequences = _as_far_as_readable(self._set_back)
        rows = (*unfit, *ledger.faults, *derived, *dangling, *sequences)
        scans = _as_far_as_readable(self._lost_scans)
        faults = dict.fromkeys((*self._layout(), *rows, *lost, *scans, *self._plain(), *values))
        notes = _as_far_as_readable(lambda: (*self._notes(), *self._untimely_notes(untimely)))
        return Checkup(ledger.entries, named, tuple(faults), tuple(notes))

    def repair(self, by: str, progress: Progress | None = None) -> Repair:
        """Mends what can be made anew, fetches attachments from backups, and checks again.

        What a clerk recorded is never changed. Raises DatabaseError, and what ``progress`` raises.
        """
        self._office.may(Right.ADMINISTER)
        done = Repair()
        if self._office.db.faults(progress) and not self._mend_indexes(done, progress):
            done.left = self.check(progress).faults
            return done
        steps: tuple[Callable[[Repair, str, Progress | None], None], ...] = (
            self._mend_layout,
            self._mend_unfit,
            self._mend_derived,
            self._mend_dangling,
            self._mend_sequences,
            self._fetch_attachments,
            self._fetch_scans,
            self._seal_plain,
            self._mend_values,
            self._confirm_strays,
            self._accept_tail,
        )
        for step in steps:
            with _unfit_passed_over():
                step(done, by, progress)
        if done.mended:
            with self._office.write(Right.ADMINISTER, by) as c:
                self._office.remember(c, STEP, by, {}, {str(n): text for n, text in enumerate(done.mended, start=1)})
        done.left = self.check(progress).faults
        return done

    # -- looking -------------------------------------------------------------------------------------------

    def _layout(self) -> Iterator[Fault]:
        for part in self._office.db.layout_faults():
            yield Fault(FaultKind.CHANGED, str(part), "缺少，或者与本版本的不同")

    def _derived(self, progress: Progress | None, untimely: list[_Untimely]) -> list[Fault]:
        """Also tells ``untimely`` of records whose order of time is broken."""

        def seen(kind: str, record_id: int, record: Record) -> None:
            untimely.extend((Key(kind, record_id, 0), text) for text in out_of_order(record))

        with self._office.db.read() as c:
            found = list(rebuilding.mismatches(c, progress, seen))
            named = record_names.names(c, [Key(each.kind, each.id, 0) for each in found[:_MOST_NAMED]])
        faults = [_derived_fault(named[Key(each.kind, each.id, 0)], each) for each in found[:_MOST_NAMED]]
        if len(found) > _MOST_NAMED:
            faults.append(Fault(FaultKind.CHANGED, f"另有 {len(found) - _MOST_NAMED} 件", "也与办理记录不符"))
        return faults

    def _dangling(self) -> list[Fault]:
        """Rows that name a record which is not there, and of which no history tells either."""
        with self._office.db.read() as c:
            histories = {table.name: set(lost_rows.ids(c, table)) for table in lost_rows.TABLES}
            found = [each for each in dangling.dangling(c) if each.owner not in histories.get(each.owners, ())]
        return [_dangling_fault(each) for each in found[:_MOST_NAMED]]

    def _set_back(self) -> Iterator[Fault]:
        """Sequences that would give a number a second time."""
        with self._office.db.read() as c:
            for each in Sequences(c, self._office.settings(c), self._office.now().year).set_back():
                message = f"记着用到 {each.last}，而“{each.given}”在它以后已经给过，可能不经程序改小了，会再给一次"
                yield Fault(FaultKind.CHANGED, each.label, message)

    def _lost_attachments(self, progress: Progress | None) -> tuple[int, list[Fault]]:
        with self._office.db.read() as c:
            named = sorted(attachments.digests(c))
        kept, faults = self._office.kept, []
        for digest in counted(named, len(named), progress):
            if not kept.is_whole(digest):
                there = kept.is_there(digest)
                kind = FaultKind.CHANGED if there else FaultKind.MISSING
                message = "文件与存入时不同，或者没有权限读" if there else "文件不在数据目录里了"
                faults.append(Fault(kind, f"附件 {digest[:12]}…", message))
        return len(named), faults

    def _lost_scans(self) -> Iterator[Fault]:
        """Copies of scans that wait in the tray; told by their numbers there, for a name may be a citizen's."""
        for entry, kind in self._wrong_scans():
            gone = kind is FaultKind.MISSING
            message = "副本不在数据目录里了" if gone else "副本与放进来时不同，或者没有权限读"
            yield Fault(kind, f"托盘第 {entry.id} 件扫描件", f"{message}，修复不了的请用原件再扫一次")

    def _wrong_scans(self) -> list[tuple[TrayEntry, FaultKind]]:
        """Those that wait and whose copies are not as they were laid there."""
        with self._office.db.read() as c:
            waiting = intake_tray.waiting(c)
        judged = [(entry, self._wrong_with(self._office.data_dir / INTAKE / entry.kept, entry)) for entry in waiting]
        return [(entry, kind) for entry, kind in judged if kind is not None]

    def _wrong_with(self, copy: Path, entry: TrayEntry) -> FaultKind | None:
        """What is wrong with a copy of a scan; None where it is as it was laid there."""
        try:
            content = read_private(copy, self._office.db.key)
        except FileNotFoundError:
            return FaultKind.MISSING
        except OSError:  # nobody may read it, or it was changed under its seal
            return FaultKind.CHANGED
        return None if hashlib.sha256(content).hexdigest() == entry.digest else FaultKind.CHANGED

    def _plain(self) -> Iterator[Fault]:
        """Files of an encrypted office that everybody can read; told by their folder, for a name may be a citizen's."""
        if self._office.db.key is None:
            return
        data_dir = self._office.data_dir
        counted = Counter(path.relative_to(data_dir).parts[0] for path in plain_files(data_dir))
        for name, count in counted.items():
            yield Fault(FaultKind.CHANGED, f"文件夹 {name}", f"有 {count} 个文件没有加密，谁都能读")

    def _values(self) -> Iterator[Fault]:
        with self._office.db.read() as c:
            faults = self._office.faults(c)
        for key in faults.settings:
            yield Fault(FaultKind.CHANGED, f"设置“{FIELDS_BY_KEY[key].label}”", "读不出来，现按默认值办")
        for notice in faults.notices:
            yield Fault(FaultKind.CHANGED, f"{notice.year}年的工作日安排", "读不出来，没有计入；请撤销后重新录入")

    def _notes(self) -> Iterator[str]:
        """What is no fault and worth knowing: files that no record names."""
        with self._office.db.read() as c:
            named = attachments.digests(c)
        files = (path for path in self._office.attachments_dir.rglob("*") if path.is_file())
        orphans = sum(path.name not in named for path in files)
        if orphans:
            yield f"附件文件夹里有 {orphans} 个文件不属于任何工单或督办，没有动它们。"

    def _untimely_notes(self, untimely: list[_Untimely]) -> Iterator[str]:
        """What was recorded before the program looked at the order of time stands as it was recorded."""
        with self._office.db.read() as c:
            named = record_names.names(c, [key for key, _text in untimely[:_MOST_NAMED]])
        for key, text in untimely[:_MOST_NAMED]:
            yield f"{named[key]}：{text}。照登记的保留，请核对；有错的请更正。"
        if len(untimely) > _MOST_NAMED:
            yield f"另有 {len(untimely) - _MOST_NAMED} 处时间先后也不合，照登记的保留。"

    # -- mending -------------------------------------------------------------------------------------------

    def _mend_indexes(self, done: Repair, progress: Progress | None) -> bool:
        """Whether the file is whole again: its tables were, and every record is there."""
        aside = self._office.db.mend_indexes(self._office.clock(), progress or untold)
        if aside is None:
            return False
        kept = f"；损坏的那份留在“{ASIDE}/{aside}”" if aside else ""
        done.mended.append(f"重建损坏的索引：各表的内容是完整的，重建后通读核对过{kept}")
        return True

    def _mend_layout(self, done: Repair, _by: str, _progress: Progress | None) -> None:
        parts = self._office.db.mend_layout() if self._office.db.layout_faults() else ()
        if parts:
            done.mended.append(f"重建索引和规则：{'、'.join(part.name for part in parts)}")

    def _mend_unfit(self, done: Repair, by: str, _progress: Progress | None) -> None:
        """Makes room for what the histories say, where what stands there cannot even be compared with it."""
        with self._office.write(Right.ADMINISTER, by) as c:
            rebuilding.clear_unfit(c, self._office.db.unfit_values(_MOST_MENDED))

    def _mend_derived(self, done: Repair, _by: str, progress: Progress | None) -> None:
        with self._office.write(Right.ADMINISTER, _by) as c:
            found = list(rebuilding.mismatches(c, progress))
            rebuilding.mend(c, found, progress)
        counted: dict[str, int] = {}
        for part in (part for each in found for part in each.parts):
            counted[part] = counted.get(part, 0) + 1
        done.mended.extend(f"按办理记录重建{part}：{count} 件" for part, count in counted.items())

    def _mend_dangling(self, done: Repair, _by: str, _progress: Progress | None) -> None:
        with self._office.write(Right.ADMINISTER, _by) as c:
            taken = dangling.mend(c)
        rows = Counter[str]()
        for each in taken:
            rows[each.table] += each.rows
        done.mended.extend(f"{called(name)}里属于不存在的记录的去掉：{count} 行" for name, count in rows.items())

    def _mend_sequences(self, done: Repair, by: str, _progress: Progress | None) -> None:
        with self._office.write(Right.ADMINISTER, by) as c:
            own = Sequences(c, self._office.settings(c), self._office.now().year)
            for each in list(own.set_back()):
                done.mended.append(f"{each.label}接着给过的往下编：用到 {own.mend(each)}")

    def _fetch_attachments(self, done: Repair, _by: str, _progress: Progress | None) -> None:
        kept, fetched = self._office.kept, 0
        with self._office.db.read() as c:
            lost = [digest for digest in sorted(attachments.digests(c)) if not kept.is_whole(digest)]
        known = self._known_backups()
        for digest in lost:
            holding = (backup for backup in known if digest in backup.attachments)
            key = self._backups.places.key()
            with suppress(OSError):  # what cannot be written stays a fault
                fetched += any(backup_sets.take_attachment(backup, digest, kept, key) for backup in holding)
        if fetched:
            done.mended.append(f"从备份取回附件：{fetched} 个")

    def _fetch_scans(self, done: Repair, _by: str, _progress: Progress | None) -> None:
        fetched = sum(self._fetch_scan(entry) for entry, _kind in self._wrong_scans())
        if fetched:
            done.mended.append(f"从备份取回托盘里的扫描件：{fetched} 件")

    def _fetch_scan(self, entry: TrayEntry) -> bool:
        name, target = f"{INTAKE}/{entry.kept}", self._office.data_dir / INTAKE / entry.kept
        key = self._backups.places.key()
        for backup in (each for each in self._known_backups() if name in each.files):
            with suppress(OSError, sealing.WrongKey, sealing.SealBroken), unfinished(target) as made:
                target.parent.mkdir(mode=0o700, exist_ok=True)
                backup_sets.take_file(backup, name, made, key)
                if self._wrong_with(made, entry) is None:
                    made.replace(target)
                    return True
        return False

    def _known_backups(self) -> tuple[Backup, ...]:
        """Those beside the data, then those in the second place."""
        second = self._backups.places.second()
        return (*self._backups.all(), *(backup_sets.all(second.folder) if second is not None else ()))

    def _seal_plain(self, done: Repair, _by: str, _progress: Progress | None) -> None:
        key, sealed = self._office.db.key, 0
        if key is None:
            return
        for path in plain_files(self._office.data_dir):
            with suppress(OSError):  # what cannot be written stays a fault
                seal_in_place(path, key)
                sealed += 1
        if sealed:
            done.mended.append(f"没有加密的文件加密：{sealed} 个")

    def _mend_values(self, done: Repair, _by: str, _progress: Progress | None) -> None:
        with self._office.write(Right.ADMINISTER, _by) as c:
            faulty = self._office.faults(c).settings
            texts = settings_texts(self._office.settings(c))
            settings_table.save(c, {key: texts[key] for key in faulty})
        if faulty:
            labels = "、".join(FIELDS_BY_KEY[key].label for key in faulty)
            done.mended.append(f"读不出的设置改为默认值：{labels}")

    def _confirm_strays(self, done: Repair, by: str, _progress: Progress | None) -> None:
        """Records which rows somebody changed outside the program: that cannot be undone, but stays in the history."""
        confirmed = Ledger(self._office).confirm_strays(by)
        if confirmed:
            done.mended.append(f"{row_digests.CONFIRMED}：{confirmed} 处，已记入单位记录，请核对这些内容；以后不再提示")

    def _accept_tail(self, done: Repair, by: str, _progress: Progress | None) -> None:
        ledger = Ledger(self._office)
        if any(fault.name == "记录末尾" for fault in ledger.check().faults):
            ledger.accept_lost_tail(by)
            done.mended.append(f"{chain_check.ACCEPTED}，以后的核对不再提示")


def _as_far_as_readable(part: Callable[[], Iterable[_T]]) -> list[_T]:
    """The result of one part of a check; empty where it meets unreadable values, which are named elsewhere."""
    found: list[_T] = []
    with _unfit_passed_over():
        found.extend(part())
    return found


@contextmanager
def _unfit_passed_over() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if error.kind != UNFIT:
            raise


def _dangling_fault(each: Dangling) -> Fault:
    """What stays says what is known of it: whose it was can only a backup tell."""
    owner = f"{called(each.owners)}第 {each.owner} 行"
    ending = "" if each.goes else "，办理记录也没有，重建不了；没有动它们，请用以前的备份核对"
    return Fault(FaultKind.MISSING, owner, f"不见了，{called(each.table)}里还有 {each.rows} 行属于它{ending}")


def _derived_fault(name: str, each: Mismatch) -> Fault:
    if not each.parts:
        return Fault(FaultKind.CHANGED, name, each.why)
    if each.is_lost:
        return Fault(FaultKind.MISSING, name, "清单的行不见了，办理记录还在，可以按它重建")
    return Fault(FaultKind.CHANGED, name, f"{'、'.join(each.parts)}与办理记录不符")
