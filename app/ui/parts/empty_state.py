"""What stands where there is nothing yet: an icon, one sentence, the way on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.parts.button import Button
from app.ui.parts.label import PlainLabel
from app.ui.theme import paint_icon, px

Action = tuple[str, Callable[[], None]]


class EmptyState(QWidget):
    """In the middle of its place: a 32 px icon, one sentence, up to two buttons (a verb and what it does)."""

    def __init__(
        self, icon_name: str, sentence: str, actions: Sequence[Action] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = _Picture()
        self._sentence = PlainLabel(token="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMinimumWidth(px(200))
        self._sentence.setMaximumWidth(px(480))
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._shown: list[Button] = []
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(12))
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.show_state(icon_name, sentence, actions)

    def show_state(self, icon_name: str, sentence: str, actions: Sequence[Action] = ()) -> None:
        """Change what stands here. Raises ValueError for more than two actions."""
        if len(actions) > 2:
            raise ValueError("An empty place offers at most two ways on.")
        self._icon.show_icon(icon_name)
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        for old in self._shown:
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown.clear()
        for text, act in actions:
            button = Button(text)
            self._shown.append(button)
            button.clicked.connect(act)
            self._buttons.addWidget(button)

    def sentence(self) -> str:
        return self._sentence.text()

    def buttons(self) -> list[Button]:
        """The buttons in order."""
        return list(self._shown)


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.setFixedSize(QSize(px(32), px(32)))

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.rect(), self._name, "muted", 32)
        painter.end()
