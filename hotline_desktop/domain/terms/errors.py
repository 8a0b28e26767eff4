"""Refusals and errors of the office's rules, in the words a clerk reads."""

from collections.abc import Iterable
from typing import NamedTuple

from hotline_desktop.domain.terms.clauses import Clause


class Blocker(NamedTuple):
    """One reason why a step cannot be taken now.

    ``field`` is the key of the input field that cures it, or empty where another step must come first.
    """

    clause: Clause
    message: str
    field: str = ""

    @property
    def as_text(self) -> str:
        """The reason, and the clause that asks for it."""
        return f"{self.message}（{self.clause.ref}）"


def in_words(blockers: Iterable[Blocker]) -> str:
    """Several reasons as one sentence says them."""
    return "；".join(blocker.as_text for blocker in blockers)


class HotlineError(Exception):
    """Base of every error that a clerk can be told about; ``str()`` is the Chinese sentence."""


class StepRefused(HotlineError):
    """A step was asked for that the rules do not allow now. Nothing was changed."""

    def __init__(self, label: str, blockers: tuple[Blocker, ...]) -> None:
        self.label = label
        self.blockers = blockers
        super().__init__(f"不能办理“{label}”：{in_words(blockers)}。原来的记录没有变动。")


class MachineTrouble(HotlineError):
    """A file could not be read or written; what was kept stands in the sentence. No rule of the office is at fault."""


class NotFound(HotlineError):
    """No record has that number or name."""


class Cancelled(HotlineError):
    """The clerk stopped a long piece of work. Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("已取消，没有保存任何改动。")
