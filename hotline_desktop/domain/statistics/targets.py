"""What the office wants its indicators to reach, in percent; 0 where it set itself no target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hotline_desktop.domain.records.fields import Field, Kind

if TYPE_CHECKING:
    from fractions import Fraction

    from hotline_desktop.domain.statistics.rates import Rate

TARGET_KEYS = {
    "先行联系率": "target_contact",
    "按时办结率": "target_in_time",
    "及时答复率": "target_answered",
    "实际解决率": "target_solved",
    "满意率": "target_satisfied",
}  # by the words of the indicators: whoever only reads settings need not load what counts them
TARGET_FIELDS = tuple(
    Field(key, f"{word}目标", Kind.NUMBER, required=True, limit=100, hint="%，0 表示不设目标")
    for word, key in TARGET_KEYS.items()
)


def target_text(rate: Rate, target: Fraction | None) -> str:
    """``达到目标 90%`` or ``未到目标 90%，差 2.5 个百分点``; empty where there is no target or no rate."""
    if target is None or rate.value is None:
        return ""
    from hotline_desktop.domain.statistics.rates import tenths, tenths_text

    goal, there = tenths(target), tenths(rate.value)
    if there >= goal:
        return f"达到目标 {tenths_text(goal)}%"
    return f"未到目标 {tenths_text(goal)}%，差 {tenths_text(goal - there)} 个百分点"


def read_targets(settings: object) -> Mapping[str, Fraction]:
    """The targets that are set, by the word of their indicator."""
    from fractions import Fraction

    set_to = {word: int(getattr(settings, key)) for word, key in TARGET_KEYS.items()}
    return {word: Fraction(percent, 100) for word, percent in set_to.items() if percent}
