"""The import rule of pyproject.toml holds."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_every_import_contract_of_the_project_holds() -> None:
    # In its own process, because the linter configures itself once per process and prints freely.
    run = subprocess.run([sys.executable, "-c", LINT], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
