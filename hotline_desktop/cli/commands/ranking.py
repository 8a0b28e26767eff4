"""``ranking``: a quarter's figures and places, and its 通报. 督办二（四）."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import year
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.text import iso, table
from hotline_desktop.domain.statistics.report import late_note
from hotline_desktop.domain.statistics.settled_changes import changed_note

if TYPE_CHECKING:
    from hotline_desktop.domain.statistics.ranking import GroupTable, UnitStatistics
    from hotline_desktop.services.figures.ranking import QuarterSheet

HEADER = (
    "名次",
    "单位",
    "受理",
    "结案",
    "先行联系率",
    "按时办结率",
    "及时答复率",
    "实际解决率",
    "满意率",
    "扣分项",
    "得分",
)
ENDINGS = (".docx", ".pdf", ".xlsx")


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "ranking",
        ranking,
        "季度考核排名；--out 写成通报，--freeze 定稿，--correct 更正",
        json=True,
        records=False,
    )
    parser.add_argument("year", metavar="年度", type=year)
    parser.add_argument("quarter", metavar="季度", type=int, choices=(1, 2, 3, 4), help="1 到 4")
    parser.add_argument("--out", metavar="文件", type=_report, help="通报 .docx、.pdf，或排名表 .xlsx")
    parser.add_argument("--title", metavar="标题", default="", help="通报的标题，转行处写 |；不写就按词意转行")
    parser.add_argument("--freeze", action="store_true", help="把已结束的季度定稿：数字固定下来，以后不再变动")
    parser.add_argument(
        "--correct", metavar="原因", default="", help="定稿后更正：按现在的记录再出一版，原来的一版保留"
    )


def ranking(session: Session) -> None:
    """Shows a quarter, or writes its report."""
    args = session.args
    if args.title and not args.out:
        raise WrongUsage("--title 是通报的标题，和 --out 一起写")
    with session.office() as office:
        quarter = office.ranking.quarter(args.year, args.quarter)
        if args.freeze:
            office.ranking.freeze(quarter, session.by)
        if args.correct:
            office.ranking.correct(quarter, args.correct, session.by)
        if args.out:
            office.unit_papers.write_quarter(quarter, args.out, args.title.replace("|", "\n"))
        sheet = office.ranking.sheet(quarter)
        proposed = office.ranking.proposed(quarter, [sheet])
        changed = office.ranking.changed_since(quarter)
    if session.as_json:
        session.console.json({**_as_json(sheet, proposed), "changed_since": list(changed)})
        return
    session.console.say("\n".join(_as_text(sheet, proposed)))
    if changed:
        session.console.say(changed_note(changed))
    if args.out:
        session.console.say(f"已写到 {args.out}。")


def _report(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in ENDINGS:
        raise argparse.ArgumentTypeError(f"文件名要以 {'、'.join(ENDINGS)} 结尾")
    return path


def _as_text(sheet: QuarterSheet, proposed: tuple[str, ...]) -> Iterator[str]:
    quarter = sheet.table.quarter
    state = f"{sheet.frozen_at:%Y-%m-%d %H:%M} 由{sheet.frozen_by}{sheet.state}" if sheet.frozen_at else sheet.state
    yield f"{quarter.as_text}（{quarter.span}），{state}"
    for group in sheet.table.groups:
        if not group.rows and not group.left_out:
            continue
        yield f"\n{group.group}"
        if group.rows:
            yield table(HEADER, [_cells(row) for row in group.rows])
        yield from _notes(group)
    if sheet.table.unknown:
        yield f"不在单位名册里、没有列入排名：{'、'.join(sheet.table.unknown)}"
    if proposed:
        bottom = "连续排名末两位，可提请约谈（督办二（四））" if sheet.over else "照现在的数字将连续排名末两位"
        yield f"{bottom}：{'、'.join(proposed)}"
    if sheet.table.late:
        yield late_note(sheet.table.late)
    yield f"\n{sheet.table.formula}"


def _notes(group: GroupTable) -> Iterator[str]:
    if group.nobody_placed:
        yield "这一季度没有受理、到期、结案的工单，不排名次"
    if group.all_equal:
        yield "各单位得分相同，没有末两位"
    if group.last:
        few = "" if group.may_propose else "（参加排名的不足 4 个单位，只列出）"
        yield f"末两位：{'、'.join(group.last)}{few}"
    if group.left_out:
        yield f"没有工单、不参加排名：{'、'.join(group.left_out)}"


def _cells(row: UnitStatistics) -> tuple[str, ...]:
    rates = (row.contact, row.in_time, row.answered, row.solved, row.satisfied)
    lapses = "、".join(f"{kind}{count}" for kind, count in row.lapses if count)
    place = str(row.place) if row.place else "—"
    head = (place, row.unit, str(row.received), str(row.closed))
    return (*head, *(rate.as_text for rate in rates), lapses, row.score_text)


def _as_json(sheet: QuarterSheet, proposed: tuple[str, ...]) -> dict[str, Any]:
    quarter = sheet.table.quarter
    return {
        "year": quarter.year,
        "quarter": quarter.number,
        "from": quarter.first.isoformat(),
        "to": quarter.last.isoformat(),
        "frozen_at": iso(sheet.frozen_at),
        "state": sheet.state,
        "edition": sheet.edition,
        "formula": sheet.table.formula,
        "groups": [
            {
                "group": group.group,
                "units": [_unit_json(row) for row in group.rows],
                "last": list(group.last),
                "left_out": list(group.left_out),
            }
            for group in sheet.table.groups
        ],
        "unknown": list(sheet.table.unknown),
        "late": list(sheet.table.late),
        "proposed": list(proposed) if sheet.over else [],
    }


def _unit_json(row: UnitStatistics) -> dict[str, Any]:
    rates = {key: getattr(row, key).value for key in ("contact", "in_time", "answered", "solved", "satisfied")}
    return {
        "place": row.place,
        "unit": row.unit,
        "received": row.received,
        "closed": row.closed,
        **{key: None if value is None else round(float(value), 4) for key, value in rates.items()},
        "lapses": {kind.value: count for kind, count in row.lapses},
        "opening": row.opening,
        "taken_in": row.taken_in,
        "given_away": row.returned + row.merged,
        "remaining": row.remaining,
        "open_overdue": row.open_overdue,
        "late": row.late,
        "score": None if row.score is None else row.score / 100,
    }
