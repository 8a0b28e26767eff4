"""Thinning of copies whatever their dates: leap days, year's ends, week 53, clocks set back, dates to come, gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.kept_copies import Retention, kept

# Where days, weeks, months and years end at odd places: a leap day, week 53, summer time, years far off.
_ODD = [
    datetime(2024, 2, 29, 23, 59), datetime(2023, 2, 28, 12), datetime(2026, 12, 31, 23, 59), datetime(2027, 1, 1),
    datetime(2020, 12, 31), datetime(2021, 1, 3, 23), datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30),
    datetime(1980, 1, 1), datetime(2099, 12, 31), datetime(2000, 2, 29),
]  # fmt: skip
_PERIODS: dict[str, Callable[[datetime], object]] = {
    "daily": datetime.date,
    "weekly": lambda moment: tuple(moment.isocalendar())[:2],
    "monthly": lambda moment: (moment.year, moment.month),
}
moments = st.sets(
    st.builds(lambda odd, hours: odd + timedelta(hours=hours), st.sampled_from(_ODD), st.integers(-24 * 500, 24 * 500)),
    max_size=60,
)
retentions = st.builds(Retention, *(st.integers(0, most) for most in (8, 6, 13)))


@given(moments, retentions, st.sampled_from(_ODD))
def test_every_promise_is_kept_whatever_the_dates(copies: set[datetime], retention: Retention, now: datetime) -> None:
    stays = kept(copies, retention, now)
    known, ahead = {one for one in copies if one <= now}, {one for one in copies if one > now}
    assert ahead <= stays <= copies
    assert not known or max(known) in stays
    for name, period in _PERIODS.items():
        newest: dict[object, datetime] = {}
        for one in sorted(known):
            newest[period(one)] = one
        promised = sorted(newest.values())[-getattr(retention, name) :] if getattr(retention, name) else []
        assert set(promised) <= stays, name
    assert len(stays - ahead) <= sum(retention) + 1


@given(moments, retentions)
def test_to_thin_twice_takes_no_more(copies: set[datetime], retention: Retention) -> None:
    stays = kept(copies, retention)
    assert kept(stays, retention) == stays


def test_one_copy_a_day_for_years_leaves_no_gap_longer_than_a_month_and_keeps_the_last_days() -> None:
    """As the program does it: thinned after each; across a leap day, a week 53 and a clock that was a year ahead."""
    standing: set[datetime] = set()
    for day in range(900):
        now = datetime(2023, 11, 1, 8) + timedelta(days=day)
        shown = now + timedelta(days=365) if 200 <= day < 215 else now
        standing.add(shown)
        standing &= kept(standing, Retention(), shown) | {shown}
    recent = sorted(one for one in standing if one <= now)
    assert recent[-7:] == [now - timedelta(days=back) for back in reversed(range(7))]
    assert all(after - before <= timedelta(days=31) for before, after in pairwise(recent[-17:]))
