"""The part of a dialog between its title and its foot: it scrolls where the screen is too low for all of it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar, QSizePolicy, QStyle, QVBoxLayout, QWidget

from app.ui.theme import px

RING_ROOM = 4  # logical pixels above and below: the focus ring lies outside its control
_LEAST = 96  # logical pixels that stay of it on the lowest screen


class ScrollingBody(QScrollArea):
    """As high as what is in `column` needs, where there is room for it; `margin` logical pixels left and right.

    Its scroll bar lies in the right margin, so that nothing moves when it comes.
    """

    def __init__(self, margin: int) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        page = QWidget()
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(px(margin), px(RING_ROOM), px(margin), px(RING_ROOM))
        self.column.setSpacing(px(8))
        self.setWidget(page)
        for ground in (self.viewport(), page):
            ground.setAutoFillBackground(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)  # what its scroll bar lies on
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._bar.setValue)
        self.verticalScrollBar().rangeChanged.connect(self._follow)
        self._bar.hide()

    @property
    def is_cut(self) -> bool:
        """Whether a part of it is out of sight."""
        return self.verticalScrollBar().maximum() > 0

    def least_height(self, width: int) -> int:
        """How low it can be, `width` pixels wide, with all of it in sight."""
        if not self.column.hasHeightForWidth():
            return self.column.totalMinimumSize().height()
        return self.column.totalMinimumHeightForWidth(width)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self.column.hasHeightForWidth():  # no text in it wraps
            return self.column.totalSizeHint().height()
        return self.column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self.column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self.column.totalMinimumSize()
        return QSize(least.width(), min(least.height(), px(_LEAST)))

    def event(self, event: QEvent) -> bool:
        """What is in it takes more or less room now: the dialog's layout does not see that by itself."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self._bar.setGeometry(self.width() - wide, 0, wide, self.height())

    def _follow(self, least: int, most: int) -> None:
        inner = self.verticalScrollBar()
        self._bar.setRange(least, most)
        self._bar.setPageStep(inner.pageStep())
        self._bar.setSingleStep(inner.singleStep())
        self._bar.setVisible(most > least)
        self._bar.raise_()
