"""What every paper needs to know of the office, and the random mark by which an office knows its own prints again."""

from __future__ import annotations

from datetime import datetime

from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.print_codes import new_office_mark
from hotline_desktop.domain.terms.phones import normalise_phones
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import units
from hotline_desktop.storage.papers import print_codes


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


def office_mark(c: Connection) -> str:
    """The office's mark, made when it is first needed. Needs a transaction that may write."""
    mark = print_codes.office_mark(c)
    if not mark:
        mark = new_office_mark()
        print_codes.set_office_mark(c, mark)
    return mark
