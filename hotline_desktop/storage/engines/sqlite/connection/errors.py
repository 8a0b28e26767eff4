"""What can go wrong with the file of data, told in Chinese: what happened, what was kept, what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from pathlib import Path

from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.tables.unfit import UNFIT, UnfitValue

_PRIMARY = 0xFF  # the low byte of SQLite's extended codes
STOPPED = "已取消，没有打开，数据没有变动。上次没有正常关闭，下次打开时再核对一遍。"
_TOO_LITTLE = 256 * 1024  # bytes on the disk with which a step cannot be kept


def not_a_database(path: Path) -> DatabaseError:
    """The file holds something else."""
    return DatabaseError(
        "not_a_database",
        f"“{path.name}”不是本程序的数据文件，打不开。文件原样未动。"
        "请检查数据目录是否选对；如果文件被别的程序覆盖过，请从备份恢复（hotline-desktop restore）。",
    )


def encrypted(path: Path) -> DatabaseError:
    """Only the key opens the file."""
    return DatabaseError(
        "encrypted",
        f"数据文件“{path.name}”是加密的，要先输入口令（或恢复单上的恢复码）才能打开。文件原样未动。",
    )


def damaged(path: Path) -> DatabaseError:
    """The file is a database, but its pages do not fit together."""
    return DatabaseError(
        "damaged",
        f"数据文件“{path.name}”已损坏，读不出完整的内容。程序没有再写入，文件原样保留。"
        "请用最近的备份恢复：在窗口里点“从备份恢复”，或运行 hotline-desktop restore；原来的文件会移到一边，不会删除。"
        "可能只坏了索引的，也可以先运行 hotline-desktop check --repair 试着修复，修复不了的不会动它。",
    )


def newer(path: Path, version: str) -> DatabaseError:
    """The file was written by a later version of the program."""
    return DatabaseError(
        "newer",
        f"数据文件“{path.name}”是更新版本的程序写的（版本 {version}），这个版本不能打开，以免写坏。"
        "文件原样未动。请安装新版程序后再打开。",
    )


def read_only(path: Path) -> DatabaseError:
    """File or folder may not be written."""
    return DatabaseError(
        "read_only",
        f"数据文件“{path.name}”或它所在的文件夹是只读的，不能保存。已有的数据没有变动。"
        "请取消只读，或请管理员给这个文件夹写入权限后再试。",
    )


def full(path: Path) -> DatabaseError:
    """No room is left on the disk."""
    return DatabaseError(
        "full",
        f"磁盘空间不够，“{path.name}”写不进去。刚才这一步没有保存，以前的数据都在。请清理磁盘或移走大文件后再做一次。",
    )


def locked(path: Path) -> DatabaseError:
    """Another program holds the file for longer than we wait."""
    return DatabaseError(
        "locked",
        f"数据文件“{path.name}”正被另一个程序占用，等了几秒仍不能写入。刚才这一步没有保存，以前的数据都在。"
        "请关闭另一个窗口或正在运行的备份、杀毒程序后再试。",
    )


def in_use(path: Path) -> DatabaseError:
    """Another program has the file open, and it must not be while it is written anew."""
    return DatabaseError(
        "locked",
        f"数据文件“{path.name}”正被另一个程序打开着，现在不能改写。数据没有变动。"
        "请关闭这份数据的其他窗口，等正在运行的命令和备份结束后再试。",
    )


# Why the whole file could not be written anew, and what to do before it is tried (``{}``) again.
_CAUSES = {
    "full": ("磁盘空间不够", "请清理磁盘（要有数据文件两三倍的空处）后再{}。"),
    "read_only": (
        "数据文件或它所在的文件夹是只读的",
        "请取消只读，或请管理员给写入的权限，或把整个数据文件夹抄到能写的地方，再{}。",
    ),
    "locked": ("数据文件正被另一个程序占用", "请关闭另一个窗口或正在运行的备份、杀毒程序后再{}。"),
    "machine": ("读写时机器报错", "请检查磁盘和接线，看杀毒软件有没有拦住这个文件夹，再{}一次。"),
}


def not_rewritten(path: Path, cause: DatabaseError | None) -> DatabaseError:
    """The file could not be written in another form; ``cause`` is what the machine said.

    None where it said nothing and what was written reads differently.
    """
    differs = "写好的一份与原来的核对不上", "请检查修复以后再{}。"
    why, then = _CAUSES.get(cause.kind, _CAUSES["machine"]) if cause is not None else differs
    return DatabaseError(
        cause.kind if cause is not None else "machine",
        f"数据文件“{path.name}”没有改写成：{why}。原来的数据没有变动，写了一半的已经清除。{then.format('试')}",
    )


def not_upgraded(cause: DatabaseError) -> DatabaseError:
    """What an earlier version wrote could not be upgraded; ``cause`` is what the machine said, of damage itself."""
    if cause.kind not in _CAUSES:
        return DatabaseError(cause.kind, str(cause))
    why, then = _CAUSES[cause.kind]
    return DatabaseError(
        cause.kind,
        f"这份数据是以前的版本写的，要先升级才能打开。没有升级成：{why}。数据文件里的内容原样未动，没有少什么。{then.format('打开')}",
    )


def backup_failed(target: Path, cause: DatabaseError) -> DatabaseError:
    """A copy could not be written; ``cause`` is what the machine said."""
    why = {"read_only": "那个文件夹不能写入", "full": "那里的磁盘空间不够"}.get(cause.kind, "写入时机器报错")
    return DatabaseError(
        cause.kind,
        f"备份“{target.name}”没有写成：{why}。数据文件和以前的备份都没有变动。请换一个能写入、空间够用的文件夹再试。",
    )


def no_room_to_read(path: Path, reason: str) -> DatabaseError:
    """The file can only be read as a copy, and that could not be made; ``reason`` is what the machine said."""
    return DatabaseError(
        "no_room_to_read",
        f"数据文件“{path.name}”在只读的地方，旁边还有没写完的日志，要先抄一份到系统的临时文件夹才能看，"
        f"那里没有写成（{reason}）。数据没有变动。请清理系统盘，或把整个数据文件夹抄到能写的地方再打开。",
    )


def gone(path: Path, lost: str = "刚才这一步没有保存。") -> DatabaseError:
    """The file was deleted, moved or replaced while it was open; ``lost`` says what cannot be kept."""
    return DatabaseError(
        "gone",
        f"数据文件“{path.name}”或它的日志在程序打开时被移走、删除或换掉了。{lost}"
        "请先不要关闭程序：它还能读出全部数据，请马上在“设置 · 数据”里“备份到别处”，"
        "再关闭程序，把原来的文件夹放回原处（或者从刚才的备份恢复）后重新打开。",
    )


def office_gone(path: Path, left: str) -> DatabaseError:
    """No file of data is there, but what an office leaves beside it is: this is no first start."""
    return DatabaseError(
        "office_gone",
        f"数据文件“{path.name}”不见了，但旁边还有{left}，这里显然办过工单。程序没有新建空白的数据，现有的文件都没有动。"
        "请把它找回来放回原处，或者从备份恢复；如果真的要从头开始，请用 --data 另指一个空的文件夹。",
    )


def other_layout(path: Path, what: str) -> DatabaseError:
    """The file names this version, but its tables are not those of this version."""
    return DatabaseError(
        "other_layout",
        f"数据文件“{path.name}”写着是本版本的，结构却不一样（{what}），可能是试用版写的，或者被别的工具改过。"
        "文件原样未动。请用写它的那个版本打开，或者从备份恢复。",
    )


def unfit(path: Path, values: tuple[UnfitValue, ...]) -> DatabaseError:
    """The file holds values that nobody can read as what they should be."""
    named = "；".join(map(str, values))
    return DatabaseError(
        UNFIT,
        f"数据文件“{path.name}”里有读不出来的内容（{named}），可能被别的工具改过，或者磁盘出过错。"
        "这一步没有办成，数据没有变动，别的照常能办。请在“设置 · 数据”里检查修复，"
        "或运行 hotline-desktop check --repair；修复不了的，请用备份恢复。",
    )


def unreadable(path: Path, reason: str) -> DatabaseError:
    """The machine reports something else."""
    return DatabaseError(
        "machine",
        f"读写数据文件“{path.name}”时机器报错（{reason}）。刚才这一步没有保存，以前的数据都在。"
        "请过一会儿再做一次；还不行，请检查磁盘和接线，看杀毒软件有没有拦住这个文件夹。",
    )


def no_memory(path: Path) -> DatabaseError:
    """The machine has no memory left for what SQLite is at."""
    return DatabaseError(
        "machine",
        f"电脑内存不够，“{path.name}”读写不下去。刚才这一步没有保存，以前的数据都在。请关闭别的程序后再做一次。",
    )


def database_error_from(error: BaseException, path: Path) -> DatabaseError | None:
    """The trouble that an error of SQLite or of the machine stands for; None where it is an error of ours."""
    original = getattr(error, "orig", error)
    if isinstance(original, OSError):
        return _from_machine(original, path)
    code = getattr(original, "sqlite_errorcode", None)
    if not isinstance(original, errors()) or code is None:
        return None
    if code == sqlite3.SQLITE_ERROR:
        code = _BY_WORDS.get(str(original), code)
    make = _BY_EXTENDED_CODE.get(code) or _MAKERS.get(code & _PRIMARY)
    if make is not None:
        return make(path)
    if code & _PRIMARY in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return _from_file_system(path, str(getattr(original, "sqlite_errorname", "")))
    return None


def _from_file_system(path: Path, reason: str) -> DatabaseError:
    """What keeps SQLite from its files, of which it says only that it failed."""
    folder = path.parent
    # SQLite cannot open its log beside the file where the folder may not be written.
    if folder.is_dir() and not os.access(folder, os.W_OK):
        return read_only(path)
    try:
        import shutil  # only where something is wrong

        if shutil.disk_usage(folder).free < _TOO_LITTLE or _no_more_files(folder):
            return full(path)
    except OSError:
        return gone(path)
    return unreadable(path, reason)


def _no_more_files(folder: Path) -> bool:
    """Whether the disk takes no further file, though it has room; some disks do not count files."""
    if sys.platform == "win32":
        return False
    disk = os.statvfs(folder)
    return disk.f_files > 0 and disk.f_favail == 0


# A lock that the machine refused, not one that SQLite knows to be held: virus scanners and the like.
_REFUSED_LOCKS = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_BLOCKED,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)
_MAKERS = {
    sqlite3.SQLITE_NOTADB: not_a_database,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_FULL: full,
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_PROTOCOL: locked,  # others came in between too often
    sqlite3.SQLITE_NOMEM: no_memory,
}
# A function that runs statements of its own, as the export to an encrypted file does, hands on only the words.
_BY_WORDS = {
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "database is locked": sqlite3.SQLITE_BUSY,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
    "out of memory": sqlite3.SQLITE_NOMEM,
}
_BY_EXTENDED_CODE = {
    sqlite3.SQLITE_READONLY_DBMOVED: gone,
    sqlite3.SQLITE_IOERR_SHMSIZE: full,  # no room for the index of the log
    sqlite3.SQLITE_IOERR_NOMEM: no_memory,
    **dict.fromkeys(_REFUSED_LOCKS, locked),
    sqlite3.SQLITE_IOERR_CORRUPTFS: damaged,
    sqlite3.SQLITE_IOERR_DATA: damaged,
    sqlite3.SQLITE_CANTOPEN_DIRTYWAL: damaged,
}


def _from_machine(error: OSError, path: Path) -> DatabaseError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(path)
    return unreadable(path, errno.errorcode.get(error.errno or 0, "OSError"))
