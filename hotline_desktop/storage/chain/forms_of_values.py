"""Which values each column may hold, beyond its type. Any other value was not written by this program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Column

from hotline_desktop.domain.importing.model import BatchState
from hotline_desktop.domain.papers.print_codes import KIND_CODES
from hotline_desktop.domain.settings_form import NUMBER_PATTERNS
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.supervision.kinds import KINDS
from hotline_desktop.domain.supervision.talks import TalkGround, TalkStage
from hotline_desktop.domain.terms.options import Grade, Resolution, SupervisionMethod, SupervisionTrigger, UnitGroup
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.storage.chain.chain import SEGMENT
from hotline_desktop.storage.tables import codes, schema

_MOMENTS = frozenset(("at", "due", "since", "until", "handed_on", "answer_due", "return_due"))
_DAYS = frozenset(("day", "returned_on", "began_on", "counted_on", "late_on"))
_JSON = frozenset(
    (
        schema.column_mappings.c.names,
        schema.quarters.c.figures,
        schema.office_entries.c.before,
        schema.office_entries.c.after,
        schema.platform_rows.c.cells,
        schema.import_updates.c.cells_before,
    )
)
_CHOICES: Mapping[Column[Any], tuple[Any, ...]] = {
    schema.tickets.c.level: tuple(codes.LEVELS),
    schema.tickets.c.stage: tuple(codes.STAGES),
    schema.tickets.c.origin: tuple(codes.ORIGINS),
    schema.cases.c.trigger: tuple(SupervisionTrigger),
    schema.cases.c.method: tuple(SupervisionMethod),
    schema.cases.c.stage: tuple(CaseStage),
    schema.talks.c.ground: tuple(TalkGround),
    schema.talks.c.stage: tuple(TalkStage),
    schema.candidates.c.trigger: tuple(SupervisionTrigger),
    schema.candidates.c.state: tuple(range(len(CandidateStage))),
    schema.ticket_figures.c.grade: ("", *Grade),
    schema.ticket_figures.c.resolution: ("", *Resolution),
    schema.ticket_lapses.c.kind: tuple(LapseKind),
    schema.units.c["group"]: tuple(UnitGroup),
    schema.accounts.c.role: tuple(Role),
    schema.import_batches.c.state: tuple(BatchState),
    schema.number_sequences.c.name: tuple(NUMBER_PATTERNS),
    schema.print_codes.c.kind: tuple(KIND_CODES),
    schema.looks.c.kind: tuple(KINDS),
    schema.chain.c.kind: (*schema.ENTRIES, SEGMENT),
}


class Form(NamedTuple):
    """What may stand in a column beside its type: a form (``moment``, ``day``, ``json``) or one of ``choices``."""

    form: str = ""
    choices: tuple[Any, ...] = ()


def form_of(column: Column[Any]) -> Form:
    """What may stand in ``column``. Moments and days may be '' besides."""
    if column in _CHOICES:
        return Form(choices=tuple(getattr(choice, "value", choice) for choice in _CHOICES[column]))
    if column in _JSON:
        return Form("json")
    if column.name in _DAYS:
        return Form("day")
    if column.name in _MOMENTS or column.name.endswith("_at"):
        return Form("moment")
    return Form()
