"""Telephone numbers are read from whatever stands in a cell and kept whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones

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
        ("无", []),
        ("保密", []),
        ("", []),
        ("—", []),
    ],
)
def test_numbers_are_found_in_one_spelling(text: str, found: list[str]) -> None:
    assert numbers(text) == found


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
