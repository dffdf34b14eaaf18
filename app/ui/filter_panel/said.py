"""What the panel has to say about a change it made by itself, with the way back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.filters import Moved
from app.domain.platforms import Platform
from app.ui.parts import Button, IconButton, Kind, PlainLabel, set_tooltip
from app.ui.theme import Role, colour, px
from app.ui.theme.draw import box

_NAMED = 3


class Said(QWidget):
    """A few lines in the panel until the next change or its ×; Undo emits `undo_wanted`."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = PlainLabel("", Role.HINT, wrap=True, parent=self)
        self.text.setObjectName("left_out")
        self.undo = Button("Undo", Kind.LINK, parent=self)
        self.undo.setObjectName("undo_change")
        self.undo.setFixedHeight(px(20))
        self.undo.clicked.connect(lambda: self.undo_wanted.emit())
        away = IconButton("x", "Dismiss this notice", parent=self)
        away.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(self.text)
        words.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(4), px(4))
        row.setSpacing(px(4))
        row.addLayout(words, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        self.stops = (self.undo, away)
        self.hide()

    def say(self, text: str, details: str = "") -> None:
        """Show a sentence; `details` is its tooltip. Nothing for an empty text."""
        self.text.setText(text)
        set_tooltip(self.text, details)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), fill=colour("warn_soft"))
        painter.end()


def move_words(moved: Moved, platform: Platform) -> tuple[str, str]:
    """What became of the filters on another platform: (a few lines, everything); empty where all came along."""
    kept = [new.name for old, new in moved.translated if old.name != new.name]
    lost = [spec.name for spec in moved.dropped] + (["the order"] if moved.order_lost else [])
    parts = [(f"Now on {platform.label}", kept), ("Dropped" if kept else f"Dropped on {platform.label}", lost)]
    return _sentences(parts, _NAMED), _sentences(parts, None)


def _sentences(parts: Sequence[tuple[str, list[str]]], most: int | None) -> str:
    """What is said of each list, with at most so many names; nothing for empty ones."""
    said = []
    for what, names in parts:
        more = f" and {len(names) - most} more" if most is not None and len(names) > most else ""
        if names:
            said.append(f"{what}: {', '.join(names[:most])}{more}.")
    return "\n".join(said)
