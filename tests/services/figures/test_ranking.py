"""The quarter over a real database: what counts where, frozen figures, and units twice at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.statistics.frozen import plain_table, table_from
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.statistics.ranking import UnitStatistics
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.office import Office
from tests.documents.reading import pdf_text
from tests.domain.case_walk import ABOVE
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
Q2, Q3 = Quarter(2022, 2), Quarter(2022, 3)
NO_UNITS = True  # the register is what is looked at
UNITS = ("新海村", "老坝村", "海桥村", "永丰村", "红星村")


def row(office: Office, unit: str, quarter: Quarter = Q3) -> UnitStatistics:
    (found,) = [r for g in office.ranking.sheet(quarter).table.groups for r in g.rows if r.unit == unit]
    return found


def test_a_ticket_counts_by_receipt_and_its_rates_by_closing(office: Office, walk: Start, clock: Clock) -> None:
    clock.now = datetime(2022, 9, 29, 9, 0)
    ticket = walk("20220929100001").to_call_back()
    clock.now = datetime(2022, 10, 10, 9, 0)
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "基本满意")
    ticket.do("callback", **grades, matches="是", verdict="通过").do("close")
    third, fourth = row(office, "新海村"), row(office, "新海村", Quarter(2022, 4))
    assert (third.received, third.closed, third.satisfied.as_text, third.score_text) == (1, 0, "—", "5.00")
    assert (fourth.received, fourth.closed, fourth.satisfied.as_text, fourth.solved.as_text) == (0, 1, "80%", "100%")


def test_first_contact_in_time_and_prompt_answer_come_from_the_records(office: Office, walk: Start) -> None:
    walk("20220908100001").to_closed()
    statistics = row(office, "新海村")
    assert (statistics.contact.as_text, statistics.in_time.as_text, statistics.answered.as_text) == (
        "100%",
        "100%",
        "100%",
    )
    assert statistics.score_text == "95.00"


def test_late_tickets_late_returns_and_supervision_take_points_off(office: Office, walk: Start, clock: Clock) -> None:
    late = walk("20220908100001").to_unit().do("accept")
    returned = walk("20220908100002").to_unit("老坝村")
    clock.now = datetime(2022, 9, 15, 9, 0)
    late.do("answer", way="电话", recording="LY-01", content="已停工").do("satisfaction", grade="满意")
    late.do("result", handling="已停工", fact="属实", demand="符合政策法规", resolution="实际解决")
    returned.do(
        "return_request",
        reason="非本单位职能",
        detail="属路政",
        duty="三定方案",
        suggested_unit="新海村",
        leader="陆建国",
    )
    for number, trigger in ((1, "逾期未办结"), (2, "上级督办或媒体曝光")):
        values = {
            **ABOVE,
            "trigger": trigger,
            "tickets": f"2022090810000{number}",
            "unit": "新海村",
            "method": "电话督办",
        }
        office.supervision.start("open_case", values, CLERK)
    statistics = row(office, "新海村")
    assert statistics.lapse(LapseKind.OVERDUE) == statistics.lapse(LapseKind.SUPERVISED) == 1
    assert row(office, "老坝村").lapse(LapseKind.LATE_RETURN) == 1
    office.settings.change(office.settings.get().changed({"supervised_count": "全部督办件"}), CLERK)
    assert row(office, "新海村").lapse(LapseKind.SUPERVISED) == 2


def test_a_citizen_who_need_not_be_called_counts_in_no_denominator(office: Office, walk: Start) -> None:
    ticket = walk("20220908100001").do("exempt", exemption="无需联系", decided_by="李伟", note="不再来电")
    ticket.do("dispatch", unit="新海村").do("accept")
    ticket.do("result", handling="已劝离", fact="属实", demand="符合政策法规", resolution="实际解决")
    ticket.do("review", answered="是", handled="是", verdict="通过").do("close")
    statistics = row(office, "新海村")
    assert (statistics.contact.as_text, statistics.answered.as_text, statistics.satisfied.as_text) == ("—", "—", "—")
    assert statistics.in_time.as_text == "100%"


def test_a_printed_quarter_is_frozen(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001").to_closed()
    with pytest.raises(HotlineError, match="还没有结束"):
        office.ranking.freeze(Q3, CLERK)
    clock.now = datetime(2022, 10, 9, 9, 0)
    before = office.ranking.sheet(Q3)
    assert not before.is_frozen
    office.ranking.freeze(Q3, CLERK)
    office.settings.change(office.settings.get().changed({"score_solved": "60"}), CLERK)
    after = office.ranking.sheet(Q3)
    assert (after.table, after.frozen_by, after.frozen_at) == (before.table, CLERK, clock.now)
    office.ranking.freeze(Q3, "李伟")
    assert office.ranking.sheet(Q3) == after
    assert "×60" in office.ranking.sheet(Quarter(2022, 4)).table.formula


def test_a_frozen_table_is_read_back_exactly(office: Office, walk: Start) -> None:
    walk("20220908100001").to_closed()
    table = office.ranking.sheet(Q3).table
    assert table_from(plain_table(table)) == table


def _quarter_of_bad_units(
    walk: Start, clock: Clock, month: int, bad: tuple[str, ...], units: Sequence[str] = UNITS
) -> None:
    """Every unit closes one ticket in that month; the citizens of the bad ones are not satisfied at all."""
    for place, unit in enumerate(units):
        clock.now = datetime(2022, month, 8, 9, 0)
        ticket = walk(f"2022{month:02d}0810000{place}").to_review(unit)
        ticket.do("review", answered="是", handled="是", verdict="通过")
        word = "一般" if unit in bad else "满意"
        grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), word)
        ticket.do("callback", **grades, matches="是", verdict="通过").do("close")


def test_r15_2_two_bad_quarters_in_a_row_propose_a_talk_that_a_person_confirms(
    office: Office, walk: Start, clock: Clock
) -> None:
    _quarter_of_bad_units(walk, clock, 6, ("新海村", "老坝村"))
    _quarter_of_bad_units(walk, clock, 9, ("老坝村", "海桥村"))
    clock.now = datetime(2022, 10, 9, 9, 0)
    assert office.ranking.proposed(Q3) == ("老坝村",)
    (proposal,) = office.talks.proposals()
    assert proposal.unit == "老坝村" and "2022年第三季度" in proposal.evidence[0]
    values = {"unit": proposal.unit, "ground": proposal.ground.value, "evidence": proposal.evidence[0]}
    office.talks.propose(values, CLERK)
    assert office.talks.proposals() == ()
    assert [talk.unit for talk in office.talks.all()] == ["老坝村"]


def test_r15_2_a_unit_that_was_renamed_behind_a_settled_quarter_is_the_same_unit(
    office: Office, walk: Start, clock: Clock
) -> None:
    _quarter_of_bad_units(walk, clock, 6, ("新海村", "老坝村"))
    clock.now = datetime(2022, 7, 5, 9, 0)
    office.ranking.freeze(Q2, CLERK)
    office.units.change(office.units.find("老坝村").id, name="老坝社区", by=CLERK)
    units = [{"老坝村": "老坝社区"}.get(unit, unit) for unit in UNITS]
    _quarter_of_bad_units(walk, clock, 9, ("老坝社区", "海桥村"), units)
    clock.now = datetime(2022, 10, 9, 9, 0)
    assert office.ranking.proposed(Q3) == ("老坝社区",)
    (proposal,) = office.talks.proposals()
    office.talks.propose({"unit": proposal.unit, "ground": proposal.ground.value, "evidence": "两季末位"}, CLERK)
    office.units.change(office.units.find("老坝社区").id, name="老坝新村", by=CLERK)
    assert (office.ranking.proposed(Q3), office.talks.proposals()) == (("老坝新村",), ())


def test_a_unit_that_is_out_of_use_by_now_keeps_its_place_and_is_not_summoned(
    office: Office, walk: Start, clock: Clock
) -> None:
    units = UNITS[:4]
    _quarter_of_bad_units(walk, clock, 6, ("新海村", "老坝村"), units)
    _quarter_of_bad_units(walk, clock, 9, ("老坝村", "海桥村"), units)
    clock.now = datetime(2022, 10, 9, 9, 0)
    before = office.ranking.sheet(Q3).table
    office.units.change(office.units.find("老坝村").id, active=False, by=CLERK)
    assert office.ranking.sheet(Q3).table.groups == before.groups
    assert {unit for group in before.groups for unit in group.last} == {"老坝村", "海桥村"}
    assert (office.ranking.proposed(Q3), office.talks.proposals()) == ((), ())
    empty = office.ranking.sheet(Quarter(2022, 1)).table
    assert "老坝村" not in [unit for group in empty.groups for unit in group.left_out]


def test_r15_2_nobody_is_to_be_summoned_for_a_quarter_that_still_runs(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    _quarter_of_bad_units(walk, clock, 6, ("新海村", "老坝村"))
    _quarter_of_bad_units(walk, clock, 9, ("老坝村", "海桥村"))
    clock.now = datetime(2022, 9, 30, 16, 0)
    assert (office.ranking.sheet(Q3).over, office.talks.proposals()) == (False, ())

    def text(name: str) -> str:
        office.unit_papers.write_quarter(Q3, tmp_path / name)
        return pdf_text((tmp_path / name).read_bytes())

    assert "照现在的数字，老坝村将连续排名末两位" in (running := text("9.pdf")) and "约谈" not in running
    clock.now = datetime(2022, 10, 9, 9, 0)
    assert "老坝村连续排名末两位，由镇主要领导对主要负责同志进行约谈" in text("10.pdf")


def test_a_ranking_year_may_begin_in_november(office: Office, clock: Clock) -> None:
    office.settings.change(office.settings.get().changed({"ranking_start": "上年11月"}), CLERK)
    clock.now = datetime(2022, 11, 2, 9, 0)
    assert office.ranking.current() == Quarter(2023, 1, 11)
    with pytest.raises(HotlineError, match="只能是 1 到 4"):
        office.ranking.quarter(2022, 5)
