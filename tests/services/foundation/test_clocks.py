"""The clock against what was recorded last; a clerk who insists on it is recorded, and asked once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hotline_desktop.services.foundation.clocks import NOTE
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk


def test_steps_of_tickets_and_notes_of_the_office_both_count(
    office: Office, walk: Callable[..., Walk], clock: Clock
) -> None:
    walked = walk()
    assert office.clocks.newest() == office.tickets.detail(walked.id).history[-1].recorded_at
    office.units.add("红星村", "村居", by=CLERK)
    assert office.clocks.newest() == clock().replace(second=0, microsecond=0)


def test_a_clock_set_back_is_doubted_until_the_clerk_insists(
    office: Office, walk: Callable[..., Walk], clock: Clock
) -> None:
    walk()
    assert office.clocks.doubt() == ""
    clock.now = datetime(2021, 9, 8, 10, 0)
    doubt = office.clocks.doubt()
    assert "比最近一条记录" in doubt
    office.clocks.insist(doubt, CLERK)
    assert office.clocks.doubt() == ""
    assert office.ledger.check().faults == ()
    with office._office.db.read() as c:
        step, after = c.exec_driver_sql("SELECT step, after FROM office_entries ORDER BY id DESC LIMIT 1").one()
    assert step == NOTE and doubt in after


def test_a_zone_is_asked_about_until_somebody_accepts_it(office: Office, clock: Clock) -> None:
    abroad, elsewhere = timedelta(), timedelta(hours=9)
    doubt = office.clocks.doubt(abroad)
    assert "时区是世界时" in doubt
    office.clocks.insist(doubt, CLERK, abroad)
    assert office.clocks.doubt(abroad) == "" and "世界时＋9" in office.clocks.doubt(elsewhere)
