"""The code on a sheet that is awaited back: which print it is, so that its scan finds its way by itself.

It holds no personal data: a kind, how often that paper was printed, the number of the print in this office's own
list, the page, and the office. All of it stands in the characters that a QR code packs tightest.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from hotline_desktop.domain.terms.paper_kinds import PaperKind

_MARK = "HL1"
# The page that stands in the code on a later page of a Word file: which one it is, only Word knows.
FURTHER = 0
# No letter that is mistaken for a digit on a thin fax.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_OFFICE_LENGTH = 6
_SHAPE = re.compile(
    rf"{_MARK}-(?P<kind>D\d\d)-(?P<nth>\d{{1,4}})-(?P<print>\d{{1,10}})-(?P<page>\d{{1,4}})(?:/(?P<of>\d{{1,4}}))?-(?P<office>[A-Z0-9]{{1,12}})"
)

# A code once printed means the same for ever: new kinds get new numbers.
KIND_CODES: dict[PaperKind, str] = {
    PaperKind.DISPOSAL: "D01",
    PaperKind.SATISFACTION: "D02",
    PaperKind.SUPERVISION_NOTICE: "D03",
    PaperKind.RETURN: "D04",
    PaperKind.EXTENSION: "D05",
    PaperKind.UNFOUNDED: "D06",
    PaperKind.JOINT: "D07",
    PaperKind.CONTACTS: "D08",
    PaperKind.EXPLANATION: "D09",
    PaperKind.REVIEW: "D10",
    PaperKind.UNSATISFIED: "D11",
    PaperKind.BUILDING: "D12",
    PaperKind.PHONE_RECORD: "D13",
    PaperKind.SITE_RECORD: "D14",
    PaperKind.LEADER_REQUEST: "D15",
    PaperKind.MEETING_NOTICE: "D16",
    PaperKind.CLOSING_REPORT: "D17",
    PaperKind.CHECK_RECORD: "D18",
    PaperKind.TALK_NOTICE: "D19",
    PaperKind.QUARTER: "D20",
    PaperKind.MEETING_SIGN_IN: "D21",
    PaperKind.MEETING_MINUTES: "D22",
    PaperKind.TALK_RECORD: "D23",
    PaperKind.CASE_EXTENSION: "D24",
}
_KINDS = {code: kind for kind, code in KIND_CODES.items()}


@dataclass(frozen=True, slots=True)
class PrintCode:
    """What a code says. ``nth`` counts the prints of the same paper from 1, ``page`` its pages from 1, or ``FURTHER``.

    ``of`` is how many pages it has, 1 also where nobody counted them.

    ``print_id`` is the print's number in the office's list, ``office`` the office's own mark.
    """

    kind: PaperKind
    nth: int
    print_id: int
    page: int
    office: str
    of: int = 1

    @property
    def text(self) -> str:
        """What stands in the QR code: ``HL1-D01-2-1234-1-K7Q2M9``, of a longer paper ``HL1-D01-2-1234-1/2-K7Q2M9``."""
        page = f"{self.page}/{self.of}" if self.of > 1 else f"{self.page}"
        return f"{_MARK}-{KIND_CODES[self.kind]}-{self.nth}-{self.print_id}-{page}-{self.office}"


def read_code(text: str) -> PrintCode | None:
    """The code that ``text`` holds; None where it is none of this program."""
    found = _SHAPE.fullmatch(text.strip())
    kind = _KINDS.get(found["kind"]) if found else None
    if found is None or kind is None:
        return None
    return PrintCode(
        kind, int(found["nth"]), int(found["print"]), int(found["page"]), found["office"], int(found["of"] or 1)
    )


def is_office_mark(text: str) -> bool:
    """Whether a code can bear it: it is one that ``new_office_mark`` makes."""
    return len(text) == _OFFICE_LENGTH and set(text) <= set(_LETTERS)


def new_office_mark() -> str:
    """A random mark by which an office knows its own sheets again."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_OFFICE_LENGTH))
