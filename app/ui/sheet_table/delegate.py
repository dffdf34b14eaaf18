"""The table's delegate: draws every cell from ready values, opens editors for own columns, tells what is cut."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from app.ui.sheet_table import editors, paint
from app.ui.sheet_table.cells import full_tip
from app.ui.sheet_table.column_facts import EDIT
from app.ui.sheet_table.columns import Source
from app.ui.sheet_table.ink import ink
from app.ui.sheet_table.model import SheetModel

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected.value


class SheetDelegate(QStyledItemDelegate):
    """`hovered` is the row under the mouse, `current` the current cell; the view keeps both."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hovered = -1
        self.current = (-1, -1)
        self.focused = False
        self._model: SheetModel | None = None
        self._paints: list[paint.Paint] = []
        self._tick_at = -1
        self._editor: QWidget | None = None
        self._is_filled = False

    def follow(self, model: SheetModel) -> None:
        """Draw the cells of this model with its columns as they are now."""
        self._model = model
        self._paints = [paint.painter_for(column) for column in model.columns]
        self._tick_at = next((at for at, c in enumerate(model.columns) if c.source is Source.TICK), -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.paint_cell(
            painter, option.rect, index.row(), index.column(), selected=bool(option.state.value & _SELECTED)
        )

    def paint_cell(self, painter: QPainter, rect: QRect, row: int, column: int, *, selected: bool) -> None:
        """Draw one cell at `rect`."""
        model = self._model
        if model is None:
            return
        now, tinted = ink(), row == self.hovered and not selected
        if selected:
            painter.fillRect(rect, now.colours["selected"])
        elif tinted:
            painter.fillRect(rect, now.colours["subtle"])
        if column == self._tick_at:
            paint.tick(painter, rect, model.is_ticked(row), now)
        else:
            self._paints[column](painter, rect, model.cells(row)[column], now, tinted)
        if self.current == (row, column):
            paint.frame(painter, rect, now, focused=self.focused)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = self._model
        if model is None or index.column() == self._tick_at:
            return QSize(option.rect.width(), option.rect.height())
        cell = model.cells(index.row())[index.column()]
        return QSize(paint.wanted_width(cell, model.columns[index.column()], ink()), option.rect.height())

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or self._model is None:
            return False
        words = ""
        if index.isValid() and index.column() != self._tick_at:
            cell = self._model.cells(index.row())[index.column()]
            column = self._model.columns[index.column()]
            cut = paint.wanted_width(cell, column, ink()) > option.rect.width() or cell.text.endswith("…")
            words = cell.tip or (full_tip(cell) if cut else "")
        if words:
            QToolTip.showText(event.globalPos(), words, view.viewport(), option.rect)
        else:
            QToolTip.hideText()
        return True

    # -- editing own columns

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        own = self._model.columns[index.column()].own if self._model is not None else None
        if own is None:
            raise LookupError("Only own columns are edited.")
        editor = self._editor = editors.make(own, parent)
        self._is_filled = False
        if isinstance(editor, QComboBox):
            editor.activated.connect(self.finish)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: the view asks again whenever values of the sheet change, and would put the old value over what is
        being typed."""
        own = self._model.columns[index.column()].own if self._model is not None else None
        if own is not None and not self._is_filled:
            self._is_filled = True
            editors.show_value(editor, own, str(index.data(EDIT) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, editors.value_of(editor), EDIT)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def finish(self) -> None:
        """Keep what an open editor holds and close it; nothing where none is open."""
        editor, self._editor = self._editor, None
        if editor is not None and isValid(editor):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
