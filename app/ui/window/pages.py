"""What stands below the top bar: the sheet with all around it, or the Spending page in its place."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.window.sheet_room import SheetRoom

if TYPE_CHECKING:
    from app.ui.spending import SpendingPage


class Pages(QStackedWidget):
    """`spending` is made with the first account: what it needs can wait until the window is painted."""

    def __init__(self, body: QWidget, status: QWidget, room: SheetRoom) -> None:
        super().__init__()
        self.spending: SpendingPage | None = None
        self._room = room
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(body, 1)
        column.addWidget(status)
        self.addWidget(desk)

    def add_spending(self, page: "SpendingPage") -> None:
        """From now on it can be shown."""
        self.spending = page
        self.addWidget(page)

    @property
    def is_spending_open(self) -> bool:
        """Whether the Spending page stands in the place of the sheet."""
        return self.currentIndex() > 0

    @property
    def front(self) -> "SheetRoom | SpendingPage":
        """What is seen now; both have a notice and a bar for trouble."""
        return self.spending if self.spending is not None and self.is_spending_open else self._room

    def clear_trouble(self) -> None:
        """What was in the way is over."""
        self._room.message.hide()
        if self.spending is not None:
            self.spending.message.hide()
