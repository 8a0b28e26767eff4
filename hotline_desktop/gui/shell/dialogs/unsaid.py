"""Messages that came up while nobody was logged in: each waits for the person whom it is meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """Told in a box with ``title``, or without one at the window's foot, where ``action`` may offer ``callback``
    and ``take_back`` withdraws the step that is told of.

    ``of_office`` is what concerns the office and nobody's work (a backup that failed, a reminder): whoever comes next
    is told it. Anything else may name a citizen, and is only for the person who worked when it happened.
    """

    text: str
    title: str = ""
    action: str = ""
    callback: Callable[[], None] | None = None
    take_back: Callable[[], None] | None = None
    of_office: bool = False


class Unsaid:
    """Words that wait, the oldest first, until the program is closed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Message]] = []

    def keep(self, person: str, message: Message) -> None:
        """Lets ``message`` wait for ``person``, what is the office's for whoever comes next."""
        self._waiting.append((person, message))

    def take(self, person: str) -> list[Message]:
        """What ``person`` is to be told now; it does not wait any longer."""
        taken = [(whose, message) for whose, message in self._waiting if whose == person or message.of_office]
        self._waiting = [entry for entry in self._waiting if entry not in taken]
        return [message for _whose, message in taken]
