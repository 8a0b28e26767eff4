"""The form of the office's settings: what each is called, how it is entered, what it means. 规范一（二）.

The settings page and ``settings set`` are generated from GROUPS; the values themselves are ``Settings``.
"""

from __future__ import annotations

from typing import NamedTuple

from hotline_desktop.domain.records.backup_fields import BACKUP_FIELDS
from hotline_desktop.domain.records.fields import AnyField, Field, Kind
from hotline_desktop.domain.statistics.score_fields import SCORE_FIELDS
from hotline_desktop.domain.statistics.targets import TARGET_FIELDS
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.office_options import KeepTerm, RankingStart
from hotline_desktop.domain.time.deadline.rules import UrgentReading


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
