"""What must hold after a kill: everything reported is there, what was under way is there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from hotline_desktop.domain.importing.model import BatchState
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.services.keeping.restoring import found_backups
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.connection.opening import reading
from hotline_desktop.storage.files import backup_sets, locks
from hotline_desktop.storage.tables import schema
from tests.faults.encrypting import opens_by_a_passphrase, readable, wrong_with
from tests.faults.joining import is_filed, wrong_with_sheet
from tests.faults.long_works import wrong_contents, wrong_files
from tests.faults.matters import BOSS, LOOKS, MOST_LOOKS, PASSPHRASE, PASSWORD, ROWS, START, moved_in_again
from tests.faults.putting_back import came_back
from tests.services.desk import CLERK, on_disk

_ACCOUNT_STEPS = ("添加账户", "修改账户角色", "重设密码", "停用账户")


@dataclass
class Found:
    """What one kill left. ``further``: what was under way and not yet reported stands there whole."""

    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    further: bool = False


def look(what: str, office: Office, folder: Path, reported: list[str]) -> Found:
    """Compares an office that was opened after a kill with what the killed program had reported."""
    found = Found()
    if what == "repairs":  # the kill may have come before the repair of what was damaged by hand
        office.checkups.repair(CLERK)
    found.half += [f"{fault.name}{fault.message}" for fault in office.checkups.check().faults if not _tail(fault.name)]
    _steps(office, [line for line in reported if _is_steps(line)], found)
    found.half += _half_files(folder)
    found.half += [word for each in found_backups(folder / "data") for word in wrong_with(folder, each, PASSPHRASE)]
    _OWN.get(what, _nothing_more)(office, folder, reported, found)
    return found


def version_in(folder: Path) -> str:
    """The version of the tables as the kill left it, before anything opens it."""
    path = folder / "data" / "hotline.db"
    if not path.is_file():
        return ""
    with reading(path) as raw:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _tail(name: str) -> bool:
    """The mark beside the file follows the file: a kill between them is noticed and lawful."""
    return name == "记录末尾"


def _is_steps(line: str) -> bool:
    word, _space, count = line.partition(" ")
    return count.isdigit() and word[:1] in "KCWIUM" and word[1:].isdigit()


def _steps(office: Office, lines: list[str], found: Found) -> None:
    """Entries of each ticket: at least as many as were reported; 0 for one that was taken back.

    An import that was reported last may have been taken back whole before the kill, which nobody could report: the
    office's list of imports says so then.
    """
    last = lines[-1].split()[0] if lines and _taken_back(office, lines[-1]) else ""
    for number, expected in {number: int(count) for number, count in (line.split() for line in lines)}.items():
        try:
            there = len(office.tickets.detail(office.tickets.find(number)).history)
        except NotFound:
            there = 0
        if there == 0 and number == last:
            found.further |= expected > 0
        elif there < expected or (expected == 0 and there):
            found.lost.append(f"{number}: {there} of {expected}")
        found.further |= there > expected


def _taken_back(office: Office, line: str) -> bool:
    """Whether the line names a ticket of an import (``I0030000 1`` of ``3.csv``) that was taken back."""
    name = f"{int(line[1:4])}.csv" if line[0] in "IU" else ""
    return any(batch.file == name and batch.state is BatchState.UNDONE for batch in office.imports.batches())


def _half_files(folder: Path) -> Iterator[str]:
    """Files that bear their names and are not whole."""
    for path in folder.glob("out/[!.]*"):
        if path.suffix == ".pdf":
            with contextlib.suppress(pypdfium2.PdfiumError), closing(pypdfium2.PdfDocument(path)):
                continue
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                if packed.testzip() is None:
                    continue
        yield path.name


def _count(office: Office, start: str) -> int:
    return office.tickets.count(TicketFilter(search=start)) if start else office.tickets.count()


def _last(reported: list[str], word: str) -> int:
    """The number behind the last line with that word."""
    return max((int(line.split()[1]) for line in reported if line.startswith(f"{word} ")), default=0)


def _nothing_more(_office: Office, _folder: Path, _reported: list[str], _found: Found) -> None:
    """Steps, files and backups say it all."""


def _upgrade(before: int) -> Callable[[Office, Path, list[str], Found], None]:
    def whole(office: Office, _folder: Path, _reported: list[str], found: Found) -> None:
        there = office.tickets.count()
        if there < before:
            found.lost.append(f"{there} of {before} old tickets")

    return whole


def _put_back(office: Office, folder: Path, reported: list[str], found: Found) -> None:
    """What a restore moved aside comes back whole, also what a second one moved aside."""
    if "later" in reported:
        office.close()
        found.lost += came_back(folder)


def _settings(office: Office, _folder: Path, reported: list[str], found: Found) -> None:
    units = {line.split()[1] for line in reported if line.startswith("unit ")}
    found.lost += sorted(units - set(office.units.names()))
    near = [int(line.split()[1]) for line in reported if line.startswith("near ")]
    now = office.settings.get().near_days
    if near and now not in (near[-1], 1 + near[-1] % 5):
        found.lost.append(f"near_days is {now} after {near[-1]}")


def _imports(rows: int, turns: str) -> Callable[[Office, Path, list[str], Found], None]:
    def whole(office: Office, folder: Path, _reported: list[str], found: Found) -> None:
        for turn in range(1, len(list(folder.glob("*.csv"))) + 1):
            there = _numbers(office, f"{turns}{turn:03}")
            if there not in (0, rows):
                found.half.append(f"import {turn}: {there} of {rows}")

    return whole


def _numbers(office: Office, start: str) -> int:
    with office._office.db.read() as c:
        return len(c.execute(schema.tickets.select().where(schema.tickets.c.number.startswith(start))).all())


def _accounts(office: Office, _folder: Path, reported: list[str], found: Found) -> None:
    """Accounts stand as the office's history says, and whose password was reported can log in."""
    expected: dict[str, tuple[str, bool]] = {}
    done = 0
    for entry in reversed(office.settings.history(10_000)):
        name = entry.after.get("账户") or entry.before.get("账户", "")
        if entry.step in ("添加账户", "启用账户", "修改账户角色"):
            expected[name] = (entry.after["角色"], True)
        elif entry.step == "停用账户":
            expected[name] = (expected[name][0], False)
        done += entry.step in _ACCOUNT_STEPS
    there = {account.name: (account.role.value, account.active) for account in office.people.accounts()}
    if there != expected:
        found.half.append(f"accounts {there} and not {expected}")
    if done < _last(reported, "accounts"):
        found.lost.append(f"{done} of {_last(reported, 'accounts')} changes")
    found.further = done > _last(reported, "accounts")
    if BOSS in there and office.people.log_in(BOSS, PASSWORD).role is not Role.ADMINISTRATOR:
        found.lost.append("the administrator")


