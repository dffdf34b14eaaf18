"""A plain table to read: ready cells in, horizontal lines, a row under the mouse, Enter or a click chooses a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from app.ui.sheet_table import paint
from app.ui.sheet_table.cells import Cell, full_tip
from app.ui.sheet_table.ink import ink
from app.ui.theme import px
from app.ui.theme.style import plain_style

_HEADING, _ROW = 36, 32
_ROLE = Qt.ItemDataRole
_DISPLAY, _SPOKEN, _TIP, _ALIGN = (
    int(role) for role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole, _ROLE.TextAlignmentRole)
)
_SELECTED = QStyle.StateFlag.State_Selected.value
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class LineColumn:
    """`width` in logical pixels at a 13 px text is the least; `share` is its part of what is left over."""

    label: str
    width: int
    share: int = 0
    number: bool = False
    icon: bool = False
    hint: str = ""


class LinesModel(QAbstractTableModel):
    """Rows of ready cells; who derives says how many there are and what they hold."""

    def __init__(self, columns: Sequence[LineColumn], owner: QWidget) -> None:
        super().__init__(owner)
        self.columns = tuple(columns)

    def cell(self, row: int, column: int) -> Cell:
        """The ready cell."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        if role in (_DISPLAY, _SPOKEN):
            return self.cell(index.row(), index.column()).text or None
        if role == _TIP:
            return self.cell(index.row(), index.column()).tip or None
        return self._aligned(index.column()) if role == _ALIGN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_DISPLAY, _SPOKEN):
            return self.columns[section].label
        if role == _TIP:
            return self.columns[section].hint or None
        return self._aligned(section) if role == _ALIGN else None

    def _aligned(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class ReadyLines(LinesModel):
    """Rows that are all there: each has a ready cell for every column."""

    def __init__(self, columns: Sequence[LineColumn], owner: QWidget) -> None:
        super().__init__(columns, owner)
        self.rows: tuple[tuple[Cell, ...], ...] = ()

    def show_rows(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row][column]


class LinesTable(QTableView):
    """Shows a `LinesModel`; whole rows are marked. `activated` by Enter, and by a click where `one_click` is on."""

    def __init__(self, name: str, said: str, *, one_click: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(said)
        self._plain = plain_style()
        self.setStyle(self._plain)
        self.cells = _Delegate(self)
        self.setItemDelegate(self.cells)
        self.setHorizontalHeader(_Heading(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(px(_ROW))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(px(_ROW))
        if one_click:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(self.activated)

    def show_model(self, model: LinesModel) -> None:
        """Show these rows."""
        self.setModel(model)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # With the view's own selection model the headings would walk over every row of a large selection.
            header.setSelectionModel(QItemSelectionModel(model, header))
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        model = self.model()
        if not isinstance(model, LinesModel):
            return
        over = max(0, self.viewport().width() - sum(px(column.width) for column in model.columns))
        shares = sum(column.share for column in model.columns)
        for at, column in enumerate(model.columns):
            mine = over * column.share // shares if shares else 0
            self.setColumnWidth(at, px(column.width) + mine)
            over, shares = over - mine, shares - column.share

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.cells.hovered:
            self.cells.hovered = row
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        count = self.model().rowCount() if self.model() is not None else 0
        if first < 0:
            return
        painter = QPainter(self.viewport())
        for row in range(first, (last if last >= 0 else count - 1) + 1):
            bottom = self.rowViewportPosition(row) + self.rowHeight(row)
            painter.fillRect(0, bottom - 1, self.viewport().width(), 1, ink().colours["line"])
        current = self.currentIndex().row()
        if self.hasFocus() and current >= 0:
            room = QRect(0, self.rowViewportPosition(current), self.viewport().width(), self.rowHeight(current))
            paint.frame(painter, room, ink(), focused=True)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the keyboard sees where they are."""
        model = self.model()
        if model is not None and model.rowCount() and not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class _Delegate(QStyledItemDelegate):
    """Draws ready cells; `hovered` is the row under the mouse."""

    hovered = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, LinesModel)
        now, rect, column = ink(), option.rect, model.columns[index.column()]
        selected = bool(option.state.value & _SELECTED)
        tinted = index.row() == self.hovered and not selected
        if selected or tinted:
            painter.fillRect(rect, now.colours["selected" if selected else "subtle"])
        draw = paint.number if column.number else paint.details if column.icon else paint.words
        draw(painter, rect, model.cell(index.row(), index.column()), now, tinted)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        model = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(model, LinesModel):
            return False
        cell, now = model.cell(index.row(), index.column()), ink()
        wide = now.numbers.metrics.horizontalAdvance(cell.text) + (now.icon + now.gap if cell.icon else 0)
        words = cell.tip or (full_tip(cell) if wide + 2 * now.padding > option.rect.width() else "")
        QToolTip.showText(event.globalPos(), words, view.viewport(), option.rect)
        return True


class _Heading(QHeaderView):
    """Headings on `subtle`, numbers at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Columns")
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(px(24))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(_HEADING))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model, now = self.model(), ink()
        painter.fillRect(rect, now.colours["subtle"])
        if isinstance(model, LinesModel):
            column = model.columns[logicalIndex]
            room = rect.adjusted(now.padding, 0, -now.padding, 0)
            now.heading.draw(painter, room, column.label, now.colours["muted"], right=column.number)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        end = self.length() - self.offset()
        rest = QRect(end, 0, max(0, self.viewport().width() - end), self.height())
        painter.fillRect(rest, ink().colours["subtle"])
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, ink().colours["line"])
        painter.end()
