"""``candidates``, ``candidate``, ``do-candidate``: 案源 from when it arises to the decision. 督办二（一）, （五）3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import one_of
from hotline_desktop.cli.commands.one_record import RecordCommands, Shown, do, show
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.record_names import RecordNames
from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.text import iso, table
from hotline_desktop.domain.supervision.candidates import CandidateStage, CandidateSummary
from hotline_desktop.domain.supervision.kinds import CANDIDATES
from hotline_desktop.domain.terms.masking import mask_text
from hotline_desktop.domain.ticket.masking import shown_text

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

POOL_HEADER = ("工单编号", "督办事由", "依据", "承办单位", "证据")
HEADER = ("序号", "阶段", *POOL_HEADER)

NAMES = RecordNames(
    show=("candidate", "一件案源、它的历史和下一步"),
    do=("do-candidate", "对案源作决定：纳入督办、不予督办"),
    number=("序号", "序号"),
    help=("candidates 里列着的序号，或工单编号", "candidates 里列着的序号，或工单编号"),
)


def add_to(commands: Commands) -> None:
    """Adds the three commands."""
    help_text = "列出待决定的案源；--stage 列出已有结论的"
    listed = add_command(commands, "candidates", list_candidates, help_text, json=True, records=False)
    listed.add_argument("--stage", metavar="阶段", type=one_of(CandidateStage), help="、".join(CandidateStage))
    NAMES.add_to(commands, lambda session: show(session, CANDIDATE), lambda session: do(session, CANDIDATE))


def list_candidates(session: Session) -> None:
    """Lists the candidates of one stage, those that wait for a decision where none is named."""
    with session.office() as office:
        found = office.candidates.all((session.args.stage or CandidateStage.OPEN,))
    if session.as_json:
        session.console.json([_json(candidate) for candidate in found])
        return
    if found:
        session.console.say(table(HEADER, [_cells(candidate) for candidate in found]))
    session.console.say(f"共 {len(found)} 件")


def _tell(session: Session, office: Office, candidate_id: int) -> Shown:
    detail = office.candidates.detail(candidate_id, session.by)
    rows = TicketRows.of(office, session.clock(), session.args.full)
    head = (f"{label}：{cell}" for label, cell in zip(HEADER, _cells(detail.summary), strict=True) if cell)
    number = detail.candidate.case_number
    json = {**_json(detail.summary), "case": number}
    return Shown(detail, rows, (*head, *((f"督办编号：{number}",) if number else ())), json, {})


def _json(candidate: CandidateSummary) -> dict[str, Any]:
    return {"id": candidate.id, "stage": candidate.stage.value, **candidate_json(candidate)}


def _cells(candidate: CandidateSummary) -> tuple[str, ...]:
    """What has no number yet is named by its ticket; what was registered by hand is a case."""
    number = str(candidate.id) if candidate.id else "登记" if candidate.case_id else "—"
    return (number, candidate.stage.value, *candidate_cells(candidate))


def candidate_json(candidate: CandidateSummary) -> dict[str, Any]:
    """A line of the pool for a script."""
    return {
        "ticket_numbers": list(candidate.ticket_numbers),
        "trigger": candidate.trigger.value,
        "clause": candidate.clause.ref,
        "unit": candidate.unit,
        "evidence": _evidence(candidate),
        "round": candidate.round,
        "since": iso(candidate.since),
        "running": list(candidate.running),
    }


def _evidence(candidate: CandidateSummary) -> str:
    return shown_text(candidate.ticket, candidate.evidence) if candidate.ticket else mask_text(candidate.evidence)


def candidate_cells(candidate: CandidateSummary) -> tuple[str, ...]:
    """A line of the pool for a person, under ``POOL_HEADER``."""
    numbers, running = "、".join(candidate.ticket_numbers), "、".join(candidate.running)
    evidence = f"正在 {running} 督办；{_evidence(candidate)}" if running else _evidence(candidate)
    return (numbers, candidate.trigger.value, candidate.clause.ref, candidate.unit, evidence)


CANDIDATE = RecordCommands(
    CANDIDATES,
    NAMES,
    service=lambda office: office.candidates,
    find=lambda office, number: office.candidates.find(number),
    known=lambda _office, _number: {},
    tell=_tell,
    named=lambda detail: f"案源{detail.id}",
    called=lambda detail: f"案源{detail.id}",
    aside=lambda detail: f"（{detail.record.trigger}）",
)
