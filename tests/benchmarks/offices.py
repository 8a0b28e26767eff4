"""The offices that are measured: made once, kept in the folder of data and used again while the tables are the same.

``lived in`` offices hold nothing but tickets that were handled here; the million is mostly imported history.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.example.people import read_town
from hotline_desktop.example.scenario import OfficeClock
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import ATTACHMENTS
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.office import numbers, units
from hotline_desktop.storage.papers import attachments, papers
from hotline_desktop.storage.records import histories, tickets
from hotline_desktop.storage.tables import schema
from tests.benchmarks.lived_in import Lived, LivedIn, finished_elsewhere, keep_files
from tests.benchmarks.words import Words

PROJECT = Path(__file__).resolve().parents[2]
FORMS, RESOURCES = PROJECT / "forms", PROJECT / "resources"
DATABASE = "hotline.db"
NOW = datetime(2026, 3, 2, 10, 0)
CLERK = "王芳"
MILLION = 1_000_000
_LIVED_OF_A_MILLION = 100_000
_AT_ONCE = 2_000


def clock() -> datetime:
    """The moment at which every measurement takes place."""
    return NOW


def opened(folder: Path) -> Office:
    """The office in ``folder``."""
    return open_office(folder, clock, FORMS, RESOURCES)


def office_folder(data: Path, number: int) -> Path:
    """The folder of an office with ``number`` tickets below ``data``, made where there is none of this version."""
    folder = data / f"office-{number}"
    path = folder / DATABASE
    if path.exists():
        opened(folder).close()  # brings an older one up to date
        if _shape(path) == _present_shape():
            return folder
    shutil.rmtree(folder, ignore_errors=True)
    making = data / f"making-{number}"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    began = time.perf_counter()
    _make(making, data, number)
    making.replace(folder)
    print(f"{number:,} tickets made in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 2**20:,.0f} MB")
    return folder


def _make(folder: Path, data: Path, number: int) -> None:
    words = Words(data)
    db = SqliteDatabase.open(folder / DATABASE)
    office = OfficeContext(db, clock, folder, FORMS, RESOURCES)
    town = read_town(RESOURCES)
    with db.write() as c:
        for unit in town.units:
            units.add(c, UnitSummary(0, unit.name, unit.group, unit.leader, unit.contact, unit.phone))
        register = units.register(c)
        context, settings = replace(office.context(c, CLERK), units=lambda: register), office.settings(c)
    hours = OfficeClock(context.calendar, context.rules.hours)
    lived_in = LivedIn(town, hours, context, settings, words)
    lived = _LIVED_OF_A_MILLION if number >= MILLION else number
    names = tuple(unit.name for unit in town.units)
    _put(db, finished_elsewhere(words, names, number - lived, datetime(2022, 1, 1)), number)
    _put(db, lived_in.tickets(lived), lived)
    with db.write() as c:
        for (name, year), last in lived_in.used.items():
            numbers.start_at(c, name, year, last + 1)
    keep_files(folder / ATTACHMENTS)
    db.close()


def _put(db: SqliteDatabase, made: Iterator[Lived], number: int) -> None:
    done = 0
    while part := list(islice(made, _AT_ONCE)):
        with db.write() as c:
            _add(c, part)
        done += len(part)
        print(f"\r{done:,} / {number:,}", end="", flush=True)
    print()


def _add(c: Connection, part: Iterable[Lived]) -> None:
    listed = list(part)
    ids = tickets.add_many(c, [(one.ticket, one.entries[0], one.cells) for one in listed], None)
    rows = [
        histories.entry_line(ticket_id, sequence, entry)
        for ticket_id, one in zip(ids, listed, strict=True)
        for sequence, entry in enumerate(one.entries[1:], start=2)
    ]
    chain.write(c, schema.ticket_entries, rows)
    for ticket_id, one in zip(ids, listed, strict=True):
        for file in one.files:
            attachments.add(c, file, "ticket", ticket_id)
        for paper in one.papers:
            papers.remember(c, paper, ticket_id=ticket_id)


def _shape(path: Path) -> set[str | None]:
    """The statements that make the tables, indexes and triggers of ``path``."""
    with closing(sqlite3.connect(path)) as raw:
        return {sql for (sql,) in raw.execute("SELECT sql FROM sqlite_master")}


def _present_shape() -> set[str | None]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        SqliteDatabase.open(path).close()
        return _shape(path)
