"""What of a confidential ticket (信息保密) may leave the centre: neither the citizen's name nor a number, also where
texts repeat them. 规范一（一）1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline_desktop.domain.terms.options import Exemption
from hotline_desktop.domain.terms.phones import mask_id_numbers
from hotline_desktop.domain.ticket.ticket import Facts, Ticket

WITHHELD = "（保密）"
_SHORTEST_NAME = 2  # a lone surname stands in half of all texts
_LOCAL_DIGITS = 7  # a landline may be told without its area code
_FULL_WIDTH = ord("０") - ord("0")


def is_withheld(ticket: Ticket) -> bool:
    """Whether the citizen's name and phone stay with the centre (信息保密)."""
    return ticket.facts.confidential or ticket.exemption is Exemption.CONFIDENTIAL


def open_caller(ticket: Ticket) -> str:
    """The citizen's name, or what stands for it."""
    return WITHHELD if is_withheld(ticket) else ticket.facts.caller


def open_phones(ticket: Ticket) -> str:
    """The citizen's numbers joined by 、, or what stands for them."""
    return WITHHELD if is_withheld(ticket) else "、".join(ticket.facts.phones)


def open_text(ticket: Ticket, text: str) -> str:
    """``text`` about the ticket as it may leave the centre."""
    return _withhold(text, ticket.facts) if is_withheld(ticket) else text


def without_people(text: str, tickets: Sequence[Ticket]) -> str:
    """``text`` about several tickets as it may leave the centre."""
    for ticket in tickets:
        text = open_text(ticket, text)
    return text


def _withhold(text: str, facts: Facts) -> str:
    """``text`` without the citizen's name and numbers, however the digits are spaced."""
    for name in re.split(r"[、，,;；/\s]+", facts.caller):
        if len(name) >= _SHORTEST_NAME:
            text = text.replace(name, WITHHELD)
    for phone in facts.phones:
        text = _number_pattern(phone).sub(WITHHELD, text)
        _area, *local = phone.split("-")
        if local and len(local[0]) >= _LOCAL_DIGITS:
            text = _number_pattern(local[0]).sub(WITHHELD, text)
    return mask_id_numbers(text)


def _number_pattern(number: str) -> re.Pattern[str]:
    """Finds a telephone number in free text, in half- or full-width digits, with or without spaces and dashes."""
    either = [f"[{digit}{chr(ord(digit) + _FULL_WIDTH)}]" for digit in number if digit in "0123456789"]
    return re.compile(r"(?<!\d)" + r"[\s\-－—]?".join(either) + r"(?!\d)") if either else re.compile(r"(?!)")
