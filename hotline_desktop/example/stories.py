"""What becomes of a ticket of the example office: each story up to where the ticket stands now."""

from __future__ import annotations

from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.options import (
    ContactResult,
    Decision,
    DemandFinding,
    Exemption,
    FactFinding,
    Grade,
    Level,
    NoContactReason,
    Resolution,
    SupervisionTrigger,
    Verdict,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.example.cases import SupervisedScenario

_OVERDUE = "逾期未办结，诉求人两次来电催办。"


def to_contact(scenario: SupervisedScenario) -> None:
    """Registered, the citizen not called yet."""
    scenario.register()


def to_dispatch(scenario: SupervisedScenario) -> None:
    """Called, not handed to a unit yet."""
    scenario.register().contact()


def to_accept(scenario: SupervisedScenario) -> None:
    """Handed over with the printed sheet, the unit has not taken it yet."""
    scenario.register().contact().dispatch()
    scenario.print_out(PaperKind.DISPOSAL, "转办")


def in_progress(scenario: SupervisedScenario) -> None:
    """The unit works on it."""
    scenario.register().contact().dispatch().accept()


def answered(scenario: SupervisedScenario) -> None:
    """The unit has answered the citizen, its result is still to come."""
    scenario.register().contact().dispatch().accept().answer()


def to_review(scenario: SupervisedScenario) -> None:
    """The unit's result is in."""
    scenario.register().contact().dispatch().accept().answer().survey().result()


def to_call_back(scenario: SupervisedScenario) -> None:
    """Reviewed, the citizen not called back yet."""
    to_review(scenario)
    scenario.review()


def to_close(scenario: SupervisedScenario) -> None:
    """Called back and satisfied."""
    to_call_back(scenario)
    scenario.callback(Grade.SATISFIED if scenario.index % 3 else Grade.MOSTLY)


def closed(scenario: SupervisedScenario) -> None:
    """Closed, the signed sheet not back yet."""
    to_close(scenario)
    scenario.print_out(PaperKind.DISPOSAL, "办结").close()


def archived(scenario: SupervisedScenario) -> None:
    """The whole way."""
    to_close(scenario)
    scenario.close().file()


def review_failed(scenario: SupervisedScenario) -> None:
    """The centre's review found it badly handled."""
    to_review(scenario)
    scenario.review(Verdict.AGAIN, "现场照片显示问题仍然存在，处置不到位。")


def second_round(scenario: SupervisedScenario) -> None:
    """Out again, the same unit works on it once more."""
    review_failed(scenario)
    scenario.redo("现场照片显示问题仍然存在，处置不到位。").accept()


def second_round_finished(scenario: SupervisedScenario) -> None:
    """Out again and finished the second time."""
    second_round(scenario)
    scenario.answer(240).survey(Grade.MOSTLY).result(remarks="第二次处置后已彻底整改").review()


def contradicted(scenario: SupervisedScenario) -> None:
    """The citizen says something else than the unit, and is content with nothing."""
    to_call_back(scenario)
    scenario.callback(Grade.UNSATISFIED, Verdict.AGAIN, matches=False, note="诉求人称没有人到现场，问题没有解决。")


def urged(scenario: SupervisedScenario) -> None:
    """The citizen called again, twice."""
    in_progress(scenario)
    scenario.take("urge", 60, note="诉求人再次来电催办。").take("urge", 240, note="诉求人第二次催办，情绪激动。")


def confidential(scenario: SupervisedScenario) -> None:
    """The citizen wants to stay unknown and cannot be reached."""
    scenario.register(confidential=True, exemption=Exemption.CONFIDENTIAL.value).dispatch()
    scenario.take("accept", 25, handler=scenario.unit.contact)


def exempt_closed(scenario: SupervisedScenario) -> None:
    """No contact wanted: answer, survey and callback are waived."""
    scenario.register()
    scenario.take(
        "exempt", 10, exemption=Exemption.NOT_NEEDED.value, decided_by=scenario.by, note="诉求人要求不再来电。"
    )
    scenario.dispatch().take("accept", 25, handler=scenario.unit.contact)
    scenario.result().review().close()


def _other_unit(scenario: SupervisedScenario) -> str:
    return "平安办" if scenario.unit.name != "平安办" else "城管中队"


def return_pending(scenario: SupervisedScenario) -> None:
    """The unit says it is not its business."""
    scenario.register().contact().dispatch().accept().ask_return(_other_unit(scenario))


def return_granted(scenario: SupervisedScenario) -> None:
    """Sent back and handed to another unit."""
    return_pending(scenario)
    scenario.decide_return(Decision.GRANTED).dispatch(_other_unit(scenario)).accept()


def return_refused(scenario: SupervisedScenario) -> None:
    """Sent back in vain: the clock never stopped."""
    return_pending(scenario)
    scenario.decide_return(Decision.REFUSED)


def extension_pending(scenario: SupervisedScenario) -> None:
    """The unit asks for more time."""
    in_progress(scenario)
    scenario.ask_extension(5)


def extension_granted(scenario: SupervisedScenario) -> None:
    """The unit got more time."""
    in_progress(scenario)
    scenario.ask_extension(5).decide_extension(Decision.GRANTED, 3)


def unfounded_pending(scenario: SupervisedScenario) -> None:
    """Found not to be true; the statement waits to be filed."""
    in_progress(scenario)
    scenario.answer().state_unfounded()


def unfounded_closed(scenario: SupervisedScenario) -> None:
    """Found not to be true, filed and closed."""
    unfounded_pending(scenario)
    scenario.file_unfounded().survey(Grade.FAIR)
    scenario.result(Resolution.FOR_REFERENCE, FactFinding.UNFOUNDED).review().callback(Grade.FAIR).close()


def explained(scenario: SupervisedScenario) -> None:
    """Nothing to be done: explained to the citizen, who does not like it."""
    in_progress(scenario)
    scenario.answer().explain().survey(Grade.UNSATISFIED)
    scenario.result(Resolution.EXPLAINED, FactFinding.TRUE, DemandFinding.NO_BASIS).review()
    scenario.callback(Grade.FAIR, note="诉求人对解释表示理解。").close()


def unreachable(scenario: SupervisedScenario) -> None:
    """Tried in three half-days, never reached."""
    scenario.register().contact().dispatch().take("accept", 25, handler=scenario.unit.contact)
    for _ in range(3):
        scenario.take(
            "unit_contact", 240, result=ContactResult.NOT_REACHED.value, reason=NoContactReason.NO_ANSWER.value
        )
    scenario.survey(Grade.NOT_RATED).result(Resolution.FOR_REFERENCE)


def complained_above(scenario: SupervisedScenario) -> None:
    """The city's office called back and heard that the citizen is not content."""
    closed(scenario)
    scenario.take(
        "upper_callback", 300, office="市热线办", grade=Grade.UNSATISFIED.value, note="诉求人对处理结果不满意。"
    )


def level_changed(scenario: SupervisedScenario) -> None:
    """Found to be harder than it looked."""
    in_progress(scenario)
    scenario.take("change_level", 90, level=Level.HARD.value, why="涉及多个产权单位，需专业检测。")


def building_described(scenario: SupervisedScenario) -> None:
    """An illegal building with its five items, the result in."""
    in_progress(scenario)
    scenario.answer().describe_building().survey(Grade.MOSTLY).result(Resolution.SOLVED)


def joint(scenario: SupervisedScenario) -> None:
    """Several units handle it together."""
    in_progress(scenario)
    scenario.join_units(*(name for name in ("城管中队", "规建办", "新海村") if name != scenario.unit.name))


def repeated(scenario: SupervisedScenario) -> None:
    """The same citizen about the same matter."""
    scenario.caller = scenario.town.caller(501)
    scenario.place = scenario.matter.places[0]
    in_progress(scenario)


def supervised_by_phone(scenario: SupervisedScenario) -> None:
    """Overdue; the unit was called and reports soon."""
    in_progress(scenario)
    scenario.supervise(SupervisionTrigger.OVERDUE, _OVERDUE, days_later=4).call_unit()


def notice_to_sign(scenario: SupervisedScenario) -> None:
    """The call did not help; the written notice waits for its signature."""
    supervised_by_phone(scenario)
    scenario.escalate()


def notice_delivered(scenario: SupervisedScenario) -> None:
    """The written notice is with the unit."""
    notice_to_sign(scenario)
    scenario.send_notice().print_out(PaperKind.SUPERVISION_NOTICE, "派发")


def in_the_paper(scenario: SupervisedScenario) -> None:
    """A newspaper wrote about it; nobody has decided yet."""
    in_progress(scenario)
    scenario.propose("新海晚报", f"晚报以“{scenario.place}的烦心事”为题作了报道。")


def supervised_to_the_end(scenario: SupervisedScenario) -> None:
    """Contradicted, supervised by phone and in writing, solved, verified and closed."""
    contradicted(scenario)
    reason = "回访时诉求人称没有人到现场，与承办单位反馈的“已解决”不符。"
    scenario.supervise(SupervisionTrigger.CONTRADICTION, reason).call_unit()
    scenario.redo("回访结果与反馈不符，退回重新办理。").accept()
    scenario.escalate().send_notice()
    scenario.answer().survey(Grade.MOSTLY).result(remarks="经书面督办后彻底整改")
    scenario.enclose("现场核查记录.txt", "情况说明", "到{place}核查：问题已整改，现场照片两张存单位。")
    scenario.report().review().callback(Grade.MOSTLY).verify().close_case()
    scenario.print_out(PaperKind.SUPERVISION_NOTICE, "反馈").hand_in(PaperKind.SUPERVISION_NOTICE)
    scenario.enclose("整改依据.txt", CaseFileKind.POLICY.value, "{place}整改所依据的管理规定，由承办单位随反馈报送。")
    scenario.close()
