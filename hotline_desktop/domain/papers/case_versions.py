"""Every paper of a kind that a case gives: one for each measure, request or check that it speaks of.

Each is made from the case cut off behind it, as with a ticket (``ticket_versions``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entries, Entry, alone
from hotline_desktop.domain.supervision.case import Measure, SupervisionCase
from hotline_desktop.domain.supervision.fields import NOTIFIED_ON
from hotline_desktop.domain.supervision.steps.answering import SIGNED_ON
from hotline_desktop.domain.supervision.steps.gatherings import REQUESTED_ON
from hotline_desktop.domain.ticket.fields import OLD_DUE


class CaseVersion(NamedTuple):
    """A case cut off behind what one of its papers speaks of; ``place`` is that of its measure, from 0.

    ``final`` and ``counts`` as with a ticket.
    """

    case: SupervisionCase
    place: int
    final: bool
    dated: date | None
    counts: bool = True


CaseVersions = Iterator[CaseVersion]


def measure_label(case: SupervisionCase, version: CaseVersion) -> str:
    """Which measure of ``case`` the paper is of; empty where there is only one."""
    return f"第{version.place + 1}次督办" if len(case.measures) > 1 else ""


def notices(case: SupervisionCase) -> CaseVersions:
    """Every measure of which a notice was issued. 督办二（三）1."""
    for measure, version in _measures(case):
        if measure.issued_on:
            yield version._replace(final=measure.report is not None, dated=measure.issued_on)


def calls(case: SupervisionCase) -> CaseVersions:
    """Every 电话督办, with the limit and count of its own measure. 督办二（二）1."""
    return _dated(case, lambda measure: measure.call)


def visits(case: SupervisionCase) -> CaseVersions:
    """Every 现场督办. 督办二（二）3."""
    return _dated(case, lambda measure: None if measure.convened else measure.record)


def minutes(case: SupervisionCase) -> CaseVersions:
    """Every 专题会议 that was held. 督办二（二）5."""
    return _dated(case, lambda measure: measure.record if measure.convened else None)


def reports(case: SupervisionCase) -> CaseVersions:
    """Every report of the unit. 督办二（三）2."""
    for measure, version in _measures(case):
        if measure.report:
            yield version._replace(dated=SIGNED_ON.of(measure.report))


def laid_before_the_leader(case: SupervisionCase) -> CaseVersions:
    """The case as it was laid before the leader each time, with the answer: the unit not told yet. 督办二（二）4-5."""
    for measure, version in _measures(case):
        not_notified = version.case.with_measure(received_at=None, due=None, provisional=False)
        for count, entry in enumerate(measure.requests, start=1):
            then = not_notified.with_measure(
                requests=measure.requests[:count], instructions=measure.instructions[:count]
            )
            yield version._replace(case=then, dated=REQUESTED_ON.of(entry))


def convenings(case: SupervisionCase) -> CaseVersions:
    """The case as each notice of a meeting called it: what the meeting then decided is not on it. 督办二（二）5."""
    for measure, version in _measures(case):
        for entry in measure.convenings:
            called = version.case.with_measure(convenings=alone(entry), record=None)
            yield version._replace(case=called, dated=NOTIFIED_ON.of(entry), counts=entry is measure.convened)


def checks(case: SupervisionCase) -> CaseVersions:
    """The case behind each callback and site check of the centre; a single one of a pair stands beside each other.
    督办二（三）3.
    """
    for measure, version in _measures(case):
        calls, sites = measure.callbacks, measure.site_checks
        for place in range(max(len(calls), len(sites))):
            call, site = _at(calls, place), _at(sites, place)
            then = version.case.with_measure(callbacks=alone(call), site_checks=alone(site))
            counts = call is measure.callback and site is measure.site_check
            dated = max(entry.at for entry in (call, site) if entry is not None).date()
            yield version._replace(case=then, dated=dated, counts=counts)


def case_extensions(case: SupervisionCase) -> CaseVersions:
    """The case behind each request for more time, with the deadline that it asked to move. 督办二（三）4."""
    for measure, version in _measures(case):
        for count, request in enumerate(measure.extensions, start=1):
            moved = (OLD_DUE.of(later.decided) for later in measure.extensions[count - 1 :] if later.decided)
            due = next((old for old in moved if old is not None), measure.due)
            then = version.case.with_measure(extensions=measure.extensions[:count], due=due)
            decided = request.decided is not None
            yield version._replace(case=then, final=decided, dated=request.asked.at.date())


def _measures(case: SupervisionCase) -> Iterator[tuple[Measure, CaseVersion]]:
    """Every measure with the case as it left it; only the last one led to the closing."""
    for place, measure in enumerate(case.measures):
        last = place == len(case.measures) - 1
        then = replace(case, measures=case.measures[: place + 1], closing=case.closing if last else None)
        yield measure, CaseVersion(then, place, True, None)


def _dated(case: SupervisionCase, record: Callable[[Measure], Entry | None]) -> CaseVersions:
    for measure, version in _measures(case):
        entry = record(measure)
        if entry is not None:
            yield version._replace(dated=entry.at.date())


def _at(entries: Entries, place: int) -> Entry | None:
    """The entry at ``place``, or the last one where there are fewer."""
    return entries[min(place, len(entries) - 1)] if entries else None
