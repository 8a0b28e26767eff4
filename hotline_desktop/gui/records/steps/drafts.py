"""What was typed into a step's form and not confirmed yet, kept beside the office's data against a crash."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.foundation.files import DRAFTS
from hotline_desktop.system.clock import now

NEW_TICKET = 0
_NEW = "new"
_NEWEST_FIRST = datetime.min


@dataclass(frozen=True, slots=True)
class Draft:
    """One form that was left unfinished: whose it is, which step, what was typed, and when it was kept last."""

    record: str
    step: str
    values: Mapping[str, object]
    saved_at: datetime | None = None
    about: str = ""

    @property
    def starts(self) -> bool:
        """Whether it is the form of a ticket that is not registered yet."""
        return self.record == _NEW or self.record.startswith(f"{_NEW}-")


class Drafts:
    """One small file per record and step; file names hold the record's id and the step, no personal data.

    A record is the id of a ticket, NEW_TICKET, or a word for something else (``case-12``, ``new-2``). Each account
    (``owner``) has its own; what was left before there were accounts belongs to nobody, and everybody finds it.
    ``key`` is that of an encrypted office, in which drafts are sealed. What the disk does not take stays in
    ``unwritten``, by its file, for as long as the window is open.
    """

    def __init__(
        self,
        data_dir: Path,
        clock: Callable[[], datetime] = now,
        key: bytes | None = None,
        owner: int = 0,
        unwritten: dict[Path, dict[str, object]] | None = None,
    ) -> None:
        self._unwritten = {} if unwritten is None else unwritten
        self._shared, self._clock, self._key = data_dir / DRAFTS, clock, key
        self._folder = self._shared / f"account-{owner}" if owner else self._shared

    def save(self, record: int | str, step_id: str, values: Mapping[str, object], about: str = "") -> bool:
        """Keeps ``values``; whether they are on the disk. A full or read-only one does not disturb the typing."""
        path = self._path(record, step_id)
        kept: dict[str, object] = {
            "saved_at": self._clock().isoformat(timespec="minutes"),
            "about": about,
            "values": dict(values),
        }
        self._unwritten[path] = kept
        return self._write(path)

    def write_again(self) -> int:
        """Writes what the disk did not take before, whoever's it is; how many it still does not take."""
        return sum(not self._write(path) for path in tuple(self._unwritten))

    def _write(self, path: Path) -> bool:
        # Here, for no start needs how files are sealed.
        from hotline_desktop.services.foundation.private_files import write_private

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_private(path, json.dumps(self._unwritten[path], ensure_ascii=False).encode(), self._key)
        except OSError as error:
            logging.getLogger(__name__).warning("draft not kept: %s", error.strerror)
            return False
        del self._unwritten[path]
        return True

    def load(self, record: int | str, step_id: str) -> dict[str, object]:
        """What was kept; empty where nothing was or the file cannot be read."""
        found = self._read(self._path(record, step_id)) or self._read(self._path(record, step_id, shared=True))
        return dict(found.values) if found else {}

    def drop(self, record: int | str, step_id: str) -> None:
        """Forgets a draft, because the step was taken or the clerk cleared it."""
        for shared in (False, True):
            path = self._path(record, step_id, shared)
            self._unwritten.pop(path, None)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                logging.getLogger(__name__).warning("draft not dropped: %s", error.strerror)

    def all(self) -> tuple[Draft, ...]:
        """Every form that was left unfinished, the latest first."""
        places = dict.fromkeys((self._shared, self._folder))
        unwritten = (path for path in self._unwritten if path.parent in places)
        listed = (path for place in places for path in sorted(place.glob("*.json")))
        paths = {path.name: path for path in (*listed, *unwritten)}
        found = [draft for path in paths.values() if (draft := self._read(path)) and draft.values]
        return tuple(sorted(found, key=lambda draft: draft.saved_at or _NEWEST_FIRST, reverse=True))

    def free_place(self) -> str:
        """The record under which one more new ticket can be begun beside those that wait."""
        taken = {draft.record for draft in self.all() if draft.starts}
        return next(name for name in _new_names() if name not in taken)

    def _path(self, record: int | str, step_id: str, shared: bool = False) -> Path:
        return (self._shared if shared else self._folder) / f"{record or _NEW}-{step_id}.json"

    def _read(self, path: Path) -> Draft | None:
        from hotline_desktop.services.foundation.private_files import read_private

        try:
            kept: object = self._unwritten.get(path) or json.loads(read_private(path, self._key))
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict):
            return None
        record, _dash, step = path.stem.rpartition("-")
        if not isinstance(kept.get("values"), dict):  # as the first versions wrote them
            return Draft(record, step, kept)
        return Draft(record, step, kept["values"], _moment(kept.get("saved_at")), str(kept.get("about", "")))


def drafts_of(session: Session) -> Drafts:
    """The drafts of whoever works here now."""
    return Drafts(session.data_dir, session.clock, session.key, session.owner, session.unwritten)


def _new_names() -> Iterator[str]:
    yield _NEW
    number = 2
    while True:
        yield f"{_NEW}-{number}"
        number += 1


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
