"""A name that the register does not have: asked about before it becomes a unit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from hotline_desktop.gui.shell.session import Session
from hotline_desktop.services.unit_names import UnitNames
from hotline_desktop.services.units import UnitDone, guessed_group


def offer_new_unit(session: Session, name: str, clerk: str, added: Callable[[UnitNames], None], owner: QObject) -> None:
    """Asks whether ``name`` is to be added to the register and adds it; ``added(the register now)`` afterwards."""
    group = guessed_group(name)
    detail = f"会作为“{group}”加进单位名册，分管领导、联系人和电话可以以后在“单位”里补。写错了的话，点“取消”改正名称。"
    if not session.prompts.confirm(f"名册里没有“{name}”，要新增这个单位吗？", detail, "新增单位"):
        return
    units = session.office.units

    def done(found: tuple[UnitDone, UnitNames]) -> None:
        session.publish(found[0].changes)
        added(found[1])

    session.jobs.run(
        lambda: (units.add(name, group, by=clerk), units.index()), done, failed=session.prompts.error, owner=owner
    )
