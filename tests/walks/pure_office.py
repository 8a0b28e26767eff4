"""An office without a file: records of every kind that wander through one engine, one clock, one calendar.

Each move is a step that is offered, any step at all, the same step once more, a withdrawal, or another notice or
setting with the recount that follows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hotline_desktop.domain.records.engine import blockers, take
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.steps import RuleContext, Step, Taken
from hotline_desktop.domain.records.withdrawal import withdraw
from hotline_desktop.domain.supervision.candidates import (
    CANDIDATE_STEPS,
    CANDIDATE_STEPS_BY_ID,
    Candidate,
    CandidateStage,
    ended_entry,
    found_entry,
    grown_entry,
)
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.deadline import case_deadline_again, case_recount_entry
from hotline_desktop.domain.supervision.findings import Finding, ended_by, findings
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS, CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.talks import TALK_STEPS, TALK_STEPS_BY_ID, Talk
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.deadline import counts, recount_entry, statement_entries
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.limits import limits_again
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import TimeRules, UrgentReading
from hotline_desktop.domain.time.office_hours import OfficeHours, read_changes
from hotline_desktop.domain.time.workdays import WorkCalendar, YearTable
from hotline_desktop.storage.tables.codec import moment_text
from tests.domain import case_walk, ticket_walk
from tests.domain.office_year import CALENDAR, NOTICE_2022, at
from tests.walks.values import COMPLETE, values_for

STARTS_AT = ("2022-09-05 09:00", "2022-09-09 16:30", "2022-09-30 15:00", "2022-12-23 16:00", "2022-12-30 16:00")
PASSING = tuple(timedelta(minutes=minutes) for minutes in (0, 0, 5, 40, 60 * 3, 60 * 9, 60 * 24, 60 * 24 * 3))
_STORM = YearTable(2022, False, {date(2022, 9, 7): "台风停工", date(2022, 9, 14): "台风停工"}, {}, "本中心调整")
_MADE_UP = YearTable(2022, False, {}, {date(2022, 9, 17): "台风停工"}, "本中心调整")
CALENDARS = (CALENDAR, CALENDAR.overlaid(_STORM), CALENDAR.overlaid(_STORM, _MADE_UP), WorkCalendar([NOTICE_2022]))
RULES = (
    TimeRules(),
    TimeRules(hours=OfficeHours.parse("9:00-12:00，13:30-16:30")),
    TimeRules(urgent_reading=UrgentReading.NEXT_CLOSING),
    TimeRules(ordinary_days=5, statement_days=2),
    TimeRules(hours_changes=read_changes("2022-09-07起 8:00-11:30，14:00-17:30；2022-10-08起 9:00-12:00，13:30-16:30")),
    TimeRules(
        hours=OfficeHours.parse("9:00-16:00"), hours_changes=read_changes("2022-09-14起 8:30-11:30，13:00-17:00")
    ),
)
_NUMBERS = {**ticket_walk.NUMBERS, "case": case_walk.NUMBER, "file": case_walk.FILE_NUMBER}
_CASE_WAY = ("take_up", "phone_call", "report", "case_callback", "site_check", "case_close", "case_archive")
_TALK_WAY = ("talk_decide", "talk_notify", "talk_hold", "talk_follow_up")


@dataclass(frozen=True)
class Sort:
    """One kind of record: how it begins, its steps, what recounts it, and the way that it goes as a rule."""

    name: str
    blank: Any
    steps: tuple[Step[Any], ...]
    by_id: Mapping[str, Step[Any]]
    starts: tuple[str, ...]
    again: Callable[[Any, RuleContext], list[Entry]]
    way: tuple[str, ...]


def _ticket_again(ticket: Ticket, context: RuleContext) -> list[Entry]:
    limits = limits_again(ticket, context) if counts(ticket) else ticket.limits
    own = [recount_entry(ticket, limits, "录入通知", context)] if limits != ticket.limits else []
    return [*own, *statement_entries(ticket, "录入通知", context)]


def _case_again(case: SupervisionCase, context: RuleContext) -> list[Entry]:
    deadline = case_deadline_again(case, context)
    if deadline is None or (deadline.due, deadline.provisional) == (case.due, case.provisional):
        return []
    return [case_recount_entry(case, deadline, "录入通知", context)]


TICKET = Sort("工单", Ticket(), STEPS, STEPS_BY_ID, ("register",), _ticket_again, ticket_walk.ORDINARY[1:])
CASE = Sort("督办件", SupervisionCase(), CASE_STEPS, CASE_STEPS_BY_ID, ("open_case", "propose"), _case_again, _CASE_WAY)
TALK = Sort("约谈", Talk(), TALK_STEPS, TALK_STEPS_BY_ID, ("talk_propose",), lambda _talk, _context: [], _TALK_WAY)
CANDIDATE = Sort(
    "案源", Candidate(), CANDIDATE_STEPS, CANDIDATE_STEPS_BY_ID, (), lambda _candidate, _context: [], ()
)  # what begins one is found by the rules
SORTS = (TICKET, CASE, TALK, CANDIDATE)
_FEWEST_REPEATS = 2


@dataclass
class Track:
    """One record with every entry that it left, and what it was before the last one; of a candidate its ticket."""

    sort: Sort
    record: Any
    before: Any = None
    history: list[Entry] = field(default_factory=list)
    about: Track | None = None


@dataclass
class PureOffice:
    """The records, the time, and a tally of what was tried and what was let pass."""

    random: Random
    now: datetime = field(init=False)
    calendar: WorkCalendar = CALENDAR
    rules: TimeRules = RULES[0]
    tracks: list[Track] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.now = at(self.random.choice(STARTS_AT))
        for sort in (TICKET, TICKET, CASE, TALK):
            self._begin(sort)

    @property
    def context(self) -> RuleContext:
        """What the rules know of the office now."""
        return RuleContext(self.now, "王芳", self.calendar, self.rules, _NUMBERS)

    def move(self) -> tuple[Track, ...]:
        """One move; the records that an entry was added to, the candidates that it gave rise to or ended among them."""
        moved = self._moved()
        return (*moved, *(each for track in moved if track.sort is TICKET for each in self._pooled(track)))

    def _moved(self) -> tuple[Track, ...]:
        self.now += self.random.choice(PASSING)
        lot = self.random.random()
        if lot < 0.06:
            return self._change_time()
        track = self.random.choice((*self.tracks, *self.tracks[:2]))
        if lot < 0.14:
            return self._withdraw(track)
        step = self._chosen(track)
        if step is None:
            return ()
        dates, odd = self.random.choice(((0.0, 0.0), (0.0, 0.0), (0.4, 0.0), (0.2, 0.15)))
        return self._take(track, step, values_for(step, self.random, self.now, dates, odd))

    def _begin(self, sort: Sort) -> None:
        track = Track(sort, sort.blank)
        step = sort.by_id[self.random.choice(sort.starts)]
        number = f"202209051000{len(self.tracks):02d}"
        values = values_for(step, self.random, self.now)
        if sort is TICKET:
            level = self.random.choice(("一般", "一般", "紧急", "疑难"))
            values.update(number=number, level=level, illegal_building=self.random.random() < 0.15)
        self.tracks.append(track)
        assert self._take(track, step, values)
        self._lead(track)
        if sort is TICKET:
            self._pooled(track)

    def _lead(self, track: Track) -> None:
        """Some steps of the ordinary way first, so that walks see the end of it, too."""
        for each in track.sort.way[: self.random.randint(0, len(track.sort.way))]:
            self.now += timedelta(minutes=self.random.choice((5, 40, 600)))
            step = track.sort.by_id[each]
            self._take(track, step, {**COMPLETE.get(each, {})})

    def _chosen(self, track: Track) -> Step[Any] | None:
        lot = self.random.random()
        steps = [step for step in track.sort.steps if not step.starts]
        if lot < 0.1:
            return self.random.choice(steps)
        taken: Step[Any] | None = track.record.log[-1].step if track.record.log else None
        if lot < 0.2 and taken is not None and taken.stages:
            return taken
        ahead = [step for step in steps if step.advances] if lot < 0.65 else []
        return self._open_one_of(track, ahead) or self._open_one_of(track, steps)

    def _open_one_of(self, track: Track, steps: list[Step[Any]]) -> Step[Any] | None:
        """One of the steps that may be taken now, each as likely as the other."""
        context = self.context
        shuffled = self.random.sample(steps, len(steps))
        return next((step for step in shuffled if not blockers(step, track.record, context)), None)

    def _take(self, track: Track, step: Step[Any], values: dict[str, Any]) -> tuple[Track, ...]:
        try:
            after, entry = take(step, track.record, values, self.context)
        except StepRefused as refusal:
            self.tally["refused"] += 1
            assert refusal.blockers and all(each.message and each.clause.ref for each in refusal.blockers)
            return ()
        self.tally[step.id] += 1
        return self._added(track, after, entry)

    def _pooled(self, track: Track) -> list[Track]:
        """The candidates of a ticket after an entry: what arose is written, and what the entry names as ended ends."""
        ticket, entry = track.record, track.history[-1]
        found = {_mark(each): each for each in findings(ticket, self.now, fewest=_FEWEST_REPEATS)}
        moved: list[Track] = []
        for known in [each for each in self.tracks if each.about is track]:
            candidate = known.record
            if candidate.stage is CandidateStage.ENDED:
                continue
            finding = found.pop(_mark_of(candidate), None)
            why = "" if finding else ended_by(entry, candidate.trigger.value, moment_text(candidate.since))
            if candidate.stage is not CandidateStage.OPEN:
                continue
            if why:
                moved += self._noted(known, ended_entry(candidate, why, "王芳", self.now))
            elif finding is not None and (finding.others, finding.since) != (candidate.others, candidate.since):
                moved += self._noted(known, grown_entry(finding, "王芳", self.now))
        for finding in found.values():
            self.tracks.append(Track(CANDIDATE, CANDIDATE.blank, about=track))
            begun = found_entry(finding, ticket.facts.number, finding.unit or ticket.unit, "程序", self.now)
            moved += self._noted(self.tracks[-1], begun)
        return moved

    def _noted(self, track: Track, entry: Entry) -> tuple[Track, ...]:
        """What only the program writes down."""
        self.tally[entry.step] += 1
        step = track.sort.by_id[entry.step]
        after = step.apply(track.record, entry).with_log((*track.record.log, Taken(step, entry)))
        return self._added(track, after, entry)

    def _withdraw(self, track: Track) -> tuple[Track, ...]:
        try:
            after, entry = withdraw(track.record, track.sort.blank, "登记错了", self.context)
        except StepRefused:
            self.tally["refused"] += 1
            return ()
        self.tally["withdraw"] += 1
        return self._added(track, after, entry)

    def _change_time(self) -> tuple[Track, ...]:
        """Another notice or setting; open records are counted again, as the office does it."""
        self.calendar, self.rules = self.random.choice(CALENDARS), self.random.choice(RULES)
        moved: list[Any] = []
        for track in self.tracks:
            for entry in track.sort.again(track.record, self.context):
                moved.extend(self._noted(track, entry))
        return tuple(moved)

    def _added(self, track: Track, after: Any, entry: Entry) -> tuple[Track, ...]:
        track.before, track.record = track.record, after
        track.history.append(entry)
        return (track,)


def _mark(found: Finding) -> tuple[str, str]:
    """What tells one event from another: its trigger and moment, of repeats the round."""
    repeated = found.trigger is SupervisionTrigger.REPEATED
    return found.trigger.value, str(found.round) if repeated else moment_text(found.since)


def _mark_of(candidate: Candidate) -> tuple[str, str]:
    return _mark(Finding(candidate.trigger, candidate.round, candidate.since, ""))
