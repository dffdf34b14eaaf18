"""The headings: a tick box for all rows, a click to sort, and the first columns that stay while the rest scrolls."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui.sheet_table import paint
from app.ui.sheet_table.columns import FROZEN, Source
from app.ui.sheet_table.ink import Ink, ink
from app.ui.sheet_table.model import SheetModel
from app.ui.theme import px
from app.ui.theme.draw import chevron

HEIGHT = 36
_ARROW = 12
_MOST_FROZEN = 0.6  # of the table's width


class SheetHeading(QHeaderView):
    """Heading row of the sheet. While it is scrolled, the frozen sections are drawn and found at their first place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Columns")
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(HEIGHT))

    def frozen_count(self) -> int:
        """How many sections stay in sight; none where they would fill the table."""
        count = min(FROZEN, self.count())
        fits = sum(self.sectionSize(at) for at in range(count)) <= self.viewport().width() * _MOST_FROZEN
        return count if fits else 0

    def frozen_width(self) -> int:
        """Pixels that the frozen sections take at the left."""
        return sum(self.sectionSize(at) for at in range(self.frozen_count()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        now = ink()
        end = self.length() - self.offset()
        if end < self.viewport().width():
            rest = QRect(end, 0, self.viewport().width() - end, self.height())
            painter.fillRect(rest, now.colours["subtle"])
        if self.offset() > 0:
            for at in range(self.frozen_count()):
                place = QRect(self.sectionPosition(at), 0, self.sectionSize(at), self.height())
                self._paint(painter, place, at, now)
        line = QRect(0, self.height() - 1, self.viewport().width(), 1)
        painter.fillRect(line, now.colours["line"])
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        self._paint(painter, rect, logicalIndex, ink())

    def _paint(self, painter: QPainter, rect: QRect, section: int, now: Ink) -> None:
        model = self.model()
        if not isinstance(model, SheetModel) or not rect.isValid():
            return
        column = model.columns[section]
        painter.fillRect(rect, now.colours["subtle"])
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), now.colours["line"])
        if column.source is Source.TICK:
            paint.tick(painter, rect, model.all_ticked, now)
            return
        room = rect.adjusted(now.padding, 0, -now.padding, 0)
        order = model.wanted_order
        if order.by == column.key:
            arrow = QRect(room.right() + 1 - px(_ARROW), room.top(), px(_ARROW), room.height())
            chevron(painter, arrow, now.colours["text"], up=not order.descending)
            room.setRight(arrow.left() - px(4))
        colour = now.colours["text" if order.by == column.key else "muted"]
        now.heading.draw(painter, room, column.label, colour, right=column.is_number)

    # Qt finds sections by their scrolled place; events over the frozen ones are moved to where it looks for them.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._moved(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._moved(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._moved(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._moved(event))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._is_frozen(event.x()):
            event = QHelpEvent(event.type(), event.pos() - QPoint(self.offset(), 0), event.globalPos())
        return super().viewportEvent(event)

    def _moved(self, event: QMouseEvent) -> QMouseEvent:
        place = event.position()
        if not self._is_frozen(place.x()):
            return event
        return QMouseEvent(
            event.type(),
            place - QPointF(self.offset(), 0),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )

    def _is_frozen(self, x: float) -> bool:
        return self.offset() > 0 and x < self.frozen_width()
