"""``demo``: an example office in a folder of its own; without a screen its papers and pictures as files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.app import open_example_in, open_window, window_shows
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.terms.paper_kinds import FORMS
from hotline_desktop.system.paths import default_data_dir, how_to_repair
from hotline_desktop.system.screen import why_no_screen

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

FOLDER = "hotline_demo"
OUTPUT, PICTURES = "示例文件", "界面图片"


def add_to(commands: Commands) -> None:
    """Adds the command."""
    text = "打开示例中心：虚构的人物，各个阶段的工单，日期在今天前后"
    parser = add_command(commands, "demo", demo, text, signed=False)
    parser.add_argument("--no-window", action="store_true", help="不开窗口，把表格和界面图片写成文件")


def demo(session: Session) -> int:
    """Shows the example office in a window, or writes it down where there is none."""
    console, folder = session.console, session.data_dir or example_dir()
    reason = "按要求不开窗口" if session.args.no_window else why_no_screen()
    console.say(f"示例中心的数据在：{folder}")
    console.finish()
    if not reason:
        return open_window(folder, session.clock, lambda: open_example_in(folder, session.clock))
    console.say(f"{reason}，改为把示例写成文件。")
    console.finish()
    _write_down(session, folder)
    return 0


def example_dir() -> Path:
    """Beside the user's own data, or in the folder for temporary files where nothing can be written there."""
    folder = default_data_dir().with_name(FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.gettempdir()) / FOLDER


def _write_down(session: Session, folder: Path) -> None:
    console, out = session.console, folder / OUTPUT
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    office = open_example_in(folder, session.clock, fresh=not window_shows(folder))
    try:
        console.say(f"示例中心有工单 {office.tickets.count()} 件。")
        out.mkdir(parents=True, exist_ok=True)
        for path in _papers(office, out):
            console.say(f"  表格  {path.name}")
            console.finish()
        for path in _pictures(session, office, out / PICTURES):
            console.say(f"  界面  {PICTURES}/{path.name}")
    finally:
        office.close()
    console.say(f"文件夹：{out}")


_LOOKED_AT = 200


def _papers(office: Office, out: Path) -> Iterator[Path]:
    """The three forms of one ticket, each as PDF and Word."""
    documented, others = _documented(office), (row.id for row in office.tickets.page(limit=_LOOKED_AT).rows)
    candidates = (documented, *others)
    for kind in FORMS:
        state = office.papers.states(kind)[-1]
        ticket_id = next((each for each in candidates if not office.papers.missing(each, kind, state)), documented)
        for ending, render in ((".pdf", office.papers.render_pdf), (".docx", office.papers.render_docx)):
            path = out / office.papers.file_name(ticket_id, kind, state, ending)
            render([ticket_id], kind, state, path)
            yield path


def _documented(office: Office) -> int:
    """A ticket of which every form has something to say."""
    from hotline_desktop.example.office import shown_number

    number = shown_number(office)
    if not number:
        raise NotFound("示例中心里没有可以打印的工单。")
    return office.tickets.find(number)


def _pictures(session: Session, office: Office, out: Path) -> list[Path]:
    """A picture of every view; none, with the reason said, where Qt itself cannot be loaded."""
    try:
        from hotline_desktop.gui.pictures import take_pictures
    except ImportError as error:
        session.console.complain(
            f"没有画界面图片：缺少系统组件（{error.name or error}）。表格已经写好。{how_to_repair()}"
        )
        return []
    for old in out.glob("*.png"):
        old.unlink()
    return take_pictures(office, out, clock=session.clock)
