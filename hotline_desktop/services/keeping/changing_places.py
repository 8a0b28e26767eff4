"""Replaces an office's data by other data: all of it or nothing, even if the program is killed in between.

The new data stands complete in a folder under 移出 first, with a plan that says what moves where. Whoever opens the
office next completes an exchange that was interrupted, before anything of it is read.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.files.unfinished import is_stale, unfinished
from hotline_desktop.services.foundation.files import ATTACHMENTS, DATABASE, KEY_FILE
from hotline_desktop.storage.chain.chain_head import expect_another

COMING = "新"  # under a folder of 移出: what is still being made
BEFORE = ("加密前", "解密前")  # how those folders begin in which a switch of encryption makes the new data
# What belongs to the file of data goes away whole, also where nothing comes in its place; the file itself last.
_BESIDE = tuple(f"{DATABASE}-{kind}" for kind in ("wal", "shm", "journal", "base"))
_OF_DATABASE = (*_BESIDE, "hotline.head", KEY_FILE, ATTACHMENTS)
_UNDER_WAY = "交换中.json"
_NO_NOTES: Mapping[Path, str | None] = MappingProxyType({})


def room_beside(data_dir: Path, name: str) -> tuple[Path, Path]:
    """A new folder under 移出 for the old data, and inside it one for the new data."""
    data_dir.mkdir(parents=True, exist_ok=True)
    aside = free_folder(data_dir / ASIDE, name)
    return aside, free_folder(aside, COMING)


def change_places(
    data_dir: Path,
    new: Path,
    aside: Path,
    others: Iterable[str],
    notes: Mapping[Path, str | None] = _NO_NOTES,
    discard: bool = False,
) -> None:
    """Moves what is there to ``aside`` and what is in ``new`` into its place; back again where that stops midway.

    That is the file of data with what belongs to it, and what ``others`` names. ``notes`` are files in the folder of
    data that are written (None: removed) when it is done, and only then. With ``discard`` what went is removed then.
    Raises OSError.
    """
    names = _in_order(others)
    came = [name for name in names if (new / name).exists()]
    went = [name for name in names if (data_dir / name).exists()]
    texts = {str(path.relative_to(data_dir)): text for path, text in notes.items()}
    plan, done = data_dir / ASIDE / _UNDER_WAY, list[tuple[Path, Path]]()
    folders = {"new": str(new.relative_to(data_dir)), "aside": str(aside.relative_to(data_dir))}
    _write_down(plan, {**folders, "names": names, "came": came, "went": went, "notes": texts, "discard": discard})
    try:
        for source, target in _moves(data_dir, new, aside, names, came, went):
            source.rename(target)
            done.append((source, target))
        if discard and not (data_dir / DATABASE).exists():  # somebody took away what was to come
            raise FileNotFoundError(2, "what was to come is gone", DATABASE)
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        plan.unlink(missing_ok=True)
        if new.name == COMING:  # a copy of what is still where it came from
            shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):
            aside.rmdir()
        raise
    _end(data_dir, plan, texts, aside if discard else None)


def clear_unfinished(data_dir: Path) -> None:
    """Removes what an exchange that never began had prepared. The database must be open, so that none is under way."""
    for begin in BEFORE:
        for folder in (data_dir / ASIDE).glob(f"{begin}-*"):
            shutil.rmtree(folder, ignore_errors=True)


def finish_interrupted(data_dir: Path) -> None:
    """Completes an interrupted exchange, and removes what one that never began had prepared. Raises OSError.

    To be called before anything is opened, so that nobody sees half of it.
    """
    if not data_dir.is_dir():
        return
    path = data_dir / ASIDE / _UNDER_WAY
    plan = _planned(path)
    if plan is not None:
        # Earlier versions wrote whole paths, and no names.
        new, aside, came, went = data_dir / plan["new"], data_dir / plan["aside"], plan["came"], plan["went"]
        names = plan.get("names") or _in_order([*came, *went])
        for source, target in _moves(data_dir, new, aside, names, came, went):
            source.rename(target)
        _end(data_dir, path, plan.get("notes") or {}, aside if plan.get("discard") else None)
    path.unlink(missing_ok=True)
    _sweep(data_dir)


def _end(data_dir: Path, plan: Path, notes: Mapping[str, str | None], discarded: Path | None) -> None:
    expect_another(data_dir / DATABASE)
    if discarded is not None:
        shutil.rmtree(discarded, ignore_errors=True)
    for name, text in notes.items():
        if text is None:
            (data_dir / name).unlink(missing_ok=True)
        else:
            (data_dir / name).write_text(text, "utf-8")
    plan.unlink(missing_ok=True)


def _planned(path: Path) -> dict[str, Any] | None:
    try:
        plan = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # nothing moves before the plan is whole
        return None
    known = isinstance(plan, dict) and all(key in plan for key in ("new", "aside", "came", "went"))
    return plan if known else None


def _in_order(names: Iterable[str]) -> list[str]:
    """The file of data comes last: as long as it is missing, nobody takes half an exchange for a whole one."""
    others = sorted({*names, *_OF_DATABASE} - {DATABASE})
    return [*others, DATABASE]


def _moves(
    data_dir: Path, new: Path, aside: Path, names: Sequence[str], came: Sequence[str], went: Sequence[str]
) -> Iterator[tuple[Path, Path]]:
    """What is still to be moved, one after the other."""
    for name in names:
        if name in went and (data_dir / name).exists() and not (aside / name).exists():
            yield data_dir / name, aside / name
        if name in came and (new / name).exists():
            yield new / name, data_dir / name


def _write_down(plan: Path, content: dict[str, object]) -> None:
    with unfinished(plan) as made:
        with made.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        made.replace(plan)


def _sweep(data_dir: Path) -> None:
    """Removes what an exchange that never began had prepared: copies of citizens' data that nobody would look for."""
    with suppress(OSError):
        for made in (data_dir / ASIDE).glob(f"*/{COMING}"):
            if is_stale(made):
                shutil.rmtree(made, ignore_errors=True)
                with suppress(OSError):
                    made.parent.rmdir()
