"""How the two side panels and the sheet share the window's width.

Both panels together leave too little of the sheet, so below 1440 px at most one is open; where even one would leave
the sheet under 760 px, the panel lies over it.
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

    def __init__(self, sheet: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        sheet.setParent(self)
        self._find: QWidget | None = None
        self._creator: QWidget | None = None
        self._open = {"find": True, "creator": False}

    def set_panels(self, find: QWidget | None, creator: QWidget | None) -> None:
        """Put the panels of an account in, or take them out."""
        self._find, self._creator = find, creator
        for panel in (find, creator):
            if panel is not None:
                panel.setParent(self)
        self._arrange()

    def is_open(self, side: str) -> bool:
        """Whether the panel "find" or "creator" is open."""
        return self._open[side]

    def set_open(self, side: str, is_open: bool) -> None:
        """Open or fold a panel; where there is room for one only, the other folds by itself."""
        self._open[side] = is_open
        if is_open and self.width() < px(BOTH_FROM):
            self._open["creator" if side == "find" else "find"] = False
        self._arrange()
        self.panels_changed.emit()

    def sheet_left(self) -> int:
        """Where the sheet begins."""
        return self._sheet.x()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(480), px(240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() < px(BOTH_FROM) and all(self._open.values()):
            self._open["creator"] = False
            self.panels_changed.emit()
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        left = self._width_of(self._find, "find")
        right = self._width_of(self._creator, "creator")
        over = width - left - right < px(SHEET_LEAST)
        room = QRect(0, 0, width, height) if over else QRect(left, 0, width - left - right, height)
        self._sheet.setGeometry(room)
        for panel, side, x in ((self._find, "find", 0), (self._creator, "creator", width - right)):
            if panel is None:
                continue
            panel.setGeometry(x, 0, panel.width(), height)
            panel.setVisible(self._open[side])
            panel.raise_()

    def _width_of(self, panel: QWidget | None, side: str) -> int:
        return panel.maximumWidth() if panel is not None and self._open[side] else 0
