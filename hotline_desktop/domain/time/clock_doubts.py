"""Whether the computer's clock can be right: every deadline and every order of time hangs on it."""

from __future__ import annotations

from datetime import datetime, timedelta

# A clock that is set by a server now and then goes back by seconds.
_BACK = timedelta(minutes=5)
# No office stands still for so long; a year that was typed wrong is at least that far.
_AHEAD = timedelta(days=120)
CHINA = timedelta(hours=8)


def clock_doubt(now: datetime, newest: datetime | None, offset: timedelta | None) -> str:
    """What is doubtful about the clock that reads ``now``, as a sentence; "" when nothing is.

    ``newest`` is when the office last recorded anything (None: never); both are local office time. ``offset`` is how
    far the computer's zone lies before universal time, None where it does not matter.
    """
    if newest is not None and now < newest - _BACK:
        return (
            f"电脑的时间是{_as_text(now)}，比最近一条记录（{_as_text(newest)}）还早，可能被拨回去了。"
            "请先把电脑的时间校准；期限和先后都按它算。"
        )
    if newest is not None and now > newest + _AHEAD:
        return (
            f"电脑的时间是{_as_text(now)}，最近一条记录是{_as_text(newest)}，隔了{(now - newest).days}天，可能拨快了。"
            "请先核对电脑的时间；期限和先后都按它算。"
        )
    if offset is not None and offset != CHINA:
        return (
            f"电脑的时区是{zone_text(offset)}，不是北京时间（世界时＋8）。程序按电脑显示的时间（{_as_text(now)}）办理，"
            "请先把时区改成北京，或确认现在确实是这个时间。"
        )
    return ""


def _as_text(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"


def zone_text(offset: timedelta) -> str:
    """``世界时＋5：30``."""
    minutes = abs(int(offset.total_seconds())) // 60
    sign, rest = "－" if offset < timedelta() else "＋", f"：{minutes % 60:02d}" if minutes % 60 else ""
    return f"世界时{sign}{minutes // 60}{rest}" if minutes else "世界时"
