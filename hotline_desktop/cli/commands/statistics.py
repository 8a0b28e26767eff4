"""``statistics``: the figures of a period, the tickets behind a number, and the sheet as a file. 督办二（五）2."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import one_of
from hotline_desktop.cli.commands.named_unit import named_unit
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.periods import typed_period
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.text import table
from hotline_desktop.domain.papers.statistics import reconciled_text
from hotline_desktop.domain.statistics.counting import Measure
from hotline_desktop.domain.statistics.report import WHOLE, Indicator, Reconciliation, Volume

if TYPE_CHECKING:
    from hotline_desktop.domain.statistics.periods import StatPeriod
    from hotline_desktop.domain.statistics.ranking import UnitStatistics
    from hotline_desktop.domain.statistics.report import PeriodStatistics, Statistics
    from hotline_desktop.services.office import Office

_HEADER = ("单位", "受理", "结案", "先行联系率", "按时办结率", "及时答复率", "实际解决率", "满意率", "扣分项")
_BALANCE = ("单位", "期初在办", "转入", "结案", "转出（含并单）", "期末在办", "在办逾期", "补计")
ENDINGS = (".xlsx", ".docx", ".pdf")


def add_to(commands: Commands) -> None:
    """Adds the command."""
    text = "一个期间的指标、各单位的数字和收支核对"
    parser = add_command(commands, "statistics", statistics, text, json=True, records=False)
    parser.add_argument("period", metavar="期间", help="2026-11、2026-Q4、2026 或 2026-11-01..2026-11-15")
    parser.add_argument("--out", metavar="文件", type=_file, help="统计表 .docx、.pdf，或 .xlsx")
    parser.add_argument("--tickets", metavar="数字", type=one_of(Measure), help="列出一个数字数进去的工单，例如 逾期")
    parser.add_argument("--unit", metavar="单位", default="", help="和 --tickets 一起用，只看这个单位的")


def statistics(session: Session) -> None:
    """Shows the figures, lists what a number counts, or writes the sheet."""
    args = session.args
    if args.unit.strip() and not args.tickets:
        raise WrongUsage("--unit 和 --tickets 一起写；各单位的数字不写 --unit 就都列着")
    if args.tickets and args.out:
        raise WrongUsage("--tickets 只列出工单编号，不写文件，请去掉 --out")
    with session.office() as office:
        period = typed_period(office, args.period)
        if args.tickets:
            _say_numbers(session, _behind(office, period, args))
            return
        found = office.statistics.of(period)
        if args.out:
            office.statistics.write(period, args.out)
    if session.as_json:
        session.console.json(_as_json(found))
        return
    session.console.say("\n".join(_as_text(found)))
    if args.out:
        session.console.say(f"已写到 {args.out}。")


def _behind(office: Office, period: StatPeriod, args: argparse.Namespace) -> list[str]:
    """The numbers of the tickets that the measure counts, of the town or of one unit."""

    def counted(unit: str) -> list[str]:
        return [row.number for row in office.statistics.opens(period, args.tickets, unit)]

    return counted(named_unit(office, args.unit, counted, "工单") if args.unit.strip() else WHOLE)


def _say_numbers(session: Session, numbers: list[str]) -> None:
    if session.as_json:
        session.console.json(numbers)
    else:
        session.console.say("\n".join((f"{session.args.tickets} {len(numbers)} 件", *numbers)))


def _file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in ENDINGS:
        raise argparse.ArgumentTypeError(f"文件名要以 {'、'.join(ENDINGS)} 结尾")
    return path


def _as_text(found: Statistics) -> Iterator[str]:
    now = found.now
    named, span = now.period.as_text, now.period.span
    yield f"{named}{f'（{span}）' if span != named else ''}{found.state and '，' + found.state}"
    yield table(_HEADER, [_cells(row) for row in (now.whole, *now.units)])
    yield "\n收支核对"
    lines = [(row.unit, *_balance(row)) for row in now.units]
    total = tuple(str(number) for number in now.total.numbers)
    yield table(_BALANCE, [*lines, ("各单位合计", *total)])
    yield f"全镇：{reconciled_text(now.whole)}"
    yield from found.notes
    yield "\n环比、同比"
    for each in (*Volume, *Indicator):
        yield f"{each}：{'；'.join(filter(None, found.changes(each))) or '—'}"
    yield f"\n督办{found.completion.as_text}"


def _cells(row: UnitStatistics) -> tuple[str, ...]:
    rates = (row.contact, row.in_time, row.answered, row.solved, row.satisfied)
    lapses = "、".join(f"{kind}{count}" for kind, count in row.lapses if count)
    return (row.unit, str(row.received), str(row.closed), *(rate.as_text for rate in rates), lapses)


def _balance(row: UnitStatistics) -> tuple[str, ...]:
    return tuple(str(number) for number in Reconciliation.of(row).numbers)


def _as_json(found: Statistics) -> dict[str, Any]:
    volumes = {each.name.lower(): _changes(found, each) for each in Volume}
    return {
        **_period_json(found.now),
        "state": found.state or "完整期间",
        "total": _balance_json(found.now.total),
        "notes": list(found.notes),
        "late": list(found.late),
        "changes": {**volumes, **{each.name.lower(): _changes(found, each) for each in Indicator}},
        "earlier": [_period_json(each, units=False) for each in found.earlier],
        "before": _period_json(found.past, units=False),
        "year_ago": _period_json(found.year_ago, units=False),
        "supervision": {
            "taken_up": found.completion.rate.whole,
            "closed": int(found.completion.rate.part),
            "open": [case.number for case in found.completion.exceptions],
        },
    }


def _changes(found: Statistics, each: Volume | Indicator) -> dict[str, str]:
    return dict(zip(("before", "year_ago"), found.changes(each), strict=True))


def _period_json(statistics: PeriodStatistics, units: bool = True) -> dict[str, Any]:
    found = {
        "period": statistics.period.as_text,
        "from": statistics.period.first.isoformat(),
        "to": statistics.period.last.isoformat(),
        "town": _unit_json(statistics.whole),
    }
    return {**found, "units": [_unit_json(row) for row in statistics.units]} if units else found


def _unit_json(row: UnitStatistics) -> dict[str, Any]:
    rates = {key: getattr(row, key) for key in ("contact", "in_time", "answered", "solved", "satisfied")}
    return {
        "unit": row.unit,
        "received": row.received,
        "closed": row.closed,
        "history": row.history,
        "history_closed": row.history_closed,
        **{key: None if rate.value is None else round(float(rate.value), 4) for key, rate in rates.items()},
        "counted": {key: [float(rate.part), rate.whole] for key, rate in rates.items()},
        "lapses": {kind.value: count for kind, count in row.lapses},
        **_balance_json(Reconciliation.of(row)),
    }


def _balance_json(line: Reconciliation) -> dict[str, int]:
    keys = ("opening", "taken_in", "closed_here", "given_away", "remaining", "open_overdue", "late")
    return dict(zip(keys, line.numbers, strict=True))
