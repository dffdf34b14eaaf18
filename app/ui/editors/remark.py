"""What a count showed about a filter: that as many match without it. Said at the filter, with the way to remove it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts import Button, Kind, PlainLabel
from app.ui.theme import Role, px


class NoEffectRemark(QWidget):
    """`remove_wanted` asks to take the filter away; `name` is what a screen reader calls it."""

    remove_wanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("no_effect")
        self.said = PlainLabel("Changed nothing when counted.", Role.HINT, "warn", wrap=True, parent=self)
        self.remove = Button("Remove", Kind.LINK, parent=self)
        self.remove.setObjectName("remove_filter")
        self.remove.setAccessibleName(f"Remove {name}")
        self.remove.setFixedHeight(px(20))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(self.said)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
