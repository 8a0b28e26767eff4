"""Tickets that may be about the same matter (重复工单): found by rules, confirmed by a person. 督办二（一）4.

A candidate shares a phone or an address, says much the same, or its number is quoted. The evidence stands side by side
for the person who decides; nothing is joined by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.likeness import overlap, pieces, same_place, shared_words

MUCH_THE_SAME = 0.3
# 8 digits at least: the date that a ticket number begins with. A phone has 11 and begins otherwise.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z-]{7,29}(?![0-9A-Za-z])")
_MOBILE = re.compile(r"1[3-9]\d{9}")


class Sign(StrEnum):
    """What makes two tickets look like one matter, strongest first."""

    QUOTED = "引用工单号"
    PHONE = "同一电话"
    ADDRESS = "同一地址"
    CONTENT = "内容相近"


_STRENGTH = {Sign.QUOTED: 4.0, Sign.PHONE: 1.0, Sign.ADDRESS: 1.5, Sign.CONTENT: 2.0}


class Known(NamedTuple):
    """What is compared of a ticket: its number, phones, address and what was said (title and content)."""

    number: str
    phones: tuple[str, ...] = ()
    address: str = ""
    text: str = ""


class Evidence(NamedTuple):
    """One sign with what stands on either side; ``shared`` are the words that both say."""

    sign: Sign
    here: str
    there: str
    shared: tuple[str, ...] = ()


class Repeat(NamedTuple):
    """A candidate, with every sign that speaks for it; ``strength`` orders candidates and means nothing else."""

    number: str
    evidence: tuple[Evidence, ...]
    strength: float

    @property
    def reason(self) -> str:
        """The signs in words: 同一电话、内容相近."""
        return "、".join(each.sign.value for each in self.evidence)


def quoted_numbers(text: str) -> tuple[str, ...]:
    """Ticket numbers that a text may quote, in order, each once; telephone numbers are none."""
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return tuple(
        dict.fromkeys(
            number for number in found if sum(mark.isdigit() for mark in number) >= 8 and not _MOBILE.fullmatch(number)
        )
    )


def find_repeats(
    ticket: Known, others: Iterable[Known], ruled_out: Iterable[str] = (), most: int = 20
) -> tuple[Repeat, ...]:
    """The candidates among ``others``, strongest first. ``ruled_out`` are numbers that a person said no to."""
    skipped = {ticket.number, *ruled_out}
    found = [
        Repeat(other.number, evidence, sum(_weight(each) for each in evidence))
        for other in others
        if other.number not in skipped and (evidence := tuple(evidence_of(ticket, other)))
    ]
    found.sort(key=lambda repeat: (-repeat.strength, repeat.number))
    return tuple(found[:most])


def evidence_of(here: Known, there: Known) -> Iterator[Evidence]:
    """Everything that speaks for the two tickets being about one matter."""
    if there.number in quoted_numbers(here.text) or here.number in quoted_numbers(there.text):
        yield Evidence(Sign.QUOTED, here.number, there.number)
    phones = tuple(phone for phone in here.phones if phone in there.phones)
    if phones:
        yield Evidence(Sign.PHONE, "、".join(here.phones), "、".join(there.phones), phones)
    if same_place(here.address, there.address):
        yield Evidence(Sign.ADDRESS, here.address, there.address)
    if overlap(pieces(here.text), pieces(there.text)) >= MUCH_THE_SAME:
        yield Evidence(Sign.CONTENT, here.text, there.text, shared_words(here.text, there.text))


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
    return _STRENGTH[evidence.sign]
