"""What the checks share: their folder, the offices they work on, and how they report a failure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.office import Office

CLERK = "自检"
NUMBER, SECOND_NUMBER = "20220905100001", "20220905100002"
UNIT = "海虹居委"


@dataclass(frozen=True, slots=True)
class Check:
    """How one check went; ``seen`` is what was seen, or why it failed."""

    label: str
    passed: bool
    seen: str = ""
    seconds: float = 0.0


class Failed(Exception):
    """A check saw something else than it should; ``str()`` says what, in Chinese."""


def expect(seen: object, expected: object, what: str) -> None:
    """Raises Failed where the two differ."""
    if seen != expected:
        raise Failed(f"{what}应为 {expected}，实为 {seen}")


def expect_some(seen: object, what: str) -> None:
    """Raises Failed where there is nothing."""
    if not seen:
        raise Failed(f"没有{what}")


@dataclass(slots=True)
class Bench:
    """``office`` is a small one in which everything is done; ``example`` has tickets and cases in every stage."""

    folder: Path
    office: Office = field(init=False)
    example: Office = field(init=False)

    @property
    def data_dir(self) -> Path:
        """Where the small office lies."""
        return self.folder / "数据 夹"

    def ticket(self) -> int:
        """The ticket that the checks handle."""
        return self.office.tickets.find(NUMBER)

    def path(self, name: str) -> Path:
        """A file to be written, in a folder with Chinese letters and a space as many users have."""
        out = self.folder / "输出 文件"
        out.mkdir(exist_ok=True)
        return out / name

    def close(self) -> None:
        """Lets go of every file."""
        for name in ("office", "example"):
            with suppress(AttributeError, HotlineError):
                getattr(self, name).close()
