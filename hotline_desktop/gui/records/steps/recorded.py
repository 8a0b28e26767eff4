"""What the foot of the window says once a step is recorded: which step of what, its paper to print, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.terms.paper_kinds import REQUESTS
from hotline_desktop.gui.records.steps.withdrawing import ask_to_withdraw
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.records.records import LastStep, RecordService

_BROUGHT_BACK = "sheet_back"  # the signed paper has just come in


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step that was taken on a record of ``service``; ``about`` says which record (工单 2026…).

    ``paper_of`` is the ticket on whose paper the step is told, 0 where it is on none.
    """

    step: Step[Any]
    record_id: int
    service: RecordService[Any]
    about: str
    paper_of: int = 0


def tell_recorded(session: Session, taken: Recorded) -> None:
    """Says that the step is recorded, and offers to print its paper, where it can be printed now, and to withdraw it.

    The record may have left the list by then, and another one stand in its place: what is offered names its own.
    """
    text = f"已记录：{taken.step.label}{f'（{taken.about}）' if taken.about else ''}"
    clerk = session.clerk

    def say(found: tuple[LastStep[Any], str | None]) -> None:
        (last, since), state = found
        back = last.allowed and last.taken is not None and last.taken.step.id == taken.step.id

        def withdraw() -> None:
            ask_to_withdraw(
                session,
                taken.about,
                taken.step.label,
                lambda reason, by: taken.service.withdraw(taken.record_id, reason, by, since),
            )

        paper = taken.step.paper if state is not None else None
        session.prompts.say(
            text,
            f"打印{paper.kind}" if paper else "",
            (lambda: _print(session, taken, state or "")) if paper else None,
            withdraw if back else None,
        )

    session.jobs.run(
        lambda: (taken.service.last_step(taken.record_id, clerk), _printable_state(session, taken)),
        say,
        failed=lambda _error: session.prompts.say(text),
    )


def _printable_state(session: Session, taken: Recorded) -> str | None:
    """The state in which the step's paper goes out now; None where none does. Runs in the database lane."""
    paper, papers = taken.step.paper, session.office.papers
    if paper is None or not taken.paper_of or taken.step.id == _BROUGHT_BACK:
        return None
    if paper.kind in REQUESTS:
        state = papers.usual_state(taken.paper_of, paper.kind)
    else:
        state = papers.states(paper.kind)[-1 if paper.answered else 0]
    return None if papers.missing(taken.paper_of, paper.kind, state) else state


def _print(session: Session, taken: Recorded, state: str) -> None:
    from hotline_desktop.gui.shell.printing.printing import print_papers

    if taken.step.paper is not None:
        print_papers(session, [taken.paper_of], taken.step.paper.kind, state)
