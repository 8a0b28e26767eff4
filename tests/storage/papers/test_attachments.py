"""Files are kept by their content, once, and their names only in the database."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Connection

from hotline_desktop.domain.records.summaries import AttachmentSummary
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.papers import attachments
from hotline_desktop.storage.records import tickets
from tests.storage.making import CLERK, MORNING, registered


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A file as a clerk has it."""
    path = tmp_path / "赵文静家门口.jpg"
    path.write_bytes(b"photo" * 300_000)
    return path


def test_a_file_is_kept_under_its_digest(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    digest, size = KeptFiles(folder).keep(photo)
    assert digest == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert size == photo.stat().st_size
    path = KeptFiles(folder).place(digest)
    assert path == folder / digest[:2] / digest
    assert path.read_bytes() == photo.read_bytes()
    assert KeptFiles(folder).is_whole(digest)


def test_the_same_content_is_kept_once(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    other = tmp_path / "copy.jpg"
    other.write_bytes(photo.read_bytes())
    assert KeptFiles(folder).keep(photo) == KeptFiles(folder).keep(other)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_file_that_changed_or_went_is_noticed(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    digest, _size = KeptFiles(folder).keep(photo)
    path = KeptFiles(folder).place(digest)
    path.write_bytes(b"other")
    assert not KeptFiles(folder).is_whole(digest)
    path.unlink()
    assert not KeptFiles(folder).is_whole(digest)


def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    with pytest.raises(FileNotFoundError):
        KeptFiles(folder).keep(tmp_path / "没有.jpg")
    assert list(folder.iterdir()) == []


def test_files_of_a_ticket_stand_until_they_are_taken_off(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered())
    file = AttachmentSummary(0, "现场.jpg", "照片", 12, "ab" * 32, MORNING, CLERK)
    ids = [attachments.add(c, file._replace(name=name), "ticket", ticket_id) for name in ("一.jpg", "二.jpg")]
    assert attachments.of(c, "ticket", ticket_id) == tuple(
        file._replace(id=file_id, name=name) for file_id, name in zip(ids, ("一.jpg", "二.jpg"), strict=True)
    )
    assert attachments.get(c, "ticket", ids[0]) == (ticket_id, file._replace(id=ids[0], name="一.jpg"))
    assert attachments.get(c, "case", ids[0]) is None
    attachments.remove(c, ids[0], MORNING)
    assert [kept.id for kept in attachments.of(c, "ticket", ticket_id)] == ids[1:]
    assert attachments.get(c, "ticket", ids[0]) is None
    assert attachments.digests(c) == {"ab" * 32}
