"""违法建筑类工单: the five items that its closing must tell. 规范一（八）."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.fields import ANYTHING, Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import in_digits
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Lawfulness, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

_CLAUSE = Clause.ILLEGAL_BUILDING
_STAGES = frozenset((Stage.IN_PROGRESS, Stage.TO_REVIEW, Stage.TO_CALL_BACK))
_BUILT = Field("built", "建筑时间", limit=100, hint="例如 2019年3月")
_AREA = Field("area", "建造面积", limit=100, hint="平方米数，例如 38.5")
_ITEMS = (
    Field("owner", "户主", limit=100),
    Field("address", "具体地址", limit=300),
    _BUILT,
    _AREA,
)
_NOT_FOUND_OUT = {
    each.key: Field(f"{each.key}_unknown", f"{each.label}无法查明的原因", limit=100, hidden_when=(each.key, ANYTHING))
    for each in _ITEMS
}
_WHEN = {word: ("lawful", frozenset((word.value,))) for word in Lawfulness}
_SQUARE_METRES = late(r"(?P<number>[0-9]+(\.[0-9]+)?)\s*(平方米|平米|m2|m²)?", re.IGNORECASE)
_YEAR = late(
    r"(?<![0-9])(?P<year>[0-9]{4})(?![0-9])"
    r"(\s*[年./-]\s*(?P<month>1[0-2]|0?[1-9])(?![0-9])(\s*[月./-]\s*(?P<day>[12][0-9]|3[01]|0?[1-9])(?![0-9]))?)?"
)
_TO_COME = late(r"明年|后年|来年|下个?月|下周|下星期|明天|后天|今后|将来|公元前")
_NOTHING = late(r"(?:情况)?(?:不详|不明|不清楚|不知道|不知|未知|无法查明|查不到|待查|暂无|无|没有|某年|[-—/／?？]+)")
_EARLIEST_BUILDING, _LARGEST_BUILDING = 1840, 1_000_000
UNKNOWN = Lawfulness.UNKNOWN.value


def building_items(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The five items of a record as (label, words); what could not be found out reads 无法查明 with the reason."""
    items = [(each.label, each.of(entry) or f"{UNKNOWN}（{_NOT_FOUND_OUT[each.key].of(entry)}）") for each in _ITEMS]
    word = LAWFUL.of(entry)
    why = {
        Lawfulness.LAWFUL: f"依据：{LAWFUL_BASIS.of(entry)}",
        Lawfulness.UNLAWFUL: f"下一步处置：{NEXT_STEP.of(entry)}",
        Lawfulness.UNKNOWN: LAWFUL_UNKNOWN.of(entry),
    }[Lawfulness(word)]
    return (*items, ("是否合法", f"{word}（{why}）"))


def _check(_ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    area = unicodedata.normalize("NFKC", _AREA.of(values)).strip()
    wrong = "“建造面积”须是大于 0、不超过一百万的平方米数，例如 38 或 38.5；无法查明的留空并写明原因"
    match = _SQUARE_METRES.fullmatch(area)
    faulty = bool(area) and (match is None or not 0 < float(match["number"]) <= _LARGEST_BUILDING)
    nothing = tuple(
        Blocker(_CLAUSE, f"“{each.label}”写“{each.of(values)}”等于没有写；无法查明的留空并写明原因", each.key)
        for each in _ITEMS
        if each is not _AREA and _NOTHING.fullmatch(each.of(values).strip())
    )
    missing = tuple(
        Blocker(_CLAUSE, f"缺少“{each.label}”；无法查明的须写明原因", each.key)
        for each in _ITEMS
        if not each.of(values) and not _NOT_FOUND_OUT[each.key].of(values)
    )
    found = (*missing, Blocker(_CLAUSE, wrong, _AREA.key)) if faulty else missing
    return (*found, *nothing, *_built_amiss(_BUILT.of(values), context.now))


def _built_amiss(text: str, now: datetime) -> tuple[Blocker, ...]:
    """A time of building may be told in words; a year in it is one that a building can have, and not to come."""
    plain = in_digits(unicodedata.normalize("NFKC", text))
    dates = [
        match
        for match in _YEAR.finditer(plain)
        if int(match["year"]) < _EARLIEST_BUILDING
        or (int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)) > (now.year, now.month, now.day)
    ]
    wrong = dates[0] if dates else _TO_COME.search(plain)
    if wrong is None:
        return ()
    message = f"“建筑时间”{wrong[0].strip()}不可能，请核对；无法查明的留空并写明原因"
    return (Blocker(_CLAUSE, message, _BUILT.key),)


def _marked(ticket: Ticket) -> Blocker | None:
    if ticket.facts.illegal_building:
        return None
    return Blocker(_CLAUSE, "没有标为违法建筑类工单；属于的请在更正登记内容里标明")


def _not_stated(ticket: Ticket) -> Blocker | None:
    if ticket.building is None:
        return None
    return Blocker(_CLAUSE, "五项内容已经说明，有错的用更正")


LAWFUL = Field("lawful", "是否合法", Kind.CHOICE, required=True, options=Lawfulness)
LAWFUL_BASIS = Field("basis", "合法的依据", Kind.LONG_TEXT, required=True, shown_when=_WHEN[Lawfulness.LAWFUL])
NEXT_STEP = Field("next_step", "下一步如何处置", Kind.LONG_TEXT, required=True, shown_when=_WHEN[Lawfulness.UNLAWFUL])
LAWFUL_UNKNOWN = Field(
    "lawful_unknown", "是否合法无法查明的原因", Kind.LONG_TEXT, required=True, shown_when=_WHEN[Lawfulness.UNKNOWN]
)


BUILDING_NOTE = Field("note", "其他说明", Kind.LONG_TEXT)
ILLEGAL_BUILDING = TicketStep(
    id="illegal_building",
    label="违法建筑情况说明",
    clause=_CLAUSE,
    actor=Actor.UNIT,
    stages=_STAGES,
    fields=(
        *(field for each in _ITEMS for field in (each, _NOT_FOUND_OUT[each.key])),
        LAWFUL,
        LAWFUL_BASIS,
        NEXT_STEP,
        LAWFUL_UNKNOWN,
        BUILDING_NOTE,
    ),
    occasion=_marked,
    gates=(_not_stated,),
    checks=_check,
    defaults=lambda ticket, _context: {"address": ticket.facts.address},
    apply=lambda ticket, entry: replace(ticket, building=entry),
    builds_on=("accept",),
    follows=(After("answer", "违法建筑类"),),
    group=Group.CHANGE,
    awaited=lambda ticket: ticket.facts.illegal_building and ticket.building is None and ticket.stage in _STAGES,
    paper=OnPaper(PaperKind.BUILDING),
)
