"""数据加密: switched on and off, its passphrase, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.printing.printing import print_pdf
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.encryption_forms import EncryptForm, PassphraseForm

if TYPE_CHECKING:
    from hotline_desktop.domain.terms.progress import Progress

_OFF = (
    "要把数据改为不加密吗？",
    "以后谁拿到这台电脑或它的硬盘，都能读出工单。以后的备份也不加密；以前加密的备份仍要口令或恢复码，恢复单请留着。",
    "取消加密",
    True,
)


class EncryptionPart(QWidget):
    """The buttons that belong to the office as it is: plain or encrypted."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.on = QPushButton(session.theme.icon("lock"), "数据加密(&J)…")
        self.on.setToolTip("数据、附件和备份都加密保存，打开程序要输口令")
        self.off = QPushButton("取消加密…")
        self.passphrase = QPushButton(session.theme.icon("lock"), "更改口令…")
        self.sheet = QPushButton("再写一份恢复单…")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.on, self.passphrase, self.sheet, self.off):
            row.addWidget(button)
        row.addStretch(1)
        self.on.clicked.connect(self._prepare)
        self.off.clicked.connect(self._switch_off)
        self.passphrase.clicked.connect(self._change)
        self.sheet.clicked.connect(self._write_again)
        withhold(session, Right.ADMINISTER, self.on, self.passphrase, self.sheet, self.off)
        self.show_state()

    def show_state(self) -> None:
        """Offers what can be done now."""
        encrypted = self._session.key is not None
        self.on.setVisible(not encrypted)
        for button in (self.off, self.passphrase, self.sheet):
            button.setVisible(encrypted)

    # -- on ------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        office, data_dir = self._session.office, self._session.data_dir

        def work() -> str:
            from hotline_desktop.services.keeping.encryption import must_be_plain

            office.may_administer()
            must_be_plain(data_dir, office.key)
            return office.encryption_code()

        self._session.jobs.run(work, self._ask, failed=self._failed, owner=self)

    def _ask(self, code: str) -> None:
        form = EncryptForm(code, lambda: self._print(code, form.know_sheet), lambda: self._save(code, form.know_sheet))
        form.look()
        if self._session.prompts.fill("数据加密", "", form, "加密", ready=form.ready) and not form.fault:
            self._switch_on(code, form.passphrase.text())

    def _switch_on(self, code: str, passphrase: str) -> None:
        clerk, session = self._session.sign(), self._session
        if not clerk or session.rewrite is None:
            return

        def work(progress: Progress) -> bytes:
            from hotline_desktop.services.keeping.earlier_copies import encrypt_earlier
            from hotline_desktop.services.keeping.encryption import encrypt

            key, _done = encrypt(session.data_dir, code, passphrase, session.clock(), clerk, progress)
            try:
                encrypt_earlier(session.data_dir, key, progress)
            except Cancelled:  # the next backup goes on with it
                return key
            return key

        said = "数据已经加密，核对无误，不加密的已经删除。以后打开程序要输口令。"
        session.rewrite(work, said, "正在加密")

    # -- off, passphrase, sheet ----------------------------------------------------------------------------

    def _switch_off(self) -> None:
        session, key = self._session, self._session.key
        if key is None or session.rewrite is None or not session.prompts.confirm(*_OFF):
            return
        clerk, rewrite = session.sign(), session.rewrite

        def work(progress: Progress) -> None:
            from hotline_desktop.services.keeping.encryption import decrypt

            decrypt(session.data_dir, key, session.clock(), clerk, progress)

        if clerk:
            session.jobs.run(
                session.office.may_administer,
                lambda _may: rewrite(work, "数据已改为不加密，核对无误。", "正在取消加密"),
                failed=self._failed,
                owner=self,
            )

    def _change(self) -> None:
        form = PassphraseForm()
        form.look()
        text = "恢复单照样能用。备份里的锁跟着换，第二备份位置的下次备份时换。"
        if not self._session.prompts.fill("更改口令", text, form, "更改", ready=form.ready) or form.fault:
            return
        clerk, office, passphrase = self._session.sign(), self._session.office, form.passphrase.text()
        if clerk:
            self._session.jobs.run(
                lambda: office.change_passphrase(passphrase, clerk),
                lambda _done: self._session.prompts.say("口令已换，下次打开用新口令。"),
                failed=self._failed,
                owner=self,
            )

    def _write_again(self) -> None:
        office = self._session.office

        def work() -> str:
            from hotline_desktop.services.keeping.encryption import code_of

            office.may_administer()
            assert office.key is not None
            return code_of(office.key)

        self._session.jobs.run(work, self.offer_sheet, failed=self._failed, owner=self)

    def offer_sheet(self, code: str) -> None:
        """Prints the sheet of a code, or writes it into files."""
        self._print(code, lambda: None)

    # -- the sheet on paper --------------------------------------------------------------------------------

    def _print(self, code: str, then: Callable[[], None]) -> None:
        papers, session = self._session.office.paper_writer, self._session
        session.jobs.run(
            lambda: papers.recovery_pdf(code),
            lambda pdf: print_pdf(session, pdf, lambda: self._save(code, then), done=then),
            failed=self._failed,
            owner=self,
        )

    def _save(self, code: str, then: Callable[[], None]) -> None:
        folder = self._session.prompts.choose_folder("恢复单存到哪个文件夹？（不要放在这台电脑上）")
        if folder is None:
            return

        def written(made: tuple[Path, ...]) -> None:
            self._session.prompts.say(f"已保存：{'、'.join(path.name for path in made)}")
            then()

        papers = self._session.office.paper_writer
        self._session.jobs.run(
            lambda: papers.write_recovery_sheet(code, folder), written, failed=self._failed, owner=self
        )

    def _failed(self, error: Exception) -> None:
        self._session.prompts.error(error, "没有变动")
