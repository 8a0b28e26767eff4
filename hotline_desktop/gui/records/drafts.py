"""What was typed into a step's form and not confirmed yet, kept beside the office's data against a crash."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

NEW_TICKET = 0


class Drafts:
    """One small file per record and step; file names hold the record's id and the step, no personal data.

    A record is the id of a ticket, NEW_TICKET, or a word for something else (``case-12``).
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "drafts"

    def save(self, record: int | str, step_id: str, values: Mapping[str, object]) -> None:
        """Keeps ``values``; a full or read-only disk is logged and does not disturb the typing."""
        path = self._path(record, step_id)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".new")
            unfinished.write_text(json.dumps(dict(values), ensure_ascii=False), "utf-8")
            unfinished.replace(path)
        except OSError as error:
            logging.getLogger(__name__).warning("draft not kept: %s", error.strerror)

    def load(self, record: int | str, step_id: str) -> dict[str, object]:
        """What was kept; empty where nothing was or the file cannot be read."""
        try:
            kept = json.loads(self._path(record, step_id).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def drop(self, record: int | str, step_id: str) -> None:
        """Forgets a draft, because the step was taken or the clerk cleared it."""
        self._path(record, step_id).unlink(missing_ok=True)

    def _path(self, record: int | str, step_id: str) -> Path:
        return self._folder / f"{record or 'new'}-{step_id}.json"
