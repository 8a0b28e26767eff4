"""What was noticed while the office was opened, in sentences for whoever works with it."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import DESTROYING
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.office import settings as settings_table

_WHY_READING = {
    "full": "磁盘空间不够。数据都在；清理磁盘或移走大文件，再重新打开就能办理。",
    "read_only": "数据文件或它所在的文件夹是只读的。数据都在；取消只读，或请管理员给写入的权限，再重新打开就能办理。",
}


def noticed(office: OfficeContext) -> Iterator[str]:
    """Everything that is not as it should be and does not keep the office from being opened."""
    db = office.db
    if db.reading_only is not None:
        yield f"现在只能看，不能办理：{_WHY_READING.get(db.reading_only.kind, str(db.reading_only))}"
    if db.set_aside is not None:
        yield (
            "数据文件旁边有一份不属于它的日志，多半是换上备份以前那份数据留下的。没有让它混进来，"
            f"已移到“{db.set_aside.parent.name}/{db.set_aside.name}”保存。"
        )
    if db.reading_only is None:
        yield from _brought_to_an_end(office)
    lost = _lost_at_the_end(office)
    if lost:
        yield lost
    with db.read() as c:
        faults = office.faults(c)
    if db.missing_guards():
        yield "数据文件里少了“办理记录只增不改”的规则，可能被别的工具动过。请在“设置 · 数据”里检查修复。"
    if faults.settings:
        labels = "、".join(f"“{FIELDS_BY_KEY[key].label}”" for key in faults.settings)
        yield f"设置里的{labels}读不出来，暂按默认值办。原来存的内容没有动；请到“设置”里重新填写并保存。"
    if faults.notices:
        years = "、".join(f"{notice.year}年" for notice in faults.notices)
        yield f"录入的工作日安排（{years}）读不出来，没有计入。请到“设置 · 工作日”里撤销后重新录入。"


# Most offices have nothing of this: what deals with it is loaded where there is something.


def _brought_to_an_end(office: OfficeContext) -> Iterator[str]:
    """Records restores that are not recorded yet, and finishes an interrupted destruction."""
    if (office.data_dir / ASIDE).is_dir():
        from hotline_desktop.services.keeping.restoring import unrecorded

        for note in unrecorded(office.data_dir):
            with office.db.write() as c:
                office.remember(c, "恢复备份" if "备份" in note else "撤回恢复备份", BY_PROGRAM, {}, note)
    with office.db.read() as c:
        interrupted = bool(settings_table.load(c).get(DESTROYING))
    if interrupted:
        from hotline_desktop.services.archiving.destroying import finish_interrupted

        yield from filter(None, (finish_interrupted(office),))


def _lost_at_the_end(office: OfficeContext) -> str:
    """What to say where the chain does not end as was remembered outside the data; empty where nothing is lost."""
    remembered = office.db.remembered_head()
    with office.db.read() as c:
        if remembered is not None and chain.head(c) == remembered:
            return ""
    from hotline_desktop.services.foundation.ledger import Ledger

    return Ledger(office).note_lost_tail()
