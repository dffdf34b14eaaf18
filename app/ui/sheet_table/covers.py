"""What lies over the rows while there are none: six grey bars, or the window's empty state; the headings stay."""

from enum import Enum

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTableView, QWidget

from app.ui.parts.skeleton import SkeletonRows


class SheetState(Enum):
    ROWS = "rows"
    LOADING = "loading"
    EMPTY = "empty"


class Covers:
    """The covers of one view; it calls `place` when its size changes."""

    def __init__(self, view: QTableView) -> None:
        self._view = view
        self._state = SheetState.ROWS
        self._widgets: dict[SheetState, QWidget] = {}
        self.take(SheetState.LOADING, SkeletonRows())

    def take(self, state: SheetState, widget: QWidget) -> None:
        """Cover the rows with this widget in this state; one taken before is deleted."""
        old = self._widgets.get(state)
        if old is not None and old is not widget:
            old.deleteLater()
        widget.setParent(self._view)
        widget.setBackgroundRole(QPalette.ColorRole.Base)
        widget.setAutoFillBackground(True)
        self._widgets[state] = widget
        self.show(self._state)

    def show(self, state: SheetState) -> None:
        """Cover the rows, or in the state ROWS show them."""
        self._state = state
        self.place()
        for of, widget in self._widgets.items():
            widget.setVisible(of is state)

    def place(self) -> None:
        """Lie exactly over the rows."""
        for widget in self._widgets.values():
            widget.setGeometry(self._view.viewport().geometry())
            widget.raise_()
