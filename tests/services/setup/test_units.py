"""The register of units."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.services.office import Office
from hotline_desktop.services.setup.units import UnitRefused, guessed_group
from tests.services.desk import CLERK

NO_UNITS = True  # the register is what is looked at


def test_a_unit_is_added_found_and_written_into_the_history(office: Office) -> None:
    done = office.units.add(" 新海村 ", "村居", leader="陆建国", contact="沈强", phone="138 0001 0001", by=CLERK)
    unit = office.units.find("新海村")
    assert done.changes.units and unit.id == done.id
    assert (unit.name, unit.group, unit.leader, unit.phone) == ("新海村", UnitGroup.VILLAGE, "陆建国", "13800010001")
    entry = office.settings.history()[0]
    assert (entry.step, entry.by, entry.after["名称"]) == ("添加单位", CLERK, "新海村")


def test_a_name_keeps_nothing_that_is_never_seen(office: Office) -> None:
    office.units.add("新\u200b海\u202e村", leader="陆\ufeff建国", contact="沈\u2066强", by=CLERK)
    unit = office.units.find("新海村")
    assert (unit.name, unit.leader, unit.contact) == ("新海村", "陆建国", "沈强")


@pytest.mark.parametrize(
    ("name", "group", "message"),
    [
        ("", "部门", "不能为空"),
        ("新海村", "村居", "已经有"),
        ("长" * 61, "部门", "最多 60 字"),
        ("新河村，新民村", "村居", "单位名称里不能有“，”"),
        ("城管中队、水务站", "部门", "几个单位请一个一个添加"),
        ("甲", "别的", "只能是"),
    ],
)
def test_what_cannot_be_a_unit_is_refused(office: Office, name: str, group: str, message: str) -> None:
    office.units.add("新海村", by=CLERK)
    with pytest.raises(UnitRefused, match=message):
        office.units.add(name, group, by=CLERK)
    assert len(office.units.all()) == 1


def test_a_change_tells_only_what_changed(office: Office) -> None:
    unit_id = office.units.add("新海村", "村居", leader="陆建国", by=CLERK).id
    office.units.change(unit_id, contact="沈强", by=CLERK)
    entry = office.settings.history()[0]
    assert (entry.before, entry.after) == ({"联系人": ""}, {"联系人": "沈强"})
    known = len(office.settings.history())
    office.units.change(unit_id, contact="沈强", by=CLERK)
    assert len(office.settings.history()) == known


def test_an_inactive_unit_is_kept_but_not_chosen_from(office: Office) -> None:
    unit_id = office.units.add("撤并村", "村居", by=CLERK).id
    office.units.change(unit_id, active=False, by=CLERK)
    assert office.units.names() == () and not office.units.all()[0].active


def test_changes_that_cannot_be_are_refused(office: Office) -> None:
    first, _second = office.units.add("新海村", by=CLERK).id, office.units.add("海虹村", by=CLERK).id
    with pytest.raises(UnitRefused, match="已经有"):
        office.units.change(first, name="海虹村", by=CLERK)
    with pytest.raises(UnitRefused, match="没有“color”"):
        office.units.change(first, color="red", by=CLERK)
    with pytest.raises(NotFound):
        office.units.change(4711, name="某村", by=CLERK)
    with pytest.raises(HotlineError):
        office.units.find("没有这个单位")
    assert [unit.name for unit in office.units.all()] in (["新海村", "海虹村"], ["海虹村", "新海村"])


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("新海村", UnitGroup.VILLAGE),
        ("海虹居委会", UnitGroup.VILLAGE),
        ("城管中队", UnitGroup.DEPARTMENT),
        ("海诚物业公司", UnitGroup.COMPANY),
    ],
)
def test_the_name_speaks_for_the_group(name: str, group: UnitGroup) -> None:
    assert guessed_group(name) is group


def test_a_unit_is_found_by_its_other_words_wherever_one_is_named(office: Office) -> None:
    office.units.add("城市管理行政执法中队", aliases="城管、 城管中队，城管", by=CLERK)
    office.units.add("新海村", "村居", by=CLERK)
    unit = office.units.find("城市管理行政执法中队")
    assert unit.aliases == ("城管", "城管中队")
    assert office.units.index().meant("城管") == unit.name == office.units.index().meant("cgzd")
    ticket = office.tickets.register({"number": "20220908100001", "content": "占道经营", "caller": "赵文静"}, CLERK)
    handed = {"unit": "城管", "no_contact_reason": "市民要求不联系"}
    office.tickets.do(ticket.id, "dispatch", handed, CLERK)
    assert office.tickets.detail(ticket.id).ticket.unit == unit.name
    office.units.change(unit.id, leader="陆建国", by=CLERK)
    assert office.units.find(unit.name).aliases == unit.aliases, "who changes something else keeps them"
    office.units.change(unit.id, aliases="", by=CLERK)
    assert office.units.index().meant("城管队伍") == "" and office.units.find(unit.name).aliases == ()


def test_a_word_leads_to_one_unit_only(office: Office) -> None:
    office.units.add("城管中队", aliases="城管", by=CLERK)
    office.units.add("新海村", "村居", by=CLERK)
    for name, aliases in (("城管", ""), ("城管办", "城管"), ("城管办", "城管中队")):
        with pytest.raises(UnitRefused, match="已经"):
            office.units.add(name, aliases=aliases, by=CLERK)
    with pytest.raises(UnitRefused, match="“城管”已经是“城管中队”"):
        office.units.change(office.units.find("新海村").id, aliases="村里、城管", by=CLERK)
    assert len(office.units.all()) == 2


@pytest.mark.parametrize("typed", ["新 海 村", "新海村　", "新海邨".replace("邨", "村"), "新海村委會", "新海村\u200b"])
def test_another_spelling_of_a_unit_is_no_other_unit(office: Office, typed: str) -> None:
    office.units.add("新海村", "村居", aliases="新海村委会", by=CLERK)
    with pytest.raises(UnitRefused, match="已经"):
        office.units.add(typed, by=CLERK)
    assert office.units.find(typed).name == "新海村" and len(office.units.all()) == 1


def test_full_width_and_capitals_are_the_same_unit(office: Office) -> None:
    office.units.add("ＡＢ物业公司", by=CLERK)
    with pytest.raises(UnitRefused, match="写作“ＡＢ物业公司”"):
        office.units.add("ab物业公司", by=CLERK)
    with pytest.raises(UnitRefused, match="别名"):
        office.units.add("另一家物业", aliases="AB物业公司", by=CLERK)


def test_a_renamed_unit_keeps_its_former_name_as_another_word_for_it(office: Office) -> None:
    unit_id = office.units.add("新海村", "村居", by=CLERK).id
    office.units.change(unit_id, name="新海社区", by=CLERK)
    assert office.units.find("新海村").name == "新海社区"
    office.units.change(unit_id, name="新海村", by=CLERK)
    assert office.units.find("新海社区").aliases == ("新海社区",)


def test_a_word_that_may_be_several_units_is_asked_back_and_an_unknown_one_stands(office: Office) -> None:
    office.units.add("海虹村", "村居", by=CLERK)
    office.units.add("海虹居委", "村居", by=CLERK)
    assert [office.units.meant(word) for word in ("海虹村", "居委", "老坝村")] == ["海虹村", "海虹居委", "老坝村"]
    with pytest.raises(UnitRefused, match="海虹居委、海虹村，请写全名"):
        office.units.meant("海虹")


def test_a_name_in_traditional_characters_is_no_second_unit(office: Office) -> None:
    for name in ("城管中队", "老坝村", "网格中心"):
        office.units.add(name, by=CLERK)
    for typed, written in (("城管中隊", "城管中队"), ("老壩村", "老坝村"), ("網格中心", "网格中心")):
        with pytest.raises(UnitRefused, match=f"写作“{written}”"):
            office.units.add(typed, by=CLERK)
        assert office.units.meant(typed) == written
