"""Tickets that may be about the same matter (重复工单): found by rules, confirmed by a person. 督办二（一）4.

A candidate shares a phone or an address, says much the same, or its number is quoted. The evidence stands side by side
for the person who decides; nothing is joined by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from hotline_desktop.domain.repeats.similarity import (
    Place,
    Said,
    Weighed,
    overlap,
    pieces,
    place,
    shared_texts,
    tells_more,
)

MUCH_THE_SAME = 0.3
_SAME_ELSEWHERE = 0.6
# Of what is asked for so much must be the same already with all pieces counting alike, which is known at once. How
# telling they are changes a share by a fifth as a rule, and to find that out is most of the work.
_AT_LEAST_PLAINLY = 0.5
# 8 digits at least: the date that a ticket number begins with. A phone has 11 and begins otherwise.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z-]{7,29}(?![0-9A-Za-z])")
# Most texts hold nothing that long: they need not be spelled anew.
_LONG = re.compile(r"[0-9A-Za-z\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d]{8}")
_MARK = re.compile(_LONG.pattern.removesuffix("{8}"))  # one of them, found in a quarter of the time
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d]")
_MOBILE = re.compile(r"1[3-9]\d{9}")


class Sign(StrEnum):
    """What makes two tickets look like one matter, strongest first."""

    QUOTED = "文中提到工单号"
    PHONE = "同一电话"
    ADDRESS = "同一地址"
    CONTENT = "内容相似"


_STRENGTH = {Sign.QUOTED: 4.0, Sign.PHONE: 1.0, Sign.ADDRESS: 1.5, Sign.CONTENT: 2.0}


Weigh = Callable[[], Mapping[str, float]]


class Known(NamedTuple):
    """What is compared of a ticket: its number, phones, address and what was said (title and content)."""

    number: str
    phones: tuple[str, ...] = ()
    address: str = ""
    text: str = ""


def joined(title: str, content: str) -> str:
    """Title and content as one text; a title that the content says again stands once."""
    return content if title in content else f"{title}\n{content}"


class Evidence(NamedTuple):
    """One sign with what stands on either side; ``shared`` are the words that both say, ``share`` how much of the
    shorter text the other one says too (0 to 1).
    """

    sign: Sign
    here: str
    there: str
    shared: tuple[str, ...] = ()
    share: float = 0.0

    @property
    def as_text(self) -> str:
        """The sign as it is shown: 同一电话, 内容相似 63%."""
        return f"{self.sign.value} {self.share:.0%}" if self.sign is Sign.CONTENT else self.sign.value


class Repeat(NamedTuple):
    """A candidate, with every sign that speaks for it; ``strength`` orders candidates and means nothing else."""

    number: str
    evidence: tuple[Evidence, ...]
    strength: float

    @property
    def reason(self) -> str:
        """The signs in words: 同一电话、内容相似 63%."""
        return "、".join(each.as_text for each in self.evidence)


def quoted_numbers(text: str) -> tuple[str, ...]:
    """Ticket numbers that a text may quote, in order, each once; telephone numbers are none."""
    first = _MARK.search(text)
    if first is None or not _LONG.search(text, first.start()):
        return ()
    return _quoted_numbers(text)


@lru_cache(maxsize=1_024)
def _quoted_numbers(text: str) -> tuple[str, ...]:
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return tuple(
        dict.fromkeys(
            number for number in found if sum(mark.isdigit() for mark in number) >= 8 and not _MOBILE.fullmatch(number)
        )
    )


def find_repeats(
    ticket: Known,
    others: Iterable[Known],
    ruled_out: Iterable[str] = (),
    most: int = 20,
    weight: Mapping[str, float] | None = None,
) -> tuple[Repeat, ...]:
    """The candidates among ``others``, strongest first. ``ruled_out`` are numbers that a person said no to.

    With ``weight`` (how telling pieces are, see ``similarity``) what every ticket of the office says counts little.
    """
    weigh = None if weight is None else lambda: weight
    return tuple(map(with_shared_texts, likeliest(ticket, others, ruled_out, most, weigh)))


def likeliest(
    ticket: Known,
    others: Iterable[Known],
    ruled_out: Iterable[str],
    most: int,
    weigh: Weigh | None,
    unlike: Container[str] = (),
) -> tuple[Repeat, ...]:
    """As ``find_repeats``, without the words that both say: see ``with_shared_texts``.

    ``weigh`` tells the weights; it is asked only where another text has enough in common for them to matter. ``unlike``
    are numbers of tickets whose texts are known to have next to nothing in common with this one, and not to quote it.
    """
    skipped = {ticket.number, *ruled_out}
    asked = _Asked(ticket, weigh, unlike)
    found = [
        Repeat(other.number, evidence, sum(_weight(each) for each in evidence))
        for other in others
        if other.number not in skipped and (evidence := asked.evidence(other))
    ]
    found.sort(key=lambda repeat: (-repeat.strength, repeat.number))
    return tuple(found[:most])


def with_shared_texts(repeat: Repeat) -> Repeat:
    """A candidate with the words that its ticket and the other one both say, which take time to find."""
    return repeat._replace(evidence=tuple(map(_with_shared_text, repeat.evidence)))


def evidence_of(here: Known, there: Known) -> Iterator[Evidence]:
    """Everything that speaks for the two tickets being about one matter."""
    asked = _Asked(here, None)
    return map(_with_shared_text, (*asked.marks(there, place(there.address)), *asked.texts(there, MUCH_THE_SAME)))


class _Asked:
    """A ticket that is held against many others: whatever need be worked out but once, and no sooner than asked for."""

    def __init__(self, ticket: Known, weigh: Weigh | None, unlike: Container[str] = ()) -> None:
        self._ticket, self._weigh, self._unlike = ticket, weigh, unlike
        self._quoted = quoted_numbers(ticket.text)
        self._place, self._phones = Place(ticket.address), frozenset(ticket.phones)

    @cached_property
    def _said(self) -> Said:
        return Said(pieces(self._ticket.text))

    @cached_property
    def _weighed(self) -> Weighed:
        return Weighed(pieces(self._ticket.text), {} if self._weigh is None else self._weigh())

    def evidence(self, other: Known) -> tuple[Evidence, ...]:
        """Everything that speaks for the two being about one matter, but for the words that both say.

        Empty where only the texts speak for it, and it is the same sort of matter at another place: the addresses have
        nothing in common, or little while the texts do not speak loudly.
        """
        there = place(other.address)
        if marks := self.marks(other, there):
            return (*marks, *self.texts(other, MUCH_THE_SAME))
        if other.number in self._unlike:
            return ()
        elsewhere = self._place.is_told and tells_more(there)
        if elsewhere and self._place.is_apart(there):
            return ()
        # Most texts have little in common, which is told sooner than what two addresses have.
        texts = self.texts(other, _SAME_ELSEWHERE if elsewhere else MUCH_THE_SAME)
        if not texts or (near := self._place.meets(other.address)) is None:
            return texts
        return texts if near and texts[0].share >= _SAME_ELSEWHERE else ()

    def marks(self, other: Known, there: str) -> list[Evidence]:
        """What the two have in common beside their words; ``there`` is the other's place."""
        ticket, found = self._ticket, list[Evidence]()
        if other.number in self._quoted:
            found.append(Evidence(Sign.QUOTED, ticket.text, other.number, (other.number,)))
        elif self._may_quote(other) and ticket.number in quoted_numbers(other.text):
            found.append(Evidence(Sign.QUOTED, ticket.number, other.text, (ticket.number,)))
        if not self._phones.isdisjoint(other.phones):
            phones = tuple([phone for phone in ticket.phones if phone in other.phones])
            found.append(Evidence(Sign.PHONE, "、".join(ticket.phones), "、".join(other.phones), phones))
        if self._place.is_one_with(there):
            found.append(Evidence(Sign.ADDRESS, ticket.address, other.address))
        return found

    def _may_quote(self, other: Known) -> bool:
        """No where the other certainly does not name the ticket's number, which is told sooner than what it names."""
        if other.number in self._unlike:
            return False
        return self._ticket.number in other.text or _WIDE.search(other.text) is not None

    def texts(self, other: Known, least: float) -> tuple[Evidence, ...]:
        """That the two say much the same, where ``least`` of the shorter text stands in the other one too."""
        plainly = least * _AT_LEAST_PLAINLY
        if other.number in self._unlike or not self._said.may_reach(plainly, other.text):
            return ()
        there = pieces(other.text)
        share = overlap(pieces(self._ticket.text), there)
        if share >= plainly and self._weigh is not None:
            share = self._weighed.overlap(there)
        return (Evidence(Sign.CONTENT, self._ticket.text, other.text, (), share),) if share >= least else ()


def _with_shared_text(evidence: Evidence) -> Evidence:
    if evidence.sign in (Sign.ADDRESS, Sign.CONTENT):
        return evidence._replace(shared=shared_texts(evidence.here, evidence.there))
    return evidence


def groups(links: Mapping[str, Iterable[str]]) -> tuple[frozenset[str], ...]:
    """Confirmed groups from what each ticket names as its repeats: whoever is linked belongs together."""
    neighbours: dict[str, set[str]] = {}
    for number, others in links.items():
        for other in others:
            neighbours.setdefault(number, set()).add(other)
            neighbours.setdefault(other, set()).add(number)
    left, found = set(neighbours), []
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = {other for number in edge for other in neighbours[number]} - group
        left -= group
        found.append(frozenset(group))
    return tuple(found)


def _weight(evidence: Evidence) -> float:
    return _STRENGTH[evidence.sign] * (0.5 + evidence.share if evidence.sign is Sign.CONTENT else 1.0)
