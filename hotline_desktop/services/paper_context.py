"""What every paper needs to know of the office."""

from __future__ import annotations

from datetime import datetime

from hotline_desktop.domain.papers.annex import PaperContext
from hotline_desktop.domain.terms.phones import normalise_phones
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.storage import units
from hotline_desktop.storage.database import Connection


def paper_context(office: OfficeContext, c: Connection, moment: datetime | None = None) -> PaperContext:
    """The office as papers know it, at ``moment`` or now."""
    settings = office.settings(c)
    return PaperContext(
        settings.town,
        moment or office.now(),
        office.calendar(c),
        office.rules(c),
        settings.center,
        own_numbers=frozenset(_numbers(c)),
        notice_methods=settings.notice_rungs,
        fonds=settings.fonds,
        kept_for=settings.keep_term,
    )


def _numbers(c: Connection) -> set[str]:
    """The digits of the units' telephones, with and without the area code."""
    found: set[str] = set()
    for unit in units.all(c):
        for phone in normalise_phones(unit.phone):
            found.add(phone.text.replace("-", ""))
            found.update(part for part in phone.text.split("-")[1:2])
    return found
