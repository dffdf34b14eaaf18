"""Scroll, selection and current cell that stay with their creators while rows come, go and change places."""

from dataclasses import dataclass, field

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject
from PySide6.QtWidgets import QTableView

from app.ui.sheet_table import ranges
from app.ui.sheet_table.model import SheetModel
from app.workspace.sheet_rows import Order

MOST_ROWS_KEPT = 5_000
"""A selection of more rows is kept only if it is the whole sheet: scattered over the rows it would be no range."""


@dataclass(slots=True)
class _Place:
    scroll: int
    sideways: int
    current: tuple[int, str] | None  # creator, column
    whole: bool
    cells: list[tuple[int, int, int]] = field(default_factory=list)  # creator, left, right
    keys: tuple[str, ...] = ()
    order: Order | None = None
    top: tuple[int, int] | None = None  # first creator in sight, and how far above the edge its row begins


class KeepPlace(QObject):
    """Holds a view's place around every change of its model. Connect it after the view has the model."""

    def __init__(self, view: QTableView, model: SheetModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._place: _Place | None = None
        self._connections = [
            model.modelAboutToBeReset.connect(self._remember),
            model.modelReset.connect(self._go_back),
            model.rowsAboutToBeInserted.connect(self._remember_top),
            model.rowsInserted.connect(self._hold_top),
        ]

    def release(self) -> None:
        """Stop following the model."""
        for connection in self._connections:
            QObject.disconnect(connection)
        self.deleteLater()

    def _remember(self) -> None:
        view, model = self._view, self._model
        current = view.currentIndex()
        selection = view.selectionModel().selection()
        spans = ranges.spans(selection)
        count = model.rowCount()
        rows = ranges.row_count(spans)
        whole = bool(count) and len(spans) == 1 and rows == count and spans[0].right == model.columnCount() - 1
        self._place = _Place(
            scroll=view.verticalScrollBar().value(),
            sideways=view.horizontalScrollBar().value(),
            current=(model.creator_at(current.row()), model.columns[current.column()].key)
            if current.isValid()
            else None,
            whole=whole and spans[0].left == 0 and rows > 1,
            keys=tuple(column.key for column in model.columns),
            order=model.order,
            top=self._top(),
        )
        if not self._place.whole and rows <= MOST_ROWS_KEPT:
            self._place.cells = [
                (creator, span.left, span.right) for span in spans for creator in model.ids(span.top, span.bottom)
            ]

    def _go_back(self) -> None:
        place, self._place = self._place, None
        if place is None:
            return
        view, model = self._view, self._model
        follows = view.hasAutoScroll()
        view.setAutoScroll(False)
        try:
            self._select(place)
            if place.current is not None:
                row, column = model.row_of(place.current[0]), model.column_of(place.current[1])
                if row is not None and column is not None:
                    view.selectionModel().setCurrentIndex(
                        model.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate
                    )
        finally:
            view.setAutoScroll(follows)
        view.updateGeometries()
        view.horizontalScrollBar().setValue(place.sideways)
        if place.order != model.order or not self._show_top(place.top):
            view.verticalScrollBar().setValue(place.scroll)

    def _select(self, place: _Place) -> None:
        model = self._model
        if place.whole:
            self._view.selectAll()
            return
        runs = {ends: self._columns_now(place.keys, *ends) for ends in {cell[1:] for cell in place.cells}}
        cells = [(creator, *run) for creator, left, right in place.cells for run in runs[left, right]]
        selection = QItemSelection()
        for span in self._found(cells):
            selection.select(model.index(span.top, span.left), model.index(span.bottom, span.right))
        self._view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _columns_now(self, keys: tuple[str, ...], left: int, right: int) -> list[tuple[int, int]]:
        """Where columns `left` to `right` of `keys` stand now; a whole row stays whole."""
        if (left, right) == (0, len(keys) - 1):
            return [(0, self._model.columnCount() - 1)]
        runs: list[tuple[int, int]] = []
        for at in sorted(at for key in keys[left : right + 1] if (at := self._model.column_of(key)) is not None):
            if runs and runs[-1][1] == at - 1:
                runs[-1] = (runs[-1][0], at)
            else:
                runs.append((at, at))
        return runs

    def _found(self, cells: list[tuple[int, int, int]]) -> list[ranges.Span]:
        """Where the selected cells stand now, neighbours joined."""
        wanted = {creator for creator, _, _ in cells}
        rows = {creator: row for row, creator in enumerate(self._model.ids()) if creator in wanted} if wanted else {}
        found: list[ranges.Span] = []
        places = sorted((left, right, rows[creator]) for creator, left, right in cells if creator in rows)
        for left, right, row in places:
            last = found[-1] if found else None
            if last is not None and (last.left, last.right, last.bottom + 1) == (left, right, row):
                found[-1] = ranges.Span(last.top, left, row, right)
            else:
                found.append(ranges.Span(row, left, row, right))
        return found

    def _top(self) -> tuple[int, int] | None:
        row = self._view.rowAt(0)
        return (self._model.creator_at(row), self._view.rowViewportPosition(row)) if row >= 0 else None

    def _show_top(self, top: tuple[int, int] | None) -> bool:
        """Put the creator back at the upper edge; False when they are not shown any more."""
        row = self._model.row_of(top[0]) if top is not None else None
        if top is None or row is None:
            return False
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._view.rowViewportPosition(row) - top[1])
        return True

    def _remember_top(self, _parent: QModelIndex, first: int, _last: int) -> None:
        above = first <= self._view.rowAt(0)
        self._place = None if not above else _Place(0, 0, None, False, top=self._top())

    def _hold_top(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            self._view.updateGeometries()
            self._show_top(place.top)
