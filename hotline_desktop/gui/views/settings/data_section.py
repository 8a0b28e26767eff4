"""数据: where the data lies, how large it is, and copies of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.keeping.restoring import offer_backups
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.encryption_forms import PassphraseForm
from hotline_desktop.gui.views.settings.encryption_part import EncryptionPart
from hotline_desktop.services.keeping.backups import DataState

if TYPE_CHECKING:
    from hotline_desktop.services.keeping.checkup import Checkup, Repair
    from hotline_desktop.services.keeping.moving import Moved

_KB = 1024
_MOST_SHOWN = 12
_PACKED = "搬家文件 (*.zip)"
_ADVICE = (
    "程序每天打开、关闭时自己备份，写好后读回核对；没有变化的附件不重复存。"
    "请再设一个第二备份位置（移动硬盘、共享盘），电脑坏了也能恢复。"
)
_UNSEAL = (
    "以后的备份不加密吗？",
    "谁拿到备份，都能读出工单。以前加密的备份不变，仍要口令或恢复码，恢复单请留着。",
    "不再加密",
    True,
)
_GIVE_UP = (
    "以后不备份到第二位置吗？",
    "以后的备份只在这台电脑的数据文件夹里，电脑坏了就没有了。第二位置里已有的备份不删除，可以用来恢复。",
    "不再备份到那里",
    True,
)


class DataSection(QWidget):
    """Folder, sizes, the latest copy, and buttons to make one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        theme = session.theme
        self.facts = FactsTable()
        self.open = QPushButton(theme.icon("folder-open"), "打开数据文件夹(&D)")
        self.backup = QPushButton(theme.icon("save", "on_accent"), "立即备份(&L)")
        self.backup.setProperty("role", "primary")
        self.backup.setToolTip("在数据文件夹的 backups 里存一份，设了第二位置的也存到那里")
        self.elsewhere = QPushButton(theme.icon("download"), "备份到别处(&B)…")
        self.to_new_pc = QPushButton(theme.icon("external-link"), "搬到新电脑(&N)…")
        self.to_new_pc.setToolTip("把工单、附件和设置写成一个文件，在新电脑第一次打开程序时选“从旧电脑搬来”")
        self.elsewhere.setToolTip("完整的一份，连同附件，存到另一块磁盘或移动硬盘，可以直接使用")
        self.restore = QPushButton(theme.icon("undo-2"), "从备份恢复(&H)…")
        self.second = QPushButton("第二备份位置(&W)…")
        self.no_second = QPushButton("取消第二备份位置…")
        self.no_second.setToolTip("以后只备份到数据文件夹；第二位置里已有的备份不删除")
        self.no_second.hide()
        self.seal = QPushButton("备份加密(&M)…")
        self.unseal = QPushButton("备份不再加密…")
        self.unseal.setToolTip("以后的备份不加密；以前加密的仍要口令或恢复码")
        self.unseal.hide()
        self.encryption = EncryptionPart(session)
        self.check = QPushButton("检查修复(&X)")
        self.check.setToolTip("逐件重放办理记录，核对清单、统计、搜索、附件和校验链")
        keeping = (self.restore, self.second, self.no_second, self.seal, self.unseal, self.check)
        withhold(session, Right.ADMINISTER, self.to_new_pc, *keeping)
        advice = QLabel(_ADVICE)
        advice.setProperty("role", "notice")
        advice.setWordWrap(True)
        rule = QFrame()
        rule.setProperty("role", "rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.facts)
        layout.addWidget(rule)
        layout.addLayout(_row(self.backup, self.elsewhere, self.to_new_pc, self.open))
        layout.addLayout(_row(*keeping))
        layout.addWidget(self.encryption)
        layout.addWidget(advice)
        self._listen()

    def _listen(self) -> None:
        self.open.clicked.connect(lambda: _open(self._session.data_dir))
        self.backup.clicked.connect(self._back_up)
        self.elsewhere.clicked.connect(self._back_up_elsewhere)
        self.to_new_pc.clicked.connect(self._move_out)
        self.restore.clicked.connect(self._restore)
        self.second.clicked.connect(self._choose_second)
        self.no_second.clicked.connect(self._give_up_second)
        self.seal.clicked.connect(self._seal)
        self.unseal.clicked.connect(self._unseal)
        self.check.clicked.connect(self._check)

    def load(self) -> None:
        """Fetches sizes and the latest copy."""
        self._session.jobs.run(self._session.office.backups.state, self._show, owner=self)

    def _show(self, state: DataState) -> None:
        latest = f"{moment_text(state.latest_at)}（{state.latest.name}）" if state.latest else "还没有备份过"
        attached = f"{state.attachments:,} 个，{size_text(state.attachments_size)}" if state.attachments else "没有"
        self.facts.show_facts(
            (
                ("数据文件夹", str(state.folder)),
                ("工单数据", size_text(state.database_size)),
                ("附件", attached),
                ("最近的备份", latest),
                ("第二备份位置", _second_place_text(state)),
                ("备份加密", "加密，凭口令或恢复码才能恢复" if state.sealed else "不加密"),
                ("数据加密", "加密，打开程序要输口令" if state.encrypted else "不加密"),
            )
        )
        self.no_second.setVisible(bool(state.second))
        self.seal.setVisible(not state.encrypted)
        self.seal.setText("更改备份口令(&M)…" if state.sealed else "备份加密(&M)…")
        self.unseal.setVisible(state.sealed and not state.encrypted)
        self.encryption.show_state()

    def _back_up(self) -> None:
        backups = self._session.office.backups
        self._session.jobs.run_aside(backups.make, self._made, failed=self._failed, owner=self, label="正在备份")

    def _back_up_elsewhere(self) -> None:
        folder = self._session.prompts.choose_folder("备份到哪个文件夹？")
        if folder is None:
            return
        backups = self._session.office.backups
        self._session.jobs.run_aside(
            lambda progress: backups.make_elsewhere(folder, progress),
            self._made,
            failed=self._failed,
            owner=self,
            label="正在备份",
            with_progress=True,
        )

    def _move_out(self) -> None:
        session = self._session
        out = session.prompts.save_file("搬家文件存到哪里？", f"热线工单搬家_{session.clock():%Y%m%d}.zip", _PACKED)
        if out is None:
            return

        def made(moved: Moved) -> None:
            text = f"已写成 {out.name}，共 {moved.files} 个文件。在新电脑上装好程序，第一次打开时选“从旧电脑搬来”。"
            text += moved.left_out
            session.prompts.say(text, "打开文件夹", lambda: _open(out.parent))

        session.jobs.run_aside(
            lambda progress: session.office.move_out(out, progress),
            made,
            failed=lambda error: session.prompts.error(error, "没有写成"),
            owner=self,
            label="正在写搬家文件",
            with_progress=True,
            awaited="搬家文件",
        )

    def _restore(self) -> None:
        restore_from = self._session.restore_from
        if restore_from is not None:
            offer_backups(self._session.prompts, self._session.data_dir, restore_from)

    def _check(self) -> None:
        self._session.jobs.run(
            self._session.office.checkups.check,
            self._checked,
            failed=lambda error: self._session.prompts.error(error, "没有检查完"),
            owner=self,
            label="正在检查",
            with_progress=True,
        )

    def _checked(self, found: Checkup) -> None:
        prompts = self._session.prompts
        if found.whole:
            notes = f" {found.notes[0]}" if found.notes else ""
            prompts.say(f"检查完毕，没有问题：办理记录 {found.entries} 条，附件 {found.attachments} 个。{notes}")
            return
        listed = "\n".join(f"{fault.kind}　{fault.name}　{fault.message}" for fault in found.faults[:_MOST_SHOWN])
        more = f"\n……共 {len(found.faults)} 处" if len(found.faults) > _MOST_SHOWN else ""
        advice = "修复按办理记录重建清单、统计和搜索，从备份取回附件，不改任何办理记录。"
        if found.broken:
            advice = "修复先试着重建索引，核对过才算数；表里的内容也坏了的不动它，要从备份恢复。"
        if prompts.confirm("发现了问题，要修复吗？", f"{listed}{more}\n\n{advice}", "修复"):
            self._repair()

    def _repair(self) -> None:
        clerk = self._session.sign()
        if not clerk:
            return
        self._session.jobs.run(
            lambda progress: self._session.office.checkups.repair(clerk, progress),
            self._repaired,
            failed=lambda error: self._session.prompts.error(error, "没有修复"),
            owner=self,
            label="正在修复",
            with_progress=True,
        )

    def _repaired(self, done: Repair) -> None:
        mended = "\n".join(f"已修复：{text}" for text in done.mended) or "没有能修复的。"
        left = "\n".join(f"还有：{fault.name}　{fault.message}" for fault in done.left[:_MOST_SHOWN])
        more = f"\n……共 {len(done.left)} 处" if len(done.left) > _MOST_SHOWN else ""
        if left:
            self._session.prompts.error(f"{mended}\n{left}{more}", "还有没修复的")
        else:
            self._session.prompts.say(mended)
        self._session.publish(Changes(everything=True))

    def _choose_second(self) -> None:
        folder = self._session.prompts.choose_folder("第二备份位置放在哪个文件夹里？（移动硬盘、共享盘）")
        clerk = self._session.sign() if folder is not None else ""
        if folder is None or not clerk:
            return
        places = self._session.office.backups.places
        self._session.jobs.run(
            lambda: places.choose_second(folder, clerk),
            lambda _target: self._back_up(),
            failed=self._failed,
            owner=self,
        )

    def _give_up_second(self) -> None:
        if not self._session.prompts.confirm(*_GIVE_UP):
            return
        clerk, places = self._session.sign(), self._session.office.backups.places
        if clerk:
            self._session.jobs.run(
                lambda: places.give_up_second(clerk),
                lambda _done: self._given_up(),
                failed=self._unchanged,
                owner=self,
            )

    def _given_up(self) -> None:
        self._session.prompts.say("以后只备份到数据文件夹。第二位置里已有的备份没有动。")
        self.load()

    def _seal(self) -> None:
        session, form = self._session, PassphraseForm()
        form.look()
        text = "以后的备份用这个口令加密（AES-256）。忘了口令又丢了恢复单，备份就打不开了。"
        if not session.prompts.fill("备份加密", text, form, "加密", ready=form.ready) or form.fault:
            return
        clerk, places, text = session.sign(), session.office.backups.places, form.passphrase.text()
        if clerk:
            session.jobs.run(lambda: places.seal(text, clerk), self._show_code, failed=self._unchanged, owner=self)

    def _show_code(self, code: str) -> None:
        self.encryption.offer_sheet(code)
        self.load()

    def _unseal(self) -> None:
        if not self._session.prompts.confirm(*_UNSEAL):
            return
        clerk, places = self._session.sign(), self._session.office.backups.places
        if clerk:
            self._session.jobs.run(
                lambda: places.unseal(clerk),
                lambda _done: self._unsealed(),
                failed=self._unchanged,
                owner=self,
            )

    def _unsealed(self) -> None:
        self._session.prompts.say("以后的备份不加密。以前加密的备份仍要口令或恢复码，恢复单请留着。")
        self.load()

    def _made(self, path: Path) -> None:
        self._session.prompts.say(f"已备份：{path.name}", "打开文件夹", lambda: _open(path.parent))
        self.load()

    def _unchanged(self, error: Exception) -> None:
        self._session.prompts.error(error, "没有变动")

    def _failed(self, error: Exception) -> None:
        self._session.prompts.error(error, "没有备份")


def _row(*buttons: QPushButton) -> FlowLayout:
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    return row


def _second_place_text(state: DataState) -> str:
    if not state.second:
        return "没有设"
    at = f"最近一份 {moment_text(state.second_at)}" if state.second_at else "还没有备份过"
    return f"{state.second}，{at}"


def size_text(size: int) -> str:
    """``12.5 MB``."""
    if size >= _KB * _KB:
        return f"{size / _KB / _KB:,.1f} MB"
    return f"{-(-size // _KB)} KB"


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
