"""Telephone numbers are read from whatever stands in a cell and kept whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.phones import PhoneKind, name_and_phones, normalise_phones

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def numbers(text: str) -> list[str]:
    return [phone.text for phone in normalise_phones(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13800010001", ["13800010001"]),
        ("１３８０００１０００１", ["13800010001"]),
        ("138-0001-0001", ["13800010001"]),
        ("138 0001 0001", ["13800010001"]),
        ("+86 13800010001", ["13800010001"]),
        ("008613800010001", ["13800010001"]),
        ("013800010001", ["13800010001"]),
        ("59210001", ["021-59210001"]),
        ("021-59210001", ["021-59210001"]),
        ("(021)59210001", ["021-59210001"]),
        ("2159210001", ["021-59210001"]),
        ("021-59210001转801", ["021-59210001-801"]),
        ("0512-53510001", ["0512-53510001"]),
        ("13800010001、59210001", ["13800010001", "021-59210001"]),
        ("13800010001/13800010001", ["13800010001"]),
        ("13800010001 张先生", ["13800010001"]),
        ("张先生13800010001或59210001", ["13800010001", "021-59210001"]),
        ("①13800010001②13900010001", ["13800010001", "13900010001"]),
        ("⑴13800010001 ⑵13900010001", ["13800010001", "13900010001"]),
        ("1、13800010001 2、13900010001", ["13800010001", "13900010001"]),
        ("1.13800010001 2.13900010001", ["13800010001", "13900010001"]),
        ("手机1：13800010001 手机2：13900010001", ["13800010001", "13900010001"]),
        ("(1)13800010001(2)59210001", ["13800010001", "021-59210001"]),
        ("1380001\n0001", ["13800010001"]),
        ("138\n00010001\n021-59210001-\n801", ["13800010001", "021-59210001-801"]),
        ("13800010001\n59210001", ["13800010001", "021-59210001"]),
        ("张三/13800010001", ["13800010001"]),
        ("无", []),
        ("保密", []),
        ("未留电话", []),
        ("无电话", []),
        ("无、无", []),
        ("不愿透露", []),
        ("来电人拒绝提供联系方式", []),
        ("号码不详", []),
        ("（未填写）", []),
        ("不涉及", []),
        ("\\N", []),
        ("", []),
        ("—", []),
    ],
)
def test_numbers_are_found_in_one_spelling(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "name", "phones"),
    [
        ("张三 13800010001", "张三", ("13800010001",)),
        ("张三（13800010001）", "张三", ("13800010001",)),
        ("张三13800010001", "张三", ("13800010001",)),
        ("张三/13800010001/59210001", "张三", ("13800010001", "021-59210001")),
        ("张先生，联系电话：13800010001", "张先生", ("13800010001",)),
        ("张三 电话13800010001", "张三", ("13800010001",)),
        ("张三（手机号 13800010001）", "张三", ("13800010001",)),
        ("David Tel 021-59610001", "David", ("021-59610001",)),
        ("电话亭旁小卖部 13800010001", "电话亭旁小卖部", ("13800010001",)),
        ("无 13800010001", "", ("13800010001",)),
        ("（未填写）13800010001", "", ("13800010001",)),
        ("姓名不详，电话 13800010001", "", ("13800010001",)),
        ("匿名 13800010001", "匿名", ("13800010001",)),
        ("尾号8000的张先生", "尾号8000的张先生", ()),
        ("13800010001", "13800010001", ()),
        ("张三", "张三", ()),
        ("张三2", "张三2", ()),
        ("工号59212345", "工号59212345", ()),
        ("业主59212345号", "业主59212345号", ()),
        ("QQ 59212345", "QQ 59212345", ()),
        ("David 59212345", "David", ("021-59212345",)),
        ("张三（转13800010001）", "张三", ("13800010001",)),
        ("张三 13800010001、李四 13900010001", "张三 李四", ("13800010001", "13900010001")),
    ],
)
def test_a_name_is_told_from_the_number_beside_it(text: str, name: str, phones: tuple[str, ...]) -> None:
    assert name_and_phones(text) == (name, phones)


@pytest.mark.parametrize("text", ["2、13800010001 3、13900010001", "1、138000100012、13900010001"])
def test_digits_that_do_not_count_from_one_are_part_of_the_number(text: str) -> None:
    assert any(phone.kind is PhoneKind.ODD for phone in normalise_phones(text))


@pytest.mark.parametrize(
    "text",
    [
        "13800010001转6",
        "13800010001-6",
        "13800010001*1234",
        "13800010001 ext.6",
        "400-800-1234",
        "4008001234",
        "400-800-1234转8",
        "8008201234",
        "+852 2345 6789",
        "85223456789",
        "00853-28123456",
        "+886 912345678",
        "+1 212 555 0199",
        "0044 20 7946 0958",
        "+81-3-1234-5678",
        "+86 138 0001 0001 转 2",
    ],
)
def test_extension_service_and_foreign_numbers_stay_as_written(text: str) -> None:
    assert [(phone.text, phone.kind) for phone in normalise_phones(text)] == [(text, PhoneKind.OTHER)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("59210001*801", "021-59210001-801"),
        ("59210001 ext 801", "021-59210001-801"),
        ("0571-87654321-8001", "0571-87654321-8001"),
        ("+86 21 5921 0001", "021-59210001"),
        ("0086-021-59210001", "021-59210001"),
        ("138.0001.0001", "13800010001"),
        ("\u202d138\u200b00010001\u202c", "13800010001"),
    ],
)
def test_extension_and_country_code_of_a_landline_are_part_of_it(text: str, found: str) -> None:
    assert numbers(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "138000100012",
        "1380001000",
        "1380001000113900139000",
        "138****0001",
        "02159210001234",
        "0215921000",
        "310115199001012345",
        "20220905091001",
        "2022-09-05",
        "20220905",
        "1380001 0001 2",
        "13800010001 2",
        "3号楼13800010001",
        "13800010001(10点后打)",
        "12800010001",
    ],
)
def test_number_is_never_made_of_a_part_of_the_digits(text: str) -> None:
    assert [(phone.text, phone.kind) for phone in normalise_phones(text)] == [(text, PhoneKind.ODD)]


@given(st.text("0123456789-+ ()*转", max_size=24))
def test_every_digit_that_was_written_is_kept(text: str) -> None:
    written = [char for char in text if char.isdigit()]
    read = [char for char in "".join(numbers(text)) if char.isdigit()]
    if len(numbers(text)) == 1:  # a second one of the same is left out; 021 is added, 0 and 86 taken out
        assert "".join(written).removeprefix("00").removeprefix("86").lstrip("0") in "".join(read) or not written


@pytest.mark.parametrize("text", ["110", "12345", "4008-123", "微信联系"])
def test_odd_number_is_kept_as_written(text: str) -> None:
    phones = normalise_phones(text)
    assert [phone.kind for phone in phones] == [PhoneKind.ODD] * len(phones)
    assert "".join(phone.text for phone in phones).replace("-", "") == text.replace("-", "")


@given(st.lists(MOBILES, min_size=1, max_size=4, unique=True), st.sampled_from(["、", ",", "/", "；", " 或 ", "\n"]))
def test_several_numbers_are_all_found_whatever_stands_between(mobiles: list[str], between: str) -> None:
    assert numbers(between.join(mobiles)) == mobiles


@given(MOBILES, st.integers(1, 10), st.sampled_from(["-", " ", "–"]))
def test_mark_inside_a_number_does_not_matter(mobile: str, place: int, mark: str) -> None:
    assert numbers(mobile[:place] + mark + mobile[place:]) == [mobile]


@given(st.text(max_size=30))
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    again = [phone.text for phone in normalise_phones("、".join(numbers(text)))]
    usual = [phone.text for phone in normalise_phones(text) if phone.kind is not PhoneKind.ODD]
    assert [number for number in again if number in usual] == usual
