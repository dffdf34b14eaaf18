"""The table: rows of creators, the first columns always in sight, keyboard and mouse, what is copied and summed.

The decision this module hides: one QTableView. The frozen columns are drawn a second time over the scrolled ones and
found there by `indexAt` and `visualRect`, so that selection, keyboard and editors stay those of one widget.
"""

import asyncio
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from app.ui.operation import Operation
from app.ui.parts.skeleton import SkeletonRows
from app.ui.sheet_table import frozen, ranges
from app.ui.sheet_table.columns import FROZEN, Source
from app.ui.sheet_table.delegate import SheetDelegate
from app.ui.sheet_table.heading import SheetHeading
from app.ui.sheet_table.model import SheetModel
from app.ui.sheet_table.place import KeepPlace
from app.ui.sheet_table.reading import copy_cells, count_numbers
from app.ui.theme import px
from app.ui.theme.style import plain_style
from app.workspace.sheets import Order

ROW = 32
_SUM_AFTER_MS = 40  # while the mouse draws a range its sum is not worth a look
_OPEN = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)


class SheetState(Enum):
    ROWS = "rows"
    LOADING = "loading"
    EMPTY = "empty"


class SheetView(QTableView):
    """The sheet. Give it a `SheetModel` with `show_sheet`; actions added with `addAction` are its context menu."""

    creator_activated = Signal(int)
    current_creator_changed = Signal(int)
    ticks_changed = Signal()
    own_edited = Signal(object, str, str)  # creator ids, the column's key, the stored value
    range_stats = Signal(int, object, object)  # count, sum or None, average or None of the numbers selected

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAccessibleName("Sheet of creators")
        self._plain = plain_style()
        self.setStyle(self._plain)
        self._delegate = SheetDelegate(self)
        self.setItemDelegate(self._delegate)
        self._heading = SheetHeading(self)
        self.setHorizontalHeader(self._heading)
        self._heading.sectionClicked.connect(self._heading_clicked)
        self._heading.sectionHandleDoubleClicked.connect(self.resizeColumnToContents)
        self._heading.sectionResized.connect(self._keep_width)
        self._set_up()
        self._keeper: KeepPlace | None = None
        self._widths: dict[str, int] = {}
        self._last_creator = 0
        self._pressed_tick = -1
        self._last_tick = -1
        self._covers: dict[SheetState, QWidget] = {SheetState.LOADING: SkeletonRows(parent=self)}
        self._state = SheetState.ROWS
        self._counting: asyncio.Task[None] | None = None
        self._sum_later = QTimer(self, singleShot=True, interval=_SUM_AFTER_MS)
        self._sum_later.timeout.connect(self._sum)
        self.set_state(SheetState.ROWS)

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
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(px(ROW))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(px(ROW))
        for header in (rows, self._heading):
            header.setResizeContentsPrecision(60)
        self._heading.setMinimumSectionSize(px(36))
        # A table view selects a whole column when its heading is pressed; here that press sorts.
        self._heading.sectionPressed.disconnect()
        self._heading.sectionEntered.disconnect()

    # -- the sheet shown

    @property
    def sheet_model(self) -> SheetModel | None:
        """The sheet that is shown."""
        model = self.model()
        return model if isinstance(model, SheetModel) else None

    def show_sheet(self, model: SheetModel) -> None:
        """Show a sheet; the one before keeps its rows and can be shown again."""
        before = self.sheet_model
        if before is model:
            return
        if before is not None:
            before.disconnect(self)
            if self._keeper is not None:
                self._keeper.release()
        self.setModel(model)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # The headers' shared selection model would walk over every row of a large selection.
            header.setSelectionModel(QItemSelectionModel(model, header))
        self._delegate.follow(model)
        model.modelAboutToBeReset.connect(self._delegate.finish)
        self._keeper = KeepPlace(self, model)
        model.modelReset.connect(self._model_reset)
        model.dataChanged.connect(self._data_changed)
        model.ticks_changed.connect(self.ticks_changed)
        model.own_edited.connect(self.own_edited)
        model.shown_changed.connect(self._heading.viewport().update)
        self._model_reset()
        self.ticks_changed.emit()

    def set_state(self, state: SheetState | str) -> None:
        """Rows, six grey bars while the first rows come, or the widget given to `set_empty_widget`."""
        self._state = SheetState(state)
        for of, cover in self._covers.items():
            cover.setVisible(of is self._state)
        self._place_covers()

    def set_empty_widget(self, widget: QWidget) -> None:
        """What stands below the headings in the state "empty"; the view owns it from now on."""
        old = self._covers.get(SheetState.EMPTY)
        if old is not None and old is not widget:
            old.deleteLater()
        widget.setParent(self)
        widget.setAutoFillBackground(True)
        self._covers[SheetState.EMPTY] = widget
        self.set_state(self._state)

    def selected_ids(self) -> list[int]:
        """The creators in the selected rows, in the order shown: for copying and sums, never for paying."""
        model = self.sheet_model
        return list(ranges.ids(model, self._spans())) if model is not None else []

    def show_creator(self, creator_id: int) -> bool:
        """Make a creator the current row and scroll there; False when not shown."""
        model = self.sheet_model
        row = model.row_of(creator_id) if model is not None else None
        if model is None or row is None:
            return False
        column = max(0, self.currentIndex().column())
        self.setCurrentIndex(model.index(row, column))
        return True

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column; None: as the rows came."""
        model = self.sheet_model
        if model is not None:
            order = replace(model.wanted_order, by=key, descending=descending)
            Operation(self, lambda: model.set_order(order)).start(self)
            self._heading.viewport().update()

    def toggle_range(self) -> None:
        """Tick the selected rows, or untick them where all of them are ticked."""
        model = self.sheet_model
        if model is not None and (chosen := ranges.ids(model, self._spans())):
            model.toggle(chosen)

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        model = self.sheet_model
        if model is not None and (chosen := self._spans()):
            copy_cells(self, model, chosen)

    def clear_own(self) -> None:
        """Empty the selected cells of own columns; bought values are never touched."""
        model = self.sheet_model
        if model is None:
            return
        by_column: dict[int, list[ranges.Span]] = {}
        for span in self._spans():
            for column in range(span.left, span.right + 1):
                if model.columns[column].source is Source.OWN:
                    by_column.setdefault(column, []).append(span)
        for column, chosen in by_column.items():
            model.set_own(ranges.ids(model, chosen), model.columns[column].key, "")

    def _spans(self) -> list[ranges.Span]:
        chosen = self.selectionModel()
        return ranges.spans(chosen.selection()) if chosen is not None else []

    def _model_reset(self) -> None:
        model = self.sheet_model
        if model is None:
            return
        self._delegate.follow(model)
        for at, column in enumerate(model.columns):
            tick = column.source is Source.TICK
            resize = QHeaderView.ResizeMode.Fixed if tick else QHeaderView.ResizeMode.Interactive
            self._heading.setSectionResizeMode(at, resize)
            self.setColumnWidth(at, self._widths.get(column.key, px(column.width)))
        self._heading.viewport().update()
        self._follow_current()

    def _keep_width(self, section: int, _old: int, new: int) -> None:
        model = self.sheet_model
        by_hand = self._heading.is_resizing()
        if model is not None and by_hand and section < len(model.columns):
            self._widths[model.columns[section].key] = new
        self.viewport().update()
"""
