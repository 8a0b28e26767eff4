"""Tickets that may be about one matter (重复工单), and units that handled the like: looked up, shown with what speaks
for it, decided by a person. 规范一（一）1, 督办二（一）4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from hotline_desktop.domain.records.engine import take
from hotline_desktop.domain.records.summaries import HIDDEN, Changes, TicketSummary
from hotline_desktop.domain.repeats.candidates import (
    Evidence,
    Known,
    Repeat,
    Sign,
    evidence_of,
    joined,
    likeliest,
    quoted_numbers,
    with_shared_texts,
)
from hotline_desktop.domain.repeats.similarity import pieces
from hotline_desktop.domain.repeats.suggestions import ONE_YEAR, PastTicket, Suggestion, suggest_units
from hotline_desktop.domain.terms.errors import HotlineError, NotFound, StepRefused
from hotline_desktop.domain.terms.phones import normalise_phones
from hotline_desktop.domain.terms.progress import Progress, untold
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.text import typed_text
from hotline_desktop.domain.ticket.fields import ASKED_BY
from hotline_desktop.domain.ticket.labels import changed_labels
from hotline_desktop.domain.ticket.masking import hide_confidential, open_text
from hotline_desktop.domain.ticket.steps.intake import ADDRESS, CONTENT, NUMBER, PHONES, TITLE
from hotline_desktop.domain.ticket.steps.links import (
    MERGE,
    REPEAT_CONFIRM,
    REPEAT_EVIDENCE,
    REPEAT_RULE_OUT,
    REPEATED,
    WHY_NO_REPEAT,
)
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Facts, Ticket
from hotline_desktop.services.foundation.beside_others import beside_others
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records.links import tell_linked, wrong_links
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import units
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.searching import match_keys, rare_pieces
from hotline_desktop.storage.searching.rare_pieces import Search

MOST = 10
_MUCH_SHORTER = 0.7
_AT_ONCE = 250  # tickets that are looked up together: what they ask for lies near to what the others do
_COMPARED = 60  # tickets that share a phone, a place or a quoted number, and as many alike in their words
_ALIKE, _PAST = 600, 150  # tickets alike in their words, and how many of the last year are compared for a suggestion
_DECIDED = "经核对，属同一事项"
_SETTLING = tuple(step.id for step in (MERGE, REPEAT_CONFIRM, REPEAT_RULE_OUT))  # by which a person decides

About = int | Mapping[str, object]


class RepeatCandidate(NamedTuple):
    """A ticket that may be about the same matter, with everything that speaks for it; ``strength`` orders them.

    A confidential caller's name and phones are hidden, in the evidence too.
    """

    ticket: TicketSummary
    evidence: tuple[Evidence, ...]
    strength: float

    @property
    def reason(self) -> str:
        """What speaks for it in words: 同一电话、内容相似 63%."""
        return "、".join(each.as_text for each in self.evidence)


class PossibleRepeat(NamedTuple):
    """A ticket of an import with the number of tickets that it may repeat, and the likeliest of them."""

    ticket: TicketSummary
    number: int
    likeliest: RepeatCandidate


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a look-up is made with. ``own`` is the ticket's id, 0 where it is being typed; ``decided`` are the numbers
    on which a person has said yes or no, ``returned_by`` the units whose 退单 was granted.
    """

    known: Known
    title: str
    content: str
    own: int = 0
    decided: tuple[str, ...] = ()
    returned_by: frozenset[str] = frozenset()

    @property
    def search(self) -> Search:
        """As similar texts are looked for."""
        return Search(pieces(self.known.text), self.own)

    @property
    def row(self) -> dict[str, str]:
        """As a ticket's row has it."""
        known = self.known
        return {
            PHONES.key: "、".join(known.phones),
            ADDRESS.key: known.address,
            TITLE.key: self.title,
            CONTENT.key: self.content,
        }


