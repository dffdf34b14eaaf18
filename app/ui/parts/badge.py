"""Badges: a count, or what kind of account is open."""

from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme import Role, colour, font, number_font, px, tint
from app.ui.theme.draw import box


class BadgeKind(Enum):
    """(ground, text, height). Violet is kept for the practice account."""

    COUNT = ("subtle", "text", 20)
    ACCOUNT = ("subtle", "text", 24)
    PRACTICE = ("practice_soft", "practice", 24)


class Badge(QLabel):
    """A rounded badge with a few plain characters."""

    def __init__(self, text: str = "", kind: BadgeKind = BadgeKind.COUNT, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_kind(kind)

    def set_kind(self, kind: BadgeKind) -> None:
        """Change colours and size, as when another account is opened."""
        self._ground, token, self._height = kind.value
        self.setFont(number_font(Role.HINT) if kind is BadgeKind.COUNT else font(Role.HINT))
        tint(self, token)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = px(self._height)
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(max(words + px(self._height - 6), px(self._height + 2)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), fill=colour(self._ground), radius=self._height)
        painter.end()
        super().paintEvent(event)
