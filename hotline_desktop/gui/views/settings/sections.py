"""What the settings page is made of, as data: a new setting or group of the domain appears here by itself."""

from __future__ import annotations

from dataclasses import dataclass

from hotline_desktop.domain.settings_form import GROUPS, SettingGroup

WORKDAYS, PEOPLE, DATA, TIME, LISTS, PC = "notice", "people", "data", "time", "lists", "pc"
SECURITY = "security"
_DAYS, _SAFE = "60_working_days.md", "75_security.md"


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the list at the left: the key that ``open_at`` knows, words, icon, and its groups' titles.

    F1 opens ``chapter`` of the manual there. A section without groups has a page of its own.
    """

    key: str
    title: str
    icon: str
    about: str
    groups: tuple[str, ...] = ()
    chapter: str = "10_first_day.md"


SECTIONS = (
    Section("names", "单位与编号", "stamp", "印在纸上的名称，转办和督办的编号。", ("名称", "编号")),
    Section(
        TIME, "办公时间与时限", "clock", "期限按这里的设置计算，已经办结的工单不再重算。", ("办理时限", "提醒"), _DAYS
    ),
    Section(WORKDAYS, "工作日", "calendar-days", "哪天上班、哪天放假；公布了新的放假通知，在这里录入。", (), _DAYS),
    Section("rest", "督办与归档", "gavel", "督办、指标目标、季度考核和归档的口径。", (), "45_statistics.md"),
    Section(LISTS, "常用语与类别", "message-square", "填表时一按就有的句子，登记时选的类别。"),
    Section(PC, "这台电脑", "sun", "字的大小、随电脑启动、提醒、打印机。"),
    Section(PEOPLE, "人员", "user", "谁在用这台电脑办理工单。", (), _SAFE),
    Section(SECURITY, "安全", "lock", "多久没有动就锁定，记录保存多少年，谁看过。", ("登录与保存期限",), _SAFE),
    Section(DATA, "数据", "database", "工单数据放在哪里，怎样备份。", (), "70_backup.md"),
)
SECTIONS_BY_KEY = {section.key: section for section in SECTIONS}
OTHERS = "rest"  # takes every group that no section names


def groups_of(section: Section) -> tuple[SettingGroup, ...]:
    """The groups of settings that a section shows, in its own order."""
    if section.key == OTHERS:
        named = {title for other in SECTIONS for title in other.groups}
        return tuple(group for group in GROUPS if group.title not in named)
    by_title = {group.title: group for group in GROUPS}
    return tuple(by_title[title] for title in section.groups if title in by_title)
