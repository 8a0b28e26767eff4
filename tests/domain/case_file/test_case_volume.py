"""R16.4: the file of a case holds a paper of everything that was recorded, in archive order, each as it stood."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_desktop.domain.case_file.volume import CaseOfFile, FilePaper, Section, papers, section_of_file
from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.annex_values import DisposalSheet
from hotline_desktop.domain.papers.document_values import ExtensionRequest, ReturnRequest
from hotline_desktop.domain.papers.paper_records import RECORDS
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.domain import case_walk, ticket_walk
from tests.domain.office_year import CALENDAR, at
from tests.domain.supervision import test_supervision_properties
from tests.domain.ticket import test_ticket_properties

CONTEXT = PaperContext("新海镇", at("2022-12-30 17:00"), CALENDAR, case_walk.RULES, "新海镇城运中心")
NOTHING = CaseOfFile(SupervisionCase(), (), ())


def of_ticket(walk: ticket_walk.Walk) -> CaseOfFile:
    number = walk.ticket.facts.number
    return CaseOfFile(SupervisionCase(ticket_numbers=(number,)), (), (walk.ticket,))


def kinds(found: tuple[FilePaper, ...]) -> Counter[PaperKind]:
    return Counter(paper.kind for paper in found)


def whole_and_in_order(found: tuple[FilePaper, ...]) -> None:
    places = [list(Section).index(paper.section) for paper in found]
    assert places == sorted(places)
    assert all(isinstance(paper.record, RECORDS[paper.kind]) and paper.dated is not None for paper in found)


@settings(max_examples=25, deadline=None)
@given(test_supervision_properties.MOVES, st.sampled_from((case_walk.SOURCE, case_walk.ABOVE)))
def test_every_record_of_a_case_has_its_paper(moves: list[tuple[int, int, int]], source: dict[str, object]) -> None:
    walk = case_walk.Walk()
    walk.do("propose", **source)
    for pick, variant, days in moves:
        walk.now += timedelta(days=days)
        if pick == 2 * test_supervision_properties.ANY_STEP:
            walk.attach(*test_supervision_properties.ENCLOSED)
            continue
        step = test_supervision_properties.chosen(walk, pick)
        choices = test_supervision_properties.VARIANTS.get(step, ({},))
        try:
            walk.do(step, **choices[variant % len(choices)])
        except StepRefused:
            continue
    found = papers(CaseOfFile(walk.case, tuple(walk.entries), ()), CONTEXT)
    whole_and_in_order(found)
    taken, kept = Counter(entry.step for entry in walk.entries), kinds(found)
    assert kept[PaperKind.PHONE_RECORD] == taken["phone_call"]
    assert kept[PaperKind.SUPERVISION_NOTICE] == taken["issue"]
    assert kept[PaperKind.CLOSING_REPORT] == taken["report"]
    assert kept[PaperKind.CASE_EXTENSION] == taken["case_extension"]
    assert kept[PaperKind.SITE_RECORD] == taken["site_visit"]
    assert kept[PaperKind.MEETING_NOTICE] == kept[PaperKind.MEETING_SIGN_IN] == taken["convene"]
    assert kept[PaperKind.MEETING_MINUTES] == taken["meeting"]
    assert kept[PaperKind.LEADER_REQUEST] == taken["request"]


@settings(max_examples=25, deadline=None)
@given(test_ticket_properties.MOVES, test_ticket_properties.START, st.sampled_from([level.value for level in Level]))
def test_every_round_and_request_of_a_ticket_has_its_paper(
    moves: list[tuple[int, int, int]], start: str, level: str
) -> None:
    walk, _seen = test_ticket_properties.wander(moves, start, level)
    found = papers(of_ticket(walk), CONTEXT)
    whole_and_in_order(found)
    kept, rounds = kinds(found), walk.ticket.rounds
    assert kept[PaperKind.DISPOSAL] == len(rounds)
    assert kept[PaperKind.RETURN] == sum(len(turn.returns) for turn in rounds)
    assert kept[PaperKind.EXTENSION] == sum(len(turn.extensions) for turn in rounds)
    assert kept[PaperKind.UNFOUNDED] == sum(len(turn.unfounded) for turn in rounds)
    assert kept[PaperKind.UNSATISFIED] == sum(len(callback.statements) for callback in walk.ticket.upper_callbacks)
    assert kept[PaperKind.BUILDING] == bool(walk.ticket.building)
    assert kept[PaperKind.EXPLANATION] == sum(len(turn.explanations) for turn in rounds)
    checked = [(len(turn.reviews), len(turn.callbacks)) for turn in rounds if turn.reviews]
    assert kept[PaperKind.REVIEW] == sum(reviews - 1 + max(callbacks, 1) for reviews, callbacks in checked)
    reasons = [request.asked.get("detail") or None for turn in rounds for request in turn.returns]
    assert [paper.record.detail for paper in found if isinstance(paper.record, ReturnRequest)] == reasons


def test_earlier_rounds_keep_their_own_unit_number_and_result() -> None:
    walk = ticket_walk.Walk()
    walk.up_to("accept")
    walk.do("return_request")
    walk.do("return_decision")
    walk.do("dispatch", unit="供电所", transfer_number="新热转〔2022〕2号")
    sheets = [paper for paper in papers(of_ticket(walk), CONTEXT) if isinstance(paper.record, DisposalSheet)]
    message = [(s.record.to_unit, s.record.transfer_number) for s in sheets if isinstance(s.record, DisposalSheet)]
    assert message == [("城管中队", "新热转〔2022〕1号"), ("供电所", "新热转〔2022〕2号")]
    assert [sheet.final for sheet in sheets] == [False, False]
    assert [sheet.which for sheet in sheets] == ["第1次处置，城管中队", "第1次处置，供电所"]


def test_an_extension_of_the_unit_stands_there_with_the_centres_answer() -> None:
    walk = case_walk.Walk().notified("电话督办")
    due = walk.case.due
    walk.do("case_extension")
    walk.do("case_extension_decision", note="请抓紧办理")
    walk.checked()
    (paper,) = [
        paper
        for paper in papers(CaseOfFile(walk.case, tuple(walk.entries), ()), CONTEXT)
        if paper.kind is PaperKind.CASE_EXTENSION
    ]
    assert isinstance(paper.record, ExtensionRequest) and paper.final
    assert (paper.record.old_due, paper.record.new_due) == (due, walk.case.due)
    assert paper.record.decision == "同意。请抓紧办理。"


def test_nothing_recorded_makes_no_paper() -> None:
    assert papers(NOTHING, CONTEXT) == ()


def test_every_kind_of_file_has_its_place() -> None:
    assert {section_of_file(kind.value) for kind in CaseFileKind} == set(Section) - {
        Section.DISPOSAL,
        Section.SATISFACTION,
    }
    assert section_of_file("签字处置单") is Section.DISPOSAL and section_of_file("测评表") is Section.SATISFACTION
    assert section_of_file("附件") is Section.OTHER
