"""What an office may set for itself: its names, its reading of the time limits, its numbers.

Everything starts with the regulation's words, or with the reading that stands where the regulation is silent. The
settings page is generated from GROUPS in ``settings_form``: a new setting is an attribute here and one line there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

from hotline_desktop.domain.records.fields import read_values
from hotline_desktop.domain.settings_form import FIELDS, FIELDS_BY_KEY, NUMBER_PATTERNS
from hotline_desktop.domain.statistics.quarters import JANUARY, NOVEMBER
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, HotlineError
from hotline_desktop.domain.terms.number_patterns import pattern_fault
from hotline_desktop.domain.terms.office_options import KeepTerm, RankingStart, SupervisedCount
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.phones import HomeNumbers
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.time.deadline.rules import TimeRules, UrgentReading
from hotline_desktop.domain.time.office_hours import OfficeHours, read_changes

if TYPE_CHECKING:
    from hotline_desktop.domain.statistics.ranking import ScoreRules

KEPT = "原来的设置没有变动。"
_AREA_CODE = late(r"0\d{2,3}")


class SettingsRefused(HotlineError):
    """Settings cannot be used as given. ``blockers`` name the fields; nothing was changed."""

    def __init__(self, blockers: tuple[Blocker, ...]) -> None:
        self.blockers = blockers
        super().__init__(f"{'；'.join(blocker.message for blocker in blockers)}。{KEPT}")


@dataclass(frozen=True, slots=True)
class Settings:
    """One office's settings; what a town starts with lies in ``resources/defaults.toml``.

    Days of 紧急 and of 临期提醒 are told beside their fields in GROUPS.

    Patterns of numbers hold ``{year}`` and ``{n}``, because every sequence begins anew each year.
    ``extension_cap`` 0 means that extensions are not limited in number. Raises SettingsRefused.
    """

    town: str = "本镇"
    center: str = "镇城运中心"
    area_code: str = ""
    local_digits: int = 8
    office_hours: str = "8:30-11:30，13:00-17:00"
    hours_changes: str = ""
    urgent_reading: str = UrgentReading.HOURS_24.value
    urgent_days: int = 1
    ordinary_days: int = 3
    hard_days: int = 10
    near_days: int = 1
    near_hours: int = 4
    notice_minutes: int = 30
    extension_cap: int = 0
    statement_days: int = 3
    receipt_bound: bool = True
    supervision_days: int = 3
    repeat_count: int = 3
    bad_quarters: int = 2
    ranked_apart: bool = True
    ranking_start: str = RankingStart.JANUARY.value
    score_received: int = 5
    score_contact: int = 30
    score_solved: int = 20
    score_satisfied: int = 40
    off_overdue: int = 1
    off_late_return: int = 1
    off_supervised: int = 2
    supervised_count: str = SupervisedCount.LAPSES.value
    least_base: int = 20
    target_contact: int = 0
    target_in_time: int = 0
    target_answered: int = 0
    target_solved: int = 0
    target_satisfied: int = 0
    withdraw_days: int = 1
    backup_daily: int = 7
    backup_weekly: int = 5
    backup_monthly: int = 12
    backup_remind_days: int = 7
    attachment_mb: int = 500
    lock_minutes: int = 10
    keep_tickets: int = 10
    keep_cases: int = 30
    keep_looks: int = 3
    scan_required: bool = False
    fonds_name: str = ""
    keep_term: str = KeepTerm.YEARS_30.value
    paper_codes: bool = True
    uncoded: str = ""
    mirror_margins: bool = True
    own_faces: bool = True
    intake_folder: str = ""
    intake_moves: bool = False
    notice_methods: str = "书面督办、领导派单督办"
    transfer_pattern: str = "热转〔{year}〕{n}号"
    case_pattern: str = "城运督〔{year}〕{n}号"
    file_pattern: str = "督档〔{year}〕{n}号"
    return_pattern: str = "退单〔{year}〕{n}号"
    extension_pattern: str = "延期〔{year}〕{n}号"
    unfounded_pattern: str = "不属实备〔{year}〕{n}号"
    unsatisfied_pattern: str = "不满意备〔{year}〕{n}号"

    def __post_init__(self) -> None:
        faults = tuple(_faults(self))
        if faults:
            raise SettingsRefused(faults)

    @property
    def rules(self) -> TimeRules:
        """What deadlines are worked out with. 规范一（二）."""
        return TimeRules(
            hours=OfficeHours.parse(self.office_hours),
            hours_changes=read_changes(self.hours_changes),
            urgent_reading=UrgentReading(self.urgent_reading),
            urgent_days=self.urgent_days,
            ordinary_days=self.ordinary_days,
            hard_days=self.hard_days,
            near_days=self.near_days,
            near_hours=self.near_hours,
            extension_cap=self.extension_cap,
            statement_days=self.statement_days,
            receipt_bound=self.receipt_bound,
        )

    @property
    def home_numbers(self) -> HomeNumbers:
        """How numbers are dialled where the office is."""
        return HomeNumbers(self.area_code, self.local_digits)

    @property
    def notice_rungs(self) -> frozenset[str]:
        """The rungs of supervision that have a 督办通知单. 督办二（二）2."""
        return frozenset(part.strip() for part in self.notice_methods.split("、") if part.strip())

    @property
    def fonds(self) -> str:
        """全宗名称: the office whose archive the files of cases belong to. GB/T 9705 3.1.3.1."""
        return self.fonds_name.strip() or f"{self.town}人民政府"

    @property
    def uncoded_kinds(self) -> frozenset[str]:
        """The papers that go out without a code, though the office prints codes."""
        return frozenset(part.strip() for part in self.uncoded.split("、") if part.strip())

    @property
    def score_rules(self) -> ScoreRules:
        """What the quarter's scores are worked out with. 督办二（四）."""
        from hotline_desktop.domain.statistics.ranking import ScoreRules

        return ScoreRules(
            self.score_received,
            self.score_contact,
            self.score_solved,
            self.score_satisfied,
            self.off_overdue,
            self.off_late_return,
            self.off_supervised,
        )

    @property
    def first_month(self) -> int:
        """The month in which a ranking year begins: 1, or 11 of the year before."""
        return NOVEMBER if self.ranking_start == RankingStart.NOVEMBER else JANUARY

    def changed(self, raw: Mapping[str, object]) -> Settings:
        """The same settings with the typed or entered values of ``raw``; an empty text empties its setting.

        Raises SettingsRefused.
        """
        given = tuple(field for field in FIELDS if field.key in raw)
        values, blockers = read_values(given, raw, Clause.RECORD)
        if blockers:
            raise SettingsRefused(blockers)
        texts = {field.key for field in given if isinstance(getattr(self, field.key), str)}
        return replace(self, **dict.fromkeys(texts - values.keys(), ""), **values)  # type: ignore[arg-type]


