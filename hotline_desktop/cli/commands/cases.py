"""``cases``, ``case``, ``do-case``: supervision, from the pool to the closing. 督办二."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import one_of
from hotline_desktop.cli.commands.candidates import POOL_HEADER, candidate_cells, candidate_json
from hotline_desktop.cli.commands.named_unit import named_unit
from hotline_desktop.cli.commands.one_record import RecordCommands, Shown, do, show
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.record_names import RecordNames
from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.steps_shown import days_json
from hotline_desktop.cli.text import iso, moment_text, table
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage, CaseSummary
from hotline_desktop.domain.supervision.deadline import why_case_due
from hotline_desktop.domain.supervision.kinds import CASES
from hotline_desktop.domain.supervision.options import CaseFileKind

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

HEADER = ("督办编号", "督办事由", "督办方式", "阶段", "督办时限", "承办单位", "工单编号", "事项名称")

NAMES = RecordNames(
    show=("case", "一件督办、它的历史和下一步"),
    do=("do-case", "督办一步；open_case、open_by_phone、propose、dismiss 写工单编号"),
    number=("编号", "编号"),
    help=("督办编号，或其中一张工单的编号", "督办编号或工单编号"),
)


def add_to(commands: Commands) -> None:
    """Adds the three commands."""
    listed = add_command(commands, "cases", list_cases, "列出督办件；--pool 列出待决定的案源", json=True, records=False)
    listed.add_argument("--stage", metavar="阶段", type=one_of(CaseStage), help="、".join(CaseStage))
    listed.add_argument("--unit", metavar="单位", default="", help="承办单位")
    listed.add_argument("--pool", action="store_true", help="案源库里还没有决定的事项；可以加 --unit")
    NAMES.add_to(commands, lambda session: show(session, CASE), lambda session: do(session, CASE))


def _of_unit(office: Office, unit: str) -> bool:
    cases = office.supervision.cases(CaseFilter(units=(unit,)))
    return bool(cases) or any(each.unit == unit for each in office.candidates.undecided())


def list_cases(session: Session) -> None:
    """Lists cases, or the candidates of the pool."""
    args, console = session.args, session.console
    if args.pool and args.stage:
        raise WrongUsage("--stage 是督办件的阶段，不和 --pool 一起写；案源的结论用 candidates --stage")
    with session.office() as office:
        unit = named_unit(office, args.unit, partial(_of_unit, office), "督办件和案源") if args.unit else ""
        filter = CaseFilter(stages=(args.stage,) if args.stage else (), units=(unit,) if unit else ())
        found = [c for c in office.candidates.undecided() if not unit or c.unit == unit] if args.pool else []
        cases = () if args.pool else office.supervision.cases(filter)
    if session.as_json:
        console.json([candidate_json(c) for c in found] if args.pool else [_summary_json(c) for c in cases])
        return
    header = POOL_HEADER if args.pool else HEADER
    cells = [candidate_cells(c) for c in found] if args.pool else [_summary_cells(c) for c in cases]
    if cells:
        console.say(table(header, cells))
    console.say(f"共 {len(cells)} 件")


def _known_of(office: Office, number: str) -> dict[str, object]:
    """What the pool knows of a ticket's matter; at least its number, unit and title."""
    from hotline_desktop.services.records.candidate_lines import opening_values

    row = office.tickets.summary(office.tickets.find(number))
    found = [c for c in office.candidates.undecided() if not c.case_id and row.number in c.ticket_numbers]
    if found:
        return opening_values(found[0])
    return {"tickets": row.number, "unit": row.unit, "title": row.title}


def _tell(session: Session, office: Office, case_id: int) -> Shown:
    detail = office.supervision.detail(case_id, session.by)
    about = tuple(office.tickets.detail(row.id).ticket for row in detail.tickets)
    rows = TicketRows.of(office, session.clock(), session.args.full)._replace(tickets=about)
    summary = detail.summary._replace(title=rows.as_text(detail.summary.title))
    reason = rows.as_text(detail.case.reason)
    head = (f"{label}：{cell}" for label, cell in zip(HEADER, _summary_cells(summary), strict=True) if cell)
    json = {**_summary_json(summary), "reason": reason, "tickets": [rows.as_json(row) for row in detail.tickets]}
    json["why_due"] = days_json(why_case_due(detail.case, rows.calendar))
    more = {"warnings": list(detail.warnings)}
    return Shown(detail, rows, (*head, f"督办原因：{reason}", *detail.warnings), json, more)


def _summary_json(case: CaseSummary) -> dict[str, Any]:
    return {
        "number": case.number,
        "trigger": case.trigger.value,
        "method": case.method.value if case.number else "",
        "stage": case.stage.value,
        "due": iso(case.due),
        "provisional": case.provisional,
        "unit": case.unit,
        "ticket_numbers": list(case.ticket_numbers),
        "title": case.title,
        "opened_at": iso(case.opened_at),
        "reported_at": iso(case.reported_at),
        "closed_at": iso(case.closed_at),
    }


def _summary_cells(case: CaseSummary) -> tuple[str, ...]:
    numbers = "、".join(case.ticket_numbers)
    method = case.method.value if case.number else ""  # it is chosen when a matter is taken up
    texts = (case.trigger.value, method, case.stage.value, moment_text(case.due))
    return (case.number, *texts, case.unit, numbers, case.title)


CASE = RecordCommands(
    CASES,
    NAMES,
    service=lambda office: office.supervision,
    find=lambda office, number: office.supervision.find(number),
    known=_known_of,
    tell=_tell,
    named=lambda detail: str(detail.record.number),
    called=lambda detail: f"督办件 {detail.record.number or '（案源）'}",
    file_kinds=tuple(CaseFileKind),
    plain=CaseFileKind.OTHER.value,
)
