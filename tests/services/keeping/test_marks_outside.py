"""The mark outside the data is missed only where nobody but the program should have taken it away."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.services.keeping.encryption import decrypt, encrypt, new_code
from hotline_desktop.services.keeping.moving import move_in
from hotline_desktop.services.keeping.restoring import restore, take_back
from hotline_desktop.services.office import open_office
from tests.services.desk import CLERK, FORMS, NOW, RESOURCES, Clock, Walk, on_disk


def opened_whole(folder: Path, clock: Clock, key: bytes | None = None) -> None:

    for _twice in range(2):
        office = open_office(folder, clock, FORMS, RESOURCES, key=key)
        assert not [warning for warning in office.warnings if "hotline.head" in warning]
        assert office.ledger.check().faults == ()
        office.close()


def test_what_the_program_itself_puts_there_is_not_missed(tmp_path: Path, clock: Clock) -> None:
    data, other = tmp_path / "data", tmp_path / "new"
    office = on_disk(data, clock)
    Walk(office, clock, "20220908100001")
    made = office.backups.run()
    Walk(office, clock, "20220908100002")
    office.move_out(tmp_path / "搬家.zip")
    office.close()
    restore(data, made.path, NOW)
    opened_whole(data, clock)
    take_back(data, NOW)
    opened_whole(data, clock)
    on_disk(other, clock).close()
    move_in(tmp_path / "搬家.zip", other, NOW)
    opened_whole(other, clock)
    key, _done = encrypt(data, new_code(), "海边的灯塔一直亮着", clock.now, CLERK)
    opened_whole(data, clock, key)
    decrypt(data, key, clock.now, CLERK)
    opened_whole(data, clock)
