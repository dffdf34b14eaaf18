"""The sheet on screen: what the keyboard and the mouse do in the table, and what the window hears of it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QMetaObject, QObject, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QMenu, QWidget

from app.ui.operation import Operation
from app.ui.sheet_table import ranges, reading
from app.ui.sheet_table.columns import Source
from app.ui.sheet_table.covers import Covers, SheetState
from app.ui.sheet_table.delegate import SheetDelegate
from app.ui.sheet_table.frozen import Index
from app.ui.sheet_table.heading import SheetHeading
from app.ui.sheet_table.model import SheetModel
from app.ui.sheet_table.place import KeepPlace
from app.ui.sheet_table.sums import RangeSum
from app.ui.sheet_table.ticking import TickingTable
from app.ui.sheet_table.widths import Widths
from app.ui.theme import px
from app.ui.theme.style import plain_style

ROW = 32
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class SheetView(TickingTable):
    """The sheet. Give it a `SheetModel` with `show_sheet`; actions added with `addAction` are its context menu."""

    creator_activated = Signal(int)
    current_creator_changed = Signal(int)
    ticks_changed = Signal()
    field_closed = Signal()  # of an own value
    own_edited = Signal(object, str, str)  # creator ids, the column's key, the stored value
    range_stats = Signal(int, object, object)  # count, sum or None, average or None of the numbers selected

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAccessibleName("Sheet of creators")
        self._plain = plain_style()
        self.setStyle(self._plain)
        self.cells = SheetDelegate(self)
        self.setItemDelegate(self.cells)
        self.heading = SheetHeading(self)
        self.setHorizontalHeader(self.heading)
        self._set_up()
        self._connections: list[QMetaObject.Connection] = []
        self._keeper: KeepPlace | None = None
        self._last_creator: int | None = None
        self._covers = Covers(self)
        self._sum = RangeSum(self, lambda: (self.sheet_model, self._spans()), self._tell_stats)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)  # Tab goes on to the next part of the window
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        corner = QWidget()
        corner.setBackgroundRole(QPalette.ColorRole.Base)
        corner.setAutoFillBackground(True)
        self.setCornerWidget(corner)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(px(ROW))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(px(ROW))
        for header in (rows, self.heading):
            header.setResizeContentsPrecision(60)
        self.heading.setMinimumSectionSize(px(36))
        # A table view selects a whole column when its heading is pressed; here a press sorts.
        self.heading.sectionPressed.disconnect()
        self.heading.sectionEntered.disconnect()
        self.heading.sectionClicked.connect(self._heading_clicked)
        self.heading.sectionHandleDoubleClicked.connect(self.resizeColumnToContents)
        self.heading.sectionResized.connect(self.update_frozen)
        self._widths = Widths(self)

    # -- the sheet shown

    def show_sheet(self, model: SheetModel) -> None:
        """Show a sheet; the one before keeps its rows and can be shown again."""
        if self.sheet_model is model:
            return
        self._let_go()
        self.setModel(model)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # With the view's own selection model the headings would walk over every row of a large selection.
            header.setSelectionModel(QItemSelectionModel(model, header))
        self._connections = [
            model.modelAboutToBeReset.connect(self._before_reset),
            model.modelReset.connect(self._dress),
            model.dataChanged.connect(self.update_frozen),
            model.ticks_changed.connect(self.ticks_changed),
            model.own_edited.connect(self.own_edited),
            model.shown_changed.connect(self._rows_shown),
        ]
        self._dress()
        self._keeper = KeepPlace(self, model)
        self.ticks_changed.emit()
        self._sum.renew()

    def set_state(self, state: SheetState | str) -> None:
        """Rows, six grey bars while the first rows come, or the widget given to `set_empty_widget`."""
        self._covers.show(SheetState(state))

    def set_empty_widget(self, widget: QWidget) -> None:
        """What stands below the headings in the state "empty"; the view owns it from now on."""
        self._covers.take(SheetState.EMPTY, widget)

    @property
    def is_edited(self) -> bool:
        """Whether a field for an own value is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def show_creator(self, creator_id: int) -> bool:
        """Make a creator the current row and scroll there; False when not shown."""
        model = self.sheet_model
        row = model.row_of(creator_id) if model is not None else None
        if model is None or row is None:
            return False
        self.setCurrentIndex(model.index(row, max(0, self.currentIndex().column())))
        return True

    def _let_go(self) -> None:
        self._before_reset()
        for connection in self._connections:
            QObject.disconnect(connection)
        if self._keeper is not None:
            self._keeper.release()

    def _before_reset(self) -> None:
        self.cells.finish()
        self._widths.expect_other_columns()

    def _dress(self) -> None:
        """Fit headings and drawing to the model's columns; widths set by hand stay."""
        model = self.sheet_model
        if model is not None:
            self.cells.follow(model)
            self._widths.fit()

    def _rows_shown(self) -> None:
        self.heading.viewport().update()
        self._follow_current()
        self._sum.renew()

    # -- what the person asks for

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column; None: as the rows came."""
        model = self.sheet_model
        if model is not None:
            order = replace(model.wanted_order, by=key, descending=descending)
            sorting = model.set_order(order)
            Operation(self, lambda: sorting).start(self)

    def selected_ids(self) -> list[int]:
        """The creators in the selected rows, in the order shown: for copying and sums, never for paying."""
        model = self.sheet_model
        return list(ranges.ids(model, self._spans())) if model is not None else []

    def toggle_range(self) -> None:
        """Tick the selected rows, or untick them where all of them are ticked."""
        model = self.sheet_model
        if model is None:
            return
        chosen = ranges.ids(model, self._spans())
        if not chosen and self.currentIndex().isValid():
            chosen.append(model.creator_at(self.currentIndex().row()))
        model.toggle(chosen)

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        model, spans = self.sheet_model, self._spans()
        if model is None or not spans:
            return
        if ranges.row_count(spans) <= reading.AT_ONCE:
            reading.copy_now(model, spans)
        else:
            Operation(self, lambda: reading.copy_later(model, spans)).start(self)

    def clear_own(self) -> None:
        """Empty the selected cells of own columns; bought values are never touched."""
        model, spans = self.sheet_model, self._spans()
        if model is None:
            return
        for at, column in enumerate(model.columns):
            touched = [span for span in spans if span.left <= at <= span.right]
            if touched and column.source is Source.OWN:
                model.set_own(ranges.ids(model, touched), column.key, "")

    def _spans(self) -> list[ranges.Span]:
        chosen = self.selectionModel()
        return ranges.spans(chosen.selection()) if chosen is not None else []

    def _heading_clicked(self, section: int) -> None:
        """Ascending, descending, as it came."""
        model = self.sheet_model
        if model is None:
            return
        column, order = model.columns[section], model.wanted_order
        if column.source is Source.TICK:
            model.toggle_all()
        elif column.source is Source.CHANGE:
            return  # two numbers in one cell have no order
        elif order.by != column.key:
            self.sort_by(column.key)
        else:
            self.sort_by(None if order.descending else column.key, descending=not order.descending)

    def _tell_stats(self, stats: ranges.Stats) -> None:
        self.range_stats.emit(stats.count, stats.total, stats.average)

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Space and not editing and held in (Qt.KeyboardModifier.NoModifier, _SHIFT):
            self.toggle_range()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not editing:
            self.clear_own()
        elif event.key() in _ENTER and not editing:
            self._move_rows(-1 if held == _SHIFT else 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing edits or does nothing: Qt's own search would read every row of a long sheet."""

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:  # Enter: on to the next row
            self._move_rows(1)
        self.field_closed.emit()

    def _move_rows(self, by: int) -> None:
        model, at = self.sheet_model, self.currentIndex()
        if model is not None and at.isValid() and 0 <= at.row() + by < model.rowCount():
            self.setCurrentIndex(model.index(at.row() + by, at.column()))

    # -- mouse

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        model = self.sheet_model
        if model is None or not index.isValid():
            return
        if model.columns[index.column()].source not in (Source.OWN, Source.TICK):
            self._activate(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.actions():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self.actions())
            menu.popup(event.globalPos())

    def _activate(self, index: Index) -> None:
        model = self.sheet_model
        if model is not None and index.isValid():
            self.creator_activated.emit(model.creator_at(index.row()))

    # -- what Qt tells

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._sum.renew()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.cells.current = (current.row(), current.column())
        self._redraw_current(previous, current)
        self._follow_current()

    def _follow_current(self) -> None:
        model, current = self.sheet_model, self.currentIndex()
        self.cells.current = (current.row(), current.column())
        creator = model.creator_at(current.row()) if model is not None and current.isValid() else None
        if creator is not None and creator != self._last_creator:
            self.current_creator_changed.emit(creator)
        self._last_creator = creator

    def _redraw_current(self, *places: Index) -> None:
        for index in places:
            if index.isValid():
                self.viewport().update(self.visualRect(index))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = True
        super().focusInEvent(event)
        self._redraw_current(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = False
        super().focusOutEvent(event)
        self._redraw_current(self.currentIndex())

    def hideEvent(self, event: QHideEvent) -> None:
        self._sum.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._covers.place()
        self._widths.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:  # another theme: what is remembered of colours is renewed
            self.viewport().update()
