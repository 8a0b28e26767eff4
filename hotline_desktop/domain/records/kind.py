"""What tells one kind of record from another: everything else about them is done by the same code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from hotline_desktop.domain.records import engine, withdrawal
from hotline_desktop.domain.records.at_once import AtOnce
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.steps import R, RuleContext, Step

Texts = tuple[Mapping[str, str], Mapping[str, str]]


def differences(was: Mapping[str, str], now: Mapping[str, str]) -> Texts:
    """The words that an entry changed, before and after, label by label; ``was`` is empty before the first one."""
    labels = [label for label in now if now[label] != was.get(label, "")]
    return {label: was.get(label, "") for label in labels}, {label: now[label] for label in labels}


@dataclass(frozen=True)
class RecordKind(Generic[R]):
    """One kind of record (工单, 督办件, 约谈, 案源).

    ``name`` is what tables and the chain of digests call it, ``word`` what clerks do. ``blank`` is a record before its
    first entry. ``steps`` are what a clerk can do, in the order of the way; ``by_id`` has them and what only the
    program writes down, ``attach`` and ``detach`` among it: a file came, a file was taken off. ``changed`` tells what
    an entry changed, before and after, label by label; of a new record there is no before. ``at_once`` are forms by
    which several steps are taken together.
    """

    name: str
    word: str
    blank: R
    steps: tuple[Step[R], ...]
    by_id: Mapping[str, Step[R]]
    attach: Step[R]
    detach: Step[R]
    changed: Callable[[R | None, R], Texts]
    at_once: tuple[AtOnce[R], ...] = ()

    @property
    def forms(self) -> tuple[Step[R], ...]:
        """Everything that a clerk can fill in: the steps, and the forms of several."""
        return (*self.steps, *(each.form for each in self.at_once))

    @cached_property
    def starting(self) -> Mapping[str, Step[R]]:
        """The steps and forms that make a new record, by their ids."""
        return {step.id: step for step in self.forms if step.starts}

    @cached_property
    def going_on(self) -> Mapping[str, Step[R]]:
        """The steps that a clerk can take on a record, by their ids."""
        return {step.id: step for step in self.steps if not step.starts}

    def replay(self, entries: Iterable[Entry]) -> R:
        """The record that a history leads to."""
        return engine.replay(self.blank, entries, self.by_id)

    def offers(self, record: R, context: RuleContext) -> tuple[engine.Offer[R], ...]:
        """Every step of an existing record in the order of its way, each with what stands against it now."""
        return engine.offers(record, context, self.steps)

    def awaited(self, record: R) -> tuple[Step[R], ...]:
        """The steps that the record waits for, as each tells of itself; nothing where no step can be taken."""
        if record.frozen:
            return ()
        return tuple(step for step in self.steps if step.awaited is not None and step.awaited(record))

    def withdraw(self, record: R, reason: str, context: RuleContext) -> tuple[R, Entry]:
        """The record without its last step, and the entry that says so. Raises StepRefused; nothing changed then."""
        return withdrawal.withdraw(record, self.blank, reason, context)
