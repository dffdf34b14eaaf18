"""Six grey bars in the place of rows that are on their way."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import colour, px
from app.ui.theme.draw import box

ROWS = 6
_WIDTHS = (0.86, 0.62, 0.74, 0.55, 0.8, 0.68)


class SkeletonRows(QWidget):
    """Stands still: no animation, so that it is right also for those who asked for less motion."""

    def __init__(self, name: str = "Loading", *, row_height: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(px(320), ROWS * px(self._row_height))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(64), ROWS * px(self._row_height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        step, thick, margin = px(self._row_height), px(12), px(12)
        for row, share in enumerate(_WIDTHS):
            top = row * step + (step - thick) // 2
            width = int((self.width() - 2 * margin) * share)
            box(painter, QRect(margin, top, width, thick), fill=colour("subtle"), radius=4)
        painter.end()
