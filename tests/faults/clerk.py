"""A clerk at the window, for the program that is killed: tickets are registered through the form."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hotline_desktop.services.office import Office


def typed_steps(office: Office, folder: Path) -> Iterator[str]:
    """Says a line for every ticket that the window told of as recorded."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from hotline_desktop.gui.kit.theme import Theme
    from hotline_desktop.gui.main_window import MainWindow
    from hotline_desktop.gui.shell.background.jobs import Jobs
    from hotline_desktop.gui.shell.session.navigation import Place
    from hotline_desktop.gui.start import make_application
    from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
    from tests.gui.desk import RESOURCES, Answers, Clock, settle

    application = make_application()
    theme = Theme(RESOURCES)
    theme.apply(application)
    jobs, prompts = Jobs(), Answers(theme)
    window = MainWindow(theme, jobs, prompts, folder / "data", Clock())
    window.show()
    window.start(lambda _progress: office, Place.TICKETS)
    settle(jobs)
    page = window.stack.page
    assert isinstance(page, TicketsPage)
    number = 0
    while True:
        number += 1
        name = f"W{number:05}"
        page.forms.register()
        settle(jobs)
        form = page.editor.form
        assert form is not None
        form.set_values({"number": name, "content": "路灯不亮", "caller": "赵文静", "phones": "13800010001"})
        page.editor.confirm()
        settle(jobs)
        assert page.editor.form is None, prompts.errors
        yield f"{name} 1"
