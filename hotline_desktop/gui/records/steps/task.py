"""What a form is opened for: a step of a record, what it begins with, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.gui.records.fields.merging import Look
from hotline_desktop.gui.records.steps.drafts import NEW_TICKET

if TYPE_CHECKING:
    from hotline_desktop.services.records.records import RecordService


@dataclass(frozen=True, slots=True)
class Task:
    """A step to be filled in for a ticket (``ticket_id`` NEW_TICKET registers a new one).

    For another kind of record ``go_on`` records the step, given the values, the clerk's name and how many entries the
    record had; ``call`` does for what begins a record or touches many. ``since`` is how many entries the record had
    when the form was opened. ``about`` says what the step is for, and ``draft`` is the name under which its draft is
    kept. ``confirm`` says that it is recorded where ``service``, whose record it is, does not tell enough; ``paper_of``
    is the ticket on whose paper it is told. ``look`` tells how the record stands by now.
    """

    step: Step[Any]
    defaults: Mapping[str, Value] = field(default_factory=dict)
    ticket_id: int = NEW_TICKET
    number: str = ""
    call: Callable[[dict[str, object], str], object] | None = None
    go_on: Callable[[dict[str, object], str, int | None], object] | None = None
    since: int | None = None
    about: str = ""
    draft: str = ""
    confirm: Callable[[], None] | None = None
    look: Look | None = None
    service: RecordService[Any] | None = None
    paper_of: int = 0

    @property
    def record(self) -> int | str:
        """Whose draft it is."""
        return self.draft or self.ticket_id

    @property
    def as_text(self) -> str:
        """What the step is for, as it stands above the form."""
        return self.about or (f"工单 {self.number}" if self.number else "")
