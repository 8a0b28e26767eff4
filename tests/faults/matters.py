"""What is done around tickets, for the program that is killed: people, keeping, destroying, moving, looking."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.keeping import KeptKind, Look
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.services.keeping.moving import move_in
from hotline_desktop.services.office import Office
from hotline_desktop.services.setup.people import LogInRefused
from tests.services.desk import CLERK, on_disk

START = datetime(2022, 9, 8, 10, 20)
BOSS, PASSWORD, PASSPHRASE = "陈管", "松鼠过河四十九次", "海边的灯塔一直亮着"
OLD = datetime(2005, 9, 8, 10, 20)
LOOKS, ROWS = 30, 60
MOST_LOOKS = 5_000  # that are listed at once


def table(path: Path, start: str, called: datetime, rows: int = ROWS) -> Path:
    """A file of the platform with that many tickets, whose numbers begin with ``start``."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("工单编号", "标题", "诉求内容", "来电人", "联系电话", "来电时间"))
        writer.writerows((f"{start}{n:04}", "路灯", "路灯不亮", "赵文静", "13800010001", called) for n in range(rows))
    return path


def _import(office: Office, path: Path, history: bool) -> int:
    file = office.imports.open(path)
    return office.imports.apply(office.imports.preview(file, history=history), CLERK).batch_id


def accounts(office: Office, _folder: Path) -> Iterator[str]:
    """Accounts that are made, changed, locked out and let in again; each line counts the changes so far."""
    done = 0
    people = office.people
    people.add(BOSS, Role.ADMINISTRATOR, PASSWORD, "安装")
    while True:
        name = f"虚构{done}"
        for change in (
            lambda name=name: people.add(name, Role.CLERK, PASSWORD, BOSS),
            lambda name=name: people.change_role(name, Role.REVIEWER, BOSS),
            lambda name=name: people.change_password(name, PASSWORD[::-1], BOSS),
            lambda name=name: people.disable(name, BOSS),
        ):
            change()
            done += 1
            yield f"accounts {done}"
        try:
            people.log_in(BOSS, "不对的口令不对")
        except LogInRefused:
            people.log_in(BOSS, PASSWORD)


def people_commands(_office: Office, folder: Path) -> Iterator[str]:
    """The same on the command line, each command opening and closing the office, with passwords in files."""
    from tests.faults.worker import command

    secret, done = folder / "password.txt", 0
    secret.write_text(f"{PASSWORD}\n", "utf-8")
    new, boss = ("--new-password-file", str(secret)), ("--by", BOSS, "--password-file", str(secret))
    run = command(folder)
    run("people", "add", BOSS, "--role", "管理员", *new)
    while True:
        name = f"虚构{done}"
        for text in (
            ("add", name, "--role", "经办人", *new),
            ("role", name, "审核人"),
            ("password", name, *new),
            ("disable", name),
        ):
            run("people", *text, *boss)
            done += 1
            yield f"accounts {done}"


def destruction(office: Office, folder: Path) -> Iterator[str]:
    """Old tickets come in and are destroyed, with files of theirs and a certificate."""
    scan, turn = folder / "凭证.txt", 0
    while True:
        turn += 1
        scan.write_text(f"签字的纸{turn}" * 2000, "utf-8")
        _import(office, table(folder / f"{turn}.csv", f"D{turn:03}", OLD), history=True)
        office.tickets.attach(office.tickets.find(f"D{turn:03}0000"), scan, "凭证", CLERK)
        yield f"came {turn}"
        office.retention.destroy(KeptKind.TICKETS, "马主任", "会议纪要", folder / "out" / f"{turn}.docx", CLERK)
        yield f"destroyed {turn}"


def looks(office: Office, _folder: Path) -> Iterator[str]:
    """Batches of what was looked at in full."""
    batch = 0
    while True:
        batch += 1
        at = START + timedelta(minutes=batch)
        office.looks.note([Look(at, CLERK, "ticket", f"L{batch:04}{n:02}") for n in range(LOOKS)])
        yield f"looks {batch * LOOKS}"


def moving(office: Office, folder: Path) -> Iterator[str]:
    """An office that moves in again and again where only an empty one was, from one file and from a folder."""
    _import(office, table(folder / "all.csv", "M", START), history=False)
    photo = folder / "照片.txt"
    for number in range(8):
        photo.write_text(f"照片{number}" * 50_000, "utf-8")
        office.tickets.attach(office.tickets.find(f"M{number:04}"), photo, "其他", CLERK)
    packed = folder / "out" / "搬家.zip"
    office.move_out(packed)
    office.close()
    turn = 0
    while True:
        turn += 1
        here = folder / f"new{turn}"
        on_disk(here, lambda: START).close()
        move_in(packed if turn % 2 else folder / "data", here, START)
        yield f"moved {turn}"


def opened_copies(office: Office, folder: Path) -> Iterator[str]:
    """Kept files are opened under their own names; the copies go and are made anew."""
    ticket_id = office.tickets.register({"number": "K1", "content": "路灯不亮", "caller": "赵文静"}, CLERK).id
    for number in range(3):
        path = folder / f"录音{number}.wav"
        path.write_bytes(bytes([number]) * 6_000_000)
        office.tickets.attach(ticket_id, path, "其他", CLERK)
        yield f"K1 {number + 2}"
    files = office.tickets.detail(ticket_id).attachments
    while True:
        for file in files:
            copy = office.tickets.attachment_copy(file.id)
            yield "opened"
            copy.chmod(0o600)
            copy.unlink()


def import_undo(office: Office, folder: Path) -> Iterator[str]:
    """Imports, each of which is taken back."""
    turn = 0
    while True:
        turn += 1
        batch = _import(office, table(folder / f"{turn}.csv", f"U{turn:03}", START), history=False)
        yield f"U{turn:03}0000 1"
        office.imports.undo(batch, CLERK)
        yield f"U{turn:03}0000 0"


def sealed_backups(office: Office, folder: Path) -> Iterator[str]:
    """Backups with a passphrase, to a second place too; now sealed, each time with another key, now plain."""
    from tests.faults.worker import steps

    (folder / "stick").mkdir()
    office.backups.places.choose_second(folder / "stick", CLERK)
    for number, line in enumerate(steps(office, folder)):
        yield line
        if number % 3 == 0:
            office.backups.places.seal(PASSPHRASE, CLERK)
        elif number % 3 == 2:
            office.backups.places.unseal(CLERK)
        office.backups.run()
        yield "backup"


def elsewhere(office: Office, folder: Path) -> Iterator[str]:
    """Whole copies in another folder."""
    from tests.faults.worker import attachments

    (folder / "elsewhere").mkdir()
    for line in attachments(office, folder):
        yield line
        office.backups.make_elsewhere(folder / "elsewhere")
        for old in sorted((folder / "elsewhere").glob("热线*"))[:-3]:
            shutil.rmtree(old.rename(old.with_name(f".{old.name}")))  # half of it must not pass for a copy
        yield "backup"


MATTERS: dict[str, Callable[[Office, Path], Iterator[str]]] = {
    "accounts": accounts,
    "people commands": people_commands,
    "destruction": destruction,
    "looks": looks,
    "moving in": moving,
    "opened copies": opened_copies,
    "import undo": import_undo,
    "sealed backups": sealed_backups,
    "copies elsewhere": elsewhere,
}


def moved_in_again(packed: Path, here: Path) -> None:
    """Moves in where it was broken off before anything took its place."""
    if not packed.is_file():
        raise HotlineError("there is nothing to move in")
    move_in(packed, here, START)
