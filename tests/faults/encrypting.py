"""Encryption for the program that is killed: switched on and off, its passphrase, its backups and restores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from hotline_desktop.services.keeping.earlier_copies import encrypt_earlier
from hotline_desktop.services.keeping.encryption import change_passphrase, decrypt, encrypt, new_code
from hotline_desktop.services.keeping.restoring import restore, take_back
from hotline_desktop.services.keeping.vault import Vault, WrongPassphrase
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.files import backup_sets, locks
from hotline_desktop.storage.files.backup_sets import Backup
from hotline_desktop.storage.files.sealing import WrongKey, key_from_code, key_mark, open_lock
from tests.services.desk import CLERK, FORMS, RESOURCES

PASSPHRASES = ("海边的灯塔一直亮着", "山里的水车一直转着")
CALLER = "赵文静"  # of every ticket that is registered
_START = datetime(2022, 9, 8, 10, 20)


def reopened(folder: Path, clock: Callable[[], datetime]) -> Office:
    """The office that a kill left, opened with the recovery code where it is encrypted."""
    vault = Vault(folder / "data", clock)
    for code in reversed(_codes(folder)):  # the newest may have been written down for a switch that never came
        with suppress(WrongPassphrase):
            if vault.is_locked:
                vault.open(code)
    return open_office(folder / "data", clock, FORMS, RESOURCES, key=vault.key)


def wrong_with(folder: Path, backup: Backup, passphrase: str) -> tuple[str, ...]:
    """What is wrong with a backup, whichever key it was sealed with."""
    key = next((key for key in map(key_from_code, _codes(folder)) if key and key_mark(key) == backup.sealed), None)
    if backup.sealed and key is None:
        key = locks.key_in(backup.folder.parent / locks.LOCK, passphrase, backup.sealed)
    return tuple(backup_sets.verify(backup, key))


def opens_by_a_passphrase(folder: Path) -> bool:
    """Whether the lock beside the data opens by one of the two that were given."""
    lock = locks.read(folder / "data" / "hotline.key")
    for passphrase in PASSPHRASES:
        try:
            open_lock(lock, passphrase)
        except WrongKey:
            continue
        return True
    return False


def readable(folder: Path) -> list[str]:
    """Files of the data in which a citizen's name can be read."""
    paths = (path for path in (folder / "data").rglob("*") if path.is_file())
    return [path.name for path in paths if CALLER.encode() in path.read_bytes()]


def switching(office: Office, folder: Path) -> Iterator[str]:
    """Switched on and off, its passphrase changed and a step taken between, with backups of before beside it.

    Each time with another key, as whoever wants to be rid of one must do it.
    """
    yield from _begun(office, folder)
    data, turn = folder / "data", 0
    while True:
        turn += 1
        code = _codes(folder)[-1] if turn == 1 else remember_code(folder, new_code())
        key, _done = encrypt(data, code, PASSPHRASES[0], _START, CLERK)
        yield "encrypted"
        encrypt_earlier(data, key)
        yield "earlier"
        change_passphrase(data, key, PASSPHRASES[1])
        yield "passphrase"
        again = reopened(folder, lambda: _START)
        again.tickets.register({"number": f"C{turn:03}", "content": "路灯不亮", "caller": CALLER}, CLERK)
        yield f"C{turn:03} 1"
        again.backups.run()
        again.close()
        decrypt(data, key, _START, CLERK)
        yield "decrypted"


def keeping(office: Office, folder: Path) -> Iterator[str]:
    """Backups and restores of an encrypted office."""
    yield from _begun(office, folder)
    data, turn = folder / "data", 0
    encrypt(data, _codes(folder)[-1], PASSPHRASES[0], _START, CLERK)
    while True:
        turn += 1
        again = reopened(folder, lambda: _START)
        made = again.backups.run()
        yield "backup"
        again.tickets.register({"number": f"C{turn:03}", "content": "路灯不亮", "caller": CALLER}, CLERK)
        again.close()
        restore(data, made.path, _START, PASSPHRASES[0])
        yield "restored"
        take_back(data, _START)
        yield f"C{turn:03} 1"


def _begun(office: Office, folder: Path) -> Iterator[str]:
    from tests.faults.worker import steps

    remember_code(folder, new_code())
    yield from (line for line, _n in zip(steps(office, folder), range(6), strict=False))
    office.tickets.attach(office.tickets.find("K000001"), _scan(folder), "其他", CLERK)
    office.backups.run()
    office.close()


def _scan(folder: Path) -> Path:
    path = folder / "照片.txt"
    path.write_text(f"{CALLER}家门口" * 20_000, "utf-8")
    return path


def remember_code(folder: Path, code: str) -> str:
    """Writes down a recovery code before anything is encrypted with it."""
    with (folder / "code").open("a", encoding="ascii") as file:
        file.write(f"{code}\n")
    return code


def _codes(folder: Path) -> list[str]:
    """The recovery codes that were written down, the newest last."""
    path = folder / "code"
    return path.read_text("ascii").split("\n")[:-1] if path.is_file() else []


ENCRYPTING: dict[str, Callable[[Office, Path], Iterator[str]]] = {"encryption": switching, "encrypted keeping": keeping}
