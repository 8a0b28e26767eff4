"""The program's own modules, parsed once for every look at them."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "hotline_desktop"


@pytest.fixture(scope="package")
def trees() -> dict[str, ast.Module]:
    """Every module by its path below the package; let go with the last test of this folder."""
    found = sorted(PACKAGE.rglob("*.py"))
    assert found, f"no modules under {PACKAGE}"
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in found}
