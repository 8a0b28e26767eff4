"""Corrections (更正): a wrong entry is amended by a new one that says why. Nothing in the history is overwritten.

Each correction is made from the step it corrects: the same fields, checks and clause, filled with what stands there
now, and the reason. It is possible until the next stage has built on the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from dataclasses import replace

from hotline_desktop.domain.records.entries import Entry, Request, Requests, instead, pending_of
from hotline_desktop.domain.records.fields import Field, Values
from hotline_desktop.domain.records.steps import Actor, Group, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.fields import HANDED_ON, TRANSFER_NUMBER
from hotline_desktop.domain.ticket.gates import extension_settled, return_settled
from hotline_desktop.domain.ticket.steps.building import ILLEGAL_BUILDING
from hotline_desktop.domain.ticket.steps.closing import PLATFORM_CLOSE, SHEET_BACK
from hotline_desktop.domain.ticket.steps.extensions import EXTENSION_REQUEST
from hotline_desktop.domain.ticket.steps.handling import ACCEPT, ANSWER, EXPLAIN, RESULT, SATISFACTION, UNIT_CONTACT
from hotline_desktop.domain.ticket.steps.handover import DISPATCH
from hotline_desktop.domain.ticket.steps.intake import FIRST_CONTACT
from hotline_desktop.domain.ticket.steps.limits import limit_facts, limits_again, limits_of
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.reopening import UPPER_RETURN
from hotline_desktop.domain.ticket.steps.returns import RETURN_REQUEST, WITH_UNIT
from hotline_desktop.domain.ticket.steps.reviewing import CALLBACK, REDO, REVIEW, reviewed
from hotline_desktop.domain.ticket.steps.unsatisfied import ABOUT_ROUND, UPPER_CALLBACK
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.ticket.upper_callbacks import UpperCallback

WHY = Field("why_corrected", "更正原因", required=True, limit=200)
_IN_PROGRESS = frozenset((Stage.IN_PROGRESS,))
_UNTIL_CALLED = frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK))
_UNTIL_FILED = frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK, Stage.CLOSED))

Current = Callable[[Ticket], Entry | None]


def correcting(
    step: TicketStep,
    label: str,
    stages: frozenset[Stage],
    current: Current,
    apply: Callable[[Ticket, Entry], Ticket],
    gates: tuple[Callable[[Ticket], Blocker | None], ...] = (),
    every: Callable[[Ticket], Sized] = lambda _ticket: (),
) -> TicketStep:
    """The step that replaces the record of ``step`` that ``current`` finds.

    ``every`` are its records that can be answered, after which they are corrected no longer.
    """

    def occasion(ticket: Ticket) -> Blocker | None:
        if current(ticket):
            return None
        if every(ticket):
            message = f"“{step.label}”已经有了据此办的下一步，不再更正；那一步也有误的，先撤回它"
            return Blocker(step.clause, message)
        return Blocker(step.clause, f"还没有“{step.label}”的记录，没有可更正的")

    def defaults(ticket: Ticket, _context: RuleContext) -> Mapping[str, object]:
        entry = current(ticket)
        return {**dict.fromkeys(f.key for f in step.fields), **entry.values} if entry else {}

    return TicketStep(
        id=f"correct_{step.id}",
        label=label,
        clause=step.clause,
        actor=step.actor,
        right=step.right,
        stages=frozenset(stages),
        fields=(*step.fields, WHY),
        apply=apply,
        gates=gates,
        checks=step.checks,
        defaults=defaults,
        decide=step.decide,
        happened=step.happened,
        builds_on=step.builds_on,
        about_earlier=step.about_earlier,
        in_turn=step.in_turn,
        occasion=occasion,
        corrects=(step.id,),
        group=Group.CHANGE,
    )


def _nothing_built_on(step: TicketStep) -> Callable[[Ticket], Blocker | None]:
    """What came on paper after the result is corrected like it was entered, until the ticket is closed."""

    def gate(ticket: Ticket) -> Blocker | None:
        newest_first = (taken for taken in reversed(ticket.log) if {step.id, RESULT.id} & {taken.step.id, *taken.ids})
        last = next(newest_first, None)
        if ticket.stage in WITH_UNIT or last is None or step.id in last.ids:
            return None
        return Blocker(step.clause, f"单位已据此办结反馈，“{step.label}”的记录不再更改；另有的照常登记")

    return gate


def _last(entries: tuple[Entry, ...]) -> Entry | None:
    return entries[-1] if entries else None


def _not_reviewed(ticket: Ticket) -> Blocker | None:
    if ticket.round.review is None:
        return None
    return Blocker(Clause.CLOSE_CENTER, "结案审核已经作出，要改反馈须退回再处置")


def _not_called_back(ticket: Ticket) -> Blocker | None:
    if ticket.round.callback is None:
        return None
    return Blocker(Clause.CLOSE_CENTER, "已经回访，审核结论不再更改")


def _pending_return(ticket: Ticket) -> Entry | None:
    request = pending_of(ticket.round.returns)
    return request.asked if request else None


def _pending_extension(ticket: Ticket) -> Entry | None:
    request = pending_of(ticket.round.extensions)
    return request.asked if request else None


def _asked_again(requests: Requests, entry: Entry) -> Requests:
    return (*requests[:-1], Request(entry))


def _last_upper(ticket: Ticket) -> Entry | None:
    """The last callback from above, as long as no statement was written because of it."""
    if not ticket.upper_callbacks or ticket.upper_callbacks[-1].statements:
        return None
    return ticket.upper_callbacks[-1].called


def _upper_again(ticket: Ticket, entry: Entry) -> Ticket:
    *earlier, last = ticket.upper_callbacks
    about = ABOUT_ROUND.of(entry) or last.called.round  # whichever runs by now
    called = replace(entry, round=about)
    return replace(ticket, upper_callbacks=(*earlier, UpperCallback(called)))


def _handover_defaults(ticket: Ticket, _context: RuleContext) -> Mapping[str, object]:
    return {HANDED_ON.key: ticket.round.handed_on, TRANSFER_NUMBER.key: ticket.transfer_number}


def _with_handover(ticket: Ticket, values: Values) -> Ticket:
    return replace(ticket.with_round(handed_on=HANDED_ON.needed(values)), transfer_number=TRANSFER_NUMBER.of(values))


def _decide_handover(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    corrected = _with_handover(ticket, values)
    known = replace(corrected.limits, answer_due=None, return_due=None)  # counted from a time that was wrong
    corrected = corrected.with_round(limits=replace(known, spared=None) if known.missed else known)
    return limit_facts(limits_again(corrected, context))


def _apply_handover(ticket: Ticket, entry: Entry) -> Ticket:
    return _with_handover(ticket, entry.values).with_round(limits=limits_of(entry))


CORRECT_HANDOVER = TicketStep(
    id="correct_dispatch",
    label="更正转交时间和编号",
    clause=Clause.RECEIVE_CENTER,
    actor=Actor.CENTER,
    stages=WITH_UNIT,
    # The unit itself is not corrected: only a granted 退单 moves a ticket (首接责任制).
    fields=(
        HANDED_ON,
        TRANSFER_NUMBER.called(TRANSFER_NUMBER.label, sequence="", numbered_in="transfer"),
        WHY,
    ),
    gates=(return_settled, extension_settled),
    defaults=_handover_defaults,
    decide=_decide_handover,
    apply=_apply_handover,
    happened="handed_on",
    builds_on=(*DISPATCH.builds_on, *REDO.builds_on, *UPPER_RETURN.builds_on),
    corrects=(DISPATCH.id, REDO.id, UPPER_RETURN.id),
    group=Group.CHANGE,
)

CORRECTIONS: tuple[TicketStep, ...] = (
    correcting(
        FIRST_CONTACT,
        "更正先行联系",
        frozenset((Stage.TO_DISPATCH,)),
        lambda ticket: _last(ticket.center_contacts),
        lambda ticket, entry: replace(ticket, center_contacts=(*ticket.center_contacts[:-1], entry)),
    ),
    CORRECT_HANDOVER,
    correcting(
        ACCEPT,
        "更正接单记录",
        _IN_PROGRESS,
        lambda ticket: ticket.round.accepted,
        ACCEPT.apply,
        gates=(return_settled,),
    ),
    correcting(
        RETURN_REQUEST,
        "更正退单申请",
        WITH_UNIT,
        _pending_return,
        lambda ticket, entry: ticket.with_round(returns=_asked_again(ticket.round.returns, entry)),
        every=lambda ticket: ticket.round.returns,
    ),
    correcting(
        UNIT_CONTACT,
        "更正单位联系",
        WITH_UNIT | _UNTIL_CALLED,
        lambda ticket: _last(ticket.round.contacts),
        lambda ticket, entry: ticket.with_round(contacts=(*ticket.round.contacts[:-1], entry)),
        gates=(_nothing_built_on(UNIT_CONTACT),),
    ),
    correcting(
        EXTENSION_REQUEST,
        "更正延期申请",
        WITH_UNIT,
        _pending_extension,
        lambda ticket, entry: ticket.with_round(extensions=_asked_again(ticket.round.extensions, entry)),
        every=lambda ticket: ticket.round.extensions,
    ),
    correcting(
        ANSWER,
        "更正答复记录",
        _IN_PROGRESS | _UNTIL_CALLED,
        lambda ticket: _last(ticket.round.answers),
        lambda ticket, entry: ticket.with_round(answers=(*ticket.round.answers[:-1], entry)),
        gates=(_nothing_built_on(ANSWER),),
    ),
    correcting(
        EXPLAIN,
        "更正解释说明",
        _IN_PROGRESS | _UNTIL_CALLED,
        lambda ticket: _last(ticket.round.explanations),
        lambda ticket, entry: ticket.with_round(explanations=(*ticket.round.explanations[:-1], entry)),
        gates=(_nothing_built_on(EXPLAIN),),
    ),
    correcting(
        SATISFACTION,
        "更正满意度测评",
        frozenset((Stage.IN_PROGRESS, Stage.TO_REVIEW)),
        lambda ticket: ticket.round.satisfaction,
        lambda ticket, entry: ticket.with_round(
            surveys=instead(ticket.round.surveys, ticket.round.satisfaction, entry)
        ),
        gates=(_not_reviewed,),
    ),
    correcting(
        ILLEGAL_BUILDING,
        "更正违法建筑情况",
        frozenset((Stage.IN_PROGRESS, Stage.TO_REVIEW, Stage.TO_CALL_BACK)),
        lambda ticket: ticket.building,
        ILLEGAL_BUILDING.apply,
    ),
    correcting(
        RESULT,
        "更正办结反馈",
        frozenset((Stage.TO_REVIEW,)),
        lambda ticket: ticket.round.result,
        RESULT.apply,
        gates=(_not_reviewed,),
    ),
    correcting(
        REVIEW,
        "更正结案审核",
        _UNTIL_CALLED,
        lambda ticket: ticket.round.review,
        lambda ticket, entry: reviewed(
            ticket.with_round(reviews=instead(ticket.round.reviews, ticket.round.review, entry))
        ),
        gates=(_not_called_back,),
    ),
    correcting(
        CALLBACK,
        "更正回访记录",
        frozenset((Stage.TO_CALL_BACK,)),
        lambda ticket: ticket.round.callback,
        lambda ticket, entry: ticket.with_round(
            callbacks=instead(ticket.round.callbacks, ticket.round.callback, entry)
        ),
    ),
    correcting(
        PLATFORM_CLOSE,
        "更正城运系统结案",
        _UNTIL_FILED,
        lambda ticket: ticket.platform_closing,
        lambda ticket, entry: ticket.with_round(
            platform_closings=instead(ticket.round.platform_closings, ticket.platform_closing, entry)
        ),
    ),
    correcting(
        SHEET_BACK,
        "更正处置单交回",
        _UNTIL_FILED,
        lambda ticket: ticket.sheet_return,
        lambda ticket, entry: ticket.with_round(
            sheet_returns=instead(ticket.round.sheet_returns, ticket.sheet_return, entry)
        ),
    ),
    correcting(
        UPPER_CALLBACK,
        "更正市、区回访结果",
        _UNTIL_FILED,
        _last_upper,
        _upper_again,
        every=lambda ticket: ticket.upper_callbacks,
    ),
)
