"""Bytes that another tool left where a text belongs: every command that shows them says where they stand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Text

from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.unfit import called
from tests.faults.damages import UNFORESEEN, Damage, run
from tests.faults.lived_in import SECOND, make
from tests.services.desk import COPIES_ITS_FILE

pytestmark = COPIES_ITS_FILE
SHOWN_BY = {
    "import_batches": ("imports",),
    "candidates": ("candidates", "candidate 3"),
    "cases": ("cases", f"case {SECOND}"),
    "talks": ("talks", "talk 1"),
    "units": ("units", "ranking 2022 3"),
    "intake_tray": ("tray",),
    "quarters": ("ranking 2022 3",),
    "accounts": ("people",),
    "looks": ("looks",),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed office, changed by no test."""
    return make(tmp_path_factory.mktemp("kept") / "office")


@pytest.mark.parametrize("table", SHOWN_BY)
def test_bytes_in_place_of_a_text_are_named_by_whatever_shows_them(kept: Path, tmp_path: Path, table: str) -> None:
    folder, named = tmp_path / "office", 0
    shutil.copytree(kept, folder)
    for column in schema.metadata.tables[table].c:
        if not isinstance(column.type, Text):
            continue
        shutil.copyfile(kept / "hotline.db", folder / "hotline.db")
        if not Damage(table, column.name, 0, b"\xff\xfe").do(folder):
            continue
        for command in SHOWN_BY[table]:
            for form in ((), ("--json",)):
                said = run(folder, *command.split(), *form)
                assert UNFORESEEN not in said.complaint, (column.name, command, form)
                named += f"{called(table)}" in said.complaint and f"的 {column.name}" in said.complaint
    assert named


def test_a_settled_quarter_whose_figures_mean_nothing_says_so_and_can_be_corrected(kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(kept, folder)
    for figures in ('{"a": {"b": 1}}', "[1, 2]", '{"groups": 7}'):
        assert Damage("quarters", "figures", 0, figures).do(folder)
        said = run(folder, "ranking", "2022", "3")
        assert said.code == 3 and "2022年第三季度第1稿的数字读不出来" in said.complaint
    assert run(folder, "ranking", "2022", "3", "--correct", "数字损坏").code == 0
    assert run(folder, "ranking", "2022", "3").code == 0
