"""The focus ring: 2 px accent, 2 px outside the control, for keyboard focus only.

It lies over the neighbourhood of the control, in the 8 px the look keeps between controls, so nothing jumps.
Tables and lists mark their current cell themselves.
"""

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from app.ui.theme.state import colour, px
from app.ui.theme.tokens import RADIUS, RING

RING_PROPERTY = "focusRadius"
"""Dynamic property of a widget: it gets a ring with this radius; -1 means none. Controls get one without it."""

_CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)


class FocusRing(QObject):
    """Follows the application's focus and shows the ring where the keyboard brought it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._frame: _Ring | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            self._take_away()
            return
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_mouse:
            # Qt never clears this mark by itself, and a later programmatic focus must not show a ring.
            now.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        by_keyboard = now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if by_keyboard and ring_radius(now) is not None:
            self._show_at(now)
        else:
            self._take_away()

    def _show_at(self, widget: QWidget) -> None:
        self._take_away()
        # A new frame for each widget: it dies with its parent, and a dead one must not be used again.
        self._frame = _Ring(widget)
        self._frame.destroyed.connect(self._forget)
        self._frame.setWidget(widget)

    def _take_away(self) -> None:
        frame, self._frame = self._frame, None
        if frame is not None:
            frame.hide()
            frame.deleteLater()

    def _forget(self, gone: QObject) -> None:
        if gone is self._frame:
            self._frame = None


class _Ring(QFocusFrame):
    """The drawing; QFocusFrame keeps it around its widget."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        widget = self.widget()
        radius = ring_radius(widget) if widget is not None else None
        if widget is None or radius is None:
            return
        around = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
        around.moveTopLeft(self.mapFromGlobal(around.topLeft()))
        width, gap = px(RING), px(RING)
        outer = gap + width / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), width))
        corner = px(radius) + outer
        painter.drawRoundedRect(QRectF(around).adjusted(-outer, -outer, outer, outer), corner, corner)
        painter.end()


def ring_radius(widget: QWidget) -> int | None:
    """The corner radius of what the ring goes around, unscaled; None for a widget that gets no ring."""
    wanted = widget.property(RING_PROPERTY)
    if wanted is not None:
        return int(wanted) if int(wanted) >= 0 else None
    if isinstance(widget, _CONTROLS) and not isinstance(widget, QScrollBar):
        return RADIUS
    return None
