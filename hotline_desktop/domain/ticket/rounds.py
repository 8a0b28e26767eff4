"""The rounds of a ticket: who had it, by when it was due, and what was recorded on the way. 规范一（二）, （六）2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.records.entries import (
    Entries,
    Entry,
    Request,
    Requests,
    ended_by,
    last_happened,
    newest,
)
from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.terms.options import (
    Grade,
    Resolution,
    Verdict,
)
from hotline_desktop.domain.ticket.fields import (
    ACCEPTED_AT,
    CLOSED_AT,
    CO_UNITS,
    GRADE,
    HANDLER,
    RESOLUTION,
    SURVEYED_ON,
    VERDICT,
    VERIFIED_ON,
)


@quick_record(frozen=True, slots=True)
class Limits:
    """The three deadlines of a round, all local office time; ``basis`` is printed on the disposal sheet.

    ``spared`` is the deadline that the unit is judged by where that is not ``due``: because ``due`` had passed when it
    came into being, for example by a level that was raised afterwards, or because an earlier one was ``missed`` before.
    """

    due: datetime | None = None
    basis: str = ""
    provisional: bool = False
    answer_due: datetime | None = None
    return_due: datetime | None = None
    spared: datetime | None = None

    @property
    def judged_by(self) -> datetime | None:
        """The deadline whose passing is the unit's lapse. 规范一（二）."""
        return self.spared or self.due

    @property
    def missed(self) -> bool:
        """Whether a deadline before the present one was missed, by which the unit stays judged. 督办二（五）3."""
        return self.spared is not None and self.due is not None and self.spared < self.due


NO_LIMITS = Limits()


class Secrecy(NamedTuple):
    """How far a citizen could be contacted: ``secret`` from the unit, ``waived`` altogether. 规范一（一）1."""

    secret: bool
    waived: bool


@dataclass(frozen=True, slots=True)
class Round:
    """One round of handling by one unit; round 2 and later are 再处置. Earlier rounds never change.

    ``counted_from`` is when a change of the level started the clock anew; None while it runs from ``begun``, which is
    the hand-over, or the split where the clock had run out while the ticket was merged. ``settled_answer`` says by
    a person's decision whether the citizen was answered within one working day.

    ``closed_with`` is how far the citizen could be contacted until now, where the round begins with a closed ticket
    that was sent back: a later 免联 changes nothing of what was closed before.

    A unit whose 退单 was granted leaves its round behind; the next unit's round has the same number, because moving a
    ticket to the right unit is no 再处置.
    """

    number: int = 1
    unit: str = ""
    handed_on: datetime | None = None
    counted_from: datetime | None = None
    resumed_at: datetime | None = None
    settled_answer: Entry | None = None
    reason: str = ""
    accepted: Entry | None = None
    limits: Limits = NO_LIMITS
    contacts: tuple[Entry, ...] = ()
    answers: tuple[Entry, ...] = ()
    explanations: tuple[Entry, ...] = ()
    surveys: Entries = ()
    result: Entry | None = None
    revisions: Entries = ()
    reviews: Entries = ()
    callbacks: Entries = ()
    closing: Entry | None = None
    closed_with: Secrecy | None = None
    verifications: Entries = ()
    joints: Entries = ()
    platform_closings: Entries = ()
    sheet_returns: Entries = ()
    returns: Requests = ()
    extensions: Requests = ()
    unfounded: Requests = ()

    @property
    def begun(self) -> datetime | None:
        """T0: when the clock of the round began to run."""
        return self.resumed_at or self.handed_on

    @property
    def satisfaction(self) -> Entry | None:
        """The satisfaction form that counts: that of the last day, for the citizen may think again. 规范一（六）1."""
        return last_happened(self.surveys, SURVEYED_ON)

    @property
    def review(self) -> Entry | None:
        """The review that counts: one that sends the ticket out again stands until it went out. 规范一（六）2."""
        return _ruling(self.reviews)

    @property
    def callback(self) -> Entry | None:
        """The callback that counts: one that sends the ticket out again stands until it went out. 规范一（六）2."""
        return _ruling(self.callbacks)

    @property
    def verification(self) -> Entry | None:
        """The leader's verification that counts: the last. 规范一（一）2."""
        return last_happened(self.verifications, VERIFIED_ON)

    @property
    def joint(self) -> Entry | None:
        """What was settled last about the units that help. 规范一（一）2."""
        return newest(self.joints)

    @property
    def accepted_at(self) -> datetime | None:
        """When the unit took the ticket on (接单)."""
        return ACCEPTED_AT.of(self.accepted)

    @property
    def closed_at(self) -> datetime | None:
        """When the ticket was closed after this round; it stays though the ticket goes out again later."""
        return CLOSED_AT.of(self.closing)

    @property
    def handler(self) -> str:
        """承办人, as far as the unit named one when it took the ticket on."""
        return HANDLER.of(self.accepted)

    @property
    def returned(self) -> bool:
        """True once the centre took the ticket back from the unit. 规范一（三）."""
        return any(request.granted for request in self.returns)

    @property
    def co_units(self) -> tuple[str, ...]:
        """The units that help; the unit of the round stays answerable. 规范一（一）2."""
        return CO_UNITS.of(self.joint)

    @property
    def extended_times(self) -> int:
        """How many extensions were granted. 规范一（四）."""
        return sum(request.granted for request in self.extensions)

    @property
    def unfounded_filed(self) -> Request | None:
        """The 不属实情况说明 that is filed with the centre. 规范一（五）."""
        return next((request for request in reversed(self.unfounded) if request.granted), None)

    @property
    def failed(self) -> bool:
        """True when the review or the callback sent the ticket out again. 规范一（六）2."""
        return any(_sends_out(entry) for entry in (*self.reviews, *self.callbacks))

    def ended(self, entry: Entry, why: str) -> Round:
        """The same round once it is over: requests that waited for an answer are void."""
        return replace(
            self,
            returns=ended_by(self.returns, entry, why),
            extensions=ended_by(self.extensions, entry, why),
            unfounded=ended_by(self.unfounded, entry, why),
        )

    @property
    def grade(self) -> Grade | None:
        """The citizen's grade on the satisfaction form."""
        word = GRADE.of(self.satisfaction)
        return Grade(word) if word else None

    @property
    def finding(self) -> Entry | None:
        """What holds of the result: as the unit reported it, or as supervision changed it later. 督办二（三）2（3）."""
        return newest(self.revisions) or self.result

    @property
    def resolution(self) -> Resolution | None:
        """是否解决 as it holds now."""
        word = RESOLUTION.of(self.finding)
        return Resolution(word) if word else None


def _sends_out(entry: Entry) -> bool:
    return VERDICT.of(entry) == Verdict.AGAIN


def _ruling(entries: Entries) -> Entry | None:
    """What sends out again stands, whatever a second record says; else the last call or review counts."""
    return last_happened(tuple(entry for entry in entries if _sends_out(entry)) or entries)


NO_ROUND = Round()
