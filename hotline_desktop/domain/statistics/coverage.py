"""What the office's records reach back to, and what a comparison may say. 督办二（五）2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hotline_desktop.domain.statistics.periods import StatPeriod
from hotline_desktop.domain.statistics.rates import Rate, percent, tenths, tenths_text
from hotline_desktop.domain.terms.dates import chinese_date


@dataclass(frozen=True, slots=True)
class Coverage:
    """From which day on the office has tickets at all, and tickets that it handled here; None where it has none.

    Imported history has volumes and no rates. ``empty`` are months in between, by their first day, of which nothing is
    recorded: an export that was not imported looks like that.
    """

    volumes_from: date | None = None
    rates_from: date | None = None
    empty: frozenset[date] = frozenset()

    def gap_in(self, period: StatPeriod, rates: bool = False) -> str:
        """What the records lack of ``period``, in Chinese; empty where they wholly cover it."""
        since = self.rates_from if rates else self.volumes_from
        if since is None or period.last < since:
            if rates and self.volumes_from is not None and period.last >= self.volumes_from:
                return "历史工单只计数量"
            return "没有记录"
        if period.first < since:
            return f"记录自{chinese_date(since)}起，不足一期"
        missing = sorted(month for month in self.empty if period.first <= _last_day(month) and month <= period.last)
        return f"{missing[0].year}年{missing[0].month}月没有记录" if missing else ""


def rate_change(now: Rate, past: Rate, gap: str, than: str = "上期") -> str:
    """``比上期高 2.3 个百分点``; what the records lack instead of a number; empty where one of the two has no rate."""
    if gap:
        return f"{than}{gap}"
    if now.value is None or past.value is None:
        return ""
    moved = tenths(now.value) - tenths(past.value)
    if not moved:
        return f"与{than}持平"
    return f"比{than}{'高' if moved > 0 else '低'} {tenths_text(abs(moved))} 个百分点"


def volume_change(now: int, past: int, gap: str, least: int, than: str = "上期") -> str:
    """``比上期多 5 件（12.5%）``; without the percentage on a base under ``least``, which would mean nothing."""
    if gap:
        return f"{than}{gap}"
    moved = now - past
    if not moved:
        return f"与{than}持平"
    word = "多" if moved > 0 else "少"
    share = f"（{percent(Fraction(abs(moved), past))}%）" if past and past >= least else ""
    return f"比{than}{word} {abs(moved)} 件{share}"


def _last_day(month: date) -> date:
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return date.fromordinal(following.toordinal() - 1)
