"""Fills 季度考核排名通报 and 约谈通知, both 公文, from the ranking and from a talk. 督办二（四）."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.document_values import QuarterReport, RankingRow, TalkNotice
from hotline_desktop.domain.papers.statistics_sheet import RECONCILED, reconciled_row
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.ranking import QuarterTable, UnitStatistics
from hotline_desktop.domain.statistics.rates import NO_RATE
from hotline_desktop.domain.statistics.report import Reconciliation, late_note, sum_of
from hotline_desktop.domain.supervision.talks import (
    ATTENDANTS,
    DEMANDS,
    NOTICE_HEADING,
    NOTIFIED_ON,
    PLACE,
    TALK_AT,
    Talk,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_date, chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker

_HEADERS = (
    "组别", "名次", "单位", "受理量", "结案", "先行联系率", "按时办结率", "及时答复率", "实际解决率", "满意率",
    "逾期", "逾期退单", "督办", "得分", *RECONCILED,
)  # fmt: skip


def quarter_report(
    table: QuarterTable, proposed: tuple[str, ...], context: PaperContext, mark: str = "", over: bool = True
) -> QuarterReport:
    """通报 of a quarter; ``proposed`` are the units that have been in the last places too often.

    Before the quarter is ``over`` they only would be. ``mark`` says on the paper that it is a preview or a correction.
    """
    left_out = [unit for group in table.groups for unit in group.left_out]
    last = [f"{group.group}组：{'、'.join(group.last)}" for group in table.groups if group.last and group.may_propose]
    demands = f"排名末两位的单位（{'；'.join(last)}）要查找原因，制定整改措施。" if last else ""
    if proposed and over:
        demands += f"{'、'.join(proposed)}连续排名末两位，由镇主要领导对主要负责同志进行约谈（督办二（四））。"
    elif proposed:
        demands += f"照现在的数字，{'、'.join(proposed)}将连续排名末两位。"
    return QuarterReport(
        town=context.town or None,
        period=table.quarter.as_text,
        addressee="各村、各单位",
        opening=_opening(table),
        mark=f"【{mark}】" if mark else None,
        formula=table.formula,
        reconciliation=tuple(reconciled_row(name, line) for name, line in _reconciled(table)),
        ranking=tuple(_printed_row(row) for group in table.groups for row in group.rows),
        left_out="、".join(left_out) or None,
        late="；".join(table.late) or None,
        demands=demands or None,
        unit=context.center or None,
        dated=context.now.date(),
    )


def quarter_rows(table: QuarterTable, mark: str = "") -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headers and rows of the quarter's table as a sheet; below the rows who is left out, the formula and the mark."""
    return _HEADERS, tuple(_sheet_rows(table, mark))


def talk_notice(talk: Talk, context: PaperContext) -> TalkNotice:
    """约谈通知 to the unit's head."""
    notice = talk.notice
    at = TALK_AT.of(notice)
    return TalkNotice(
        town=context.town or None,
        heading=NOTICE_HEADING.of(notice) or None,
        addressee=talk.unit or None,
        trigger=f"{talk.ground}。{talk.evidence}" if talk.evidence else talk.ground.value,
        when=chinese_datetime(at) if at else None,
        place=PLACE.of(notice) or None,
        attendants=ATTENDANTS.of(notice) or None,
        demands=DEMANDS.of(notice) or None,
        unit=f"{context.town}人民政府" if context.town else None,
        dated=NOTIFIED_ON.of(notice),
    )


def talk_notice_missing(talk: Talk) -> tuple[Blocker, ...]:
    """D19: trigger and demands are known once the notice is recorded."""
    return () if talk.notice else (Blocker(Clause.SUMMONS, "尚未登记约谈通知"),)


def talk_minutes_missing(talk: Talk) -> tuple[Blocker, ...]:
    """The minutes have something to say once the talk was held."""
    return () if talk.held else (Blocker(Clause.SUMMONS, "尚未登记约谈记录"),)


def _opening(table: QuarterTable) -> str:
    rows = [row for group in table.groups for row in group.rows]
    received, closed = sum(row.received for row in rows), sum(row.closed for row in rows)
    timely = sum(int(row.in_time.part) for row in rows)
    first, last = table.quarter.first, table.quarter.last
    span = f"{chinese_date(first)}至{chinese_date(last)}"
    return f"{span}，各单位共承办热线工单{received}件，结案{closed}件，按时办结{timely}件。现将考核排名通报如下。"


def _off(row: UnitStatistics) -> str:
    lapses = [f"{kind}{count}" for kind, count in row.lapses if count]
    return "、".join(lapses) or "0"


def _printed_row(row: UnitStatistics) -> RankingRow:
    return RankingRow(
        group=row.group,
        place=str(row.place) if row.place else NO_RATE,
        name=row.unit,
        received=str(row.received),
        first_contact=row.contact.as_text,
        in_time=row.in_time.as_text,
        solved=row.solved.as_text,
        satisfied=row.satisfied.as_text,
        deductions=_off(row),
        score=row.score_text,
    )


def _reconciled(table: QuarterTable) -> Iterator[tuple[str, Reconciliation]]:
    """Every ranked unit's reconciliation, and their sum."""
    rows = [row for group in table.groups for row in group.rows]
    for row in rows:
        yield row.unit, Reconciliation.of(row)
    yield "合计", sum_of(rows)


def _sheet_rows(table: QuarterTable, mark: str) -> Iterator[tuple[str, ...]]:
    for group in table.groups:
        for row in group.rows:
            rates = (row.contact, row.in_time, row.answered, row.solved, row.satisfied)
            lapses = (str(row.lapse(kind)) for kind in LapseKind)
            place = str(row.place) if row.place else NO_RATE
            head = (group.group, place, row.unit, str(row.received), str(row.closed))
            reconciled = (str(number) for number in Reconciliation.of(row).numbers)
            yield (*head, *(rate.as_text for rate in rates), *lapses, row.score_text, *reconciled)
        if group.left_out:
            yield (group.group, "", f"没有工单、不参加排名：{'、'.join(group.left_out)}")
    blank = ("",) * (len(_HEADERS) - len(RECONCILED) - 3)
    total = sum_of([row for group in table.groups for row in group.rows])
    yield ("", "", "合计", *blank, *(str(number) for number in total.numbers))
    yield ("", "", table.formula)
    if table.late:
        yield ("", "", late_note(table.late))
    if mark:
        yield ("", "", mark)