def _destruction(office: Office, folder: Path, reported: list[str], found: Found) -> None:
    """Tickets and their file are there and no certificate is, or neither they nor the file are and the paper is."""
    gone = 0
    for turn in range(1, len(list(folder.glob("*.csv"))) + 1):
        there, paper = _numbers(office, f"D{turn:03}"), (folder / "out" / f"{turn}.docx").is_file()
        came = turn <= _last(reported, "came")
        if there not in (0, ROWS) or (paper and there) or (came and not there and not paper):
            found.half.append(f"destruction {turn}: {there} tickets, certificate {paper}")
        if turn <= _last(reported, "destroyed") and there:
            found.lost.append(f"destroyed {turn}")
        gone += paper
    found.further = gone > _last(reported, "destroyed")
    with office._office.db.read() as c:
        named = {row.digest for row in c.execute(schema.attachments.select())}
    _loose(folder, named, found, not any(line.startswith("came ") for line in reported))


def _loose(folder: Path, named: set[str], found: Found, begun: bool) -> None:
    """Files of what was destroyed must not stay; the one that was being attached may lie there."""
    kept = {path.name for path in (folder / "data" / "attachments").glob("??/*")}
    coming = folder / "凭证.txt"
    kept -= {hashlib.sha256(coming.read_bytes()).hexdigest()} if coming.is_file() and not begun else set()
    found.half += [f"file {name[:12]} of a destroyed ticket" for name in sorted(kept - named)] if not begun else []


