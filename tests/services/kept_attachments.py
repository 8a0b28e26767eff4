"""Where the files of attachments lie on the disk: tests look at them, cut them or take them away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hotline_desktop.services.records.records import RecordService
from hotline_desktop.storage.papers import attachments


def kept_file(records: RecordService[Any], attachment_id: int) -> Path:
    """Where the content of an attachment of these records is kept, whether it is there or not."""
    context = records._files._office
    with context.db.read() as c:
        found = attachments.get(c, records.kind.name, attachment_id)
    assert found is not None
    return context.kept.place(found[1].digest)
