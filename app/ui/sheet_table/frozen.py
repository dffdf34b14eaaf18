"""A table whose first columns stay in sight while the rest scrolls sideways.

The decision this module hides: it is one view. Qt scrolls all columns alike; the first ones are drawn a second time
over what scrolled under them, and `indexAt` and `visualRect`, which Qt asks for every click, editor and repaint,
answer with that place. A second view beside the first would need selection, drag and keyboard kept in step.
"""

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.ui.sheet_table.delegate import SheetDelegate
from app.ui.sheet_table.heading import SheetHeading
from app.ui.sheet_table.ink import ink

Index = QModelIndex | QPersistentModelIndex


class FrozenTable(QTableView):
    """Draws rows with one line below each, and one vertical line after the frozen columns."""

    heading: SheetHeading
    cells: SheetDelegate

    def frozen_shift(self) -> int:
        """How far the other columns are scrolled under the frozen ones, in pixels."""
        return self.heading.offset()

    def indexAt(self, pos: QPoint) -> QModelIndex:
        if not self.frozen_shift() or pos.x() >= self.heading.frozen_width():
            return super().indexAt(pos)
        row, left = self.rowAt(pos.y()), 0
        for column in range(self.heading.frozen_count()):
            left += self.columnWidth(column)
            if row >= 0 and pos.x() < left:
                return self.model().index(row, column)
        return QModelIndex()

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        if rect.isValid() and index.column() < self.heading.frozen_count() and self.frozen_shift():
            rect.moveLeft(self.heading.sectionPosition(index.column()))
        return rect

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        sideways = self.horizontalScrollBar()
        before = sideways.value()
        super().scrollTo(index, hint)
        if index.column() < self.heading.frozen_count():
            sideways.setValue(before)
            return
        hidden = self.heading.frozen_width() - self.columnViewportPosition(index.column())
        if self.frozen_shift() and hidden > 0:
            sideways.setValue(sideways.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
            self.heading.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.update_frozen()

    def update_frozen(self) -> None:
        """Draw the frozen columns again where Qt would only look at their scrolled place."""
        if self.frozen_shift():
            self.viewport().update(QRect(0, 0, self.heading.frozen_width(), self.viewport().height()))

    def update_row(self, row: int) -> None:
        """Draw one row again."""
        if row >= 0:
            top = self.rowViewportPosition(row)
            self.viewport().update(QRect(0, top, self.viewport().width(), self.rowHeight(row)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.set_hovered(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.set_hovered(-1)
        super().leaveEvent(event)

    def set_hovered(self, row: int) -> None:
        """Tint the row under the mouse; -1 for none."""
        before = self.cells.hovered
        if row != before:
            self.cells.hovered = row
            self.update_row(before)
            self.update_row(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        first, last = self._rows_in(event.rect())
        if first < 0:
            return
        painter = QPainter(self.viewport())
        if self.frozen_shift():
            self._paint_frozen(painter, first, last)
        line = ink().colours["line"]
        width, bottom = self.viewport().width(), 0
        for row in range(first, last + 1):
            bottom = self.rowViewportPosition(row) + self.rowHeight(row)
            painter.fillRect(0, bottom - 1, width, 1, line)
        top = self.rowViewportPosition(first)
        painter.fillRect(self.heading.frozen_width() - 1, top, 1, bottom - top, line)
        painter.end()

    def _rows_in(self, rect: QRect) -> tuple[int, int]:
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if last < 0:
            last = (self.model().rowCount() if self.model() is not None else 0) - 1
        return (first, last) if 0 <= first <= last else (-1, -1)

    def _paint_frozen(self, painter: QPainter, first: int, last: int) -> None:
        ground, model, chosen = ink().colours["surface"], self.model(), self.selectionModel()
        for column in range(self.heading.frozen_count()):
            left, width = self.heading.sectionPosition(column), self.columnWidth(column)
            for row in range(first, last + 1):
                rect = QRect(left, self.rowViewportPosition(row), width, self.rowHeight(row))
                painter.fillRect(rect, ground)
                selected = chosen.isSelected(model.index(row, column))
                self.cells.paint_cell(painter, rect, row, column, selected=selected)
