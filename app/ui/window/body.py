"""How the two side panels and the sheet share the window's width.

Both panels together leave too little of the sheet, so below 1440 px at most one is open; where even one would leave
the sheet under 760 px, the panel lies over it, and only while somebody wants it there.
"""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import px

BOTH_FROM = 1440
SHEET_LEAST = 760


class Body(QWidget):
    """The find panel at the left, the sheet, the creator panel at the right. `panels_changed` after each folding."""

    panels_changed = Signal()

    def __init__(self, find: QWidget, sheet: QWidget, creator: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find, self._sheet, self._creator = find, sheet, creator
        for part in (find, sheet, creator):  # the order in which Tab goes through them
            part.setParent(self)
        self._wanted = {"find": True, "creator": False}
        self._last = "find"
        self._may_cover = False  # somebody opened a panel that lies over the sheet

    def is_open(self, side: str) -> bool:
        """Whether the panel "find" or "creator" is open now."""
        other = "creator" if side == "find" else "find"
        alone = not self._wanted[other] or self._last == side
        fits = self._may_cover or not self._covers(side, self.width())
        return self._wanted[side] and fits and (alone or self.width() >= px(BOTH_FROM))

    def uncover(self) -> None:
        """Fold a panel that lies over the sheet, until somebody opens it again or there is room beside the sheet."""
        self._may_cover = False
        self._arrange()
        self.panels_changed.emit()

    def _covers(self, side: str, width: int) -> bool:
        panel = {"find": self._find, "creator": self._creator}[side]
        return width - panel.maximumWidth() < px(SHEET_LEAST)

    def set_open(self, side: str, is_open: bool) -> None:
        """Open or fold a panel; where there is room for one only, the other folds until there is more."""
        self._wanted[side] = is_open
        if is_open:
            self._last, self._may_cover = side, True
        elif self.width() < px(BOTH_FROM):
            self._wanted = {"find": False, "creator": False}  # closing one must not bring the other back
        self._arrange()
        self.panels_changed.emit()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(480), px(240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._covers(self._last, event.oldSize().width()):
            self._may_cover = False  # it stood beside the sheet
        self._arrange()
        self.panels_changed.emit()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        left = self._width_of(self._find, "find")
        right = self._width_of(self._creator, "creator")
        over = width - left - right < px(SHEET_LEAST)
        room = QRect(0, 0, width, height) if over else QRect(left, 0, width - left - right, height)
        self._sheet.setGeometry(room)
        for panel, side, x in ((self._find, "find", 0), (self._creator, "creator", width - right)):
            panel.setGeometry(x, 0, panel.width(), height)
            panel.setVisible(self.is_open(side))
            panel.raise_()

    def _width_of(self, panel: QWidget, side: str) -> int:
        return panel.maximumWidth() if self.is_open(side) else 0
