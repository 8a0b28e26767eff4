"""The tables that no history can make anew: how each is held by digests, and what its rows are called in a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.storage.chain.platform_digests import PlatformBlocks
from hotline_desktop.storage.chain.table_digests import EachDay, EachRow, Key, Since, TableDigests
from hotline_desktop.storage.tables import schema


def _setting(_c: Connection, key: Key) -> str:
    known = FIELDS_BY_KEY.get(key[0])
    return f"设置“{known.label if known is not None else key[0]}”"


def _unit(c: Connection, key: Key) -> str:
    row = _row(c, schema.units, key)
    return f"单位“{row.name if row is not None else key[0]}”"


def _notice(c: Connection, key: Key) -> str:
    row = _row(c, schema.notices, key)
    return f"{row.year if row is not None else ''}年的工作日安排（{key[0]}）"


def _quarter(_c: Connection, key: Key) -> str:
    year, number, _first_month, edition = key
    return f"{year}年第{number}季度考核排名（第{edition}稿）"


def _attachment(c: Connection, key: Key) -> str:
    row = _row(c, schema.attachments, key)
    if row is not None:
        for owners, owner in ((schema.tickets, row.ticket_id), (schema.cases, row.case_id)):
            if owner is not None:
                number = c.execute(select(owners.c.number).where(owners.c.id == owner)).scalar()
                return f"附件 {key[0]}（{number or '未知编号'}）"
    return f"附件 {key[0]}"


def _account(c: Connection, key: Key) -> str:
    row = _row(c, schema.accounts, key)
    return f"账户“{row.name if row is not None else key[0]}”"


def _row(c: Connection, table: Table, key: Key) -> Row[Any] | None:
    return c.execute(select(table).where(next(iter(table.primary_key.columns)) == key[0])).first()


def _numbered(word: str) -> Callable[[Connection, Key], str]:
    return lambda _c, key: f"{word} {key[0]}"


_ALL: tuple[TableDigests, ...] = (
    EachRow(schema.settings, Since.ALWAYS, _setting),
    EachRow(schema.units, Since.ALWAYS, _unit),
    EachRow(schema.notices, Since.ALWAYS, _notice),
    EachRow(schema.quarters, Since.ALWAYS, _quarter),
    EachRow(schema.attachments, Since.ALWAYS, _attachment),
    EachRow(schema.accounts, Since.ALWAYS, _account),
    EachRow(schema.printed_papers, Since.FIRST_WRITE, _numbered("打印登记")),
    EachRow(schema.print_codes, Since.FIRST_WRITE, _numbered("打印登记的二维码")),
    EachRow(schema.intake_tray, Since.FIRST_WRITE, _numbered("扫描件托盘")),
    EachRow(schema.import_batches, Since.FIRST_WRITE, _numbered("导入批次")),
    EachRow(schema.column_mappings, Since.FIRST_WRITE, lambda _c, _key: "一种导入文件的列名对照"),
    EachDay(schema.looks, Since.FIRST_WRITE, lambda _c, key: f"{key[0]} 谁看过的记录"),
    PlatformBlocks(),
)
TABLES: Mapping[str, TableDigests] = {each.table.name: each for each in _ALL}
