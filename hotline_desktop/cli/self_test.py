"""``selftest``: what the installed program checks about itself."""

from __future__ import annotations

from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session


def add_to(commands: Commands) -> None:
    """Adds the command."""
    add_command(commands, "selftest", run, "自检：建库、导入、办理、出纸、打开每个界面、查字体")


def run(session: Session) -> int:
    """One line per check; 4 when one fails."""
    from hotline_desktop.selftest import run_checks

    passed = True
    for check in run_checks():
        passed = passed and check.passed
        message = f"  {check.message}" if check.message else ""
        session.console.say(f"{'通过' if check.passed else '失败'}  {check.label}{message}")
        session.console.finish()
    session.console.say("自检全部通过。" if passed else "自检没有全部通过。")
    return 0 if passed else 4
