"""Chips: a filter that can be taken away, and the state of something; 24 high."""

from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.parts.label import set_tooltip
from app.ui.theme import Role, colour, font, paint_icon, px
from app.ui.theme.draw import box
from app.ui.theme.focus import RING_PROPERTY
from app.ui.theme.tokens import CHIP, CHIP_RADIUS

_PADDING = 10
_CROSS = 22
_WIDEST = 240


class Tone(Enum):
    """The ground of a chip: waiting (on a tinted row: lifted), going on, yes, look here, no."""

    WAITING = "subtle"
    LIFTED = "surface"
    ACTIVE = "accent_soft"
    OK = "ok_soft"
    WARN = "warn_soft"
    BAD = "bad_soft"


def paint_chip(painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
    """Paint a chip at the left of `rect`, in its middle: for a table's delegate. Long words are cut."""
    painter.save()
    painter.setFont(font(Role.HINT))
    metrics = painter.fontMetrics()
    width = min(rect.width(), metrics.horizontalAdvance(text) + 1 + 2 * px(_PADDING))
    height = min(rect.height(), px(CHIP))
    chip = QRect(rect.left(), rect.center().y() - (height - 1) // 2, width, height)
    box(painter, chip, fill=colour(tone.value), radius=CHIP_RADIUS)
    inside = chip.adjusted(px(_PADDING), 0, -px(_PADDING), 0)
    painter.setPen(colour("text"))
    # the advance is rounded to whole pixels: without the spare one, words that fit would be cut
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
    painter.restore()


class StatusChip(QWidget):
    """The state of something, a word on a soft ground."""

    def __init__(self, text: str = "", tone: Tone = Tone.WAITING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font(Role.HINT))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, tone)

    def set_state(self, text: str, tone: Tone) -> None:
        """Change word and ground."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._text) + 1  # advances are rounded down
        return QSize(min(words + 2 * px(_PADDING), px(_WIDEST)), px(CHIP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._text, self._tone)
        painter.end()


class FilterChip(QAbstractButton):
    """A filter that is set: a click or Enter emits `clicked`; its ×, Delete or Backspace emits `removed`.

    The tone is WAITING for one that leaves creators out, BAD for one that has a problem.
    """

    removed = Signal()

    def __init__(
        self, text: str, *, removable: bool = True, tone: Tone = Tone.ACTIVE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._removable = removable
        self._tone = tone
        self._over_cross = False
        self.setFont(font(Role.HINT))
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty(RING_PROPERTY, CHIP_RADIUS)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words; they are shown as they are, "&" included."""
        self._words = text
        self.setAccessibleName(text)
        self.setAccessibleDescription("Press Delete to remove this filter" if self._removable else "")
        self.updateGeometry()
        self._renew_tooltip()
        self.update()

    def words(self) -> str:
        return self._words

    @property
    def tone(self) -> Tone:
        return self._tone

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._words) + 1  # advances are rounded down
        return QSize(min(px(_PADDING) + words + self._right(), px(_WIDEST)), px(CHIP))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_PADDING) + self.fontMetrics().horizontalAdvance("…") + self._right(), px(CHIP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._renew_tooltip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._over_cross = self._cross().contains(event.position().toPoint())
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._over_cross = False
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_cross = event.button() == Qt.MouseButton.LeftButton and self._cross().contains(event.position().toPoint())
        if on_cross and self.isDown():
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), fill=colour(self._tone.value), radius=CHIP_RADIUS)
        inside = self._inside()
        painter.setFont(self.font())
        painter.setPen(colour("text" if self.isEnabled() else "disabled"))
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        if self._removable:
            cross = self._cross()
            if self._over_cross and self.isEnabled():
                around = QRect(0, 0, px(18), px(18))
                around.moveCenter(cross.center())
                box(painter, around, fill=colour("selected"), radius=9)
            paint_icon(painter, cross, "x", "text" if self.isEnabled() else "disabled", 12)
        painter.end()

    def _right(self) -> int:
        return px(_CROSS + 4) if self._removable else px(_PADDING)

    def _inside(self) -> QRect:
        return self.rect().adjusted(px(_PADDING), 0, -self._right(), 0)

    def _cross(self) -> QRect:
        if not self._removable:
            return QRect()
        return QRect(self.width() - px(_CROSS + 2), 0, px(_CROSS), self.height())

    def _renew_tooltip(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self._words) > self._inside().width()
        set_tooltip(self, self._words if cut else "")
