"""An office over a file that does anything: every service that writes, at random, with the clock of a real day.

Two of them, in one program or in two, may share the file: each asks the laws of what is in the file after each act.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hotline_desktop.domain.records.fields import Kind
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS
from hotline_desktop.domain.supervision.talks import TALK_STEPS
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.time.workdays import YearTable
from hotline_desktop.services.office import Office
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.walks.prepared_office import UNITS
from tests.walks.values import COMPLETE, values_for

CLERKS = ("王芳", "李伟")
_SETTINGS: tuple[Mapping[str, str], ...] = (
    {"office_hours": "9:00-12:00，13:30-16:30"},
    {"office_hours": "8:30-11:30，13:00-17:00", "ordinary_days": "3"},
    {"ordinary_days": "5", "statement_days": "2"},
    {"urgent_reading": "次日下班前"},
    {"repeat_count": "2", "supervised_count": "全部督办件"},
    {"withdraw_days": "0"},
    {"hours_changes": "2022-09-07起 8:00-11:30，14:00-17:30"},
    {"hours_changes": "2022-09-14起 9:00-16:00；2022-10-08起 8:30-11:30，13:00-17:00"},
    {"hours_changes": "", "supervision_days": "5"},
    {"target_in_time": "95", "least_base": "2", "ranked_apart": "否"},
)
_STORM = date(2022, 9, 14)


class Minutes:
    """Local office time as a number of minutes that programs may share."""

    def __init__(self, start: datetime, shared: Any = None) -> None:
        self._start, self._shared, self._own = start, shared, 0

    def __call__(self) -> datetime:
        passed = self._own if self._shared is None else self._shared.value
        return self._start + timedelta(minutes=passed)

    def go_on(self, minutes: int) -> None:
        """Lets time pass, for whoever shares it."""
        if self._shared is None:
            self._own += minutes
            return
        with self._shared.get_lock():
            self._shared.value += minutes


class WalkedOffice:
    """One program at its work. ``mark`` tells its ticket numbers from those of another program."""

    def __init__(self, office: Office, clock: Minutes, random: Random, mark: int, folder: Path) -> None:
        self.office, self.clock, self.random, self._mark, self._folder = office, clock, random, mark, folder
        self.tally: Counter[str] = Counter()
        self._registered = 0

    def act(self) -> str:
        """Lets time pass and does one thing; its name, '' where the rules refused it."""
        self.clock.go_on(self.random.choice((0, 1, 5, 40, 200, 600, 1500, 4400)))
        acts = self._acts()
        name = self.random.choices(tuple(acts), tuple(weight for weight, _act in acts.values()))[0]
        try:
            done = acts[name][1]()
        except HotlineError:
            self.tally["refused"] += 1
            return ""
        self.tally[done or name] += 1
        return done or name

    def _acts(self) -> dict[str, tuple[int, Callable[[], str | None]]]:
        return {
            "登记": (6 if self._registered < 2 else 1, self._register),
            "工单": (48, self._ticket_step),
            "撤回工单": (6, self._withdraw_ticket),
            "并单": (1, lambda: self._ticket_link("merge", "main_number")),
            "重复": (3, lambda: self._ticket_link("repeat_confirm", "numbers")),
            "案源": (7, self._decide_on_candidate),
            "立案": (2, self._open_case),
            "督办": (14, self._case_step),
            "撤回督办": (2, self._withdraw_case),
            "约谈": (5, self._talk_step),
            "设置": (3, self._change_settings),
            "通知": (3, self._change_notice),
            "考核": (2, self._settle_quarter),
            "附件": (2, self._attach),
            "单位": (2, self._change_units),
        }

    # -- tickets -------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self._registered += 1
        values = {
            "number": f"20220905{self._mark}{self._registered:05d}",
            "content": self.random.choice(("新海路120弄路灯不亮", "夜间施工扰民", "沟渠堵塞")),
            "phones": self.random.choice(("13800010001", "13800010002", "")),
            "level": self.random.choice(("一般", "一般", "紧急", "疑难")),
            "illegal_building": self.random.choice(("否", "否", "是")),
            **({"received_at": self._earlier()} if self.random.random() < 0.2 else {}),
        }
        self.office.tickets.register(values, self._clerk())

    def _ticket_step(self) -> str | None:
        ticket_id = self._ticket()
        if ticket_id is None:
            raise HotlineError("没有工单")
        detail = self.office.tickets.detail(ticket_id)
        step = self._chosen(STEPS, [offer.step for offer in detail.offers if offer.allowed], detail.ticket.log)
        self.office.tickets.do(ticket_id, step.id, self._values(step), self._clerk())
        return step.id

    def _withdraw_ticket(self) -> None:
        self.office.tickets.withdraw(self._ticket() or 0, "登记错了", self._clerk())

    def _ticket_link(self, step: str, key: str) -> None:
        ticket_id, other = self._ticket(), self._ticket()
        number = self.office.tickets.summary(other or 0).number
        values = {**COMPLETE[step], key: number}
        self.office.tickets.do(ticket_id or 0, step, values, self._clerk())

    def _attach(self) -> None:
        path = self._folder / f"{self._mark}.txt"
        path.write_text(f"附件 {self.random.random()}", "utf-8")
        self.office.tickets.attach(self._ticket() or 0, path, "其他", self._clerk())

    # -- supervision and talks -----------------------------------------------------------------------------

    def _decide_on_candidate(self) -> str:
        found = [each for each in self.office.candidates.undecided() if not each.case_id]
        if not found:
            raise HotlineError("案源库是空的")
        known = opening_values(self.random.choice(found))
        known["unit"] = known["unit"] or "城管中队"
        if self.random.random() < 0.3:
            self.office.supervision.start("dismiss", {**known, "why": "单位已口头说明"}, self._clerk())
            return "dismiss"
        method = {"method": self.random.choice(("电话督办", "电话督办", "现场督办")), "hard": "须到现场"}
        self.office.supervision.start("open_case", {**known, **method}, self._clerk())
        return "take_up_candidate"

    def _open_case(self) -> str:
        step = self.random.choice(("propose", "open_case"))
        number = self.office.tickets.summary(self._ticket() or 0).number
        above = {
            "trigger": "上级督办或媒体曝光",
            "source": "区电视台",
            "source_on": self.clock().date(),
            "source_text": "报道",
        }
        values = {**COMPLETE[step], **above, "tickets": number, "unit": self.random.choice(UNITS)}
        self.office.supervision.start(step, values, self._clerk())
        return step

    def _case_step(self) -> str:
        case_id = self._case()
        detail = self.office.supervision.detail(case_id)
        step = self._chosen(CASE_STEPS, [offer.step for offer in detail.offers if offer.allowed], detail.case.log)
        values = self._values(step)
        if step.id == "add_tickets":
            values["tickets"] = self.office.tickets.summary(self._ticket() or 0).number
        self.office.supervision.do(case_id, step.id, values, self._clerk())
        return step.id

    def _withdraw_case(self) -> None:
        self.office.supervision.withdraw(self._case(), "登记错了", self._clerk())

    def _talk_step(self) -> str:
        lines = self.office.talks.all()
        if not lines or self.random.random() < 0.2:
            values = {**COMPLETE["talk_propose"], "unit": self.random.choice(UNITS)}
            self.office.talks.propose(values, self._clerk())
            return "talk_propose"
        talk_id = self.random.choice(lines).id
        if self.random.random() < 0.1:
            self.office.talks.withdraw(talk_id, "登记错了", self._clerk())
            return "撤回约谈"
        detail = self.office.talks.detail(talk_id)
        step = self._chosen(TALK_STEPS, [offer.step for offer in detail.offers if offer.allowed], detail.talk.log)
        self.office.talks.do(talk_id, step.id, self._values(step), self._clerk())
        return step.id

    # -- the office ----------------------------------------------------------------------------------------

    def _change_settings(self) -> None:
        settings = self.office.settings
        settings.change(settings.get().changed(self.random.choice(_SETTINGS)), self._clerk())

    def _change_notice(self) -> None:
        known = self.office.time.notices()
        if known and self.random.random() < 0.4:
            self.office.time.remove_notice(self.random.choice(known).id, self._clerk())
            return
        day = _STORM + timedelta(days=self.random.randint(-5, 90))
        table = YearTable(day.year, False, {day: "台风停工"}, source="本中心调整")
        self.office.time.add_notice(table, self._clerk())

    def _change_units(self) -> None:
        """A unit gets another name, and is still known by the one that it had, or goes out of use and comes back."""
        units = self.office.units
        unit = self.random.choice(units.all())
        old = next(name for name in UNITS if name in (unit.name, *unit.aliases))
        if self.random.random() < 0.3:
            units.change(unit.id, by=self._clerk(), active=not unit.active)
        elif unit.name == old:
            units.change(unit.id, by=self._clerk(), name=f"{old}（新）", aliases=old)
        else:
            units.change(unit.id, by=self._clerk(), name=old, aliases=unit.name)

    def _settle_quarter(self) -> str:
        ranking = self.office.ranking
        quarter = ranking.current().before
        if self.random.random() < 0.5:
            ranking.freeze(quarter, self._clerk())
            return "定稿"
        ranking.correct(quarter, "补一件", self._clerk())
        return "更正"

    # -- drawing -------------------------------------------------------------------------------------------

    def _chosen(self, steps: tuple[Step[Any], ...], offered: list[Step[Any]], log: tuple[Any, ...]) -> Step[Any]:
        lot = self.random.random()
        any_of = [step for step in steps if not step.starts]
        if lot < 0.08 or not offered:
            return self.random.choice(any_of)
        if lot < 0.16 and log and log[-1].step in any_of:
            return log[-1].step  # type: ignore[no-any-return]
        ahead = [step for step in offered if step.advances]
        return self.random.choice(ahead if ahead and lot < 0.7 else offered)

    def _values(self, step: Step[Any]) -> dict[str, Any]:
        dates, odd = self.random.choice(((0.0, 0.0), (0.0, 0.0), (0.3, 0.0), (0.2, 0.1)))
        values = values_for(step, self.random, self.clock(), dates, odd)
        for field in step.fields:  # numbers of the office come from its sequences, units from its register
            if field.sequence:
                values.pop(field.key, None)
            elif field.kind is Kind.UNIT and field.key in values:
                values[field.key] = self.random.choice(UNITS)
        return values

    def _ticket(self) -> int | None:
        rows = self.office.tickets.page(limit=60).rows
        return self.random.choice(rows).id if rows else None

    def _case(self) -> int:
        lines = self.office.supervision.cases()
        if not lines:
            raise HotlineError("没有督办件")
        return self.random.choice(lines).id

    def _earlier(self) -> datetime:
        return self.clock() - timedelta(hours=self.random.randint(0, 300))

    def _clerk(self) -> str:
        return self.random.choice(CLERKS)
