"""A period as it is typed on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_desktop.cli.session import WrongUsage
from hotline_desktop.domain.terms.errors import HotlineError

if TYPE_CHECKING:
    from hotline_desktop.domain.statistics.periods import StatPeriod
    from hotline_desktop.services.office import Office


def typed_period(office: Office, typed: str) -> StatPeriod:
    """The period that a word on the command line means. Raises WrongUsage."""
    try:
        return office.statistics.read(typed)
    except HotlineError as error:
        raise WrongUsage(str(error).rstrip("。")) from None
