"""What was to be told while nobody was logged in: it waits for the person whom it is meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Told in a box with ``title``, or without one at the window's foot, where ``action`` may offer ``callback``.

    ``of_office`` is what concerns the office and nobody's work (a backup that failed, a reminder): whoever comes next
    is told it. Anything else may name a citizen, and is only for the person who worked when it happened.
    """

    text: str
    title: str = ""
    action: str = ""
    callback: Callable[[], None] | None = None
    of_office: bool = False


class Unsaid:
    """Words that wait, the oldest first, until the program is closed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Words]] = []

    def keep(self, person: str, words: Words) -> None:
        """Lets ``words`` wait for ``person``, what is the office's for whoever comes next."""
        self._waiting.append((person, words))

    def take(self, person: str) -> list[Words]:
        """What ``person`` is to be told now; it does not wait any longer."""
        taken = [(whose, words) for whose, words in self._waiting if whose == person or words.of_office]
        self._waiting = [entry for entry in self._waiting if entry not in taken]
        return [words for _whose, words in taken]
