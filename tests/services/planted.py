"""An office in which every free text of every step names a citizen who asked for 信息保密, in many spellings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from hotline_desktop.domain.records.fields import AnyField, Field, Kind
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.example.people import read_town
from hotline_desktop.example.scenario import Event, OfficeClock
from hotline_desktop.example.scenario import Kind as EventKind
from hotline_desktop.example.scenarios import events
from hotline_desktop.services.office import Office
from tests.domain import case_walk as case_steps
from tests.domain import ticket_walk as ticket_steps
from tests.services.desk import RESOURCES, Clock

Taken = tuple[str, Mapping[str, object]]
NUMBER = "20221125100001"
_TICKET_WAY: tuple[Taken, ...] = (
    ("register", {"number": NUMBER, "illegal_building": "是"}),
    ("first_contact", {}),
    ("dispatch", {"unit": "海虹居委"}),
    ("accept", {}),
    ("answer", {}),
    ("satisfaction", {}),
    ("illegal_building", {}),
    ("result", {}),
    ("review", {}),
    ("callback", {}),
    ("close", {}),
    ("upper_callback", {}),
    ("unsatisfied_statement", {}),
)
_CASE_WAY: tuple[Taken, ...] = (
    ("open_case", {**case_steps.ABOVE, "tickets": NUMBER, "unit": "海虹居委", "source_on": "2022-11-25"}),
    ("phone_call", {}),
    ("report", {}),
    ("escalate", {}),
    ("issue", {}),
    ("deliver", {}),
    ("report", {}),
    ("escalate", {"method": "专题会议督办", "meeting_condition": "重大问题"}),
    ("request", {}),
    ("instruct", {}),
    ("convene", {"meeting_at": "2022-11-28 14:00"}),
    ("meeting", {}),
    *((paper, {"name": f"{paper}.pdf", "text": "%PDF-1.7"}) for paper in ("会议通知", "签到单", "会议纪要")),
    ("report", {}),
    ("case_callback", {}),
    ("site_check", {}),
)
CALLER, PHONES = "阮桂枝女士（女儿阮小满代）", "13800010001、021-59210002"
SPELLINGS = (
    "阮桂枝", "阮 桂枝", "阮·桂·枝女士", "阮女士", "老阮", "桂枝阿姨", "阮小满", "阮\u200b桂枝",
    "13800010001", "+86 138-0001-0001", "138.0001.0001", "（138）0001／0001", "１３８０００１０００１", "59210002",
    "（021）5921 0002转8", "13911112222", "139 1111 2222", "310230198001011234", "310230 19800101 123x",
    "幺三八零零零一零零零一", "其子阮大宝", "Ruan Guizhi", "guizhi ruan", "阮XX", "138a0001b0001", "微信号ruan_guizhi",
    "ruan.gz@qq.com", "138（中间0001）0001", "本人车牌沪A8R888", "往来港澳通行证C 1234 5678", "阮桂\U000e0100枝",
)  # fmt: skip
_SHORTEST, _TRIES, _EVERY = 24, 12, 6
_FILES = frozenset(kind.value for kind in CaseFileKind)
_NO_TEXT = ("number", "caller", "transfer_number", "area", "built")  # numbers, figures, and the citizen's own cell
_DIGITS = (
    "138a0001b0001",
    "guizhi",
    "Guizhi",
    "ruangz",
    "沪A8R888",
    "C12345678",
    "13800010001",
    "59210002",
    "13911112222",
    "310230198001011234",
    "31023019800101123",
    "一零零零一",
)


def traces_of_citizen(text: str) -> list[str]:
    """What of the planted names and numbers stands in ``text``, whatever stands between their characters."""
    plain = "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())
    return [word for word in ("阮", "桂枝", *_DIGITS) if word in plain]


class PlantedOffice:
    """The example office's events, each free text of them with the citizen planted in it."""

    def __init__(self, office: Office, clock: Clock, folder: Path) -> None:
        self.office, self._clock, self._folder = office, clock, folder
        self._spellings = cycle(SPELLINGS)
        self.tickets: dict[str, int] = {}
        self.cases: dict[str, int] = {}
        self.planted: set[tuple[str, str]] = set()
        self._random = Random(12345)

    def fill(self, now: datetime) -> None:
        """Does everything up to ``now``."""
        town = read_town(RESOURCES)
        for unit in town.units:
            self.office.units.add(unit.name, unit.group, unit.leader, unit.contact, unit.phone, by="王芳")
        found = events(town, OfficeClock(self.office.time.calendar(), self.office.time.rules().hours), now)
        supervised = {event.number for event in found if event.kind is EventKind.CASE}
        numbers = dict.fromkeys(event.number for event in found)
        kept = supervised.union((*numbers,)[::_EVERY])
        for event in found:
            if event.number in kept:
                self._clock.now = event.at
                self._do(event)
        self._clock.now = now
        office = self.office
        for ticket_id in (*self.tickets.values(),)[::3]:
            self._wander(lambda found: office.tickets.detail(found).offers, office.tickets.do, ticket_id)
        for case_id in self.cases.values():
            self._wander(lambda found: office.supervision.detail(found).offers, office.supervision.do, case_id)
        for number in (*self.tickets,)[2:7]:
            self._climb(number)
        self._lead(EventKind.TICKET, _TICKET_WAY, ticket_steps.COMPLETE)
        self._lead(EventKind.CASE, _CASE_WAY, case_steps.COMPLETE)

    def _lead(self, kind: EventKind, way: tuple[Taken, ...], complete: Mapping[str, Mapping[str, object]]) -> None:
        """One matter led as far as papers are made of it, which chance seldom does."""
        for step, changed in way:
            self._clock.pass_minutes(10)
            values = {**complete.get(step, {}), **changed}
            of = EventKind.FILE if step in _FILES else kind
            self._do(Event(self._clock.now, NUMBER, step, values, "王芳", of))

    def _climb(self, number: str) -> None:
        """One more case, up the ladder from the telephone to the meeting."""
        supervision, texts = self.office.supervision, {key: "".join(SPELLINGS) for key in ("reason", "hard")}
        values = {
            "tickets": number,
            "unit": "海虹居委",
            "title": "路灯不亮，阮桂枝来电",
            "trigger": "上级督办或媒体曝光",
            "source": "区电视台",
            "source_on": self._clock.now.date(),
            "source_text": texts["reason"],
            **texts,
        }
        try:
            case_id = supervision.start("open_case", {**values, "method": "电话督办"}, "王芳").id
        except StepRefused:  # that matter is a case already
            return
        why = {"condition": "疑难或职能交叉", "meeting_condition": "历史遗留问题", "limit_days": 3, **texts}
        for method in SupervisionMethod:
            with suppress(StepRefused):
                supervision.do(case_id, "escalate", {"method": method.value, **why}, "王芳")
            self._wander(lambda found: supervision.detail(found).offers, supervision.do, case_id)

    def _wander(self, offers: Callable[[int], Any], do: Callable[..., Any], record_id: int) -> None:
        """Tries what may be done, what no text was planted in first; what the rules refuse is left."""
        for _ in range(_TRIES):
            self._clock.pass_minutes(1)
            steps = [offer.step for offer in offers(record_id) if offer.allowed]
            new = [step for step in steps if step.id not in {known for known, _key in self.planted}]
            if not steps:
                return
            step = self._random.choice(new or steps)
            values = {field.key: self._value(field) for field in step.fields}
            with suppress(StepRefused):
                do(record_id, step.id, {key: value for key, value in values.items() if value is not None}, "王芳")
                self.planted.update((step.id, field.key) for field in _texts(step.fields))

    def _value(self, field: AnyField) -> object:
        if field.kind is Kind.CHOICE:
            return self._random.choice(field.choices())
        if field.key == "confidential":
            return "是"
        if field.kind is Kind.YES_NO:
            return self._random.choice(("是", "否"))
        if field.kind is Kind.NUMBER:
            return 2
        if field.kind in (Kind.UNIT, Kind.NAMES):
            return "海虹居委" if field.required else None
        return self._text(field, "") if field in _texts((field,)) else None

    def _do(self, event: Event) -> None:
        if event.kind is EventKind.FILE:
            self._attach(event)
        elif event.kind is EventKind.PAPER:
            ids = [self.tickets[event.number]]
            self.office.papers.remember_printed(ids, event.step, str(event.values["state"]), event.by)  # type: ignore[arg-type]
        elif event.kind is EventKind.RETURNED:
            out = next(
                p for p in self.office.papers.awaited() if (p.ticket_number, p.kind) == (event.number, event.step)
            )
            self.office.papers.returned(out.id, event.at.date(), event.by)
        else:
            self._step(event)

    def _step(self, event: Event) -> None:
        """With every text planted; where the rules want some of them empty, those that the event fills."""
        of_case = event.kind is EventKind.CASE
        fields = (CASE_STEPS_BY_ID if of_case else STEPS_BY_ID)[event.step].fields
        take = self._case_step if of_case else self._ticket_step
        everything = {field.key: self._text(field, event.values.get(field.key)) for field in _texts(fields)}
        given = {key: text for key, text in everything.items() if key in event.values}
        for planted in (everything, given):
            try:
                take(event, {**event.values, **planted})
            except StepRefused:
                if planted is given:
                    raise
                continue
            self.planted.update((event.step, key) for key in planted)
            return

    def _ticket_step(self, event: Event, values: dict[str, object]) -> None:
        if event.step == "register":
            known = {"caller": CALLER, "phones": PHONES, "confidential": "是"}
            self.tickets[event.number] = self.office.tickets.register({**values, **known}, event.by).id
        else:
            self.office.tickets.do(self.tickets[event.number], event.step, values, event.by)

    def _case_step(self, event: Event, values: dict[str, object]) -> None:
        known = self.cases.get(event.number)
        if known is None:
            self.cases[event.number] = self.office.supervision.start(event.step, values, event.by).id
        else:
            self.office.supervision.do(known, event.step, values, event.by)

    def _attach(self, event: Event) -> None:
        path = self._folder / f"阮桂枝13800010001 {event.values['name']}"
        path.write_text(str(event.values["text"]), "utf-8")
        if event.step in _FILES:
            self.office.supervision.attach(self.cases[event.number], path, event.step, event.by)
        else:
            self.office.tickets.attach(self.tickets[event.number], path, event.step, event.by)

    def _text(self, field: AnyField, value: object) -> str:
        known = str(value or "")
        if field.kind is Kind.LONG_TEXT or field.limit >= 400:
            return f"{known}另据{'，'.join(SPELLINGS)}反映。"
        return f"{known}{next(self._spellings)}"[-field.limit :]


def _texts(fields: tuple[AnyField, ...]) -> Iterator[Field]:
    for field in fields:
        free = field.kind in (Kind.TEXT, Kind.LONG_TEXT) and not field.sequence and field.limit >= _SHORTEST
        if free and field.key not in _NO_TEXT:
            yield field


def planted_office(office: Office, clock: Clock, folder: Path) -> PlantedOffice:
    """The office, filled up to the clock's time."""
    planted = PlantedOffice(office, clock, folder)
    planted.fill(clock.now)
    return planted
