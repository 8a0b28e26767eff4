"""What the platform said reads as it was said, and what the first entry says too takes no room a second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from hotline_desktop.storage.records import platform_cells, tickets
from hotline_desktop.storage.records.histories import EntryUnreadable
from hotline_desktop.storage.tables import schema
from tests.storage.making import amended, registered, says_now

CONTENT = "新海路夜间施工扰民，要求停工"
SAID = {"编号": "20220905000001", "来电内容": CONTENT, "电话": "13800010001", "级别": "一般", "平台状态": "处理中"}


def stored(c: Connection, ticket_id: int) -> str:
    own = schema.platform_rows.c
    return str(c.execute(select(own.cells).where(own.ticket_id == ticket_id)).scalar_one())


def test_what_the_first_entry_says_is_kept_as_its_key(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered(), cells=SAID)
    assert stored(c, ticket_id) == (
        '{"编号":["number"],"来电内容":["content"],"电话":["phones"],"级别":"一般","平台状态":"处理中"}'
    )
    assert platform_cells.of(c, ticket_id) == SAID


def test_what_the_platform_said_stays_where_the_ticket_is_corrected(c: Connection) -> None:
    ticket, entry = registered()
    (ticket_id,) = tickets.add_many(c, [(ticket, entry, SAID)], None)
    tickets.record(c, ticket_id, *amended(ticket, content="井盖松动", phones=()))
    assert platform_cells.of(c, ticket_id) == SAID
    says_now(c, ticket_id, {"来电内容": "井盖松动", "编号": SAID["编号"]})
    assert platform_cells.of(c, ticket_id) == {**SAID, "来电内容": "井盖松动"}
    says_now(c, ticket_id, {"来电内容": CONTENT})
    assert platform_cells.of(c, ticket_id) == SAID and CONTENT not in stored(c, ticket_id)


def test_cells_of_an_earlier_version_read_and_change_as_those_of_today(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered())
    before = f'{{"来电内容":"{CONTENT}","备注":"无"}}'
    c.execute(schema.platform_rows.insert().values(ticket_id=ticket_id, cells=before))
    assert platform_cells.of(c, ticket_id) == {"来电内容": CONTENT, "备注": "无"}
    says_now(c, ticket_id, {"备注": "加急"})
    assert platform_cells.of(c, ticket_id) == {"来电内容": CONTENT, "备注": "加急"}


def test_the_first_entry_is_read_only_for_what_it_says(c: Connection) -> None:
    ticket_id = tickets.add(c, *registered(), cells=SAID)
    read = platform_cells.as_read(c, 999, stored(c, ticket_id))  # whose first entry is not there
    assert read["平台状态"] == "处理中" and read.get("没有") is None and set(read) == set(SAID)
    with pytest.raises(EntryUnreadable):
        read["来电内容"]
    assert dict(platform_cells.as_read(c, ticket_id, stored(c, ticket_id))) == SAID
    assert platform_cells.as_read(c, ticket_id, None) == {}


_TEXTS = st.sampled_from(["", "甲", "新海路12号", "13800010001", '["content"]', "content", "a" * 50])


@given(st.dictionaries(st.text(max_size=4), _TEXTS), st.dictionaries(st.text(max_size=8), _TEXTS | st.tuples(_TEXTS)))
def test_whatever_was_said_reads_as_it_was(said: dict[str, str], first: dict[str, str | tuple[str, ...]]) -> None:
    kept = platform_cells.shortened(said, first)
    read = platform_cells._Read(kept, lambda: platform_cells._encode(first))
    assert dict(read) == said
