"""Fields read what a clerk types, ask only for what applies, and lose nothing silently."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hotline_desktop.domain.records.engine import defaults
from hotline_desktop.domain.records.fields import ANYTHING, AnyField, Field, Kind, Tense, read_values
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Grade
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from tests.domain.ticket_walk import NUMBERS, Walk

YES = frozenset(("是",))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, "  路灯 ", "路灯"),
        (Kind.TEXT, "   ", None),
        (Kind.TEXT, "张\n三", "张三"),
        (Kind.TEXT, "新海路\r\n 12号\t2室", "新海路 12号 2室"),
        (Kind.TEXT, "Li\u2028Ming", "Li Ming"),
        (Kind.UNIT, "河西\n村", "河西村"),
        (Kind.LONG_TEXT, "第一行\n第二行", "第一行\n第二行"),
        (Kind.MOMENT, "2022年9月5日 9:10", datetime(2022, 9, 5, 9, 10)),
        (Kind.MOMENT, datetime(2022, 9, 5, 9, 10, 59), datetime(2022, 9, 5, 9, 10)),
        (Kind.MOMENT, date(2022, 9, 5), datetime(2022, 9, 5)),
        (Kind.DAY, "2022-09-05 09:10", date(2022, 9, 5)),
        (Kind.NUMBER, "12", 12),
        (Kind.YES_NO, "√", True),
        (Kind.YES_NO, "否", False),
        (Kind.PHONES, "138 0001 0001，59210001", ("13800010001", "021-59210001")),
        (Kind.NAMES, "绿化所、供电所,绿化所；水务站", ("绿化所", "供电所", "水务站")),
        (Kind.NAMES, ("绿化所", "供电所"), ("绿化所", "供电所")),
        (Kind.NAMES, "、", None),
    ],
)
def test_what_is_typed_becomes_a_value(kind: Kind, raw: object, value: object) -> None:
    assert Field("key", "内容", kind).read(raw) == value


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (Field("limit", "上级时限", Kind.MOMENT, tense=Tense.GIVEN), "2022-09-08", datetime(2022, 9, 8, 23, 59)),
        (Field("limit", "上级时限", Kind.MOMENT, tense=Tense.GIVEN), "9999-12-31", None),
        (Field("came", "来电日期", Kind.MOMENT, day_enough=True), "2022年9月8日", datetime(2022, 9, 8)),
        (Field("at", "纳入时间", Kind.MOMENT), "2022-09-08 00:00", datetime(2022, 9, 8)),
        (Field("at", "纳入时间", Kind.MOMENT), "2022-09-08", None),
        (Field("held", "会议时间", Kind.MOMENT, tense=Tense.PLANNED), "20220908", None),
    ],
)
def test_a_day_alone_is_no_hour_that_nobody_said(field: AnyField, raw: str, value: datetime | None) -> None:
    if value is not None:
        assert field.read(raw) == value
        return
    with pytest.raises(ValueError, match=r"只写了日期，还要写几点几分，如 2022-09-08 09:10|年份 9999 不合理"):
        field.read(raw)


@pytest.mark.parametrize(
    ("field", "raw", "text"),
    [
        (Field("key", "内容", limit=3), "四个字啊", "最多 3 字，现为 4 字"),
        (Field("key", "评价", Kind.CHOICE, options=Grade), "很好", "只能是：满意、"),
        (Field("key", "时间", Kind.MOMENT), "下周", "不是能识别的时间"),
        (Field("key", "天数", Kind.NUMBER), "三", "须是整数"),
        (Field("key", "天数", Kind.NUMBER, limit=9), "10", "须在 0 至 9 之间"),
        (Field("key", "是否", Kind.YES_NO), "也许", "只能是：是、否"),
        (Field("key", "单位", Kind.NAMES, limit=3), "绿化所、供电管理所", "每项最多 3 字"),
    ],
)
def test_what_cannot_be_meant_is_told_in_words(field: AnyField, raw: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        field.read(raw)


def test_a_field_that_does_not_apply_is_neither_asked_for_nor_kept() -> None:
    fields = (
        Field("asked", "是否", Kind.YES_NO),
        Field("why", "原因", required=True, shown_when=("asked", YES)),
        Field("owner", "户主"),
        Field("unknown", "无法查明的原因", required=True, hidden_when=("owner", ANYTHING)),
    )
    values, blockers = read_values(fields, {"asked": "否", "why": "x", "owner": "某", "unknown": "y"}, Clause.RECORD)
    assert (dict(values), blockers) == ({"asked": False, "owner": "某"}, ())
    _values, blockers = read_values(fields, {"asked": "是"}, Clause.RECORD)
    assert [blocker.field for blocker in blockers] == ["why", "unknown"]


def test_a_key_that_no_field_has_is_refused() -> None:
    fields = (Field("key", "内容"), Field("day", "日期"))
    _values, blockers = read_values(fields, {"kye": "x", "dya": "y"}, Clause.RECORD)
    assert [blocker.message for blocker in blockers] == [
        "没有“kye”这一项",
        "没有“dya”这一项，这一步能填的是：内容、日期",
    ]
    _values, blockers = read_values((), {"kye": "x"}, Clause.RECORD)
    assert blockers[0].message == "没有“kye”这一项，这一步没有要填的"


def test_the_next_number_of_its_sequence_is_proposed() -> None:
    walk = Walk()
    walk.up_to("accept")
    for step, sequence in (("return_request", "return"), ("extension_request", "extension")):
        assert defaults(STEPS_BY_ID[step], walk.ticket, walk.context)["number"] == NUMBERS[sequence]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_has_its_clause_labels_and_keys_of_its_own(step: object) -> None:
    fields = step.fields  # type: ignore[attr-defined]
    keys = [field.key for field in fields]
    assert len(set(keys)) == len(keys)
    assert all(field.label and (field.kind is not Kind.CHOICE or field.choices()) for field in fields)
    depends = [when[0] for field in fields for when in (field.shown_when, field.hidden_when) if when]
    assert set(depends) <= set(keys)
    assert step.clause.text and step.label  # type: ignore[attr-defined]


def test_a_long_text_keeps_its_lines_and_none_of_the_marks_that_nobody_sees() -> None:
    """A soft line break of Word, line ends of every system, and marks that would turn 转反 round."""
    field = Field("content", "来电内容", Kind.LONG_TEXT)
    pasted = "第一行\t制表\r\n第二行\x0b第三行\r第四行\u2028第五行\x07\u202e转反\u202c\u2066隔离\u2069"
    assert field.read(pasted) == "第一行\t制表\n第二行\n第三行\n第四行\n第五行转反隔离"
    assert field.read("葛\U000e0100某 👩\u200d🌾") == "葛\U000e0100某 👩\u200d🌾", "how they are written"
