"""The program ends amid putting data in the place of data, or amid a destruction: whoever opens next sees no half."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.domain.terms.keeping import KeptKind
from hotline_desktop.services.archiving import destroying
from hotline_desktop.services.keeping.moving import move_in
from hotline_desktop.services.keeping.restoring import RestoreRefused, restore, take_back
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.office import settings as settings_table
from tests.services.desk import CLERK, Clock, Walk, on_disk
from tests.unit_register import stock

FIRST, SECOND = "20220908100001", "20220908100002"
MOVES = tuple(range(1, 8))


class Ended(BaseException):
    """As a kill: nothing of ours catches it."""


@pytest.fixture
def data(tmp_path: Path, clock: Clock) -> Path:
    """An office with one ticket that has a file, backed up; a second ticket came after the backup."""
    office = on_disk(tmp_path / "data", clock)
    ticket = Walk(office, clock, FIRST)
    photo = tmp_path / "照片.txt"
    photo.write_text("照片", "utf-8")
    office.tickets.attach(ticket.id, photo, "照片", CLERK)
    office.backups.run()
    Walk(office, clock, SECOND)
    office.close()
    return tmp_path / "data"


def ends_at(number: int, monkeypatch: pytest.MonkeyPatch, of: object, name: str) -> None:
    """The ``number``-th call of something is the one that is not reached any more."""
    real: Callable[..., Any] = getattr(of, name)
    calls = itertools.count(1)

    def call(*args: Any, **named: Any) -> Any:
        if next(calls) == number:
            raise Ended
        return real(*args, **named)

    monkeypatch.setattr(of, name, call)


def held(folder: Path, clock: Clock) -> set[str]:
    """The tickets of the office that is opened after the end, which must be whole."""
    office = on_disk(folder, clock)
    try:
        assert office.checkups.check().faults == ()
        return {number for number in (FIRST, SECOND) if number in str(office.tickets.page().rows)}
    finally:
        office.close()


@pytest.mark.parametrize("moves", MOVES)
def test_a_restore_that_is_broken_off_is_brought_to_its_end(
    moves: int, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = next((data / "backups").glob("2022*"))
    with monkeypatch.context() as until, pytest.raises(Ended):
        ends_at(moves, until, Path, "rename")
        restore(data, backup, clock.now)
        raise Ended
    assert held(data, clock) == {FIRST}
    take_back(data, clock.now)
    assert held(data, clock) == {FIRST, SECOND}


@pytest.mark.parametrize("moves", MOVES)
def test_taking_back_that_is_broken_off_is_brought_to_its_end_and_not_done_twice(
    moves: int, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore(data, next((data / "backups").glob("2022*")), clock.now)
    with monkeypatch.context() as until, pytest.raises(Ended):
        ends_at(moves, until, Path, "rename")
        take_back(data, clock.now)
        raise Ended
    assert held(data, clock) == {FIRST, SECOND}
    with pytest.raises(RestoreRefused, match="没有可以撤回的恢复"):
        take_back(data, clock.now)
    assert held(data, clock) == {FIRST, SECOND}


@pytest.mark.parametrize("moves", MOVES)
def test_a_move_that_is_broken_off_is_brought_to_its_end(
    moves: int, data: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "new"
    on_disk(here, clock).close()
    with monkeypatch.context() as until, pytest.raises(Ended):
        ends_at(moves, until, Path, "rename")
        move_in(data, here, clock.now)
        raise Ended
    assert held(here, clock) == {FIRST, SECOND}


def test_a_restore_that_ended_before_the_exchange_never_happened(
    data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as until, pytest.raises(Ended):
        ends_at(1, until, KeptFiles, "copy_to")
        restore(data, next((data / "backups").glob("2022*")), clock.now)
    assert held(data, clock) == {FIRST, SECOND}
    office = on_disk(data, clock)
    assert "恢复备份" not in [entry.step for entry in office.settings.history()]
    office.close()
    with pytest.raises(RestoreRefused, match="没有可以撤回的恢复"):
        take_back(data, clock.now)


# -- destruction -------------------------------------------------------------------------------------------------


@pytest.fixture
def due(tmp_path: Path, clock: Clock) -> Office:
    """An office in which one ticket with a file may be destroyed."""
    office = stock(on_disk(tmp_path / "data", clock))
    old = Walk(office, clock, FIRST).to_closed()
    scan = tmp_path / "凭证.txt"
    scan.write_text("签字的纸", "utf-8")
    office.tickets.attach(old.id, scan, "凭证", CLERK)
    clock.now = datetime(2033, 2, 1, 9, 0)
    return office


AFTER_THE_COMMIT = [
    (Path, "replace", 3),  # the certificate's own place; the paper itself and the mark beside the file come before it
    (KeptFiles, "place", 1),
    (SqliteDatabase, "wipe_freed", 1),
    (destroying, "finish", 1),
]


@pytest.mark.parametrize(("of", "name", "call"), AFTER_THE_COMMIT)
def test_a_destruction_that_is_broken_off_is_brought_to_its_end(
    of: object, name: str, call: int, due: Office, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "证明.docx"
    with monkeypatch.context() as until, pytest.raises(Ended):
        ends_at(call, until, of, name)
        due.retention.destroy(KeptKind.TICKETS, "马主任", "会议纪要", out, CLERK)
    due.close()
    office = on_disk(tmp_path / "data", clock)
    assert office.tickets.count() == 0 and office.checkups.check().whole
    assert list((tmp_path / "data" / "attachments").glob("??/*")) == []
    assert [word for word in office.warnings if "接着做完" in word]
    office.close()
    assert on_disk(tmp_path / "data", clock).warnings == []


def test_no_certificate_lies_there_where_nothing_was_destroyed(
    due: Office, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "证明.docx"
    with monkeypatch.context() as until, pytest.raises(Ended):
        ends_at(1, until, destroying, "write_down")
        due.retention.destroy(KeptKind.TICKETS, "马主任", "会议纪要", out, CLERK)
    assert due.tickets.count() == 1 and not out.exists()
    assert due.checkups.check().whole and due.warnings == []


def test_what_is_left_to_do_and_cannot_be_read_closes_no_office(due: Office, tmp_path: Path, clock: Clock) -> None:
    with due._office.db.write() as c:
        settings_table.save(c, {"records:destroying": "{]"})
    due.close()
    assert on_disk(tmp_path / "data", clock).tickets.count() == 1
