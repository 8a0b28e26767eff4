"""A callback by 市、区热线办, and the statements that the unit owes where the citizen was 不满意. 规范一（七）."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.records.entries import Entry, Requests
from hotline_desktop.domain.terms.options import Grade
from hotline_desktop.domain.ticket.fields import PROVISIONAL, STATEMENT_DUE, UPPER_GRADE


@dataclass(frozen=True, slots=True)
class UpperCallback:
    """A callback by 市、区热线办 and, where the citizen was 不满意, the unit's statements. 规范一（七）.

    ``recounted`` is the last entry by which another notice or other office hours moved the statement's deadline.
    """

    called: Entry
    statements: Requests = ()
    recounted: Entry | None = None

    @property
    def unsatisfied(self) -> bool:
        """Whether the citizen was not satisfied, so that a statement is due."""
        return UPPER_GRADE.of(self.called) == Grade.UNSATISFIED

    @property
    def statement_due(self) -> datetime | None:
        """Until when the statement is due; None where none is."""
        return STATEMENT_DUE.of(self.recounted or self.called)

    @property
    def provisional(self) -> bool:
        """Whether that deadline reaches into a year without a published notice (暂定)."""
        return bool(PROVISIONAL.of(self.recounted or self.called))

    @property
    def filed(self) -> bool:
        """Whether the statement is filed with the centre."""
        return any(request.granted for request in self.statements)

    @property
    def open(self) -> bool:
        """Whether a statement is still to be written or filed."""
        return self.unsatisfied and not self.filed
