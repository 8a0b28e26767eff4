"""Steps and their fields as they are typed: by their ids and keys, or by their Chinese names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hotline_desktop.cli.session import WrongUsage
from hotline_desktop.domain.records.steps import R, Step


def step_called(word: str, steps: Iterable[Step[R]], listed_by: str) -> Step[R]:
    """The step with that id or Chinese name. Raises WrongUsage, which names the command that lists them."""
    for step in steps:
        if word.strip() in (step.id, step.label):
            return step
    raise WrongUsage(f"没有“{word}”这个步骤；{listed_by} 列出每一步的名称")


def by_key(step: Step[Any], values: Mapping[str, str]) -> dict[str, object]:
    """The values under the fields' keys, where they were given by their Chinese labels."""
    keys = {field.label: field.key for field in step.fields}
    return {keys.get(key, key): value for key, value in values.items()}
