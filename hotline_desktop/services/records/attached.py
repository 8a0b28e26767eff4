"""Attachments of a record: the content is stored once, and adding or removing one is noted in the record's history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import SEEK_END
from pathlib import Path
from typing import Any

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.file_steps import FILE_KIND, FILE_NAME, WHY_GONE
from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.records.summaries import AttachmentSummary
from hotline_desktop.domain.terms.errors import HotlineError, MachineTrouble, NotFound
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.text import typed_text, without_nul
from hotline_desktop.files.names import plain_name
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.opened_copies import opened_copy
from hotline_desktop.services.records.file_kinds import AttachedFile, must_be_of_its_kind
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import attachments

_MB = 1024 * 1024

# Writes into the record with that id what is told of a file, by whom; raises NotFound for an unknown record.
Note = Callable[[Connection, int, Step[Any], Mapping[str, Value], str], None]


class AttachedFiles:
    """What a clerk can do with the files of one kind of record."""

    def __init__(self, office: OfficeContext, kind: RecordKind[Any], note: Note) -> None:
        self._office, self._kind, self._note = office, kind, note

    def attach(self, owner_id: int, given: AttachedFile, kind: str, by: str) -> None:
        """Keeps a copy of the given file.

        Raises NotFound, HotlineError (unreadable, empty, too large, not what its kind says).
        """
        office, owners = self._office, self._kind
        kind, name = without_nul(kind), given.name if given.name.isprintable() else plain_name(given.name)
        try:
            must_be_of_its_kind(given, kind)
            self._must_fit(given)
            digest, size = office.kept.keep(given)
        except OSError as error:
            raise MachineTrouble(
                f"附件“{given.name}”没有存进来：{machine_reason(error)}。{owners.word}没有变动，原文件还在。"
            ) from error
        with office.write(Right.HANDLE, by) as c:
            self._note(c, owner_id, owners.attach, {FILE_KIND.key: kind, FILE_NAME.key: name}, by)
            file = AttachmentSummary(0, name, kind, size, digest, office.now(), by)
            attachments.add(c, file, owners.name, owner_id)

    def detach(self, attachment_id: int, reason: str, by: str) -> int:
        """Takes a file off its owner, whose id it gives; the content is kept.

        Raises NotFound, HotlineError without a reason.
        """
        why = typed_text(reason)
        if not why:
            raise HotlineError("移除附件要写原因。附件没有变动。")
        with self._office.write(Right.HANDLE, by) as c:
            owner_id, file = self._get(c, attachment_id)
            attachments.remove(c, attachment_id, self._office.now())
            values: dict[str, Value] = {
                FILE_KIND.key: file.kind,
                FILE_NAME.key: file.name,
                WHY_GONE.key: why,
            }
            self._note(c, owner_id, self._kind.detach, values, by)
        return owner_id

    def copy(self, attachment_id: int) -> Path:
        """A read-only copy under the file's own name, for other programs. Raises NotFound, HotlineError."""
        with self._office.db.read() as c:
            _owner_id, file = self._get(c, attachment_id)
        return opened_copy(self._office.data_dir, self._office.kept, file.digest, file.name)

    def _must_fit(self, given: AttachedFile) -> None:
        with self._office.db.read() as c:
            most = self._office.settings(c).attachment_mb
        with given.open("rb") as content:
            size = content.seek(0, SEEK_END) / _MB
        if not size:
            raise HotlineError(
                f"附件“{given.name}”是空的（0 字节），可能没有下载完、没有录上，没有存进来。"
                f"{self._kind.word}没有变动。请打开看一下，重新取得以后再加。"
            )
        if size > most:
            raise HotlineError(
                f"附件“{given.name}”有 {size:,.0f} MB，超过 {most:,} MB，没有存进来。"
                f"{self._kind.word}没有变动，原文件还在。"
                "请压缩或分段后再加；确实要存的，先在“设置 · 撤回与归档”里把“附件大小上限”改大。"
            )

    def _get(self, c: Connection, attachment_id: int) -> tuple[int, AttachmentSummary]:
        found = attachments.get(c, self._kind.name, attachment_id)
        if found is None:
            raise NotFound("这个附件已经移除，请重新列出来再选。")
        return found
