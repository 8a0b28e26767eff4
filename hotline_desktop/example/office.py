"""The example office: an invented town's centre with tickets in every stage, its dates around today.

It is made through the same services as any other office, each step with the clock standing at its time, so that
nothing in it could not have happened. Nobody in it exists.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.example.people import Town, read_town
from hotline_desktop.example.scenario import Event, Kind, OfficeClock
from hotline_desktop.example.scenarios import events
from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import DATABASE
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.chain.chain_head import write_head
from hotline_desktop.storage.opening import in_memory, open_database

MARK = "example.json"
VERSION = 2
HISTORY_FILE = "热线平台历史工单.csv"
HISTORY_ROWS = 60
_MADE, _HEAD = "made_at", "head"
_OURS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-base", "hotline.head", "attachments", "backups")
_FIRST_HISTORY_DAYS = 60
_MAKER = "示例"
_CASE_FILES = frozenset(kind.value for kind in CaseFileKind)


class ExampleRefused(HotlineError):
    """The folder holds an office that is no example; nothing was changed."""


@dataclass(slots=True)
class _Clock:
    """A clock that the maker sets to the time of each step."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def open_example(
    data_dir: Path, clock: Callable[[], datetime], forms_dir: Path, resources_dir: Path, fresh: bool = True
) -> Office:
    """The example office in ``data_dir``: as it was left today, otherwise made anew.

    ``fresh`` False leaves an older one as it is, because a window may show it. Raises ExampleRefused where the folder
    holds real tickets, DatabaseError and OSError like any other office.
    """
    today = clock().date()
    if (data_dir / DATABASE).exists() and not (data_dir / MARK).exists():
        raise ExampleRefused(
            f"“{data_dir.name}”里是真实的工单数据，不能放示例。数据没有变动。请用 --data 另指一个空的文件夹。"
        )
    made, aside = _made_at(data_dir), None
    if made is None or (fresh and made.date() != today):
        aside = _make(data_dir, clock(), forms_dir, resources_dir)
    office = open_office(data_dir, clock, forms_dir, resources_dir)
    if aside is not None:
        office.warnings.append(
            f"上次的示例里有人办过工单，没有删掉：连同附件和备份移到了“{ASIDE}/{aside.name}”。"
            "要继续用它，请用 --data 指到那里。"
        )
    return office


def shown_number(office: Office) -> str:
    """The ticket of which every form has the most to say; empty in an office without finished tickets."""
    closed = office.supervision.cases(CaseFilter(stages=(CaseStage.CLOSED,)))
    if closed:
        return closed[0].ticket_numbers[0]
    done = TicketFilter(stages=(Stage.TO_CALL_BACK, Stage.CLOSED, Stage.ARCHIVED), history=False)
    rows = office.tickets.page(done, limit=500).rows
    return max(rows, key=lambda row: (row.round, row.id)).number if rows else ""


def _read_mark(data_dir: Path) -> dict[str, Any]:
    """What was written down when the example was made; empty where there is none, or an outdated one."""
    try:
        mark: dict[str, Any] = json.loads((data_dir / MARK).read_text("utf-8"))
        return mark if mark.get("version") == VERSION else {}
    except (OSError, ValueError, AttributeError):
        return {}


def _made_at(data_dir: Path) -> datetime | None:
    """When the example was made; None where there is none, an unfinished or an outdated one."""
    try:
        return datetime.fromisoformat(_read_mark(data_dir)[_MADE])
    except (ValueError, KeyError, TypeError):
        return None


def _mark(data_dir: Path, made_at: str, head: str = "") -> None:
    mark = {_MADE: made_at, _HEAD: head, "version": VERSION, "note": "示例中心：人物、电话和地址都是虚构的"}
    (data_dir / MARK).write_text(json.dumps(mark, ensure_ascii=False), "utf-8")


def _clear(data_dir: Path, now: datetime) -> Path | None:
    """Removes an example that is as it was made; one in which somebody worked is moved aside, into the folder returned.

    Whether somebody did, the end of its records says; what cannot be read counts as work.
    """
    there = [data_dir / name for name in _OURS if (data_dir / name).exists()]
    if not there:
        return None
    if _read_mark(data_dir).get(_HEAD) and _read_mark(data_dir)[_HEAD] == _head_of(data_dir / DATABASE):
        for path in there:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        return None
    aside = free_folder(data_dir / ASIDE, f"示例-{now:%Y%m%d-%H%M}")
    for path in there:
        path.rename(aside / path.name)
    return aside


def _head_of(path: Path) -> str:
    """The end of the records in the file; empty where it cannot be read."""
    try:
        db = open_database(path)
    except HotlineError:
        return ""
    try:
        with db.read() as c:
            return chain.head(c).as_text()
    finally:
        db.close()


