"""Several steps entered in one form: they are checked together and recorded one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic

from hotline_desktop.domain.records.fields import Values
from hotline_desktop.domain.records.steps import R, Step


@dataclass(frozen=True)
class AtOnce(Generic[R]):
    """``form`` asks for everything; ``steps`` are taken with it, the first of them beginning a record.

    ``known`` gives the values that need no asking, from those that were entered. No entry names the form.
    """

    form: Step[R]
    steps: tuple[Step[R], ...]
    known: Callable[[Values], Values]

    def parts(self, values: Values) -> Iterator[tuple[Step[R], Values]]:
        """Each step with the values that are its own."""
        entered = {**values, **self.known(values)}
        for step in self.steps:
            yield step, {field.key: entered[field.key] for field in step.fields if field.key in entered}
