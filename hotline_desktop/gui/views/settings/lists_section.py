"""常用语与类别: the office's phrases and categories as texts, one entry a line."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.mnemonics import MnemonicLetters, with_letter
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.setup.office_lists import ListKind

_HINTS = {
    ListKind.PHRASES: (
        "一行一句。写“答复内容：……”的只在那一栏出现，不写栏名的各栏都有。填表时按 Alt+; 打开。"
        "{今天}{时间}{单位}{地址}{编号} 会自动填上，____ 是留着要写的地方。"
    ),
    ListKind.CATEGORIES: "一行一类，分级的写成“城市管理/占道经营”。登记时输一部分、拼音或首字母就能找到。",
}


class ListsSection(QWidget):
    """Each list with its own button; what is typed and not saved stays while the page is open."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.texts: dict[ListKind, QPlainTextEdit] = {}
        self._letters = MnemonicLetters()
        self.saves: dict[ListKind, QPushButton] = {}
        self._held: dict[ListKind, str] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for kind in ListKind:
            self._add(kind, layout)

    @property
    def dirty(self) -> bool:
        """Whether anything was typed that is not saved yet."""
        return any(self._changed(kind) for kind in self._held)

    def load(self) -> None:
        """Fetches both lists; what is being typed stays."""
        lists = self._session.office.lists
        self._session.jobs.run(lambda: {kind: lists.text(kind) for kind in ListKind}, self._show, owner=self)

    def record(self) -> None:
        """Saves what was changed."""
        clerk = self._session.sign() if self.dirty else ""
        if not clerk:
            return
        lists, typed = self._session.office.lists, {kind: box.toPlainText() for kind, box in self.texts.items()}
        for kind in ListKind:
            if self._changed(kind):
                self._session.jobs.run(
                    lambda kind=kind: lists.change(kind, typed[kind], clerk, self._held[kind]),
                    lambda changes, kind=kind: self._saved(kind, typed[kind], changes),  # type: ignore[misc]
                    failed=self._session.prompts.error,
                    owner=self,
                )

    def _add(self, kind: ListKind, layout: QVBoxLayout) -> None:
        title, hint = QLabel(kind.value), QLabel(_HINTS[kind])
        title.setProperty("role", "head")
        hint.setProperty("role", "faint")
        hint.setWordWrap(True)
        box = self.texts[kind] = QPlainTextEdit()
        box.setAccessibleName(kind.value)
        box.setTabChangesFocus(True)
        box.setMinimumHeight(180)
        text = with_letter(f"保存{kind.value}", self._letters.give(kind.value))
        save = self.saves[kind] = QPushButton(self._session.theme.icon("check", "on_accent"), text)
        save.setProperty("role", "primary")
        save.setEnabled(False)
        save.clicked.connect(self.record)
        box.textChanged.connect(lambda: save.setEnabled(self._changed(kind)))
        withhold(self._session, Right.HANDLE, save)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(save)
        for widget in (title, hint, box):
            layout.addWidget(widget)
        layout.addLayout(row)

    def _show(self, texts: dict[ListKind, str]) -> None:
        for kind, text in texts.items():
            if kind in self._held and self._changed(kind):
                continue  # what is being typed stays, and so does what it began with
            self._held[kind] = text
            self.texts[kind].setPlainText(text)

    def _changed(self, kind: ListKind) -> bool:
        return kind in self._held and self.texts[kind].toPlainText().strip() != self._held[kind].strip()

    def _saved(self, kind: ListKind, text: str, changes: object) -> None:
        self._held[kind] = text
        self.saves[kind].setEnabled(False)
        self._session.publish(changes)  # type: ignore[arg-type]
        self._session.prompts.say(f"已保存：{kind.value}")
