"""An office with as many invented tickets as wanted: most finished long ago, some on their way today.

The same number always gives the same office. Making a million takes some minutes; what was made is used again.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from hotline_desktop.domain.records.fields import Values
from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.domain.terms.options import Level, Origin, Stage, UnitGroup
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.limits import with_limits
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.storage import tickets, units
from hotline_desktop.storage.database import Database

DATABASE = "hotline.db"
CLERK = "王芳"
NOW = datetime(2026, 3, 2, 10, 0)
BEGAN = datetime(2012, 1, 4, 8, 0)
OPEN_SHARE = 0.005
_AT_ONCE = 20_000

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "文静建国丽华志强秀英明海燕伟敏军芳涛霞平辉玲刚红斌梅"
ROADS = ("新海路", "北沿公路", "红星路", "场部大街", "长征路", "前进街", "跃进河路", "团城公路", "海星路", "草港公路")
PLACES = ("小区", "弄", "号", "号楼", "菜场门口", "桥东侧", "工地", "停车场")
MATTERS = (
    *("夜间施工噪音", "垃圾无人清运", "违章搭建", "路灯不亮", "下水道堵塞", "占道经营", "油烟扰民"),
    *("物业不作为", "停车收费", "道路坑洼", "绿化枯死", "自来水浑浊", "楼道堆物", "群租扰民"),
    *("河道发臭", "拖欠工资", "公交脱班", "犬只伤人", "高空抛物", "电梯故障"),
)
DETAILS = (
    *("已持续两周", "多次反映未果", "影响老人休息", "存在安全隐患", "市民情绪激动", "涉及数十户居民"),
    *("每天早晚最为严重", "前期承诺整改至今没有落实", "附近学校学生出行不便", "曾有车辆因此受损"),
)
WISHES = ("要求尽快处理", "要求相关部门上门查看", "希望给予明确答复", "要求停工整改", "希望协调解决", "要求依法查处")
UNITS = (
    *("城管中队", "市场监督管理所", "城建中心", "规划建设和环境保护办公室", "社区事务受理服务中心"),
    *("派出所", "水务站", "环卫所", "房管所", "安全生产管理所", "第一居委会", "第二居委会", "第三居委会"),
    *("第四居委会", "第五居委会", "第六居委会", "第七居委会", "红星村委会", "前哨村委会", "长江村委会"),
    *("跃进村委会", "新海村委会", "海桥村委会", "新海物业管理有限公司"),
)


def office_file(folder: Path, number: int) -> Path:
    """The database of an office with at least ``number`` tickets in ``folder``, made where none of this version is."""
    path = folder / DATABASE
    if path.exists() and _number_in(path) >= number and _shape(path) >= _present_shape():
        return path
    for left in folder.glob(f"{DATABASE}*"):
        left.unlink()
    unfinished = folder / f"making-{DATABASE}"
    for left in folder.glob(f"{unfinished.name}*"):
        left.unlink()
    db = Database.open(unfinished)
    _fill(db, number)
    db.close()
    unfinished.replace(path)
    return path


def _number_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM tickets").fetchone()[0])


def _shape(path: Path) -> set[str | None]:
    """The statements that make the tables, indexes and triggers of ``path``."""
    with closing(sqlite3.connect(path)) as raw:
        return {sql for (sql,) in raw.execute("SELECT sql FROM sqlite_master")}


def _present_shape() -> set[str | None]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        Database.open(path).close()
        return _shape(path)


def _fill(db: Database, number: int) -> None:
    with db.write() as c:
        for name in UNITS:
            units.add(c, UnitSummary(0, name, UnitGroup.DEPARTMENT, "李建华", "陈敏", "021-59210000"))
    made = invented(number)
    done = 0
    while part := list(islice(made, _AT_ONCE)):
        with db.write() as c:
            tickets.add_many(c, part, None)
        done += len(part)
        print(f"\r{done:,} / {number:,}", end="", flush=True)
    print()


def invented(number: int) -> Iterator[tickets.NewTicket]:
    """Tickets from ``BEGAN`` to ``NOW``, each with the entry that registers it and what the platform said of it."""
    chance = random.Random(number)
    step = (NOW - BEGAN) / max(number, 1)
    first_open = int(number * (1 - OPEN_SHARE))
    for index in range(number):
        called = (BEGAN + index * step).replace(second=0, microsecond=0)
        yield _ticket(chance, called, index, is_open=index >= first_open)


def _ticket(chance: random.Random, called: datetime, index: int, is_open: bool) -> tickets.NewTicket:
    level = chance.choices(tuple(Level), (5, 85, 10))[0]
    number = f"{called:%Y%m%d}{index % 1_000_000:06}"
    unit = chance.choice(UNITS)
    values: dict[str, object] = {**_said(chance), "number": number, "level": level.value, "called_at": called}
    values |= {"received_at": called + timedelta(minutes=20), "proposed_unit": unit}
    entry = _registered(values, called, level, is_open)
    ticket = STEPS_BY_ID[entry.step].apply(Ticket(), entry)
    if is_open:
        # Without dispatch the deadline is a planned one; a few days around today give every light.
        due = NOW + timedelta(hours=chance.randrange(-72, 240))
        entry, ticket = _with_due(entry, ticket, due)
    cells = {"工单编号": number, "来电内容": str(values["content"]), "承办单位": unit, "平台状态": "已办结"}
    return ticket, entry, cells


def _registered(values: Values | dict[str, object], called: datetime, level: Level, is_open: bool) -> Entry:
    facts: dict[str, object] = {"origin": Origin.IMPORTED.value}
    if not is_open:
        closed = called + timedelta(days=2 if level is Level.URGENT else 5)
        facts = {"origin": Origin.HISTORY.value, "stage": Stage.ARCHIVED.value, "closed_at": closed}
    return Entry("register", called, CLERK, values, facts, recorded_at=called)  # type: ignore[arg-type]


def _with_due(entry: Entry, ticket: Ticket, due: datetime) -> tuple[Entry, Ticket]:
    facts = {**entry.facts, "due": due, "basis": "办理规范（二）", "provisional": False}
    return Entry(entry.step, entry.at, entry.by, entry.values, facts, recorded_at=entry.at), with_limits(
        ticket, Limits(due=due, basis="办理规范（二）")
    )


def _said(chance: random.Random) -> dict[str, object]:
    road, matter = chance.choice(ROADS), chance.choice(MATTERS)
    place = f"新海镇{road}{chance.randrange(1, 2000)}{chance.choice(PLACES)}"
    content = (
        f"市民来电反映：{place}{matter}，{chance.choice(DETAILS)}，{chance.choice(DETAILS)}。"
        f"市民表示曾于{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日联系过{chance.choice(UNITS)}，"
        f"对方称{chance.choice(DETAILS)}。{chance.choice(WISHES)}，{chance.choice(WISHES)}。"
    )
    return {
        "title": f"{road}{matter}",
        "content": content,
        "caller": chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2)))),
        "phones": (f"1{chance.choice('3578')}{chance.randrange(10**9):09}",),
        "address": place,
        "source": "12345热线",
        "category": f"城市管理/{matter}",
    }
