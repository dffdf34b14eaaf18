"""What stands in the place of the filters for a list that somebody brought in."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts import Button, PlainLabel, set_tooltip
from app.ui.theme import px

_SIMILAR_LATER = "Comes with the next version: creators who are like the ones you have."


class NoSearch(QWidget):
    """Says so, and offers what can be done; `new_search` is called by its button."""

    def __init__(self, new_search: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), 0, px(16), px(16))
        column.setSpacing(px(8))
        said = PlainLabel("This list has no search.", wrap=True, parent=self)
        said.setObjectName("no_search")
        similar = Button("Find similar", parent=self)
        similar.setObjectName("find_similar")
        similar.setEnabled(False)
        similar.setAccessibleDescription(_SIMILAR_LATER)
        set_tooltip(similar, _SIMILAR_LATER)
        fresh = Button("New search", parent=self)
        fresh.setObjectName("new_search")
        fresh.clicked.connect(lambda: new_search())
        for part in (said, fresh, similar):
            column.addWidget(part)
        column.addStretch(1)
