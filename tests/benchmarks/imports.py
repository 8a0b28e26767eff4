"""Importing 10,000 rows, the same rows changed, and back again; and the look-up of repeats that follows an import.

By hand: the file is read, and the rows that the program writes are put into the same tables and indexes as if they had
been worked out before; only the digests of the chain are made then and there, since each holds the one before. Each
runs in a process of its own, over a copy of the office.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from hotline_desktop.storage.engines.sqlite.texts.packing import unpacked
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Line, Measured, Spent, in_process, peak_of, processor_time, python
from tests.benchmarks.offices import CLERK, DATABASE, opened
from tests.benchmarks.words import Words

ROWS = 10_000
_ROUNDS = 3
_LOOKED_UP = 1_000
# Everything that an import writes; the links of the chain are made while the rows are put in.
_TABLES = (
    *("import_batches", "tickets", "ticket_entries", "platform_rows", "ticket_marks", "ticket_figures"),
    *("ticket_lapses", "candidates", "candidate_entries", "office_entries", "column_mappings"),
)
HEADERS = (
    *("工单编号", "标题", "诉求内容", "来电人", "联系电话", "诉求地址", "来电时间", "收单时间", "工单级别"),
    *("承办单位", "工单状态", "工单来源", "事项类别", "所属街道", "所属居委", "备注"),
)


def lines(ground: Ground) -> Iterator[Line | Measured]:
    """The import and what follows it."""
    yield from _repeats(ground)
    yield from _import(ground)


# -- repeats -----------------------------------------------------------------------------------------------------


def _repeats(ground: Ground) -> Iterator[Line]:
    office, raw = ground.office, ground.raw
    newest = [row[0] for row in raw.execute("SELECT id FROM tickets ORDER BY id DESC LIMIT ?", (_LOOKED_UP,))]
    yield Line(
        "repeats",
        f"look-up after an import of {len(newest):,}",
        lambda: office.repeats.look_up(newest),
        lambda: [_alike_by_hand(raw, ticket_id) for ticket_id in newest],
        ratio=3,
        small=1_500,
        rounds=1 if ground.number >= 1_000_000 else 3,
    )
    one = iter(newest * 20)
    yield Line("repeats", "look-up of one ticket", lambda: office.repeats.candidates(next(one)), small=10)
    yield Line("repeats", "suggested units of one ticket", lambda: office.repeats.suggest_units(next(one)), small=20)


def _alike_by_hand(raw: sqlite3.Connection, ticket_id: int) -> list[int]:
    """Tickets from the same phone, or that share three of the rarest pairs of characters, held against this one."""
    title, content, phones = raw.execute(
        "SELECT title, content, phones FROM tickets WHERE id = ?", (ticket_id,)
    ).fetchone()
    own = _pairs(title + content)
    marks = [f"p{phone}" for phone in phones.split("、")]
    asked = f"SELECT ticket_id FROM ticket_marks WHERE mark IN ({', '.join('?' * len(marks))}) LIMIT 60"
    ids = [row[0] for row in raw.execute(asked, marks)]
    found = raw.execute(f"SELECT id, title, content FROM tickets WHERE id IN ({', '.join('?' * len(ids))})", ids)
    return [id_ for id_, a, b in found.fetchall() if id_ != ticket_id and len(own & _pairs(a + b)) * 3 > len(own)]


def _pairs(text: str) -> set[str]:
    return set(map("".join, pairwise(text)))


# -- imports -----------------------------------------------------------------------------------------------------


def _import(ground: Ground) -> Iterator[Measured]:
    files = [ground.scratch / "import-first.xlsx", ground.scratch / "import-later.xlsx"]
    for place, file in enumerate(files):
        if not file.exists():
            _make_file(file, Words(ground.folder.parent), later=bool(place))
    base = ground.scratch / "imported"
    run = partial(_run, ground, files)
    shutil.rmtree(base, ignore_errors=True)
    run("program", base)
    ours = [run("program") for _round in range(_ROUNDS)]
    hand = [run("bare", like=base) for _round in range(_ROUNDS)]
    aims = {"new": (1.5, 0.0), "changed": (0.0, 2_500.0), "undo": (0.0, 1_500.0), "again": (0.0, 1_500.0)}
    names = {"new": "new rows", "changed": "rows changed", "undo": "changed rows undone", "again": "seen unchanged"}
    for key, (ratio, small) in aims.items():
        mine = _middle(one.message[key] for one in ours)
        theirs = _middle(one.message[key] for one in hand) if key in hand[0].message else None
        yield Measured(
            "import", f"{ROWS:,} {names[key]}", mine, theirs, ratio, small,
            max(one.memory for one in ours) if key == "new" else None,
        )  # fmt: skip
    shutil.rmtree(base, ignore_errors=True)


def _middle(values: Iterator[float]) -> float:
    listed = sorted(values)
    return listed[len(listed) // 2]


def _run(ground: Ground, files: list[Path], what: str, kept: Path | None = None, like: Path | None = None) -> Spent:
    """One run over a new office; ``kept`` is where it stays."""
    folder = kept or ground.scratch / "importing"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    arguments = [what, *map(str, files), str(folder), str(like or folder)]
    spent = in_process(python("-m", "tests.benchmarks.imports", *arguments))
    if kept is None:
        shutil.rmtree(folder)
    return spent


def program(first: Path, later: Path, folder: Path, keep: bool) -> dict[str, float]:
    """The program's import, of the same once more, of its tickets changed, and back."""
    office = opened(folder)
    imports = office.imports
    took = _Watch()
    result = imports.apply(imports.preview(imports.open(first)), CLERK)
    took("new")
    if keep:
        office.close()
        return took.times
    imports.preview(imports.open(first))
    took("again")
    changed = imports.apply(imports.preview(imports.open(later)), CLERK)
    took("changed")
    imports.undo(changed.batch_id, CLERK)
    took("undo")
    office.close()
    assert changed.updated == result.new, "every ticket must be changed"
    return took.times


