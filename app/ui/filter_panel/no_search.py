"""What stands in the place of the filters for a list that somebody brought in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.ui.parts import Button, PlainLabel
from app.ui.theme import Role, px


class NoSearch(QWidget):
    """Says so, and offers what can be done; `similar_wanted` carries the handle or profile address that was typed."""

    new_wanted = Signal()
    similar_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), 0, px(16), px(16))
        column.setSpacing(px(8))
        said = PlainLabel("This list has no search.", wrap=True, parent=self)
        said.setObjectName("no_search")
        self.field = QLineEdit(self)
        self.field.setObjectName("similar_to")
        self.field.setAccessibleName("Find creators like: handle or profile address")
        self.field.setPlaceholderText("Handle or profile address")
        self.field.returnPressed.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.similar = Button("Find similar", parent=self)
        self.similar.setObjectName("find_similar")
        self.similar.clicked.connect(self._ask)
        self.problem = PlainLabel("", Role.HINT, "bad", wrap=True, parent=self)
        self.problem.setObjectName("similar_problem")
        fresh = Button("New search", parent=self)
        fresh.setObjectName("new_search")
        fresh.clicked.connect(lambda: self.new_wanted.emit())
        alike = PlainLabel("Find creators like", Role.HINT, "muted", parent=self)
        alike.setBuddy(self.field)
        parts: tuple[QWidget, ...] = (said, fresh, alike, self.field, self.problem, self.similar)
        for part in parts:
            column.addWidget(part)
        column.insertSpacing(column.indexOf(alike), px(16))
        column.addStretch(1)
        self._typed("")

    def say(self, problem: str) -> None:
        """Why nobody can be looked for like that; "" takes it away."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _typed(self, text: str) -> None:
        self.say("")
        self.similar.setEnabled(bool(text.strip()))
        self.similar.setToolTip("" if text.strip() else "Type whose like you want first.")

    def _ask(self) -> None:
        if self.field.text().strip():
            self.similar_wanted.emit(self.field.text())
