"""Imports are remembered with what is needed to take them back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.records.summaries import PrintedPaper
from hotline_desktop.storage.papers import papers
from hotline_desktop.storage.records import batches, platform_cells, tickets
from hotline_desktop.storage.records.batches import BatchUpdate
from tests.storage.making import CLERK, MORNING, amended, registered, says_now, urged

LIGHT = "路灯不亮"
BATCH = BatchSummary(0, "导出.xlsx", MORNING, CLERK, 2, 1, 3, 4, True, BatchState.DONE)


def test_imports_stand_the_latest_first(c: Connection) -> None:
    first, second = (batches.add(c, replace(BATCH, file=name)) for name in ("一.xlsx", "二.xlsx"))
    assert batches.all(c) == (
        replace(BATCH, id=second, file="二.xlsx"),
        replace(BATCH, id=first, file="一.xlsx"),
    )
    undone = replace(BATCH, id=first, state=BatchState.UNDONE)
    batches.change(c, undone)
    assert batches.get(c, first) == undone
    assert batches.get(c, 99) is None


def test_an_import_remembers_what_it_changed(c: Connection) -> None:
    ids = [tickets.add(c, *registered(f"A-{n}")) for n in (1, 2)]
    batch_id = batches.add(c, BATCH)
    changed = tuple(BatchUpdate(ticket_id, sequence) for sequence, ticket_id in enumerate(ids, start=2))
    batches.remember_updates(c, batch_id, changed)
    batches.remember_updates(c, batch_id, ())
    assert batches.updates(c, batch_id) == changed
    assert batches.updates(c, batch_id + 1) == ()


def test_what_the_platform_said_before_an_import_is_said_again_where_it_is_undone(c: Connection) -> None:
    said, silent = (tickets.add(c, *registered(f"A-{n}", title=LIGHT)) for n in (1, 2))
    says_now(c, said, {"平台状态": "处理中", "标题": LIGHT})
    batch_id = batches.add(c, BATCH)
    batches.remember_updates(c, batch_id, (BatchUpdate(said, 2), BatchUpdate(silent, 2)))
    says_now(c, said, {"平台状态": "已办结", "标题": "路灯已修好"})
    says_now(c, silent, {"平台状态": "已办结"})
    batches.set_cells_back(c, batch_id)
    assert platform_cells.of(c, said) == {"平台状态": "处理中", "标题": LIGHT}
    assert platform_cells.of(c, silent) == {}


def test_a_changed_ticket_that_went_on_is_named(c: Connection) -> None:
    ticket, entry = registered("A-1")
    ticket_id = tickets.add(c, ticket, entry)
    batch_id = batches.add(c, BATCH)
    after, update = amended(ticket, content="井盖松动")
    sequence = tickets.record(c, ticket_id, after, update)
    batches.remember_updates(c, batch_id, (BatchUpdate(ticket_id, sequence),))
    assert batches.moved_on(c, batch_id) == ()
    tickets.record(c, ticket_id, *urged(after))
    assert batches.moved_on(c, batch_id) == ("A-1",)


def test_a_new_ticket_with_a_printed_paper_has_gone_on(c: Connection) -> None:
    batch_id = batches.add(c, BATCH)
    ids = tickets.add_many(c, [(*registered(f"B-{n}"), {}) for n in range(3)], batch_id)
    paper = PrintedPaper(0, "B-1", "处置单", "转办", MORNING, CLERK, "", None)
    papers.remember(c, paper, ticket_id=ids[1])
    assert batches.moved_on(c, batch_id) == ("B-1",)


def test_of_two_imports_that_changed_a_ticket_the_later_goes_first(c: Connection) -> None:
    ticket, entry = registered("A-1")
    batch, first, second = (batches.add(c, BATCH) for _ in range(3))
    (ticket_id,) = tickets.add_many(c, [(ticket, entry, {})], batch)
    (other,) = tickets.add_many(c, [(*registered("A-2"), {})], batch)
    for batch_id, sequence in ((first, 2), (second, 3)):
        batches.remember_updates(c, batch_id, (BatchUpdate(ticket_id, sequence),))
    batches.remember_updates(c, first, (BatchUpdate(other, 2),))
    assert [batches.moved_on(c, batch_id) for batch_id in (batch, first, second)] == [("A-1", "A-2"), ("A-1",), ()]
    batches.change(c, replace(BATCH, id=second, state=BatchState.UNDONE))
    assert [batches.moved_on(c, batch_id) for batch_id in (batch, first)] == [("A-1", "A-2"), ()]
    batches.change(c, replace(BATCH, id=first, state=BatchState.UNDONE))
    assert batches.moved_on(c, batch) == ()
