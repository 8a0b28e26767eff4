"""Importing 10,000 rows, against reading the same file and a bare ``executemany`` of its cells.

    python tests/benchmarks/bench_import.py [--rows 10000] [--rounds 3]

All run in fresh processes, in turn, over files of their own. The program opens the file, previews every row against
the office and takes all of them over: tickets with deadlines, history, what the platform said, and the search index.
It is held against two bare ways: ``cells`` puts the file's cells into one plain table; ``same rows`` puts the rows
that the program writes into the program's own tables, indexes and full-text index, as if they had been worked out
before. Printed are the medians, the parts of the import, reading the same file once more, the same tickets all changed
(previewed and taken over) and set back again, peak memory up to then, and the ratios, also of processor time, which
other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
LIMIT = 3.0
LATER = "later.xlsx"
PARTS = ("open", "preview", "apply", "again", "changed", "undo")
WAYS = ("cells", "same rows", "program")
HEADERS = [
    *("案件编号", "原编号", "案件来源/信息来源", "工单类型", "发现时间", "状态", "事项类别", "事项大类", "事项小类"),
    *(
        "事项名称",
        "事项标签",
        "案件描述/内容描述",
        "上报地址",
        "实际地址",
        "联系人",
        "联系电话",
        "所属街道",
        "主责部门",
    ),
    *("协同部门", "主处置部门", "协同处置部门", "办理描述", "结案时间", "结案期限(是否超时)", "市紧急程度", "收单时间"),
    *("紧急程度", "所属片区", "所属居委", "派遣时间", "案件期限", "处置计时", "案件整体计时", "事实认定", "诉求认定"),
    *("是否解决区回访", "是否满意区回访"),
]
PIECES = [
    *("来电人反映", "新海路", "夜间", "施工", "噪声", "扰民", "持续", "三天", "垃圾", "清运", "不及时", "路灯", "不亮"),
    *(
        "下水道",
        "堵塞",
        "积水",
        "严重",
        "楼道",
        "堆放",
        "杂物",
        "消防",
        "通道",
        "占用",
        "要求",
        "尽快",
        "处理",
        "并",
        "答复",
    ),
    *(
        "物业",
        "未",
        "维修",
        "电梯",
        "停运",
        "老人",
        "出行",
        "不便",
        "违法",
        "搭建",
        "影响",
        "采光",
        "希望",
        "相关",
        "部门",
    ),
    *("核实", "河道", "异味", "道路", "坑洼"),
]


def make_file(path: Path, count: int, later: bool = False) -> None:
    """An export of invented tickets in the columns of a district's system; ``later`` each says something new."""
    from openpyxl import Workbook

    chance = random.Random(20220908)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("工单")
    sheet.append(["热线工单导出"])
    sheet.append(HEADERS)
    start = datetime(2022, 8, 1, 8)
    for place in range(count):
        at = start + timedelta(minutes=5 * place)
        row = dict.fromkeys(HEADERS, "")
        row |= {
            "案件编号": f"{at:%Y%m%d}{place:06}",
            "案件来源/信息来源": "12345热线",
            "工单类型": chance.choice(("投诉", "咨询", "求助")),
            "发现时间": chance.choice((f"{at:%Y-%m-%d %H:%M:%S}", at, f"{at:%Y/%m/%d %H:%M}")),  # type: ignore[dict-item]
            "状态": chance.choice(("待派遣", "处置中", "已结案")),
            "事项大类": chance.choice(("城乡建设", "环境保护", "交通运输")),
            "事项名称": "".join(chance.choices(PIECES, k=6)),
            "案件描述/内容描述": "\n\t\t" + "".join(chance.choices(PIECES, k=60)) + "。",
            "上报地址": f"新海镇新海路{chance.randrange(1, 999)}弄{chance.randrange(1, 60)}号",
            "联系人": chance.choice("赵钱孙李周吴郑王") + chance.choice(("文静", "强", "晓明", "佳怡")),
            "联系电话": chance.choice((13800000000 + place, str(13900000000 + place))),  # type: ignore[dict-item]
            "主责部门": chance.choice(("城管中队", "规环办", "星村", "新安社区")),
            "收单时间": f"{at:%Y-%m-%d %H:%M:%S}",
            "紧急程度": chance.choice(("一般", "一般", "一般", "紧急", "疑难")),
        }
        if later:
            row |= {"事项名称": row["事项名称"] + "（续）", "办理描述": "已联系来电人"}
        sheet.append([row[header] for header in HEADERS])
    book.save(path)


