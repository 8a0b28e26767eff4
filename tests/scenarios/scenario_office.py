"""A small office that is told line by line what happens, and then asked for its figures, through the services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hotline_desktop.domain.papers.annex_forms import answered_within_day
from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.settings_form import FIELDS
from hotline_desktop.domain.statistics.counting import Measure
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.periods import StatPeriod
from hotline_desktop.domain.statistics.ranking import UnitStatistics
from hotline_desktop.domain.statistics.report import WHOLE, Comparison, Indicator, Reconciliation, Volume, history_note
from hotline_desktop.domain.statistics.targets import target_text
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS
from hotline_desktop.domain.supervision.talks import TALK_STEPS
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.services.office import Office
from tests.domain import case_walk, record_walk, ticket_walk
from tests.services.desk import CLERK, Clock, in_memory
from tests.unit_register import stock

_TICKET_STEPS = {step.label: step for step in STEPS}
_TALK_STEPS = {step.label: step for step in TALK_STEPS}
_CASE_STEPS = {(step.label, step.starts): step for step in CASE_STEPS}
_LABELS = {step.id: step.label for step in STEPS}
_UNTIL = "办到"
_PLAIN = {
    "受理量": "received", "结案": "closed", "期初在办": "opening", "转入": "taken_in", "退单转出": "returned",
    "并单": "merged", "期末在办": "remaining", "在办逾期": "open_overdue", "补计": "late",
}  # fmt: skip


class ScenarioOffice:
    """Tickets go by one letter (甲, 乙 …), cases by 督办; every line has its own time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clock = Clock(datetime(2022, 9, 1, 9, 0))
        self.office: Office = stock(in_memory(self._clock, folder))
        self._tickets: dict[str, int] = {}
        self._cases: dict[str, int] = {}
        self._talks: dict[str, int] = {}

    def do(self, line: str) -> None:
        """One line; 拒绝 at its beginning and the words behind the arrow say that it must not be possible, and why."""
        act, _arrow, reason = line.partition(" → ")
        if not act.startswith("拒绝 "):
            self._do(act)
            return
        try:
            self._do(act.removeprefix("拒绝 "))
        except HotlineError as refused:
            assert reason in str(refused), (line, str(refused))
            return
        raise AssertionError(f"办成了：{line}")

    def look_at(self, now: datetime) -> None:
        """The time at which the figures are asked for."""
        self._clock.now = now

    def answer(self, question: str) -> str:
        """What a line of ``expect`` asks, without the right answer."""
        span, *rest = question.split(" ")
        period = self.office.statistics.read(span)
        if rest[0] in [comparison.value for comparison in Comparison]:
            return self._compared(period, rest[0], rest[1])
        if rest[0] == "目标":
            found = self.office.statistics.of(period)
            return target_text(Indicator(rest[1]).of(found.now.whole), found.targets.get(rest[1]))
        if rest[0] == "案源":
            number = self._number_of(rest[1])
            waiting = [
                each.trigger.value for each in self.office.candidates.undecided() if number in each.ticket_numbers
            ]
            return f"{rest[1]} {'、'.join(waiting)}"
        if rest[0] == "历史":
            return history_note(self.office.statistics.of(period).now.whole)
        if rest[0].endswith("版"):
            return self._of_edition(period, rest[0], rest[1], rest[2])
        if rest[0] in ("状态", "定稿后变动", "末两位", "提请约谈", "连续末两位"):
            return self._of_quarter(period, rest[0])
        if rest[0] == "点名":
            return "；".join(self.office.statistics.of(period).late)
        if rest[0] == "通报点名":
            return "；".join(self.office.ranking.sheet(period.quarter).table.late)
        if rest[0] in ("名次", "得分", "未排名"):
            raise AssertionError(f"要写单位：{question}")
        unit, asked = rest[0], rest[1]
        if asked == "证据":
            return "；".join(self.office.talks.evidence(unit))
        if unit.startswith("督办"):
            return f"{self.office.supervision.detail(self._cases[unit]).case.due:%Y-%m-%d %H:%M}"
        if asked in ("阶段", "整改期限", "可办"):
            return self._of_talk(unit, asked)
        if asked in ("名次", "得分"):
            row = next(row for row in self._rows(period) if row.unit == unit)
            return str(row.place) if asked == "名次" else row.score_text
        if asked == "处置单答复":
            said = answered_within_day(self.office.tickets.detail(self._tickets[rest[2]]).ticket, self._clock.now)
            return f"{rest[2]} {'—' if said is None else '是' if said else '否'}"
        if asked == "打开":
            return self._opened(period, unit, Measure(rest[2]))
        return self._number(period, unit, asked)

    # -- doing ---------------------------------------------------------------------------------------------

    def _do(self, act: str) -> None:
        who, day, hour, label, *rest = act.split(" ")
        self._clock.now = datetime.fromisoformat(f"{day} {hour}")
        if label in ("季度定稿", "季度更正"):
            self._settle(label, rest)
        elif label == "导入历史工单":
            self._import_history(who, rest)
        elif who == "设置":
            self._set(label, rest[0])
        elif who == "撤回约谈":
            self.office.talks.withdraw(self._talks[label], "登记错了", CLERK)
        elif who == "撤回督办":
            self.office.supervision.withdraw(self._cases[label], "登记错了", CLERK)
        elif label == "撤回":
            self.office.tickets.withdraw(self._tickets[who], "登记错了", CLERK)
        elif who == "单位":
            self._rename(label, rest)
        elif who.startswith("约谈"):
            self._talk(who, label, rest)
        elif who.startswith("督办"):
            self._case(who, label, rest)
        elif label.startswith(_UNTIL):
            self._until(who, label.removeprefix(_UNTIL), rest)
        else:
            self._ticket(who, label, rest)

    def _settle(self, label: str, rest: list[str]) -> None:
        quarter = self.office.statistics.read(rest[0]).quarter
        if label == "季度定稿":
            self.office.ranking.freeze(quarter, CLERK)
        else:
            self.office.ranking.correct(quarter, " ".join(rest[1:]), CLERK)

    def _set(self, label: str, value: str) -> None:
        keys = {field.label: field.key for field in FIELDS}
        self.office.settings.change(self.office.settings.get().changed({keys[label]: value}), CLERK)

    def _import_history(self, who: str, rest: list[str]) -> None:
        """Tickets that were finished elsewhere, as their platform exports them; the first one goes by ``who``."""
        act = dict(pairs(rest))
        count = int(act.pop("件数", "1"))
        numbers = [f"2021010110{len(self._tickets) * 100 + place:04d}" for place in range(count)]
        rows = [{"工单编号": number, "来电内容": "路灯不亮", **act} for number in numbers]
        file = self._folder / f"{who}.csv"
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        file.write_text("\n".join(lines), "utf-8")
        imports = self.office.imports
        result = imports.apply(imports.preview(imports.open(file), history=True), CLERK)
        assert (result.new, result.faulty) == (count, 0), result
        self._tickets[who] = self.office.tickets.find(numbers[0])

    def _ticket(self, who: str, label: str, rest: list[str]) -> None:
        step = _TICKET_STEPS[label]
        values = {**ticket_walk.COMPLETE.get(step.id.removeprefix("correct_"), {}), **self._values(step.fields, rest)}
        if step.id.startswith("correct_"):
            values = {"why_corrected": "写错了", **self._values(step.fields, rest)}
        if step.starts:
            number = f"2022090510{len(self._tickets):04d}"
            self._tickets[who] = self.office.tickets.register({**values, "number": number}, CLERK).id
        else:
            self.office.tickets.do(self._tickets[who], step.id, values, CLERK)

    def _until(self, who: str, label: str, rest: list[str]) -> None:
        """The ordinary way up to a step, ten minutes each; a value goes to the first step that has its field."""
        known = {line.label for line in self._history(who)}
        left = list(rest)
        for id in ticket_walk.ORDINARY:
            if _LABELS[id] not in known:
                fields = {field.label for field in _TICKET_STEPS[_LABELS[id]].fields}
                own = [word for word in left if word.partition("=")[0] in fields]
                left = [word for word in left if word not in own]
                self._ticket(who, _LABELS[id], own)
                self._clock.now += timedelta(minutes=10)
            if _LABELS[id] == label:
                assert not left, left
                return
        raise AssertionError(f"通常的办理过程里没有“{label}”")

    def _history(self, who: str) -> Iterator[HistoryLine]:
        if who in self._tickets:
            yield from self.office.tickets.detail(self._tickets[who]).history

    def _case(self, who: str, label: str, rest: list[str]) -> None:
        step = case_step(label, who in self._cases)
        values = {**case_walk.COMPLETE[step.id], **self._values(step.fields, rest)}
        if step.starts:
            self._cases[who] = self.office.supervision.start(step.id, values, CLERK).id
        else:
            self.office.supervision.do(self._cases[who], step.id, values, CLERK)

    def _talk(self, who: str, label: str, rest: list[str]) -> None:
        step = _TALK_STEPS[label]
        values = {**record_walk.TALK_COMPLETE[step.id], **self._values(step.fields, rest)}
        if step.starts:
            self._talks[who] = self.office.talks.propose(values, CLERK).id
        else:
            self.office.talks.do(self._talks[who], step.id, values, CLERK)

    def _rename(self, name: str, rest: list[str]) -> None:
        """``单位 时间 原名 改名=新名 别名=原名``."""
        keys = {"改名": "name", "别名": "aliases"}
        changes: dict[str, Any] = {keys[key]: value for key, value in pairs(rest)}
        self.office.units.change(self.office.units.find(name).id, by=CLERK, **changes)

    def _values(self, fields: tuple[Field[object], ...], rest: list[str]) -> Mapping[str, object]:
        keys = {field.label: field.key for field in fields}
        found = {}
        for name, value in pairs(rest):
            number = self._number_of(value) if "工单编号" in name else value
            found[keys[name]] = number
        return found

    def _number_of(self, who: str) -> str:
        return self.office.tickets.summary(self._tickets[who]).number if who in self._tickets else who

    # -- asking --------------------------------------------------------------------------------------------

    def _number(self, period: StatPeriod, unit: str, asked: str) -> str:
        found = self.office.statistics.of(period).now
        rows = {row.unit: row for row in found.units} | {WHOLE: found.whole}
        row = rows.get(unit)
        if row is None:
            return "没有"
        if asked == "核对":
            return "平" if Reconciliation.of(row).balanced else "不平"
        if asked in _PLAIN:
            return str(getattr(row, _PLAIN[asked]))
        if asked in [kind.value for kind in LapseKind]:
            return str(row.lapse(LapseKind(asked)))
        return Indicator(asked).of(row).as_text

    def _opened(self, period: StatPeriod, unit: str, measure: Measure) -> str:
        letters = {ticket_id: who for who, ticket_id in self._tickets.items()}
        return "、".join(letters[row.id] for row in self.office.statistics.opens(period, measure, unit))

    def _compared(self, period: StatPeriod, than: str, asked: str) -> str:
        figure = Volume(asked) if asked in [volume.value for volume in Volume] else Indicator(asked)
        return self.office.statistics.of(period).change(figure, Comparison(than))

    def _rows(self, period: StatPeriod) -> list[UnitStatistics]:
        table = self.office.ranking.sheet(period.quarter).table
        return [row for group in table.groups for row in group.rows]

    def _of_talk(self, who: str, asked: str) -> str:
        detail = self.office.talks.detail(self._talks[who])
        if asked == "可办":
            return "、".join(offer.step.label for offer in detail.offers if offer.allowed)
        return detail.talk.stage.value if asked == "阶段" else str(detail.talk.improve_by)

    def _of_edition(self, period: StatPeriod, which: str, unit: str, asked: str) -> str:
        """What an edition of a settled quarter says: ``第1版``, ``第2版`` …"""
        sheet = self.office.ranking.editions(period.quarter)[int(which.strip("第版")) - 1]
        if unit == "点名":
            return "；".join(sheet.table.late)
        row = next((row for group in sheet.table.groups for row in group.rows if row.unit == unit), None)
        if row is None:
            return "没有"
        if asked in ("名次", "得分"):
            return str(row.place) if asked == "名次" else row.score_text
        return str(getattr(row, _PLAIN[asked])) if asked in _PLAIN else str(row.lapse(LapseKind(asked)))

    def _of_quarter(self, period: StatPeriod, asked: str) -> str:
        sheet = self.office.ranking.sheet(period.quarter)
        if asked == "状态":
            return sheet.state
        if asked == "定稿后变动":
            return "；".join(self.office.ranking.changed_since(period.quarter))
        if asked == "连续末两位":
            return "、".join(self.office.ranking.proposed(period.quarter))
        if asked == "提请约谈":
            return "、".join(sorted(sheet.table.proposed))
        return "、".join(sorted(unit for group in sheet.table.groups for unit in group.last))


def case_step(label: str, begun: bool) -> Step[Any]:
    """The step of that name: 纳入督办 and 不予督办 begin a case, or go on with one that has begun."""
    return _CASE_STEPS.get((label, not begun)) or _CASE_STEPS[label, begun]


def pairs(rest: list[str]) -> Iterator[tuple[str, str]]:
    """``项=值`` words; a word without = belongs to the value before it, as the hour of a moment does."""
    joined: list[str] = []
    for word in rest:
        if "=" in word:
            joined.append(word)
        else:
            joined[-1] += f" {word}"
    for word in joined:
        name, _sign, value = word.partition("=")
        yield name, value
