"""The computer's clock against what the office has recorded; a clerk who insists on it is recorded too."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.time.clock_doubts import clock_doubt, zone_text
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.office import office_history

NOTE, ZONE = "认可电脑时间", "时区"


class Clocks:
    """What is doubtful about the clock before something is recorded."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def newest(self) -> datetime | None:
        """When the last thing was recorded, whatever it was."""
        with self._office.db.read() as c:
            return chain.newest(c)

    def doubt(self, offset: timedelta | None = None) -> str:
        """The doubt as a sentence, see ``clock_doubt``; "" when there is none, or only a zone that was accepted."""
        newest = self.newest()
        doubt = clock_doubt(self._office.now(), newest, None)
        if doubt or offset is None or self.accepted(offset):
            return doubt
        return clock_doubt(self._office.now(), newest, offset)

    def insist(self, doubt: str, by: str, offset: timedelta | None = None) -> None:
        """Records that the clerk was told of ``doubt`` and goes on by this clock; it is not asked again after that.

        Nothing is recorded where nothing can be.
        """
        if self._office.db.reading_only is not None:
            return
        with self._office.write(Right.LOOK, by) as c:
            zone = {} if offset is None else {ZONE: zone_text(offset)}
            self._office.remember(c, NOTE, by, {}, {"电脑时间": doubt, **zone})

    def accepted(self, offset: timedelta) -> bool:
        """Whether somebody insisted on this zone, and on none since."""
        with self._office.db.read() as c:
            return office_history.newest_word(c, NOTE, ZONE) == zone_text(offset)
