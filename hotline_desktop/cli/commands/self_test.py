"""``selftest``: what the installed program checks about itself."""

from __future__ import annotations

from hotline_desktop.cli.arguments import folder
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session


def add_to(commands: Commands) -> None:
    """Adds the command."""
    text = "自检：程序文件、办理、每种纸和台账、附件、备份、升级、每个界面；不动本单位的数据"
    parser = add_command(commands, "selftest", run, text, signed=False)
    parser.add_argument("--report", metavar="文件", type=folder, help="另把结果写进文件，以 .json 结尾就写成 JSON")


def run(session: Session) -> int:
    """One line per check; 4 when one fails."""
    from hotline_desktop.selftest import Run, run_checks
    from hotline_desktop.selftest.run import line, verdict

    done, console = Run(), session.console
    for check in run_checks():
        done.checks.append(check)
        console.say(line(check))
        console.finish()
    if session.args.report is not None:
        done.write(session.args.report)
    console.say(verdict(done.passed))
    return 0 if done.passed else 4
