"""Copies of the office's data: made by themselves, checked before they count, kept in a second place too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.kept_copies import Retention, kept
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.domain.terms.text import first_of
from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.services.foundation.beside_others import beside_others
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import BACKUPS, DATABASE, KEY_FILE, OPENED, PROGRAM, TRIES_FILE
from hotline_desktop.services.keeping.backup_places import BackupPlaces, Target
from hotline_desktop.services.keeping.companions import companions
from hotline_desktop.services.keeping.earlier_copies import encrypt_earlier
from hotline_desktop.storage import foundations
from hotline_desktop.storage.chain import chain, chain_check
from hotline_desktop.storage.chain.chain_head import expect_another
from hotline_desktop.storage.files import backup_sets, locks, sealing, unfinished_backups
from hotline_desktop.storage.files.backup_sets import Backup, Contents
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.office import settings
from hotline_desktop.storage.papers import attachments
from hotline_desktop.storage.rebuilding import dangling

__all__ = ["Backup", "BackupRefused", "Backups", "DataState", "Made", "listed"]

LOGS = "logs"
_STAMP = "%Y%m%d-%H%M%S"
_FULL_CHECK_DAYS = 7
_NO_LOCK = "口令打不开它：装着它的钥匙的锁文件不见了或坏了。再备份一次就补上；恢复码照样打得开"
# Neither copied nor counted as something the office made.
_LEFT_OUT = frozenset((BACKUPS, LOGS, ASIDE, OPENED, "attachments", "hotline.head", KEY_FILE, TRIES_FILE))
_MOST_FILE_BYTES = 50 * 1024 * 1024


class BackupRefused(HotlineError):
    """The copy could not be made. The office's own data is as it was."""


