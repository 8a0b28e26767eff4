"""What an office may set for itself: its names, its reading of the time limits, its numbers.

Everything starts with the regulation's words, or with the reading that stands where the regulation is silent. The
settings page is generated from GROUPS: a new setting is an attribute here and one more line there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, NamedTuple

from hotline_desktop.domain.records.backup_fields import BACKUP_FIELDS
from hotline_desktop.domain.records.fields import AnyField, Field, Kind, read_values
from hotline_desktop.domain.statistics.quarters import JANUARY, NOVEMBER
from hotline_desktop.domain.statistics.score_fields import SCORE_FIELDS
from hotline_desktop.domain.statistics.targets import TARGET_FIELDS
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


class SettingGroup(NamedTuple):
    """Settings that belong together, with what they are about."""

    title: str
    fields: tuple[AnyField, ...]


def _days(key: str, label: str, hint: str = "", clause: Clause | None = None) -> AnyField:
    return Field(key, label, Kind.NUMBER, required=True, hint=hint, clause=clause, limit=365)


_LIMIT, _NUMBER_HINT = Clause.TIME_LIMIT, "{year} 是年份，{n} 是顺序号"

GROUPS = (
    SettingGroup(
        "名称",
        (
            Field("town", "镇名", required=True, limit=20, hint="印在测评表标题上"),
            Field("center", "城运中心名称", required=True, limit=40),
            Field("area_code", "本地区号", limit=4, hint="没有写区号的固定电话补上它；空着就按原样保留"),
            Field("local_digits", "本地电话位数", Kind.NUMBER, required=True, limit=8, hint="7 或 8 位"),
        ),
    ),
    SettingGroup(
        "办理时限",
        (
            Field("office_hours", "办公时间", required=True, limit=80, hint="例如 8:30-11:30，13:00-17:00"),
            Field(
                "hours_changes",
                "办公时间变更",
                limit=400,
                hint="从某天起改的写在这里：2027-06-01起 8:00-11:30，14:00-17:30；再改的接着写",
            ),
            Field(
                "urgent_reading",
                "紧急工单的“1个工作日”按",
                Kind.CHOICE,
                required=True,
                options=UrgentReading,
                clause=_LIMIT,
            ),
            _days("urgent_days", "紧急工单天数", "自然日，含双休日、国定假日", _LIMIT),
            _days("ordinary_days", "一般工单天数", "工作日", _LIMIT),
            _days("hard_days", "疑难工单天数", "工作日", _LIMIT),
            Field(
                "receipt_bound",
                "接单晚的，退单最晚从转交后半个工作日起算",
                Kind.YES_NO,
                hint="选“否”的，不论多久才接单，都从接单起算半个工作日",
                clause=Clause.RETURN,
            ),
            _days("extension_cap", "延期次数上限", "0 表示不限", Clause.EXTENSION),
            _days("statement_days", "不满意情况说明天数", "工作日", Clause.UNSATISFIED),
        ),
    ),
    SettingGroup(
        "提醒",
        (
            _days("near_days", "临期提醒提前天数", "工作日"),
            Field("near_hours", "紧急工单临期提醒提前小时数", Kind.NUMBER, required=True, limit=240),
            Field(
                "notice_minutes",
                "午前、下班前提醒提前分钟数",
                Kind.NUMBER,
                required=True,
                limit=120,
                hint="开班时也提醒一次；0 表示都不提醒",
            ),
        ),
    ),
    SettingGroup(
        "编号",
        tuple(
            Field(key, label, required=True, limit=40, hint=_NUMBER_HINT)
            for key, label in (
                ("transfer_pattern", "转办编号格式"),
                ("case_pattern", "督办编号格式"),
                ("file_pattern", "督办案卷档号格式"),
                ("return_pattern", "退单登记编号格式"),
                ("extension_pattern", "延期登记编号格式"),
                ("unfounded_pattern", "不属实备案编号格式"),
                ("unsatisfied_pattern", "不满意备案编号格式"),
            )
        ),
    ),
    SettingGroup(
        "督办与考核",
        (
            _days("supervision_days", "督办反馈天数", "工作日", Clause.NOTICE_SENT),
            Field(
                "notice_methods",
                "出督办通知单的督办方式",
                required=True,
                limit=80,
                hint="用顿号隔开",
                clause=Clause.BY_NOTICE,
            ),
            Field(
                "repeat_count",
                "重复工单列入督办的件数",
                Kind.NUMBER,
                required=True,
                limit=99,
                hint="含第一件",
                clause=Clause.SUPERVISE_REPEATED,
            ),
            Field("bad_quarters", "连续末两位提请约谈的季度数", Kind.NUMBER, required=True, limit=12),
            Field("ranked_apart", "部门、村居、企业分组排名", Kind.YES_NO),
            Field("ranking_start", "考核年度开始于", Kind.CHOICE, required=True, options=RankingStart),
        ),
    ),
    SettingGroup("季度考核计分", SCORE_FIELDS),
    SettingGroup("指标目标", TARGET_FIELDS),
    SettingGroup("备份", BACKUP_FIELDS),
    SettingGroup(
        "登录与保存期限",
        tuple(
            Field(key, label, Kind.NUMBER, required=True, limit=most, hint=hint)
            for key, label, most, hint in (
                ("lock_minutes", "几分钟没有动就锁定", 480, "启用了账户的才用得上；0 表示不锁定"),
                ("keep_tickets", "工单保存年数", 200, "从办结的次年1月1日算起；0 表示永久"),
                ("keep_cases", "督办案卷保存年数", 200, "0 表示永久"),
                ("keep_looks", "查看记录保存年数", 200, "0 表示永久"),
            )
        ),
    ),
    SettingGroup(
        "撤回与归档",
        (
            _days("withdraw_days", "撤回上一步的期限", "当天之后几个工作日下班为止；0 只限当天", Clause.RECORD),
            Field(
                "attachment_mb", "附件大小上限", Kind.NUMBER, required=True, limit=4096, hint="MB；更大的文件不存进来"
            ),
            Field("scan_required", "归档要有签字处置单扫描件", Kind.YES_NO, clause=Clause.CLOSE_UNIT),
            Field("fonds_name", "立档单位（全宗名称）", limit=40, hint="印在案卷封面上；空着印“××人民政府”"),
            Field("keep_term", "督办案卷保管期限", Kind.CHOICE, required=True, options=KeepTerm, hint="档案局令第8号"),
            Field("paper_codes", "待签字的纸上印二维码", Kind.YES_NO, hint="签字后的扫描件凭它自动归到工单"),
            Field("uncoded", "其中不印的表格", limit=200, hint="用顿号隔开，例如 测评表；空着就都印"),
            Field(
                "mirror_margins",
                "公文双面印刷时左右页边距对调",
                Kind.YES_NO,
                hint="订口在正面的左边、背面的右边；只印单面的选“否”",
            ),
            Field(
                "own_faces",
                "PDF 用电脑上的公文字体",
                Kind.YES_NO,
                hint="方正小标宋、仿宋、楷体、黑体、宋体中这台电脑有的、许可嵌入的；没有的用程序自带的",
            ),
            Field("intake_folder", "扫描件文件夹", limit=260, hint="“扫描件”页开着时自动读这里新到的文件；空着就不读"),
            Field("intake_moves", "归档后把文件移到“已处理”", Kind.YES_NO, hint="只移扫描件文件夹里的，内容不变"),
        ),
    ),
)
FIELDS = tuple(field for group in GROUPS for field in group.fields)
FIELDS_BY_KEY = {field.key: field for field in FIELDS}
_DAYS = ("urgent_days", "ordinary_days", "hard_days", "statement_days")
TIME_KEYS = frozenset(("office_hours", "hours_changes", "urgent_reading", "receipt_bound", *_DAYS))
# The settings that hold the pattern of a sequence, by the sequence's name in Field.sequence.
NUMBER_PATTERNS = {
    name: f"{name}_pattern" for name in ("transfer", "case", "file", "return", "extension", "unfounded", "unsatisfied")
}


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
