"""人员: the clerk's name in an office without accounts; accounts, roles and passwords in one that has them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.roles import Right, Role, name_fault
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.account_forms import AccountForm
from hotline_desktop.services.setup.people import Account

_WITHOUT = (
    "写进这台电脑上办理的每一条记录。换人用这台电脑时，请先改成自己的姓名。\n"
    "几个人办理的，可以启用账户：各人用自己的密码登录，记录按账户记名，审核、设置要有权限的人才能办。"
)
_WITH = (
    "经办人办理；审核人还能审核、批复、定稿；管理员还能改设置、管账户、恢复备份；领导只能查看。"
    "停用的账户名不再给别人用。全部停用，就是不再用账户。"
)
_COLUMNS = (
    RecordColumn("姓名", 0, lambda one: str(one.name)),
    RecordColumn("角色", 90, lambda one: str(one.role)),
    RecordColumn("状态", 80, lambda one: "在用" if one.active else "已停用"),
    RecordColumn("最近登录", 160, lambda one: moment_text(one.entered_at) if one.entered_at else "", extra=True),
)


class PeopleSection(QWidget):
    """Shows the one part or the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.without, self.with_accounts = QWidget(), QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.without)
        layout.addWidget(self.with_accounts)
        self._build_without()
        self._build_with()
        self._show(())

    def load(self) -> None:
        """Shows the name as it is remembered, or the accounts."""
        self.name.setText(self._session.clerk)
        self._offer_name()
        self._session.jobs.run(self._session.office.people.accounts, self._show, owner=self)

    def record(self) -> None:
        """Remembers the name that was typed."""
        name = self.name.text().strip()
        if self._session.account is None and name and name != self._session.clerk and not name_fault(name):
            self._session.clerk = name
            self._offer_name()
            self._session.prompts.say(f"以后的记录由“{name}”办理。")

    # -- building ------------------------------------------------------------------------------------------

    def _build_without(self) -> None:
        label, note = QLabel("办理人姓名"), QLabel(_WITHOUT)
        label.setProperty("role", "label")
        note.setProperty("role", "faint")
        note.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setMaximumWidth(260)
        self.name.setAccessibleName("办理人姓名")
        label.setBuddy(self.name)
        self.fault = QLabel()
        self.fault.setProperty("role", "problem")
        self.fault.hide()
        self.save = QPushButton("保存")
        self.save.setProperty("role", "primary")
        self.begin = QPushButton(self._session.theme.icon("users"), "启用账户(&Q)…")
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.name, self.save, self.begin):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QVBoxLayout(self.without)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addLayout(row)
        layout.addWidget(self.fault)
        layout.addWidget(note)
        self.name.textChanged.connect(lambda _text: self._offer_name())
        self.name.returnPressed.connect(self.record)
        self.save.clicked.connect(self.record)
        self.begin.clicked.connect(self._begin)

    def _build_with(self) -> None:
        theme = self._session.theme
        note = QLabel(_WITH)
        note.setProperty("role", "faint")
        note.setWordWrap(True)
        self.table = RecordTable(theme, _COLUMNS, "账户")
        self.table.setMinimumHeight(220)
        self.add = QPushButton(theme.icon("plus", "on_accent"), "添加账户(&J)…")
        self.add.setProperty("role", "primary")
        self.change = QPushButton("改角色(&R)…")
        self.renew = QPushButton("重设密码(&M)…")
        self.switch = QPushButton("停用(&T)")
        self.own = QPushButton("改我的密码(&W)…")
        row = FlowLayout()
        for button in (self.add, self.change, self.renew, self.switch, self.own):
            row.addWidget(button)
        layout = QVBoxLayout(self.with_accounts)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (note, self.table):
            layout.addWidget(part)
        layout.addLayout(row)
        self.table.chosen.connect(self._offer)
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change_role)
        self.renew.clicked.connect(self._renew)
        self.switch.clicked.connect(self._switch)
        self.own.clicked.connect(self._change_own)
        withhold(self._session, Right.ADMINISTER, self.add, self.change, self.renew, self.switch)

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, accounts: tuple[Account, ...]) -> None:
        who, focused = self._session.account, self.without.window().focusWidget()
        shown, gone = (self.without, self.with_accounts) if who is None else (self.with_accounts, self.without)
        leads = focused is not None and gone.isAncestorOf(focused)
        shown.show()
        if leads:  # what is hidden would leave the focus to the rail
            (self.name if who is None else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        gone.hide()
        self.table.show_by(accounts, lambda account: account.name)
        self._offer(self.table.current)

    def _offer_name(self) -> None:
        name = self.name.text().strip()
        fault = name_fault(name)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.save.setEnabled(bool(name) and name != self._session.clerk and not fault)

    def _offer(self, account: Account | None) -> None:
        who = self._session.account
        may = who is not None and who.role is Role.ADMINISTRATOR
        self.add.setEnabled(may)
        for button in (self.change, self.renew, self.switch):
            button.setEnabled(may and account is not None)
        self.switch.setText("启用(&T)" if account is not None and not account.active else "停用(&T)")

    # -- doing ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        by = self._session.sign()
        text = (
            "先给管理员建账户；从此打开程序要登录，没有账户的人不能办理。忘了密码的办法在使用说明“给信息管理人员”里。"
        )
        form = AccountForm(name=True, new=True)
        assert form.name is not None
        form.name.setText(self._session.clerk)
        if by and self._filled("启用账户", text, form, "启用"):
            self._create(form, Role.ADMINISTRATOR, by)

    def _add(self) -> None:
        form = AccountForm(name=True, role=Role.CLERK, new=True)
        if self._filled("添加账户", "姓名写进办理记录，以后不能改。", form, "添加"):
            self._create(form, form.chosen_role, self._session.clerk)

    def _create(self, form: AccountForm, role: Role, by: str) -> None:
        people, name, password = self._session.office.people, _text(form.name), _text(form.password)
        self._do(lambda: people.add(name, role, password, by), f"已添加{role}“{name}”")

    def _change_role(self) -> None:
        account = self._chosen()
        form = AccountForm(role=account.role)
        if self._filled(f"“{account.name}”的角色", "", form, "改"):
            people, by, role = self._session.office.people, self._session.clerk, form.chosen_role
            self._do(lambda: people.change_role(account.name, role, by), f"“{account.name}”现在是{role}")

    def _renew(self) -> None:
        self._change_password(self._chosen().name)

    def _change_own(self) -> None:
        self._change_password(self._session.clerk)

    def _change_password(self, name: str) -> None:
        own = name == self._session.clerk
        form = AccountForm(old=own, new=True)
        if self._filled(f"“{name}”的密码", "", form, "改密码"):
            people, by = self._session.office.people, self._session.clerk
            old, password = _text(form.old), _text(form.password)
            self._do(lambda: people.change_password(name, password, by, old), f"“{name}”的密码已改")

    def _switch(self) -> None:
        account, people, by = self._chosen(), self._session.office.people, self._session.clerk
        act, word = (people.disable, "停用") if account.active else (people.enable, "启用")
        in_use = sum(each.active for each in self.table.records.rows)
        last = "这是最后一个在用的账户：停用以后谁打开都不用登录，办理人是自己填的姓名。" if in_use == 1 else ""
        detail = f"{last if account.active else ''}已有的记录不变。"
        if self._session.prompts.confirm(f"{word}“{account.name}”？", detail, word, danger=account.active):
            self._do(lambda: act(account.name, by), f"已{word}“{account.name}”")

    def _chosen(self) -> Account:
        account = self.table.current
        assert isinstance(account, Account)
        return account

    def _filled(self, title: str, text: str, form: AccountForm, action: str) -> bool:
        """Asks until everything fits, or the clerk gives up."""
        while self._session.prompts.fill(title, text, form, action):
            if not form.fault:
                return True
            self._session.prompts.error(form.fault)
        return False

    def _do(self, work: Callable[[], Changes], message: str) -> None:
        def done(changes: Changes) -> None:
            self._session.publish(changes)
            self._session.prompts.say(f"{message}。")

        self._session.jobs.run(work, done, failed=self._session.prompts.error, owner=self)


def _text(line: QLineEdit | None) -> str:
    return line.text() if line is not None else ""
