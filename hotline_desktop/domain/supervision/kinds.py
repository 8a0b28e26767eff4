"""督办件, 约谈 and 案源 as kinds of records; with 工单 they are all that there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.candidates import (
    CANDIDATE_ATTACH,
    CANDIDATE_DETACH,
    CANDIDATE_STEPS,
    CANDIDATE_STEPS_BY_ID,
    Candidate,
    changed_candidate_labels,
)
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.changes import changed_case_labels
from hotline_desktop.domain.supervision.steps.by_phone import BY_PHONE
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS, CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.steps.records import CASE_ATTACH, CASE_DETACH
from hotline_desktop.domain.supervision.talks import (
    TALK_ATTACH,
    TALK_DETACH,
    TALK_STEPS,
    TALK_STEPS_BY_ID,
    Talk,
    changed_talk_labels,
)
from hotline_desktop.domain.ticket.kind import TICKETS

CASES: RecordKind[SupervisionCase] = RecordKind(
    "case",
    "督办件",
    SupervisionCase(),
    CASE_STEPS,
    CASE_STEPS_BY_ID,
    CASE_ATTACH,
    CASE_DETACH,
    changed_case_labels,
    (BY_PHONE,),
)
TALKS: RecordKind[Talk] = RecordKind(
    "talk", "约谈", Talk(), TALK_STEPS, TALK_STEPS_BY_ID, TALK_ATTACH, TALK_DETACH, changed_talk_labels
)
CANDIDATES: RecordKind[Candidate] = RecordKind(
    "candidate",
    "案源",
    Candidate(),
    CANDIDATE_STEPS,
    CANDIDATE_STEPS_BY_ID,
    CANDIDATE_ATTACH,
    CANDIDATE_DETACH,
    changed_candidate_labels,
)
KINDS: Mapping[str, RecordKind[Any]] = MappingProxyType(
    {kind.name: kind for kind in (TICKETS, CASES, TALKS, CANDIDATES)}
)


def step_of(step_id: str) -> Step[Any] | None:
    """The step or form with that id, of whatever kind of record; None for one that this version does not know."""
    known = (kind.by_id.get(step_id) or kind.starting.get(step_id) for kind in KINDS.values())
    return next((step for step in known if step is not None), None)
