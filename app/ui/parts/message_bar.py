"""The bar above the sheet that tells of trouble, until it is dismissed."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.ui.parts.button import Button, IconButton
from app.ui.parts.label import PlainLabel
from app.ui.theme import colour, paint_icon, px


class Mood(Enum):
    """(ground, ink, icon)."""

    INFO = ("accent_soft", "accent", "info")
    WARN = ("warn_soft", "warn", "warning")
    BAD = ("bad_soft", "bad", "warning-circle")


class MessageBar(QWidget):
    """Icon, words, a button for what to do, and a × that hides the bar and emits `dismissed`."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mood = Mood.INFO
        self._callback: Callable[[], None] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.text = PlainLabel(wrap=True)
        self.text.setContentsMargins(0, px(4), 0, px(4))
        self.action = Button("")
        self.dismiss = IconButton("x", "Dismiss this message")
        self.action.clicked.connect(self._act)
        self.dismiss.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12 + 18 + 8), px(4), px(8), px(4))
        row.setSpacing(px(8))
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.dismiss)
        self.hide()

    def show_message(
        self, mood: Mood, text: str, action_text: str = "", callback: Callable[[], None] | None = None
    ) -> None:
        """Show the bar with these words in place of what it said; screen readers are told."""
        self._mood, self._callback = mood, callback
        self.text.setText(text)
        self.action.setText(action_text)
        self.action.setVisible(bool(action_text))
        self.setAccessibleName(text)
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def renew(self, text: str) -> None:
        """Say the same with newer figures; nobody is told again."""
        self.text.setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, ink, icon_name = self._mood.value
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(ground))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), colour("line"))
        paint_icon(painter, QRect(px(12), 0, px(18), self.height()), icon_name, ink)
        painter.end()

    def _act(self) -> None:
        callback = self._callback
        self.hide()
        if callback is not None:
            callback()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