def bare(first: Path, _later: Path, folder: Path, like: Path) -> dict[str, float]:
    """Reading, and ``executemany`` of the rows that the program wrote into ``like``, in the same tables and indexes."""
    from python_calamine import CalamineWorkbook

    written, schema, contents = _rows_written(like), _schema_of(like), _entries_linked(like)
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    for (statement,) in schema:
        connection.execute(statement)
    took = _Watch()
    CalamineWorkbook.from_path(str(first)).get_sheet_by_index(0).to_python()
    connection.execute("BEGIN IMMEDIATE")
    for table, listed in written.items():
        columns = "(rowid, pieces)" if table == "ticket_search" else ""
        connection.executemany(f"INSERT INTO {table}{columns} VALUES ({', '.join('?' * len(listed[0]))})", listed)
    digest, links = b"", []
    for link, content in contents:
        digest = sha256(digest + content).digest()
        links.append((*link, digest))
    connection.executemany("INSERT INTO chain VALUES (?, ?, ?, ?, ?)", links)
    connection.execute("COMMIT")
    took("new")
    return took.times


class _Watch:
    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self._last = processor_time()

    def __call__(self, what: str) -> None:
        now = processor_time()
        self.times[what], self._last = (now - self._last) * 1000, now


def _schema_of(office: Path) -> list[tuple[str]]:
    """The statements that make the office's tables, indexes and rules, search index last."""
    with closing(sqlite3.connect(office / DATABASE)) as connection:
        made = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ticket_search_%'"
        order = "type != 'table', type != 'index'"
        return connection.execute(f"SELECT sql FROM sqlite_master WHERE {made} ORDER BY {order}").fetchall()


def _rows_written(office: Path) -> dict[str, list[Any]]:
    """What the import wrote, table by table, the pieces of the search index among them."""
    from hotline_desktop.storage.searching.pieces import pieces

    with closing(sqlite3.connect(office / DATABASE)) as connection:
        found = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}
        connection.row_factory = sqlite3.Row
        listed = connection.execute("SELECT * FROM tickets")
        found["ticket_search"] = [(row["id"], pieces(dict(row))) for row in listed]
    return {table: rows for table, rows in found.items() if rows}


def _entries_linked(office: Path) -> list[tuple[tuple[Any, ...], bytes]]:
    """The links of the chain without their digests, each with the bytes that its entry is told by."""
    with closing(sqlite3.connect(office / DATABASE)) as connection:
        listed = connection.execute("SELECT place, kind, owner, sequence FROM chain ORDER BY place").fetchall()
        entries = {(None, *row[:2]): row for row in connection.execute("SELECT * FROM ticket_entries")}
    return [(link, repr([unpacked(value) for value in entries.get(link[1:], link)]).encode()) for link in listed]


def _make_file(path: Path, words: Words, later: bool) -> None:
    """An export of invented tickets; ``later`` each says something new."""
    from openpyxl import Workbook

    chance = random.Random(20220908)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("工单")
    sheet.append(list(HEADERS))
    start = datetime(2026, 2, 1, 8)
    for place in range(ROWS):
        at = start + timedelta(minutes=3 * place)
        address = f"新海镇新海路{chance.randrange(1, 999)}弄{chance.randrange(1, 60)}号"
        title = words.some(chance, 4) + ("（续）" if later else "")
        sheet.append([
            f"P{at:%Y%m%d}{place:06}", title, words.text(chance, 180), chance.choice("赵钱孙李周吴郑王") + "文静",
            f"139{place:08}", address, f"{at:%Y-%m-%d %H:%M:%S}", f"{at:%Y-%m-%d %H:%M:%S}",
            chance.choice(("一般", "一般", "一般", "紧急", "疑难")), chance.choice(("城管中队", "规建办", "平安办")),
            "处置中", "12345热线", "城乡建设", "新海镇", f"第{chance.randrange(1, 9)}居委",
            "已联系来电人" if later else "",
        ])  # fmt: skip
    book.save(path)


def main() -> None:
    """Does one of the works and prints what it took."""
    what, first, later, folder, like = sys.argv[1], *map(Path, sys.argv[2:6])
    if what == "program":
        took = program(first, later, folder, keep=folder.name == "imported")
    else:
        took = bare(first, later, folder, like)
    print(json.dumps({**took, "memory": peak_of("self")}))


if __name__ == "__main__":
    main()
