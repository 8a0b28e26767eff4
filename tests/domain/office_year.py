"""The working days around the golden cases, as the notices for 2022 and 2023 set them."""

from datetime import date, datetime, timedelta

from hotline_desktop.domain.time.workdays import WorkCalendar, YearTable


def days(name: str, first: date, last: date) -> dict[date, str]:
    return {first + timedelta(days=n): name for n in range((last - first).days + 1)}


NOTICE_2022 = YearTable(
    2022,
    True,
    {
        **days("元旦", date(2022, 1, 1), date(2022, 1, 3)),
        **days("春节", date(2022, 1, 31), date(2022, 2, 6)),
        **days("清明节", date(2022, 4, 3), date(2022, 4, 5)),
        **days("劳动节", date(2022, 4, 30), date(2022, 5, 4)),
        **days("端午节", date(2022, 6, 3), date(2022, 6, 5)),
        **days("中秋节", date(2022, 9, 10), date(2022, 9, 12)),
        **days("国庆节", date(2022, 10, 1), date(2022, 10, 7)),
    },
    {
        date(2022, 1, 29): "春节",
        date(2022, 1, 30): "春节",
        date(2022, 4, 2): "清明节",
        date(2022, 4, 24): "劳动节",
        date(2022, 5, 7): "劳动节",
        date(2022, 10, 8): "国庆节",
        date(2022, 10, 9): "国庆节",
    },
)
NOTICE_2023 = YearTable(
    2023,
    True,
    {
        **days("元旦", date(2022, 12, 31), date(2023, 1, 2)),
        **days("春节", date(2023, 1, 21), date(2023, 1, 27)),
        **days("清明节", date(2023, 4, 5), date(2023, 4, 5)),
        **days("劳动节", date(2023, 4, 29), date(2023, 5, 3)),
        **days("端午节", date(2023, 6, 22), date(2023, 6, 24)),
        **days("国庆节", date(2023, 9, 29), date(2023, 10, 6)),
    },
    {
        date(2023, 1, 28): "春节",
        date(2023, 1, 29): "春节",
        date(2023, 4, 23): "劳动节",
        date(2023, 5, 6): "劳动节",
        date(2023, 6, 25): "端午节",
        date(2023, 10, 7): "国庆节",
        date(2023, 10, 8): "国庆节",
    },
)
CALENDAR = WorkCalendar([NOTICE_2022, NOTICE_2023])


def at(text: str) -> datetime:
    """``2022-09-05 09:10`` as a moment."""
    return datetime.fromisoformat(text)