class _Near(NamedTuple):
    """The tickets that one is held against, by their ids. ``holding`` are all that hold any rare piece of its text; it
    is None where that tells nothing. ``quoting`` are all that name its number, or that of one looked up along with it.
    """

    ids: tuple[int, ...]
    holding: Set[int] | None
    quoting: Set[int]

    def unlike(self, known: Known, others: Mapping[int, Known]) -> set[str]:
        """The numbers of those whose texts need not be looked into: none of many pieces of it stands in them.

        A much shorter text is held against it all the same: it may stand in it whole and hold few of its pieces.
        """
        if self.holding is None:
            return set()
        short = len(known.text) * _MUCH_SHORTER
        rest = [ticket_id for ticket_id in self.ids if ticket_id not in self.holding and ticket_id not in self.quoting]
        return {other.number for ticket_id in rest if (other := others.get(ticket_id)) and len(other.text) >= short}


class Repeats:
    """What may repeat a ticket that is there (by its id) or is being typed (by the values of the form)."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office
        self._pieces = rare_pieces.RarePieces()

    # -- looking -------------------------------------------------------------------------------------------

    def candidates(self, about: About, limit: int = MOST) -> tuple[RepeatCandidate, ...]:
        """The likeliest first, history tickets among them; what a person decided on is left out. Raises NotFound."""
        with self._office.db.read() as c:
            matter = _matter(c, about)
            (near,) = self._near(c, [matter])
            found = self._found(c, matter, near, match_keys.compared(c, near.ids), limit)
            return tuple(_candidate(line, found[line.id]) for line in tickets.summaries_of(c, found))

    def group(self, ticket_id: int) -> tuple[TicketSummary, ...]:
        """The confirmed group, the ticket itself among it, the oldest call first; empty where it is in none."""
        with self._office.db.read() as c:
            lines = tickets.summaries_of(c, _members(c, ticket_id))
        if len(lines) < 2:
            return ()
        ordered = sorted(lines, key=lambda line: (line.called_at or line.received_at or self._office.now(), line.id))
        return tuple(hide_confidential(line) for line in ordered)

    def of_import(self, batch_id: int) -> tuple[int, ...]:
        """The tickets of an import that are to be handled here: those that are worth looking up."""
        with self._office.db.read() as c:
            return tickets.of_batch(c, batch_id, history=False)

    @beside_others()
    def look_up(self, ticket_ids: Iterable[int], progress: Progress | None = None) -> tuple[PossibleRepeat, ...]:
        """Those of the tickets that may repeat others. Nobody waits meanwhile. Raises what ``progress`` raises."""
        listed, report = list(ticket_ids), progress or untold
        found: list[PossibleRepeat] = []
        with self._office.db.aside(progress) as c:
            for start in range(0, len(listed), _AT_ONCE):
                report(start, len(listed))
                found += self._looked_up(c, listed[start : start + _AT_ONCE])
            report(len(listed), len(listed))
        return tuple(found)

    def _looked_up(self, c: Connection, ticket_ids: Sequence[int]) -> Iterator[PossibleRepeat]:
        lines = tickets.summaries_of(c, ticket_ids)
        matters = [_Matter(_known(line), line.title, line.content, line.id) for line in lines]
        near = self._near(c, matters)
        others = match_keys.compared(c, sorted({ticket_id for each in near for ticket_id in each.ids}))
        settled = tickets.having_steps(c, ticket_ids, _SETTLING)
        found: dict[int, dict[int, Repeat]] = {}
        for line, matter, each in zip(lines, matters, near, strict=True):
            likely = self._found(c, matter, each, others, MOST)
            if likely and line.id in settled:  # few: only of these the history must tell what a person decided
                decided = _matter_of(tickets.load(c, line.id)).decided
                likely = self._found(c, replace(matter, decided=decided), each, others, MOST)
            if likely:
                found[line.id] = likely
        first = {ticket_id: next(iter(likely)) for ticket_id, likely in found.items()}
        shown = {line.id: line for line in tickets.summaries_of(c, first.values())}
        for line in lines:
            if likely := found.get(line.id, {}):
                likeliest_id = first[line.id]
                told = _candidate(shown[likeliest_id], likely[likeliest_id])
                yield PossibleRepeat(hide_confidential(line), len(likely), told)

    def suggest_units(self, about: About) -> tuple[Suggestion, ...]:
        """Units that handled similar tickets in the last year, each with the reason in words. Raises NotFound."""
        now = self._office.now()
        with self._office.db.read() as c:
            matter = _matter(c, about)
            weight = self._weights(c, matter)
            alike = self._pieces.holding_most(c, matter.search, _ALIKE)
            similar = (*alike, *match_keys.sharing(c, matter.row, "", _COMPARED))
            recent = tickets.received_since(c, dict.fromkeys(similar), now - ONE_YEAR)
            lines = tickets.summaries_of(c, recent[:_PAST])
            register = units.register(c)
        words = {*(line.unit for line in lines), *matter.returned_by}
        called = {word: register.called(word) or word for word in words}  # what a renamed unit did is its own still
        unsuited = register.closed | {called[unit] for unit in matter.returned_by}
        past = [
            PastTicket(_text(line), line.address, called[line.unit], line.received_at)
            for line in lines
            if line.received_at and line.number != matter.known.number and called[line.unit] not in unsuited
        ]
        return suggest_units(matter.known.text, matter.known.address, past, now, weight=weight)

    def _near(self, c: Connection, matters: Sequence[_Matter]) -> list[_Near]:
        found = []
        alike = self._pieces.alike(c, [matter.search for matter in matters], _COMPARED)
        quoting = match_keys.quoting(c, [matter.known.number for matter in matters])
        for matter, said in zip(matters, alike, strict=True):
            quoted = tickets.known(c, quoted_numbers(matter.known.text)).values()
            marked = match_keys.sharing(c, matter.row, matter.known.number, _COMPARED)
            found.append(_Near(tuple(dict.fromkeys((*quoted, *marked, *said.likeliest))), said.holding, quoting))
        return found

    def _found(
        self, c: Connection, matter: _Matter, near: _Near, others: Mapping[int, Known], limit: int
    ) -> dict[int, Repeat]:
        """What speaks for each of the likeliest, by their ids, the likeliest first."""
        held = {other.number: ticket_id for ticket_id in near.ids if (other := others.get(ticket_id))}
        unlike = near.unlike(matter.known, others)
        known, weigh = map(others.__getitem__, held.values()), partial(self._weights, c, matter)
        found = likeliest(matter.known, known, matter.decided, limit, weigh, unlike)
        return {held[each.number]: each for each in found}

    def _weights(self, c: Connection, matter: _Matter) -> dict[str, float]:
        """How telling the pieces of a matter are."""
        return self._pieces.weights(c, pieces(matter.known.text))

    # -- deciding ------------------------------------------------------------------------------------------

    def confirm(self, ticket_ids: Iterable[int], by: str, evidence: str = "") -> Changes:
        """Makes one group of the tickets and of what they were grouped with; every one's history says so.

        Raises HotlineError for fewer than two tickets, NotFound. Nothing changes then.
        """
        listed = list(dict.fromkeys(ticket_ids))
        if len(listed) < 2:
            raise HotlineError("确认重复至少要两张工单。工单没有变动。")
        with self._office.write(Right.HANDLE, by) as c:
            first, *rest = _lines(c, listed)
            message = typed_text(evidence) or _message(first, rest)
            values = {REPEATED.key: tuple(line.number for line in rest), REPEAT_EVIDENCE.key: message}
            return self._link(c, REPEAT_CONFIRM, first.id, values, by)

    def rule_out(self, ticket_id: int, others: Iterable[int], by: str, why: str) -> Changes:
        """Says that the ticket is about another matter than ``others``: they are no candidates for it any more.

        Raises HotlineError without a reason, NotFound. Nothing changes then.
        """
        if not typed_text(why):
            raise HotlineError("认定不是重复工单要写理由。工单没有变动。")
        with self._office.write(Right.HANDLE, by) as c:
            _lines(c, (ticket_id,))
            numbers = tuple(line.number for line in _lines(c, others) if line.id != ticket_id)
            return self._link(c, REPEAT_RULE_OUT, ticket_id, {REPEATED.key: numbers, WHY_NO_REPEAT.key: why}, by)

    def leave(self, ticket_id: int, by: str, why: str) -> Changes:
        """Takes the ticket out of its group, of which the rest stays. Raises as ``rule_out``."""
        return self.rule_out(ticket_id, [line.id for line in self.group(ticket_id)], by, why)

    def _link(self, c: Connection, step: TicketStep, ticket_id: int, values: Mapping[str, object], by: str) -> Changes:
        """Takes a step that names other tickets, which say the same then."""
        before = tickets.load(c, ticket_id)
        after, entry = take(step, before, values, self._office.context(c, by))
        if against := tuple(wrong_links(c, ticket_id, before, after)):
            raise StepRefused(step.label, against)
        tickets.record(c, ticket_id, after, entry, *changed_labels(before, after))
        return Changes(tickets=tell_linked(c, after, entry) | {ticket_id}, cases=True)


def _members(c: Connection, ticket_id: int) -> set[int]:
    """The ticket and all that a person confirmed as the same matter."""
    found: set[int] = set()
    edge = {ticket_id} if tickets.is_there(c, ticket_id) else set()
    while edge:
        found |= edge
        named = {number for member in edge for number in tickets.load(c, member).repeats}
        edge = set(tickets.known(c, sorted(named)).values()) - found
    return found


def _candidate(line: TicketSummary, found: Repeat) -> RepeatCandidate:
    repeat = with_shared_texts(found)
    if not line.confidential:
        return RepeatCandidate(line, repeat.evidence, repeat.strength)
    facts = Facts(caller=line.caller, phones=_phones(line), confidential=True)
    evidence = tuple(_without_people(each, Ticket(facts)) for each in repeat.evidence)
    return RepeatCandidate(hide_confidential(line), evidence, repeat.strength)


def _without_people(evidence: Evidence, ticket: Ticket) -> Evidence:
    if evidence.sign is Sign.PHONE:
        return evidence._replace(there=HIDDEN)
    return evidence._replace(there=open_text((ticket,), evidence.there))


def _matter(c: Connection, about: About) -> _Matter:
    if not isinstance(about, int):
        return _typed(about)
    if not tickets.is_there(c, about):
        raise NotFound("没有这张工单，可能已随导入一起撤销。请刷新列表后再看。")
    return replace(_matter_of(tickets.load(c, about)), own=about)


def _matter_of(ticket: Ticket) -> _Matter:
    facts = ticket.facts
    known = Known(facts.number, facts.phones, facts.address, joined(facts.title, facts.content))
    decided = (*ticket.repeats, *ticket.not_repeats, ticket.merged_into)
    returned_by = frozenset(ASKED_BY.of(request.asked) for request in ticket.returns if request.granted)
    return _Matter(known, facts.title, facts.content, decided=decided, returned_by=returned_by)


def _typed(values: Mapping[str, object]) -> _Matter:
    """What a form holds so far; nothing in it need be complete."""
    raw = values.get(PHONES.key)
    spoken = "、".join(map(str, raw)) if isinstance(raw, tuple | list) else str(raw or "")
    number, address, title, content = (
        str(values.get(field.key) or "").strip() for field in (NUMBER, ADDRESS, TITLE, CONTENT)
    )
    phones = tuple(phone.text for phone in normalise_phones(spoken))
    return _Matter(Known(number, phones, address, joined(title, content)), title, content)


def _known(line: TicketSummary) -> Known:
    return Known(line.number, _phones(line), line.address, _text(line))


def _phones(line: TicketSummary) -> tuple[str, ...]:
    return tuple(line.phones.split("、")) if line.phones else ()


def _text(line: TicketSummary) -> str:
    return joined(line.title, line.content)


def _message(first: TicketSummary, rest: Iterable[TicketSummary]) -> str:
    """What speaks for a group, by the first of its tickets: the words for the histories."""
    here = _known(first)
    reasons = dict.fromkeys(each.as_text for other in rest for each in evidence_of(here, _known(other)))
    return "、".join(reasons) or _DECIDED


def _lines(c: Connection, ticket_ids: Iterable[int]) -> tuple[TicketSummary, ...]:
    listed = list(ticket_ids)
    found = tickets.summaries_of(c, listed)
    if not found or len(found) < len(listed):
        raise NotFound("其中有工单已经不在了，可能已随导入一起撤销。工单没有变动，请重新列出来再选。")
    return found
