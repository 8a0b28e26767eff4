"""Numbers are given once: 转办编号, 督办编号, 档号 and those of every register are unique in the office.

A number that was given is not given again, also where its step was withdrawn.
规范一（三）-（五）,（七）; 督办二（三）1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import cases, registers, tickets


def _one(owner: int | None) -> tuple[int, ...]:
    return () if owner is None else (owner,)


# Whose each number of a sequence is: the ids of the records that have it.
_OWNERS: dict[str, Callable[[Connection, str], Sequence[int]]] = {
    "transfer": lambda c, number: _one(tickets.with_transfer_number(c, number)),
    "case": lambda c, number: _one(cases.find(c, number)),
    "file": lambda c, number: _one(cases.find_filed(c, number)),
    **{
        name: lambda c, number, name=name: registers.given_number(c, name, number)  # type: ignore[misc]
        for name in ("return", "extension", "unfounded", "unsatisfied")
    },
}
_KEPT_BY_ITS_RECORD = frozenset(("transfer", "case", "file"))  # the record keeps it from step to step


def is_given(c: Connection, sequence: str, number: str) -> bool:
    """Whether a record has that number."""
    return bool(_OWNERS[sequence](c, number))


def holders(c: Connection, sequence: str, number: str) -> tuple[tuple[str, int], ...]:
    """The kinds and ids of the records that have that number."""
    usual = "case" if sequence in ("case", "file") else "ticket"
    return tuple((usual, owner) if owner > 0 else ("case", -owner) for owner in _OWNERS[sequence](c, number))


def number_blockers(c: Connection, word: str, owner: int | None, step: Step[Any], entry: Entry) -> Iterator[Blocker]:
    """A blocker for each number of ``entry`` that another record has, a ``word`` like 工单; ``owner`` is None for a
    new one.
    """
    for field in step.fields:
        number = entry.values.get(field.key)
        if not field.register or not isinstance(number, str):
            continue
        own = owner if field.register in _KEPT_BY_ITS_RECORD or step.corrects else None
        if any(other != own for other in _OWNERS[field.register](c, number)):
            yield Blocker(field.clause or step.clause, f"{field.label} {number} 已经给了别的{word}", field.key)
