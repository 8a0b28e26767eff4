"""While the window has nothing to do, the index of texts is put together."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from tests.gui.desk import Desk

_PARTS = "SELECT count(DISTINCT segid) FROM ticket_search_idx"


def test_it_goes_on_by_itself_and_rests_where_it_is_done(
    desk: Desk, register: Callable[..., int], qtbot: QtBot
) -> None:
    for ticket in range(6):
        register(number=f"2022090810{ticket:04}")
    keeper, office = desk.window.index_keeper, desk.office
    with office._office.db.read() as c:
        before = c.exec_driver_sql(_PARTS).scalar_one()
    keeper.go_on()
    qtbot.waitUntil(lambda: keeper._next.interval() == 60_000, timeout=30_000)
    assert keeper._next.isActive()
    with office._office.db.read() as c:
        assert c.exec_driver_sql(_PARTS).scalar_one() < before
    assert not office.put_index_together()


def test_it_waits_while_something_is_under_way(desk: Desk) -> None:
    keeper = desk.window.index_keeper
    desk.jobs.run(lambda: None)
    keeper.go_on()
    assert keeper._next.isActive() and keeper._next.interval() == 150
    desk.settle()
