"""Which printer, tray and number of copies a paper is printed with at this PC; the print dialog begins with them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from hotline_desktop.domain.terms.paper_kinds import PaperKind

TRAYS = {
    "打印机自己选": QPrinter.PaperSource.Auto,
    "上层纸盒": QPrinter.PaperSource.Upper,
    "中层纸盒": QPrinter.PaperSource.Middle,
    "下层纸盒": QPrinter.PaperSource.Lower,
    "手动进纸": QPrinter.PaperSource.Manual,
}
AUTO = next(iter(TRAYS))
MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """``printer`` '' is the PC's usual one; ``tray`` is a word of TRAYS."""

    printer: str = ""
    tray: str = AUTO
    copies: int = 1

    def prepare(self, printer: QPrinter) -> None:
        """Sets ``printer`` up; a printer that is gone leaves the usual one."""
        if self.printer in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(self.printer)
        printer.setPaperSource(TRAYS[self.tray])
        printer.setCopyCount(self.copies)


def choice_of(store: QSettings, kind: PaperKind) -> PrinterChoice:
    """What was chosen for a paper at this PC; unreadable memory counts as nothing chosen."""
    tray = str(store.value(f"print/{kind.name}/tray", AUTO) or AUTO)
    copies = str(store.value(f"print/{kind.name}/copies", "1") or "1")
    count = int(copies) if copies.isdigit() else 1
    return PrinterChoice(
        str(store.value(f"print/{kind.name}/printer", "") or ""),
        tray if tray in TRAYS else AUTO,
        min(max(count, 1), MOST_COPIES),
    )


def keep_choice(store: QSettings, kind: PaperKind, choice: PrinterChoice) -> None:
    """Remembers it for this PC."""
    store.setValue(f"print/{kind.name}/printer", choice.printer)
    store.setValue(f"print/{kind.name}/tray", choice.tray)
    store.setValue(f"print/{kind.name}/copies", choice.copies)
