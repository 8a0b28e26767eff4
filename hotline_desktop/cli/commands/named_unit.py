"""The unit that ``--unit`` names, as every command that takes one reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline_desktop.cli.session import WrongUsage

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office


def named_unit(office: Office, typed: str, has_any: Callable[[str], object], what: str) -> str:
    """The unit that ``typed`` means: one of the register, or one that is known from its records alone.

    ``has_any`` says whether the office holds any ``what`` of a unit. Raises WrongUsage with those that the word may be
    a slip for, UnitRefused where it may mean several.
    """
    unit = office.units.meant(typed)
    if not has_any(unit) and (unknown := office.units.unlisted(unit)):
        raise WrongUsage(f"{unknown}，也没有它的{what}")
    return unit