def _looks(office: Office, _folder: Path, reported: list[str], found: Found) -> None:
    there = len(office.looks.between(START.date(), START.date()))
    if there % LOOKS and there < MOST_LOOKS:  # no more are listed at once
        found.half.append(f"{there} looks")
    if there < min(_last(reported, "looks"), MOST_LOOKS // LOOKS * LOOKS):
        found.lost.append(f"{there} of {_last(reported, 'looks')} looks")


def _moving(_office: Office, folder: Path, reported: list[str], found: Found) -> None:
    """Each new office is the empty one or the whole one; what did not come in comes in afterwards."""
    places = sorted(folder.glob("new*"), key=lambda path: int(path.name[3:]))
    for here in places:
        turn = int(here.name[3:])
        there = _moved(here, found)
        if turn <= _last(reported, "moved") and there != ROWS:
            found.lost.append(f"moved {turn}: {there}")
        if there == 0:
            moved_in_again(folder / "out" / "搬家.zip", here)
            if _moved(here, found) != ROWS:
                found.lost.append(f"moved {turn}, again")
        found.further |= turn > _last(reported, "moved") and there == ROWS


def _moved(here: Path, found: Found) -> int:
    office = on_disk(here, lambda: START)
    try:
        there = office.tickets.count()
        if there not in (0, ROWS):
            found.half.append(f"{here.name}: {there} of {ROWS}")
        found.half += [f"{here.name}: {fault.message}" for fault in office.checkups.check().faults]
    finally:
        office.close()
    return there


def _opened(_office: Office, folder: Path, _reported: list[str], found: Found) -> None:
    for path in (folder / "data" / "opened").glob("*/[!.]*"):
        if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.parent.name):
            found.half.append(f"opened copy {path.name}")


def _sealed(_office: Office, folder: Path, _reported: list[str], found: Found) -> None:
    """The backups in the second place too, opened by the passphrase on another computer."""
    for place in (folder / "data" / "backups", *(folder / "stick").glob("*")):
        for backup in backup_sets.all(place):
            key = locks.key_in(place / locks.LOCK, PASSPHRASE, backup.sealed) if backup.sealed else None
            found.half += [f"{place.parent.name}: {word}" for word in backup_sets.verify(backup, key)]


def _elsewhere(_office: Office, folder: Path, _reported: list[str], found: Found) -> None:
    for copy in (folder / "elsewhere").glob("[!.]*"):
        office = on_disk(copy, lambda: START)
        try:
            found.half += [f"{copy.name}: {fault.message}" for fault in office.checkups.check().faults]
        finally:
            office.close()


def _encrypted(office: Office, folder: Path, _reported: list[str], found: Found) -> None:
    """Wholly plain, or nothing readable is left once the next backup went on with the copies of before."""
    if office.key is None:
        found.half += ["a key lies beside plain data"] * (folder / "data" / "hotline.key").exists()
        return
    found.half += [] if opens_by_a_passphrase(folder) else ["no passphrase opens the lock"]
    office.backups.run()
    found.half += [f"readable: {name}" for name in readable(folder)]


def _joined(office: Office, folder: Path, reported: list[str], found: Found) -> None:
    """Each sheet that was printed lies with its ticket once and whole, or its pages wait and can be filed still."""
    filed = _last(reported, "filed")
    for turn in range(1, _last(reported, "printed") + 1):
        told = reported.count(f"page {turn}")
        found.further |= turn > filed and is_filed(office, f"J{turn:04}")
        found.lost += wrong_with_sheet(office, folder, f"J{turn:04}", told, turn <= filed)


def _case_files(office: Office, folder: Path, reported: list[str], found: Found) -> None:
    found.half += wrong_files(office, folder, _last(reported, "file"))


def _recounts(office: Office, _folder: Path, reported: list[str], found: Found) -> None:
    """The setting and all deadlines belong together: the check replays these with what the setting was then."""
    days = [int(line.split()[1]) for line in reported if line.startswith("days ")]
    now = office.settings.get().ordinary_days
    found.further = bool(days) and now != days[-1]
    standing = {
        str(ticket.due) for ticket in office.tickets.page(TicketFilter(search="R0"), limit=ROWS).rows if ticket.unit
    }
    if len(standing) > 1:
        found.half.append(f"deadlines {sorted(standing)}")


def _contents(office: Office, _folder: Path, reported: list[str], found: Found) -> None:
    rows = office.tickets.page(TicketFilter(search="R0"), limit=ROWS).rows
    found.half += wrong_contents([row.content for row in rows], reported)


_OWN: dict[str, Callable[[Office, Path, list[str], Found], None]] = {
    "upgrade": _upgrade(81),
    "upgrade of 0011": _upgrade(136),
    "restores": _put_back,
    "restores both ways": _put_back,
    "settings": _settings,
    "imports": _imports(200, "I"),
    "import undo": _imports(ROWS, "U"),
    "accounts": _accounts,
    "people commands": _accounts,
    "destruction": _destruction,
    "looks": _looks,
    "moving in": _moving,
    "opened copies": _opened,
    "sealed backups": _sealed,
    "copies elsewhere": _elsewhere,
    "joined pages": _joined,
    "case files": _case_files,
    "recounts": _recounts,
    "changing imports": _contents,
    "encryption": _encrypted,
    "encrypted keeping": _encrypted,
}
