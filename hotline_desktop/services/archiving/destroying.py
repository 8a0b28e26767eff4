"""Finishes a destruction of records: writes the certificate, removes files, and wipes the space they took.

What is left to do is written down in the transaction that destroys. If the program is killed after it, whoever opens
the office next finishes it. No certificate is ever put in its place for records that were not destroyed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import DESTROYING
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.papers import attachments

_FOLDER = Path(ASIDE) / "销毁中"  # neither moved nor backed up
NOTHING = "没有销毁任何记录。"


class DestructionRefused(HotlineError):
    """Nothing was destroyed."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a destruction: a certificate that waits beside its place, and what else has to go."""

    made: Path
    certificate: Path
    kept: Path
    digests: tuple[str, ...] = ()


@contextmanager
def certified(data_dir: Path, certificate: Path, write: Callable[[Path], object]) -> Iterator[Left]:
    """Writes the certificate beside its place and among the data, so that it can take its place once all is done.

    Raises DestructionRefused where there is no room for it, and what ``write`` raises: nothing is to be destroyed then.
    """
    kept = data_dir / _FOLDER / f"certificate{certificate.suffix.lower()}"
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(kept)
        with unfinished(certificate) as made:
            try:
                _copy(kept, made)
            except OSError as error:
                why = f"证明“{certificate.name}”写不成：{machine_reason(error)}。"
                raise DestructionRefused(f"{why}{NOTHING}请换一个写得进的地方。") from error
            yield Left(made, certificate.absolute(), kept)
    finally:
        shutil.rmtree(kept.parent, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def write_down(c: Connection, left: Left, digests: Iterable[str]) -> None:
    """Remembers what is left to do, in the transaction that destroys."""
    content = {"made": str(left.made.absolute()), "certificate": str(left.certificate), "kept": left.kept.name}
    settings_table.save(c, {DESTROYING: json.dumps({**content, "digests": sorted(digests)}, ensure_ascii=False)})


def finish(office: OfficeContext) -> bool:
    """Does what is left to do; False where emptied places of the file could not be wiped."""
    with office.db.read() as c:
        left = _read(settings_table.load(c).get(DESTROYING, ""), office.data_dir)
        named = attachments.digests(c) if left is not None else frozenset()
    if left is None:
        return True
    _put_in_place(left)
    for digest in set(left.digests) - named:
        with suppress(OSError):
            office.kept.place(digest).unlink()
    wiped = office.db.wipe_freed()
    with office.db.write() as c:
        settings_table.save(c, {DESTROYING: ""})
    shutil.rmtree(left.kept.parent, ignore_errors=True)
    return wiped


def finish_interrupted(office: OfficeContext) -> str:
    """What to say of a destruction that was broken off and is done now; empty where none was."""
    with office.db.read() as c:
        left = _read(settings_table.load(c).get(DESTROYING, ""), office.data_dir)
    if left is None:
        return ""
    finish(office)
    if left.certificate.is_file():
        return f"上次销毁到期记录时程序中断了，已经接着做完，证明是“{left.certificate.name}”。"
    return (
        f"上次销毁到期记录时程序中断了，已经接着做完，但证明“{left.certificate.name}”没有写成。"
        "批准人、编号和摘要在“设置”的变动记录里。"
    )


def _put_in_place(left: Left) -> None:
    """The certificate to its place: what waits beside it, else what was kept among the data."""
    with suppress(OSError):
        left.made.replace(left.certificate)
        return
    with suppress(OSError):
        if not left.certificate.exists():
            shutil.copyfile(left.kept, left.certificate)


def _read(text: str, data_dir: Path) -> Left | None:
    try:
        content = json.loads(text)
        digests = tuple(str(digest) for digest in content["digests"])
        kept = data_dir / _FOLDER / Path(content["kept"]).name
        return Left(Path(content["made"]), Path(content["certificate"]), kept, digests)
    except (ValueError, TypeError, KeyError):
        return None
