"""``deadline`` and ``workdays``: what the calendar says, with the reason for every day. 规范一（二）, （三）."""

from __future__ import annotations

import argparse

from hotline_desktop.cli.arguments import moment, one_word
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.steps_shown import days_json
from hotline_desktop.cli.text import iso, moment_text, table
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline import DeadlineKind

_HALF, _ANSWER = "half", "answer"
_KINDS = {_HALF: DeadlineKind.RETURN, _ANSWER: DeadlineKind.ANSWER}
_WEEKDAYS = "一二三四五六日"


def add_to(commands: Commands) -> None:
    """Adds both commands."""
    due = add_command(commands, "deadline", deadline, "一个期限是哪一天，为什么是这一天", json=True, signed=False)
    choices = (*Level, *_KINDS)
    due.add_argument(
        "level",
        metavar="级别",
        type=one_word(choices),
        help="紧急、一般、疑难；half 是退单的半个工作日，answer 是一个工作日答复市民",
    )
    due.add_argument("start", metavar="起算时间", nargs="+", help="例如 2022-09-05 09:10")
    due.add_argument("--urgent", action="store_true", help="half、answer 按紧急工单算")
    due.add_argument("--explain", action="store_true", help="逐日说明")
    due.set_defaults(more="start")
    counted = add_command(commands, "workdays", workdays, "两天之间的工作日数，起始日不计", json=True, signed=False)
    counted.add_argument("first", metavar="起", type=moment)
    counted.add_argument("last", metavar="止", type=moment)


def deadline(session: Session) -> None:
    """Works a deadline out."""
    args = session.args
    start = moment(" ".join(args.start))
    kind = _KINDS.get(args.level, DeadlineKind.TICKET)
    urgent = args.urgent or args.level == Level.URGENT
    if args.urgent and args.level not in (*_KINDS, Level.URGENT):
        raise argparse.ArgumentTypeError(f"--urgent 只和 {_HALF}、{_ANSWER} 一起用")
    level = Level.URGENT if urgent else Level.ORDINARY if args.level in _KINDS else Level(args.level)
    with session.office(unattended=True) as office:
        found = office.time.due(kind, level, start)
        days = office.time.explain(kind, level, start)
    if session.as_json:
        session.console.json(
            {
                "due": iso(found.due),
                "provisional": found.provisional,
                "basis": found.basis,
                "days": days_json(days),
            }
        )
        return
    session.console.say(f"{moment_text(found.due)}{'（暂定）' if found.provisional else ''}　依据：{found.basis}")
    if args.explain:
        cells = (
            (
                f"{day.date} 周{_WEEKDAYS[day.date.weekday()]}",
                "计" if day.counted else "不计",
                day.reason + ("（暂定）" if day.provisional else ""),
            )
            for day in days
        )
        session.console.say(table(("日期", "计否", "原因"), cells, most=60))


def workdays(session: Session) -> None:
    """Counts working days."""
    first, last = session.args.first.date(), session.args.last.date()
    if last < first:
        raise argparse.ArgumentTypeError(f"止（{last}）早于起（{first}），请把两个日期对调")
    with session.office(unattended=True) as office:
        count = office.time.count_working_days(first, last)
        calendar = office.time.calendar()
    early, late = min(first, last), max(first, last)
    provisional = calendar.is_provisional(early, late)
    if session.as_json:
        session.console.json({"count": count, "provisional": True} if provisional else {"count": count})
        return
    years = [str(year) for year in range(early.year, late.year + 1) if not calendar.is_published(year)]
    named = f"{'、'.join(years)}年的安排没有公布或没有收录" if years else "下一年的安排还没有公布"
    message = f"（暂定：{named}，按双休日和法定节假日推算）" if provisional else ""
    session.console.say(f"{first} 之后到 {last} 共 {count} 个工作日（起始日不计）{message}")
