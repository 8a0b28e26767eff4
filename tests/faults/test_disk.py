"""The disk fails below the C library amid every command: each has words, nothing is half, nothing reported is lost.

Only with ``-m slow`` (``HOTLINE_DISK`` says how many failures, ``HOTLINE_SEED`` which), as does
``python -m tests.faults.disk 200``, which prints the table.
"""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from tests.faults.disk import all_of
from tests.services.desk import COPIES_ITS_FILE

pytestmark = [
    COPIES_ITS_FILE,
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux") or shutil.which("gcc") is None, reason="Linux with gcc"),
]


def test_a_failing_disk_is_told_and_leaves_nothing_half() -> None:
    count, seed = int(os.environ.get("HOTLINE_DISK", "200")), int(os.environ.get("HOTLINE_SEED", "1"))
    results = all_of(count, seed, say=True)
    assert {result.code for result in results} >= {0, 4}, "some failures are met and some are not"
    assert [(result.what, str(result.fault), wrong) for result in results for wrong in result.wrong] == []
