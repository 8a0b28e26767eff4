"""What the office wants its indicators to reach: a setting for each of them, and how a rate stands to it in words."""

from __future__ import annotations

from fractions import Fraction

from hotline_desktop.domain.settings import Settings, SettingsRefused
from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.statistics.report import Indicator
from hotline_desktop.domain.statistics.targets import TARGET_KEYS, read_targets, target_text


def test_every_indicator_has_a_target_to_be_set() -> None:
    assert list(TARGET_KEYS) == [indicator.value for indicator in Indicator]


def test_no_target_is_wanted_until_one_is_set() -> None:
    assert read_targets(Settings()) == {}
    assert read_targets(Settings().changed({"target_solved": "90"})) == {"实际解决率": Fraction(9, 10)}


def test_a_target_above_everything_is_refused() -> None:
    try:
        Settings().changed({"target_solved": "101"})
    except SettingsRefused as refused:
        assert refused.blockers[0].field == "target_solved"
    else:
        raise AssertionError("101 % was taken")


def test_a_rate_is_told_against_its_target_as_it_is_printed() -> None:
    assert target_text(Rate(Fraction(9), 10), Fraction(9, 10)) == "达到目标 90%"
    assert target_text(Rate(Fraction(7), 8), Fraction(9, 10)) == "未到目标 90%，差 2.5 个百分点"
    assert target_text(Rate(), Fraction(9, 10)) == "" == target_text(Rate(Fraction(1), 2), None)
