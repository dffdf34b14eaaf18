"""Ticking with the mouse: a click ticks and leaves the range alone, Shift and a click go up to the row ticked last."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.ui.sheet_table.columns import Source
from app.ui.sheet_table.frozen import FrozenTable
from app.ui.sheet_table.model import SheetModel


class TickingTable(FrozenTable):
    """A table of a `SheetModel` with a column that ticks its rows; clicks elsewhere are what they are in any table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last_tick: int | None = None
        self._ticking = False

    @property
    def sheet_model(self) -> SheetModel | None:
        """The sheet that is shown."""
        model = self.model()
        return model if isinstance(model, SheetModel) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ticking = self._ticks_with(event)
        if not self._ticking:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._ticking:  # a hand that shakes on a tick box draws no range
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ticking, self._ticking = self._ticking, False
        if not ticking:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._ticking = self._ticks_with(event)
        if not self._ticking:
            super().mouseDoubleClickEvent(event)

    def _ticks_with(self, event: QMouseEvent) -> bool:
        model, index = self.sheet_model, self.indexAt(event.position().toPoint())
        if model is None or not index.isValid() or model.columns[index.column()].source is not Source.TICK:
            return False
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        row = index.row()
        start = model.row_of(self._last_tick) if self._last_tick is not None else None
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and start is not None:
            model.set_ticked(model.ids(min(row, start), max(row, start)), model.is_ticked(start))
        else:
            model.toggle([model.creator_at(row)])
            self._last_tick = model.creator_at(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        return True
