"""催办: the words for each unit, looked over once, then on the clipboard as text or as a picture of a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.records.bulk import BulkDone
from hotline_desktop.services.records.reminding import UnitReminder

TITLE = "催办"
_ROW, _PAD, _SCALE = 32, 12, 2
_CAPTIONS = ("工单编号", "事项", "办结期限", "还有多久")


def offer_reminders(session: Session, owner: QObject, ticket_ids: Sequence[int] = ()) -> None:
    """Shows what each unit owes, or what was chosen of it, with the words to send."""
    reminding, now = session.office.reminding, session.clock()

    def find() -> tuple[tuple[UnitReminder, ...], str]:
        found = reminding.of_tickets(ticket_ids, now) if ticket_ids else reminding.owed(now)
        return found, reminding.center()

    def show(found: tuple[tuple[UnitReminder, ...], str]) -> None:
        if not found[0]:
            session.prompts.say("没有单位欠着快到期或逾期的工单，不用催办。")
            return
        session.prompts.close(TITLE)
        session.prompts.open(TITLE, lambda: ReminderSheet(session, *found))

    session.jobs.run(find, show, failed=session.prompts.error, owner=owner)


class ReminderSheet(QWidget):
    """The units at the left, the words of one at the right; copying them records a 催单 on each ticket, once."""

    def __init__(self, session: Session, reminders: tuple[UnitReminder, ...], center: str) -> None:
        super().__init__()
        self._session, self._reminders, self._center = session, reminders, center
        self._recorded: set[str] = set()
        theme = session.theme
        self.units = QListWidget()
        self.units.setAccessibleName("要催办的单位")
        self.units.setFixedWidth(250)
        self.units.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.units.addItems([f"{each.unit}（{len(each.tickets)} 件）" for each in reminders])
        for row in range(self.units.count()):
            self.units.item(row).setToolTip(self.units.item(row).text())
        if len(reminders) > 1:
            self.units.addItem(f"全部 {len(reminders)} 个单位")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("催办的话")
        self.text.setTabChangesFocus(True)
        self.copy = QPushButton(theme.icon("copy", "on_accent"), "复制文字并记催单(&F)")
        self.copy.setProperty("role", "primary")
        self.copy.setToolTip("放到剪贴板，粘贴到政务微信等；每件工单记一次催单（Ctrl+Enter）")
        self.picture = QPushButton(theme.icon("camera"), "复制成表格图片(&T)")
        self.picture.setToolTip("同样记一次催单")
        self.only = QPushButton("只复制，不记(&Z)")
        self.only.setProperty("role", "link")
        self._lay_out()
        self.units.currentRowChanged.connect(self._show)
        self.copy.clicked.connect(self.confirm)
        self.picture.clicked.connect(self._copy_picture)
        self.only.clicked.connect(self._copy_text)
        self.units.setCurrentRow(0)

    @property
    def chosen(self) -> tuple[UnitReminder, ...]:
        """The unit that is looked at, or all of them."""
        row = self.units.currentRow()
        return self._reminders[row : row + 1] if 0 <= row < len(self._reminders) else self._reminders

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.only)
        buttons.addStretch(1)
        buttons.addWidget(self.picture)
        buttons.addWidget(self.copy)
        right = QVBoxLayout()
        right.addWidget(self.text, 1)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.units)
        layout.addLayout(right, 1)
        self.setFocusProxy(self.copy)

    def _show(self, _row: int) -> None:
        self.text.setPlainText("\n\n".join(each.as_text(self._center) for each in self.chosen))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._session.prompts.say("催办的话已复制，没有记催单。")

    def confirm(self) -> None:
        """Copies the words, and records that the units were reminded."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._record()

    def _copy_picture(self) -> None:
        """A table as a picture and the words as text: the messenger takes what it can."""
        both = QMimeData()
        both.setText(self.text.toPlainText())
        both.setImageData(table_picture(self._session.theme, self.font(), self.chosen))
        QGuiApplication.clipboard().setMimeData(both)
        self._record()

    def _record(self) -> None:
        session = self._session
        fresh = tuple(each for each in self.chosen if each.unit not in self._recorded)
        if not fresh:
            session.prompts.say("已复制；这些工单刚才已经记过催单。")
            return
        clerk = session.sign()
        if not clerk:
            session.prompts.say(f"已复制；{session.why_unsigned('记催单')}。")
            return
        self._recorded |= {each.unit for each in fresh}
        reminding = session.office.reminding
        session.jobs.run(lambda: reminding.record(fresh, clerk), self._done, failed=session.prompts.error, owner=self)

    def _done(self, done: BulkDone) -> None:
        self._session.publish(done.changes)
        left = f"，{len(done.refused)} 件没有记：{done.refused[0][1]}" if done.refused else ""
        self._session.prompts.say(f"已复制，{len(done.done)} 件记了催单{left}。")


def table_picture(theme: Theme, font: QFont, reminders: Sequence[UnitReminder]) -> QImage:
    """Number, matter and deadline of every ticket as a picture; nobody's name, phone or address."""
    rows = [(each.unit, ticket) for each in reminders for ticket in each.tickets]
    face = QFont(font)
    face.setPixelSize(theme.size("font"))
    metrics = QFontMetrics(face)
    cells = [
        (ticket.number, ticket.about, f"{ticket.due:%m-%d %H:%M}" if ticket.due else "—", ticket.light)
        for _unit, ticket in rows
    ]
    heads = ("单位", *_CAPTIONS)
    lines = [heads, *((unit, *cell) for (unit, _ticket), cell in zip(rows, cells, strict=True))]
    widths = [max(metrics.horizontalAdvance(line[at]) for line in lines) + 2 * _PAD for at in range(len(heads))]
    image = QImage(QSize(sum(widths) + 1, _ROW * len(lines) + 1) * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(theme.light_color("paper"))
    painter = QPainter(image)
    painter.setFont(face)
    for at, line in enumerate(lines):
        left = 0
        for place, text in enumerate(line):
            box = QRectF(left, at * _ROW, widths[place], _ROW)
            painter.fillRect(box, theme.light_color("caption" if at == 0 else "paper"))
            painter.setPen(QPen(theme.light_color("line_strong"), 1))
            painter.drawRect(box)
            late = at and place == len(line) - 1 and text.startswith("逾")
            painter.setPen(theme.light_color("red" if late else "ink"))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(_PAD, 0, -_PAD, 0), middle, text)
            left += widths[place]
    painter.end()
    return image
