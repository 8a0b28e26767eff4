"""What happens to one ticket of the example office, told as steps with the times at which they are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from typing import Self

from hotline_desktop.domain.terms.options import (
    AnswerWay,
    ContactResult,
    Decision,
    DemandFinding,
    ExplanationWay,
    FactFinding,
    Filing,
    Grade,
    Level,
    Resolution,
    Verdict,
)
from hotline_desktop.domain.time.deadline import OfficeHours
from hotline_desktop.domain.time.workdays import ONE_DAY, WorkCalendar
from hotline_desktop.example.people import Caller, Matter, Town


class Kind(Enum):
    """What an event is about."""

    TICKET = auto()
    CASE = auto()
    PAPER = auto()
    FILE = auto()
    RETURNED = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that is done about a ticket and when: a step, a step of its case, a paper out or back, a file.

    ``step`` is the step's id, or the kind of the paper or file.
    """

    at: datetime
    number: str
    step: str
    values: dict[str, object]
    by: str
    kind: Kind = Kind.TICKET


@dataclass(frozen=True, slots=True)
class OfficeClock:
    """Time as it passes in the office, or for 紧急 on the wall."""

    calendar: WorkCalendar
    hours: OfficeHours

    def later(self, moment: datetime, minutes: int, level: Level = Level.ORDINARY) -> datetime:
        """``minutes`` of working time after ``moment``; for 紧急 plain minutes."""
        left = timedelta(minutes=minutes)
        if level is Level.URGENT:
            return moment + left
        day = moment.date()
        while True:
            if self.calendar.is_working(day):
                for begin, end in self.hours.stretches(day, moment):
                    if begin + left <= end:
                        return begin + left
                    left -= end - begin
            day += ONE_DAY

    def back(self, today: date, days: int, at: time) -> datetime:
        """``at`` on the working day that lies ``days`` working days before ``today``, or before it if it is off."""
        day = today
        while not self.calendar.is_working(day):
            day -= ONE_DAY
        for _ in range(days):
            day -= ONE_DAY
            while not self.calendar.is_working(day):
                day -= ONE_DAY
        return datetime.combine(day, at)


