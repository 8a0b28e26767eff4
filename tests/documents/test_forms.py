"""The three forms carry the regulation's words, what the record says, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from hotline_desktop.documents import UnknownState
from hotline_desktop.domain.papers.annex_values import DisposalSheet
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS, compose, draw, write
from tests.documents.reading import docx_text, pdf_text, read_pdf, squeeze
from tests.documents.samples import RECORDS, SHEET, SURVEY

ANNEX = [squeeze(part) for part in (Path(__file__).parent / "annex.txt").read_text("utf-8").split("\n\n")]
FORM_KINDS = (PaperKind.DISPOSAL, PaperKind.SUPERVISION_NOTICE, PaperKind.SATISFACTION)


def unticked(text: str) -> str:
    """PDF draws a ticked box as □ with a √ over it, Word as a √ with a border."""
    return text.replace("□√", "√")


@pytest.mark.parametrize(("kind", "text"), list(zip(FORM_KINDS, ANNEX, strict=True)))
def test_blank_form_has_exactly_the_words_of_the_regulation(kind: PaperKind, text: str) -> None:
    paper = compose(kind, RECORDS[kind], blank=True)
    assert pdf_text(draw(paper)[0]) == text
    assert docx_text(write(paper)) == text


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_both_outputs_have_the_same_words_in_every_state(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        paper = compose(kind, RECORDS[kind], state)
        assert unticked(pdf_text(draw(paper)[0])) == docx_text(write(paper))


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_filled_form_is_one_page(kind: PaperKind) -> None:
    for state in FORMS.states(kind):
        assert len(read_pdf(draw(compose(kind, RECORDS[kind], state))[0])) == 1


def test_handed_over_sheet_leaves_the_lower_half_to_the_unit() -> None:
    text = pdf_text(draw(compose(PaperKind.DISPOSAL, SHEET, "转办"))[0])
    assert "海星村三队河道北侧垃圾桶满溢" in text
    assert "3个工作日" in text
    assert "√" not in text
    assert squeeze(SHEET.handling or "") not in text


def test_dispatched_notice_leaves_the_answer_to_the_unit() -> None:
    text = pdf_text(draw(compose(PaperKind.SUPERVISION_NOTICE, RECORDS[PaperKind.SUPERVISION_NOTICE], "派发"))[0])
    assert "办理答复：（可另附页）承办单位经办人：" in text


@pytest.mark.parametrize("word", ["实际解决", "解释说明", "参考备案", "诉求过高", "未解决"])
def test_each_resolution_ticks_its_own_box(word: str) -> None:
    sheet = replace(SHEET, resolution=word, answered_within_day=None)
    paper = compose(PaperKind.DISPOSAL, sheet, "办结")
    drawn = draw(paper)[0]
    assert pdf_text(drawn).count("√") == 1
    assert f"□√{word}" in pdf_text(drawn)
    assert len(read_pdf(drawn)[0].ticks) == 1
    assert f"√{word}" in docx_text(write(paper))


@pytest.mark.parametrize(("answered", "expected"), [(True, "□√是□否"), (False, "□是□√否"), (None, "□是□否")])
def test_answer_within_a_day_ticks_yes_no_or_nothing(answered: bool | None, expected: str) -> None:
    paper = compose(PaperKind.DISPOSAL, replace(SHEET, answered_within_day=answered), "办结")
    assert f"答复市民：{expected}是否解决" in pdf_text(draw(paper)[0])


@pytest.mark.parametrize(("satisfied", "column"), [(True, (125, 155)), (False, (155, 185)), (None, None)])
def test_satisfaction_ticks_its_column(satisfied: bool | None, column: tuple[float, float] | None) -> None:
    page = read_pdf(draw(compose(PaperKind.SATISFACTION, replace(SURVEY, satisfied=satisfied)))[0])[0]
    inside = [column is not None and column[0] < x < column[1] for x, _y in page.ticks]
    assert inside == ([True] if column else [])


def test_number_of_urges_is_told_only_from_the_second_on() -> None:
    for count, text in ((0, "是否催单否"), (1, "是否催单是工单"), (2, "是否催单是（2次）")):
        paper = compose(PaperKind.DISPOSAL, replace(SHEET, urge_count=count))
        assert text in pdf_text(draw(paper)[0])


def test_what_is_not_known_stays_an_empty_rule() -> None:
    drawn = read_pdf(draw(compose(PaperKind.DISPOSAL, DisposalSheet(number="1"), "转办"))[0])[0]
    rules = [rule for rule in drawn.rules if abs(rule.y1 - rule.y2) < 0.01]
    widths = [round(rule.x2 - rule.x1) for rule in rules]
    assert {60, 14, 29} <= set(widths)


def test_town_of_the_settings_stands_in_the_title_on_blank_forms_too() -> None:
    paper = compose(PaperKind.SATISFACTION, replace(SURVEY, town="北湖镇"), blank=True)
    assert pdf_text(draw(paper)[0]).startswith("北湖镇“12345”市民服务热线")


def test_unknown_state_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownState, match="转办、办结"):
        FORMS.compose(PaperKind.DISPOSAL, SHEET, "存档")


def test_record_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError):
        FORMS.compose(PaperKind.DISPOSAL, SURVEY, "转办")
