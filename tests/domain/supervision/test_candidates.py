"""R9.1 to R9.4: which tickets become candidates, and what shows it."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

import pytest

from hotline_desktop.domain.records.engine import take
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.supervision.findings import Finding, findings
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.records import SUPERVISION_RESULT
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain.office_year import CALENDAR, at

DUE = at("2022-09-08 17:00")


def step(ticket: Ticket, name: str, when: str, **values: object) -> Ticket:
    context = RuleContext(at(when), "王芳", CALENDAR, TimeRules(), MappingProxyType({"transfer": "新热转〔2022〕1号"}))
    return take(STEPS_BY_ID[name], ticket, values, context)[0]


@pytest.fixture
def handed() -> Ticket:
    """An ordinary ticket that went to the unit on 5 September and is due on the 8th at 17:00."""
    ticket = step(
        Ticket(),
        "register",
        "2022-09-05 08:50",
        number="20220905100001",
        level="一般",
        content="夜间施工",
        caller="赵文静",
    )
    ticket = step(ticket, "first_contact", "2022-09-05 09:00", number="13800010001")
    ticket = step(ticket, "dispatch", "2022-09-05 09:10", unit="城管中队", level="一般")
    assert ticket.limits.due == DUE
    return step(ticket, "accept", "2022-09-05 10:00")


def answered(ticket: Ticket, done: str, demand: str = "符合政策法规", fact: str = "属实") -> Ticket:
    ticket = step(ticket, "answer", done, way="电话", recording="LY1", content="已整改")
    ticket = step(ticket, "satisfaction", done, grade="不满意")
    return step(ticket, "result", done, handling="已整改", fact=fact, demand=demand, resolution="实际解决")


def called_back(ticket: Ticket, **grades: object) -> Ticket:
    ticket = step(ticket, "review", "2022-09-08 09:00", answered=True, handled=True, verdict="通过")
    rated = {"efficiency": "满意", "attitude": "满意", "outcome": "满意", "overall": "满意", "matches": True, **grades}
    verdict = "通过" if "不满意" not in rated.values() else "退回再处置"
    said = {"verdict": verdict, "note": "现场仍在施工", **rated}
    return step(ticket, "callback", "2022-09-08 10:00", **said)


def only(ticket: Ticket, now: datetime | None = None, repeated: int = 3) -> Finding:
    (finding,) = findings(ticket, now, repeated)
    return finding


def test_r9_1_a_ticket_is_a_candidate_the_moment_its_deadline_passes(handed: Ticket) -> None:
    assert findings(handed, DUE) == ()
    finding = only(handed, at("2022-09-08 17:01"))
    assert (finding.trigger, finding.since, finding.round) == (SupervisionTrigger.OVERDUE, DUE, 1)
    assert finding.evidence == "应于 2022-09-08 17:00 前办结，至今未办结"


def test_r9_1_a_ticket_that_was_finished_late_stays_a_candidate(handed: Ticket) -> None:
    late = answered(handed, "2022-09-09 09:30")
    assert only(late).evidence == "应于 2022-09-08 17:00 前办结，2022-09-09 09:30 才办结"
    assert findings(answered(handed, "2022-09-08 16:59"), at("2022-09-20 09:00")) == ()


def test_r9_2_a_callback_that_contradicts_the_report_makes_a_candidate(handed: Ticket) -> None:
    finding = only(called_back(answered(handed, "2022-09-07 09:00"), matches=False, verdict="退回再处置"))
    assert finding.trigger is SupervisionTrigger.CONTRADICTION
    assert "现场仍在施工" in finding.evidence


def test_r9_3_the_centres_callback_needs_all_three_ratings_bad(handed: Ticket) -> None:
    done = answered(handed, "2022-09-07 09:00")
    bad = {"efficiency": "不满意", "attitude": "不满意", "overall": "不满意"}
    assert findings(called_back(done, **bad)) == ()
    assert only(called_back(done, **bad, outcome="不满意")).trigger is SupervisionTrigger.UNSATISFIED


def test_r9_3_one_bad_result_of_city_or_district_is_enough(handed: Ticket) -> None:
    done = called_back(answered(handed, "2022-09-07 09:00"))
    satisfied = step(done, "upper_callback", "2022-09-08 11:00", office="区热线办", grade="满意")
    assert findings(satisfied) == ()
    finding = only(step(done, "upper_callback", "2022-09-08 11:00", office="区热线办", grade="不满意"))
    assert finding.trigger is SupervisionTrigger.UNSATISFIED
    assert finding.evidence.startswith("2022-09-08 11:00 区热线办测评：不满意")


def test_r9_4_three_confirmed_tickets_about_a_true_and_reasonable_matter(handed: Ticket) -> None:
    done = answered(handed, "2022-09-07 09:00")
    twice = step(done, "repeat_confirm", "2022-09-07 10:00", numbers="20220801100001", evidence="同一电话")
    assert findings(twice) == ()
    thrice = step(twice, "repeat_confirm", "2022-09-07 10:10", numbers="20220815100001", evidence="同一地址")
    finding = only(thrice)
    assert finding.trigger is SupervisionTrigger.REPEATED
    assert "已 3 件" in finding.evidence and "20220801100001、20220815100001" in finding.evidence
    assert findings(thrice, repeated=4) == ()
    assert finding.since == at("2022-09-07 10:10")


def test_r9_4_a_repeat_arises_with_the_last_of_result_confirmation_and_finding(handed: Ticket) -> None:
    def confirmed(ticket: Ticket, when: str, number: str) -> Ticket:
        return step(ticket, "repeat_confirm", when, numbers=number, evidence="同一电话")

    twice = confirmed(handed, "2022-09-05 15:00", "20220801100001")
    thrice = confirmed(twice, "2022-09-05 16:00", "20220815100001")
    assert only(answered(thrice, "2022-09-07 09:00")).since == at("2022-09-07 09:00")

    done = confirmed(answered(twice, "2022-09-07 09:00"), "2022-09-08 10:00", "20220815100001")
    assert only(done).since == at("2022-09-08 10:00")
    more = confirmed(done, "2022-09-09 10:00", "20220820100001")
    assert only(more).since == at("2022-09-08 10:00")
    assert findings(more, repeated=4)[0].since == at("2022-09-09 10:00")
    assert findings(more, repeated=2)[0].since == at("2022-09-07 09:00")

    fewer = step(done, "repeat_rule_out", "2022-09-09 11:00", numbers="20220801100001", why="另一盏路灯")
    assert findings(fewer) == ()
    again = confirmed(fewer, "2022-09-10 10:00", "20220820100001")
    assert only(again).since == at("2022-09-10 10:00")

    held = {"case": "新城运督〔2022〕1号", "resolution": "实际解决", "fact": "属实", "demand": "符合政策法规"}
    revised = SUPERVISION_RESULT.apply(done, Entry("supervision_result", at("2022-09-12 09:00"), "王芳", held))
    assert only(revised).since == at("2022-09-12 09:00")


@pytest.mark.parametrize(("fact", "demand"), [("属实", "无政策法规依据"), ("属实", "诉求过高")])
def test_r9_4_an_unreasonable_demand_is_no_candidate_however_often_it_comes(
    handed: Ticket, fact: str, demand: str
) -> None:
    ticket = step(handed, "explain", "2022-09-06 09:00", way="电话", reasons="没有依据")
    ticket = answered(ticket, "2022-09-07 09:00", demand, fact)
    ticket = step(
        ticket, "repeat_confirm", "2022-09-07 10:00", numbers="20220801100001、20220815100001", evidence="同一电话"
    )
    assert findings(ticket) == ()


def test_r9_4_what_supervision_found_since_says_whether_a_matter_is_reasonable(handed: Ticket) -> None:
    done = answered(handed, "2022-09-07 09:00")
    held = {"case": "新城运督〔2022〕1号", "resolution": "解释说明", "fact": "属实", "demand": "诉求过高"}
    revised = SUPERVISION_RESULT.apply(done, Entry("supervision_result", at("2022-09-09 09:00"), "王芳", held))
    numbers = "20220801100001、20220815100001"
    thrice = step(revised, "repeat_confirm", "2022-09-09 10:00", numbers=numbers, evidence="同一电话")
    assert findings(thrice) == ()
