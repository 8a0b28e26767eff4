"""What every service of one open office shares: the database, the clock, the folders, and what the office set.

Every service takes the OfficeContext as its first argument. Settings and calendar are read through the connection of
the transaction that needs them, so that what another program over the same file changed is seen at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from hotline_desktop.domain.records.steps import RuleContext, Step
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.settings_form import NUMBER_PATTERNS
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.letters import read_by
from hotline_desktop.domain.terms.number_patterns import number_text
from hotline_desktop.domain.terms.phones import dial_from
from hotline_desktop.domain.terms.roles import NotAllowed, Right, Role, rights_of
from hotline_desktop.domain.terms.text import without_nul
from hotline_desktop.domain.ticket.columns import LightText
from hotline_desktop.domain.ticket.lights import TicketLights
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.domain.time.deadline import LightBounds, TimeRules, light_bounds
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.services.foundation.files import ACCOUNTS, ATTACHMENTS
from hotline_desktop.services.foundation.given_numbers import is_given
from hotline_desktop.services.foundation.official_days import calendar_of
from hotline_desktop.services.foundation.pinyin import readings
from hotline_desktop.services.foundation.settings_codec import read_defaults, read_settings
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.database import Connection, Database
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.office import accounts, notices, numbers, units
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.tables.row_values import StoredNotice

_INDEXED = ("transfer",)


@dataclass(slots=True)
class _Memory:
    """A cache: what was worked out last, beside the texts that it was worked out from.

    Each entry is set as one value, because long reading goes on in another thread.
    """

    defaults: Settings | None = None
    settings: tuple[Mapping[str, str], Settings, TimeRules, tuple[str, ...]] | None = None
    calendar: tuple[tuple[StoredNotice, ...], WorkCalendar, tuple[StoredNotice, ...]] | None = None
    signed_in: SignedIn | None = None
    accounts: bool = False


class SignedIn(NamedTuple):
    """Whose password was right: the account, and its role as it was seen last."""

    id: int
    name: str
    role: Role


class OfficeFaults(NamedTuple):
    """Keys of settings for which the default stands, and notices of working days that nobody can read."""

    settings: tuple[str, ...]
    notices: tuple[StoredNotice, ...]


@dataclass(frozen=True, slots=True)
class OfficeContext:
    """One open office. ``clock`` gives local office time; folders need not exist before something is put there."""

    db: Database
    clock: Callable[[], datetime]
    data_dir: Path
    forms_dir: Path
    resources_dir: Path
    system_fonts: tuple[Path, ...] = ()
    _memory: _Memory = field(default_factory=_Memory, repr=False, compare=False)

    def __post_init__(self) -> None:
        read_by(readings)  # names in letters are hidden in everything that an open office shows

    @property
    def attachments_dir(self) -> Path:
        """Where files that belong to tickets and cases are kept."""
        return self.data_dir / ATTACHMENTS

    @property
    def kept(self) -> KeptFiles:
        """The contents of files that belong to tickets and cases."""
        return KeptFiles(self.attachments_dir, self.db.key)

    def now(self) -> datetime:
        """The present minute of local office time."""
        return self.clock().replace(second=0, microsecond=0)

    @property
    def default_settings(self) -> Settings:
        """What a new office starts with."""
        if self._memory.defaults is None:
            self._memory.defaults = read_defaults(self.resources_dir)
        return self._memory.defaults

    def settings(self, c: Connection) -> Settings:
        """What the office set."""
        return self._settings(c)[0]

    def rules(self, c: Connection) -> TimeRules:
        """What deadlines are worked out with."""
        return self._settings(c)[1]

    def calendar(self, c: Connection) -> WorkCalendar:
        """The working days: official years, notices that came with the program, notices that the office entered."""
        return self._calendar(c)[0]

    def faults(self, c: Connection) -> OfficeFaults:
        """The settings and notices that cannot be read; the rest of the office works."""
        return OfficeFaults(self._settings(c)[2], self._calendar(c)[1])

    def bounds(self, c: Connection, now: datetime | None = None) -> LightBounds:
        """The moments at which lights change, for queries that filter by them."""
        return light_bounds(now or self.now(), self.calendar(c), self.rules(c))

    def light(self, c: Connection) -> LightText:
        """How the deadline of a row of the list stands now, in words."""
        return TicketLights(self.now(), self.calendar(c), self.rules(c)).text

    def context(self, c: Connection, by: str, at: datetime | None = None) -> RuleContext:
        """What the rules may know of the office at this moment, in the hands of ``by``.

        Numbers are those of the year of ``at``, for what happened then and is entered only now.
        """
        settings, now = self.settings(c), self.now()
        year, patterns = (at or now).year, tuple(getattr(settings, key) for key in NUMBER_PATTERNS.values())
        proposed = numbers.proposed(
            c, (year, patterns), lambda: {name: _proposed(c, settings, name, year) for name in NUMBER_PATTERNS}
        )
        days = (settings.supervision_days, settings.withdraw_days)
        return RuleContext(
            now,
            by,
            self.calendar(c),
            self.rules(c),
            proposed,
            *days,
            lambda: units.register(c),
            lambda numbers: tuple(tickets.load(c, ticket_id) for ticket_id in tickets.known(c, numbers).values()),
            self._rights(c),
        )

    def numbering(
        self, c: Connection, step: Step[Any], values: Mapping[str, object], by: str, at: datetime | None = None
    ) -> tuple[RuleContext, Mapping[str, object]]:
        """The context in which ``step`` is taken ``at`` a time, and the values with the numbers that are free then."""
        now = self.context(c, by)
        moved = self._skip_given(c, step, at)
        if not moved and (at or now.now).year == now.now.year:
            return now, values
        context = self.context(c, by, at)
        return context, _in_its_year(step, values, context, now.next_numbers)

    def _skip_given(self, c: Connection, step: Step[Any], at: datetime | None = None) -> bool:
        """Advances the sequences that ``step`` uses beyond numbers that were typed by hand before their turn."""
        settings, year, moved = self.settings(c), (at or self.now()).year, False
        for name in {own.sequence for own in step.fields if own.sequence}:
            while is_given(c, name, _number(settings, name, year, numbers.peek(c, name, year))):
                numbers.take(c, name, year)
                moved = True
        return moved

    def take_numbers(self, c: Connection, entry: Entry, context: RuleContext, at: datetime | None = None) -> None:
        """Advances every sequence whose proposed number ``entry`` used; a number typed by hand uses none up.

        ``context`` and ``at`` are those with which the numbers were proposed.
        """
        used, settings, year = (
            {*entry.values.values(), *entry.facts.values()},
            self.settings(c),
            (at or context.now).year,
        )
        for name, proposed in context.next_numbers.items():
            while proposed in used and _number(settings, name, year, numbers.take(c, name, year)) != proposed:
                continue  # what lies between was typed by hand before its turn came

    def _settings(self, c: Connection) -> tuple[Settings, TimeRules, tuple[str, ...]]:
        texts, known = settings_table.load(c), self._memory.settings
        self._memory.accounts = texts.get(ACCOUNTS) == "1"
        if known is None or known[0] != texts:
            settings, faulty = read_settings(texts, self.default_settings)
            known = self._memory.settings = (texts, settings, settings.rules, faulty)
        dial_from(known[1].home_numbers)
        return known[1:]

    def _calendar(self, c: Connection) -> tuple[WorkCalendar, tuple[StoredNotice, ...]]:
        given, known = notices.all(c), self._memory.calendar
        if known is None or known[0] != given:
            known = self._memory.calendar = (given, *calendar_of(given, self.resources_dir))
        return known[1:]

    # -- people --------------------------------------------------------------------------------------------

    @contextmanager
    def write(self, right: Right, by: str | None = None) -> Iterator[Connection]:
        """One transaction of somebody who has ``right``: the one place where rights are checked.

        ``by`` is the name that it is written down under, None where none is. Raises NotAllowed in an office with
        accounts, also where the account lost its right meanwhile in another program; DatabaseError; HotlineError for a
        name with a NUL.
        """
        if by is not None and "\0" in by:
            raise HotlineError(
                f"办理人姓名“{without_nul(by)}”里夹着看不见的字符（NUL），没有办理，记录没有变动。请重新填写姓名再办。"
            )
        with self.db.write() as c:
            if has_accounts(c):
                self._allow(c, right, by)
            yield c

    def may(self, right: Right) -> None:
        """Raises NotAllowed where nobody with ``right`` is logged in, in an office with accounts."""
        with self.db.read() as c:
            if has_accounts(c):
                self._allow(c, right, None)

    @property
    def waits_for_log_in(self) -> bool:
        """Whether people log in here, as it was seen last, and nobody is."""
        return self._memory.accounts and self._memory.signed_in is None

    @property
    def signed_in(self) -> SignedIn | None:
        """Who is logged in, None where nobody is."""
        return self._memory.signed_in

    def sign_in(self, who: SignedIn | None) -> None:
        """From now on ``who`` works here, after the password was looked at; None is nobody."""
        self._memory.signed_in = who

    def standing(self, c: Connection) -> SignedIn | None:
        """Who is logged in, in the role of now: another program may have changed it; None where nobody may work."""
        who = self._memory.signed_in
        found = accounts.standing(c, who.id) if who is not None else None
        if who is None or found is None or not found[1]:
            return None
        if found[0] is not who.role:
            who = self._memory.signed_in = who._replace(role=found[0])
        return who

    def _allow(self, c: Connection, right: Right, by: str | None) -> None:
        who = self.standing(c)
        if who is None:
            raise NotAllowed.nobody()
        if right not in rights_of(who.role):
            raise NotAllowed.not_by(who.role, right)
        if by is not None and by.strip() != who.name:
            raise NotAllowed.someone_else(who.name, by.strip())

    def _rights(self, c: Connection) -> frozenset[Right] | None:
        """What the rules may let whoever is logged in do; None where everybody may do everything."""
        if not has_accounts(c):
            return None
        who = self.standing(c)
        return rights_of(who.role) if who is not None else frozenset()

    def remember(self, c: Connection, step: str, by: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Writes what belongs to the office and not to one ticket into its own history; ``step`` is a Chinese verb."""
        chain.remember(c, step, self.now(), by, before, after)

    @contextmanager
    def remembered(self, step: str, by: str, after: Mapping[str, str]) -> Iterator[None]:
        """Remembers what the block does, both or neither: a file takes its place while the note about it is written."""
        with self.write(Right.LOOK, by) as c:
            self.remember(c, step, by, {}, after)
            yield


def has_accounts(c: Connection) -> bool:
    """Whether people log in here: noted among the settings, which every transaction reads anyway."""
    return settings_table.load(c).get(ACCOUNTS) == "1"


def _number(settings: Settings, name: str, year: int, number: int) -> str:
    return number_text(getattr(settings, NUMBER_PATTERNS[name]), year, number)


def _proposed(c: Connection, settings: Settings, name: str, year: int) -> str:
    """The next number of a sequence; past those typed by hand where an index tells them in no time."""
    number = numbers.peek(c, name, year)
    while name in _INDEXED and is_given(c, name, _number(settings, name, year, number)):
        number += 1
    return _number(settings, name, year, number)


def _in_its_year(
    step: Step[Any], values: Mapping[str, object], context: RuleContext, of_now: Mapping[str, str]
) -> Mapping[str, object]:
    """A number that was only proposed, by today's year, gives way to the one of the year in which the step happened."""
    proposed = {
        field.key: context.next_numbers[field.sequence]
        for field in step.fields
        if field.sequence in of_now and values.get(field.key) == of_now[field.sequence]
    }
    return {**values, **proposed}
