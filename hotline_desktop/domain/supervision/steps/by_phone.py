"""电话督办 in one form: the matter is taken up and the call written down. 督办二（二）1."""

from __future__ import annotations

from collections.abc import Mapping

from hotline_desktop.domain.records.at_once import AtOnce
from hotline_desktop.domain.records.fields import Values
from hotline_desktop.domain.records.steps import Actor, RuleContext
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import LIMIT_DAYS
from hotline_desktop.domain.supervision.steps.ladder import METHOD
from hotline_desktop.domain.supervision.steps.model import CaseStep
from hotline_desktop.domain.supervision.steps.pool import NUMBER, OPEN_CASE, SOURCE_FIELDS, TAKEN_AT
from hotline_desktop.domain.supervision.steps.telling import CALLED_AT, PHONE_CALL
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import SupervisionMethod


def _defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    return {
        **OPEN_CASE.defaults(case, context),
        **PHONE_CALL.defaults(case, context),
        LIMIT_DAYS.key: context.supervision_days,
    }


def _known(values: Values) -> Values:
    """The call is what was decided on; where nothing else is said it was decided when the call was made."""
    return {METHOD.key: SupervisionMethod.PHONE.value, TAKEN_AT.key: TAKEN_AT.of(values) or CALLED_AT.of(values)}


OPEN_BY_PHONE = CaseStep(
    id="open_by_phone",
    label="纳入并电话督办",
    clause=Clause.BY_PHONE,
    actor=Actor.CENTER,
    stages=frozenset(),
    fields=(NUMBER, *SOURCE_FIELDS, *PHONE_CALL.fields, TAKEN_AT),
    defaults=_defaults,
    apply=lambda case, entry: PHONE_CALL.apply(OPEN_CASE.apply(case, entry), entry),
    happened=CALLED_AT.key,
    starts=True,
)
BY_PHONE: AtOnce[SupervisionCase] = AtOnce(OPEN_BY_PHONE, (OPEN_CASE, PHONE_CALL), _known)
