"""The files that go along with the database: changed forms, phrases, drafts, what the window remembers.

Whatever else somebody laid into the folder of data goes along too, as far as it can: what cannot is counted, and must
not keep the office's own from being copied.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from hotline_desktop.files.names import is_portable


class Companions(NamedTuple):
    """``files`` by their names, with / between folders; how many nobody may read, and how many are named oddly."""

    files: Mapping[str, Path]
    unread: int
    odd: int

    @property
    def left_out(self) -> str:
        """What to say of those that do not go along; empty where all do."""
        whys = ((self.unread, "没有权限读"), (self.odd, "名称不是每种系统都能用的"))
        counts = "、".join(f"{count} 个{why}" for count, why in whys if count)
        return f"数据文件夹里有别的文件没有放进去：{counts}。请移走、改名或给予权限。" if counts else ""


def companions(data_dir: Path, stays: Callable[[Path], bool], fits: Callable[[Path], bool]) -> Companions:
    """What is in ``data_dir``, without the entries that ``stays`` names, of the files those that ``fits`` takes.

    What goes away meanwhile is none. Raises OSError where the folder itself cannot be read.
    """
    files, closed = dict[str, Path](), list[OSError]()
    unread, odd = 0, 0
    for child in sorted(data_dir.iterdir()):
        for path in () if stays(child) else _files(child, data_dir.resolve(), closed.append):
            readable = _may_read(path)
            if readable is None or not fits(path):
                continue
            name = path.relative_to(data_dir)
            if not all(map(is_portable, name.parts)):
                odd += 1
            elif readable:
                files[name.as_posix()] = path
            else:
                unread += 1
    return Companions(files, unread + len(closed), odd)


def _files(child: Path, home: Path, closed: Callable[[OSError], object]) -> Iterator[Path]:
    """What ``child`` is or holds, nothing where it leads back to where it lies; tells of folders nobody may read."""
    if not child.is_dir():
        yield child
    elif not child.is_symlink() or not _leads_back(child.resolve(), home):
        for folder, within, names in os.walk(child, onerror=closed):
            within.sort()
            yield from (Path(folder, name) for name in sorted(names))


def _leads_back(folder: Path, home: Path) -> bool:
    return folder.is_relative_to(home) or home.is_relative_to(folder)


def _may_read(path: Path) -> bool | None:
    """None where it is no file, or gone."""
    try:
        if not S_ISREG(path.stat().st_mode):
            return None
        path.open("rb").close()
    except FileNotFoundError:
        return None
    except OSError:
        return None if path.is_symlink() else False
    return True
