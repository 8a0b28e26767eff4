"""The settings fields for how long backups are kept."""

from hotline_desktop.domain.records.fields import AnyField, Field, Kind

BACKUP_FIELDS: tuple[AnyField, ...] = (
    Field("backup_daily", "保留几天的备份", Kind.NUMBER, required=True, limit=366, hint="每天留最后一份"),
    Field("backup_weekly", "保留几周的备份", Kind.NUMBER, required=True, limit=520, hint="每周留最后一份"),
    Field("backup_monthly", "保留几个月的备份", Kind.NUMBER, required=True, limit=600, hint="每月留最后一份"),
    Field(
        "backup_remind_days",
        "第二位置几天没有备份就提醒",
        Kind.NUMBER,
        required=True,
        limit=365,
        hint="0 表示不提醒",
    ),
)
