"""The files that go along with the database: changed forms, phrases, drafts, what the window remembers.

Whatever else somebody laid into the folder of data goes along too, as far as it can: what cannot is counted, and must
not keep the office's own from being copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
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
    files, unread, odd = dict[str, Path](), 0, 0
    for child in sorted(data_dir.iterdir()):
        for path in () if stays(child) else _files(child, data_dir.resolve()):
            if not fits(path):
                continue
            name = path.relative_to(data_dir)
            if not all(map(is_portable, name.parts)):
                odd += 1
            elif (readable := _may_read(path)) is not None:
                unread += not readable
                files.update({name.as_posix(): path} if readable else {})
    return Companions(files, unread, odd)


def _files(child: Path, home: Path) -> Iterator[Path]:
    """The files that ``child`` is or holds; none where it only leads back to where it lies."""
    if not child.is_dir():
        yield from (child,) if child.is_file() else ()
    elif not child.is_symlink() or not _leads_back(child.resolve(), home):
        yield from (path for path in sorted(child.rglob("*")) if path.is_file())


def _leads_back(folder: Path, home: Path) -> bool:
    return folder.is_relative_to(home) or home.is_relative_to(folder)


def _may_read(path: Path) -> bool | None:
    """None where it is gone."""
    try:
        path.open("rb").close()
    except FileNotFoundError:
        return None
    except OSError:
        return False
    return True
