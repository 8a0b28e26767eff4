"""An office that people have worked in for years: invented tickets that went the whole way, some through three rounds.

Each step is taken by the office's own rules, so that nothing in it could not have happened. Texts are drawn from real
words. The same number gives the same office.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hotline_desktop.domain.records.engine import take
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import AttachmentSummary, PrintedPaper
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.settings_form import NUMBER_PATTERNS
from hotline_desktop.domain.terms.number_patterns import number_text
from hotline_desktop.domain.terms.options import Grade, Level, Origin, Stage, Verdict
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.records import ATTACH
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.example import stories
from hotline_desktop.example.cases import SupervisedScenario
from hotline_desktop.example.people import Caller, Matter, Town
from hotline_desktop.example.scenario import Event, Kind, OfficeClock
from tests.benchmarks.words import Words

TEXT = 180  # characters of a text
_ROADS = ("新海路", "北沿公路", "红星路", "场部大街", "长征路", "前进街", "跃进河路", "团城公路", "海星路", "草港公路")
_SPOTS = ("小区", "弄", "号", "号楼", "菜场门口", "桥东侧", "工地", "停车场")
_AGAIN = 0.08  # of the tickets come from somebody who called before, from the same place
_WITH_FILE = 0.1
_FILES = 50


def _third_round(scenario: SupervisedScenario) -> None:
    """Out three times; the citizen is content at last."""
    stories.second_round(scenario)
    scenario.answer(240).survey(Grade.FAIR).result().review(Verdict.AGAIN, "第二次处置仍不到位。")
    scenario.redo("第二次处置仍不到位。").accept().answer(240).survey(Grade.MOSTLY).result().review()
    scenario.callback(Grade.MOSTLY).close().file()


# What became of the tickets that began some weeks ago or earlier, in a hundred.
_PAST: tuple[tuple[Callable[[SupervisedScenario], object], int], ...] = (
    (stories.archived, 66),
    (_third_round, 10),
    (stories.exempt_closed, 6),
    (stories.closed, 5),
    (stories.explained, 5),
    (stories.unfounded_closed, 2),
    (stories.second_round_finished, 2),
    (stories.complained_above, 3),
    (stories.supervised_to_the_end, 1),
)
# Those of the last days; whatever was left lying is overdue by now.
_PRESENT: tuple[tuple[Callable[[SupervisedScenario], object], int], ...] = (
    (stories.to_contact, 15),
    (stories.to_dispatch, 10),
    (stories.to_accept, 15),
    (stories.in_progress, 25),
    (stories.answered, 10),
    (stories.to_review, 8),
    (stories.to_call_back, 5),
    (stories.urged, 5),
    (stories.extension_pending, 3),
    (stories.return_pending, 2),
    (stories.unfounded_pending, 2),
)
_PRESENT_SHARE = 0.02
_YEARS = 4


@dataclass(frozen=True, slots=True)
class Lived:
    """One ticket with everything that happened to it."""

    ticket: Ticket
    entries: tuple[Entry, ...]
    files: tuple[AttachmentSummary, ...]
    papers: tuple[PrintedPaper, ...]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Calling(Town):
    """The invented town with as many callers as there are tickets."""

    callers: dict[int, Caller]

    def caller(self, number: int) -> Caller:
        return self.callers.get(number) or Town.caller(self, number)


class LivedIn:
    """Tells ``number`` tickets up to ``now``. ``used`` counts the numbers given out, by sequence and year."""

    def __init__(self, town: Town, clock: OfficeClock, context: RuleContext, settings: Settings, words: Words) -> None:
        self._town, self._clock, self._context, self._settings, self._words = town, clock, context, settings, words
        self.used: Counter[tuple[str, int]] = Counter()

    def tickets(self, number: int) -> Iterator[Lived]:
        """The tickets in the order in which they came in."""
        chance = random.Random(number)
        now = self._context.now
        began = now - timedelta(days=365 * _YEARS)
        last_past = now - timedelta(days=60)
        present = max(1, int(number * _PRESENT_SHARE))
        before: list[tuple[Caller, str]] = []
        for index in range(number):
            recent = index >= number - present
            first, last = (now - timedelta(days=6), now - timedelta(hours=4)) if recent else (began, last_past)
            place = (index - (number - present)) / present if recent else index / max(number - present, 1)
            scenario = self._scenario(chance, index, first + (last - first) * place, recent, before)
            yield self._lived(chance, scenario)

    def _scenario(
        self, chance: random.Random, index: int, start: datetime, recent: bool, before: list[tuple[Caller, str]]
    ) -> SupervisedScenario:
        caller, place = self._caller(chance, before)
        matter = self._matter(chance, place)
        town = _Calling(
            self._town.units, self._town.matters, self._town.surnames, self._town.given_names, self._town.clerks,
            {index: caller},
        )  # fmt: skip
        begun = self._clock.later(start.replace(second=0, microsecond=0), 1)
        scenario = SupervisedScenario(town, self._clock, index, begun, matter)
        scenario.number = f"{begun:%Y%m%d}{index % 1_000_000:06}"
        message, shares = zip(*(_PRESENT if recent else _PAST), strict=True)
        chance.choices(message, shares)[0](scenario)
        return scenario

    def _caller(self, chance: random.Random, before: list[tuple[Caller, str]]) -> tuple[Caller, str]:
        if before and chance.random() < _AGAIN:
            return chance.choice(before)
        name = chance.choice(self._town.surnames) + chance.choice(self._town.given_names)
        caller = Caller(name, f"1{chance.choice('3578')}{chance.randrange(10**9):09}")
        place = f"{chance.choice(_ROADS)}{chance.randrange(1, 2000)}{chance.choice(_SPOTS)}"
        before.append((caller, place))
        return caller, place

    def _matter(self, chance: random.Random, place: str) -> Matter:
        known = chance.choice([matter for matter in self._town.matters if not matter.illegal])
        text = self._words.text
        return replace(
            known,
            title=self._words.some(chance, 4),
            places=(place,),
            content=f"来电人反映：{{place}}{text(chance, TEXT)}",
            answer=text(chance, TEXT // 2),
            handling=f"到{{place}}查看，{text(chance, TEXT)}",
            level=chance.choices((Level.ORDINARY, Level.HARD), (90, 10))[0],
        )

    def _lived(self, chance: random.Random, scenario: SupervisedScenario) -> Lived:
        ticket, entries = Ticket(), []
        papers: list[PrintedPaper] = []
        for event in scenario.events:
            if event.at > self._context.now:
                break
            if event.kind is Kind.TICKET:
                ticket, entry = self._taken(ticket, event)
                entries.append(entry)
            elif event.kind is Kind.PAPER and event.step == PaperKind.DISPOSAL:
                papers.append(_paper(scenario, event, ticket))
        files: tuple[AttachmentSummary, ...] = ()
        if chance.random() < _WITH_FILE:
            file = _file(chance, scenario)
            entry = Entry(
                ATTACH.id, entries[-1].at, scenario.by, {"name": file.name, "kind": file.kind},
                round=ticket.round_number, recorded_at=entries[-1].at,
            )  # fmt: skip
            files, ticket = (file,), ATTACH.apply(ticket, entry)
            entries.append(entry)
        facts = ticket.facts
        cells = {
            "工单编号": facts.number, "来电内容": facts.content, "联系人": facts.caller,
            "联系电话": "、".join(facts.phones),
            "诉求地址": facts.address, "事项名称": facts.title, "承办单位": scenario.unit.name, "平台状态": "已办结",
        }  # fmt: skip
        return Lived(ticket, tuple(entries), files, tuple(papers), cells if chance.random() < 0.5 else {})

    def _taken(self, ticket: Ticket, event: Event) -> tuple[Ticket, Entry]:
        year = event.at.year
        numbers = {
            name: number_text(getattr(self._settings, pattern), year, self.used[name, year] + 1)
            for name, pattern in NUMBER_PATTERNS.items()
        }
        context = replace(self._context, now=event.at, by=event.by, next_numbers=numbers)
        after, entry = take(STEPS_BY_ID[event.step], ticket, event.values, context)
        given = {value for value in (*entry.values.values(), *entry.facts.values()) if isinstance(value, str)}
        for name, number in numbers.items():
            if number in given:
                self.used[name, year] += 1
        return after, entry


def _paper(scenario: SupervisedScenario, event: Event, ticket: Ticket) -> PrintedPaper:
    back = (event.at + timedelta(days=3)).date() if ticket.stage in (Stage.CLOSED, Stage.ARCHIVED) else None
    return PrintedPaper(
        0, scenario.number, event.step, str(event.values["state"]), event.at, scenario.by, scenario.unit.name, back
    )


def _file(chance: random.Random, scenario: SupervisedScenario) -> AttachmentSummary:
    place = chance.randrange(_FILES)
    content = file_content(place)
    name = f"现场照片{place}.jpg"
    return AttachmentSummary(
        0, name, "现场照片", len(content), hashlib.sha256(content).hexdigest(), scenario.end, scenario.by
    )


def file_content(place: int) -> bytes:
    """The content of one of the files that tickets have."""
    return random.Random(place).randbytes(20_000)


def keep_files(folder: Path) -> None:
    """Puts every file that a ticket may have where attachments are kept."""
    for place in range(_FILES):
        content = file_content(place)
        digest = hashlib.sha256(content).hexdigest()
        target = folder / digest[:2] / digest
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def finished_elsewhere(words: Words, units: tuple[str, ...], number: int, until: datetime) -> Iterator[Lived]:
    """Tickets of ten earlier years that were imported as history, each with the one entry that says so."""
    chance = random.Random(-number)
    began = until - timedelta(days=3650)
    for index in range(number):
        called = (began + (until - began) * (index / number)).replace(second=0, microsecond=0)
        place = f"新海镇{chance.choice(_ROADS)}{chance.randrange(1, 2000)}{chance.choice(_SPOTS)}"
        unit = chance.choice(units)
        values: dict[str, object] = {
            "number": f"H{called:%Y%m%d}{index:07}",
            "level": chance.choices(tuple(Level), (5, 85, 10))[0].value,
            "title": words.some(chance, 4),
            "content": f"来电人反映：{place}{words.text(chance, TEXT)}",
            "caller": f"{chance.choice('赵钱孙李周吴郑王冯陈')}{words.some(chance, 1)[:2]}",
            "phones": (f"1{chance.choice('3578')}{chance.randrange(10**9):09}",),
            "address": place,
            "called_at": called,
            "received_at": called + timedelta(minutes=20),
            "source": "12345热线",
            "category": "城市管理",
            "proposed_unit": unit,
        }
        closed = called + timedelta(days=5)
        facts = {"origin": Origin.HISTORY.value, "stage": Stage.ARCHIVED.value, "closed_at": closed}
        entry = Entry("register", called, "王芳", values, facts, recorded_at=called)  # type: ignore[arg-type]
        ticket = STEPS_BY_ID[entry.step].apply(Ticket(), entry)
        cells = {"工单编号": values["number"], "来电内容": values["content"], "承办单位": unit, "平台状态": "已办结"}
        yield Lived(ticket, (entry,), (), (), cells)  # type: ignore[arg-type]
