"""The rows of one sheet for a table: ids in order, and pages of ready cells fetched when they are painted.

The decision this module hides: SQLite holds the rows; here are one array of ids and a few pages of 200 rows
(design.md, section 13). What the person does (ticks, own values) shows at once and is stored behind it.
"""

import asyncio
import sqlite3
from array import array
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.creators import Row
from app.domain.errors import AppError
from app.ui.operation import Operation, notify_error
from app.ui.sheet_table import own_values
from app.ui.sheet_table.cells import Formats, makers
from app.ui.sheet_table.column_facts import ALIGN, CHECK, DISPLAY, EDIT, SPOKEN, TIP, VALUE, ColumnFacts
from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.sheet_table.order import Loaded, load
from app.ui.sheet_table.pages import PAGE, Cells, Pages, Stale
from app.ui.sheet_table.plain import isolated
from app.ui.sheet_table.ticks import Ticks
from app.workspace import sheet_rows, sheets
from app.workspace.sheet_rows import Order
from app.workspace.store import Store

FEW = 64
"""Up to so many rows are told one by one when they change; more are told as one block."""

_WORDS = (DISPLAY, SPOKEN)
_CHECKED, _UNCHECKED = int(Qt.CheckState.Checked.value), int(Qt.CheckState.Unchecked.value)
Index = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractTableModel):
    """One sheet. `owner` is the widget whose work the storing of ticks and own values is.

    A fresh model is empty: `await model.reload()` (or `set_order`) reads the rows.
    """

    ticks_changed = Signal()
    own_edited = Signal(object, str, str)  # creator ids, the column's key, the stored value
    shown_changed = Signal()  # rows came, went or changed places, or another order is in force

    def __init__(
        self,
        store: Store,
        sheet_id: int,
        columns: Sequence[ColumnSpec],
        owner: QWidget,
        *,
        locale: QLocale | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(owner)
        self.sheet_id = sheet_id
        self.locale = locale or QLocale()
        self._store = store
        self._owner = owner
        self._today = today
        self._ids: array[int] = array("q")
        self._order = Order()
        self._wanted = Order()
        self._pages = Pages(lambda ids: store.peek(lambda db: sheet_rows.rows(db, sheet_id, ids)))
        self._ticks = Ticks()
        self._asked = self._answered = 0
        self._turn = asyncio.Lock()
        self._take_columns(columns)

    # -- columns

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        return self._columns

    @property
    def formats(self) -> Formats:
        """How this sheet writes numbers and days."""
        return Formats(self.locale, self._today())

    def set_columns(self, columns: Sequence[ColumnSpec]) -> None:
        """Show other columns; rows, order and ticks stay."""
        self.beginResetModel()
        self._take_columns(columns)
        self.endResetModel()

    def column_of(self, key: str) -> int | None:
        """Where a column stands now; None when it is not shown."""
        return next((at for at, column in enumerate(self._columns) if column.key == key), None)

    def _take_columns(self, columns: Sequence[ColumnSpec]) -> None:
        self._columns = tuple(columns)
        self._pages.make_with(makers(self._columns, self.formats))
        self._facts = ColumnFacts(self._columns)
        self._tick_at = self._facts.tick_at

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._facts.flags[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if column == self._tick_at:
            return self._tick_data(row, role)
        if role in _WORDS:
            return self.cells(row)[column].text or None
        if role == ALIGN:
            return self._facts.aligned[column]
        if role == TIP:
            return self.cells(row)[column].tip or None
        if role == VALUE:
            return self.cells(row)[column].value
        if role == EDIT:
            cell = self.cells(row)[column]
            return cell.value if self._columns[column].source is Source.OWN else cell.text
        return None

    def _tick_data(self, row: int, role: int) -> object:
        ticked = self._ids[row] in self._ticks
        if role == CHECK:
            return _CHECKED if ticked else _UNCHECKED
        if role == VALUE:
            return ticked
        if role == SPOKEN:
            who = isolated(next((cell.text for cell in self.cells(row) if cell.text), ""))
            return f"{who}, ticked" if ticked else f"{who}, not ticked"
        return self._facts.aligned[self._tick_at] if role == ALIGN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        return self._facts.heading(section, role) if orientation == Qt.Orientation.Horizontal else None

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        if not index.isValid():
            return False
        creator_id = self._ids[index.row()]
        if role == CHECK and index.column() == self._tick_at:
            self.set_ticked([creator_id], value in (_CHECKED, Qt.CheckState.Checked))
            return True
        if role != EDIT or self._columns[index.column()].own is None:
            return False
        return self.set_own([creator_id], self._columns[index.column()].key, "" if value is None else str(value))

    # -- rows

    @property
    def order(self) -> Order:
        """The order that is shown."""
        return self._order

    @property
    def wanted_order(self) -> Order:
        """The order asked for last; shown as soon as it is read."""
        return self._wanted

    def creator_at(self, row: int) -> int:
        """The creator's id in a row. Raises IndexError for a row that is not there."""
        return self._ids[row]

    def ids(self, first: int = 0, last: int | None = None) -> "array[int]":
        """The ids of rows `first` to `last` (included) as they are shown; all of them without arguments."""
        return self._ids[first:] if last is None else self._ids[first : last + 1]

    def row_of(self, creator_id: int) -> int | None:
        """Where a creator stands; None when not shown. A pass over the ids: under a millisecond at 100,000."""
        try:
            return self._ids.index(creator_id)
        except ValueError:
            return None

    def cells(self, row: int) -> Cells:
        """The ready cells of a row; fetches its page when it is not there (2 ms)."""
        return self._pages.cells(self._ids, row)

    def is_ticked(self, row: int) -> bool:
        return self._ids[row] in self._ticks

    def is_creator_ticked(self, creator_id: int) -> bool:
        """Whether a creator is ticked in this sheet, shown or not."""
        return creator_id in self._ticks

    def rows_now(self, ids: Sequence[int]) -> list[Row]:
        """The rows of these creators, read here and now: for a page or two."""
        return self._store.peek(lambda db: sheet_rows.rows(db, self.sheet_id, ids))

    async def rows_later(self, ids: Sequence[int]) -> list[Row]:
        """The rows of these creators, read beside the window's thread."""
        return await self._store.read(lambda db: sheet_rows.rows(db, self.sheet_id, ids))

    async def totals_later(self, columns: Sequence[ColumnSpec]) -> dict[ColumnSpec, tuple[int, float]]:
        """How many numbers each of these columns has in all rows shown, and their sum."""
        order = self._order
        return {
            column: await self._store.read(
                lambda db, key=column.key: sheet_rows.total_of(db, self.sheet_id, key, order)  # type: ignore[misc]
            )
            for column in columns
        }

    def set_order(self, order: Order) -> Awaitable[None]:
        """Sort or narrow the rows; await the result until they are shown so. The headings name it at once."""
        self._wanted = order
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        return self.reload()

    async def reload(self) -> None:
        """Read the order anew. New rows come in where they belong; the others keep their places.

        Calls that come while one waits share the next reading. Raises: DiskError, WorkspaceDamaged.
        """
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._answered >= mine:
                return
            covered, order, shown, since = self._asked, self._wanted, self._ids, self._ticks.moment
            loaded = await self._store.read(lambda db: load(db, self.sheet_id, order, shown))
            self._answered = covered
            if isValid(self):  # the sheet may have been closed meanwhile
                self._show(loaded, since)

    async def refresh(self) -> None:
        """Values changed: read what is in sight anew, beside the window's thread, and tell the rows that differ.

        Raises: DiskError, WorkspaceDamaged.
        """
        async with self._turn:
            for first, last in self._pages.forget_unseen():
                self._tell_changed(first, last, 0, len(self._columns) - 1)
            for number in self._pages.numbers():
                await self._refresh_page(number)

    async def _refresh_page(self, number: int) -> None:
        while isValid(self) and (stale := self._pages.stale(number)) is not None:
            changed = await self._store.read(partial(self._differing, stale))
            if isValid(self) and self._pages.renew(stale, changed):
                if changed:
                    first = number * PAGE
                    self._tell_changed(first + min(changed), first + max(changed), 0, len(self._columns) - 1)
                return

    def _differing(self, stale: Stale, db: sqlite3.Connection) -> dict[int, Row | None]:
        return stale.compared(sheet_rows.rows(db, self.sheet_id, stale.ids))

    def _show(self, loaded: Loaded, since: int) -> None:
        if loaded.inserts is None:
            self.beginResetModel()
            self._ids, self._order = loaded.ids, loaded.order
            self._pages.forget()
            self.endResetModel()
        for first, count in loaded.inserts or ():
            self.beginInsertRows(QModelIndex(), first, first + count - 1)
            self._ids = self._ids[:first] + loaded.ids[first : first + count] + self._ids[first:]
            self._pages.forget(first)
            self.endInsertRows()
        self._order = loaded.order
        before = self.ticked_count, self.ticked_hidden
        if self._ticks.take(loaded.ticked, since):
            self._tell_ticks_shown()
        self._count_ticks()
        self.shown_changed.emit()
        if before != (self.ticked_count, self.ticked_hidden):
            self.ticks_changed.emit()

    # -- ticks

    @property
    def ticked_count(self) -> int:
        """Ticked rows of the sheet, shown or not."""
        return len(self._ticks)

    @property
    def ticked_hidden(self) -> int:
        """Ticked rows that are not shown: words, or a job, narrow the sheet."""
        return len(self._ticks) - self._ticks.shown

    @property
    def all_ticked(self) -> bool | None:
        """Whether all rows shown are ticked; None: some of them."""
        if not self._ticks.shown:
            return False
        return True if self._ticks.shown == len(self._ids) else None

    def ticked_ids(self) -> list[int]:
        """The ticked creators in the order shown, hidden ones after them."""
        return self._ticks.in_order(self._ids)

    def toggle(self, ids: Sequence[int]) -> None:
        """Tick these rows, or untick them where all of them are ticked."""
        self.set_ticked(ids, not self._ticks.covers(ids))

    def toggle_all(self) -> None:
        """Tick all the rows shown, or untick them where all of them are ticked."""
        self.set_ticked(self._ids, self.all_ticked is not True)

    def set_ticked(self, ids: Sequence[int], ticked: bool) -> None:
        """Tick or untick: shown at once, then stored. Ticks of rows that are not shown stay."""
        changed = self._ticks.change(ids, ticked)
        if not changed:
            return
        self._count_ticks()
        self._tell_ticks_shown(changed)
        self.ticks_changed.emit()

        async def store() -> None:
            with self._ticks.storing():
                await self._store.write(lambda db: sheets.set_ticked(db, self.sheet_id, changed, ticked))

        Operation(self._owner, store).on_failure(self._take_back).start(self)

    def _count_ticks(self) -> None:
        self._ticks.count(self._ids, narrowed=self._order.is_narrowed)

    def _tell_ticks_shown(self, changed: Sequence[int] = ()) -> None:
        if self._tick_at < 0 or not self._ids:
            return
        if 0 < len(changed) <= FEW:
            for row in (self.row_of(creator_id) for creator_id in changed):
                if row is not None:
                    self._tell_changed(row, row, self._tick_at, self._tick_at)
        else:
            self._tell_changed(0, len(self._ids) - 1, self._tick_at, self._tick_at)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, self._tick_at, self._tick_at)

    # -- own columns

    @property
    def has_unsaved(self) -> bool:
        """Whether an own value is shown that is not stored yet (for some milliseconds)."""
        return self._pages.has_unsaved

    def set_own(self, ids: Sequence[int], key: str, typed: str) -> bool:
        """Write one value into an own column for these creators: shown at once, then stored.

        False, and nothing changed, when `typed` is not a value of that column (a date that is none).
        """
        at = self.column_of(key)
        column = self._columns[at].own if at is not None else None
        value = own_values.stored(column, typed) if column is not None else None
        if column is None or at is None or value is None:
            return False
        targets = list(ids)
        for row in list(self._pages.overwrite_own(set(targets), key, value)):
            self._tell_changed(row, row, at, at)
        self.own_edited.emit(targets, key, value)
        now_ms = int(datetime.now(UTC).timestamp() * 1000)

        async def store() -> None:
            try:
                await self._store.write(lambda db: sheets.set_own(db, column, self.sheet_id, targets, value, now_ms))
            finally:
                self._pages.saved_own(targets, key, value)

        Operation(self._owner, store).on_failure(self._take_back).start(self)
        return True

    def _take_back(self, error: AppError) -> None:
        """Nothing could be stored: show what the workspace holds, and say why."""
        if isValid(self):
            Operation(self._owner, self.refresh).start(self)
            Operation(self._owner, self.reload).start(self)
        notify_error(self._owner, error)

    def _tell_changed(self, first: int, last: int, left: int, right: int) -> None:
        self.dataChanged.emit(self.index(first, left), self.index(last, right))
