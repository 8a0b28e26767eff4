"""Kept files are opened as read-only copies under their own names; the kept file itself is touched by nobody."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import AttachmentSummary
from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.services.foundation.files import OPENED
from hotline_desktop.services.foundation.opened_copies import clear_copies
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, COPIES_ITS_FILE, Walk
from tests.services.kept_attachments import kept_file

PICTURE = b"\xff\xd8\xff made up"


@pytest.fixture
def keep(office: Office, walk: Callable[..., Walk], tmp_path: Path) -> Callable[..., AttachmentSummary]:
    ticket = walk().id

    def kept(name: str = "现场 照片.jpg", content: bytes = PICTURE) -> AttachmentSummary:
        source = tmp_path / "收到" / name
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(content)
        office.tickets.attach(ticket, source, "附件", CLERK)
        return office.tickets.detail(ticket).attachments[-1]

    return kept


def test_a_copy_bears_the_files_name_and_cannot_be_written_into(
    office: Office, keep: Callable[..., AttachmentSummary]
) -> None:
    copy = office.tickets.attachment_copy(keep().id)
    assert copy.name == "现场 照片.jpg" and copy.read_bytes() == PICTURE
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IRUSR


def test_saving_into_the_copy_changes_no_evidence(office: Office, keep: Callable[..., AttachmentSummary]) -> None:
    file = keep()
    copy = office.tickets.attachment_copy(file.id)
    copy.chmod(0o600)
    copy.write_bytes(b"painted over")
    assert kept_file(office.tickets, file.id).read_bytes() == PICTURE
    assert office.archive.verify_kept().whole
    assert office.tickets.attachment_copy(file.id).read_bytes() == PICTURE


def test_a_file_without_an_ending_gets_the_one_of_its_kind(
    office: Office, keep: Callable[..., AttachmentSummary]
) -> None:
    assert office.tickets.attachment_copy(keep("现场照片").id).name == "现场照片.jpg"


def test_what_would_run_as_a_program_is_not_opened(office: Office, keep: Callable[..., AttachmentSummary]) -> None:
    with pytest.raises(HotlineError, match="会在这台电脑上运行，没有打开"):
        office.tickets.attachment_copy(keep("发票.pdf.exe", b"MZ").id)


def test_a_changed_file_is_not_shown_as_what_it_was(office: Office, keep: Callable[..., AttachmentSummary]) -> None:
    file = keep()
    kept_file(office.tickets, file.id).write_bytes(b"cut")
    with pytest.raises(NotFound, match="不一样了，没有打开"):
        office.tickets.attachment_copy(file.id)


@COPIES_ITS_FILE
def test_copies_are_in_no_backup_and_go_a_day_later(office: Office, keep: Callable[..., AttachmentSummary]) -> None:
    copy = office.tickets.attachment_copy(keep().id)
    data_dir, room = copy.parents[2], copy.parents[1]
    assert room.name == OPENED
    made = office.backups.run()
    assert not any(OPENED in path.parts for path in made.path.rglob("*"))
    clear_copies(data_dir)
    assert copy.is_file(), "of today: another program may still show it"
    then = time.time() - 2 * 24 * 60 * 60
    os.utime(copy, (then, then))
    clear_copies(data_dir)
    assert list(room.iterdir()) == []


def test_an_empty_file_is_not_kept(keep: Callable[..., AttachmentSummary]) -> None:
    with pytest.raises(HotlineError, match=r"“没录上.mp3”是空的（0 字节），.*没有存进来。工单没有变动。"):
        keep("没录上.mp3", b"")


def test_a_file_over_the_limit_is_not_kept(office: Office, keep: Callable[..., AttachmentSummary]) -> None:
    office.settings.change(office.settings.get().changed({"attachment_mb": 1}), CLERK)
    with pytest.raises(HotlineError, match=r"有 2 MB，超过 1 MB，没有存进来。工单没有变动，原文件还在。"):
        keep("录音.wav", b"\x00" * (2 * 1024 * 1024))
    assert keep("照片.jpg").name == "照片.jpg"


def test_a_disk_without_permission_bits_shows_the_file_and_lets_its_copy_go(
    office: Office, keep: Callable[..., AttachmentSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, _mode: int, **_options: object) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refused)  # as a stick formatted with FAT says
    copy = office.tickets.attachment_copy(keep().id)
    assert copy.read_bytes() == PICTURE
    clear_copies(copy.parents[2], everything=True)
    assert not copy.exists()
