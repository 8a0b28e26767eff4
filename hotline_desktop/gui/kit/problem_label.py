"""The line that says what is wrong; it takes no room while nothing is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel


class ProblemLabel(QLabel):
    """Red words beside the button that was refused, selectable to be passed on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "problem")
        self.setWordWrap(True)
        self.hide()

    def tell(self, problem: str = "") -> None:
        """Shows ``problem``; hides where it is empty."""
        self.setText(problem)
        self.setVisible(bool(problem))