def settings_labels(settings: Settings) -> dict[str, str]:
    """Every setting by its label, as it stands on screen."""
    return {FIELDS_BY_KEY[key].label: value_as_text(value) for key, value in asdict(settings).items()}


def setting_keys() -> tuple[str, ...]:
    """The keys under which settings are kept."""
    return tuple(field.name for field in fields(Settings))


def _faults(settings: Settings) -> list[Blocker]:
    found = [
        Blocker(Clause.RECORD, f"“{field.label}”不能为空", field.key)
        for field in FIELDS
        if field.required and not str(getattr(settings, field.key)).strip()
    ]
    for key in NUMBER_PATTERNS.values():
        fault = pattern_fault(getattr(settings, key))
        if fault:
            found.append(Blocker(Clause.RECORD, f"“{FIELDS_BY_KEY[key].label}”{fault}", key))
    positive = ("urgent_days", "ordinary_days", "hard_days", "near_days", "near_hours", "supervision_days")
    found.extend(
        Blocker(Clause.RECORD, f"“{FIELDS_BY_KEY[key].label}”至少为1", key)
        for key in (*positive, "statement_days", "repeat_count", "bad_quarters", "attachment_mb")
        if getattr(settings, key) < 1
    )
    if settings.area_code and not _AREA_CODE.fullmatch(settings.area_code):
        found.append(Blocker(Clause.RECORD, "“本地区号”是 0 开头的三位或四位数字，不用区号就空着", "area_code"))
    if settings.local_digits not in (7, 8):
        found.append(Blocker(Clause.RECORD, "“本地电话位数”只能是 7 或 8", "local_digits"))
    strange = sorted(settings.uncoded_kinds - {kind.value for kind in PaperKind})
    if strange:
        found.append(Blocker(Clause.RECORD, f"没有叫“{strange[0]}”的表格", "uncoded"))
    unknown = sorted(settings.notice_rungs - {method.value for method in SupervisionMethod})
    if unknown:
        known = "、".join(SupervisionMethod)
        message = f"“{FIELDS_BY_KEY['notice_methods'].label}”里没有“{unknown[0]}”，可以写 {known}"
        found.append(Blocker(Clause.BY_NOTICE, message, "notice_methods"))
    found.extend(_hours_faults(settings))
    return found


def _hours_faults(settings: Settings) -> Iterator[Blocker]:
    for key, read in (("office_hours", OfficeHours.parse), ("hours_changes", read_changes)):
        try:
            read(getattr(settings, key))
        except HotlineError as error:
            yield Blocker(Clause.TIME_LIMIT, str(error).rstrip("。"), key)
