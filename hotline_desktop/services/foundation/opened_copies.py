"""Read-only copies of kept files, under their own names, for other programs to open.

The kept file itself is never opened by another program: one that saves into it would change evidence, and without its
ending Windows does not know what to open it with.
"""

from __future__ import annotations

import shutil
import stat
from contextlib import suppress
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError, MachineTrouble, NotFound
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.files.names import ending_of, is_program, plain_name
from hotline_desktop.files.unfinished import is_stale, unfinished
from hotline_desktop.services.foundation.files import OPENED
from hotline_desktop.storage.files import sealing
from hotline_desktop.storage.files.kept_files import KeptFiles, holds

_FIRST = 16
_READ_ONLY = stat.S_IRUSR


def opened_copy(data_dir: Path, files: KeptFiles, digest: str, name: str) -> Path:
    """The copy of the file with that digest, named ``name`` (without what no system takes).

    Raises NotFound where the kept file is gone or changed, HotlineError where it would run as a program, or there is no
    room.
    """
    if is_program(name):
        raise HotlineError(f"附件“{name}”打开就会在这台电脑上运行，没有打开。文件还在，要用请让管理电脑的人员先检查。")
    try:
        if not files.is_whole(digest):
            raise NotFound(
                f"附件“{name}”的文件不在数据目录里，或和存入时不一样了，没有打开。请从备份的 attachments 文件夹取回。"
            )
        target = data_dir / OPENED / digest[:_FIRST] / _with_ending(plain_name(name), files, digest)
        if not holds(target, digest):  # somebody may have lifted the copy's protection
            _copy(files, digest, target)
    except OSError as error:
        raise MachineTrouble(f"附件“{name}”打不开：{machine_reason(error)}。存着的文件没有变动。") from error
    return target


def plain_copy(data_dir: Path, kept: Path, key: bytes | None) -> Path:
    """``kept`` itself; in an encrypted office a plain copy of it for this program's own eyes. Raises OSError."""
    if key is None or not kept.is_file() or not sealing.is_sealed(kept):
        return kept
    target = data_dir / OPENED / kept.stem / kept.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with unfinished(target) as made:
        sealing.change_form(kept, made, key, None)
        made.replace(target)
    return target


def clear_copies(data_dir: Path, everything: bool = False) -> None:
    """Removes the copies that are stale, or all of them; one that another program holds stays until the next time."""
    for copy in (data_dir / OPENED).glob("*/*"):
        with suppress(OSError):
            if everything or is_stale(copy):
                _set_mode(copy, stat.S_IRUSR | stat.S_IWUSR)
                copy.unlink()
                copy.parent.rmdir()


def _with_ending(name: str, files: KeptFiles, digest: str) -> str:
    if Path(name).suffix:
        return name
    with files.opened(digest) as file:
        return name + ending_of(file.read(_FIRST))


def _copy(files: KeptFiles, digest: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _set_mode(target, stat.S_IRUSR | stat.S_IWUSR)
    with unfinished(target) as made:
        with files.opened(digest) as kept, made.open("xb") as copy:
            shutil.copyfileobj(kept, copy)
        _set_mode(made, _READ_ONLY)
        made.replace(target)


def _set_mode(path: Path, mode: int) -> None:
    """As far as the disk knows such a thing: a stick formatted with FAT does not."""
    with suppress(OSError):
        path.chmod(mode)
