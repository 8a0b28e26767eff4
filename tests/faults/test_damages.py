"""Random cells of an office set to random garbage: named by a check, or seen by nobody; nothing is unforeseen.

A few here; ``-m slow`` does hundreds (``HOTLINE_DAMAGES`` says how many, ``HOTLINE_SEED`` which), as does
``python -m tests.faults.damages 300``, which prints the table.
"""

from __future__ import annotations

import os

import pytest

from tests.faults.damages import all_of
from tests.services.desk import COPIES_ITS_FILE

pytestmark = COPIES_ITS_FILE


def test_a_damaged_cell_is_named_or_changes_nothing() -> None:
    results = all_of(5, seed=8, repairs=0, few=True)
    assert len({result.damage.table for result in results}) > 3
    assert any(result.named for result in results)
    assert [wrong for result in results for wrong in result.wrong] == []


@pytest.mark.slow
def test_hundreds_of_damaged_cells_are_named_or_change_nothing() -> None:
    count, seed = int(os.environ.get("HOTLINE_DAMAGES", "300")), int(os.environ.get("HOTLINE_SEED", "1"))
    results = all_of(count, seed, repairs=count // 6, say=True)
    assert [wrong for result in results for wrong in result.wrong] == []
