"""关于: which program this is, where the data lies, its licences, and what to tell whoever mends it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.system.diagnosis import Facts, folder_facts, program_facts, report, without_folder_names
from hotline_desktop.system.logs import FOLDER
from hotline_desktop.system.paths import licences_dir, resources_dir

_LICENCES = 160  # pixels that a licence is read in at least
_OWN = "本程序采用木兰宽松许可证第 2 版（Mulan PSL v2）。所用的软件和字体沿用各自的许可证，全文在下面。"
_LIST_WIDTH = 190

Licences = dict[str, tuple[Path, ...]]


class AboutSheet(QWidget):
    """Facts with buttons above, licence texts below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._office: Facts = ()
        self.facts = FactsTable()
        self.copy = QPushButton(session.theme.icon("copy"), "复制诊断信息(&C)")
        self.copy.setToolTip("版本、文件夹和最近的日志，没有工单内容和个人信息，可以发给管理员")
        self.data = QPushButton(session.theme.icon("folder-open"), "打开数据文件夹(&D)")
        self.logs = QPushButton(session.theme.icon("file-text"), "打开日志文件夹(&L)")
        self.licences = LicenceReader(all_licences())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.copy, self.data, self.logs):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        own = QLabel(_OWN)
        own.setProperty("role", "soft")
        own.setWordWrap(True)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self.facts)
        layout.addLayout(buttons)
        layout.addWidget(own)
        layout.addWidget(self.licences, 1)
        self.licences.setMinimumHeight(_LICENCES)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        self.copy.clicked.connect(self._copy)
        self.data.clicked.connect(lambda: _open(session.data_dir))
        self.logs.clicked.connect(lambda: _open(session.data_dir / FOLDER))
        self._show(())
        session.jobs.run(session.office.diagnosis.facts, self._show, owner=self)

    def _show(self, office: Facts) -> None:
        self._office = office
        self.facts.show_facts((*program_facts(), ("Qt", qVersion()), *folder_facts(self._session.data_dir), *office))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(diagnosis(self._session.data_dir, self._office))
        self._session.prompts.say("诊断信息已复制，可以粘贴给管理员。里面没有工单内容和个人信息。")


class LicenceReader(QWidget):
    """The parts at the left, the text of the chosen one at the right."""

    def __init__(self, texts: Licences) -> None:
        super().__init__()
        self._texts = texts
        self.parts = QListWidget()
        self.parts.setFrameShape(QFrame.Shape.NoFrame)
        self.parts.setFixedWidth(_LIST_WIDTH)
        self.parts.setAccessibleName("软件和字体")
        self.parts.addItems(list(self._texts))
        self.text = QTextBrowser()
        self.text.setAccessibleName("许可证全文")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.parts)
        layout.addWidget(self.text, 1)
        self.parts.currentTextChanged.connect(self._turn)
        self.parts.setCurrentRow(0)

    def _turn(self, part: str) -> None:
        texts = [path.read_text("utf-8", errors="replace") for path in self._texts.get(part, ())]
        self.text.setPlainText("\n\n".join(texts))


def all_licences() -> Licences:
    """Those of libraries, of the bundled faces, and of the icons."""
    faces = {path.name.partition(".")[0]: (path,) for path in sorted((resources_dir() / "fonts").glob("*.LICENSE.txt"))}
    icons = {"Lucide（图标）": (resources_dir() / "icons" / "LICENSE.txt",)}
    return {**licence_texts(licences_dir()), **faces, **icons}


def licence_texts(folder: Path) -> Licences:
    """Part to its texts: a file of its own, or a folder of them; empty where they are not there."""
    found: Licences = {}
    for path in sorted(folder.glob("*"), key=lambda path: path.name.casefold()):
        texts = tuple(sorted(file for file in path.rglob("*") if file.is_file())) if path.is_dir() else (path,)
        if texts:
            found[path.stem if path.is_file() and path.suffix else path.name] = texts
    return found


def diagnosis(data_dir: Path, office: Facts = ()) -> str:
    """What 复制诊断信息 copies; ``office`` is empty where the office could not be opened."""
    screen = QGuiApplication.primaryScreen()
    size, scale = screen.size(), screen.devicePixelRatio()
    shown = (
        ("Qt", qVersion()),
        ("屏幕", f"{size.width()}×{size.height()}，{scale:.0%}，{QGuiApplication.platformName()}"),
    )
    folder = without_folder_names(folder_facts(data_dir), data_dir)
    return report((*program_facts(), *shown, *folder, *office), data_dir)


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