class Scenario:
    """Tells one ticket's way, step by step; each step takes place some working minutes after the one before."""

    def __init__(self, town: Town, clock: OfficeClock, index: int, start: datetime, matter: Matter) -> None:
        self.town, self.clock, self.index, self.matter = town, clock, index, matter
        self.level = matter.level
        self.place = matter.places[index % len(matter.places)]
        self.caller: Caller = town.caller(index)
        self.by = town.clerk(index)
        self.unit = town.unit(matter.unit)
        self.number = f"{start:%Y%m%d}{100_000 + index * 7 + 3}"
        self.events: list[Event] = []
        self.now = start

    @property
    def end(self) -> datetime:
        """When the last step is taken."""
        return self.events[-1].at

    def take(self, step: str, minutes: int, **values: object) -> Self:
        """The next step, ``minutes`` after the last."""
        self.note(Kind.TICKET, step, minutes, **values)
        return self

    def note(self, kind: Kind, step: str, minutes: int, **values: object) -> None:
        """The next event of any kind, ``minutes`` after the last."""
        self.now = self.clock.later(self.now, minutes + self.index % 7, self.level)
        self.events.append(Event(self.now, self.number, step, values, self.by, kind))

    def text(self, text: str) -> str:
        """``text`` with the place put in."""
        return text.replace("{place}", self.place)

    # -- the centre ----------------------------------------------------------------------------------------

    def register(self, **more: object) -> Self:
        """The call and its registration."""
        called = self.now - timedelta(minutes=12 + self.index % 20)
        known: dict[str, object] = {
            "number": self.number,
            "level": self.level.value,
            "title": f"{self.place}{self.matter.title}",
            "content": self.text(self.matter.content),
            "caller": self.caller.name,
            "phones": self.caller.phone,
            "address": f"新海镇{self.place}",
            "called_at": called,
            "received_at": self.now,
            "source": "12345热线",
            "category": self.matter.category,
            "proposed_unit": self.unit.name,
            "illegal_building": self.matter.illegal,
        }
        self.events.append(Event(self.now, self.number, "register", {**known, **more}, self.by))
        return self

    def contact(self) -> Self:
        """先行联系."""
        note = "已与诉求人通话，核对了地点和诉求，告知将转相关单位办理。"
        return self.take("first_contact", 14, result=ContactResult.REACHED.value, note=note)

    def dispatch(self, unit: str = "", **more: object) -> Self:
        """派单."""
        if unit:
            self.unit = self.town.unit(unit)
        return self.take("dispatch", 12, unit=self.unit.name, level=self.level.value, **more)

    def review(self, verdict: Verdict = Verdict.PASSED, problem: str = "") -> Self:
        """结案审核."""
        handled = verdict is Verdict.PASSED
        return self.take("review", 45, answered=True, handled=handled, verdict=verdict.value, problem=problem)

    def callback(
        self, grade: Grade = Grade.SATISFIED, verdict: Verdict = Verdict.PASSED, matches: bool = True, note: str = ""
    ) -> Self:
        """回访, all three ratings alike."""
        ratings = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), grade.value)
        return self.take("callback", 60, **ratings, matches=matches, verdict=verdict.value, note=note)

    def redo(self, reason: str) -> Self:
        """再处置."""
        return self.take("redo", 30, unit=self.unit.name, reason=reason)

    def close(self) -> Self:
        """结案."""
        return self.take("close", 20)

    def file(self) -> Self:
        """What archiving asks for, and the archive."""
        self.take("platform_close", 30, operator=self.unit.contact)
        return self.take("sheet_back", 60).take("archive", 15)

    # -- the unit ------------------------------------------------------------------------------------------

    def accept(self) -> Self:
        """接单, and the unit's own call to the citizen."""
        self.take("accept", 25, handler=self.unit.contact)
        return self.take(
            "unit_contact",
            40,
            result=ContactResult.REACHED.value,
            contacted_by=self.unit.contact,
            note="约定上门查看。",
        )

    def answer(self, minutes: int = 180) -> Self:
        """答复诉求人 by recorded call."""
        recording = f"LY{self.number[8:]}-{len(self.events):02d}"
        return self.take(
            "answer",
            minutes,
            way=AnswerWay.CALL.value,
            recording=recording,
            answered_by=self.unit.contact,
            content=self.text(self.matter.answer),
        )

    def survey(self, grade: Grade = Grade.SATISFIED) -> Self:
        """满意度测评."""
        return self.take("satisfaction", 10, grade=grade.value, surveyor=self.unit.contact)

    def result(
        self,
        resolution: Resolution = Resolution.SOLVED,
        fact: FactFinding = FactFinding.TRUE,
        demand: DemandFinding = DemandFinding.LAWFUL,
        **more: object,
    ) -> Self:
        """单位办结反馈."""
        return self.take(
            "result",
            30,
            handling=self.text(self.matter.handling),
            feedback=self.text(self.matter.answer),
            fact=fact.value,
            demand=demand.value,
            resolution=resolution.value,
            handler=self.unit.contact,
            **more,
        )

    def explain(self) -> Self:
        """解释说明."""
        return self.take(
            "explain",
            20,
            way=ExplanationWay.CALL.value,
            reasons=self.text(self.matter.answer),
            policy="《上海市城乡居民基本养老保险办法》及镇级补贴实施细则",
            reaction="诉求人表示理解，但仍希望得到照顾。",
            explained_by=self.unit.contact,
        )

    def ask_return(self, to: str) -> Self:
        """退单申请."""
        return self.take(
            "return_request",
            35,
            reason="非本单位职能",
            detail=f"经现场核实，{self.place}不在本单位管辖范围，本单位没有相应的处置职权。",
            duty=f"《新海镇机构职能配置表》：该事项由{to}负责。",
            suggested_unit=to,
            leader=self.unit.leader,
            handler=self.unit.contact,
        )

    def decide_return(self, decision: Decision) -> Self:
        """审核退单."""
        refusal = "" if decision is Decision.GRANTED else "该地块由你单位日常管理，请按首接责任制牵头办理。"
        return self.take("return_decision", 30, decision=decision.value, refusal=refusal, reviewer=self.by)

    def ask_extension(self, days: int) -> Self:
        """延期申请."""
        return self.take(
            "extension_request",
            120,
            days=days,
            reason="需委托专业机构检测并与当事人协商整改方案，规定时间内不能办结。",
            basis="《上海市“12345”市民服务热线工作管理办法》关于复杂事项延期的规定",
            leader=self.unit.leader,
            handler=self.unit.contact,
        )

    def decide_extension(self, decision: Decision, days: int) -> Self:
        """审批延期."""
        granted = decision is Decision.GRANTED
        more: dict[str, object] = {"days": days} if granted else {"refusal": "理由不充分，请抓紧办理。"}
        return self.take("extension_decision", 40, decision=decision.value, reviewer=self.by, **more)

    def state_unfounded(self) -> Self:
        """不属实情况说明."""
        return self.take(
            "unfounded_statement",
            120,
            checked_how=self.text("执法人员两次到{place}现场检查，调取监控录像和进货台账。"),
            evidence="在售商品均在保质期内，台账与实物一致，监控未见诉求人所述情形。",
            conclusion="诉求人反映的情况不属实。",
            answer="已电话告知核查经过和结论，诉求人没有补充证据。",
            leader=self.unit.leader,
            handler=self.unit.contact,
        )

    def describe_building(self) -> Self:
        """违法建筑情况说明, its five items."""
        return self.take(
            "illegal_building",
            90,
            owner="村民某户（户主姓名见村委登记）",
            built="2019年3月",
            area="52",
            lawful="不合法",
            next_step="送达《责令限期拆除决定书》，逾期不拆的依法组织拆除。",
        )

    def join_units(self, *names: str) -> Self:
        """多部门联合处置, the line leader's verification first."""
        leader = self.unit.leader
        self.take("joint_verification", 40, leader=leader, why="涉及几个单位的职责，须现场共同处置。", lead=leader)
        division = f"{self.unit.name}牵头，{'、'.join(names)}按职责配合。"
        return self.take("joint_units", 60, co_units=names, division=division)

    def file_unfounded(self) -> Self:
        """不属实审核备案."""
        return self.take("unfounded_filing", 60, decision=Filing.FILED.value, reviewer=self.by)
