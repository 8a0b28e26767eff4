"""The package's days against the notices, and notices as files."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.time.workdays import WorkCalendar, YearTable
from hotline_desktop.services.foundation.holiday_notice import (
    NoticeError,
    notice_toml,
    parse_notice,
    parse_notice_text,
    parse_notice_toml,
    read_notice,
)
from hotline_desktop.services.foundation.official_days import (
    FIRST_OFFICIAL_YEAR,
    LAST_OFFICIAL_YEAR,
    load_overlays,
    office_calendar,
    official_year,
)
from tests.services.notices import LABOUR_DAY_2019, NOTICES, SPRING_FESTIVAL_2020, VICTORY_DAY_2015

SHIPPED = Path(__file__).parents[3] / "resources" / "workdays"


# 中秋节 fell on a Sunday and was given back amid 国庆节, as the package knows and the notice does not say.
GIVEN_LATER = {date(2015, 10, day): ("中秋节",) for day in (6, 7)}


def year_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.fixture(scope="module")
def by_notice() -> WorkCalendar:
    tables = [parse_notice_text(text) for text in NOTICES.values()]
    single = [parse_notice_text(text) for text in (VICTORY_DAY_2015, LABOUR_DAY_2019)]
    changes = [*single, parse_notice_toml(SPRING_FESTIVAL_2020)]
    return WorkCalendar([*tables, *changes])


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_of_the_package_is_as_the_notice_says(year: int, by_notice: WorkCalendar) -> None:
    package = office_calendar()
    for day in year_days(year):
        expected, actual = by_notice.day(day), package.day(day)
        assert actual.working == expected.working, day
        assert actual.provisional == (day >= date(2026, 12, 25)), "the next notice may still move these"
        if expected.reason not in ("工作日", "调休上班", "周末"):
            named = {*expected.reason.split("、"), *GIVEN_LATER.get(day, ())}
            assert set(actual.reason.split("、")) <= named, day
        if expected.reason == "调休上班":
            assert actual.reason == "调休上班", day


def test_known_years_are_those_with_a_notice_here_and_data_in_the_package() -> None:
    from holidays.countries.china import ChinaStaticHolidays

    assert list(NOTICES) == list(range(FIRST_OFFICIAL_YEAR, LAST_OFFICIAL_YEAR + 1))
    # A package that knows one more year: add its notice to NOTICES, then raise LAST_OFFICIAL_YEAR.
    assert max(ChinaStaticHolidays.special_public_holidays) == LAST_OFFICIAL_YEAR


@pytest.mark.parametrize(
    ("day", "working", "reason"),
    [
        ("2019-05-02", False, "劳动节"),
        ("2019-05-05", True, "调休上班"),
        ("2020-01-31", False, "春节"),
        ("2020-02-01", False, "春节"),
        ("2020-02-03", True, "工作日"),
        ("2022-09-11", False, "中秋节"),
        ("2022-09-12", False, "中秋节"),
        ("2022-10-07", False, "国庆节"),
        ("2022-10-08", True, "调休上班"),
        ("2022-12-31", False, "元旦"),
        ("2023-01-21", False, "春节"),
        ("2023-09-30", False, "中秋节"),
        ("2025-01-28", False, "春节"),
        ("2026-02-28", True, "调休上班"),
        ("2026-03-01", False, "周末"),
    ],
)
def test_reason_of_a_day(day: str, working: bool, reason: str) -> None:
    found = office_calendar().day(date.fromisoformat(day))
    assert (found.working, found.reason) == (working, reason)


def test_make_up_days_know_what_they_make_up_for() -> None:
    assert official_year(2022).makeups[date(2022, 10, 8)] == "国庆节"
    assert official_year(2022).makeups[date(2022, 1, 29)] == "春节"


def test_a_year_without_notice_has_statutory_holidays_only_and_is_provisional() -> None:
    year = LAST_OFFICIAL_YEAR + 1
    assert year == 2027
    calendar = office_calendar()
    off = [d for d in year_days(year) if d.weekday() < 5 and not calendar.is_working(d)]
    assert [(d.isoformat(), calendar.day(d).reason) for d in off] == [
        ("2027-01-01", "元旦"),
        ("2027-02-05", "春节"),
        ("2027-02-08", "春节"),
        ("2027-04-05", "清明节"),
        ("2027-06-09", "端午节"),
        ("2027-09-15", "中秋节"),
        ("2027-10-01", "国庆节"),
    ]
    assert all(calendar.day(d).provisional for d in year_days(year))
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 1), date(2026, 12, 24))
    assert calendar.is_provisional(date(2026, 12, 1), date(2026, 12, 25))


def test_a_far_year_still_has_the_holidays_with_fixed_dates() -> None:
    assert office_calendar().day(date(2222, 10, 1)).reason == "国庆节"


def test_a_new_notice_makes_its_year_known_and_replaces_the_estimate() -> None:
    notice = YearTable(2027, True, {date(2027, 2, 4): "春节"}, {date(2027, 2, 7): "春节"})
    calendar = office_calendar([notice])
    assert calendar.is_published(2027)
    assert not calendar.is_working(date(2027, 2, 4))
    assert calendar.day(date(2027, 2, 7)).reason == "调休上班"
    assert calendar.is_working(date(2027, 6, 9)), "the estimate must not shine through"


def test_the_package_is_not_imported_before_a_day_is_asked_for() -> None:
    code = (
        "import sys; from hotline_desktop.services.foundation.official_days import office_calendar;"
        "c = office_calendar();"
        "assert 'holidays' not in sys.modules; import datetime; c.is_working(datetime.date(2026, 1, 1));"
        "assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_shipped_tables_agree_with_the_package() -> None:
    shipped = load_overlays(SHIPPED)
    assert shipped
    for table in shipped:
        laid_over, package = office_calendar([table]), office_calendar()
        assert table.published
        for day in year_days(table.year):
            assert laid_over.day(day) == package.day(day)


def test_the_example_of_the_manual_page_is_read() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    table = parse_notice_toml(text.split("```toml")[1].split("```")[0])
    assert table.year == 2026
    assert table.offs[date(2026, 2, 15)] == "春节"
    assert table.makeups[date(2026, 2, 14)] == "春节"


def test_a_missing_folder_holds_no_tables(tmp_path: Path) -> None:
    assert load_overlays(tmp_path / "nothing") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("year", [2019, 2025, 2026])
def test_a_notice_saved_as_text_is_read_in_any_encoding(tmp_path: Path, encoding: str, year: int) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(NOTICES[year].encode(encoding))
    table = read_notice(path)
    assert (table.year, table.published) == (year, True)


def test_a_notice_pasted_as_one_line_with_half_width_signs_is_read() -> None:
    line = NOTICES[2025].replace("\n", " ").replace("：", ":").replace("（", "(").replace("）", ")")
    assert parse_notice(line).offs == parse_notice_text(NOTICES[2025]).offs


def test_a_notice_may_move_days_of_the_year_before() -> None:
    calendar = WorkCalendar([parse_notice_text(NOTICES[2018]), parse_notice_text(NOTICES[2019])])
    assert calendar.day(date(2018, 12, 29)).reason == "调休上班"
    assert calendar.day(date(2018, 12, 31)).reason == "元旦"


def test_a_change_in_mid_year_changes_only_the_days_it_names() -> None:
    before = WorkCalendar([parse_notice_text(NOTICES[2019])])
    change = parse_notice_text(LABOUR_DAY_2019)
    assert not change.published
    after = before.overlaid(change)
    changed = [str(d) for d in year_days(2019) if before.is_working(d) != after.is_working(d)]
    assert changed == ["2019-04-28", "2019-05-02", "2019-05-03", "2019-05-05"]
    assert after.is_published(2019)
    assert before.is_working(date(2019, 5, 2)), "the old calendar stays as it was"


def test_a_change_wins_over_the_full_notice_whatever_the_order() -> None:
    change, full = parse_notice_text(LABOUR_DAY_2019), parse_notice_text(NOTICES[2019])
    assert not WorkCalendar([change, full]).is_working(date(2019, 5, 2))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (("1月1日（周四）", "1月1日（周五）"), "“元旦”的2026-01-01是星期四，通知里写的却是周五"),
        (("共9天", "共8天"), "“春节”写的是8天，日期数下来却是9天"),
        (("5月9日（周六）上班", "5月39日上班"), "“劳动节”里有不存在的日期：5月39日"),
        (("9月25日（周五）至27日", "9月25日（周五）至20日"), "“中秋节”从2026-09-25放到2026-09-20"),
        (("6月19日（周五）至21日（周日）放假，共3天", "放假安排另行通知"), "“端午节”没有写明哪几天放假"),
        (("关于2026年部分", "关于部分"), "看不出是哪一年"),
        (("5月9日（周六）上班", "5月5日（周二）上班"), "2026-05-05 既是放假又是上班"),
        (("2月14日（周六）、", "14日、"), "“春节”的“14日”没有写月份"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(wrong: tuple[str, str], reason: str) -> None:
    assert wrong[0] in NOTICES[2026]
    with pytest.raises(NoticeError) as refused:
        parse_notice(NOTICES[2026].replace(*wrong), "通知.txt")
    assert reason in str(refused.value)
    assert str(refused.value).startswith("“通知.txt”：")
    assert str(refused.value).endswith("工作日安排没有变动，请改正后再导入。")


def test_a_text_without_items_is_refused() -> None:
    with pytest.raises(NoticeError, match="没有找到放假日期"):
        parse_notice("关于2027年部分节假日安排的通知\n另行公布。")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("year = 2027\n[[holiday]\n", "第2行写法不对"),
        ("year = '2027'", "year（年份）没有写"),
        ("year = 2027", "一项 [[holiday]] 都没有"),
        ("year = 2027\npublished = 1", "published（是否为正式通知）只能写"),
        ("year = 2027\nholiday = [1]", "要以 [[holiday]] 开头"),
        ("year = 2027\nhollidays = []", "文件开头有不认识的项目“hollidays”"),
        ("year = 2027\n[[holiday]]\nfrom = 2027-01-01", "第1项没有写 name"),
        ("year = 2027\n[[holiday]]\nname = '元旦'", "第1项“元旦”没有写 from"),
        ("year = 2027\n[[holiday]]\nname = '元旦'\nfrom = '2027-01-01'", "第1项“元旦”的 from不是日期"),
        ("year = 2027\n[[holiday]]\nname = '元旦'\nfrom = 2027-01-03\nto = 2027-01-01", "结束要晚于开始"),
        (
            "year = 2027\n[[holiday]]\nname = '元旦'\nfrom = 2027-01-01\nmakeups = 2027-01-03",
            "要写在方括号里",
        ),
        (
            "year = 2027\n[[holiday]]\nname = '元旦'\nfrom = 2027-01-01\nmakeups = [2027-01-01]",
            "既是放假又是上班",
        ),
        ("year = 2027\n[[holiday]]\nname = '元旦'\nfrom = 2025-01-01", "别的年份的日期：2025-01-01"),
        ("year = 2027\n[[holiday]]\nname = '元旦'\nfrom = 2027-01-01\nday = 3", "第1项有不认识的项目“day”"),
    ],
)
def test_a_wrong_table_is_refused_with_place_and_reason(text: str, reason: str) -> None:
    with pytest.raises(NoticeError) as refused:
        parse_notice(text, "2027.toml")
    assert reason in str(refused.value)
    assert str(refused.value).endswith("工作日安排没有变动，请改正后再导入。")


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "2027.toml"
    picture.write_bytes(b"\xff\xd8\xff\xe0\x00")
    with pytest.raises(NoticeError, match="不是文本文件"):
        read_notice(picture)
    with pytest.raises(NoticeError, match="打不开"):
        read_notice(tmp_path / "none.toml")


@pytest.mark.parametrize("year", NOTICES)
def test_official_years_survive_being_written_as_tables(year: int) -> None:
    table = official_year(year)
    assert parse_notice_toml(notice_toml(table)) == table


DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
NAMES = st.sampled_from(["春节", "台风停工", "镇里的“开放日”", 'a"b\\c'])


@given(st.dictionaries(DAYS, NAMES, max_size=20), st.dictionaries(DAYS, NAMES, max_size=6))
def test_any_table_survives_being_written(offs: dict[date, str], makeups: dict[date, str]) -> None:
    makeups = {day: name for day, name in makeups.items() if day not in offs}
    table = YearTable(2027, bool(offs), offs, makeups, "镇政府通知")
    assert parse_notice_toml(notice_toml(table)) == table


def test_the_years_kept_as_files_are_those_of_the_package() -> None:
    files = {path.stem: read_notice(path) for path in (SHIPPED / "years").glob("*.toml")}
    assert {str(year) for year in range(FIRST_OFFICIAL_YEAR, LAST_OFFICIAL_YEAR + 1)} <= files.keys()
    for year, table in files.items():
        assert table == official_year(int(year)), f"run {SHIPPED.name}/years/make.py"


def test_a_calendar_over_the_kept_years_never_loads_the_package() -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from hotline_desktop.services.foundation.official_days import office_calendar;"
        f"c = office_calendar((), Path({str(SHIPPED / 'years')!r}));"
        "assert c.add_working_days(date(2026, 12, 30), 3) and c.day(date(2022, 10, 8)).working;"
        "assert not any(m.partition('.')[0] == 'holidays' for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_year_without_a_file_comes_from_the_package(tmp_path: Path) -> None:
    assert office_calendar((), tmp_path).day(date(2022, 10, 8)).working


def test_a_notice_on_one_holiday_alone_changes_its_days_only() -> None:
    table = parse_notice_text(VICTORY_DAY_2015)
    assert (table.year, table.published, list(table.makeups)) == (2015, False, [date(2015, 9, 6)])
    assert list(table.offs) == [date(2015, 9, day) for day in (3, 4, 5)]


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("1月5日（星期一）另行通知。", "1月5日(星期一)另行通知"),
        ("1月5日（星期一）、6日（星期二）机关轮值。", "6日(星期二)机关轮值"),
        ("1月5日。", "1月5日"),
    ],
)
def test_a_part_that_is_not_understood_is_named(sentence: str, part: str) -> None:
    text = NOTICES[2026].replace("1月4日（周日）上班。", sentence)
    with pytest.raises(NoticeError, match="看不懂") as refused:
        parse_notice_text(text)
    assert part in str(refused.value)
