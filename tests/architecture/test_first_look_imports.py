"""The window shows the day, and the command line its first rows, before the database library is loaded."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# What stands between the entry point and what is seen first.
BEFORE = (
    "hotline_desktop.cli.main",
    "hotline_desktop.cli.commands.tickets",
    "hotline_desktop.services.first_look",
    "hotline_desktop.services.keeping.vault",
    "hotline_desktop.gui.start",
    "hotline_desktop.gui.views.today.today_page",
)


def test_nothing_that_is_shown_first_waits_for_the_database_library() -> None:
    script = f"import sys, {', '.join(BEFORE)}; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
