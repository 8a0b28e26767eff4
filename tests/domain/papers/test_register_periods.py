"""The periods that clerks ask registers for: whole weeks, months, quarters and years around today."""

from datetime import date

import pytest

from hotline_desktop.domain.papers.register_periods import PeriodWord, period_of
from hotline_desktop.domain.papers.registers import Period


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        (PeriodWord.WEEK, date(2026, 12, 28), date(2027, 1, 3)),
        (PeriodWord.LAST_WEEK, date(2026, 12, 21), date(2026, 12, 27)),
        (PeriodWord.MONTH, date(2027, 1, 1), date(2027, 1, 31)),
        (PeriodWord.LAST_MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        (PeriodWord.QUARTER, date(2027, 1, 1), date(2027, 3, 31)),
        (PeriodWord.YEAR, date(2027, 1, 1), date(2027, 12, 31)),
        (PeriodWord.LAST_YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2027, 1, 3)], ids=["friday", "sunday"])
def test_a_word_means_the_whole_period_around_today(word: PeriodWord, first: date, last: date, today: date) -> None:
    assert period_of(word, today) == Period(first, last)
