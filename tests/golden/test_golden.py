"""Every form in every state looks as it was agreed: its words, places and lines, in both outputs."""

import difflib

import pytest

from tests.golden.portrait import HERE, portraits

PORTRAITS = dict(portraits())
KEPT = {path.stem: path for path in HERE.glob("*.txt")}


def test_there_is_one_golden_file_for_each_paper() -> None:
    assert set(KEPT) == set(PORTRAITS)


@pytest.mark.parametrize("name", sorted(PORTRAITS))
def test_paper_is_as_agreed(name: str) -> None:
    kept = KEPT[name].read_text("utf-8")
    changed = list(difflib.unified_diff(kept.splitlines(), PORTRAITS[name]().splitlines(), "agreed", "now", n=1))
    assert not changed, "\n".join(changed)
