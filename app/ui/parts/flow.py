"""The layout that breaks its widgets into lines, as chips need it.

superqt has one, but importing it costs 0.25 s at the start, it leaves gaps for hidden widgets, and it lets a wide
widget stick out.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.ui.theme import px


class FlowLayout(QLayout):
    """Widgets at their preferred size from the leading edge on, a new line where one would stick out.

    `gap` is in logical pixels, scaled; a widget wider than the line gets the line's width.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._gap = px(gap)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inside = QRect(0, 0, width - margins.left() - margins.right(), 0)
        bottom = max((place.bottom() + 1 for _, place in self._places(inside)), default=0)
        return bottom + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return self._with_margins(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        width = max((size.width() for size in sizes), default=0)
        return self._with_margins(width, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inside = self.contentsRect()
        right_to_left = self._reads_from_right()
        for item, place in self._places(inside):
            if right_to_left:
                place.moveRight(inside.left() + inside.right() - place.left())
            item.setGeometry(place)

    def _places(self, inside: QRect) -> Iterator[tuple[QLayoutItem, QRect]]:
        at, line = inside.topLeft(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), inside.width()))
            if line and at.x() + size.width() > inside.left() + inside.width():
                at, line = QPoint(inside.left(), at.y() + line + self._gap), 0
            yield item, QRect(at, size)
            at = QPoint(at.x() + size.width() + self._gap, at.y())
            line = max(line, size.height())

    def _reads_from_right(self) -> bool:
        parent = self.parentWidget()
        return parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())