def bare(file: Path, folder: Path, like: Path | None) -> dict[str, float]:
    """The raw operation: reading, and ``executemany`` into one table; with ``like`` into all tables of an import.

    ``like`` is an office into which the file was imported: the same rows go into the same tables and indexes.
    """
    from python_calamine import CalamineWorkbook

    written = rows_written(like) if like else {}
    began, cpu = time.perf_counter(), time.process_time()
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[2:]
    read = time.perf_counter()
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    if like:
        for (statement,) in schema_of(like):
            connection.execute(statement)
    else:
        connection.execute(f"CREATE TABLE rows ({', '.join(f'c{place}' for place in range(len(HEADERS)))})")
        written = {"rows": [[str(cell) for cell in row] for row in rows]}
    connection.execute("BEGIN IMMEDIATE")
    for table, listed in written.items():
        columns = "(rowid, pieces)" if table == "ticket_search" else ""
        connection.executemany(f"INSERT INTO {table}{columns} VALUES ({', '.join('?' * len(listed[0]))})", listed)
    connection.execute("COMMIT")
    done = time.perf_counter()
    used = time.process_time() - cpu
    return {"total": done - began, "cpu": used, "reading": read - began, "executemany": done - read, "peak": peak()}


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def schema_of(office: Path) -> list[tuple[str]]:
    """The statements that make the office's tables, indexes and rules, search index last."""
    with closing(sqlite3.connect(office / "hotline.db")) as connection:
        made = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ticket_search_%'"
        order = "type != 'table', type != 'index'"
        return connection.execute(f"SELECT sql FROM sqlite_master WHERE {made} ORDER BY {order}").fetchall()


def rows_written(office: Path) -> dict[str, list[Any]]:
    """What the import wrote, table by table, the pieces of the search index among them."""
    from hotline_desktop.storage import search

    with closing(sqlite3.connect(office / "hotline.db")) as connection:
        tables = ("import_batches", "tickets", "ticket_entries", "platform_rows", "ticket_marks")
        found = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
        connection.row_factory = sqlite3.Row
        listed = connection.execute("SELECT * FROM tickets")
        found["ticket_search"] = [(row["id"], search.pieces(dict(row))) for row in listed]
    return found


def program(file: Path, folder: Path) -> dict[str, float]:
    """The program's import of ``file`` into a new office, of the same file once more, and of its tickets changed."""
    from hotline_desktop.services.office import open_office

    office = open_office(folder, lambda: datetime(2022, 9, 8, 10, 20), PROJECT / "forms", PROJECT / "resources")
    imports = office.imports
    times, cpu = [time.perf_counter()], time.process_time()
    opened = imports.open(file)
    times.append(time.perf_counter())
    preview = imports.preview(opened)
    times.append(time.perf_counter())
    result = imports.apply(preview, "王芳")
    times.append(time.perf_counter())
    used = time.process_time() - cpu
    again = imports.preview(imports.open(file))
    times.append(time.perf_counter())
    most = peak()
    changed = imports.apply(imports.preview(imports.open(file.with_name(LATER))), "王芳")
    times.append(time.perf_counter())
    imports.undo(changed.batch_id, "王芳")
    times.append(time.perf_counter())
    office.close()
    assert len(again.unchanged) == changed.updated == result.new, "every ticket must be unchanged, then changed"
    parts = dict(zip(PARTS, (b - a for a, b in pairwise(times)), strict=True))
    return {"total": times[3] - times[0], "cpu": used, **parts, "peak": most}


def measure(what: str, file: Path, like: Path) -> dict[str, float]:
    """One run in a fresh process and folder."""
    with tempfile.TemporaryDirectory() as folder:
        return run(what, file, Path(folder), like)


def run(what: str, file: Path, folder: Path, like: Path) -> dict[str, float]:
    """One run in a fresh process, so that its peak memory is its own."""
    command = [sys.executable, __file__, "--child", what, "--file", str(file), "--folder", str(folder)]
    done = subprocess.run([*command, "--like", str(like)], capture_output=True, text=True, check=True, cwd=PROJECT)
    measured: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def child(what: str, file: Path, folder: Path, like: Path) -> None:
    """Does one of the three and prints what it took, with the peak memory in MB."""
    taken = program(file, folder) if what == "program" else bare(file, folder, like if what == "same rows" else None)
    print(json.dumps(taken))


def main() -> int:
    """Prints medians, ratios and memory; returns 1 where the ratio misses the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", choices=WAYS)
    for name in ("--file", "--folder", "--like"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.file, options.folder, options.like)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file, like = Path(folder) / "export.xlsx", Path(folder) / "office"
        make_file(file, options.rows)
        make_file(file.with_name(LATER), options.rows, later=True)
        like.mkdir()
        run("program", file, like, like)
        rounds = [{way: measure(way, file, like) for way in WAYS} for _ in range(options.rounds)]
    medians = {
        way: {part: statistics.median(one[way][part] for one in rounds) for part in rounds[0][way]} for way in WAYS
    }
    for way, parts in medians.items():
        message = "  ".join(f"{part} {seconds:.2f} s" for part, seconds in parts.items() if part != "peak")
        print(f"{way:9} {message}  peak {parts['peak']:.0f} MB")
    ratios = {way: medians["program"]["total"] / medians[way]["total"] for way in ("same rows", "cells")}
    for way, what in (("same rows", "the rows that it writes"), ("cells", "the file's cells")):
        used = medians["program"]["cpu"] / medians[way]["cpu"]
        message = f"{ratios[way]:.2f} times ({used:.2f} of processor time) reading and a bare executemany of {what}"
        print(f"{options.rows:,} rows: {message} (limit {LIMIT})")
    return 0 if max(ratios.values()) <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
