"""One step on several tickets, each in a transaction of its own: what cannot be done stays out and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import HotlineError, StepRefused, in_words
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.services.records.meanwhile import NOTHING_SEEN
from hotline_desktop.services.records.tickets import Tickets


@dataclass(frozen=True, slots=True)
class BulkDone:
    """Which tickets the step was taken on, and of the others why it was not; numbers in the order asked for."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    changes: Changes

    @property
    def as_text(self) -> str:
        """What was done and what was not, with the reasons, for the clerk."""
        lines = [f"{number}：{why}" for number, why in self.refused]
        return "\n".join((f"办了 {len(self.done)} 件，{len(self.refused)} 件没有办：", *lines)) if lines else ""


@dataclass(frozen=True, slots=True)
class BulkForm:
    """What the shared form starts with, and how many entries each ticket had then."""

    defaults: Mapping[str, Value]
    since: Mapping[int, int]


class BulkSteps:
    """What a selection in the list offers."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    def form(self, ticket_ids: Sequence[int], step_id: str, by: str) -> BulkForm:
        """The shared form, with the proposals that all tickets have in common. Raises NotFound."""
        shared: dict[str, Value] | None = None
        since: dict[int, int] = {}
        for ticket_id in ticket_ids:
            detail = self._tickets.detail(ticket_id, by)
            since[ticket_id] = len(detail.history)
            own = next((dict(offer.defaults) for offer in detail.offers if offer.step.id == step_id), {})
            shared = own if shared is None else {key: value for key, value in shared.items() if own.get(key) == value}
        return BulkForm(shared or {}, since)

    def do(
        self,
        ticket_ids: Sequence[int],
        step_id: str,
        values: Mapping[str, object],
        by: str,
        progress: Progress | None = None,
        *,
        since: Mapping[int, int] = NOTHING_SEEN,
    ) -> BulkDone:
        """Takes the step with the same ``values`` on every ticket that allows it.

        ``since`` is how many entries each had when the form was opened: one that went on stays out and says so.

        Raises StepRefused where not one ticket allows it, with what stands against the first. What was done before
        the clerk stopped stays done.
        """
        ids, done, refused, first = tuple(dict.fromkeys(ticket_ids)), [], [], None
        tickets: frozenset[int] = frozenset()
        papers = units = cases = False
        for ticket_id in counted(ids, len(ids), progress):
            number = self._tickets.summary(ticket_id).number
            try:
                changes = self._tickets.do(ticket_id, step_id, values, by, since=since.get(ticket_id)).changes
            except StepRefused as error:
                first = first or error
                refused.append((number, in_words(error.blockers)))
            except HotlineError as error:
                refused.append((number, str(error)))
            else:
                done.append(number)
                tickets |= changes.tickets
                papers, units, cases = papers or changes.papers, units or changes.units, cases or changes.cases
        if not done and first is not None:
            raise first
        return BulkDone(tuple(done), tuple(refused), Changes(tickets=tickets, papers=papers, units=units, cases=cases))
