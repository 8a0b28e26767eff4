"""Backups put in the place of data and taken back, damages repaired: for the program that is killed meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.services.keeping.encryption import encrypt, new_code
from hotline_desktop.services.keeping.restoring import restore, take_back
from hotline_desktop.services.office import Office
from tests.faults.encrypting import CALLER, PASSPHRASES, remember_code, reopened
from tests.services.desk import CLERK
from tests.services.test_opening import put

START = datetime(2022, 9, 8, 10, 20)
LATER = "L1"  # the ticket that came after the backup: what a restore moves aside and taking it back brings again
# What a repair makes anew, done by hand; each time the next of them.
DAMAGES = (
    "UPDATE tickets SET unit = '别处'",
    "DELETE FROM tickets WHERE id = 1",
    "DELETE FROM ticket_figures",
    "DROP INDEX {index}",
    "INSERT INTO ticket_search (ticket_search) VALUES ('delete-all')",
    "UPDATE settings SET value = '{{' WHERE key = 'near_days'",
)


def restores(office: Office, folder: Path) -> Iterator[str]:
    """A restore and its undoing, again and again; each moves a ticket with its file away or brings it."""
    yield from _begun(office, folder)
    made = office.backups.run()
    yield from _later(office, folder)
    office.close()
    while True:
        restore(folder / "data", made.path, START)
        yield "restored"
        take_back(folder / "data", START)
        yield "taken back"


def both_ways(office: Office, folder: Path) -> Iterator[str]:
    """A plain backup in the place of an encrypted office, and an encrypted one again, each taken back."""
    yield from _begun(office, folder)
    data, code = folder / "data", new_code()
    plain = office.backups.run().path
    plain = Path(shutil.copytree(plain.parent, folder / "before")) / plain.name  # those beside the data go along
    office.close()
    remember_code(folder, code)
    encrypt(data, code, PASSPHRASES[0], START, CLERK)
    again = reopened(folder, lambda: START)
    yield from _later(again, folder)
    sealed = again.backups.run().path
    again.close()
    while True:
        restore(data, plain, START, as_plain=True)
        yield "restored plain"
        restore(data, sealed, START, PASSPHRASES[0])
        yield "restored encrypted"
        take_back(data, START, as_plain=True)
        yield "taken back"
        take_back(data, START)
        yield "taken back twice"


def repairs(office: Office, folder: Path) -> Iterator[str]:
    """What can be made anew is damaged by hand and repaired: rows, figures, indexes, settings, attachments."""
    from tests.faults.worker import steps

    office.settings.change(office.settings.get().changed({"near_days": 2}), CLERK)
    for number, line in enumerate(steps(office, folder)):
        yield line
        if number == 3:
            office.tickets.attach(office.tickets.find("K000001"), _photo(folder, 1), "其他", CLERK)
            office.backups.run()
        elif number % 6 == 5:
            _damage(office, folder, number // 6)
            left = office.checkups.repair(CLERK).left
            if left:
                raise SystemExit(f"a repair left {left}")
            yield "repaired"


def _damage(office: Office, folder: Path, turn: int) -> None:
    with office._office.db.read() as c:
        (index,) = c.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name LIMIT 1 OFFSET ?",
            (turn % 5,),
        ).one()
    put(folder / "data", DAMAGES[turn % len(DAMAGES)].format(index=index))
    for path in (folder / "data" / "attachments").glob("??/*"):
        path.unlink()


def came_back(folder: Path) -> Iterator[str]:
    """What is wrong where the later ticket neither stands in the office nor comes back with it."""
    data = folder / "data"
    office = reopened(folder, lambda: START)
    encrypted, there = office.key is not None, _is_there(office)
    office.close()
    if (data / "hotline.key").exists() != encrypted:
        yield "a key lies beside plain data"
    for _twice in range(2):  # a restore may stand upon a restore
        if not there:
            take_back(data, START, as_plain=True)
            office = reopened(folder, lambda: START)
            there = _is_there(office)
            if there:
                yield from (f"taken back: {fault.name}{fault.message}" for fault in office.checkups.check().faults)
            office.close()
    if not there:
        yield "what a restore moved aside does not come back"


def _is_there(office: Office) -> bool:
    with suppress(NotFound):
        office.tickets.find(LATER)
        return True
    return False


def _begun(office: Office, folder: Path) -> Iterator[str]:
    from tests.faults.worker import steps

    yield from (line for line, _n in zip(steps(office, folder), range(6), strict=False))
    office.tickets.attach(office.tickets.find("K000001"), _photo(folder, 1), "其他", CLERK)


def _later(office: Office, folder: Path) -> Iterator[str]:
    ticket_id = office.tickets.register({"number": LATER, "content": "路灯不亮", "caller": CALLER}, CLERK).id
    office.tickets.attach(ticket_id, _photo(folder, 2), "其他", CLERK)
    yield "later"


def _photo(folder: Path, number: int) -> Path:
    path = folder / f"照片{number}.txt"
    path.write_text(f"{CALLER}家门口{number}" * 20_000, "utf-8")
    return path


PUTTING_BACK: dict[str, Callable[[Office, Path], Iterator[str]]] = {
    "restores": restores,
    "restores both ways": both_ways,
    "repairs": repairs,
}
