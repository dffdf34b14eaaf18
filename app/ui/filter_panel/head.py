"""The top line of the find panel: its title, and what concerns the panel as a whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.parts import Button, IconButton, Kind, PlainLabel
from app.ui.theme import Role, px


class PanelHead(QWidget):
    """`clear_wanted` empties the filters, `saved_wanted` shows the saved searches, `fold_wanted` folds the panel."""

    clear_wanted = Signal()
    saved_wanted = Signal()
    fold_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clear = Button("Clear all", Kind.LINK, parent=self)
        self.clear.setObjectName("clear_all")
        self.clear.clicked.connect(lambda: self.clear_wanted.emit())
        saved = IconButton("bookmarks-simple", "Saved searches", parent=self)
        saved.setObjectName("saved_button")
        saved.clicked.connect(lambda: self.saved_wanted.emit())
        fold = IconButton("caret-double-left", "Fold this panel away", parent=self)
        fold.clicked.connect(lambda: self.fold_wanted.emit())
        self.stops = (self.clear, saved, fold)
        row = QHBoxLayout(self)
        row.setSpacing(px(4))
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.addWidget(PlainLabel("Find creators", Role.TITLE, parent=self), 1)
        for part in self.stops:
            row.addWidget(part)
