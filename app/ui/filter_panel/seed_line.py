"""Above the filters while creators like somebody are looked for: who that is, and a way back."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.platforms import Handle
from app.ui.parts import ElidedLabel, IconButton
from app.ui.sheet_table.plain import one_line
from app.ui.theme import colour, px
from app.ui.theme.draw import box

_LONGEST = 60


class SeedLine(QWidget):
    """`dropped` asks for an ordinary search again."""

    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seed_line")
        self.said = ElidedLabel(parent=self)
        self.away = IconButton("x", "Search without this creator", parent=self)
        self.away.clicked.connect(lambda: self.dropped.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(self.said, 1)
        row.addWidget(self.away)
        self.hide()

    def show_seed(self, seed: Handle | None) -> None:
        """Say whose like is looked for; None: nobody's."""
        self.said.setText(f"Creators like {one_line(seed.name, _LONGEST)}" if seed is not None else "")
        self.setAccessibleName(self.said.text())
        self.setVisible(seed is not None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), fill=colour("accent_soft"))
        painter.end()