@dataclass(frozen=True, slots=True)
class DataState:
    """``folder`` holds everything; sizes are bytes. ``latest`` is the newest copy there, None where there is none.

    ``second`` names the second place, empty where none was chosen; ``second_at`` when the last copy there was made.
    """

    folder: Path
    database_size: int
    attachments: int
    attachments_size: int
    latest: Path | None
    latest_at: datetime | None
    second: str = ""
    second_at: datetime | None = None
    sealed: bool = False
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: where, how many attachments it holds, which were gone, and what the second place said.

    ``missed`` are attachments that the backup has from earlier, and the office no more, or changed; ``dangling`` is how
    many rows of the data belong to a record that is not there any more.
    """

    path: Path
    attachments: int
    lost: tuple[str, ...] = ()
    second: Path | None = None
    complaint: str = ""
    missed: tuple[str, ...] = ()
    dangling: int = 0

    @property
    def damage(self) -> str:
        """What to say where the data itself, and so the backup, lacks a record; empty where it does not."""
        if not self.dangling:
            return ""
        return (
            f"备份照数据原样存好了，但数据里有 {self.dangling} 行所属的记录不见了（可能被别的工具删过）。"
            "请检查修复（check --repair），修好以后再备份一次；以前的备份先不要删。"
        )


class Backups:
    """Copies are made while the program runs; the database through its own online backup, never as a file."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office
        self.places = BackupPlaces(office)

    @property
    def folder(self) -> Path:
        """The folder of backups beside the data."""
        return self._office.data_dir / BACKUPS

    def all(self) -> tuple[Backup, ...]:
        """The finished backups beside the data, the latest first."""
        return backup_sets.all(self.folder)

    def state(self) -> DataState:
        """Where the data lies and how large it is.

        The second place is not looked into: a share that answers no more would hold up whatever waits behind this.
        """
        folder, target = self._office.data_dir, self.places.second()
        files = [path.stat().st_size for path in _files(self._office.attachments_dir)]
        copies = self.all()
        return DataState(
            folder,
            sum(path.stat().st_size for path in folder.glob(f"{DATABASE}*")),
            len(files),
            sum(files),
            copies[0].folder if copies else None,
            copies[0].made_at if copies else None,
            str(target.folder) if target is not None else "",
            self.places.last_second() if target is not None else None,
            self.places.key() is not None,
            self._office.db.key is not None,
        )

    def today(self) -> date:
        """Today, by the office's clock."""
        return self._office.now().date()

    def due(self) -> bool:
        """Whether something was recorded since the latest backup, or none was made today.

        Never where nothing can be written: nothing was recorded, and there would be no place for it.
        """
        if self._office.db.reading_only is not None:
            return False
        last = self.last()
        if last is None or last.made_at.date() != self.today():
            return True
        with self._office.db.read() as c:
            return last.head != chain.head(c).as_text()

    def last(self) -> Backup | None:
        """The latest beside the data, of those that a clock which was ahead did not date after now."""
        now = self._office.clock()
        return next((one for one in self.all() if one.made_at <= now), None)

    def reminder(self) -> str:
        """What to say where the second place has had no copy for long; names how old the last one is."""
        with self._office.db.read() as c:
            days = self._office.settings(c).backup_remind_days
        target, last = self.places.second(), self.places.last_second()
        if target is None or not days:
            return ""
        if last is None or last > self._office.clock():
            return f"第二备份位置“{target.folder.name}”里还没有备份。请接上它，在“设置 · 数据”里备份一次。"
        age = (self._office.now() - last).days
        return (
            f"第二备份位置“{target.folder.name}”里最近的备份已经是 {age} 天前的，请接上它备份一次。"
            if age >= days
            else ""
        )

    def make(self) -> Path:
        """Makes a backup beside the data. Raises DatabaseError, BackupRefused."""
        return self.run().path

    @beside_others()
    def run(self, progress: Progress | None = None) -> Made:
        """Makes a backup beside the data and in the second place, checks it and removes what is kept no longer.

        Raises DatabaseError where the data itself is damaged, BackupRefused where the folder cannot be written, and
        what ``progress`` raises. A second place that is not there is told, and does not undo the first one.
        """
        room, left = self._room(), self._encrypt_earlier(progress)
        with room as folder:
            contents, left_out = self._contents(Path(folder), progress)
            key, lock = self.places.key(), self.places.lock()
            made = self._put(Target(self.folder, own=True), contents, key, lock, progress)
            if not contents.database.exists():  # it was passed on
                contents = replace(contents, database=made.database, passed_on=False)
            second, complaint = self._to_second(contents, key, lock, progress)
        complaint = "".join(filter(None, (complaint, left, left_out, self._thin(self.folder, made))))
        with self._office.db.aside(progress) as c:
            rows = sum(each.rows for each in dangling.dangling(c))
        return Made(made.folder, len(made.attachments), made.lost, second, complaint, self._missed(made), rows)

    @beside_others()
    def make_elsewhere(self, folder: Path, progress: Progress | None = None) -> Path:
        """Copies the database and every attachment into a new folder below ``folder`` (another disk).

        The copy can be used as a folder of data as it is. Raises BackupRefused or DatabaseError, and what
        ``progress`` raises; a copy that was not finished is removed, and nothing else.
        """
        inside = folder.resolve().is_relative_to
        if folder.resolve() == self._office.data_dir.resolve() or any(
            inside(own.resolve()) for own in (self._office.attachments_dir, self.folder)
        ):
            raise BackupRefused("不能备份到数据文件夹里面，它丢了备份也跟着丢。请换一个文件夹，最好在另一块磁盘上。")
        if not folder.exists():
            raise BackupRefused(
                f"文件夹“{folder.name}”不在了（U盘或移动硬盘可能没有接好），没有备份，工单数据没有变动。请接好后再试。"
            )
        try:
            with unfinished(folder / "copy") as made:
                made.mkdir()
                self._office.db.backup(made / DATABASE, progress)
                expect_another(made / DATABASE)
                lost = self._copy_attachments(made, progress)
                if self._office.db.key is not None:
                    locks.write(made / KEY_FILE, self.places.lock())
                target = free_folder(folder, f"热线工单备份_{self._office.clock():{_STAMP}}")
                target.rmdir()  # its name is taken; Windows moves no folder onto another
                made.rename(target)
        except OSError as error:
            raise _refused(error) from error
        if lost:
            raise BackupRefused(
                f"已备份到“{target.name}”，但有 {len(lost)} 个附件在数据文件夹里已经缺失或损坏，备份里没有。"
                "请运行 hotline-desktop verify 看是哪些，从以前的备份取回。"
            )
        return target

    def verify(self, backup: Backup, progress: Progress | None = None, secret: str = "") -> tuple[str, ...]:
        """Everything that is wrong with a backup, read in full.

        ``secret`` is the passphrase or recovery code of one that is sealed with another key than the office's own, as
        those of before a new passphrase are. Raises WrongKey where it opens none of the locks there.
        """
        key, lock = self.places.key(), backup.folder.parent / locks.LOCK
        if backup.sealed and (key is None or sealing.key_mark(key) != backup.sealed):
            key = locks.key_in(lock, secret, backup.sealed)
        wrong = tuple(backup_sets.verify(backup, key, report=progress))
        return wrong if not backup.sealed or locks.is_there(lock, backup.sealed) else (*wrong, _NO_LOCK)

    # -- inside --------------------------------------------------------------------------------------------

    def _room(self) -> TemporaryDirectory[str]:
        try:
            self.folder.mkdir(exist_ok=True)
            return unfinished_backups.room_in(self.folder)
        except OSError as error:
            raise _refused(error) from error

    def _encrypt_earlier(self, progress: Progress | None) -> str:
        """Goes on with the copies of the time before the office was encrypted; what to say where one stays plain."""
        key = self._office.db.key
        left = encrypt_earlier(self._office.data_dir, key, progress) if key is not None else ()
        names = first_of(left, 3)
        return f"以前的备份有 {len(left)} 份没能加密（{names}），还是不加密的；用不着的请删除。" if left else ""

    def _contents(self, folder: Path, progress: Progress | None) -> tuple[Contents, str]:
        """What is to be kept, the database copied first and the attachments that it names after it; what is not."""
        copy = folder / DATABASE
        with self._office.db.read() as c:
            head, version = chain.head(c).as_text(), foundations.tables_version(c)
            program = settings.load(c).get(PROGRAM, "")
        self._office.db.backup(copy, progress)  # holds that head, and perhaps steps that were taken since
        with self._office.db.read() as c:
            named = tuple(sorted(attachments.digests(c)))
        others = companions(self._office.data_dir, _is_left_out, _is_small)
        now, kept = self._office.clock(), self._office.kept
        parts = (now, head, version, copy, kept, named, others.files)
        return Contents(*parts, program=program, passed_on=True, living=True), others.left_out

    def _put(
        self, target: Target, contents: Contents, key: bytes | None, lock: str, progress: Progress | None
    ) -> Backup:
        try:
            made = backup_sets.write(target.folder, contents, key, lock, progress)
        except OSError as error:
            raise _refused(error) from error
        everything = self.places.full_check_due(target, contents.made_at, _FULL_CHECK_DAYS)
        read = backup_sets.verify if everything else backup_sets.verify_others
        try:
            wrong = tuple(read(made, key, everything, progress))
            pool = KeptFiles(backup_sets.pool_of(target.folder, made.sealed), key)
            if wrong and everything and pool.mend_from(contents.kept, made.attachments):
                wrong = tuple(read(made, key, everything, progress))
        except OSError as error:
            wrong = (machine_reason(error),)
        except BaseException:  # stopped before it was read through: it does not count
            _given_up(target, made)
            raise
        if wrong:
            left = "已经清除" if _given_up(target, made) else "清除不了，请不要用它"
            raise BackupRefused(
                f"备份写好后读回来不对（{wrong[0]}），没有算数，{left}。工单数据没有变动。"
                "那块磁盘可能有问题，请换一个位置再备份。"
            )
        if everything:
            self.places.remember_full_check(target, contents.made_at)
        return made

    def _to_second(
        self, contents: Contents, key: bytes | None, lock: str, progress: Progress | None
    ) -> tuple[Path | None, str]:
        target = self.places.second()
        if target is None:
            return None, ""
        last = self.places.last_second()
        age = f"那里最近的备份是 {last:%Y-%m-%d %H:%M} 的" if last else "那里还没有备份"
        if not target.present:
            return None, f"第二备份位置“{target.folder.name}”{target.absence}，{age}。接上以后会自动补上。"
        try:
            if key is not None and self._office.db.key is not None:
                backup_sets.encrypt_plain(target.folder, key, lock, progress)
            made = self._put(target, replace(contents, passed_on=False), key, lock, progress)
        except BackupRefused as refused:
            return None, f"第二备份位置“{target.folder.name}”：{refused}{age}。"
        except OSError as error:
            return None, f"第二备份位置“{target.folder.name}”：{_refused(error)}{age}。"
        self.places.remember_second(contents.made_at)
        return made.folder, self._thin(target.folder, made)

    def _thin(self, place: Path, made: Backup) -> str:
        """Removes backups that are kept no longer, but never the one just made, even if the clock was set back.

        Nor those of other data: they hold steps that these do not. What to say where one could not be removed: it
        takes room, and harms nothing.
        """
        with self._office.db.read() as c:
            settings = self._office.settings(c)
            copies = [one for one in backup_sets.all(place) if chain_check.leads_on_from(c, one.head)]
        retention = Retention(settings.backup_daily, settings.backup_weekly, settings.backup_monthly)
        stays = kept((one.made_at for one in copies), retention, made.made_at)
        goes = [one for one in copies if one.made_at not in stays and one.folder != made.folder]
        try:
            backup_sets.remove(place, goes)
        except OSError as error:
            return f"“{place.name}”里到期的备份没有清理掉（{machine_reason(error)}），新的一份不受影响，下次再清理。"
        return ""

    def _missed(self, made: Backup) -> tuple[str, ...]:
        """By their sizes, where both stand in the same form: to read them all every day would take too long."""
        kept, same = self._office.kept, bool(made.sealed) == (self._office.db.key is not None)
        standing = {digest: kept.place(digest) for digest in made.attachments}
        return tuple(
            digest
            for digest, path in standing.items()
            if not path.is_file() or (same and path.stat().st_size != made.attachments[digest])
        )

    def _copy_attachments(self, target: Path, progress: Progress | None) -> list[str]:
        with self._office.db.read() as c:
            named = sorted(attachments.digests(c))
        kept, there = self._office.kept, KeptFiles(target / self._office.attachments_dir.name, self._office.db.key)
        there.folder.mkdir()
        return [digest for digest in counted(named, len(named), progress) if not kept.copy_to(there, digest)]


def _is_left_out(path: Path) -> bool:
    beside = path.name.startswith((DATABASE, ".")) or path.suffix == unfinished_backups.PART
    return beside or path.name in _LEFT_OUT


def _is_small(path: Path) -> bool:
    with suppress(OSError):  # gone meanwhile
        return path.stat().st_size <= _MOST_FILE_BYTES
    return False


def _given_up(target: Target, made: Backup) -> bool:
    """Removes a backup that does not count; False where the machine refuses."""
    with suppress(OSError):
        backup_sets.remove(target.folder, [made])
    return not made.folder.exists()


def _refused(error: OSError) -> BackupRefused:
    return BackupRefused(
        f"备份没有完成（{machine_reason(error)}），已复制的部分已清除，工单数据没有变动。"
        "请检查那个文件夹能否写入、空间是否够用。"
    )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def listed(backup: Backup) -> Mapping[str, object]:
    """A backup as a script reads it."""
    return {
        "path": str(backup.folder),
        "made_at": backup.made_at.isoformat(timespec="minutes"),
        "size": backup.size,
        "attachments": len(backup.attachments),
        "lost": len(backup.lost),
        "sealed": bool(backup.sealed),
        "head": backup.head,
        "version": backup.version,
    }
