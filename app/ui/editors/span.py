"""The slider of a range: two handles over stops that a domain scale gives, for the mouse.

The keyboard has the two fields above it, where the arrow keys go through the same stops; the slider is therefore no
stop of its own for Tab.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.filters.scales import place
from app.ui.theme import colour, px
from app.ui.theme.draw import box

_HEIGHT = 16
_HANDLE = 14
_TRACK = 4
LOW, HIGH = "min", "max"


class SpanSlider(QWidget):
    """`moved` carries the end ("min", "max") and its new amount, None where the handle stands at the outer end."""

    moved = Signal(str, object)

    def __init__(self, stops: Sequence[float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stops = tuple(stops)
        self._at: dict[str, float] = {}
        self._held: str | None = None
        self._pressed: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_span(None, None)

    def show_span(self, low: float | None, high: float | None) -> None:
        """Put the handles where these amounts lie; None is the outer end. Emits nothing."""
        self._at[LOW] = 0.0 if low is None else 1.0 + place(self._stops, low)
        self._at[HIGH] = self._last if high is None else 1.0 + place(self._stops, high)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(120), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(_HEIGHT))

    def handle(self, end: str) -> QRect:
        """Where the handle of an end is."""
        side = px(_HANDLE)
        middle = self._left + self._at[end] / self._last * self._room
        return QRectF(middle - side / 2, (self.height() - side) / 2, side, side).toRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().x()
            self._held = self._nearest(self._pressed)
            self._drag(self._pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._pressed is not None and self._held is None and x != self._pressed:
            self._held = HIGH if x > self._pressed else LOW
        self._drag(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._pressed = None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRect(self._left, (self.height() - px(_TRACK)) // 2, self._room, px(_TRACK))
        box(painter, track, fill=colour("line"), radius=_TRACK)
        ends = [self.handle(end).center().x() for end in (LOW, HIGH)]
        if self._is_set:
            chosen = QRect(min(ends), track.top(), abs(ends[1] - ends[0]) + 1, track.height())
            box(painter, chosen, fill=colour("accent"), radius=_TRACK)
        for end in (LOW, HIGH):
            rect = QRectF(self.handle(end)).adjusted(1, 1, -1, -1)
            painter.setBrush(colour("accent" if self._held == end else "surface"))
            painter.setPen(QPen(colour("accent" if self._is_set else "outline"), 1.5))
            painter.drawEllipse(QPointF(rect.center()), rect.width() / 2, rect.height() / 2)
        painter.end()

    @property
    def _last(self) -> float:
        """The place of the outer end on the right; 0 is the one on the left."""
        return float(len(self._stops) + 1)

    @property
    def _left(self) -> int:
        return px(_HANDLE) // 2

    @property
    def _room(self) -> int:
        return max(1, self.width() - px(_HANDLE))

    @property
    def _is_set(self) -> bool:
        return self._at[LOW] > 0 or self._at[HIGH] < self._last

    def _nearest(self, x: float) -> str | None:
        """The handle a press at `x` means; None where both lie on one place: the way it is dragged tells."""
        gaps = {end: abs(self.handle(end).center().x() - x) for end in (LOW, HIGH)}
        return None if gaps[LOW] == gaps[HIGH] else min(gaps, key=lambda end: gaps[end])

    def _drag(self, x: float) -> None:
        """Take the held handle to the stop under the mouse, not past the other handle."""
        end = self._held
        if end is None:
            return
        at = round(min(1.0, max(0.0, (x - self._left) / self._room)) * self._last)
        lowest, highest = (0, min(int(self._at[HIGH]), len(self._stops))) if end == LOW else (1, int(self._last))
        at = max(lowest, min(at, highest))
        if end == HIGH:
            at = max(at, round(self._at[LOW]))
        if at != self._at[end]:
            self._at[end] = float(at)
            self.update()
            self.moved.emit(end, self._stops[at - 1] if 0 < at < self._last else None)
