"""A value that this program cannot have written: how it is named, and which errors come of reading it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

UNFIT = "unfit"  # the kind of error that names such values
_CALLED: Mapping[str, str] = {
    "tickets": "工单清单",
    "ticket_entries": "工单的办理记录",
    "ticket_figures": "统计数字",
    "ticket_lapses": "统计数字",
    "ticket_marks": "重复线索",
    "platform_rows": "平台原文",
    "cases": "督办清单",
    "case_entries": "督办的办理记录",
    "case_tickets": "督办与工单的联系",
    "candidates": "案源清单",
    "candidate_entries": "案源的办理记录",
    "talks": "约谈清单",
    "talk_entries": "约谈的办理记录",
    "attachments": "附件登记",
    "printed_papers": "打印登记",
    "print_codes": "打印登记",
    "intake_tray": "扫描件托盘",
    "units": "单位名册",
    "settings": "设置",
    "notices": "工作日安排",
    "accounts": "账户",
    "looks": "查看登记",
    "number_sequences": "编号",
    "import_batches": "导入批次",
    "import_updates": "导入批次",
    "column_mappings": "列名对照",
    "quarters": "考核排名",
    "office_entries": "单位记录",
    "chain": "校验链",
}


def called(table: str) -> str:
    """What a table is called in a message."""
    return _CALLED.get(table, table)


class UnfitValue(NamedTuple):
    """One value: its table, the numbers of its row's key (texts of a key may be citizens'), and its column."""

    table: str
    row: tuple[int, ...]
    column: str

    def __str__(self) -> str:
        row = f"第 {'-'.join(map(str, self.row))} 行" if self.row else "有一行"
        return f"{called(self.table)}{row}的 {self.column}"


def is_unforeseen(error: Exception) -> bool:
    """Whether reading a value as what it should mean ends in such an error, and no lawful work does."""
    return isinstance(error, ValueError | TypeError | LookupError | AttributeError | ArithmeticError | RecursionError)