def _make(data_dir: Path, now: datetime, forms_dir: Path, resources_dir: Path) -> Path | None:
    """Makes the example; the folder into which an earlier one with somebody's work was moved."""
    data_dir.mkdir(parents=True, exist_ok=True)
    aside = _clear(data_dir, now)
    _mark(data_dir, "")  # unfinished: the next start makes it again
    clock, db = _Clock(now), in_memory()  # six hundred transactions: each would wait for the disk
    try:
        office = Office(OfficeContext(db, clock, data_dir, forms_dir, resources_dir))
        _fill(office, clock, read_town(resources_dir))
        db.backup(data_dir / DATABASE)
        with db.read() as c:
            head = chain.head(c)
    finally:
        db.close()
    write_head(data_dir / DATABASE, head)
    _mark(data_dir, now.isoformat(timespec="minutes"), head.as_text())
    return aside


def _fill(office: Office, clock: _Clock, town: Town) -> None:
    now = clock.now
    time = OfficeClock(office.time.calendar(), office.time.rules().hours)
    clock.now = now - timedelta(days=_FIRST_HISTORY_DAYS)
    own = office.settings.get()
    office.settings.change(replace(own, center=f"{own.center}（示例）"), by=_MAKER)
    for unit in town.units:
        office.units.add(unit.name, unit.group, unit.leader, unit.contact, unit.phone, by=_MAKER)
    with tempfile.TemporaryDirectory(prefix="hotline-example-") as folder:
        _bring_history(office, town, clock.now, Path(folder))
        maker = _Maker(office, Path(folder))
        for event in events(town, time, now):
            clock.now = event.at
            maker.do(event)
    clock.now = now


class _Maker:
    """Does what the tales tell; knows tickets and cases by the number of the ticket."""

    def __init__(self, office: Office, folder: Path) -> None:
        self._office, self._folder = office, folder
        self._tickets: dict[str, int] = {}
        self._cases: dict[str, int] = {}

    def do(self, event: Event) -> None:
        """Does one thing."""
        {
            Kind.TICKET: self._ticket,
            Kind.CASE: self._case,
            Kind.PAPER: self._paper,
            Kind.FILE: self._file,
            Kind.RETURNED: self._returned,
        }[event.kind](event)

    def _ticket(self, event: Event) -> None:
        if event.step == "register":
            self._tickets[event.number] = self._office.tickets.register(event.values, event.by).id
        else:
            self._office.tickets.do(self._tickets[event.number], event.step, event.values, event.by)

    def _case(self, event: Event) -> None:
        known = self._cases.get(event.number)
        if known is None:
            self._cases[event.number] = self._office.supervision.start(event.step, event.values, event.by).id
        else:
            self._office.supervision.do(known, event.step, event.values, event.by)

    def _paper(self, event: Event) -> None:
        kind, state = PaperKind(event.step), str(event.values["state"])
        self._office.papers.remember_printed([self._tickets[event.number]], kind, state, event.by)

    def _returned(self, event: Event) -> None:
        number = event.number
        out = next(p for p in self._office.papers.awaited() if (p.ticket_number, p.kind) == (number, event.step))
        self._office.papers.returned(out.id, event.at.date(), event.by)

    def _file(self, event: Event) -> None:
        path = self._folder / str(event.values["name"])
        path.write_text(str(event.values["text"]), "utf-8")
        if event.step in _CASE_FILES:
            self._office.supervision.attach(self._cases[event.number], path, event.step, event.by)
        else:
            self._office.tickets.attach(self._tickets[event.number], path, event.step, event.by)


def _bring_history(office: Office, town: Town, before: datetime, folder: Path) -> None:
    """Finished tickets of earlier months, by the same import that a clerk uses."""
    path = folder / HISTORY_FILE
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_history(town, before))
    opened = office.imports.open(path)
    office.imports.apply(office.imports.preview(opened, history=True), _MAKER)


def _history(town: Town, before: datetime) -> Iterator[tuple[str, ...]]:
    yield (
        "工单编号", "标题", "诉求内容", "来电人", "联系电话", "诉求地址", "来电时间", "工单级别",
        "承办单位", "派单时间", "办结时间", "办理情况", "解决情况", "满意度", "工单状态",
    )  # fmt: skip
    for row in range(HISTORY_ROWS):
        matter = town.matter(row, Level.ORDINARY)
        place, caller = matter.places[row // len(town.matters) % len(matter.places)], town.caller(200 + row)
        called = before - timedelta(days=row * 4 + 1, minutes=row * 41 % 480)
        yield (
            f"{called:%Y%m%d}{200_000 + row}",
            f"{place}{matter.title}",
            matter.content.replace("{place}", place),
            caller.name,
            caller.phone,
            f"新海镇{place}",
            f"{called:%Y-%m-%d %H:%M}",
            matter.level.value,
            matter.unit,
            f"{called + timedelta(minutes=40):%Y-%m-%d %H:%M}",
            f"{called + timedelta(days=2):%Y-%m-%d %H:%M}",
            matter.handling.replace("{place}", place),
            "实际解决" if row % 5 else "解释说明",
            ("满意", "基本满意", "一般", "满意")[row % 4],
            "已办结",
        )
